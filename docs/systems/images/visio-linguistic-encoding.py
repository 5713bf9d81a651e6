"""The picture of visio-linguistic-encoding. Run: python3 visio-linguistic-encoding.py RUN_FOLDER (of the full size)."""
import csv
import os
import sys

import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

ROIS = ["EarlyVis", "OPA", "LOC", "PPA", "RSC"]
TUNED = ["image", "caption", "image +\ncaption", "image + cap-\ntion + fused", "fused"]
MODELS = [("image", "#8da0cb"), ("caption", "#66c2a5"), ("both", "#a6a6a6"), ("all", "#d95f02"), ("shuffled", "#e6e6e6")]
v, unique = {}, {}
with open(os.path.join(sys.argv[1], "scores.tsv"), encoding="utf-8", newline="") as file:
    for row in csv.DictReader(file, delimiter="\t"):
        case = dict(part.split("=") for part in row["case"].split(";") if part)
        if row["node"].startswith("v2v2-") and row["port"] == "accuracy" and "fold" not in case:
            v.setdefault((row["node"][5:], row["item"]), []).append((case["seed"], float(row["value"])))
        if row["node"] == "unique" and row["port"] in ("low", "difference", "high"):
            unique[case["roi"], row["port"]] = float(row["value"])
figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.8), gridspec_kw={"width_ratios": [3, 2]})
for m, (model, colour) in enumerate(MODELS):
    mean = [np.mean([x for _, x in v[model, "group=" + k]]) for k in ROIS]
    left.bar(np.arange(5) + .16 * (m - 2), np.array(mean) - .4, .15, .4, color=colour, edgecolor="#555", linewidth=.5,
             label={"both": "image + caption", "all": "+ fused", "shuffled": "+ fused, rows shuffled"}.get(model, model))
left.axhline(.5, color="k", linewidth=.8, linestyle=":")
left.set(ylim=(.4, 1.18), ylabel="2V2 accuracy (chance .5)", title="Side by side, and fused")
left.set_yticks([.4, .6, .8, 1])
left.legend(ncol=3, fontsize=7.5, loc="upper left", frameon=False)
mid = [unique[k, "difference"] for k in ROIS]
error = [[unique[k, "difference"] - unique[k, "low"] for k in ROIS], [unique[k, "high"] - unique[k, "difference"] for k in ROIS]]
right.bar(range(5), mid, .6, color="#d95f02", edgecolor="#555", linewidth=.5)
right.errorbar(range(5), mid, error, fmt="none", ecolor="k", capsize=3)
right.axhline(0, color="k", linewidth=.8)
right.set(ylabel="R2 with fused less R2 without", title="Unique variance, interval over six worlds")
for axis in left, right:
    axis.set_xticks(range(5), [f"{k}\n{t}" for k, t in zip(ROIS, TUNED)], fontsize=7.5)
    axis.spines[["top", "right"]].set_visible(False)
figure.tight_layout()
figure.savefig(os.path.splitext(__file__)[0] + ".png", dpi=110)

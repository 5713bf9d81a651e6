"""The picture of image-triplets. Run: python3 image-triplets.py RUN_FOLDER (of the full size, --profile picture)."""
import csv
import os
import sys

import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np


def values(node, port, item=None):
    with open(os.path.join(sys.argv[1], "scores.tsv"), encoding="utf-8", newline="") as file:
        return [float(row["value"]) for row in csv.DictReader(file, delimiter="\t")
                if row["node"] == node and row["port"] == port and (item is None or row["item"].endswith(item))]


drawn = [np.load(os.path.join(sys.argv[1], "outputs", node, name + ".npy"))
         for node, name in (("picture-any", "any"), ("picture-searched", "searched"))]
figure, axes = plt.subplots(1, 4, figsize=(11.5, 3.2), gridspec_kw={"width_ratios": [3, 3, 2.4, 2.4]})
for axis, d, title in zip(axes, drawn, ("any three images", "searched triplets")):
    axis.plot(d[:, 1], d[:, 0], ".", markersize=3, color="#4575b4")
    axis.set(xlabel="difference in looks (Gabor)", ylabel="difference in content (attributes)", xlim=(-1.5, 1.5), ylim=(-1, 1),
             title=f"{title}: r = {np.corrcoef(d.T)[0, 1]:.3f}")
    axis.axhline(0, color="k", linewidth=.5)
    axis.axvline(0, color="k", linewidth=.5)
w, low, high = (np.array(values("weights", port)).reshape(-1, 2) for port in ("weight", "low", "high"))
for k, (colour, truth, name) in enumerate((("#d95f02", 6, "content"), ("#4575b4", 3, "looks"))):
    x = np.arange(len(w))
    axes[2].errorbar(w[:, k], x, xerr=[w[:, k] - low[:, k], high[:, k] - w[:, k]], fmt=".", markersize=3, linewidth=.6,
                     color=colour, label=name)
    axes[2].axvline(truth, color=colour, linestyle="--", linewidth=1)
axes[2].set(xlabel="weight, planted dashed", ylabel="observer", title="weights recovered", xlim=(1, 9.5), ylim=(-1, 48))
axes[2].legend(fontsize=7, frameon=False, loc="upper center", ncol=2)
for k, (node, name) in enumerate((("blamed-any", "any three"), ("blamed", "searched"))):
    y = values(node, "weight")
    axes[3].plot(np.full(len(y), k) + np.linspace(-.15, .15, len(y)), y, ".", color="#4575b4", markersize=4)
axes[3].axhline(0, color="k", linewidth=.8)
axes[3].set_xticks([0, 1], ["any three", "searched"])
axes[3].set(xlim=(-.5, 1.5), title="weight that looks are given\nwhen only content counts")
for axis in axes:
    axis.spines[["top", "right"]].set_visible(False)
    axis.title.set_fontsize(9)
    axis.xaxis.label.set_fontsize(8)
    axis.yaxis.label.set_fontsize(8)
    axis.tick_params(labelsize=7)
figure.tight_layout()
figure.savefig(os.path.splitext(__file__)[0] + ".png", dpi=110)

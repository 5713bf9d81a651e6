"""Picture of docs/systems/ssvep-cca.md from two run folders:
python3 ssvep-cca.py SYNTHETIC-RUN EXO-RUN ssvep-cca.png"""
import csv
import sys

import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt

DECODERS = (("by-guess", "CCA before the flicker", "0.7"), ("by-cca", "CCA", "#4878a8"), ("by-fbcca", "filter bank CCA", "#d0702c"))


def accuracies(folder):
    """{(node, subject, window): accuracy}"""
    found = {}
    with open(folder + "/scores.tsv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            case = dict(part.split("=", 1) for part in row["case"].split(";") if part)
            if row["port"] == "accuracy" and row["node"].startswith("by-") and "fold" not in case:
                found[row["node"], case["subject"], case.get("window")] = float(row["value"])
    return found


fig, axes = plt.subplots(1, 3, figsize=(11, 3.2), sharey=True, gridspec_kw={"width_ratios": [10, 4, 4]})
synthetic, real = accuracies(sys.argv[1]), accuracies(sys.argv[2])
for ax, found, window, chance, title in (
        (axes[0], synthetic, "500", 1 / 40, "synthetic, 40 targets, 0.5 s"),
        (axes[1], real, "2000", 1 / 3, "real EEG, 3 targets, 2 s"),
        (axes[2], real, "3000", 1 / 3, "real EEG, 3 targets, 3 s")):
    subjects = sorted({key[1] for key in found}, key=int)
    for k, (node, name, colour) in enumerate(DECODERS):
        values = [found.get((node, s, window), found.get((node, s, None))) for s in subjects]
        ax.bar([i + (k - 1) * .27 for i in range(len(subjects))], values, .25, color=colour, label=name)
    ax.axhline(chance, color="k", lw=.8, ls=":")
    ax.set_xticks(range(len(subjects)), subjects)
    ax.set_xlabel("person")
    ax.set_title(title, fontsize=10)
    ax.spines[["top", "right"]].set_visible(False)
axes[0].set_ylabel("share of letters right")
axes[0].set_ylim(0, 1.02)
fig.legend(*axes[0].get_legend_handles_labels(), loc="lower center", ncol=3, frameon=False, fontsize=9)
fig.tight_layout(rect=(0, .07, 1, 1))
fig.savefig(sys.argv[3], dpi=110)

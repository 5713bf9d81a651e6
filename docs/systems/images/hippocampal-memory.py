"""Draws docs/systems/images/hippocampal-memory.png from a run folder:

    gyrus run pipelines/hippocampal-memory.ini --profile picture --out RUN
    python3 docs/systems/images/hippocampal-memory.py RUN
"""
import csv
import os
import sys

import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt

RUN = sys.argv[1]
HERE = os.path.dirname(os.path.abspath(__file__))
NAMES = ["cues shown", "contents shown", "cue-cue", "cont-cue", "condition", "any-content",
         "cont-cont", "cue-cont", "merge-cue", "merge-cont", "out-cue", "out-cont"]
SIZES = [5, 10, 5, 10, 10, 1, 10, 5, 5, 10, 5, 10]
COLOURS = {"cues shown": "#2e7d32", "contents shown": "#2e7d32", "out-cue": "#c0392b",
           "out-cont": "#c0392b"}
# the fourth published test
OPERATIONS = [(0, "learn 0 =\n0 1 2 8 9"), (10, "learn 1 =\n0 7 8 9"), (20, "bit 0?"),
              (30, "bit 9?"), (40, "bit 2?"), (50, "cue 0?"), (60, "learn 0 =\n2 3 9"),
              (70, "cue 0?"), (80, "bit 0?"), (90, "bit 2?"), (100, "bit 9?")]


def spikes():
    for folder, _, files in os.walk(os.path.join(RUN, "outputs")):
        if "spikes.tsv" in files and "100 content 9" in folder.replace("%20", " "):
            with open(os.path.join(folder, "spikes.tsv"), encoding="utf-8") as f:
                return [(1000 * float(r["time"]), int(r["neuron"]), int(r["population"]))
                        for r in csv.DictReader(f, delimiter="\t") if r["time"] != "n/a"]
    raise SystemExit("no run of the fourth test in " + RUN)


plt.rcParams.update({"font.size": 8})
figure, a = plt.subplots(figsize=(8.6, 7.2), dpi=105)
first, place, at = [0], [], 0
for n in SIZES:
    first.append(first[-1] + n)
    place.append(at)
    at += n + 1.6
for k, (name, n) in enumerate(zip(NAMES, SIZES)):
    a.axhspan(place[k] - 0.6, place[k] + n - 0.4, color="#000000", alpha=0.04, lw=0)
    a.text(-2, place[k] + (n - 1) / 2, name, ha="right", va="center")
for time, neuron, population in spikes():
    row = place[population] + neuron - first[population]
    a.plot(time, row, "s", ms=3.4, mew=0, color=COLOURS.get(NAMES[population], "#333333"))
for time, what in OPERATIONS:
    a.axvline(time, color="#2e7d32", lw=0.5, alpha=0.6)
    a.text(time, -4.2, what, fontsize=6.5, ha="left", va="center", color="#2e7d32")
a.set_ylim(at, -6.5)
a.set_xlim(-1, 112)
a.set_xlabel("time (ms)")
a.set_yticks([])
for side in ("top", "right", "left"):
    a.spines[side].set_visible(False)
figure.subplots_adjust(left=0.12, right=0.99, top=0.99, bottom=0.07)
figure.savefig(os.path.join(HERE, "hippocampal-memory.png"))

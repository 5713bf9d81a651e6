#!/usr/bin/python3
"""The picture of docs/systems/sparsey.md, from a run folder:

    build/gyrus run pipelines/sparsey.ini --out RUN
    docs/systems/images/sparsey.py RUN docs/systems/images/sparsey.png
"""
import sys
from pathlib import Path

import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

run, out = Path(sys.argv[1]) / "outputs", sys.argv[2]


def load(node, port, case=""):
    return float(np.load(run / node / case / (port + ".npy")))


stored = sorted(int(p.name.split("=")[1]) for p in (run / "recall").glob("stored=*"))
figure, (a, b, c) = plt.subplots(1, 3, figsize=(11, 3.3), constrained_layout=True)
for port, color, label in (("identified", "#4477aa", "exactly, and no other item has its code"), ("modules", "#ee7733", "share of modules")):
    a.plot(stored, [load("recall", port, f"stored={n}") for n in stored], "o-", color=color, label=label)
a.set_ylim(-.05, 1.05)
a.set_xlabel("items stored")
a.set_ylabel("recalled")
a.legend(fontsize=7, loc="lower left")
a.set_title("capacity (400 cells, 32 modules of 32)", fontsize=9)
cost = [load("cost", "mean", f"stored={n}") for n in stored]
b.plot(stored, cost, "o-", color="#4477aa", label="one-trial storage")
b.plot(stored, [40. * n for n in stored], "--", color="#999999", label="comparing with a list of all (computed)")
b.set_ylim(0, 1.3 * max(cost))
b.set_xlabel("items stored")
b.set_ylabel("weights read and written an item")
b.legend(fontsize=7, loc="upper left")
b.set_title("cost of an item", fontsize=9)
bars = [("similarity", "rank", "similarity\nand overlap,\nrank r"), ("random", "rank", "the same,\nrandom\ncodes"), ("upper", "rank", "the same,\nupper\nlevel"),
        ("contexts", "same", "one item,\nseveral\ncontexts"), ("no-contexts", "same", "the same,\nno recur-\nrence")]
c.bar(range(5), [load(n, p) for n, p, _ in bars], color=["#4477aa", "#cc3311", "#4477aa", "#4477aa", "#cc3311"])
for k, (n, p, _) in enumerate(bars):
    c.text(k, max(load(n, p), 0) + .02, f"{load(n, p):.2f}", ha="center", fontsize=8)
c.axhline(0, color="k", lw=.6)
c.set_ylim(-.2, 1.15)
c.set_xticks(range(5), [t for _, _, t in bars], fontsize=7)
c.set_title("similar inputs, sequences (red: baselines)", fontsize=9)
figure.savefig(out, dpi=110)

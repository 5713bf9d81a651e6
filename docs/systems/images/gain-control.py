#!/usr/bin/python3
"""The picture of docs/systems/gain-control.md, from a run folder:

    build/gyrus run pipelines/gain-control.ini --out RUN
    docs/systems/images/gain-control.py RUN docs/systems/images/gain-control.png
"""
import sys
from pathlib import Path

import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

run, out = Path(sys.argv[1]) / "outputs", sys.argv[2]


def load(node, port, strength=1):
    return np.load(run / node / f"strength={strength}" / (port + ".npy"))


figure, axes = plt.subplots(1, 4, figsize=(12.5, 3.3), constrained_layout=True)
for strength, label, color in ((1, "connected", "#4477aa"), (0, "apart (baseline)", "#ee7733")):
    d = load("tuning", "distance", strength)
    order = np.argsort(d)
    for axis, values in zip(axes, (load("in-adapted", "gains", strength), load("tuning", "size", strength), load("tuning", "shift", strength))):
        axis.plot(d[order], values[order], color=color, label=label)
for axis, title, level in zip(axes, ("gain", "largest response, after / before", "shift away from the adapter, degrees"), (1, 1, 0)):
    axis.axhline(level, color="k", lw=.6)
    axis.axvline(0, color="k", lw=.6, ls=":")
    axis.set_title(title, fontsize=9)
    axis.set_xlabel("preferred angle from the adapter")
    axis.set_xticks([-90, -45, 0, 45, 90])
axes[0].legend(fontsize=7, loc="lower right")
for k, (strength, color) in enumerate(((1, "#4477aa"), (0, "#ee7733"))):
    r = [float(load(node, "correlation", strength)) for node in ("uniform-before", "biased-before", "biased-after")]
    axes[3].plot(range(3), r, "o-", color=color)
    for x, y in enumerate(r):
        axes[3].text(x, y + .004, f"{y:.4f}", ha="center", fontsize=7)
axes[3].set_xticks(range(3), ["uniform,\nbefore", "biased,\nbefore", "biased,\nafter"], fontsize=8)
axes[3].set_xlim(-.4, 2.4)
axes[3].set_ylim(.5, .64)
axes[3].set_title("mean |correlation| of neurons", fontsize=9)
figure.savefig(out, dpi=110)

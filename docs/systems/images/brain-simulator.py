"""Draws docs/systems/images/brain-simulator.png from a run folder:

    gyrus run pipelines/brain-simulator.ini --profile picture --out RUN
    python3 docs/systems/images/brain-simulator.py RUN
"""
import csv
import os
import sys

import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

RUN = sys.argv[1]
HERE = os.path.dirname(os.path.abspath(__file__))
DARK, RED, BLUE, GREY = "#222222", "#c0392b", "#2c6fbb", "#888888"


def rows(path):
    with open(os.path.join(RUN, path), encoding="utf-8") as f:
        return list(csv.DictReader(f, delimiter="\t"))


def score(node, port, case=None):
    return np.array([float(r["value"].replace("n/a", "nan")) for r in rows("scores.tsv")
                     if r["node"] == node and r["port"] == port and case in (None, r["case"])])


plt.rcParams.update({"font.size": 8, "axes.spines.top": False, "axes.spines.right": False})
figure = plt.figure(figsize=(8, 5.2), dpi=110)
grid = figure.add_gridspec(2, 3, height_ratios=[1, 1.15], hspace=0.5, wspace=0.42, left=0.07,
                           right=0.98, top=0.94, bottom=0.09)

a = figure.add_subplot(grid[0, 0])
current = np.linspace(0, 2, 200)
expected, difference = score("fi", "expected"), score("fi", "difference")
a.plot(current, expected, color=GREY, lw=3, alpha=0.6, label="closed form")
a.plot(current[::8], (expected + difference)[::8], ".", color=DARK, ms=4, label="simulated")
a.set(xlabel="current (nA)", ylabel="rate (Hz)", title="F-I curve of a LIF neuron")
a.legend(frameon=False)

a = figure.add_subplot(grid[0, 1])
a.axhline(0, color=GREY, lw=0.8)
a.plot(current, difference, color=DARK, lw=0.9)
a.axhspan(-0.9, 0.2, color=BLUE, alpha=0.08, lw=0)
a.set(xlabel="current (nA)", ylabel="difference (Hz)", title="simulated - closed form")

a = figure.add_subplot(grid[0, 2])
steps = np.array([16, 8, 4, 2.0])
for method, colour, order in (("exponential-euler", RED, 1), ("rk4", BLUE, 4)):
    error = score("order", "error", "method=" + method) * 1e6
    a.loglog(steps, error, "o-", color=colour, ms=4, label=f"{method}, order {order}")
    a.loglog(steps, error[0] * (steps / steps[0]) ** order, ":", color=colour, lw=1)
a.set(xlabel="step (us)", ylabel="error of spike times (us)", title="Hodgkin-Huxley axon")
a.set_ylim(1e-8, 1e6)
a.set_xticks(steps, [f"{s:g}" for s in steps])
a.minorticks_off()
a.legend(frameon=False, loc="upper left")

a = figure.add_subplot(grid[1, :])
table = [(float(r["time"]), int(r["neuron"])) for r in rows("outputs/raster/spikes.tsv")
         if r["time"] != "n/a"]
time, neuron = np.array(table).T
keep = (time > 0.2) & (time < 0.7) & (neuron < 4000) & (neuron % 20 == 0)
inhibitory = neuron >= 3200
for part, colour in ((keep & ~inhibitory, DARK), (keep & inhibitory, RED)):
    a.plot(1000 * time[part], neuron[part], ".", color=colour, ms=1.8, mew=0)
a.set(xlabel="time (ms)", ylabel="neuron", xlim=(200, 700), ylim=(0, 4000),
      title="COBA: 200 of 4,000 neurons, excitatory black, inhibitory red; rate "
      f"{score('coba', 'rate')[0]:.0f} Hz, CV of intervals {score('coba', 'cv')[0]:.1f} "
      "(of 0.7 s)")
figure.savefig(os.path.join(HERE, "brain-simulator.png"))

"""The picture of docs/systems/dynamical-intelligence.md. Run: python3 dynamical-intelligence.py GYRUS

GYRUS is the program (build/gyrus). The pipeline is run with writers added behind it, in a folder of its own.
"""
import os
import subprocess
import sys
import tempfile

import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
PIPELINE = os.path.join(HERE, "..", "..", "..", "pipelines", "dynamical-intelligence.ini")
WANTED = {"order": "@synchrony.r", "ring": "@ring.phase", "spikes": "@buffer.spikes", "theta": "@buffer.theta", "sequence": "@buffer.sequence",
          "slow": "@slow-signal.phase", "fast": "@fast-signal.amplitude", "overlap": "@first-memory", "expected": "@memory.expected"}


def arrays():
    """{name: {loop value: array}}; scores come from the run itself."""
    with tempfile.TemporaryDirectory() as folder:
        with open(PIPELINE, encoding="utf-8") as file:
            text = file.read()
        for name, edge in WANTED.items():
            if name != "order":
                text += f"\n[w-{name}]\nplugin = writer.npy\nx = {edge}\npath = {name}.npy\n"
        keyfile, out = os.path.join(folder, "picture.ini"), os.path.join(folder, "run")
        with open(keyfile, "w", encoding="utf-8") as file:
            file.write(text)
        subprocess.run([sys.argv[1], "run", keyfile, "--quiet", "--out", out], check=True, stdout=subprocess.DEVNULL)
        found = {}
        for top, _, names in os.walk(out):
            case = os.path.basename(top).split("=")[-1]
            for name in names:
                if name.endswith(".npy") and ("/w-" in top or (name == "r.npy" and "/synchrony" in top)):
                    found.setdefault(name[:-4], {})[case] = np.load(os.path.join(top, name))
        return found


a = arrays()
figure, axes = plt.subplots(2, 3, figsize=(11, 6))
ax = axes[0, 0]
k = np.linspace(0, 17, 400)
ax.plot(k, np.sqrt(np.clip(1 - 4 / np.maximum(k, 1e-9), 0, None)), "k-", lw=1, label="sqrt(1 - 4 / K)")
points = sorted((float(c), float(v)) for c, v in a["r"].items())
ax.plot(*zip(*points), "o", color="C3", label="500 oscillators")
ax.set(title="synchrony", xlabel="coupling K", ylabel="order parameter")
ax.legend(frameon=False, fontsize=8)

ax = axes[0, 1]
wave = next(iter(a["ring"].values()))[:100]
ax.imshow(np.cos(wave).T, aspect="auto", origin="lower", cmap="RdBu", extent=(0, 2, 0, 60), interpolation="nearest")
d = 2 * np.pi * 2 / 60
speed = -(10 - 10 * np.sin(.3) * np.cos(d)) / d
t = np.array([0, 59 / abs(speed)])
ax.plot(t, 59 + speed * t, "k--", lw=1.5)
ax.set(title="wave (dashed: theory)", xlabel="s", ylabel="site")

ax = axes[0, 2]
for case, color in (("1", "C0"), ("10", "C1"), ("200", "C3")):
    overlap = a["overlap"][case].ravel()
    ax.plot(np.arange(len(overlap)) / 2, overlap, color=color, label=f"{case} stored")
expected = a["expected"]["1"]
ax.plot(np.arange(len(expected)) / 2, expected, "k--", lw=1, label="theory for one")
ax.set(title="recall from half a cue", xlabel="s", ylabel="overlap with the pattern", ylim=(0, 1.05))
ax.legend(frameon=False, fontsize=8)

ax = axes[1, 0]
rows = slice(10000, 10500)
spikes, theta = a["spikes"]["7"][rows], a["theta"]["7"][rows]
place = np.argsort(a["sequence"]["7"])
for i in range(7):
    at = np.flatnonzero(spikes[:, i] > 0)
    ax.plot(at, np.full(len(at), place[i] + 1), "|", color="k", ms=11, mew=2)
ax.plot(4 + 3.4 * np.cos(theta), color="C0", lw=.8, alpha=.6)
ax.set(title="seven items, one per gamma cycle", xlabel="ms", ylabel="place in the sequence")

ax = axes[1, 1]
edges = np.linspace(-np.pi, np.pi, 19)
for case, color, label in (("1", "C0", "coupled"), ("0", "C3", "not")):
    phase, size = a["slow"][case].ravel(), a["fast"][case].ravel()
    bins = np.clip(np.digitize(phase, edges) - 1, 0, 17)
    mean = np.array([size[bins == b].mean() for b in range(18)])
    ax.step(edges, np.append(mean / mean.sum(), mean[-1] / mean.sum()), where="post", color=color, label=label)
ax.axhline(1 / 18, color="k", lw=.6, ls=":")
ax.set(title="size of gamma by phase of theta", xlabel="phase of theta", ylabel="share of the amplitude", ylim=(0, .1))
ax.legend(frameon=False, fontsize=8)

ax = axes[1, 2]
items, held = [], []
for case in sorted(a["spikes"], key=int):
    late = a["spikes"][case][6000:11000]
    cycles = 5000 / 1000 * 6
    items.append(int(case))
    held.append(late.sum() / cycles)
ax.plot(items, held, "o-", color="C0")
ax.plot([0, 7, 13], [0, 7, 7], "k--", lw=1)
ax.set(title="room for f_gamma / f_theta = 7", xlabel="items put in", ylabel="items per theta cycle")
figure.tight_layout()
figure.savefig(os.path.join(HERE, "dynamical-intelligence.png"), dpi=85)

"""The picture of docs/systems/dynamic-connectome.md. Run: python3 dynamic-connectome.py GYRUS

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
PIPELINE = os.path.join(HERE, "..", "..", "..", "pipelines", "dynamic-connectome.ini")
WANTED = {"traces": "@worms.traces", "first": "@factors.first", "second": "@factors.second", "third": "@factors.third",
          "groups": "@communities.group", "planted": "@worms.group", "time": "@worms.time", "worm": "@worms.worm", "error": "@factors.error"}


def arrays():
    """What the writers wrote, and the partner of every planted motif, for 30 per cent missing."""
    with tempfile.TemporaryDirectory() as folder:
        with open(PIPELINE, encoding="utf-8") as file:
            text = file.read()
        for name, edge in WANTED.items():
            text += f"\n[w-{name}]\nplugin = writer.npy\nx = {edge}\npath = {name}.npy\n"
        keyfile, out = os.path.join(folder, "picture.ini"), os.path.join(folder, "run")
        with open(keyfile, "w", encoding="utf-8") as file:
            file.write(text)
        subprocess.run([sys.argv[1], "run", keyfile, "--quiet", "--out", out], check=True, stdout=subprocess.DEVNULL)
        found = {}
        for top, _, names in os.walk(out):
            for name in names:
                if name.endswith(".npy") and "missing=30" in top and (f"w-{name[:-4]}" in top or (name == "partner.npy" and "/match/" in top)):
                    found[name[:-4]] = np.load(os.path.join(top, name))
        return found


def square(pairs, n):
    """The matrix of a vector of pairs."""
    full = np.zeros((n, n))
    full[np.triu_indices(n, 1)] = pairs
    return full + full.T


a = arrays()
order, n = a["partner"], a["planted"].shape[0]
figure, axes = plt.subplots(3, 4, figsize=(11, 7), width_ratios=[1.5, 1.2, .8, 1])
for m in range(3):
    r = int(order[m])
    ax = axes[m, 1]
    for values, style, label in ((a["time"][:, m], "k--", "planted"), (a["first"][:, r], f"C{m}", "found")):
        ax.plot(values / np.linalg.norm(values), style, lw=1.4, label=label)
    ax.set_ylabel(f"motif {m + 1}")
    ax.set_yticks([])
    ax = axes[m, 2]
    worms = np.arange(len(a["worm"]))
    ax.bar(worms, a["second"][:, r], color=f"C{m}")
    ax.plot(worms, a["worm"][:, m] / np.linalg.norm(a["worm"][:, m]), "k_", ms=7)
    ax.set_yticks([])
    ax = axes[m, 3]
    by = np.lexsort((np.arange(n), a["planted"][:, m]))
    ax.imshow(square(a["third"][:, r], n)[np.ix_(by, by)], cmap="Greys", interpolation="nearest")
    found = a["groups"][by, r]
    for i in np.flatnonzero(np.diff(found)) + .5:
        ax.axhline(i, color=f"C{m}", lw=.8)
        ax.axvline(i, color=f"C{m}", lw=.8)
    ax.set_xticks([])
    ax.set_yticks([])
axes[0, 1].legend(fontsize=7, frameon=False)
for ax, title in zip(axes[0], ("traces of one worm", "time", "worms", "pairs, and groups found")):
    ax.set_title(title, fontsize=10)
axes[2, 1].set_xlabel("bin")
axes[2, 2].set_xlabel("worm")
axes[2, 3].set_xlabel("neuron, by planted group")
for m in range(3):
    ax, lo = axes[m, 0], (m * 20 + 9) * 108
    for k, i in enumerate(range(0, 12)):
        trace = a["traces"][lo:lo + 216, 0, i]
        if np.isnan(trace).any():
            ax.axhline(k, color="C3", lw=.6, ls=":")
        else:
            ax.plot(np.arange(216) / 4, .6 * trace + k, "k", lw=.6)
    ax.set_yticks([])
    ax.set_ylabel("neuron")
axes[2, 0].set_xlabel("s   (dotted: missing in this worm)")
figure.tight_layout()
figure.savefig(os.path.join(HERE, "dynamic-connectome.png"), dpi=85)

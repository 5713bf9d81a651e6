"""Pictures of docs/worlds/synthbrain.md from run folders:

    gyrus run docs/worlds/synthbrain-tour.ini --out tour
    gyrus run pipelines/synthbrain-eeg.ini --out eeg
    gyrus run pipelines/synthbrain.ini --check > fmri.txt
    python3 docs/worlds/images/synthbrain.py tour eeg fmri.txt
"""
import csv
import os
import sys

import matplotlib
import numpy as np

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
TOUR, EEG, FMRI = sys.argv[1:4]
INK = "#222222"
plt.rcParams.update({"font.size": 8, "axes.spines.top": False, "axes.spines.right": False, "axes.edgecolor": INK,
                     "axes.titlesize": 9, "axes.titlelocation": "left", "legend.frameon": False})


def array(node, name):
    return np.load(os.path.join(TOUR, "outputs", node, name + ".npy"))


def lines(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def save(figure, name):
    figure.savefig(os.path.join(HERE, name), dpi=110)
    plt.close(figure)


def anatomy():
    at, roi = array("positions", "positions"), [r["roi"] for r in lines(os.path.join(TOUR, "outputs/regions/regions.tsv"))]
    figure, axes = plt.subplots(1, 3, figsize=(9, 3.2), layout="constrained")
    names = sorted(set(roi), key=roi.index)
    colours = plt.get_cmap("tab10")
    views = ((0, 1, "from above: x, y (mm)"), (1, 2, "from the right: y, z (mm)"), (0, 2, "from behind: x, z (mm)"))
    turn = np.linspace(0, 2 * np.pi, 200)
    middle, half = (0, -18, 16), (70, 88, 64)
    for axis, (i, j, title) in zip(axes, views):
        axis.plot(middle[i] + half[i] * np.cos(turn), middle[j] + half[j] * np.sin(turn), color="#999999", lw=.8)
        for k, name in enumerate(names):
            mine = [r == name for r in roi]
            axis.scatter(at[mine, i], at[mine, j], s=4, color=colours(k), label=name, lw=0)
        axis.set(title=title, aspect="equal")
    axes[2].legend(loc="center left", bbox_to_anchor=(1.02, .5), markerscale=2.5)
    save(figure, "synthbrain-anatomy.png")


def shares():
    """Shares of the planted ceiling per table and region in every subject, as `--check` prints them."""
    checks = {}
    with open(FMRI, encoding="utf-8") as file:
        for line in file:
            words = line.split()
            if words[:1] in (["ok"], ["MISS"]) and "-share.roi." in words[1]:
                table, _, rest = words[1].partition("-share.roi.")
                checks.setdefault((table, rest.rsplit(".", 1)[0]), []).append(float(words[words.index("=") + 1].rstrip(",")))
    return checks


def epoch_map(values, sensors, axis, title):
    """Sensors seen from above, at distance = angle from the top."""
    angle = np.arccos(sensors[:, 2] / np.linalg.norm(sensors, axis=1))
    turn = np.arctan2(sensors[:, 1], sensors[:, 0])
    top = np.abs(values).max()
    axis.tricontourf(angle * np.cos(turn), angle * np.sin(turn), values, 21, cmap="RdBu_r", vmin=-top, vmax=top)
    axis.scatter(angle * np.cos(turn), angle * np.sin(turn), s=2, color=INK, lw=0)
    axis.set(title=title, aspect="equal", xticks=[], yticks=[])
    axis.axis("off")


def heads():
    sensors, eeg, meg = array("eeg-places", "sensors"), array("eeg-lead", "lead"), array("meg-lead", "lead")
    figure, axes = plt.subplots(2, 3, figsize=(7.5, 5), layout="constrained")
    for k, source in enumerate((0, 4, 8)):
        epoch_map(eeg[:, source], sensors, axes[0, k], f"EEG, source {source + 1}")
        epoch_map(meg[:, source], sensors, axes[1, k], f"MEG, source {source + 1}")
    save(figure, "synthbrain-heads.png")


def decoding():
    figure, axis = plt.subplots(figsize=(5.6, 2.8), layout="constrained")
    rows = lines(os.path.join(EEG, "scores.tsv"))
    for node, latency, colour in (("image-score", 100, "#0072B2"), ("words-score", 300, "#D55E00")):
        found = {}
        for row in rows:
            if row["node"] == node and row["case"].startswith("from="):
                found.setdefault(float(row["case"].split(";")[0].split("=")[1]), []).append(float(row["value"]))
        at = np.array(sorted(found))
        r = [np.mean(found[a]) for a in at]
        axis.plot(at + 25, r, "o-", color=colour, ms=4, label=node.split("-")[0])
        axis.axvline(latency, color=colour, lw=.8, ls=":")
    axis.axhline(0, color=INK, lw=.6)
    axis.set(xlabel="middle of the window after the stimulus (ms)", ylabel="r of decoded and true",
             title="EEG: decoding begins at the planted latencies (dotted)")
    axis.legend(loc="upper left")
    save(figure, "synthbrain-decoding.png")


def traces():
    bold, clean, ceiling = array("series", "bold"), array("clean", "clean"), array("best", "ceiling")
    figure, axes = plt.subplots(4, 1, figsize=(8, 8), layout="constrained")
    v = int(np.argmax(ceiling))
    t = np.arange(len(bold)) * 2
    axes[0].plot(t, bold[:, v], color="#999999", lw=.8, label="BOLD: noise, drift and motion added")
    axes[0].plot(t, clean[:, v], color="#0072B2", lw=1.2, label="response alone")
    axes[0].set(title="fMRI, one voxel", xlabel="s")
    axes[0].legend(ncols=2, loc="upper right")
    epochs, envelope = array("seeg-epochs", "epochs"), array("seeg-envelope", "envelope")
    t = -200 + 2 * np.arange(epochs.shape[2])
    axes[1].plot(t, epochs[1, 0], color="#999999", lw=.5, label="voltage")
    axes[1].plot(t, envelope[1, 0], color="#D55E00", lw=1.5, label="high-gamma envelope (planted)")
    axes[1].set(title="sEEG, one trial of one contact", xlabel="ms after the stimulus")
    axes[1].legend(ncols=2, loc="upper right")
    y, k = array("calcium-traces", "traces"), array("calcium-spikes", "spikes")
    t, n = np.arange(900) / 30, int(np.argmax(k.sum(0)))
    axes[2].plot(t, y[:900, n], color="#009E73", lw=.8)
    axes[2].vlines(t[k[:900, n] > 0], -1.6, -.6, color=INK, lw=.6)
    axes[2].set(title="calcium, one neuron; its spikes below", xlabel="s")
    rows = lines(os.path.join(TOUR, "outputs/raster/spikes.tsv"))
    at = np.array([(float(r["t"]), float(r["neuron"])) for r in rows if int(r["trial"]) == 3])
    axes[3].scatter(at[:, 0] * 1e3, at[:, 1], s=5, color=INK, marker="|", lw=.8)
    axes[3].set(title="spikes of 40 neurons in one trial", xlabel="ms after the stimulus", ylabel="neuron")
    save(figure, "synthbrain-traces.png")


def tuning():
    found = shares()
    tables, regions = ["image", "category", "words"], ["V1", "V4", "FFA", "PPA", "VWFA", "IFG", "ATL"]
    figure, axis = plt.subplots(figsize=(5.6, 2.2), layout="constrained")
    grid = np.array([[np.mean(found.get((a, b), [np.nan])) for b in regions] for a in tables])
    axis.imshow(grid, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    for i in range(3):
        for j in range(7):
            if np.isfinite(grid[i, j]):
                axis.text(j, i, f"{grid[i, j]:.2f}", ha="center", va="center",
                          color="white" if grid[i, j] > .6 else INK)
    axis.set(xticks=range(7), yticks=range(3), title="fMRI: ridge from each table, share of the planted ceiling")
    axis.set_xticklabels(regions)
    axis.set_yticklabels(tables)
    for side in axis.spines.values():
        side.set_visible(False)
    save(figure, "synthbrain-tuning.png")


for picture in (anatomy, heads, decoding, traces, tuning):
    picture()

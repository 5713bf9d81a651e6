"""The picture of docs/systems/probabilistic-circuits.md from the run folder of
    gyrus run pipelines/probabilistic-circuits.ini --set split.refit=true --out DIR
and the images that it read:
    probabilistic-circuits.py DIR t10k-images-idx3-ubyte.gz"""
import csv
import gzip
import json
import os
import sys

import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

DIR, IMAGES = sys.argv[1:3]
with open(os.path.join(DIR, "states", "circuit", "state.safetensors"), "rb") as file:
    data = file.read()
n = int.from_bytes(data[:8], "little")
at = json.loads(data[8:8 + n])["parent"]["data_offsets"]
parent = np.frombuffer(data[8 + n:][at[0]:at[1]], "<i8")
images = np.frombuffer(gzip.open(IMAGES).read()[16:], np.uint8).reshape(-1, 28, 28)
with open(os.path.join(DIR, "scores.tsv"), encoding="utf-8", newline="") as file:
    found = {}
    for row in csv.DictReader(file, delimiter="\t"):
        found.setdefault((row["node"], row["port"]), []).append(float(row["value"]))
mean = lambda node, port: np.mean(found[node, port])

figure, (left, right) = plt.subplots(1, 2, figsize=(9, 4), gridspec_kw={"width_ratios": [1, 1.25]})
left.imshow(images.mean(0), cmap="Greys", vmax=400)
for v, u in enumerate(parent):
    if u >= 0:
        left.plot([v % 28, u % 28], [v // 28, u // 28], color="tab:blue", linewidth=.8)
left.set_title("the tree over the pixels,\nbehind it the mean of the images", fontsize=9)
left.set_axis_off()
bars = [("PNG, a file each", mean("files", "png"), "0.7"), ("gzip, a file each", mean("files", "gzip"), "0.7"),
        ("PNG, one file of all", mean("files", "png_all"), "0.7"), ("independent pixels, -log2 p", mean("alone-rate", "bpd"), "0.7"),
        ("gzip, one file of all", mean("files", "gzip_all"), "0.7"),
        ("hidden tree, file of codes", mean("rate", "bpd_file"), "tab:blue"), ("hidden tree, codes", mean("rate", "bpd"), "tab:blue")]
for k, (name, value, colour) in enumerate(bars[::-1]):
    right.barh(k, value, color=colour)
    right.text(value + .03, k, f"{value:.3f}", va="center", fontsize=8)
right.set_yticks(range(len(bars)), [name for name, _, _ in bars[::-1]], fontsize=8)
right.set_xlabel("bits per pixel of unseen images, MNIST test half", fontsize=8)
right.set_xlim(0, 3.1)
right.spines[["top", "right"]].set_visible(False)
figure.tight_layout()
figure.savefig(os.path.join(os.path.dirname(os.path.abspath(__file__)), "probabilistic-circuits.png"), dpi=110)

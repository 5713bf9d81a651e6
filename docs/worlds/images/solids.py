"""docs/worlds/images/solids.png from a run folder of docs/worlds/synthscenes.ini:

    gyrus run docs/worlds/synthscenes.ini --out RUN
    /usr/bin/python3 docs/worlds/images/solids.py RUN
"""
import os
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np


def main(run):
    parts = {name: np.load(os.path.join(run, "outputs", name, name + ".npy"))
             for name in ("vertices", "faces", "surface", "voxels")}
    figure = plt.figure(figsize=(9, 6.2), dpi=80)
    for column in range(4):
        axes = [figure.add_subplot(3, 4, 1 + column + 4 * row, projection="3d") for row in range(3)]
        v, f = parts["vertices"][column], parts["faces"][column]
        f = f[(f[:, 0] != f[:, 1]) | (f[:, 1] != f[:, 2])]
        axes[0].plot_trisurf(v[:, 0], v[:, 2], f, v[:, 1], color="#8fb3d9", edgecolor="#30506f", linewidth=0.2)
        p = parts["surface"][column]
        axes[1].scatter(p[:, 0], p[:, 2], p[:, 1], s=1.5, color="#b2182b")
        axes[2].voxels(parts["voxels"][column].transpose(2, 0, 1), facecolors="#e0c060", edgecolor="#806020",
                       linewidth=0.2)
        for k, a in enumerate(axes):
            a.set_axis_off()
            a.set_box_aspect((1, 1, 1), zoom=1.5)
            if k < 2:
                a.set(xlim=(-0.6, 0.6), ylim=(-0.6, 0.6), zlim=(-0.6, 0.6))
            else:
                a.set(xlim=(4.5, 19.5), ylim=(4.5, 19.5), zlim=(4.5, 19.5))
    figure.subplots_adjust(0, 0, 1, 1, 0, 0)
    figure.savefig(os.path.join(os.path.dirname(os.path.abspath(__file__)), "solids.png"))


main(sys.argv[1])

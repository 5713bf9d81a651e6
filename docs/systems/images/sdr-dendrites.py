#!/usr/bin/python3
"""The picture of docs/systems/sdr-dendrites.md, from a run folder:

    build/gyrus run pipelines/sdr-dendrites.ini --out RUN
    docs/systems/images/sdr-dendrites.py RUN docs/systems/images/sdr-dendrites.png
"""
import sys
from pathlib import Path

import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

run, out = Path(sys.argv[1]) / "outputs", sys.argv[2]


def load(node, port):
    return np.load(run / node / (port + ".npy"))


names = ["paper\n2048", "paper\n1024", "paper\n10000a", "paper\n10000b", "10\nmixed", "40\nmixed", "dense\ncode"]
order = [0, 1, 2, 3, 8, 9, 7]
figure, (a, b, c) = plt.subplots(1, 3, figsize=(11.5, 3.6), constrained_layout=True)
log = load("theory", "log10_false_match")[order]
a.bar(range(7), log, color=["#4477aa"] * 4 + ["#228833", "#cc3311", "#cc3311"])
for k, v in enumerate(log):
    a.text(k, v - .2, f"{v:.2f}" if v < -1 else "", ha="center", va="top", fontsize=7)
a.set_xticks(range(7), names, fontsize=7)
a.set_ylim(-14.5, 0)
a.set_ylabel("log10 P(false match)")
a.set_title("exact, by setting", fontsize=10)
theta = np.arange(1, len(load("threshold", "error")) + 1)
b.semilogy(theta, load("threshold", "false_match"), label="false match", color="#4477aa")
b.semilogy(theta, np.maximum(load("threshold", "missed"), 1e-30), label="missed, 40 % noise", color="#ee7733")
b.axvspan(8, 20, color="#dddddd", label="8 to 20")
b.axvline(load("threshold", "best"), color="k", lw=.8, ls="--", label="least error")
b.set_ylim(1e-24, 3)
b.set_xlabel("threshold")
b.set_ylabel("probability")
b.set_title("n 2048, a 40, s 24, exact", fontsize=10)
b.legend(fontsize=7)
exact = [load("theory", "false_match")[4], load("theory", "false_match")[5], load("theory", "missed")[6]]
for k, node in enumerate(["false", "false-mixed", "missed"]):
    rate, lo, hi = (float(load(node, p)) / exact[k] for p in ("rate", "low", "high"))
    c.errorbar(k, rate, [[rate - lo], [hi - rate]], fmt="o", color="#4477aa", capsize=5)
    c.text(k, 1.062, f"exact {exact[k]:.4f}", ha="center", fontsize=7)
c.axhline(1, color="k", lw=.8)
c.set_xticks(range(3), ["false match\n1 pattern", "false match\n5 mixed", "missed\n30 % noise"], fontsize=8)
c.set_xlim(-.5, 2.5)
c.set_ylim(.93, 1.07)
c.set_ylabel("simulated rate / exact")
c.set_title("simulated segments, 99.9 % intervals", fontsize=10)
figure.savefig(out, dpi=110)

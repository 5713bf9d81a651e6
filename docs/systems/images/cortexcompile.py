"""The picture of docs/systems/cortexcompile.md. GYRUS and ROOT are the program and the source tree; the run is
made here, with two writers more than the keyfile has:
    cortexcompile.py GYRUS ROOT"""
import csv
import os
import subprocess
import sys
import tempfile

import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt

GYRUS, ROOT = map(os.path.abspath, sys.argv[1:3])
WRITERS = """
[planned-table]
plugin = writer.table
x      = @tasks.name;@planned.start;@planned.finish;@planned.worker
names  = name;start;finish;worker
path   = planned.tsv

[real-table]
plugin = writer.table
x      = @tasks.name;@built.began;@built.ended;@built.attempts
names  = name;start;finish;attempts
path   = real.tsv
"""


def table(top, name):
    path = next(os.path.join(folder, name) for folder, _, files in os.walk(top) if name in files)
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


with tempfile.TemporaryDirectory() as top:
    with open(os.path.join(ROOT, "pipelines", "cortexcompile.ini"), encoding="utf-8") as file:
        text = file.read().replace("= cortexcompile", "= " + os.path.join(ROOT, "pipelines", "cortexcompile"))
    with open(os.path.join(top, "k.ini"), "w", encoding="utf-8") as file:
        file.write(text + WRITERS)
    subprocess.run([GYRUS, "run", os.path.join(top, "k.ini"), "--profile", "small", "--allow", "exec", "--quiet",
                    "--out", os.path.join(top, "out")], check=True, stdout=subprocess.DEVNULL)
    planned, real = table(top, "planned.tsv"), table(top, "real.tsv")

figure, (left, right) = plt.subplots(1, 2, figsize=(9, 4), sharey=True)
for axis, rows in (left, planned), (right, real):
    least = max(float(row["finish"]) for row in rows) / 150  # so that a text made in no time is seen
    for k, row in enumerate(rows):
        start, finish = float(row["start"]), float(row["finish"])
        colour = f"C{row['worker']}" if "worker" in row else "tab:blue"
        axis.barh(k, max(finish - start, least), left=start, color=colour)
        if int(row.get("attempts", 1)) > 1:
            axis.text(finish, k, f" {row['attempts']} attempts", va="center", fontsize=7)
    axis.set_xlabel("s", fontsize=8)
    axis.spines[["top", "right"]].set_visible(False)
left.set_yticks(range(len(planned)), [row["name"] for row in planned], fontsize=8)
left.invert_yaxis()
left.set_title("planned: three workers (colours), simulated time", fontsize=9)
right.set_title("done: last attempt of each task, real time", fontsize=9)
latest = max(float(row["finish"]) for row in real)
right.set_xlim(-.02 * latest, 1.25 * latest)
figure.tight_layout()
figure.savefig(os.path.join(os.path.dirname(os.path.abspath(__file__)), "cortexcompile.png"), dpi=110)

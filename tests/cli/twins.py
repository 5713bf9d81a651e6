"""Equal features on both sides of a fold are a warning that names the rows. TAP."""
import os
import random
import struct
import subprocess
import sys
import tempfile

GYRUS = os.path.abspath(sys.argv[1])
count = failed = 0
FILE = """[x]
plugin = reader.npy
path = x.npy

[g]
plugin = reader.table
path = g.tsv
columns = item str
rows = @x

[y]
plugin = reader.npy
path = y.npy
rows = @x

[m]
plugin = encoder.ridge
x = @x
y = @y
alphas = 1

[s]
plugin = metric.pearson
predicted = @m
target = @y

[split]
rows = @x
scheme = k-fold
folds = 3
"""


def ok(good, name, seen=""):
    global count, failed
    count += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {count} - {name}")
    if not good:
        print("".join(f"# {line}\n" for line in str(seen).splitlines()), end="")


def npy(path, rows):
    head = "{'descr': '<f8', 'fortran_order': False, 'shape': (%d, %d), }" % (len(rows), len(rows[0]))
    head += " " * (-(len(head) + 11) % 64) + "\n"
    with open(path, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head.encode())
        for row in rows:
            file.write(struct.pack("<%dd" % len(row), *row))


def warned(folder, x, *words):
    npy(os.path.join(folder, "x.npy"), x)
    done = subprocess.run([GYRUS, "run", "k.ini", "--quiet", *words], capture_output=True, text=True, cwd=folder, timeout=60)
    lines = [line for line in done.stderr.splitlines() if "same numbers" in line]
    return lines if done.returncode == 0 else [f"exit {done.returncode}", *done.stderr.splitlines()]


with tempfile.TemporaryDirectory() as folder:
    r = random.Random(2)
    # rows 0 to 29 in folds of 10; row 21 is row 4, rows 12 and 27 are the same, 13 is 14 (one side only, but for fold 1: both test)
    x = [[r.gauss(0, 1) for _ in range(4)] for _ in range(30)]
    clean = [row[:] for row in x]
    x[21], x[27], x[14] = x[4][:], x[12][:], x[13][:]
    npy(os.path.join(folder, "y.npy"), [[r.gauss(0, 1)] for _ in range(30)])
    with open(os.path.join(folder, "k.ini"), "w", encoding="utf-8") as file:
        file.write(FILE)
    items = list(range(30))
    items[21], items[27] = 4, 12
    with open(os.path.join(folder, "g.tsv"), "w", encoding="utf-8") as file:
        file.write("item\n" + "".join(f"i{i}\n" for i in items))
    want = ("k.ini:16: warning: [m] x = @x: in fold 0 1 test row has the same numbers as a training row, the first are rows 4 and "
            "21: one recording twice, or a stimulus that `together` should name?")
    seen = warned(folder, x)
    ok(seen == [want], "told once, with both rows", seen)
    ok(warned(folder, clean) == [], "nothing where all rows differ", warned(folder, clean))
    seen = warned(folder, x, "--set", "split.together=@g.item")
    ok(seen == [], "nothing where equal items stay together", seen)
    near = [row[:] for row in clean]
    near[21] = [near[4][0] * (1 + 2.0 ** -52), *near[4][1:]]
    ok(warned(folder, near) == [], "the last bit counts")
    codes = [[float(i % 2), float(i % 3 == 0), 1.0, 0.0] for i in range(30)]
    ok(warned(folder, codes) == [], "codes are no features to compare")
    counts = [[float(i % 4), float(i % 5), 7.0, 2.0] for i in range(30)]
    ok(warned(folder, counts) == [], "nor are counts")
    ok(warned(folder, x, "--chance") == [], "not of permuted rows")
print(f"1..{count}")
sys.exit(failed > 0)

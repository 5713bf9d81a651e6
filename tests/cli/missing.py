"""missing = drop-rows and drop-columns from end to end: what is left out, counted and told, beside the same
file without those rows or columns. TAP."""
import csv
import json
import os
import random
import struct
import subprocess
import sys
import tempfile

GYRUS = os.path.abspath(sys.argv[1])
count = failed = 0


def ok(good, name, seen=""):
    global count, failed
    count += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {count} - {name}")
    if not good:
        print("".join(f"# {line}\n" for line in str(seen).splitlines()), end="")


def run(folder, keyfile, *words):
    out = os.path.join(folder, f"out{len(os.listdir(folder))}")
    with open(os.path.join(folder, "k.ini"), "w", encoding="utf-8") as file:
        file.write(keyfile)
    done = subprocess.run([GYRUS, "run", "k.ini", "--out", out, *words], capture_output=True, text=True, cwd=folder,
                          timeout=60)
    said = (done.stdout + done.stderr).replace(folder + "/", "")
    if not os.path.exists(os.path.join(out, "scores.tsv")):
        return done.returncode, said, {}, {}, ""
    with open(os.path.join(out, "scores.tsv"), encoding="utf-8", newline="") as file:
        rows = {(r["node"], r["case"]): (r["value"], r["n"]) for r in csv.DictReader(file, delimiter="\t")}
    with open(os.path.join(out, "run.json"), encoding="utf-8") as file:
        record = json.load(file)
    with open(os.path.join(out, "report.html"), encoding="utf-8") as file:
        return done.returncode, said, rows, record, file.read()


N, HOLES_X, HOLES_Y = 24, (3, 13), (7, 20)


def tables(folder):
    """all.tsv with holes, good.tsv without those rows; g keeps the folds alike."""
    r = random.Random(9)
    rows = []
    for i in range(N):
        x = r.gauss(0, 1)
        rows.append([x, 2 * x + r.gauss(0, 1), f"g{i // 8}"])
    for name, keep in (("all.tsv", lambda i: True), ("good.tsv", lambda i: i not in HOLES_X + HOLES_Y)):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write("x\ty\tg\n")
            for i, (x, y, g) in enumerate(rows):
                if keep(i):
                    file.write(f"{'n/a' if i in HOLES_X else repr(x)}\t{'n/a' if i in HOLES_Y else repr(y)}\t{g}\n")


HEAD = "[t]\nplugin = reader.table\npath = {}\ncolumns = x f64; y f64; g str\n"
SPLIT = "[split]\nrows = @t\nscheme = leave-one-group-out\ngroups = @t.g\n"
FIT = "[m]\nplugin = encoder.ridge\nx = @t.x\ny = @t.y\nalphas = 1\nstandardise = false\n"
SCORE = "[r]\nplugin = metric.pearson\npredicted = @m\ntarget = @t.y\n"
DROP = "missing = drop-rows\n"


def fits(folder):
    tables(folder)
    code, said, rows, record, page = run(folder, HEAD.format("all.tsv") + SPLIT + FIT + DROP + SCORE)
    without = run(folder, HEAD.format("good.tsv") + SPLIT + FIT + SCORE)
    ok(code == 0 and rows == without[2] and len(rows) == 4, "a fit without its rows is the fit of a file without them",
       f"{said}{rows}\n{without[2]}")
    wanted = [{"node": "m", "case": "", "why": "missing values", "rows_dropped": 4, "rows": N, "which": "3,7,13,20"}]
    seen = record.get("dropped")
    ok(seen and {k: v for k, v in seen[0].items() if k != "which"} == {k: v for k, v in wanted[0].items() if k != "which"}
       and len(seen) == 1 and all(str(i) in seen[0]["which"] for i in (3, 7, 13, 20)), "the record counts and names them",
       seen)
    ok("m: 4 of 24 rows hold a missing value and are left out" in said, "the terminal tells", said)
    ok("m : 4 of 24 rows hold a missing value and are left out" in page, "the report tells")
    bits = {str(run(folder, HEAD.format("all.tsv") + SPLIT + FIT + DROP + SCORE, "--threads", n)[2]) for n in "125"}
    ok(len(bits) == 1, "the same bits for 1, 2 and 5 threads", bits)


def maps(folder):
    """Dropped before the fit: the fit meets the subset, though y has holes in rows that are gone."""
    tables(folder)
    scaled = "[z]\nplugin = transform.zscore\nx = @both\n" + DROP
    both = "[both]\nplugin = transform.concat\nx = @t.x;@t.y\n" + DROP
    fit = FIT.replace("@t.x", "@z")
    code, said, rows, record, _ = run(folder, HEAD.format("all.tsv") + both + SPLIT + scaled + fit + SCORE)
    without = run(folder, HEAD.format("good.tsv") + both + SPLIT + scaled + fit + SCORE)
    ok(code == 0 and rows == without[2] and len(rows) == 4, "dropped by a map, gone for all that follow",
       f"{said}{rows}\n{without[1]}{without[2]}")
    ok([d["node"] for d in record.get("dropped", [])] == ["both"], "told once, where it happened", record.get("dropped"))


def metrics(folder):
    tables(folder)
    # predictions of a fit on x alone have holes only where x does
    plain = "[a]\nplugin = metric.pearson\npredicted = @t.x\ntarget = @t.y\n"
    code, said, rows, record, _ = run(folder, HEAD.format("all.tsv") + plain + DROP)
    without = run(folder, HEAD.format("good.tsv") + plain)
    ok(code == 0 and rows == without[2] and rows[("a", "")][1] == "20", "a metric scores the rows that are whole",
       f"{said}{rows}{without[2]}")
    ok([d["rows_dropped"] for d in record.get("dropped", [])] == [4], "and counts the others", record.get("dropped"))
    filled = HEAD.format("all.tsv") + SPLIT + FIT.replace("@t.y", "@t.x") + DROP
    score = SCORE + DROP
    code, said, rows, record, _ = run(folder, filled + score)
    seen = [(d.get("fold"), d["rows_dropped"]) for d in record.get("dropped", []) if d["node"] == "r"]
    ok(code == 0 and seen == [(0, 1), (2, 1)] and rows[("r", "fold=0")][1] == "6" and rows[("r", "fold=1")][1] == "7"
       and rows[("r", "fold=2")][1] == "7", "test rows that are dropped are told fold by fold", f"{said}{seen}{rows}")


def chance(folder):
    """Rows without a value stay where they are in every draw."""
    tables(folder)
    keyfile = ("[pipeline]\nseed = 2\n" + HEAD + SPLIT + FIT + DROP + SCORE
               + "[chance r]\npermute = @t.y\ntimes = 20\n")
    code, said, _, record, _ = run(folder, keyfile.format("all.tsv"))
    fact = record.get("chance", [{}])[0]
    ok(code == 0 and fact.get("times") == 20 and fact["p"] <= 2 / 21 and len(record["dropped"]) == 1,
       "chance of a score with missing rows", f"{said}{fact}{record.get('dropped')}")


def refusals(folder):
    tables(folder)
    head = HEAD.format("all.tsv")
    for name, text, code, wanted in (
        ("missing values where nothing says what to do", head + SPLIT + FIT + SCORE, 3,
         "k.ini:11: error: [m] x = @t.x holds 2 missing values (NaN), which encoder.ridge does not take"),
        ("rows that read their neighbours", head + "[d]\nplugin = transform.delay\nx = @t.x\npast = 1 rows\n" + DROP
         + "[a]\nplugin = metric.pearson\npredicted = @d\ntarget = @t.y\n", 3,
         "k.ini:5: error: [d] missing = drop-rows: a row of y reads more than its own row (reach window(1, 0)), and a "
         "dropped one would bring strangers together; say it at a node before or after"),
        ("a reader", head + DROP + "[a]\nplugin = metric.pearson\npredicted = @t.x\ntarget = @t.y\n", 3,
         "k.ini:1: error: [t] missing = drop-rows: reader.table has no rows to drop"),
        ("a reader's columns", head + DROP.replace("rows", "columns")
         + "[a]\nplugin = metric.pearson\npredicted = @t.x\ntarget = @t.y\n", 3,
         "k.ini:1: error: [t] missing = drop-columns: reader.table has no columns to drop"),
    ):
        seen, said, _, _, _ = run(folder, text)
        ok(seen == code and wanted in said, f"refused: {name}", f"exit {seen}\n{said}")
    with open(os.path.join(folder, "all.tsv"), "w", encoding="utf-8") as file:
        file.write("x\ty\tg\n" + "".join(f"n/a\t{i}.5\tg{i % 2}\n" for i in range(6)))
    _, said, _, _, _ = run(folder, head + SPLIT + FIT + DROP + SCORE)
    ok("[m] missing = drop-rows: all 6 rows hold a missing value" in said, "refused: nothing left of a fit", said)
    _, said, _, _, _ = run(folder, head + "[a]\nplugin = metric.pearson\npredicted = @t.x\ntarget = @t.y\n" + DROP)
    ok("[a] missing = drop-rows: every row that it scores holds a missing value" in said,
       "refused: nothing left of a score", said)


WIDE = """[x]
plugin = reader.npy
path = {0}x.npy
[y]
plugin = reader.npy
path = {0}y.npy
rows = @x
[split]
rows = @x
scheme = k-fold
folds = 3
[m]
plugin = encoder.ridge
x = @x
y = @y
alphas = 1
{1}[s]
plugin = metric.pearson
predicted = @m
target = @y
"""
COLUMNS = "missing = drop-columns\n"


def npy(path, rows):
    """A matrix of f64 as format 1.0 of the .npy files."""
    head = "{'descr': '<f8', 'fortran_order': False, 'shape': (%d, %d), }" % (len(rows), len(rows[0]))
    head += " " * (-(len(head) + 11) % 64) + "\n"
    with open(path, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head.encode())
        for row in rows:
            file.write(struct.pack("<%dd" % len(row), *row))


def matrices(folder):
    """x and y with holes in columns 1 and 4 of x, 0 and 2 of y; goodx and goody without these."""
    r = random.Random(4)
    x = [[r.gauss(0, 1) for _ in range(6)] for _ in range(30)]
    y = [[sum(row[j:j + 2]) + r.gauss(0, 1) for j in range(4)] for row in x]
    for name, m, bad in (("x", x, (1, 4)), ("y", y, (0, 2))):
        npy(os.path.join(folder, f"good{name}.npy"), [[v for c, v in enumerate(row) if c not in bad] for row in m])
        m[3][bad[0]] = m[29][bad[1]] = float("nan")
        npy(os.path.join(folder, f"{name}.npy"), m)


def columns(folder):
    matrices(folder)
    code, said, holes, record, page = run(folder, WIDE.format("", COLUMNS))
    _, _, good, _, _ = run(folder, WIDE.format("good", ""))
    ok(code == 0 and holes == good and holes, "a fit without some columns is that of a file that lacks them",
       f"exit {code}\n{said}\n{holes}\n{good}")
    dropped = [(d["node"], d["port"], d["columns_dropped"], d["columns"], d["which"]) for d in record.get("dropped", [])]
    ok(dropped == [("m", "x", 2, 6, "1,4"), ("m", "y", 2, 4, "0,2")], "told in the record", dropped)
    ok("2 of 6 columns of x hold a missing value and are left out (1,4)" in page, "told in the report")
    for threads in ("1", "5"):
        _, _, same, _, _ = run(folder, WIDE.format("", COLUMNS), "--threads", threads)
        ok(same == holes, f"the same with {threads} threads")
    scaled = WIDE.replace("x = @x\ny", "x = @z\ny") + "[z]\nplugin = transform.zscore\nx = @x\n"
    code, said, holes, _, _ = run(folder, scaled.format("", COLUMNS) + COLUMNS)
    _, _, good, _, _ = run(folder, scaled.format("good", ""))
    ok(code == 0 and holes == good and holes, "so is a map, and what reads it", f"exit {code}\n{said}\n{holes}\n{good}")
    both = "[x]\nplugin = reader.npy\npath = {}x.npy\n[s]\nplugin = metric.pearson\npredicted = @x\ntarget = @x\n"
    code, said, holes, record, _ = run(folder, both.format("") + COLUMNS)
    _, _, good, _, _ = run(folder, both.format("good"))
    ok(code == 0 and holes == good and holes, "a metric scores the other columns", f"exit {code}\n{said}{holes}{good}")
    ok([d["columns_dropped"] for d in record.get("dropped", [])] == [2], "told once", record.get("dropped"))
    npy(os.path.join(folder, "x.npy"), [[float("nan")] * 6] * 30)
    code, said, _, _, _ = run(folder, WIDE.format("", COLUMNS))
    ok(code == 3 and "[m] missing = drop-columns: all 6 columns hold a missing value" in said,
       "refused: no column is left", said)


for test in fits, maps, metrics, chance, columns, refusals:
    with tempfile.TemporaryDirectory() as top:
        test(os.path.realpath(top))
print(f"1..{count}")
sys.exit(failed > 0)

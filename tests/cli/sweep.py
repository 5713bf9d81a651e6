"""Metrics over the cases of a loop, metric.compare from end to end, and series of steps. TAP.

Expected values are enumerated here in plain Python from the same tables."""
import csv
import itertools
import json
import math
import os
import random
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
    """Exit code, what was said, rows of scores.tsv, run.json."""
    out = os.path.join(folder, f"out{len(os.listdir(folder))}")
    with open(os.path.join(folder, "k.ini"), "w", encoding="utf-8") as file:
        file.write(keyfile)
    done = subprocess.run([GYRUS, "run", "k.ini", "--out", out, *words], capture_output=True, text=True, cwd=folder,
                          timeout=60)
    said = (done.stdout + done.stderr).replace(folder + "/", "")
    if not os.path.exists(os.path.join(out, "scores.tsv")):
        return done.returncode, said, [], {}
    with open(os.path.join(out, "scores.tsv"), encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    with open(os.path.join(out, "run.json"), encoding="utf-8") as file:
        return done.returncode, said, rows, json.load(file)


def pearson(a, b):
    ma, mb = sum(a) / len(a), sum(b) / len(b)
    ab = sum((x - ma) * (y - mb) for x, y in zip(a, b))
    return ab / math.sqrt(sum((x - ma) ** 2 for x in a) * sum((y - mb) ** 2 for y in b))


def table(folder, name, columns):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write("\t".join(columns) + "\n")
        for row in zip(*columns.values()):
            file.write("\t".join(repr(v) for v in row) + "\n")


def two_sided(d):
    sums = [sum(s * x for s, x in zip(sign, d)) for sign in itertools.product((1, -1), repeat=len(d))]
    return sum(abs(s) >= abs(sum(d)) - 1e-12 for s in sums) / len(sums)


SUBJECTS = "abcdefg"
NODES = ("[foreach subject]\nvalues = a;b;c;d;e;f;g\n[t]\nplugin = reader.table\npath = ${subject}.tsv\n"
         "[good]\nplugin = metric.pearson\npredicted = @t.x\ntarget = @t.y\n"
         "[poor]\nplugin = metric.pearson\npredicted = @t.z\ntarget = @t.y\n")
COMPARE = "[c]\nplugin = metric.compare\nx = @good;@poor\nover = subject\n"


def people(folder):
    """Correlations with y of x and z, by subject."""
    r = random.Random(4)
    good, poor = [], []
    for s in SUBJECTS:
        n = 20 + ord(s) % 3
        y = [r.gauss(0, 1) for _ in range(n)]
        x = [v + r.gauss(0, .8) for v in y]
        z = [v + r.gauss(0, 2) for v in y]
        table(folder, s + ".tsv", {"x": x, "y": y, "z": z})
        good.append(pearson(x, y))
        poor.append(pearson(z, y))
    return good, poor


def value(rows, port, item, case="", node="c"):
    found = [r["value"] for r in rows if (r["node"], r["port"], r["item"], r["case"]) == (node, port, item, case)]
    return float(found[0]) if len(found) == 1 else math.nan


def edges(folder):
    good, poor = people(folder)
    d = [a - b for a, b in zip(good, poor)]
    code, said, rows, _ = run(folder, NODES + COMPARE + "[check]\nc.difference.min = 0.05 .. 0.9\n", "--check")
    ok(code == 0 and said.count("c.difference") >= 1, "seven subjects, two methods: the check is met", said)
    pair = "pair=@good - @poor"
    seen = [value(rows, port, pair) for port in ("difference", "p", "cases")]
    wanted = [sum(d) / 7, two_sided(d), 7]
    ok(all(abs(a - b) < 1e-12 for a, b in zip(seen, wanted)), "difference, p and cases", f"{seen} {wanted}")
    ok(abs(value(rows, "mean", "method=@poor") - sum(poor) / 7) < 1e-12, "mean of a method", rows[-4:])
    means = sorted(sum(s) / len(s) for k in range(1, 8) for s in itertools.combinations(d, k))
    ok(abs(value(rows, "low", pair) - means[2]) < 1e-12 and abs(value(rows, "high", pair) - means[-3]) < 1e-12,
       "interval: third of 127 subset means from either side (6 of 128 is 5 %)", f"{rows}\n{means[2]} {means[-3]}")
    ok(value(rows, "better", pair) == (1 if two_sided(d) <= .05 else 0), "which is better", rows)
    tables = set()
    for threads in "1", "2", "5":
        tables.add(str(run(folder, NODES + COMPARE, "--threads", threads)[2]))
    ok(len(tables) == 1 and tables != {"[]"}, "the same bits for 1, 2 and 5 threads")


def along(folder):
    good, poor = people(folder)
    # one edge whose cases are the methods: the loop picks the column by way of the path
    for s in SUBJECTS:
        for m in "x", "z":
            with open(os.path.join(folder, s + ".tsv"), encoding="utf-8") as file:
                rows = list(csv.DictReader(file, delimiter="\t"))
            table(folder, f"{s}-{m}.tsv", {"v": [float(r[m]) for r in rows], "y": [float(r["y"]) for r in rows]})
    keyfile = ("[foreach subject]\nvalues = a;b;c;d;e;f;g\n[foreach method]\nvalues = x;z\n"
               "[t]\nplugin = reader.table\npath = ${subject}-${method}.tsv\n"
               "[s]\nplugin = metric.pearson\npredicted = @t.v\ntarget = @t.y\n"
               "[c]\nplugin = metric.compare\nx = @s\nover = subject\nalong = method\n")
    code, said, rows, _ = run(folder, keyfile)
    d = [a - b for a, b in zip(good, poor)]
    seen = value(rows, "difference", "pair=x - z"), value(rows, "p", "pair=x - z")
    ok(code == 0 and abs(seen[0] - sum(d) / 7) < 1e-12 and abs(seen[1] - two_sided(d)) < 1e-12,
       "methods along a loop", f"{said}{seen} {sum(d) / 7} {two_sided(d)}")
    keyfile = keyfile.replace("[foreach method]\nvalues = x;z\n", "[foreach method]\nvalues = x;z\nexcept = ${out}\n"
                              "[foreach out]\nvalues = z\n")
    code, said, rows, _ = run(folder, keyfile)
    ok(code == 3 and "[c]" in said and "one method alone" in said, "a value that except takes away is no case", said)


def per_case(folder):
    """Inside another loop there is a comparison for each of its values."""
    good, poor = people(folder)
    keyfile = ("[foreach sign]\nvalues = 1;2\n" + NODES.replace("path = ${subject}.tsv", "path = ${subject}${sign}.tsv")
               + COMPARE)
    for s in SUBJECTS:
        for k in 1, 2:
            with open(os.path.join(folder, s + ".tsv"), encoding="utf-8") as file:
                rows = list(csv.DictReader(file, delimiter="\t"))
            rows = rows if k == 1 else [dict(r, x=r["z"], z=r["x"]) for r in rows]
            table(folder, f"{s}{k}.tsv", {key: [float(r[key]) for r in rows] for key in "xyz"})
    code, said, rows, _ = run(folder, keyfile)
    seen = [value(rows, "difference", "pair=@good - @poor", f"sign={k}") for k in (1, 2)]
    d = sum(a - b for a, b in zip(good, poor)) / 7
    ok(code == 0 and abs(seen[0] - d) < 1e-12 and abs(seen[1] + d) < 1e-12, "one comparison per value of another loop",
       f"{said}{seen} {d}")


def chance(folder):
    """A comparison under [chance]: the cases are drawn too."""
    people(folder)
    code, said, _, record = run(folder, NODES + COMPARE + "[chance c]\npermute = @t.y\ntimes = 20\n")
    fact = record.get("chance", [{}])[0]
    ok(code == 0 and fact.get("times") == 20 and fact["p"] <= 3 / 21, "chance of a comparison", f"{said}{fact}")


def steps(folder):
    """0 ms .. 30 ms of an axis of 10 ms is 0, 10 and 20 ms."""
    n = 30
    r = random.Random(5)
    table(folder, "s.tsv", {"t": [round(.01 * k, 2) for k in range(n)], "v": [r.gauss(0, 1) for _ in range(n)]})
    head = "[t]\nplugin = reader.table\npath = s.tsv\ntime = t\n"
    tail = ("[lagged]\nplugin = transform.delay\nx = @t.v\npast = {}\n"
            "[listed]\nplugin = transform.delay\nx = @t.v\npast = {}\n"
            "[same]\nplugin = metric.identical\na = @lagged\nb = @listed\n")
    for written, listed in (("0 ms .. 30 ms", "0 ms;10 ms;20 ms"), ("10 ms .. 50 ms", "10 ms;20 ms;30 ms;40 ms"),
                            ("5 ms .. 25 ms", "10 ms;20 ms"), ("0 s .. 0.0300001 s", "0 ms;10 ms;20 ms;30 ms")):
        code, said, rows, _ = run(folder, head + tail.format(written, listed))
        ok(code == 0 and value(rows, "share", "", node="same") == 1, f"{written} is {listed}", said)
    code, said, _, _ = run(folder, head + tail.format("1 ms .. 9 ms", "10 ms"))
    ok(code == 3 and "k.ini:8: error: [lagged] past: from 0.001 to 0.009 s there is no step of the axis" in said,
       "refused: no step between the ends", said)
    code, said, _, _ = run(folder, head.replace("time = t\n", "") + tail.format("0 ms .. 30 ms", "1 rows"))
    ok(code == 3 and "k.ini:7: error: [lagged] past = 0 ms .. 30 ms stands for the steps of a regular axis, and no input "
       "has one; write arange(from, to, step)" in said, "refused: steps of rows without a rate", said)


def refusals(folder):
    people(folder)
    line = NODES.count("\n") + 4
    for name, text, code, wanted in (
        ("a loop that is not there", COMPARE.replace("= subject", "= sbject"), 2,
         f"k.ini:{line}: error: [c] over: there is no [foreach sbject]; did you mean 'subject'?"),
        ("a loop that nothing is inside", COMPARE.replace("= subject", "= other") + "[foreach other]\nvalues = 1;2\n", 2,
         f"k.ini:{line}: error: [c] over: nothing that it reads is inside [foreach other]"),
        ("one method", COMPARE.replace(";@poor", ""), 3, "one method alone: x needs two different edges, or along"),
        ("along the loop of over", COMPARE.replace(";@poor", "") + "along = subject\n", 3, "is the loop of `over`"),
    ):
        seen, said, _, _ = run(folder, NODES + text)
        ok(seen == code and wanted in said, f"refused: {name}", f"exit {seen}\n{said}")


for test in edges, along, per_case, chance, steps, refusals:
    with tempfile.TemporaryDirectory() as top:
        test(os.path.realpath(top))
print(f"1..{count}")
sys.exit(failed > 0)

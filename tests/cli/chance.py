"""[chance] beside the enumeration of every rearrangement, written from the definitions. TAP.

Scores, p values over items and corrections are computed here in plain Python, for every permutation,
sign flip, shift or order of blocks of a tiny case; Gyrus goes through the same set when there are
no more of them than `times`. Draws of a fixed seed must be the same for any number of threads."""
import csv
import itertools
import json
import math
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


def write_npy(path, rows):
    head = f"{{'descr': '<f8', 'fortran_order': False, 'shape': ({len(rows)}, {len(rows[0])}), }}"
    head += " " * (63 - (10 + len(head)) % 64) + "\n"
    with open(path, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head.encode())
        for row in rows:
            file.write(struct.pack(f"<{len(row)}d", *row))


def pearson(a, b):
    ma, mb = sum(a) / len(a), sum(b) / len(b)
    ab = sum((x - ma) * (y - mb) for x, y in zip(a, b))
    aa, bb = sum((x - ma) ** 2 for x in a), sum((y - mb) ** 2 for y in b)
    return ab / math.sqrt(aa * bb) if aa > 1e-20 and bb > 1e-20 else math.nan


def column(rows, j):
    return [row[j] for row in rows]


def mean(values):
    values = [v for v in values if not math.isnan(v)]
    return sum(values) / len(values)


def beyond(x, observed):
    return x >= observed - 1e-9


def p_values(truth, draws):
    """p of the mean, of each item, against the best item; draws include the truth."""
    m = len(draws)
    best = [max(v for v, t in zip(d, truth) if not math.isnan(t)) for d in draws]
    whole = sum(beyond(mean(d), mean(truth)) for d in draws) / m
    item = [math.nan if math.isnan(t) else sum(beyond(d[k], t) for d in draws) / m for k, t in enumerate(truth)]
    most = [math.nan if math.isnan(t) else sum(beyond(b, t) for b in best) / m for t in truth]
    return whole, item, most


def holm(p):
    """Smallest level at which the step-down procedure rejects, tried at every level that could be one."""
    tests = sorted(v for v in p if not math.isnan(v))
    out = []
    for v in p:
        level = math.nan
        for a in sorted({min(1, (len(tests) - j) * t) for j, t in enumerate(tests)} | {1.0}):
            rejected = list(itertools.takewhile(lambda jt: (len(tests) - jt[0]) * jt[1] <= a + 1e-12, enumerate(tests)))
            if any(abs(t - v) < 1e-12 for _, t in rejected) or a >= 1:
                level = a
                break
        out.append(math.nan if math.isnan(v) else level)
    return out


def fdr(p):
    """Smallest level at which the step-up procedure rejects."""
    tests = sorted(v for v in p if not math.isnan(v))
    m = len(tests)
    out = []
    for v in p:
        level = math.nan
        for a in sorted({min(1, m * t / (j + 1)) for j, t in enumerate(tests)} | {1.0}):
            last = max((j for j, t in enumerate(tests) if t <= (j + 1) * a / m + 1e-12), default=-1)
            if (last >= 0 and v <= tests[last] + 1e-12) or a >= 1:
                level = a
                break
        out.append(math.nan if math.isnan(v) else level)
    return out


def same(a, b):
    return len(a) == len(b) and all(abs(x - y) < 1e-9 or (math.isnan(x) and math.isnan(y)) for x, y in zip(a, b))


def number(text):
    return math.nan if text == "n/a" else float(text)


class Run:
    def __init__(self, folder, keyfile, *words):
        out = os.path.join(folder, f"out{len(os.listdir(folder))}")
        with open(os.path.join(folder, "k.ini"), "w", encoding="utf-8") as file:
            file.write(keyfile)
        done = subprocess.run([GYRUS, "run", "k.ini", "--out", out, "--quiet", *words], capture_output=True,
                              text=True, cwd=folder, timeout=60)
        self.code, self.text = done.returncode, done.stderr.replace(folder + "/", "")
        self.rows, self.chance = [], []
        if os.path.exists(os.path.join(out, "scores.tsv")):
            with open(os.path.join(out, "scores.tsv"), encoding="utf-8", newline="") as file:
                self.table = file.read()
            self.rows = list(csv.DictReader(self.table.splitlines(), delimiter="\t"))
            with open(os.path.join(out, "run.json"), encoding="utf-8") as file:
                self.chance = json.load(file)["chance"]

    def column(self, name, node, port, case=""):
        return [number(r[name]) for r in self.rows if (r["node"], r["port"], r["case"]) == (node, port, case)]


def compare(name, run, truth, draws, node="s", port="r"):
    if run.code or len(run.chance) != 1:
        ok(False, name, f"exit {run.code}, {len(run.chance)} facts\n{run.text}")
        return
    fact = run.chance[0]
    whole, item, most = p_values(truth, draws)
    good = fact["drawn"] == "every rearrangement once" and fact["times"] == len(draws) - 1
    ok(good, f"{name}: every rearrangement once, the truth apart", f"{fact}\n{len(draws)} by hand")
    ok(same(run.column("value", node, port), truth) and same([fact["p"]], [whole]), f"{name}: score and p",
       f"{run.column('value', node, port)} {truth}\n{fact['p']} {whole}")
    for key, wanted in ("p", item), ("p_max", most), ("p_fdr", fdr(item)), ("p_holm", holm(item)):
        seen = run.column(key, node, port)
        ok(same(seen, wanted), f"{name}: {key} of each item", f"{seen}\n{wanted}")
    expected = [math.nan if math.isnan(t) else sum(d[k] for d in draws) for k, t in enumerate(truth)]
    seen = [c * (len(draws) - 1) + t for c, t in zip(run.column("chance", node, port), truth)]
    ok(same(seen, expected), f"{name}: chance is the mean of the draws", f"{seen}\n{expected}")


def pearsons(a, b):
    return [pearson(column(a, j), column(b, j)) for j in range(len(a[0]))]


DATA = "[a]\nplugin = reader.npy\npath = a.npy\n[b]\nplugin = reader.npy\npath = b.npy\nrows = @a\n"
# in-sample, so the prediction of a column of b is a times a number of one sign
SCORE = ("[m]\nplugin = encoder.ridge\nx = @a\ny = @b\nalphas = 1\n"
         "[s]\nplugin = metric.pearson\npredicted = @m\ntarget = @b\n")
ALL = "times = 1000\nrefit = none\ncorrect = max;fdr;holm\n"


def noise(folder, seed, n, width, link, flat=False):
    """Writes a feature, and targets that follow it; gives predictions up to scale, and targets."""
    r = random.Random(seed)
    x = [[r.gauss(0, 1)] for _ in range(n)]
    b = [[link * row[0] + r.gauss(0, 1) for _ in range(width)] + [2.0] * flat for row in x]
    write_npy(os.path.join(folder, "a.npy"), x)
    write_npy(os.path.join(folder, "b.npy"), b)
    way = [math.copysign(1, pearson(column(x, 0), column(b, j))) for j in range(width + flat)]
    return [[w * row[0] for w in way] for row in x], b


def permutations(folder):
    a, b = noise(folder, 1, 6, 3, 1.5, flat=True)
    draws = [pearsons(a, [b[i] for i in order]) for order in itertools.permutations(range(6))]
    run = Run(folder, DATA + SCORE + "[chance s]\npermute = @b\n" + ALL)
    compare("720 permutations of 6 rows", run, draws[0], draws)
    ok(run.chance and run.chance[0]["items_without_score"] == 1, "a constant target is told", run.chance)


def within(folder):
    a, b = noise(folder, 2, 7, 2, 1)
    runs = "aabbbab"
    with open(os.path.join(folder, "t.tsv"), "w", encoding="utf-8") as file:
        file.write("run\n" + "".join(r + "\n" for r in runs))
    draws = []
    for order in itertools.permutations(range(7)):
        if all(runs[i] == runs[j] for i, j in enumerate(order)):
            draws.append(pearsons(a, [b[i] for i in order]))
    table = "[t]\nplugin = reader.table\npath = t.tsv\nrows = @a\n"
    run = Run(folder, DATA + table + SCORE + "[chance s]\npermute = @b\nwithin = @t.run\n" + ALL)
    compare("3! 4! permutations within two runs", run, draws[0], draws)


def signs(folder):
    a, b = noise(folder, 3, 8, 2, .7)
    draws = [pearsons(a, [[s * v for v in row] for s, row in zip(sign, b)])
             for sign in itertools.product((1, -1), repeat=8)]
    run = Run(folder, DATA + SCORE + "[chance s]\npermute = @b\nscheme = sign-flip\n" + ALL)
    compare("2^8 sign flips", run, draws[0], draws)


def blocks(folder):
    a, b = noise(folder, 4, 11, 2, 1)
    parts = [list(range(k, min(k + 3, 11))) for k in range(0, 11, 3)]
    draws = [pearsons(a, [b[i] for i in itertools.chain(*order)]) for order in itertools.permutations(parts)]
    run = Run(folder, DATA + SCORE + "[chance s]\npermute = @b\nscheme = blocks\nblock = 3 rows\n" + ALL)
    compare("4! orders of blocks of 3, 3, 3 and 2 rows", run, draws[0], draws)


def shifts(folder):
    a, b = noise(folder, 5, 9, 2, 1)
    draws = [pearsons(a, b[k:] + b[:k]) for k in range(9)]
    run = Run(folder, DATA + SCORE + "[chance s]\npermute = @b\nscheme = circular-shift\n" + ALL)
    compare("9 circular shifts", run, draws[0], draws)


def centroid(x, labels, train, test):
    """Accuracy of the nearest class mean by correlation; ties take the first class."""
    classes = sorted(set(labels))
    means = {}
    for c in classes:
        mine = [x[i] for i in train if labels[i] == c]
        means[c] = [sum(column(mine, j)) / len(mine) for j in range(len(x[0]))] if mine else [0.0] * len(x[0])
    hits = 0
    for i in test:
        flat = [0 if math.isnan(r) else r for r in (pearson(x[i], means[c]) for c in classes)]
        hits += classes[flat.index(max(flat))] == labels[i]
    return hits / len(test)


FOLDED = ("[split]\nrows = @a\nscheme = k-fold\nfolds = 2\n[m]\nplugin = decoder.centroid\nx = @a\ny = @t.l\n"
          "[s]\nplugin = metric.accuracy\npredicted = @m\ntarget = @t.l\n")


def refits(folder):
    r = random.Random(6)
    a = [[r.gauss(0, 1) for _ in range(4)] for _ in range(8)]
    labels = "uvuvuvvu"
    for row, label in zip(a, labels):
        row[0] += 2 * (label == "u")
    write_npy(os.path.join(folder, "a.npy"), a)
    with open(os.path.join(folder, "t.tsv"), "w", encoding="utf-8") as file:
        file.write("l\tg\n" + "".join(f"{v}\tg{i % 4}\n" for i, v in enumerate(labels)))
    table = "[a]\nplugin = reader.npy\npath = a.npy\n[t]\nplugin = reader.table\npath = t.tsv\nrows = @a\n"
    folds = [(range(4, 8), range(0, 4)), (range(0, 4), range(4, 8))]

    def score(ls):
        return [mean([centroid(a, ls, *fold) for fold in folds])]

    # within pairs of rows that stand in one group: 2^4 permutations, all of them fitted again
    draws = []
    for swap in itertools.product((0, 1), repeat=4):
        ls = list(labels)
        for g, s in enumerate(swap):
            if s:
                ls[g], ls[g + 4] = ls[g + 4], ls[g]
        draws.append(score(ls))
    run = Run(folder, table + FOLDED + "[chance s]\npermute = @t.l\nwithin = @t.g\n" + ALL.replace("none", "all"))
    compare("fits of 2^4 permutations of labels", run, draws[0], draws, port="accuracy")

    # predictions change places within each fold's test set: 4! 4! = 576
    predicted = []
    for train, test in folds:
        classes = sorted(set(labels))
        for i in test:
            one = [centroid(a, labels[:i] + c + labels[i + 1:], train, [i]) for c in classes]
            predicted.append(classes[one.index(1)])
    first, second = predicted[:4], predicted[4:]
    draws = []
    for p in itertools.permutations(first):
        for q in itertools.permutations(second):
            draws.append([sum(x == y for x, y in zip(p + q, labels)) / 8])
    run = Run(folder, table + FOLDED + "[chance s]\npermute = @m.label\n" + ALL)
    compare("576 permutations of predictions inside two folds", run, draws[0], draws, port="accuracy")
    run = Run(folder, table + FOLDED + "[chance s]\npermute = @t.l\n" + ALL)
    draws = [[sum(x == y for x, y in zip(predicted, p + q)) / 8] for p in itertools.permutations(labels[:4])
             for q in itertools.permutations(labels[4:])]
    compare("576 permutations of targets that no fit sees", run, draws[0], draws, port="accuracy")


def threads(folder):
    noise(folder, 7, 40, 3, .3)
    folded = ("[split]\nrows = @a\nscheme = k-fold\nfolds = 3\n[m]\nplugin = encoder.ridge\nx = @a\ny = @b\n"
              "alphas = 1\n[s]\nplugin = metric.pearson\npredicted = @m\ntarget = @b\n")
    for scheme in "labels", "blocks\nblock = 4 rows", "circular-shift", "sign-flip":
        for refit in "all", "none":
            what = "@b" if refit == "all" else "@m"
            key = (f"[pipeline]\nseed = 3\n{DATA}{folded}[chance s]\npermute = {what}\nscheme = {scheme}\n"
                   f"times = 15\nrefit = {refit}\ncorrect = max;fdr;holm\n")
            runs = [Run(folder, key, "--threads", str(n)) for n in (1, 2, 5)]
            runs.append(Run(folder, key.replace("seed = 3", "seed = 4")))
            good = all(r.code == 0 and r.chance[0]["times"] == 15 for r in runs)
            same_bits = good and runs[0].table == runs[1].table == runs[2].table
            ok(same_bits and runs[0].table != runs[3].table,
               f"{scheme.split()[0]}, refit = {refit}: the draws of a seed for 1, 2 and 5 threads",
               "\n".join(r.text for r in runs))


def refusals(folder):
    noise(folder, 8, 6, 1, 0)
    with open(os.path.join(folder, "t.tsv"), "w", encoding="utf-8") as file:
        file.write("t\ty\tl\tg\n" + "".join(f"{i}.5\t{i * i % 5}.5\tw{i % 2}\tg{i}\n" for i in range(6)))
    table = DATA + "[t]\nplugin = reader.table\npath = t.tsv\nrows = @a\n"
    times = "[t]\nplugin = reader.table\npath = t.tsv\ntime = t\n"
    lines = "".join(DATA + SCORE).count("\n")
    for name, text, code, wanted in (
        ("labels along time",
         times + "[s]\nplugin = metric.pearson\npredicted = @t.t\ntarget = @t.y\n[chance s]\npermute = @t.y\n", 3,
         "k.ini:9: error: [chance s] shuffles @t.y along time one by one: say scheme = circular-shift, or blocks\n"),
        ("groups of one row", table + SCORE + "[chance s]\npermute = @b\nwithin = @t.g\n", 3,
         f"k.ini:{lines + 5}: error: [chance s] scheme = labels leaves every row of @b in its place: in each group of "
         "@t.g there is one row\n"),
        ("one block", DATA + SCORE + "[chance s]\npermute = @b\nscheme = blocks\n", 3,
         f"k.ini:{lines + 1}: error: [chance s] scheme = blocks leaves every row of @b in its place: there is one block; "
         "say block = 10 rows, or a time\n"),
        ("a block in seconds without a rate",
         DATA + SCORE + "[chance s]\npermute = @b\nscheme = blocks\nblock = 2 s\n", 3,
         f"k.ini:{lines + 1}: error: [chance s] block = 2 s is a time, but the rows of @b have no regular rate\n"),
        ("signs of words",
         table + "[s]\nplugin = metric.accuracy\npredicted = @t.l\ntarget = @t.g\n"
         "[chance s]\npermute = @t.l\nscheme = sign-flip\n", 3,
         "k.ini:16: error: [chance s] scheme = sign-flip negates numbers with a point (f32, f64), and @t.l is "
         "text\n"),
        ("a block for labels", DATA + SCORE + "[chance s]\npermute = @b\nblock = 2 rows\n", 2,
         f"k.ini:{lines + 3}: error: [chance s] block belongs to scheme = blocks\n"),
        ("a table", table + SCORE + "[chance s]\npermute = @t\n", 2,
         f"k.ini:{lines + 6}: error: [chance s] permuting @t changes nothing: 's' does not depend on it\n"
         f"k.ini:{lines + 6}: error: [chance s] permute names one value, and @t is a table: say which column\n"),
        ("refit = none of what only a fit reads",
         DATA + "[m]\nplugin = encoder.ridge\nx = @a\ny = @b\nalphas = 1\n[split]\nrows = @a\nscheme = k-fold\n"
         "folds = 2\n[s]\nplugin = metric.pearson\npredicted = @m\ntarget = @a\n"
         "[chance s]\npermute = @b\nrefit = none\n", 2,
         "k.ini:22: error: [chance s] refit = none permutes @b only where nothing is fitted, and 's' does not depend "
         "on it there\n"),
    ):
        run = Run(folder, text)
        ok(run.code == code and run.text == wanted, f"refused: {name}", f"exit {run.code}\n{run.text}wanted\n{wanted}")


for test in permutations, within, signs, blocks, shifts, refits, threads, refusals:
    with tempfile.TemporaryDirectory() as top:
        test(os.path.realpath(top))
print(f"1..{count}")
sys.exit(failed > 0)

"""pool = LOOP: one model of all cases of a loop, beside ridge regression written again on the rows put together. TAP."""
import csv
import json
import math
import os
import random
import struct
import subprocess
import sys
import tempfile

GYRUS = os.path.abspath(sys.argv[1])
os.environ["GYRUS_PLUGIN_PATH"] = os.path.join(os.path.dirname(GYRUS), "tests", "run", "plugins2")
count = failed = 0


def ok(good, name, seen=""):
    global count, failed
    count += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {count} - {name}")
    if not good:
        print("".join(f"# {line}\n" for line in str(seen).splitlines()), end="")


def run(folder, keyfile, *words, command="run"):
    """Exit code, what was said, score by "node case", run.json, the run folder."""
    out = os.path.join(folder, f"out{len(os.listdir(folder))}")
    with open(os.path.join(folder, "k.ini"), "w", encoding="utf-8") as file:
        file.write(keyfile)
    words = [GYRUS, command, "k.ini", *(["--out", out] if command == "run" else []), *words]
    done = subprocess.run(words, capture_output=True, text=True, cwd=folder, timeout=60)
    said = (done.stdout + done.stderr).replace(folder + "/", "")
    if not os.path.exists(os.path.join(out, "scores.tsv")):
        return done.returncode, said, {}, {}, out
    with open(os.path.join(out, "scores.tsv"), encoding="utf-8", newline="") as file:
        scores = {f"{r['node']} {r['case']} {r['item']}".strip(): float(r["value"])
                  for r in csv.DictReader(file, delimiter="\t")}
    with open(os.path.join(out, "run.json"), encoding="utf-8") as file:
        return done.returncode, said, scores, json.load(file), out


def table(folder, name, columns):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write("\t".join(columns) + "\n")
        for row in zip(*columns.values()):
            file.write("\t".join(v if isinstance(v, str) else repr(v) for v in row) + "\n")


def solved(a, b):
    """Gauss with pivots: a x = b."""
    n = len(b)
    m = [row[:] + [b[i]] for i, row in enumerate(a)]
    for i in range(n):
        p = max(range(i, n), key=lambda r: abs(m[r][i]))
        m[i], m[p] = m[p], m[i]
        for r in range(i + 1, n):
            f = m[r][i] / m[i][i]
            m[r] = [x - f * y for x, y in zip(m[r], m[i])]
    x = [0.0] * n
    for i in reversed(range(n)):
        x[i] = (m[i][n] - sum(m[i][j] * x[j] for j in range(i + 1, n))) / m[i][i]
    return x


def ridge(x, y, alpha):
    """Predictor of |y - Xw|^2 + alpha |w|^2 on centred columns of unit variance."""
    n, p = len(x), len(x[0])
    mean = [sum(r[j] for r in x) / n for j in range(p)]
    sd = [math.sqrt(sum((r[j] - mean[j]) ** 2 for r in x) / n) for j in range(p)]
    z = [[(r[j] - mean[j]) / sd[j] for j in range(p)] for r in x]
    my = sum(y) / n
    a = [[sum(r[i] * r[j] for r in z) + (alpha if i == j else 0) for j in range(p)] for i in range(p)]
    w = solved(a, [sum(r[i] * (v - my) for r, v in zip(z, y)) for i in range(p)])
    return lambda r: my + sum(wj * (v - m) / s for wj, v, m, s in zip(w, r, mean, sd))


def pearson(a, b):
    ma, mb = sum(a) / len(a), sum(b) / len(b)
    ab = sum((x - ma) * (y - mb) for x, y in zip(a, b))
    return ab / math.sqrt(sum((x - ma) ** 2 for x in a) * sum((y - mb) ** 2 for y in b))


def split_evenly(rows, k):
    """numpy.array_split."""
    size, more = divmod(len(rows), k)
    at = [i * size + min(i, more) for i in range(k + 1)]
    return [rows[at[i]:at[i + 1]] for i in range(k)]


def people(folder, sizes, p, r, labels=False):
    """Tables a.tsv, b.tsv, ... with x0 .. and y; all of them as lists."""
    all_of = {}
    w = [r.gauss(0, 1) for _ in range(p)]
    for s, n in zip("abc", sizes):
        x = [[r.gauss(0, 1) for _ in range(p)] for _ in range(n)]
        y = [sum(a * b for a, b in zip(w, row)) + r.gauss(0, 1) for row in x]
        y = ["uv"[v > 0] for v in y] if labels else y
        all_of[s] = (x, y)
        table(folder, s + ".tsv", {**{f"x{j}": [row[j] for row in x] for j in range(p)}, "y": y})
    table(folder, "abc.tsv", {**{f"x{j}": [row[j] for x, _ in all_of.values() for row in x] for j in range(p)},
                              "y": [v for _, y in all_of.values() for v in y]})
    return all_of


def nodes(path, p, model, more=""):
    return (f"[t]\nplugin = reader.table\npath = {path}.tsv\n[x]\nplugin = transform.concat\n"
            f"x = {';'.join(f'@t.x{j}' for j in range(p))}\n"
            f"[m]\nplugin = {model}\nx = @x\ny = @t.y\n{more}")


FOREACH = "[foreach subject]\nvalues = a;b;c\n"
SCORE = "[r]\nplugin = metric.pearson\npredicted = @m\ntarget = @t.y\n"
SPLIT = "[split]\nrows = @t\nscheme = k-fold\nfolds = 3\n"


def worst_of(scores, all_of, alpha):
    """Largest difference from ridge on the training rows of all cases, fold by fold, case by case."""
    worst = 0
    for k in range(3):
        x, y = [], []
        for xs, ys in all_of.values():
            test = set(split_evenly(list(range(len(xs))), 3)[k])
            x += [v for i, v in enumerate(xs) if i not in test]
            y += [v for i, v in enumerate(ys) if i not in test]
        predict = ridge(x, y, alpha)
        for s, (xs, ys) in all_of.items():
            test = split_evenly(list(range(len(xs))), 3)[k]
            want = pearson([predict(xs[i]) for i in test], [ys[i] for i in test])
            got = [v for name, v in scores.items() if name.startswith("r ") and f"subject={s}" in name
                   and f"fold={k}" in name]
            worst = max(worst, abs(got[0] - want) if len(got) == 1 else 9)
    return worst


def tensors(folder, where):
    """Bytes of a state file behind its header, and the shapes."""
    with open(os.path.join(folder, where, "state.safetensors"), "rb") as file:
        n = int.from_bytes(file.read(8), "little")
        head = json.loads(file.read(n))
        return {k: v for k, v in head.items() if k != "__metadata__"}, file.read()


def equality(folder):
    r = random.Random(3)
    for sizes, p, name in (((24, 31, 17), 3, "primal"), ((9, 9, 10), 24, "dual"), ((9, 11, 10), 14, "in between")):
        all_of = people(folder, sizes, p, r)
        text = FOREACH + nodes("${subject}", p, "encoder.ridge", "alphas = 2\npool = subject\n") + SPLIT + SCORE
        code, said, scores, record, _ = run(folder, text)
        ok(code == 0, f"{name}: one model of three cases is fitted", said)
        worst = worst_of(scores, all_of, 2)
        ok(worst < 1e-9, f"{name}: scores are those of ridge on the rows of all cases", (worst, scores))
        alone = run(folder, text.replace("pool = subject\n", ""))
        ok(worst_of(alone[2], all_of, 2) > 1e-3, f"{name}: without pool they are not")
        ok(0 < record.get("peak_bytes", 0) <= record.get("predicted_peak_bytes", 0),
           f"{name}: the memory plan is not below the peak", record.get("predicted_peak_bytes"))


def same_bits(folder):
    """The fit on all rows is, to the bit, that of one table with the rows of all cases; on any number of threads."""
    for model, more, labels in (("encoder.ridge", "alphas = 2\n", False), ("decoder.logistic", "", True),
                                ("decoder.centroid", "", True)):
        people(folder, (24, 31, 17), 3, random.Random(5), labels)
        score = SCORE if not labels else "[r]\nplugin = metric.accuracy\npredicted = @m\ntarget = @t.y\n"
        split = SPLIT + "refit = true\n"
        code, said, _, _, out = run(folder, nodes("abc", 3, model, more) + split + score)
        whole = tensors(out, "states/m") if code == 0 else said
        for threads in ("1", "2", "5"):
            code, said, scores, _, out = run(folder, FOREACH + nodes("${subject}", 3, model, more + "pool = subject\n")
                                             + split + score, "--threads", threads)
            got = [tensors(out, f"states/m/subject={s}") for s in "abc"] if code == 0 else [said]
            ok(got == [whole] * 3, f"{model}: the state is that of the rows of all cases, {threads} threads", got)
            first = scores if threads == "1" else first
            ok(scores == first and len(scores) > 0, f"{model}: the same scores with {threads} threads", scores)


def shared(folder):
    """Features that all cases share, test rows that differ: nobody trains on what another one scores."""
    n, test = 30, {"a": range(0, 8), "b": range(8, 16), "c": range(16, 22)}
    # what differs by case is a column of its own file, on the rows of the one that all share
    text = (FOREACH + "[f]\nplugin = reader.table\npath = f.tsv\n[x]\nplugin = transform.concat\nx = @f.x0;@f.x1\n"
            "[own]\nplugin = reader.table\npath = f-${subject}.tsv\nrows = @f\n"
            "[split]\nrows = @f\nscheme = predefined\ntest = @own.test\ninner = k-fold 2\n"
            "[m]\nplugin = encoder.ridge\nx = @x\ny = @own.y\nalphas = 2\npool = subject\n"
            "[r]\nplugin = metric.pearson\npredicted = @m\ntarget = @own.y\n")

    def write(poison):
        r = random.Random(11)
        columns = {f"x{j}": [r.gauss(0, 1) for _ in range(n)] for j in range(2)}
        for s in "abc":
            columns["y" + s] = [x + r.gauss(0, 1) for x in columns["x0"]]
            columns["test" + s] = [int(i in test[s]) for i in range(n)]
        for i in poison:
            for name in ("x0", "x1", "ya", "yb", "yc"):
                columns[name][i] = 1e9 + i
        table(folder, "f.tsv", {"x0": columns["x0"], "x1": columns["x1"]})
        for s in "abc":
            table(folder, f"f-{s}.tsv", {"y": columns["y" + s], "test": columns["test" + s]})
        return columns

    columns = write(())
    code, said, scores, _, _ = run(folder, text)
    ok(code == 0, "cases that share their features run", said)
    train = [i for i in range(n) if not any(i in t for t in test.values())]
    x = [[columns["x0"][i], columns["x1"][i]] for _ in "abc" for i in train]
    predict = ridge(x, [columns["y" + s][i] for s in "abc" for i in train], 2)
    worst = 0
    for s in "abc":
        want = pearson([predict([columns["x0"][i], columns["x1"][i]]) for i in test[s]],
                       [columns["y" + s][i] for i in test[s]])
        got = [v for name, v in scores.items() if f"subject={s}" in name and "fold" in name]
        worst = max([worst] + [abs(g - want) for g in got]) if got else 9
    ok(worst < 1e-9, "no case trains on rows that another one scores", (worst, scores))
    write(test["b"])
    code, said, poisoned, _, _ = run(folder, text)
    same = [name for name in scores if "subject=b" not in name and scores[name] == poisoned.get(name)]
    ok(code == 0 and len(same) > 1 and all(n in same for n in scores if "subject=a" in n),
       "poisoned test rows of one case change no bit of another's score", (said, scores, poisoned))
    write(range(22, 24))
    _, _, poisoned, _, _ = run(folder, text)
    ok(all(poisoned.get(name) != v for name, v in scores.items()), "poisoned training rows change all", poisoned)


def inner(folder):
    """Inner folds of cases that share their rows and differ in their groups, by enumeration. Row i holds 2 to the i."""
    table(folder, "f.tsv", {"x": [float(2 ** i) for i in range(12)]})
    table(folder, "own-a.tsv", {"g": list("uuuuuuvvvvvv"), "z": [0.0] * 12})
    table(folder, "own-b.tsv", {"g": list("uvuvuvuvuvuv"), "z": [0.0] * 12})
    text = ("[foreach subject]\nvalues = a;b\n[f]\nplugin = reader.table\npath = f.tsv\n"
            "[own]\nplugin = reader.table\npath = own-${subject}.tsv\nrows = @f\n"
            "[x]\nplugin = transform.concat\nx = @f.x;@f.x\n"
            "[split]\nrows = @f\nscheme = k-fold\nfolds = 3\ngroups = @own.g\nrefit = true\n"
            "[m]\nplugin = encoder.kit-sum\nx = @c\npool = subject\ninner = leave-one-group-out\n"
            "[c]\nplugin = transform.concat\nx = @x;@own.z\n"
            "[s]\nplugin = metric.kit-all\nx = @m\n")
    code, said, _, _, out = run(folder, text)
    ok(code == 0, "inner folds by groups of each case run", said)
    # fold 0: a holds out 0-5 and b the even rows, so both train on 7, 9, 11; fold 1: both on 0, 2, 4
    want = [2.0 * sum(2 ** i for i in rows) for rows in ((7, 9, 11), (0, 2, 4))]
    heads, raw = tensors(out, "states/m/subject=a") if code == 0 else ({}, b"")
    lo, hi = heads["first"]["data_offsets"] if heads else (0, 0)
    got = list(struct.unpack(f"<{(hi - lo) // 8}d", raw[lo:hi]))[::3]
    ok(got == want, "no inner fold trains on what another case holds out", (got, want))


def refused(folder):
    r = random.Random(2)
    people(folder, (24, 31, 17), 3, r)
    ridge_of = FOREACH + nodes("${subject}", 3, "encoder.ridge", "alphas = 1;10\npool = subject\n") + SPLIT
    code, said, _, _, _ = run(folder, ridge_of + SCORE)
    ok(code == 0, "inner folds of all cases go together by number", said)
    table(folder, "b.tsv", {**{f"x{j}": [r.gauss(0, 1) for _ in range(20)] for j in range(3)},
                            "y": [r.gauss(0, 1) for _ in range(20)], "g": [str(i // 4) for i in range(20)]})
    for s, n in (("a", 16), ("c", 16)):
        table(folder, s + ".tsv", {**{f"x{j}": [r.gauss(0, 1) for _ in range(n)] for j in range(3)},
                                   "y": [r.gauss(0, 1) for _ in range(n)], "g": [str(i // 4) for i in range(n)]})
    group = ridge_of.replace("k-fold\nfolds = 3", "leave-one-group-out\ngroups = @t.g")
    code, said, _, _, _ = run(folder, group + SCORE)
    want = ("[m] inner: subject=a has 3 inner folds and subject=b 4; with pool = subject they go together by number, "
            "so all cases need as many")
    ok(code == 3 and want in said, "cases with other numbers of inner folds are refused", said)
    wide = ridge_of.replace("x = @x\n", "x = @u\n") + "[u]\nplugin = reader.npy\npath = ${subject}.npy\nrows = @t\n"
    for s, n in (("a", 16), ("b", 20), ("c", 16)):
        p = 4 if s == "c" else 3
        head = f"{{'descr': '<f8', 'fortran_order': False, 'shape': ({n}, {p}), }}".ljust(117) + "\n"
        with open(os.path.join(folder, s + ".npy"), "wb") as file:
            file.write(b"\x93NUMPY\x01\x00" + (118).to_bytes(2, "little") + head.encode() + bytes(8 * n * p))
    code, said, _, _, _ = run(folder, wide + SCORE)
    ok(code == 3 and "[m] x = @u of subject=a and of subject=c cannot be fitted together (pool = subject): axis '"
       in said and "has 3 against 4" in said, "axes beyond the rows meet, or both cases are named", said)
    table(folder, "c.tsv", {**{f"x{j}": [r.gauss(0, 1) for _ in range(16)] for j in range(3)}, "y": list("uvuw" * 4)})
    for s in "ab":
        table(folder, s + ".tsv", {**{f"x{j}": [r.gauss(0, 1) for _ in range(16)] for j in range(3)},
                                   "y": list("uvuv" * 4)})
    code, said, _, _, _ = run(folder, FOREACH + nodes("${subject}", 3, "decoder.centroid", "pool = subject\n") + SPLIT)
    code, said, _, _, _ = run(folder, FOREACH + nodes("${subject}", 3, "decoder.centroid", "pool = subject\n") + SPLIT
                              + "[r]\nplugin = metric.accuracy\npredicted = @m\ntarget = @t.y\n")
    ok(code == 3 and "[m] y = @t.y of subject=a and of subject=c" in said and "they have other labels" in said,
       "labels of all cases are the same", said)
    for text, want in (
            (ridge_of.replace("path = ${subject}.tsv", "path = a.tsv") + SCORE,
             "k.ini:14: error: [m] pool = subject changes nothing: nothing that it reads is inside [foreach subject]"),
            (ridge_of.replace("alphas = 1;10", "alphas = ${subject}") + SCORE, "[m] alphas differs between the cases"),
            (ridge_of + SCORE + "pool = subject\n", "[r] pool belongs to nodes that are fitted, and metric.pearson"),
            (ridge_of + SCORE + "[chance r]\npermute = @t.y\n",
             "k.ini:14: error: [m] pool = subject downstream of what [chance] permutes: this version checks it but"),
            (ridge_of + SCORE + "[tune]\nscore = @r\nm.standardise = true;false\n",
             "[m] pool = subject upstream of the score of [tune]: this version checks it but cannot run it")):
        code, said, _, _, _ = run(folder, text.replace("values = a;b;c", "values = 1;2;3") if "alphas = $" in text
                                  else text)
        ok(code == 2 and want in said, want[:70], said)


with tempfile.TemporaryDirectory() as one:
    for i, part in enumerate((equality, same_bits, shared, inner, refused)):
        path = os.path.join(one, str(i))
        os.mkdir(path)
        part(path)
print(f"1..{count}")
sys.exit(1 if failed else 0)

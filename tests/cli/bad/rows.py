"""Files that can be read and do not fit what is asked of them: missing values, labels, folds, rows. TAP."""
import array
import json

import bad
from bad import HEAD, group, nifti, noise, npy, tsv

suite = bad.Suite()
N = 12
X, Y = noise(N, 1), noise(N, 2)
READ = group("t", plugin="reader.table", path="t.tsv", columns="x f64; y f64; run i64; c str")
FIT = group("m", plugin="encoder.ridge", x="@t.x", y="@t.y", alphas="1")
SCORE = group("s", plugin="metric.pearson", predicted="@m", target="@t.y")
BOTH = group("xy", plugin="transform.concat", x="@t.x;@t.y")
CLASSES = group("m", plugin="decoder.centroid", x="@xy", y="@t.c") + \
    group("s", plugin="metric.accuracy", predicted="@m.label", target="@t.c")
RUNS, NO_RUNS = [i // 3 for i in range(N)], [7] * N
FOLDER = ["out", "out/log.txt", "out/outputs", "out/report.html", "out/run.json", "out/scores.tsv"]
FAILED = ["out.failed", "out.failed/log.txt", "out.failed/report.html", "out.failed/run.json", "out.failed/scores.tsv"]


def table(x=X, y=Y, run=RUNS, c="abababababab"):
    return {"t.tsv": tsv(("x", x), ("y", y), ("run", run), ("c", c))}


def split(scheme, **keys):
    return group("split", rows="@t", scheme=scheme, **keys)


def kept_siblings(tree):
    """The folds that went well are in the folder that says it failed."""
    record = json.loads(tree["out.failed/run.json"])
    rows = [line.split("\t") for line in tree["out.failed/scores.tsv"].decode().splitlines()]
    cases = sorted({row[2] for row in rows[1:]})
    wrong = [] if cases == ["fold=0", "fold=1", "fold=3"] else [f"scores of {cases}"]
    if record["status"] != "failed" or record["missing"] != ["[s]"] or len(record["problems"]) != 1:
        wrong.append(f"run.json: {record['status']}, {record['missing']}, {record['problems']}")
    return wrong


# name, keyfile, t.tsv, stderr
for name, keyfile, files, stderr in [
    ("NaN in a target", READ + split("k-fold", folds=3) + FIT + SCORE, table(y=Y[:4] + ["NaN"] + Y[5:]),
     "k.ini:14: error: [m] y = @t.y holds 1 missing values (NaN), which encoder.ridge does not take (fold=0 and 2 more)\n"),
    ("a group of one: all rows in one group", READ + split("leave-one-group-out", groups="@t.run") + FIT + SCORE,
     table(run=NO_RUNS), "k.ini:7: error: [split] leave-one-group-out: at least 2 groups are needed, there is 1 in 12 rows\n"),
    ("n < folds", READ + split("k-fold", folds=20) + FIT + SCORE, table(),
     "k.ini:7: error: [split] k-fold: 20 folds need as many rows, there are 12\n"),
    ("groups < folds", READ + split("group-k-fold", folds=5, groups="@t.run") + FIT + SCORE, table(),
     "k.ini:7: error: [split] group k-fold: 5 folds need as many groups, there are 4\n"),
    ("largest class < folds", READ + BOTH + split("stratified", folds=9, groups="@t.c") + CLASSES, table(),
     "k.ini:10: error: [split] stratified: 9 folds, but the largest of 2 classes has 6 rows\n"),
]:
    suite.run(name, HEAD + keyfile, files, 3, stderr)
suite.run("label in test unseen in training", HEAD + READ + BOTH + split("leave-one-group-out", groups="@t.run") + CLASSES,
          table(c="ababababcaba"), 3, "k.ini:17: error: [m] y: class 'c' has no training rows (fold=2)\n",
          stdout="1 of 1 results is missing: [s]\nreport: out.failed/report.html\n", left=FAILED, look=kept_siblings)

# on_error = skip keeps the folder at its place; a check is not met by an incomplete run
def incomplete(tree):
    status = json.loads(tree["out/run.json"])["status"]
    return [] if status == "incomplete" else [f"status {status}"]


SKIP = HEAD.replace("seed", "on_error = skip\nseed") + READ + BOTH + split("leave-one-group-out", groups="@t.run") + CLASSES
for name, words, code in ("on_error = skip", [], 0), ("on_error = skip, with --check", ["--check"], 4):
    suite.run(name, SKIP, table(c="ababababcaba"), code, "k.ini:18: error: [m] y: class 'c' has no training rows (fold=2)\n",
              words, stdout="1 of 1 results is missing: [s]\nreport: out/report.html\n",
              left=[path for path in FOLDER if path != "out/outputs"], look=incomplete)


def only_the_constant_voxel_is_nan(tree):
    rows = [line.split("\t") for line in tree["out/scores.tsv"].decode().splitlines()]
    undefined = [row[3] for row in rows[1:] if row[2] == "" and row[4] == "n/a"]
    return [] if undefined == ["voxel=1"] and len(rows) == 1 + 4 * 6 else [f"n/a for {undefined} in {len(rows)} rows"]


# What is no error is told: name, keyfile, t.tsv, stderr, stdout
NO_R = "warning: s: no r for 1 of 1 targets: constant in the prediction or in the target, or fewer than 2 rows\n"
SAME = "(2 messages of other folds and cases say the same)\n"
for name, keyfile, files, stderr, stdout in [
    ("a group of one row", READ + split("leave-one-group-out", groups="@t.run") + FIT + SCORE,
     table(run=NO_RUNS[1:] + [8]), NO_R + "(1 message of other folds and cases says the same)\n", "s.r mean nan  folds nan nan\n"),
    ("constant target", READ + split("k-fold", folds=3) + FIT + SCORE, table(y=[3] * N), NO_R + SAME,
     "s.r mean nan  folds nan nan nan\n"),
    ("constant feature", READ + split("k-fold", folds=3) + FIT + SCORE, table(x=[3] * N), NO_R + SAME,
     "s.r mean nan  folds nan nan nan\n"),
    ("smallest class < folds", READ + BOTH + split("stratified", folds=5, groups="@t.c") + CLASSES,
     table(c="aaaaaaaabbbb"),
     "warning: split: the smallest class has 4 rows, fewer than the 5 folds: it is missing from the test rows of some\n",
     "s.accuracy mean 0.416667  folds 0.666667 0.333333 1.000000 0.000000 0.000000\n"
     "s.balanced mean 0.416667  folds 0.500000 0.500000 1.000000 0.000000 0.000000\n"
     "s.chance mean 0.583333  folds 0.666667 0.333333 1.000000 0.500000 0.500000\n"
     "s.majority mean 0.666667  folds 0.666667 0.666667 1.000000 0.500000 0.500000\n"),
]:
    suite.run(name, HEAD + keyfile, files, 0, stderr, stdout=stdout + "report: out/report.html\n", left=FOLDER)

# constant and NaN voxels: six of them, the second constant, the third NaN
T = 24
SERIES = [[3.0 if v == 1 else value for v, value in enumerate(noise(6, 100 + t))] for t in range(T)]
HOLE = [row[:2] + [bad.NAN] + row[3:] for row in SERIES]
BOLD = group("bold", plugin="reader.nifti", path="b.nii") + group("f", plugin="reader.npy", path="f.npy", rows="@bold") + \
    group("split", rows="@bold", scheme="k-fold", folds=3) + \
    group("m", plugin="encoder.ridge", x="@f", y="@bold", alphas="1") + \
    group("s", plugin="metric.pearson", predicted="@m", target="@bold")
FEATURES = {"f.npy": npy((T, 2), noise(2 * T, 5))}
suite.run("NaN voxels", HEAD + BOLD, {"b.nii": nifti((3, 2, 1), T, sum(HOLE, [])), **FEATURES}, 3,
          "k.ini:17: error: [m] y = @bold holds 24 missing values (NaN), which encoder.ridge does not take "
          "(fold=0 and 2 more)\n")
pairs = noise(2 * T, 5)
# the image holds float32
MEAN_R = bad.ridge_r(list(zip(pairs[::2], pairs[1::2])), [array.array("f", [row[v] for row in SERIES]).tolist() for v in (0, 2, 3, 4, 5)], 1, 3)
suite.run("constant voxels", HEAD + BOLD, {"b.nii": nifti((3, 2, 1), T, sum(SERIES, [])), **FEATURES}, 0,
          NO_R.replace("1 of 1", "1 of 6") + SAME, stdout=f"s.r mean {MEAN_R:.6f}  over 6 values\nreport: out/report.html\n",
          left=FOLDER, look=only_the_constant_voxel_is_nan)

# numbers that are none, or that make some
INF = group("t", plugin="reader.table", path="t.tsv", columns="x f64; y f64") + \
    group("m", plugin="encoder.ridge", x="@t.x", y="@t.y", alphas="1") + group("s", plugin="metric.pearson", predicted="@m", target="@t.y")
for name, x, why in [
        ("infinite values in a fit", [1, 2, "inf", 3, "-inf", 5], "x = @t.x holds 2 infinite values, the first in row 2: nothing can be fitted to them"),
        ("values that overflow in a fit", [1, 2, 4, 3, "1e200", 5],
         "linalg: eigh: A[0, 0] is NaN, but every value must be finite; x = @t.x holds 1 value too large to be squared, the first in row 4")]:
    suite.run(name, HEAD + INF, {"t.tsv": tsv(("x", x), ("y", [1, 3, 2, 4, 6, 5]))}, 3, f"k.ini:{9 if 'inf' in x else 7}: error: [m] {why}\n")

# rows that do not meet
TWO = group("a", plugin="reader.table", path="a.tsv", columns="t f64; x f64", time="t") + \
    group("b", plugin="reader.table", path="b.tsv", columns="t f64; y f64", time="t") + \
    group("m", plugin="encoder.ridge", x="@a.x", y="@b.y", alphas="1")
A = {"a.tsv": tsv(("t", [0, 1, 2, 3]), ("x", [1, 2, 4, 3]))}
for name, times, stderr in [
    ("rows that do not meet, another time", [0, 1, 2.5, 3],
     "b: the times are not regular: rows have times but no rate\n"
     "k.ini:15: error: [m] x = @a.x and y = @b.y: axes 'row' (4 rows) and 'row' (4 rows) do not meet: neither comes "
     "from the other's rows; the first difference is t = 2 against 2.5 at row 2; transform.lookup takes rows of one by a key "
     "that both have\n"),
    ("rows that do not meet, another length", [0, 1, 2],
     "k.ini:15: error: [m] x = @a.x and y = @b.y: axes 'row' (4 rows) and 'row' (3 rows) do not meet: neither comes "
     "from the other's rows; row 3 (t = 3) is in one of them only; transform.resample brings one onto the rows of the other\n"),
    ("rows that do not meet, equal in all they say", [0, 1, 2, 3],
     "k.ini:15: error: [m] x = @a.x and y = @b.y: axes 'row' (4 rows) and 'row' (4 rows) do not meet: neither comes "
     "from the other's rows; if row i of one is row i of the other, say rows = @a in [b]\n"),
]:
    suite.run(name, HEAD + TWO, {**A, "b.tsv": tsv(("t", times), ("y", [1, 2, 4, 3][:len(times)]))}, 3, stderr)
MEANS = group("t", plugin="reader.table", path="t.tsv", columns="k str; x f64; y f64") + \
    group("a", plugin="transform.average", x="@t.x", key="@t.k") + group("b", plugin="transform.average", x="@t.y", key="@t.k") + \
    group("m", plugin="encoder.ridge", x="@a", y="@b", alphas="1")
suite.run("rows that do not meet, means of one key", HEAD + MEANS, {"t.tsv": tsv(("k", list("aabb")), ("x", [1, 2, 3, 4]), ("y", [1, 2, 4, 3]))}, 3,
          "k.ini:17: error: [m] x = @a and y = @b: axes 'group' (2 rows) and 'group' (2 rows) do not meet: neither comes from the "
          "other's rows; [a] and [b] each make rows of their own: join what they read, let one transform.average make the rows of "
          "both, and take its columns apart\n")
suite.run("rows = of another length", HEAD + READ + group("f", plugin="reader.npy", path="f.npy", rows="@t"),
          {**table(), "f.npy": npy((5, 1), range(5))}, 3, "k.ini:10: error: [f] rows: f.npy: has 5 rows, `rows` has 12\n")

# the two ends of an edge
EVENTS = {"e.tsv": b"onset\tduration\ttrial_type\n0\t1\ta\n"}
for name, keyfile, stderr in [
    ("no times", READ + group("e", plugin="reader.events", path="e.tsv") +
     group("w", plugin="transform.epoch", x="@t.x", events="@e", window="0 s .. 4 s"),
     "k.ini:12: error: [w] x: its rows have no times: neither a rate nor a coordinate\n"),
    ("dtype mismatch", READ + group("z", plugin="transform.zscore", x="@t.c"),
     "k.ini:9: error: [z] x wants T[row, ...], but @t.c gives text, which cannot become f64 without loss\n"),
]:
    suite.run(name, HEAD + keyfile, {**table(), **EVENTS}, 3, stderr)

suite.run("reach that leaves no training row",
          HEAD + READ + group("d", plugin="transform.zscore", x="@t.x", scale="segment") + split("k-fold", folds=3) +
          FIT.replace("@t.x", "@d") + SCORE, table(), 3,
          "k.ini:15: error: [m] no training row is left in fold 0: all 8 read rows that test rows read too, through 'd' "
          "(reach segment)\n")
suite.end()

"""Folds whose rows are not those that are fitted: counts beside an enumeration; labels of trials as classes. TAP."""
import csv
import json
import os
import subprocess
import sys
import tempfile

GYRUS, SOURCE = map(os.path.abspath, sys.argv[1:3])
ROWS, FOLDS = 240, 3
ONSETS = [5.5 * i + 1 for i in range(40)]
KINDS = ["left" if i % 3 else "right" for i in range(40)]
HEAD = """[w]
plugin = generator.simulated-encoding
runs = 1
rows = 240
repeats = 1
n_features = 3
n_targets = 4
step = 1 s

[events]
plugin = reader.events
path = events.tsv

"""
EPOCH = "[trials]\nplugin = transform.epoch\nx = @w.features\nevents = @events\nmode = mean\n\n"
FIT = """[centroid]
plugin = decoder.centroid
x = @trials
y = @trials.label

[score]
plugin = metric.accuracy
predicted = @centroid
target = @trials.label

"""
count = failed = 0


def ok(good, name, seen=""):
    global count, failed
    count += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {count} - {name}")
    if not good:
        print("".join(f"# {line}\n" for line in str(seen).splitlines()), end="")


def gyrus(top, keyfile, command, *words):
    with open(os.path.join(top, "a.ini"), "w", encoding="utf-8") as file:
        file.write(keyfile)
    with open(os.path.join(top, "events.tsv"), "w", encoding="utf-8") as file:
        file.write("onset\tduration\ttrial_type\n" + "".join(f"{t}\t4\t{k}\n" for t, k in zip(ONSETS, KINDS)))
    return subprocess.run([GYRUS, command, "a.ini", *words], capture_output=True, text=True, cwd=top)


def counts():
    """(training, scored, purged) trials of each fold: a trial is its seconds onset <= t < onset + 4."""
    found = []
    for k in range(FOLDS):
        test = range(k * ROWS // FOLDS, (k + 1) * ROWS // FOLDS)
        inside = [sum(t in test for t in range(ROWS) if onset <= t < onset + 4) for onset in ONSETS]
        found.append((inside.count(0), inside.count(4), len(ONSETS) - inside.count(0) - inside.count(4)))
    return found


with tempfile.TemporaryDirectory() as top:
    text = HEAD + EPOCH + "[split]\nrows = @w.features\nscheme = k-fold\nfolds = 3\n\n" + FIT
    wanted = counts()
    ok(sum(p for _, _, p in wanted) == 2, "a trial lies across one of the borders, that of two folds", wanted)
    done = gyrus(top, text, "check", "--peek")
    lines = [f"fit of centroid, fold {k}: {a} training rows, {b} test, {p} purged, gap 0" for k, (a, b, p) in enumerate(wanted)]
    ok(done.returncode == 0 and [line for line in done.stdout.splitlines() if line.startswith("fit")] == lines,
       "split on time, trials are fitted: check --peek", done.stdout + done.stderr)
    done = gyrus(top, text, "run", "--out", "out", "--quiet")
    record = json.load(open(os.path.join(top, "out", "run.json"), encoding="utf-8"))
    size = lambda text: sum(int(b or a) - int(a) + 1 for a, _, b in (part.partition("-") for part in text.split(",")))
    seen = [(size(f["train"]), size(f["test"]), f["purged"]) for f in record["fits"]]
    ok(done.returncode == 0 and seen == wanted, "the same in run.json", seen)
    with open(os.path.join(top, "out", "scores.tsv"), encoding="utf-8") as file:
        scored = [int(row["n"]) for row in csv.DictReader(file, delimiter="\t") if row["port"] == "accuracy" and "fold" in row["case"]]
    ok(scored == [b for _, b, _ in wanted], "and that many are scored", scored)

# the labels of trials, which epoch computes only when they are wanted, as classes of [split] and as what stays together
with tempfile.TemporaryDirectory() as top:
    done = gyrus(top, HEAD + EPOCH + "[split]\nrows = @trials\nscheme = stratified\nfolds = 3\ngroups = @trials.label\n\n" + FIT,
                 "run", "--out", "strata", "--quiet")
    with open(os.path.join(top, "strata", "scores.tsv"), encoding="utf-8") as file:
        cells = [row for row in csv.DictReader(file, delimiter="\t") if row["port"] == "confusion" and "fold=" in row["case"]]
    per = {}
    for row in cells:
        truth = row["item"].split(";")[0]
        per.setdefault(truth, {}).setdefault(row["case"], []).append(int(float(row["value"])))
    seen = sorted(sorted(sum(v) for v in folds.values()) for folds in per.values())
    # 14 of one kind and 26 of the other, dealt out to three folds as evenly as they go
    ok(done.returncode == 0 and seen == [[4, 5, 5], [8, 9, 9]], "stratified by the labels of trials", (done, seen))
with tempfile.TemporaryDirectory() as top:
    done = gyrus(top, HEAD + EPOCH + "[split]\nrows = @trials\nscheme = k-fold\nfolds = 2\ntogether = @trials.label\n\n"
                 "[ridge]\nplugin = encoder.ridge\nx = @trials\ny = @trials\nalphas = 1\n\n"
                 "[r]\nplugin = metric.pearson\npredicted = @ridge\ntarget = @trials\n", "check", "--peek")
    sizes = sorted(int(line.split(": ")[1].split()[0]) for line in done.stdout.splitlines() if line.startswith("fit"))
    ok(done.returncode == 0 and sizes == [14, 26], "kept together by the labels of trials", done)
with tempfile.TemporaryDirectory() as top:
    # eight showings of 30 items, averaged by item: each fold leaves out the mean of one item
    done = gyrus(top, HEAD.replace("repeats = 1", "repeats = 8").replace("rows = 240", "rows = 30")
                 + "[trials]\nplugin = transform.average\nx = @w.responses\nkey = @w.item\n\n"
                 "[split]\nrows = @trials\nscheme = leave-one-group-out\ngroups = @trials.label\n\n"
                 "[ridge]\nplugin = encoder.ridge\nx = @trials\ny = @trials\nalphas = 1\n\n"
                 "[r]\nplugin = metric.pearson\npredicted = @ridge\ntarget = @trials\n", "check", "--peek")
    sizes = [line.split(": ")[1].split(", purged")[0] for line in done.stdout.splitlines() if line.startswith("fit")]
    ok(done.returncode == 0 and len(sizes) == 30 and set(sizes) == {"29 training rows, 1 test, 0 purged, gap 0"},
       "left out by the labels of means", (done, sizes))
print(f"1..{count}")
sys.exit(failed > 0)

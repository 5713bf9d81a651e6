"""Every fold's score of a pipeline beside an independent script's, at 1e-6. TAP.

The scripts stand in answers/ of the folder of shared test data; they share no code with Gyrus."""
import csv
import os
import re
import subprocess
import sys
import tempfile

GYRUS, SOURCE, BUILD = map(os.path.abspath, sys.argv[1:4])
TEST_DATA = os.environ.get("GYRUS_TEST_DATA") or os.path.join(SOURCE, "..", "shared", "data")
ANSWERS = os.path.join(TEST_DATA, "..", "answers")
NITIME = os.path.join(BUILD, "data", "nitime")
# the scripts print six digits: half a unit of the last comes on top
TOLERANCE = 1e-6 + 5e-7
count = failed = 0


def ok(good, name, seen=""):
    global count, failed
    count += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {count} - {name}")
    if not good:
        print("".join(f"# {line}\n" for line in str(seen).splitlines()), end="")


def skip(name, reason):
    global count
    count += 1
    print(f"ok {count} - {name} # SKIP {reason}")


def gyrus(pipeline, out, *words):
    return subprocess.run([GYRUS, "run", os.path.join(SOURCE, "pipelines", pipeline + ".ini"), "--set",
                           "data=" + NITIME, "--out", out, "--quiet", *words], capture_output=True, text=True)


def scores(out, node, *marks):
    """The folds' scores of a node, in order; marks must all stand in the case."""
    found = {}
    with open(os.path.join(out, "scores.tsv"), encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            fold = re.search(r"\bfold=(\d+)", row["case"])
            if row["node"] == node and fold and all(re.search(m, row["case"]) for m in marks):
                assert int(fold[1]) not in found, f"two scores of {node} in fold {fold[1]}: {row['case']}"
                found[int(fold[1])] = float(row["value"])
    return [found[k] for k in sorted(found)]


def numbers(text):
    return [float(word) for word in text.split()]


def same(name, seen, wanted):
    good = len(seen) == len(wanted) == 10 and all(abs(a - b) <= TOLERANCE for a, b in zip(seen, wanted))
    ok(good, name, f"gyrus  {seen}\nscript {wanted}")


def script(name):
    return subprocess.run(["/usr/bin/python3", os.path.join(ANSWERS, name + ".py"), NITIME],
                          capture_output=True, text=True, check=True).stdout


def event_related(folder):
    out = os.path.join(folder, "event")
    done = gyrus("event-related-fmri", out, "--check")
    ok(done.returncode == 0, "event-related-fmri --check is met", f"exit {done.returncode}\n{done.stderr}")
    line = re.search(r"^purge 14: .*?folds ([-\d. ]+);", script("event_related"), re.M)
    same("event-related-fmri: ten purged folds", scores(out, "score"), numbers(line[1]))
    done = gyrus("event-related-fmri", os.path.join(folder, "chance"), "--chance", "--check")
    ok(done.returncode == 4, "event-related-fmri --chance --check is not met", f"exit {done.returncode}\n{done.stderr}")


def grasshopper(folder):
    out = os.path.join(folder, "grasshopper")
    done = gyrus("start-here", out, "--check")
    ok(done.returncode == 0, "start-here --check is met", f"exit {done.returncode}\n{done.stderr}")
    parts = re.split(r"^recording (\d):.*$", script("grasshopper"), flags=re.M)
    for recording, text in zip(parts[1::2], parts[2::2]):
        for word, node in ("encode", "encoding"), ("reconstruct", "reconstruction"):
            line = re.search(rf"^ *{word} +alpha 10: .*folds ([-\d. ]+)$", text, re.M)
            same(f"start-here: recording {recording}, ten folds of {node}",
                 scores(out, node, rf"\brecording={recording}\b"), numbers(line[1]))
    done = gyrus("start-here", os.path.join(folder, "chance2"), "--chance", "--check")
    ok(done.returncode == 4, "start-here --chance --check is not met", f"exit {done.returncode}\n{done.stderr}")


with tempfile.TemporaryDirectory() as top:
    for name, test in ("event_related", event_related), ("grasshopper", grasshopper):
        if not os.path.exists(os.path.join(ANSWERS, name + ".py")):
            skip(name, "no independent script: set GYRUS_TEST_DATA")
        elif not os.path.isdir(NITIME):
            skip(name, "no data/nitime in the build folder")
        elif subprocess.run(["/usr/bin/python3", "-c", "import numpy"], capture_output=True).returncode:
            skip(name, "no numpy for /usr/bin/python3")
        else:
            test(top)
print(f"1..{count}")
sys.exit(failed > 0)

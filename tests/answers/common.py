"""What the answer tests share: TAP lines, running the command, reading scores.tsv.

An answer test runs a pipeline and an independent script on the same data and compares them fold by
fold. The scripts share no code with Gyrus: those here, and the pinned recipes in answers/ of the
folder of shared test data."""
import csv
import os
import re
import subprocess
import sys

GYRUS, SOURCE, BUILD = map(os.path.abspath, sys.argv[1:4])
TEST_DATA = os.environ.get("GYRUS_TEST_DATA") or os.path.join(SOURCE, "..", "shared", "data")
ANSWERS = os.path.join(TEST_DATA, "..", "answers")
PYTHON = "/usr/bin/python3"
count = failed = 0


def ok(good, name, seen=""):
    global count, failed
    count += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {count} - {name}", flush=True)
    if not good:
        print("".join(f"# {line}\n" for line in str(seen).splitlines()), end="")


def skip(name, reason):
    global count
    count += 1
    print(f"ok {count} - {name} # SKIP {reason}")


def end():
    print(f"1..{count}")
    sys.exit(failed > 0)


def lacks(*modules):
    """What keeps the independent scripts from running, or None."""
    words = "import " + ", ".join(modules)
    if subprocess.run([PYTHON, "-c", words], capture_output=True).returncode:
        return "no " + " or no ".join(modules) + " for " + PYTHON
    return None


def gyrus(keyfile, out, *words):
    return subprocess.run([GYRUS, "run", keyfile, "--out", out, "--quiet", *words], capture_output=True,
                          text=True)


def pipeline(name):
    return os.path.join(SOURCE, "pipelines", name + ".ini")


def exits(code, name, keyfile, out, *words):
    """Runs a keyfile; whether it ended with this exit status."""
    done = gyrus(keyfile, out, *words)
    ok(done.returncode == code, name, f"exit {done.returncode}\n{done.stderr}{done.stdout}")
    return done.returncode == code


def rows(out):
    """The rows of scores.tsv; the case as a dictionary."""
    with open(os.path.join(out, "scores.tsv"), encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            row["case"] = dict(part.split("=", 1) for part in row["case"].split(";") if part)
            yield row


def scores(out, node, port=None, **loops):
    """The folds' scores of a node, in order, as lists of its items."""
    found = {}
    for row in rows(out):
        fold = row["case"].pop("fold", None)
        if row["node"] == node and port in (None, row["port"]) and fold and row["case"] == loops:
            found.setdefault(int(fold), []).append(float(row["value"].replace("n/a", "nan")))
    return [found[k] for k in sorted(found)]


def numbers(text):
    return [float(word) for word in re.split(r"[ ;]+", text.strip())]

"""Every pipeline: the peak predicted before the run is never below the measured one and at most 1.3
times it, on one and two threads; with less, a run reads its inputs in chunks and keeps to --memory, or
is refused by the prediction of that, which names the node. TAP."""
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

GYRUS, SOURCE = os.path.abspath(sys.argv[1]), sys.argv[2]
HAXBY = os.path.join(SOURCE, "..", "shared", "data", "haxby2001-1slice")
count = 0


def ok(good, name, seen=""):
    global count
    count += 1
    print(f"{'ok' if good else 'not ok'} {count} - {name}")
    if not good:
        print("".join(f"# {line}\n" for line in str(seen).splitlines()), end="")


def run(path, *words):
    with tempfile.TemporaryDirectory() as parent:
        out = os.path.join(parent, "out")
        done = subprocess.run([GYRUS, "run", path, "--quiet", "--out", out, *words], cwd=SOURCE,
                              capture_output=True, text=True, timeout=100)
        record = os.path.join(out, "run.json")
        if not os.path.exists(record):
            return done, {}
        with open(record, encoding="utf-8") as file:
            return done, json.load(file)


def find(tree, key):
    if isinstance(tree, dict):
        if key in tree:
            return tree[key]
        tree = list(tree.values())
    for part in tree if isinstance(tree, list) else []:
        found = find(part, key)
        if found is not None:
            return found
    return None


def is_near(name, path, *words):
    """The prediction is never below what is measured and at most 1.3 times it; the prediction."""
    done, record = run(path, *words)
    peak, told = find(record, "peak_bytes"), find(record, "predicted_peak_bytes")
    good = bool(peak) and bool(told) and peak <= told <= 1.3 * peak
    ok(good, f"{name}: predicted / measured", f"{told} / {peak}\n{done.stderr}")
    return told


NEEDED = """[sim]
plugin = generator.simulated-encoding
runs = 8
rows = 300
n_features = 60
n_targets = 40

[scaled]
plugin = transform.zscore
x = @sim.features

[ridge]
plugin = encoder.ridge
x = @scaled
y = @sim.responses
alphas = 1
"""
USER = """[needs]
prepared = prepared.ini

[told]
plugin = metric.pearson
predicted = @prepared:ridge
target = @prepared:sim.responses
allow = pretrained
"""
with tempfile.TemporaryDirectory() as folder:
    for name, text in ("prepared.ini", NEEDED), ("uses.ini", USER):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)
    for threads in ("1", "2"):
        is_near(f"[needs], {threads} threads", os.path.join(folder, "uses.ini"), "--threads", threads)
# Sanitizers slow every run down and change no byte of the account: a few files are enough there.
paths = sorted(glob.glob(os.path.join(SOURCE, "pipelines", "*.ini")))
for path in paths if "none" in sys.argv[3:] or len(sys.argv) < 4 else paths[::6]:
    name = os.path.basename(path)
    with open(path, encoding="utf-8") as file:
        text = file.read()
    words = ["--profile", "small"] if "|small" in text else []
    words += ["--allow", "exec"] if "\n# allow: exec\n" in text else []
    if "haxby" in name:
        words += ["--set", "data=" + HAXBY]
        if not os.path.isdir(HAXBY):
            count += 1
            print(f"ok {count} - {name} # SKIP its recording is not here")
            continue
    for more in ["--threads", "1", "--chance"], ["--threads", "1"], ["--threads", "2"]:
        told = is_near(f"{name} {' '.join(more)}", path, *more, *words)
    if not told:
        continue
    limit = told * 9 // 10
    done, record = run(path, "--threads", "1", "--memory", str(limit), *words)
    why = re.search(r"cannot keep to --memory: it takes \d+ bytes, the run with it (\d+), the limit is (\d+)",
                    done.stderr)
    refused = done.returncode == 3 and why and limit < int(why[1]) <= told and int(why[2]) == limit
    kept = done.returncode == 0 and find(record, "peak_bytes") <= find(record, "predicted_peak_bytes") <= limit
    # what resolve reads runs before the plan is there, and is refused by the account itself
    early = done.returncode == 3 and f"pass the limit of {limit} (--memory)" in done.stderr
    ok(refused or kept or early, f"{name}: kept or refused for want of memory",
       f"{done.returncode}\n{done.stderr}")
print(f"1..{count}")

"""The cache of fits as a user meets it: same bits, damage seen, off unless asked for. TAP."""
import glob
import os
import subprocess
import sys
import tempfile

GYRUS = os.path.abspath(sys.argv[1])
count = failed = 0

FILE = """[sim]
plugin = generator.simulated-encoding
rows = 30
n_features = 4
n_targets = 3

[ridge]
plugin = encoder.ridge
x = @sim.features
y = @sim.responses
alphas = 1;10

[split]
rows = @sim.features
scheme = k-fold
folds = 3

[score]
plugin = metric.pearson
predicted = @ridge
target = @sim.responses
"""


def ok(good, name, seen=""):
    global count, failed
    count += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {count} - {name}")
    if not good:
        print("".join(f"# {line}\n" for line in str(seen).splitlines()), end="")


def run(top, out, cache, *words):
    env = dict(os.environ, HOME=os.path.join(top, "home"))
    env.pop("GYRUS_CACHE", None)
    if cache is not None:
        env["GYRUS_CACHE"] = cache
    done = subprocess.run([GYRUS, "run", os.path.join(top, "f.ini"), "--out", os.path.join(top, out), *words],
                          capture_output=True, text=True, env=env)
    with open(os.path.join(top, out, "scores.tsv"), encoding="utf-8") as file:
        return done, file.read()


with tempfile.TemporaryDirectory() as top:
    with open(os.path.join(top, "f.ini"), "w", encoding="utf-8") as file:
        file.write(FILE)
    cache = os.path.join(top, "cache")
    before = sorted(os.listdir(top))
    done, plain = run(top, "a", None)
    ok(done.returncode == 0 and sorted(os.listdir(top)) == sorted(before + ["a"]), "unset: nothing is kept", os.listdir(top))
    done, off = run(top, "b", "off")
    ok(sorted(os.listdir(top)) == sorted(before + ["a", "b"]), "off: nothing is kept", os.listdir(top))
    done, first = run(top, "c", cache)
    files = sorted(glob.glob(os.path.join(cache, "??", "*.safetensors")))
    ok(len(files) == 3 and first == plain, "a folder: one file a fold, the same scores", f"{files}\n{done.stderr}")
    done, again = run(top, "d", cache, "--threads", "3")
    ok("cache: 3 fits were taken from " in done.stderr and again == plain, "again: taken from there, the same scores", done.stderr)
    with open(files[1], "r+b") as file:
        file.seek(-5, os.SEEK_END)
        file.write(b"\xff")
    done, healed = run(top, "e", cache)
    ok("ridge: made again, the cache has no good file of it: " + files[1] in done.stderr and healed == plain,
       "a damaged file is told and made again", done.stderr)
    done, after = run(top, "f", cache, "--quiet")
    ok(done.stderr == "" and after == plain, "and is good afterwards", done.stderr)
    ok(len(glob.glob(os.path.join(cache, "*", "*"))) == 3, "nothing else is left there", glob.glob(os.path.join(cache, "*", "*")))

print(f"1..{count}")
sys.exit(failed > 0)

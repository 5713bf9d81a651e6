"""docs/embed/embed.c against libgyrus, compiled as C and C++ by every compiler that is there, and run. TAP.

    embedding.py GYRUS SOURCE BUILD LIBRARY SANITIZERS
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

GYRUS, SOURCE, BUILD, LIBRARY = map(os.path.abspath, sys.argv[1:5])
SANITIZE = sys.argv[5]
FLAGS = ["-Wall", "-Wextra", "-Wshadow", "-Wconversion", "-pedantic", "-Werror", "-g"]
KEYFILE = """[pipeline]
seed = 3

[sim]
plugin = generator.simulated-encoding
runs = 3
rows = 30
n_features = 5
n_targets = 3

[ridge]
plugin = encoder.ridge
x = @sim.features
y = @sim.responses
alphas = 1

[split]
rows = @sim.features
scheme = leave-one-group-out
groups = @sim.features.run

[score]
plugin = metric.pearson
predicted = @ridge
target = @sim.responses

[check]
score.mean = 0.2 .. 1
"""
count = failed = 0


def ok(good, name, seen=""):
    global count, failed
    count += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {count} - {name}")
    if not good:
        print("".join(f"# {line}\n" for line in str(seen).splitlines()), end="")


def call(*words):
    done = subprocess.run(words, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


def write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as to:
        to.write(text)
    return path


def compilers():
    """Command words of each; a library with a sanitizer wants the compiler that it was made with."""
    for name, language, standard in (("gcc", "c", "c99"), ("clang", "c", "c17"), ("g++", "c++", "c++11"),
                                     ("clang++", "c++", "c++17")):
        if SANITIZE == "none":
            yield name, [name, "-x", language, "-std=" + standard]
        elif name.startswith("clang") == (os.environ.get("CC", "gcc").startswith("clang")):
            yield name, [name, "-x", language, "-std=" + standard, "-fsanitize=" + SANITIZE]


def try_one(name, command, folder, good, expected):
    if not shutil.which(command[0]):
        global count
        count += 1
        print(f"ok {count} - {name} # SKIP {name} is not installed")
        return
    program = os.path.join(folder, "embed-" + name)
    code, out, err = call(*command, *FLAGS, "-I", os.path.join(SOURCE, "host", "embed"),
                          os.path.join(SOURCE, "docs", "embed", "embed.c"), "-o", program,
                          "-x", "none", LIBRARY, "-Wl,-rpath," + os.path.dirname(LIBRARY))
    ok(code == 0 and not out + err, f"{name}: compiles and links without a warning", out + err)
    if code != 0:
        return
    plugins = os.path.join(BUILD, "plugins")
    code, out, err = call(program, good, plugins)
    result = json.loads(out or "{}")
    ok(code == 0 and result.get("scores") == expected["scores"] and "code 0, 0 warnings" in err and " % ridge" in err,
       f"{name}: runs, with the scores of the command", (code, out[:500], err))
    bad = write(folder, "bad.ini", KEYFILE.replace("alphas", "alpha"))
    code, out, err = call(program, bad, plugins)
    ok(code == 2 and not out and f"{bad}:15: error" in err and "did you mean 'alphas'" in err,
       f"{name}: a wrong keyfile is told with its line", (code, out, err))
    code, out, err = call(program, write(folder, "high.ini", KEYFILE.replace("0.2 .. 1", "0.9999 .. 1")), plugins)
    ok(code == 4 and json.loads(out)["code"] == 4, f"{name}: a check that is not met", (code, out[:500], err))
    code, out, err = call(program)
    ok(code == 2 and not out and "libgyrus 0.1.0" in err, f"{name}: without a keyfile", (code, out, err))


with tempfile.TemporaryDirectory() as top:
    file = write(top, "good.ini", KEYFILE)
    truth = json.loads(call(GYRUS, "run", file, "--json", "--quiet", "--set", "pipeline.seed=7")[1])
    for compiler, words in compilers():
        try_one(compiler, words, top, file, truth)
symbols = call("nm", "-D", "--defined-only", LIBRARY)[1].split("\n") if shutil.which("nm") else []
names = sorted(line.split()[2] for line in symbols if line)
ok(names and all(name.startswith("gyrus_") for name in names) or SANITIZE != "none",
   "the library exports gyrus_* and nothing else", names)
print(f"1..{count}")
sys.exit(failed > 0)

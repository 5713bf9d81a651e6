"""The command as a user types it: wrong options, and what version, list, inspect and graph print. TAP."""
import json
import os
import shutil
import subprocess
import sys
import tempfile

GYRUS, SOURCE = map(os.path.abspath, sys.argv[1:3])
KEYFILE = os.path.join(SOURCE, "pipelines", "start-here.ini")
count = failed = 0


def gyrus(*words):
    done = subprocess.run([GYRUS, *words], capture_output=True, text=True, timeout=60, cwd=tempfile.gettempdir())
    return done.returncode, done.stdout, done.stderr


def ok(good, name, seen=""):
    global count, failed
    count += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {count} - {name}")
    if not good:
        print("".join(f"# {line}\n" for line in str(seen).splitlines()), end="")


# words -> the first line of stderr; the usage follows, nothing is on stdout, the exit code is 2
WRONG = [
    ([], "gyrus: a command is missing"),
    (["frobnicate"], "gyrus: there is no command: frobnicate"),
    (["run"], "gyrus: this command wants a name after it: run"),
    (["check"], "gyrus: this command wants a name after it: check"),
    (["inspect"], "gyrus: this command wants a name after it: inspect"),
    (["graph"], "gyrus: this command wants a name after it: graph"),
    (["run", "x.ini", "--set"], "gyrus: a value is missing after: --set"),
    (["run", "x.ini", "--out"], "gyrus: a value is missing after: --out"),
    (["run", "x.ini", "--threads"], "gyrus: a value is missing after: --threads"),
    (["run", "x.ini", "--memory"], "gyrus: a value is missing after: --memory"),
    (["run", "x.ini", "--profile"], "gyrus: a value is missing after: --profile"),
    (["run", "x.ini", "--threads", "0"], "gyrus: --threads wants a number above 0, not: 0"),
    (["run", "x.ini", "--threads", "two"], "gyrus: --threads wants a number above 0, not: two"),
    (["run", "x.ini", "--threads", "2x"], "gyrus: --threads wants a number above 0, not: 2x"),
    (["run", "x.ini", "--memory", "4Q"], "gyrus: --memory wants a size such as 4G, not: 4Q"),
    (["run", "x.ini", "--memory", "0"], "gyrus: --memory wants a size such as 4G, not: 0"),
    (["run", "x.ini", "--memory", "-4G"], "gyrus: --memory wants a size such as 4G, not: -4G"),
    (["run", "x.ini", "--memory", "99999999999999999999G"],
     "gyrus: --memory wants a size such as 4G, not: 99999999999999999999G"),
    (["run", "x.ini", "--verbose"], "gyrus: not understood: --verbose"),
    (["run", "x.ini", "y.ini"], "gyrus: not understood: y.ini"),
]
for words, line in WRONG:
    code, out, err = gyrus(*words)
    first, _, rest = err.partition("\n")
    ok(code == 2 and first == line and rest.startswith("usage: gyrus COMMAND\n") and not out,
       "wrong: gyrus " + " ".join(words), f"exit {code}, stdout {out!r}, stderr begins {first!r}")

code, out, err = gyrus("version")
ok(code == 0 and out == "gyrus 0.1.0\n" and not err, "version", (code, out, err))
for word in "help", "--help":
    code, out, err = gyrus(word)
    ok(code == 0 and out.startswith("usage: gyrus COMMAND\n") and not err, word, (code, out, err))

NODES = sorted(["reader.table", "reader.nifti", "reader.npy", "reader.events", "transform.delay",
                "transform.zscore", "encoder.ridge", "decoder.ridge", "decoder.logistic", "metric.pearson"])
code, out, err = gyrus("list")
missing = [n for n in NODES if n not in out.split()]
ok(code == 0 and not err and not missing, "list names the nodes", (code, err, missing))
for node in NODES:
    code, out, err = gyrus("inspect", node)
    ok(code == 0 and node in out and not err, f"inspect {node}", (code, out, err))
    code, out, err = gyrus("inspect", node, "--json")
    try:
        good = isinstance(json.loads(out), dict) and node in out
    except ValueError as error:
        good, err = False, f"{error}\n{err}"
    ok(code == 0 and good and not err, f"inspect {node} --json parses", (code, err))
    code, out, err = gyrus("inspect", node, "--markdown")
    ok(code == 0 and node in out and "#" in out and not err, f"inspect {node} --markdown", (code, out, err))
code, out, err = gyrus("inspect", "transform.nothing")
ok(code == 2 and not out and err == "gyrus: no such node\n", "inspect of an unknown node", (code, out, err))

code, out, err = gyrus("graph", KEYFILE)
ok(code == 0 and out.startswith("digraph") and not err, "graph is DOT", (code, out[:200], err))
if shutil.which("dot"):
    drawn = subprocess.run(["dot", "-Tsvg"], input=out, capture_output=True, text=True, timeout=60)
    ok(drawn.returncode == 0 and "<svg" in drawn.stdout, "dot draws the graph", drawn.stderr)
else:
    count += 1
    print(f"ok {count} - dot draws the graph # SKIP graphviz is not installed")
print(f"1..{count}")
sys.exit(failed > 0)

"""The command as a user types it: wrong options, and what version, list, inspect and graph print. TAP."""
import fcntl
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.dom.minidom

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
    (["validate"], "gyrus: this command wants a name after it: validate"),
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
    (["run", "x.ini", "--allow"], "gyrus: a value is missing after: --allow"),
    (["run", "x.ini", "--allow", "all"], "gyrus: --allow wants exec or network, not: all"),
    (["run", "x.ini", "--verbose"], "gyrus: not understood: --verbose"),
    (["run", "x.ini", "y.ini"], "gyrus: not understood: y.ini"),
    (["check", "x.ini", "--out", "d"], "gyrus: this command does not take: --out"),
    (["list", "--json"], "gyrus: this command does not take: --json"),
    (["help", "frobnicate"], "gyrus: there is no help on: frobnicate"),
    (["help", "run", "more"], "gyrus: there is no help on: run"),
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
for name, more in ("nothing-like-it", ": see gyrus list"), ("transform.zscor", "; did you mean 'transform.zscore'?"):
    code, out, err = gyrus("inspect", name)
    ok(code == 2 and not out and err == f"gyrus: there is no node '{name}'{more}\n", f"inspect of an unknown node, {name}", (code, out, err))

code, out, err = gyrus("graph", KEYFILE)
ok(code == 0 and out.startswith("digraph") and not err, "graph is DOT", (code, out[:200], err))
if shutil.which("dot"):
    drawn = subprocess.run(["dot", "-Tsvg"], input=out, capture_output=True, text=True, timeout=60)
    ok(drawn.returncode == 0 and "<svg" in drawn.stdout, "dot draws the graph", drawn.stderr)
else:
    count += 1
    print(f"ok {count} - dot draws the graph # SKIP graphviz is not installed")
code, out, err = gyrus("graph", KEYFILE, "--svg")
drawing = xml.dom.minidom.parseString(out) if code == 0 else None
ok(drawing and drawing.documentElement.tagName == "svg" and len(drawing.getElementsByTagName("rect")) == 15,
   "graph --svg is well-formed, a box for each node", (code, out[:300], err))

COMMANDS = ["run", "check", "list", "inspect", "graph", "validate"]
for word in COMMANDS:
    texts = [gyrus("help", word), gyrus(word, "--help")]
    code, out, err = texts[0]
    ok(texts[0] == texts[1] and code == 0 and out.startswith(f"usage: gyrus {word}") and not err and
       "130 cancelled" in out, f"help {word}", texts)

SMALL = """[pipeline]
seed = 3

[foreach rows]
values = 20;30

[sim]
plugin = generator.simulated-encoding
runs = 3
rows = ${rows}
n_features = 5
n_targets = 3

[ridge]
plugin = encoder.ridge
x = @sim.features
y = @sim.responses
alphas = 1;10

[split]
rows = @sim.features
scheme = leave-one-group-out
groups = @sim.features.run

[score]
plugin = metric.pearson
predicted = @ridge
target = @sim.responses

[check]
score.max = 0.9 .. 0.1
"""
CHANCE = """
[chance score]
permute = @sim.responses
scheme  = circular-shift
times   = 100000
"""
COMMAND = """[pipeline]
seed = 3

[sim]
plugin = generator.simulated-encoding
rows = 20

[child]
plugin = transform.command
x = @sim.features
argv = cp;{in};{out}

[score]
plugin = metric.pearson
predicted = @child
target = @sim.features
"""
with tempfile.TemporaryDirectory() as folder:
    file = os.path.join(folder, "k.ini")
    with open(file, "w", encoding="utf-8") as to:
        to.write(COMMAND)
    with open(os.path.join(folder, "user.ini"), "w", encoding="utf-8") as to:
        to.write("[needs]\nother = k.ini\n[score]\nplugin = metric.pearson\npredicted = @other:child\n"
                 "target = @other:sim.features\n")
    says = f"{file}:8: error: [child] transform.command runs other programs: say --allow exec to let it\n"
    for words in ["run", file], ["run", file, "--allow", "network"], ["check", file, "--peek"], \
            ["run", os.path.join(folder, "user.ini")]:
        code, out, err = gyrus(*words, "--quiet")
        ok(code == 2 and err == says, "refused without --allow exec: " + " ".join(words), (code, out, err))
    code, out, err = gyrus("check", file)
    ok(code == 0 and not err, "a check without data runs nothing and needs no leave", (code, err))
    for words in ["run", file], ["run", os.path.join(folder, "user.ini")], ["check", file, "--peek"]:
        code, out, err = gyrus(*words, "--allow", "exec", "--quiet")
        ok(code == 0, "allowed: " + " ".join(words), (code, out, err))
    gyrus("run", file, "--allow", "exec", "--quiet", "--out", os.path.join(folder, "out"))
    with open(os.path.join(folder, "out", "run.json"), encoding="utf-8") as from_:
        ok(json.load(from_)["options"]["allow"] == ["exec"], "what was allowed is in the record")

with tempfile.TemporaryDirectory() as folder:
    file, out_dir = os.path.join(folder, "k.ini"), os.path.join(folder, "out")
    with open(file, "w", encoding="utf-8") as to:
        to.write(SMALL.replace("0.9 .. 0.1", "0.999 .. 1"))
    code, out, err = gyrus("run", file, "--json", "--out", out_dir, "--quiet", "--check")
    try:
        result = json.loads(out)
    except ValueError as error:
        result = {"error": str(error)}
    scores = result.get("scores", [])
    ok(code == 4 and result.get("code") == 4 and result.get("status") == "check not met" and out.count("\n") == 1,
       "run --json: one object and nothing else", (code, out[:500], err))
    ok([s["case"] for s in scores] == ["rows=20", "rows=30"] and
       all(len(s["folds"]) == 3 and s["interval_unit"] == "run" and s["targets"] == 3 for s in scores) and
       all(s["interval_low"] < s["mean"] < s["interval_high"] for s in scores) and
       result["report"] == os.path.join(out_dir, "report.html") and [c["met"] for c in result["checks"]] == [False] * 2,
       "run --json: scores, intervals, checks", out[:2000])
    with open(os.path.join(out_dir, "run.json"), encoding="utf-8") as from_:
        record = json.load(from_)
    sim = next(n for n in record["nodes"] if n["name"] == "sim")
    ok([c["parameters"]["rows"] for c in sim["cases"]] == ["20", "30"] and sim["given"]["rows"] == "${rows}",
       "run.json: loop variables are resolved", sim)
    chosen = record["chosen"]
    ok(len(chosen) == 2 and all(c["values"] == [1, 10] and sum(c["counts"]) == 3 * 3 for c in chosen),
       "run.json: chosen penalties, three folds of three targets", chosen)
    ok(record["splits"][0]["scheme"] == "leave-one-group-out" and record["synthetic"] is True and
       len(record["keyfile"]["sha256"]) == 64 and record["code"] == 4, "run.json: split, provenance", record["splits"])

    spent = [node["seconds"] for node in record["nodes"]]
    ok(record["device"] == "cpu" and all(0 < s < 60 for s in spent) and sum(spent) <= record["seconds"],
       "run.json: device, seconds of each node", (record.get("device"), spent, record["seconds"]))

    code, out, err = gyrus("check", file, "--peek")
    ok(code == 0 and not err and "sim (rows=30): " in out and
       "fit of ridge (rows=20), fold 0: 40 training rows, 20 test" in out, "check --peek: sizes and folds", (code, out, err))
    told = re.search(r"^memory: (\d+\.\d) kB at the peak, in \[\w+\]$", out, re.M)
    ok(told and told[1] == f"{record['predicted_peak_bytes'] / 1e3:.1f}", "check --peek: memory", (out, record))
    ok(sorted(os.listdir(folder)) == ["k.ini", "out"], "check --peek writes nothing", os.listdir(folder))

    # two runs with one --out: the later one is refused, and the lock of a run that was killed is not in the way
    with open(os.path.join(folder, "twice.lock"), "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = subprocess.run([GYRUS, "run", file, "--out", os.path.join(folder, "twice"), "--quiet"], capture_output=True, text=True)
        ok(done.returncode == 3 and done.stderr == f"error: {os.path.join(folder, 'twice')}: another run is writing there; wait for it or "
           "give another --out\n" and sorted(os.listdir(folder)) == ["k.ini", "out", "twice.lock"], "a second run into one --out is refused",
           (done, os.listdir(folder)))
    done = subprocess.run([GYRUS, "run", file, "--out", os.path.join(folder, "twice"), "--quiet"], capture_output=True, text=True)
    ok(done.returncode == 0 and sorted(os.listdir(folder)) == ["k.ini", "out", "twice"], "and goes on when the first has ended", (done, os.listdir(folder)))
    shutil.rmtree(os.path.join(folder, "twice"))

    # a run that takes long enough to be stopped: the folder must not appear, nor a part of it
    slow = SMALL.replace("20;30", "2000").replace("n_targets = 3", "n_targets = 400").replace(
        "n_features = 5", "n_features = 300") + CHANCE
    with open(file, "w", encoding="utf-8") as to:
        to.write(slow.replace("0.9 .. 0.1", "0 .. 1"))
    for number in signal.SIGINT, signal.SIGTERM:
        run = subprocess.Popen([GYRUS, "run", file, "--out", os.path.join(folder, "slow")], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True)
        time.sleep(0.7)
        run.send_signal(number)
        out, err = run.communicate(timeout=60)
        ok(run.returncode == 130 and sorted(os.listdir(folder)) == ["k.ini", "out"] and "report:" not in out,
           f"{number.name} leaves nothing", (run.returncode, out, err, os.listdir(folder)))
print(f"1..{count}")
sys.exit(failed > 0)

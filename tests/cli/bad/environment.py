"""What happens around a run: folders that cannot be written, a full disk, too little memory, Ctrl-C. TAP."""
import glob
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time

import bad
from bad import HEAD, group, noise, npy

suite = bad.Suite()
N = 60
RUN = HEAD + group("x", plugin="reader.npy", path="x.npy") + group("y", plugin="reader.npy", path="y.npy", rows="@x") + \
    group("split", rows="@x", scheme="k-fold", folds=3) + \
    group("m", plugin="encoder.ridge", x="@x", y="@y", alphas="1") + \
    group("s", plugin="metric.pearson", predicted="@m", target="@y")
FILES = {"x.npy": npy((N, 2), noise(2 * N, 1)), "y.npy": npy((N, 3), noise(3 * N, 2))}
LONG = RUN + group("chance s", permute="@y", times=100000000)


def fill(folder, keyfile, files):
    for path, content in {"k.ini": keyfile, **files}.items():
        with open(os.path.join(folder, path), "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)


class Place:
    """A folder with a keyfile and its files, and what is in it before the run."""

    def __enter__(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.path = os.path.realpath(self.temporary.name)
        return self

    def __exit__(self, *_):
        self.temporary.cleanup()

    def put(self, keyfile, files):
        fill(self.path, keyfile, files)
        self.before = bad.tree(self.path)

    def wrong(self, done, code, stderr, stdout="", left=()):
        return bad.differences(done, self.path, code, stdout, stderr) + \
            bad.changes(self.before, bad.tree(self.path), left)


# An output folder that already holds a run, and other things that stand in its place.
TAKEN = "error: out: there is something already (a former run?); give another --out or remove it\n"
with Place() as p:
    fill(p.path, RUN, FILES)
    first = subprocess.run([bad.GYRUS, "run", "k.ini", "--out", "out"], cwd=p.path, capture_output=True, timeout=60)
    p.before = bad.tree(p.path)
    again = subprocess.run([bad.GYRUS, "run", "k.ini", "--out", "out"], cwd=p.path, capture_output=True, timeout=60)
    suite.tell("output folder that already holds a run",
               ([f"the first run: {first.stderr}"] if first.returncode else []) + p.wrong(again, 3, TAKEN))
suite.run("a file in place of the output folder", RUN, {**FILES, "out": "mine"}, 3, TAKEN)
suite.run("a file above the output folder", RUN, {**FILES, "a": "mine"}, 3,
          "error: a: the folder cannot be made: Not a directory\n", args=["--out", "a/out"])

# A limit that a reader passes before the plan is there, and one that the plan keeps a fit from.
LARGE = group("sim", plugin="generator.simulated-encoding", n_features=300, n_targets=50, rows=40) + \
    group("m", plugin="encoder.ridge", x="@sim.features", y="@sim.responses", alphas="1;10;100") + \
    group("split", rows="@sim", scheme="k-fold", folds=4) + group("s", plugin="metric.pearson", predicted="@m", target="@sim.responses")
for name, keyfile, files, limit, pattern in [
    ("a file that cannot be opened within --memory", RUN, FILES, "1K",
     r"k\.ini:5: error: \[x\] path: no memory for the header: 65536 bytes more than the 0 in use pass the limit of 1000 "
     r"\(--memory\)\n"),
    ("a fit that cannot keep to --memory", LARGE, {}, "2M",
     r"k\.ini:6: error: \[m\] a fit that cannot keep to --memory: it takes \d{7} bytes, the run with it \d{7}, the limit "
     r"is 2000000; nothing was run\n"),
]:
    with Place() as p:
        p.put(keyfile, files)
        done = subprocess.run([bad.GYRUS, "run", "k.ini", "--out", "out", "--memory", limit], cwd=p.path, capture_output=True,
                              timeout=60)
        text = done.stderr.decode()
        wrong = [] if done.returncode == 3 else [f"exit {done.returncode}"]
        wrong += [] if re.fullmatch(pattern, text) else text.splitlines()
        wrong += ["stdout: " + done.stdout.decode()] if done.stdout else []
        suite.tell(name, wrong + bad.changes(p.before, bad.tree(p.path)))

WIDE, PAIRS = noise(N * 6000, 3), noise(2 * N, 1)
MEAN_R = bad.ridge_r(list(zip(PAIRS[::2], PAIRS[1::2])), [WIDE[v::6000] for v in range(6000)], 1, 3)

# A namespace of its own, where even root meets a read-only or a full file system.
SPACE = ["unshare", "-rm"]
can = shutil.which("unshare") and subprocess.run(SPACE + ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", "/mnt"],
                                                 capture_output=True).returncode == 0
for name, mount, keyfile, files, stderr, stdout in [
    ("read-only output folder", "mount --bind place place && mount -o remount,bind,ro place", RUN, FILES,
     "error: place: nothing can be written there: Read-only file system\n", ""),
    ("full disk", "mount -t tmpfs -o size=32k tmpfs place", RUN.replace("y.npy", "z.npy"),
     {**FILES, "z.npy": npy((N, 6000), noise(N * 6000, 3))},
     "error: place/out/scores.tsv: cannot write: No space left on device\n", f"s.r mean {MEAN_R:.6f}  over 6000 values\n"),
    ("full disk, a writer", "mount -t tmpfs -o size=32k tmpfs place",
     HEAD + group("x", plugin="reader.npy", path="z.npy") + group("save", plugin="writer.npy", x="@x", path="big.npy"),
     {"z.npy": npy((N, 200), noise(N * 200, 3))},
     "k.ini:9: error: [save] path: place/out/outputs/save/big.npy: cannot write: No space left on device\n", ""),
]:
    if not can:
        suite.tell(name, [], skip="no mount namespaces here")
        continue
    with Place() as p:
        os.mkdir(os.path.join(p.path, "place"))
        p.put(keyfile, files)
        script = f'{mount} && {{ "$0" run k.ini --out place/out; code=$?; ls -A place >left; exit $code; }}'
        done = subprocess.run(SPACE + ["sh", "-c", script, bad.GYRUS], cwd=p.path, capture_output=True, timeout=100)
        with open(os.path.join(p.path, "left"), encoding="utf-8") as file:
            left = [f"left on the disk: {line.strip()}" for line in file]
        os.remove(os.path.join(p.path, "left"))
        suite.tell(name, p.wrong(done, 3, stderr, stdout) + left)


def interrupt(name, keyfile, files, wait_for, number=signal.SIGINT):
    """Sends a signal once a file of the pattern is there."""
    with Place() as p:
        p.put(keyfile, files)
        child = subprocess.Popen([bad.GYRUS, "run", "k.ini", "--out", "out"], cwd=p.path, stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE)
        begin = time.monotonic()
        while not glob.glob(os.path.join(p.path, wait_for)) and child.poll() is None and time.monotonic() < begin + 50:
            time.sleep(0.002)
        time.sleep(0.1)
        early = child.poll()
        child.send_signal(number)
        try:
            out, err = child.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            child.kill()
            out, err = child.communicate()
            err += b"did not end within 30 s"
        done = subprocess.CompletedProcess([], child.returncode, out, err)
        suite.tell(name, ([f"ended before the signal: {early}"] if early is not None else []) +
                   p.wrong(done, 130, "gyrus: cancelled; nothing is left at out\n"))


interrupt("Ctrl-C during a run", LONG, FILES, "out.part-*")
interrupt("SIGTERM during a run", LONG, FILES, "out.part-*", signal.SIGTERM)
interrupt("Ctrl-C while a writer writes",
          HEAD + group("x", plugin="reader.npy", path="big.npy") + group("save", plugin="writer.table", y="@x", path="big.tsv.gz"),
          {"big.npy": npy((100000, 8), noise(800000, 4))}, "out.part-*/outputs/save/*.part")
suite.end()

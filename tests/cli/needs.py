"""[needs] as a user meets it: values and models of another keyfile, and its rows in the leak rule. TAP."""
import os
import shutil
import struct
import subprocess
import sys
import tempfile

GYRUS = os.path.abspath(sys.argv[1])
count = failed = 0


def ok(good, name, seen=""):
    global count, failed
    count += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {count} - {name}")
    if not good:
        print("".join(f"# {line}\n" for line in str(seen).splitlines()), end="")


def npy(path, rows):
    head = f"{{'descr': '<f8', 'fortran_order': False, 'shape': ({len(rows)}, {len(rows[0])}), }}".encode()
    head += b" " * ((-len(head) - 11) % 64) + b"\n"
    with open(path, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head)
        file.write(b"".join(struct.pack("<d", v) for row in rows for v in row))


def put(folder, name, text):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(text)


def run(folder, name, *words):
    # the nodes that call models are those of the unit tests
    env = dict(os.environ, GYRUS_PLUGIN_PATH=os.path.join(os.path.dirname(GYRUS), "tests", "run", "plugins2"))
    return subprocess.run([GYRUS, "run", os.path.join(folder, name), "--quiet", *words], capture_output=True, text=True,
                          env=env)


PRE = """[x]
plugin = reader.npy
path = x.npy

[line]
plugin = encoder.kit-line
x = @x
y = @x
"""

DIRECT = """[needs]
pre = pre.ini

[z]
plugin = reader.npy
path = {}

[m]
plugin = metric.kit-modelled
x = @z
model = @pre:line.model
{}"""

with tempfile.TemporaryDirectory() as top:
    rows = [[float((7 * i) % 11), float((5 * i) % 13)] for i in range(30)]
    npy(os.path.join(top, "x.npy"), rows)
    npy(os.path.join(top, "other.npy"), [[a + 1, b] for a, b in rows])
    shutil.copy(os.path.join(top, "x.npy"), os.path.join(top, "copy.npy"))
    put(top, "pre.ini", PRE)
    put(top, "main.ini", DIRECT.format("other.npy", ""))
    done = run(top, "main.ini", "--out", os.path.join(top, "out"))
    mean = sum(a + 1 for a, _ in rows) / 30
    ok(done.returncode == 0 and f"m.mean mean {mean:.6f}" in done.stdout and not done.stderr,
       "a model of another file on rows that it has not seen", f"exit {done.returncode}\n{done.stderr}{done.stdout}")
    with open(os.path.join(top, "out", "run.json"), encoding="utf-8") as file:
        record = file.read()
    ok("pre.ini" in record and "/x.npy" in record, "the record lists the other file and what it read", record)
    for name in "x.npy", "copy.npy":
        put(top, "main.ini", DIRECT.format(name, ""))
        done = run(top, "main.ini")
        ok(done.returncode == 3 and "main.ini:11: error: [m] model = @pre:line.model: 'line' of " in done.stderr
           and "has seen rows 0-29 of 'x', which scored rows read" in done.stderr,
           f"a score on the rows of its fit is refused, by their bytes: {name}", f"exit {done.returncode}\n{done.stderr}")
    put(top, "main.ini", DIRECT.format("copy.npy", "allow = pretrained\n"))
    done = run(top, "main.ini")
    ok(done.returncode == 0 and "main.ini:11: warning: " in done.stderr and "the score is in-sample" in done.stderr,
       "allow = pretrained runs it and says that it is in-sample", f"exit {done.returncode}\n{done.stderr}")
    put(top, "main.ini", DIRECT.format("other.npy", ""))
    done = run(top, "main.ini", "--set", "needs.pre=" + os.path.join(top, "nowhere.ini"))
    ok(done.returncode == 2 and "[needs] pre: there is no file" in done.stderr, "a missing file",
       f"exit {done.returncode}\n{done.stderr}")
    put(top, "main.ini", DIRECT.format("other.npy", "").replace("line.model", "line.slope"))
    done = run(top, "main.ini")
    ok(done.returncode == 2 and "main.ini:11: error: [m] model wants model; 'pre:line' (encoder.kit-line) has no output"
       in done.stderr, "a wrong port", f"exit {done.returncode}\n{done.stderr}")
    put(top, "main.ini", DIRECT.format("other.npy", "").replace("pre:line", "pre:lime"))
    done = run(top, "main.ini")
    ok(done.returncode == 2 and "has no node 'lime'; did you mean 'line'?" in done.stderr, "a wrong node",
       f"exit {done.returncode}\n{done.stderr}")
    put(top, "pre.ini", PRE + "\n[needs]\nmain = main.ini\n")
    put(top, "main.ini", DIRECT.format("other.npy", ""))
    done = run(top, "main.ini")
    ok(done.returncode == 2 and "pre.ini:11: error: [needs] main: 'main.ini' needs this file, in a circle" in done.stderr,
       "files that need each other", f"exit {done.returncode}\n{done.stderr}")

print(f"1..{count}")
sys.exit(failed > 0)

"""States in the run folder: read by an independent script, taken by another run, refused when damaged. TAP."""
import hashlib
import json
import os
import struct
import subprocess
import sys
import tempfile

GYRUS = os.path.abspath(sys.argv[1])
count = failed = 0

FILE = """[pipeline]
seed = 5

[sim]
plugin = generator.simulated-encoding
runs = 3
rows = 20
n_features = 5
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
refit = true

[score]
plugin = metric.pearson
predicted = @ridge
target = @sim.responses

[out]
plugin = writer.npy
x = @ridge
path = {}
"""


def ok(good, name, seen=""):
    global count, failed
    count += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {count} - {name}")
    if not good:
        print("".join(f"# {line}\n" for line in str(seen).splitlines()), end="")


def run(folder, out, *words):
    keyfile = os.path.join(folder, out + ".ini")
    with open(keyfile, "w", encoding="utf-8") as file:
        file.write(FILE.format(os.path.join(folder, out + ".npy")))
    return subprocess.run([GYRUS, "run", keyfile, "--quiet", "--out", os.path.join(folder, out), *words],
                          capture_output=True, text=True)


def read(path):
    """A safetensors file from its description: metadata, arrays as (dtype, shape, bytes)."""
    with open(path, "rb") as file:
        data = file.read()
    n = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:8 + n])
    about = header.pop("__metadata__")
    body = data[8 + n:]
    digest = about["digest"]
    signed = data[8:].replace(digest.encode(), b"0" * 64, 1)
    ok(hashlib.sha256(signed).hexdigest() == digest, "the digest is that of the bytes")
    return about, {k: (v["dtype"], v["shape"], body[slice(*v["data_offsets"])]) for k, v in header.items()}


with tempfile.TemporaryDirectory() as top:
    done = run(top, "a")
    ok(done.returncode == 0, "a run with refit = true", done.stderr + done.stdout)
    state = os.path.join(top, "a", "states", "ridge", "state.safetensors")
    about, arrays = read(state)
    ok(about["id"] == "encoder.ridge" and about["node"] == "ridge", "says which node made it", about)
    ok(about["param.alphas"] == "1;10" and "0-59 of 60 rows" in about["seen.0"], "its parameters, and its rows", about)
    sizes = {"F64": 8, "F32": 4, "I64": 8}
    whole = True
    for dtype, shape, body in arrays.values():
        size = sizes[dtype]
        for length in shape:
            size *= length
        whole &= size == len(body)
    ok(whole and arrays, "every array has the bytes of its shape", arrays.keys())
    done = run(top, "b", "--state", os.path.join(top, "a"))
    ok(done.returncode == 0, "a run that takes the states", done.stderr + done.stdout)
    with open(state, "rb") as one, open(os.path.join(top, "b", "states", "ridge", "state.safetensors"), "rb") as two:
        a, b = one.read(), two.read()
    start = 8 + struct.unpack("<Q", a[:8])[0], 8 + struct.unpack("<Q", b[:8])[0]
    ok(a[start[0]:] == b[start[1]:], "keeps the same bits")
    with open(os.path.join(top, "a.npy"), "rb") as one, open(os.path.join(top, "b.npy"), "rb") as two:
        ok(one.read() == two.read(), "and predicts the same bits")
    with open(state, "r+b") as file:
        file.truncate(os.path.getsize(state) - 1)
    done = run(top, "c", "--state", os.path.join(top, "a"))
    ok(done.returncode == 3 and "needs data up to byte" in done.stderr and state in done.stderr,
       "a state that was cut short ends the run with its file and byte", f"exit {done.returncode}\n{done.stderr}")
    done = run(top, "d", "--state", os.path.join(top, "nowhere"))
    ok(done.returncode == 3 and "[ridge] its state: " in done.stderr, "a folder without states", done.stderr)

print(f"1..{count}")
sys.exit(failed > 0)

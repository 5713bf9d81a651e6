"""Codes of images there and back through a file and a state, and -log2 p by numpy from the state alone. Beside
them, for reading, what zstd and xz make of the two data sets. TAP."""
import gzip
import json
import os
import shutil
import subprocess
import tempfile

from common import TEST_DATA, end, exits, gyrus, lacks, ok, pipeline, skip

WORLD = """[pipeline]
seed = 5

[world]
plugin  = generator.hidden-tree
rows    = 300
lines   = 4
columns = 4
levels  = 8

[circuit]
plugin = encoder.hidden-chow-liu-tree
x      = @world
states = 3
levels = 8
iterations = 8
leaf_pseudocount = 2
"""
WRITES = WORLD + """
[code]
plugin = transform.arithmetic-encode
x      = @world
model  = @circuit.model

[file]
plugin = writer.code-stream
code   = @code.code
bits   = @code.bits
block  = 64
path   = images.codes

[images]
plugin = writer.npy
x      = @world
path   = images.npy

[ideal]
plugin = writer.npy
x      = @circuit
path   = ideal.npy

[split]
rows   = @world
scheme = k-fold
folds  = 2
refit  = true

[rate]
plugin = metric.bits-per-dimension
bits   = @code.bits
ideal  = @code.ideal
values = 16

[learning]
plugin = metric.training-curve
model  = @circuit.model

[check]
rate.excess_max     = 1 .. 2
rate.excess_min     = 0 .. 1
learning.falls      = 0 .. 0
learning.falls_prior = 0 .. 0
"""
READS = WORLD + """
[stored]
plugin = reader.code-stream
path   = {codes}
rows   = @world

[decoded]
plugin = transform.arithmetic-decode
code   = @stored.code
bits   = @stored.bits
model  = @circuit.model

[lossless]
plugin = metric.round-trip
x      = @world
y      = @decoded

[check]
lossless.share = 1 .. 1
"""


def put(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def found(top, name):
    return next(os.path.join(folder, name) for folder, _, files in os.walk(top) if name in files)


def safetensors(path):
    with open(path, "rb") as file:
        data = file.read()
    n = int.from_bytes(data[:8], "little")
    head = json.loads(data[8:8 + n])
    dtypes = {"I64": "<i8", "U32": "<u4", "F64": "<f8"}
    return {k: np.frombuffer(data[8 + n:][v["data_offsets"][0]:v["data_offsets"][1]], dtypes[v["dtype"]]).reshape(v["shape"])
            for k, v in head.items() if k != "__metadata__"}


def log2_p(state, x):
    """Sum over hidden states along the tree, leaves first, for all rows at once."""
    parent, t = state["parent"], state["transition"] / 2 ** 24
    e = np.diff(state["leaf"].astype(float), axis=1) / 2 ** 24  # [variable, value, hidden]
    up = [e[v][x[:, v]] for v in range(x.shape[1])]
    for v in state["order"][:0:-1]:
        up[parent[v]] = up[parent[v]] * (up[v] @ t[v].T)
    root = state["order"][0]
    return np.log2(up[root] @ t[root][0])


def there_and_back(top):
    first = os.path.join(top, "first")
    if not exits(0, "codes are written, within two bits, and log2 p never falls", put(os.path.join(top, "w.ini"), WRITES), first, "--check"):
        return
    codes = found(first, "images.codes")
    reads = put(os.path.join(top, "r.ini"), READS.format(codes=codes))
    exits(0, "every image comes back from the file and the state", reads, os.path.join(top, "second"), "--state", first, "--check")
    with open(codes, "r+b") as file:
        file.seek(100)
        byte = file.read(1)
        file.seek(100)
        file.write(bytes([byte[0] ^ 4]))
    done = gyrus(reads, os.path.join(top, "third"), "--state", first)
    ok(done.returncode == 3 and "byte " in done.stderr and "check sum is wrong" in done.stderr, "a changed bit is refused, with its block's byte", done.stderr)
    if lacks("numpy"):
        skip("-log2 p by numpy", lacks("numpy"))
        return
    state = safetensors(found(os.path.join(first, "states"), "state.safetensors"))
    x = np.load(found(first, "images.npy")).reshape(300, -1)
    ideal = np.load(found(first, "ideal.npy"))
    ok(np.abs(ideal + log2_p(state, x)).max() < 1e-9, "-log2 p of every image", ideal[:5])


def other_tools():
    """Sizes of one stream of all 10,000 images: reference numbers, nothing is asserted."""
    for name, path in ("MNIST test half", os.path.join(TEST_DATA, "aux-mnist-10k")), ("Fashion-MNIST test", "/usr/share/datasets/fashion-mnist"):
        file = os.path.join(path, "t10k-images-idx3-ubyte.gz")
        if not os.path.exists(file):
            skip(name + " by zstd and xz", "no " + os.path.basename(path))
            continue
        data = gzip.open(file).read()[16:]
        seen = {tool: 8 * len(subprocess.run([tool, *words], input=data, capture_output=True).stdout) / len(data)
                for tool, *words in (("gzip", "-9c"), ("zstd", "-19", "-c"), ("xz", "-9ec")) if shutil.which(tool)}
        print("# " + name + ", bits per value of one stream: " + ", ".join(f"{k} {v:.3f}" for k, v in seen.items()))


with tempfile.TemporaryDirectory() as folder:
    if not lacks("numpy"):
        import numpy as np
    there_and_back(folder)
    other_tools()
    for file in "probabilistic-circuits", "probabilistic-circuits-fashion":
        exits(0, file + " --profile small is met", pipeline(file), os.path.join(folder, file), "--profile", "small", "--check")
        exits(4, file + ": one hidden state is too few", pipeline(file), os.path.join(folder, file + "-f"), "--profile", "small", "--set", "circuit.states=1", "--check")
end()

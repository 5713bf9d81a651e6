"""Bad input through the command: the harness of the files beside it. Python's standard library alone.

A case is a keyfile in a folder of its own and what the command must say about it. Each case asserts the exit
code, the exact text of stderr (the folder's own path taken away), that stdout holds nothing, and that the
folder holds afterwards what it held before: no run folder, no half-written file, nothing changed."""
import array
import gzip
import math
import os
import struct
import subprocess
import sys
import tempfile

GYRUS = os.path.abspath(sys.argv[1])
MODULES = os.path.abspath(sys.argv[2]) if len(sys.argv) > 2 else ""
NAN = float("nan")
HEAD = "[pipeline]\nseed = 1\n"


def group(name, **keys):
    """A group of a keyfile: group("t", plugin="reader.table", path="t.tsv")."""
    return f"[{name}]\n" + "".join(f"{key} = {value}\n" for key, value in keys.items())


def tsv(*columns):
    """tsv(("x", [1, 2]), ("y", [3, 4])) -> the bytes of a table."""
    rows = zip(*(values for _, values in columns))
    lines = ["\t".join(name for name, _ in columns)] + ["\t".join(map(str, row)) for row in rows]
    return ("\n".join(lines) + "\n").encode()


def npy(shape, values, descr="<f8", version=1, header=None):
    """The bytes of a .npy file; values are written as float64."""
    text = header or f"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}"
    text += " " * (-(len(text) + 11) % 64) + "\n"
    return b"\x93NUMPY" + bytes([version, 0]) + struct.pack("<H", len(text)) + text.encode() + array.array("d", values).tobytes()


def nifti(grid, volumes, values, tr=2.0, affine=(2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 2, 0), magic=b"n+1\0", dims=None):
    """The bytes of a NIfTI-1 file of float32; `values` in file order, x fastest."""
    h = bytearray(352)
    struct.pack_into("<i", h, 0, 348)
    struct.pack_into("<8h", h, 40, *(dims or (4, *grid, volumes, 1, 1, 1)))
    struct.pack_into("<2h", h, 70, 16, 32)
    struct.pack_into("<8f", h, 76, 1, 2, 2, 2, tr, 0, 0, 0)
    struct.pack_into("<f", h, 108, 352)
    h[123] = 2 | 8
    struct.pack_into("<2h", h, 252, 0, 1)
    struct.pack_into("<12f", h, 280, *affine)
    h[344:348] = magic
    return bytes(h) + array.array("f", values).tobytes()


def nifti2(dims):
    """The header of a NIfTI-2 file of float32 with these eight numbers as its dim."""
    h = bytearray(544)
    struct.pack_into("<i", h, 0, 540)
    h[4:12] = b"n+2\0\r\n\032\n"
    struct.pack_into("<2h", h, 12, 16, 32)
    struct.pack_into("<8q", h, 16, *dims)
    struct.pack_into("<8d", h, 104, 1, 2, 2, 2, 2, 0, 0, 0)
    struct.pack_into("<q", h, 168, 544)
    return bytes(h)


def noise(n, seed=1):
    """n numbers in [-1, 1), the same on every machine (Park and Miller 1988)."""
    out = []
    for _ in range(n):
        seed = seed * 48271 % 2147483647
        out.append(seed / 2147483647 * 2 - 1)
    return out


def ridge_r(x, targets, alpha, folds):
    """Mean Pearson r over targets and folds of a ridge regression on two features, each divided by its deviation in the
    training rows, the intercept free; contiguous folds of equal size. x: rows of two numbers; targets: lists of numbers."""
    def centred(values, rows):
        mean = math.fsum(values[i] for i in rows) / len(rows)
        return [v - mean for v in values]

    def dot(a, b, rows):
        return math.fsum(a[i] * b[i] for i in rows)

    scores, n = [], len(x)
    for k in range(folds):
        test = range(k * n // folds, (k + 1) * n // folds)
        train = [i for i in range(n) if i not in test]
        a, b = (centred([row[j] for row in x], train) for j in (0, 1))
        a, b = ([v / math.sqrt(dot(c, c, train) / len(train)) for v in c] for c in (a, b))
        aa, bb, ab = dot(a, a, train) + alpha, dot(b, b, train) + alpha, dot(a, b, train)
        for y in targets:
            z = centred(y, train)
            za, zb = dot(a, z, train), dot(b, z, train)
            u, v = (bb * za - ab * zb) / (aa * bb - ab * ab), (aa * zb - ab * za) / (aa * bb - ab * ab)
            guess, truth = centred([u * p + v * q for p, q in zip(a, b)], test), centred(y, test)
            scores.append(dot(guess, truth, test) / math.sqrt(dot(guess, guess, test) * dot(truth, truth, test)))
    return math.fsum(scores) / len(scores)


def tree(folder):
    """Every file and folder under `folder`, with what is in it."""
    found = {}
    for root, folders, files in os.walk(folder):
        for name in folders:
            found[os.path.relpath(os.path.join(root, name), folder)] = None
        for name in files:
            with open(os.path.join(root, name), "rb") as file:
                found[os.path.relpath(os.path.join(root, name), folder)] = file.read()
    return found


class Suite:
    """Counts and prints cases as TAP."""

    def __init__(self):
        self.count = self.failed = 0

    def tell(self, name, wrong, skip=None):
        self.count += 1
        self.failed += bool(wrong)
        print(f"{'not ok' if wrong else 'ok'} {self.count} - {name}" + (f" # SKIP {skip}" if skip else ""))
        for line in wrong:
            print("# " + line)
        sys.stdout.flush()

    def end(self):
        print(f"1..{self.count}")
        sys.exit(self.failed > 0)

    def run(self, name, keyfile, files, code, stderr, args=(), command="run", env=None, stdout="", left=(), look=None):
        """One case. keyfile: text or bytes; files: {name: bytes}; stderr and stdout: the exact texts, in which
        paths inside of the case's folder are relative; left: what it leaves there, sorted, without what is in
        outputs/; look: called with the folder's tree, gives lines of what is wrong with it."""
        with tempfile.TemporaryDirectory() as folder:
            folder = os.path.realpath(folder)
            for path, content in {"k.ini": keyfile, **files}.items():
                with open(os.path.join(folder, path), "wb") as file:
                    file.write(content.encode() if isinstance(content, str) else content)
            before = tree(folder)
            words = [GYRUS, command, "k.ini", *(["--out", "out"] if command == "run" else []), *args]
            done = subprocess.run(words, capture_output=True, cwd=folder, timeout=60, env={**os.environ, **(env or {})})
            after = tree(folder)
            wrong = differences(done, folder, code, stdout, stderr) + changes(before, after, left)
            self.tell(name, wrong + (look(after) if look else []))


def differences(done, folder, code, stdout, stderr):
    wrong = [] if done.returncode == code else [f"exit {done.returncode}, wanted {code}"]
    for stream, seen, wanted in ("stderr", done.stderr, stderr), ("stdout", done.stdout, stdout):
        seen = seen.decode(errors="backslashreplace").replace(folder + "/", "").replace(folder, ".")
        if seen != wanted:
            wrong += [f"{stream}:", *seen.splitlines(), "wanted:", *wanted.splitlines()]
    return wrong


def changes(before, after, left=()):
    new = sorted(path for path in after.keys() - before.keys() if "/outputs/" not in path)
    return [f"left on disk: {path}" for path in new if path not in left] + \
        [f"not on disk: {path}" for path in left if path not in new] + \
        [f"gone from disk: {path}" for path in sorted(before.keys() - after.keys())] + \
        [f"changed on disk: {path}" for path in sorted(before.keys() & after.keys()) if before[path] != after[path]]


def packed(data):
    return gzip.compress(data, 6, mtime=0)

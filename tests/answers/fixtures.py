"""Every fixture of tests/parity names the script that made it and the oracle's version, and the script
makes it again: where that version is installed, the same numbers come out. TAP."""
import glob
import json
import os
import re
import shutil
import subprocess
import tempfile

from common import PYTHON, SOURCE, end, ok, skip

PARITY = os.path.join(SOURCE, "tests", "parity")
NUMBER = re.compile(r"(?<![\w.])[-+]?(?:\d+\.?\d*(?:e[-+]?\d+)?|nan|inf)(?![\w.])", re.I)
fixtures = sorted(path for kind in ("*_fixture.h", "*.tsv", "*.txt", "*.json") for path in glob.glob(os.path.join(PARITY, kind)))


def numbers(text):
    """All numbers outside the comment that names script and versions."""
    return [float(word) for word in NUMBER.findall(text.replace(head_of(text), "").replace("int64_t", ""))]


def head_of(text):
    """The comment at the beginning, the member `by` of JSON, or the first line."""
    if text.startswith("{"):
        return json.loads(text)["by"]
    return text[:text.index("*/") + 2] if text.startswith("/*") else text.split("\n", 1)[0]


def installed():
    """Versions of the oracles here."""
    words = "import numpy, scipy, sklearn; print(numpy.__version__, scipy.__version__, sklearn.__version__)"
    said = subprocess.run([PYTHON, "-c", words], capture_output=True, text=True).stdout.split()
    tensorly = subprocess.run([PYTHON, "-c", "import tensorly; print(tensorly.__version__)"], capture_output=True, text=True)
    return dict(zip(("numpy", "scipy", "scikit-learn"), said), tensorly=tensorly.stdout.strip())


def made_again(script, folder):
    """What the script prints, or the file that it writes beside itself."""
    shutil.copy(os.path.join(PARITY, script), folder)
    done = subprocess.run([PYTHON, os.path.join(folder, script)], capture_output=True, text=True,
                          env=dict(os.environ, OPENBLAS_NUM_THREADS="1"))
    files = [name for name in os.listdir(folder) if name.endswith(".txt")]
    if files:
        with open(os.path.join(folder, files[0]), encoding="utf-8") as file:
            return file.read()
    return done.stdout


HERE, used = installed(), set()
for path in fixtures:
    name = os.path.basename(path)
    with open(path, encoding="utf-8") as file:
        text = file.read()
    head = head_of(text)
    script = re.search(r"\bmake_\w+\.py", head)
    versions = re.findall(r"(scikit-learn|scipy|numpy|tensorly) ([\d.]+\d)", head)
    ok(script and versions and os.path.exists(os.path.join(PARITY, script[0])), f"{name} names its script and its oracle", head)
    if not script:
        continue
    used.add(script[0])
    if any(HERE.get(m) != v for m, v in versions):
        skip(f"{name} is made again", "not installed: " + " ".join(f"{m} {v}" for m, v in versions))
        continue
    with tempfile.TemporaryDirectory() as folder:
        want, seen = numbers(text), numbers(made_again(script[0], folder) or "\n")
        worst = max((abs(a - b) / (1 + abs(a)) for a, b in zip(want, seen) if a == a), default=0)
        ok(len(want) == len(seen) > 10 and worst < 1e-9, f"{name} is made again", (len(want), len(seen), worst))
missing = {os.path.basename(p) for p in glob.glob(os.path.join(PARITY, "make_*.py"))} - used - {"make_nifti.py"}
ok(not missing, "no script is left without a fixture", missing)
end()

"""sparsey-digits on real digits, where they are: MNIST's test half and Debian's Fashion-MNIST. TAP. Labels and nearest class means are
made again by numpy from the files' bytes; the codes' accuracy is within the [check] of the keyfile."""
import gzip
import os
import tempfile

from common import TEST_DATA, exits, end, lacks, ok, pipeline, scores, skip

KEYFILE, ITEMS, FOLDS = pipeline("sparsey-digits"), 400, 5
MNIST, FASHION = os.path.join(TEST_DATA, "aux-mnist-10k"), "/usr/share/datasets/fashion-mnist"


def idx(path, head):
    with gzip.open(path) as file:
        return np.frombuffer(file.read()[head:], np.uint8)


def centroid(folder):
    """Accuracy of each of five contiguous folds: largest correlation with a class mean of the binarised training pictures."""
    x = (idx(os.path.join(folder, "t10k-images-idx3-ubyte.gz"), 16).reshape(-1, 784)[:ITEMS] > 127).astype(float)
    y = idx(os.path.join(folder, "t10k-labels-idx1-ubyte.gz"), 8)[:ITEMS]
    found = []
    for test in np.array_split(np.arange(ITEMS), FOLDS):
        train = np.setdiff1d(np.arange(ITEMS), test)
        mean = np.array([x[train][y[train] == k].mean(0) for k in range(10)])
        r = np.corrcoef(np.vstack([x[test], mean]))[:len(test), len(test):]
        found.append((r.argmax(1) == y[test]).mean())
    return found


def digits(name, folder):
    if not os.path.exists(os.path.join(folder, "t10k-images-idx3-ubyte.gz")):
        skip(f"sparsey-digits on {name}", f"no {folder}")
        return
    with tempfile.TemporaryDirectory() as work:
        out = os.path.join(work, "out")
        if exits(0, f"sparsey-digits runs on {name}", KEYFILE, out, "--profile", "mnist", "--set", f"data={folder}", "--set", f"items={ITEMS}"):
            seen, want = [v[0] for v in scores(out, "by-centroid", "accuracy")], centroid(folder)
            ok(np.allclose(seen, want), f"{name}: nearest class means label like numpy", (seen, want))
            code, one = (np.mean([v[0] for v in scores(out, n, "accuracy")]) for n in ("by-code", "by-one-item"))
            ok(code > one + .2, f"{name}: codes are above the memory of one item", (code, one))


lack = lacks("numpy")
if lack:
    skip("sparsey-digits", lack)
else:
    import numpy as np
    digits("MNIST", MNIST)
    digits("Fashion-MNIST", FASHION)
end()

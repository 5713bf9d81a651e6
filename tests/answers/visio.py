"""visio-linguistic-encoding beside numpy: words counted again from the captions, features scaled, multiplied and
fitted again fold by fold, 2V2 over all pairs and unique variance from them; image-triplets: differences, regression
and accuracy again from the arrays of its nodes. TAP. Only what a world gives (captions, energies, responses) is read
from the run folder."""
import csv
import os
import re
import tempfile

from common import end, exits, lacks, ok, pipeline, rows, skip

ROIS = "EarlyVis", "OPA", "LOC", "PPA", "RSC"
ALPHA, FOLDS, SEEDS = 100, 5, (1, 2)
LEAVE = set("a one the and of is there are before then first sees background picture object objects two clear graded "
            "banded left right above below".split())
WRITES = "".join(f"""
[write-{name}]
plugin = writer.{kind}
x      = {edge}
path   = {name}.{"npy" if kind == "npy" else "tsv"}
""" for name, kind, edge in (
    ("energy", "npy", "@image"), ("coarse", "npy", "@coarse"), ("betas", "npy", "@brain.betas"),
    ("stimulus", "npy", "@brain.stimulus"), ("run", "npy", "@brain.run"), ("captions", "table", "@scenes.captions"),
    ("part", "npy", "@part"))) + """
[part]
plugin        = transform.select
x             = @brain
columns_where = roi == ${roi}
"""


def written(keyfile, folder, more):
    """A copy of a pipeline with writers, its groups unchanged."""
    path = os.path.join(folder, "with-writers.ini")
    with open(keyfile, encoding="utf-8") as source, open(path, "w", encoding="utf-8") as file:
        file.write(source.read() + more)
    return path


def array(out, node, *case):
    return np.load(os.path.join(out, "outputs", node, *case, node.removeprefix("write-") + ".npy"))


def column(out, node, *case):
    path = os.path.join(out, "outputs", node, *case, node.removeprefix("write-") + ".tsv")
    with open(path, encoding="utf-8", newline="") as file:
        return [row[0] for row in csv.reader(file, delimiter="\t")][1:]


def counts(captions, train):
    """Counts of the 19 words that are in most training captions, ties by the alphabet."""
    words = [re.findall(r"[a-z0-9']+", caption.lower()) for caption in captions]
    texts = {}
    for i in train:
        for word in set(words[i]) - LEAVE:
            texts[word] = texts.get(word, 0) + 1
    order = sorted(texts, key=lambda word: (-texts[word], word))[:19]
    return np.array([[row.count(word) for word in order] for row in words], float)


def scaled(x, train):
    sd = x[train].std(0)
    return (x - x[train].mean(0)) / np.where(sd > 1e-12, sd, 1)


def ridge(X, Y, train, test):
    m, s, c = X[train].mean(0), X[train].std(0), Y[train].mean(0)
    s = np.where(s > 1e-12, s, 1)
    Z = (X[train] - m) / s
    W = np.linalg.solve(Z.T @ Z + ALPHA * np.eye(Z.shape[1]), Z.T @ (Y[train] - c))
    return (X[test] - m) / s @ W + c


def v2v2(P, T):
    """Every pair of rows by its four cosine distances."""
    P, T = (a / np.linalg.norm(a, axis=1, keepdims=True) for a in (P, T))
    D = 1 - T @ P.T
    own = D.diagonal()[:, None] + D.diagonal()[None]
    gain = (D + D.T - own)[np.triu_indices(len(D), 1)]
    return ((gain > 1e-12) + .5 * (abs(gain) <= 1e-12)).mean()


def regions(out, Y, case):
    """The region of each voxel, by the responses that a selection of the region has."""
    where = {Y[:, j].tobytes(): j for j in range(Y.shape[1])}
    roi = np.full(Y.shape[1], "", dtype=object)
    for name in ROIS:
        part = array(out, "write-part", case, "roi=" + name)
        roi[[where[np.ascontiguousarray(part[:, j]).tobytes()] for j in range(part.shape[1])]] = name
    return roi


def world(out, seed):
    """2V2 by ROI and fold, and mean R2 by ROI over voxels and folds, of both and all features."""
    case = f"seed={seed}"
    energy, coarse, Y, stimulus, run = (array(out, "write-" + name, case)
                                        for name in ("energy", "coarse", "betas", "stimulus", "run"))
    captions, roi = column(out, "write-captions", case), regions(out, Y, case)
    images, runs = len(energy), len(set(run.tolist()))
    block = stimulus * (runs // 2) // images        # runs k and k + runs / 2 show the same images
    names = {name: k for k, name in enumerate(sorted(set(run.tolist())))}
    ok(all(names[r] % (runs // 2) == b for r, b in zip(run.tolist(), block.tolist())), f"{case}: both showings of an image in runs of one fold")
    v, r2 = {}, {}
    for held in range(FOLDS):
        test = np.flatnonzero(block == held)
        train = np.flatnonzero(block != held)
        seen = np.unique(stimulus[train])
        words = counts(captions, seen)
        a, b = scaled(coarse, seen), scaled(words, seen)
        fused = (a[:, :, None] * b[:, None]).reshape(images, -1)
        both = np.column_stack([energy, words])
        T = scaled(Y, train)
        for name, X in ("both", both), ("all", np.column_stack([both, fused])):
            P = ridge(X[stimulus], T, train, test)
            for k in ROIS:
                v.setdefault((name, k), {})[held] = v2v2(P[:, roi == k], T[test][:, roi == k])
            r2.setdefault(name, []).append(1 - ((T[test] - P) ** 2).sum(0) / (T[test] ** 2).sum(0))
    mean = {(name, k): np.mean(r2[name], 0)[roi == k].mean() for name in r2 for k in ROIS}
    return v, mean


def agrees_with_numpy(folder):
    keyfile, out = written(pipeline("visio-linguistic-encoding"), folder, WRITES), os.path.join(folder, "visio")
    sets = ["--set", f"alphas={ALPHA}", "--set", "foreach seed.values=" + ";".join(map(str, SEEDS))]
    if not exits(0, "the pipeline with its arrays written", keyfile, out, "--profile", "small", *sets):
        return
    seen, unique = {}, {}
    for row in rows(out):
        value = float(row["value"].replace("n/a", "nan"))
        if row["node"] in ("v2v2-both", "v2v2-all") and row["port"] == "accuracy" and "fold" in row["case"]:
            key = row["node"][5:], row["case"]["seed"], row["item"]
            seen.setdefault(key, {})[int(row["case"]["fold"])] = value
        if row["node"] == "unique" and row["port"] == "difference":
            unique[row["case"]["roi"]] = value
    gains = {k: [] for k in ROIS}
    for seed in SEEDS:
        v, mean = world(out, seed)
        for name in "both", "all":
            worst = 0
            for k in ROIS:
                mine = sorted(v[name, k].values())
                theirs = sorted(seen[name, str(seed), f"group={k}"].values())
                worst = max(worst, np.abs(np.subtract(mine, theirs)).max())
            ok(worst < 1e-6, f"seed {seed}, {name}: 2V2 of every region and fold", worst)
        for k in ROIS:
            gains[k].append(mean["all", k] - mean["both", k])
    for k in ROIS:
        ok(abs(np.mean(gains[k]) - unique[k]) < 1e-6, f"{k}: unique variance", (np.mean(gains[k]), unique[k]))
    ok(np.mean(gains["RSC"]) > .3 and np.mean(gains["PPA"]) > 0 > max(np.mean(gains[k]) for k in ("EarlyVis", "OPA", "LOC")),
       "numpy sees it where it was planted and not elsewhere", gains)


def triplets(folder):
    """What image-triplets says of its arrays, said again."""
    writes = "".join(f"\n[write-{name}]\nplugin = writer.npy\nx = {edge}\npath = {name}.npy\n" for name, edge in (
        ("upper", "@upper-similarity"), ("lower", "@lower-similarity"), ("attributes", "@scenes.attributes"),
        ("images", "@triplets.images"), ("differences", "@triplets"), ("choice", "@both"), ("energy", "@energy")))
    keyfile, out = written(pipeline("image-triplets"), folder, writes), os.path.join(folder, "triplets")
    if not exits(0, "image-triplets with its arrays written", keyfile, out, "--profile", "small",
                 "--set", "foreach observer.values=1;2"):
        return
    get = lambda name, *case: array(out, "write-" + name, *case)
    U, L, images, D = get("upper"), get("lower"), get("images"), get("differences")
    ok(np.abs(U - np.corrcoef(get("attributes").astype(float))).max() < 1e-12, "similarity = numpy's corrcoef, attributes")
    ok(np.abs(L - np.corrcoef(get("energy"))).max() < 1e-12, "similarity = numpy's corrcoef, energies")
    r, a, b = images.T
    ok(np.abs(D - np.column_stack([U[r, a] - U[r, b], L[r, a] - L[r, b]])).max() < 1e-15, "differences of the two images")
    ok(len(set(images.ravel().tolist())) == images.size, "no image is used twice")
    off = ~np.eye(len(U), dtype=bool)
    steps = D / (.5 * np.array([U[off].std(), L[off].std()]))
    wanted = np.where(steps[:, :1] < 0, -1, 1) * np.round(steps)
    error = np.abs(np.round(steps) - steps) * .5 * np.array([U[off].std(), L[off].std()])
    cells, n = np.unique(wanted, axis=0, return_counts=True)
    ok(len(cells) == 18 and len(set(n.tolist())) == 1 and error.max() < .02 + 1e-12, "as many of each cell, within the tolerance", (cells, n))
    searched = [float(row["value"]) for row in rows(out) if row["node"] == "searched"]
    ok(abs(np.corrcoef(D.T)[0, 1] - searched[0]) < 1e-9 and abs(searched[0]) < .05, "correlation of the differences", searched)
    X = np.column_stack([D, np.ones(len(D))])
    for observer in "1", "2":
        y, w = get("choice", "observer=" + observer), np.zeros(3)
        for _ in range(50):
            p = 1 / (1 + np.exp(-X @ w))
            H = X.T @ (X * (p * (1 - p))[:, None])
            w = w + np.linalg.solve(H, X.T @ (y - p))
        se = np.sqrt(np.diag(np.linalg.inv(H)))
        said = {}
        for row in rows(out):
            if row["node"] == "weights" and row["case"].get("observer") == observer:
                said.setdefault(row["port"], []).append(float(row["value"].replace("n/a", "nan")))
        ok(np.abs(np.array(said["weight"]) - w[:2]).max() < 1e-8 and np.abs(np.array(said["se"]) - se[:2]).max() < 1e-8,
           f"observer {observer}: coefficients and standard errors", (said, w, se))
        accuracy = [float(row["value"]) for row in rows(out) if row["node"] == "accuracy-both" and row["case"]["observer"] == observer]
        ok(np.abs(np.array(accuracy) - ((D > 0) == (y[:, None] > .5)).mean(0)).max() < 1e-12, f"observer {observer}: accuracy of signs")


with tempfile.TemporaryDirectory() as top:
    if lacks("numpy"):
        skip("numpy's answers", lacks("numpy"))
    else:
        import numpy as np
        agrees_with_numpy(top)
        triplets(top)
end()

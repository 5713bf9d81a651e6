"""haxby-decoding beside numpy, scikit-learn and nibabel: every label of every block, the encoding map
and its image, and where chance lies. TAP. The recipe is that of answers/haxby.py, restated so that
labels come out; its printed means must be those of that script."""
import glob
import os
import re
import subprocess
import tempfile

from common import ANSWERS, GYRUS, PYTHON, TEST_DATA, end, exits, gyrus, lacks, ok, pipeline, rows, skip

DATA = os.path.join(TEST_DATA, "haxby2001-1slice")
KEYFILE = pipeline("haxby-decoding")
NEEDS = lacks("numpy", "scipy", "sklearn", "nibabel")
CLASSES = range(1, 9)


def blocks(lag):
    """X [block, voxel], category 1..8, run 0..11: eight blocks of each of twelve runs."""
    volumes = [nib.load(f"{DATA}/sub001/BOLD/task001_run{r:03d}/bold_1slice.nii.gz").get_fdata() for r in range(1, 13)]
    series = [v.reshape(-1, 121).T for v in volumes]
    varying = np.all([x.std(0) > 0 for x in series], 0)
    X, y, g = [], [], []
    for r, x in enumerate(series):
        x = detrend(x[:, varying], axis=0)
        x = (x - x.mean(0)) / x.std(0)
        t = np.arange(121) * 2.5
        for k in CLASSES:
            events = np.loadtxt(f"{DATA}/sub001/model/model001/onsets/task001_run{r + 1:03d}/cond{k:03d}.txt", ndmin=2)
            inside = np.any([(t >= onset + lag) & (t < onset + lag + length) for onset, length, _ in events], 0)
            X.append(x[inside].mean(0))
            y.append(k)
            g.append(r)
    return np.array(X), np.array(y), np.array(g), varying


def by_centroid(X, y, T):
    unit = lambda v: (v - v.mean(1, keepdims=True)) / v.std(1, keepdims=True)
    means = np.array([X[y == k].mean(0) for k in CLASSES])
    return np.argmax(unit(T) @ unit(means).T, 1) + 1


def by_logistic(X, y, T):
    return LogisticRegression(C=1, max_iter=5000, tol=1e-8).fit(X, y).predict(T)


def by_ridge(X, y, T):
    Y, centre = np.eye(8)[y - 1], X.mean(0)
    K = (X - centre) @ (X - centre).T
    W = (X - centre).T @ np.linalg.solve(K + 100 * np.eye(len(X)), Y - Y.mean(0))
    return np.argmax((T - centre) @ W + Y.mean(0), 1) + 1


DECODERS = {"by-centroid": by_centroid, "by-logistic": by_logistic, "by-ridge": by_ridge}


def labels(X, y, g, decoder):
    """{(run, truth): guess}"""
    found = {}
    for r in range(12):
        for truth, guess in zip(y[g == r], decoder(X[g != r], y[g != r], X[g == r])):
            found[r, int(truth)] = int(guess)
    return found


def labels_of(out, node, lag):
    """The same of a run: a fold tests one block of each category, so its confusion says every label."""
    found = {}
    for row in rows(out):
        if row["node"] == node and row["port"] == "confusion" and row["case"].get("lag") == lag and "fold" in row["case"]:
            truth, guess = (int(part.split("=")[1]) for part in row["item"].split(";"))
            for _ in range(int(float(row["value"]))):
                assert (int(row["case"]["fold"]), truth + 1) not in found
                found[int(row["case"]["fold"]), truth + 1] = guess + 1
    return found


def encoding_map(X, y, g):
    R = []
    for r in range(12):
        a, q = g != r, g == r
        D = np.eye(8)[y - 1]
        mx, my = D[a].mean(0), X[a].mean(0)
        W = np.linalg.solve((D[a] - mx).T @ (D[a] - mx) + np.eye(8), (D[a] - mx).T @ (X[a] - my))
        P = (D[q] - mx) @ W + my
        R.append([np.corrcoef(P[:, v], X[q][:, v])[0, 1] for v in range(X.shape[1])])
    return np.mean(R, 0)


def image(out, wanted, varying):
    files = glob.glob(os.path.join(glob.escape(out), "outputs", "image", "lag=0 s", "*.nii.gz"))
    ok([os.path.basename(f) for f in files] == ["encoding-map.nii.gz"], "one image lies in the run folder", files)
    ours = nib.load(files[0])
    source = nib.load(f"{DATA}/sub001/BOLD/task001_run001/bold_1slice.nii.gz")
    ok(ours.shape == source.shape[:3] == (40, 20, 1), "nibabel: the image has the recording's grid", ours.shape)
    ok(np.array_equal(ours.affine, source.affine), "nibabel: the same affine", ours.affine)
    ok(ours.header.get_xyzt_units() == source.header.get_xyzt_units(), "nibabel: the same units")
    values = ours.get_fdata().reshape(-1)
    ok(np.array_equal(np.isfinite(values), varying), "nibabel: values in the 530 voxels, NaN elsewhere")
    ok(np.abs(values[varying] - wanted).max() < 1e-6, "nibabel: each voxel's r within 1e-6",
       np.abs(values[varying] - wanted).max())


def chance(stdout, X, y, g):
    """Draws of the host beside draws of numpy, labels permuted within runs, the same decoder."""
    said = re.search(r"chance of by-centroid \(lag=0 s\): observed ([\d.]+), (\d+) draws of mean ([\d.]+) and "
                     r"maximum ([\d.]+), p = ([\d.]+)", stdout)
    observed, n, mean, top, p = (float(v) for v in said.groups())
    random, own = np.random.default_rng(5), []
    for _ in range(60):
        z = y.copy()
        for r in range(12):
            z[g == r] = random.permutation(z[g == r])
        own.append(np.mean([truth == guess for (_, truth), guess in labels(X, z, g, by_centroid).items()]))
    sd = np.std(own, ddof=1)
    ok(n == 99, "99 draws in the small profile", n)
    ok(abs(mean - 1 / 8) < 3 * sd / n ** .5, "the draws' mean is 1/8 within its interval", (mean, sd))
    ok(abs(np.mean(own) - mean) < 4 * sd * (1 / n + 1 / len(own)) ** .5, "and that of the script's draws", np.mean(own))
    ok(1 / 8 + sd < top < 1 / 8 + 5 * sd, "the largest draw is one of so many", (top, sd))
    ok(p == .01 and observed == .625, "no draw reaches the truth: p = 1 / 100", (p, observed))


def decoding(folder, lag, words):
    """Runs one lag and compares every label; what the command said, and the blocks."""
    out = os.path.join(folder, f"lag{lag}")
    done = gyrus(KEYFILE, out, "--set", "data=" + DATA, "--profile", "small", *words)
    ok(done.returncode == 0, f"lag {lag}: haxby-decoding", f"exit {done.returncode}\n{done.stderr}{done.stdout}")
    X, y, g, varying = blocks(lag)
    for node, decoder in DECODERS.items():
        wanted = labels(X, y, g, decoder)
        seen = labels_of(out, node, f"{lag:g} s") if done.returncode == 0 else {}
        ok(seen == wanted and len(wanted) == 96, f"lag {lag}: all 96 labels of {node[3:]}",
           {key: (seen.get(key), wanted[key]) for key in wanted if seen.get(key) != wanted[key]})
        mean = np.mean([truth == guess for (_, truth), guess in wanted.items()])
        ok(re.search(rf"^lag {lag}: .*\b{node[3:]} {mean:.4f}", PINNED, re.M),
           f"lag {lag}: {node[3:]}'s accuracy in the pinned script", PINNED)
    return out, done, X, y, g, varying


def as_its_head_says(folder):
    """As the comment at the head of the file runs it, both lags and no --out; fewer draws."""
    here = os.path.join(folder, "here")
    os.mkdir(here)
    words = [KEYFILE, "--set", "data=" + DATA, "--set", "chance by-centroid.times=1"]
    done = subprocess.run([GYRUS, "check", *words, "--peek"], capture_output=True, text=True, cwd=here)
    ok(done.returncode == 0 and not done.stderr and not os.listdir(here), "check --peek of both lags, nothing is made", done)
    done = subprocess.run([GYRUS, "run", *words, "--check", "--quiet"], capture_output=True, text=True, cwd=here)
    found = sorted(os.path.relpath(f, here) for f in glob.glob(os.path.join(here, "**", "*.*"), recursive=True) if os.path.isfile(f))
    ok(done.returncode == 0 and found == [f"lag={lag} s/encoding-map.nii.gz" for lag in ("0", "2.5")],
       "a run of both lags without --out: an image for each", (done, found))


def test(folder):
    out, done, X, y, g, varying = decoding(folder, 0.0, ["--check"])
    wanted = encoding_map(X, y, g)
    ok(re.search(rf"mean {wanted.mean():.6f}, max {wanted.max():.6f}", PINNED), "the pinned script's map", PINNED)
    if done.returncode == 0:
        image(out, wanted, varying)
        chance(done.stdout, X, y, g)
    few = ["--set", "chance by-centroid.times=1"]
    decoding(folder, 2.5, ["--set", "foreach lag.values=2.5 s", *few])
    as_its_head_says(folder)
    exits(4, "haxby-decoding --chance --check is not met", KEYFILE, os.path.join(folder, "chance"), "--profile", "small",
          "--set", "data=" + DATA, *few, "--chance", "--check")


if not os.path.isdir(DATA) or not os.path.exists(os.path.join(ANSWERS, "haxby.py")):
    skip("haxby", "no recording or no independent script: set GYRUS_TEST_DATA")
elif NEEDS:
    skip("haxby", NEEDS)
else:
    import warnings

    import nibabel as nib
    import numpy as np
    from scipy.signal import detrend
    from sklearn.linear_model import LogisticRegression
    warnings.filterwarnings("ignore")
    PINNED = subprocess.run([PYTHON, os.path.join(ANSWERS, "haxby.py"), DATA], capture_output=True, text=True).stdout
    with tempfile.TemporaryDirectory() as top:
        test(top)
end()

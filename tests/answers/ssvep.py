"""ssvep-cca on real EEG beside numpy and scipy: every sample that FIF files hold, every label of CCA and of the
filter bank, the rates. TAP. The script reads the FIF files by itself, takes its filters from scipy.signal and finds
the correlations by QR and singular values.

The recipe of CCA: Butterworth of order 4, 2 .. 50 Hz, forward and backward over each recording; 2 or 3 s from 2 s after
the cue; 13, 17 and 21 Hz with 3 harmonics; rest is left out. 144 and 156 of 192 trials of four people are right."""
import glob
import os
import struct
import tempfile

from common import TEST_DATA, end, gyrus, lacks, ok, pipeline, skip

DATA = os.path.join(TEST_DATA, "ssvep-exo")
NEEDS = lacks("numpy", "scipy")
RATE, HZ = 256, {2: 13, 3: 21, 4: 17}


def tags(path):
    with open(path, "rb") as file:
        data = file.read()
    at = 0
    while at + 16 <= len(data):
        kind, _, size, follows = struct.unpack(">4i", data[at:at + 16])
        yield kind, data[at + 16:at + 16 + size]
        if follows < 0:
            return
        at = follows or at + 16 + size


def recording(path):
    """x [time, channel] in volts; (sample, code) of each event."""
    parts, scale = [], []
    for kind, data in tags(path):
        if kind == 203:
            scale.append(np.prod(struct.unpack(">2f", data[12:20])))
        if kind == 300:
            parts.append(np.frombuffer(data, ">f4"))
    x = np.concatenate(parts).reshape(-1, len(scale)).astype(float) * scale
    listed = [data for kind, data in tags(path.replace("_raw.fif", "-eve.fif")) if kind == 3561][0]
    return x, np.frombuffer(listed, ">i4").reshape(-1, 3)[:, [0, 2]]


def rho(piece, hz, harmonics):
    t = np.arange(len(piece)) / RATE
    y = np.column_stack([f(2 * np.pi * hz * h * t) for h in range(1, harmonics + 1) for f in (np.sin, np.cos)])
    a, b = np.linalg.qr(piece - piece.mean(0))[0], np.linalg.qr(y - y.mean(0))[0]
    return np.linalg.svd(a.T @ b, compute_uv=False)[0]


def by_cca(x, at, n):
    return max(sorted(HZ.values()), key=lambda hz: rho(x[0][at:at + n], hz, 3))


def by_bank(x, at, n):
    return max(sorted(HZ.values()), key=lambda hz: sum(
        ((k + 1) ** -1.25 + .25) * rho(band[at:at + n], hz, 5) ** 2 for k, band in enumerate(x)))


def wide(x):
    return [sosfiltfilt(butter(4, [2, 50], "band", fs=RATE, output="sos"), x, axis=0)]


def bank(x):
    return [filtfilt(*cheby1(2, 1, [low, 90], "band", fs=RATE), x, axis=0) for low in (8, 16, 24)]


def rate(p, m, t):
    bits = np.log2(m) + sum(q * np.log2(q / k) for q, k in ((p, 1), (1 - p, m - 1)) if q > 0)
    return 0 if p < 1 / m else bits * 60 / t


WRITERS = """
[said-cca]
plugin = writer.table
x = @trials.label;@cca.label
names = truth;cca
path = said.tsv

[said-fbcca]
plugin = writer.table
x = @pieces.label;@fbcca.label
names = truth;fbcca
path = said.tsv

[samples]
plugin = writer.npy
x = @eeg
path = samples.npy
"""


def read(path):
    with open(path, encoding="utf-8") as file:
        return [line.rstrip("\n").split("\t") for line in file][1:]


def compare(out):
    right = {}
    for subject in ("01", "02", "03", "04"):
        files = sorted(glob.glob(os.path.join(DATA, "subject" + subject, "*_raw.fif")))
        sessions = [recording(path) for path in files]
        ours = np.load(glob.glob(os.path.join(out, "outputs", "samples", f"*subject={subject}*", "*.npy"))[0])
        ok(np.array_equal(ours, np.concatenate([x for x, _ in sessions])), f"subject {subject}: every sample", ours.shape)
        for milliseconds in (2000, 3000):
            n, seen = RATE * milliseconds // 1000, []
            for x, events in sessions:
                one, many = wide(x), bank(x)
                for sample, code in events[events[:, 1] > 1]:
                    at = sample + 2 * RATE
                    seen.append([str(v) for v in (HZ[code], by_cca(one, at, n), by_bank(many, at, n))])
            for k, name in ((1, "cca"), (2, "fbcca")):
                path = glob.glob(os.path.join(out, "outputs", "said-" + name, f"*subject={subject}*", "**", "*.tsv"), recursive=True)
                path = [p for p in path if f"window={milliseconds}" in p]
                found, wanted = read(path[0]) if path else [], [[row[0], row[k]] for row in seen]
                ok(found == wanted and len(wanted) == 48, f"subject {subject}, {milliseconds} ms: all 48 labels of {name}",
                   (path, [pair for pair in zip(found, wanted) if pair[0] != pair[1]]))
                right.setdefault((name, milliseconds), []).append([row[0] == row[k] for row in seen])
    for (name, milliseconds), groups in right.items():
        total = np.sum(groups)
        want = {("cca", 2000): 144, ("cca", 3000): 156}.get((name, milliseconds), total)
        ok(total == want, f"{name}, {milliseconds} ms: {total} of 192")
        blocks = np.mean([[rate(np.mean(block), 3, milliseconds / 1000 + .5) for block in np.split(np.array(g), 2)] for g in groups])
        said = scored(out, milliseconds, name)
        ok(abs(said - blocks) < 1e-9, f"{name}, {milliseconds} ms: bits per minute, blocks first", (said, blocks))


def scored(out, milliseconds, name):
    with open(os.path.join(out, "scores.tsv"), encoding="utf-8") as file:
        for line in file:
            cells = line.split("\t")
            if cells[:4] == ["speeds", "mean", f"window={milliseconds}", f"method=@speed-{name}"]:
                return float(cells[4])
    return float("nan")


if not os.path.isdir(DATA):
    skip("ssvep", "no recordings: set GYRUS_TEST_DATA")
elif NEEDS:
    skip("ssvep", NEEDS)
else:
    import numpy as np
    from scipy.signal import butter, cheby1, filtfilt, sosfiltfilt
    with tempfile.TemporaryDirectory() as top:
        keyfile, out = os.path.join(top, "ssvep.ini"), os.path.join(top, "out")
        with open(pipeline("ssvep-cca"), encoding="utf-8") as source, open(keyfile, "w", encoding="utf-8") as file:
            file.write(source.read() + WRITERS)
        done = gyrus(keyfile, out, "--profile", "exo", "--set", "data=" + DATA, "--check")
        ok(done.returncode == 0, "ssvep-cca of real EEG meets its check", f"exit {done.returncode}\n{done.stderr}{done.stdout}")
        if done.returncode == 0:
            compare(out)
end()

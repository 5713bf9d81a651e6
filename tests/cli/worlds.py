"""The synthetic worlds from end to end: a BIDS data set is written and read back to the same values; what a world
plants does not depend on threads; permuted responses are at chance in every region. TAP."""
import os
import struct
import subprocess
import sys
import tempfile

GYRUS, SOURCE = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
count = failed = 0


def ok(good, name, seen=""):
    global count, failed
    count += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {count} - {name}")
    if not good:
        print("".join(f"# {line}\n" for line in str(seen).splitlines()), end="")


def run(*words):
    done = subprocess.run([GYRUS, "run", *words], capture_output=True, text=True, timeout=100)
    return done.returncode, done.stdout + done.stderr


def npy(path):
    """Values and shape of a .npy file of f64."""
    with open(path, "rb") as file:
        data = file.read()
    size = struct.unpack("<H", data[8:10])[0]
    head = data[10:10 + size].decode()
    shape = eval(head)["shape"]  # written by the test itself
    return struct.unpack(f"<{(len(data) - 10 - size) // 8}d", data[10 + size:]), shape


def keyfile(folder, name, source, more):
    with open(os.path.join(SOURCE, "docs", "worlds", source), encoding="utf-8") as file:
        text = file.read()
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text + more)
    return path


def bids(folder):
    write = keyfile(folder, "write.ini", "synthbrain-bids.ini",
                    "\n[raw]\nplugin = writer.npy\nx = @scans.bold\npath = bold.npy\n")
    read = keyfile(folder, "read.ini", "synthbrain-bids-read.ini",
                   "\n[raw]\nplugin = writer.npy\nx = @bold\npath = bold.npy\n"
                   "\n[list]\nplugin = writer.table\ntable = @events\npath = events.tsv\n")
    for dtype, near in (("f64", 0), ("f32", 6e-8)):
        data, out = os.path.join(folder, dtype), [os.path.join(folder, f"{dtype}{k}") for k in (1, 2)]
        code, said = run(write, "--set", f"data={data}", "--set", f"write.dtype={dtype}", "--out", out[0])
        ok(code == 0, f"{dtype}: a data set is written", said)
        code, said = run(read, "--set", f"data={data}", "--out", out[1])
        ok(code == 0, f"{dtype}: and read", said)
        if code:
            return
        (x, shape), (y, again) = (npy(os.path.join(out[0], "outputs", "raw", "subject=01", "bold.npy")),
                                  npy(os.path.join(out[1], "outputs", "raw", "bold.npy")))
        ok(shape == again and shape[1] > 60, f"{dtype}: all scans and voxels are there", (shape, again))
        worst = max(abs(a - b) / (abs(a) or 1) for a, b in zip(x, y))
        ok(worst <= near, f"{dtype}: the same values within its rounding", worst)
        with open(os.path.join(out[1], "outputs", "list", "events.tsv"), encoding="utf-8") as file:
            lines = file.read().splitlines()
        ok(len(lines) == 41 and {"onset", "duration"} <= set(lines[0].split("\t")), f"{dtype}: 40 events", lines[:2])
        ok(all(os.path.exists(os.path.join(data, name)) for name in
               ("dataset_description.json", "sub-02/func/sub-02_task-view_run-1_bold.json",
                "sub-02/func/sub-02_task-view_run-1_events.tsv")), f"{dtype}: the other subject too", os.listdir(data))


def threads(folder):
    """Every output of the run folder, byte by byte."""
    seen = []
    for n in (1, 3):
        out = os.path.join(folder, f"threads{n}")
        code, said = run(os.path.join(folder, "write.ini"), "--set", f"data={out}-bids", "--threads", str(n), "--out", out)
        ok(code == 0, f"{n} threads", said)
        files = {}
        for top in (os.path.join(out, "outputs"), out + "-bids"):
            for where, _, names in os.walk(top):
                for name in names:
                    with open(os.path.join(where, name), "rb") as file:
                        files[os.path.relpath(os.path.join(where, name), top)] = file.read()
        seen.append(files)
    ok(len(seen[0]) > 10 and seen[0] == seen[1], "the same bytes", [k for k in seen[0] if seen[0][k] != seen[1].get(k)])


def chance(folder):
    """With permuted responses every region is at chance, and the check fails. A draw permutes all fits alike, and one column
    drives all of FFA, so a draw's score is anything between -1 and 1 there: the mean over draws is what is 0."""
    means = {}
    for seed in range(1, 13):
        code, said = run(os.path.join(SOURCE, "pipelines", "synthbrain.ini"), "--profile", "small", "--chance", "--check",
                         "--set", f"pipeline.seed={seed}", "--out", os.path.join(folder, f"chance{seed}"))
        if seed == 1:
            ok(code == 4, "shuffled: the check is not met", said[-2000:])
        for line in said.splitlines():
            words = line.split()
            if words[:1] in (["ok"], ["MISS"]) and "share.roi" in words[1] and not words[1].startswith(("ideal", "estimate")):
                means.setdefault(words[1], {}).setdefault(seed, []).append(float(words[words.index("=") + 1].rstrip(",")))
    ok(len(means) > 10, "regions are looked at", means)
    far = {}
    for name, draws in means.items():
        x = [sum(subjects) / len(subjects) for subjects in draws.values()]
        mean = sum(x) / len(x)
        error = (sum((v - mean) ** 2 for v in x) / (len(x) - 1) / len(x)) ** .5
        if abs(mean) > 4 * error or abs(mean) > .25 or len(x) != 12:
            far[name] = (mean, error, x)
    ok(not far, "shuffled: chance everywhere, over 12 draws", far)


with tempfile.TemporaryDirectory() as top:
    bids(top)
    threads(top)
    chance(top)
print(f"1..{count}")
sys.exit(failed > 0)

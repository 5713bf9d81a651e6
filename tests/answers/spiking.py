"""pipelines/brain-simulator.ini and hippocampal-memory.ini beside independent scripts: the COBA
network in numpy (statistics agree within bounds: other random numbers, the same model), spike times
of the Hodgkin-Huxley axon by scipy's DOP853, and the spiking memory written down neuron by neuron
(every spike of every population equal)."""
import csv
import math
import os
import tempfile

from common import SOURCE, end, gyrus, lacks, ok, rows, skip

missing = lacks("numpy", "scipy")
if missing:
    skip("spiking", missing)
    end()

import numpy as np
from scipy.integrate import solve_ivp

PIPELINES = os.path.join(SOURCE, "pipelines")


def coba(seconds, seed):
    """Rate, CV, Fano factor (100 ms) and synchrony (5 ms) of 3,200 + 800 neurons."""
    rng = np.random.default_rng(seed)
    n, excitatory, h = 4000, 3200, 0.1
    wiring = [np.flatnonzero(rng.random(n) < 0.02) for _ in range(n)]
    drive = [np.flatnonzero(rng.random(n) < 0.01) for _ in range(20)]
    v = rng.uniform(-60, -50, n)
    ge, gi = np.zeros(n), np.zeros(n)
    free = np.zeros(n, int)
    fade_e, fade_i = math.exp(-h / 5), math.exp(-h / 10)
    times, who, last = [], [], np.array([], int)
    for step in range(round(seconds * 1e4)):
        for j in last:
            if j < excitatory:
                ge[wiring[j]] += 6
            else:
                gi[wiring[j]] += 67
        for j in np.flatnonzero(rng.random(20) < 0.01) if step < 500 else ():
            ge[drive[j]] += 100
        g = 10 + ge + gi
        aim = (10 * -60 + ge * 0 + gi * -80) / g
        v = np.where(step >= free, aim + (v - aim) * np.exp(-h * g / 200), v)
        ge *= fade_e
        gi *= fade_i
        last = np.flatnonzero(v >= -50)
        v[last] = -60
        free[last] = step + 51
        times.append(np.full(len(last), step * h / 1000))
        who.append(last)
    return statistics(np.concatenate(times), np.concatenate(who), 0.1, seconds)


def statistics(times, who, start, stop):
    keep = times >= start
    times, who = times[keep], who[keep]
    cv, fano = [], []
    bins = np.arange(start, stop + 1e-9, 0.005)
    counts = np.zeros((4000, len(bins) - 1))
    for i in range(4000):
        t = times[who == i]
        counts[i], _ = np.histogram(t, bins)
        if len(t) >= 5:
            cv.append(np.diff(t).std() / np.diff(t).mean())
            parts, _ = np.histogram(t, np.arange(start, stop + 1e-9, 0.1))
            fano.append(parts.var() / parts.mean())
    synchrony = math.sqrt(counts[:3200].mean(0).var() / counts[:3200].var(1).mean())
    return {"rate": len(times) / 4000 / (stop - start), "cv": np.mean(cv), "fano": np.mean(fano),
            "synchrony": synchrony}


def test_coba(folder):
    out = os.path.join(folder, "coba")
    gyrus(os.path.join(SOURCE, "tests", "bench", "coba.ini"), out, "--set", "simulated=2.1 s",
          "--set", "coba.window=0.1 s .. 2.1 s")
    seen = {(r["port"], r["item"].split("=")[-1]): float(r["value"].replace("n/a", "nan"))
            for r in rows(out)
            if r["node"] == "coba"}
    ours = {name: 0.8 * seen[name, "0"] + 0.2 * seen[name, "1"]
            for name in ("rate", "cv", "fano")}
    ours["synchrony"] = seen["synchrony", "0"]
    theirs = [coba(2.1, seed) for seed in (1, 2)]
    for name, bound in {"rate": 0.12, "cv": 0.08, "fano": 0.15, "synchrony": 0.35}.items():
        mean = np.mean([t[name] for t in theirs])
        told = f"{name}: {ours[name]:.4f} here, {[round(float(t[name]), 4) for t in theirs]} there"
        ok(abs(ours[name] / mean - 1) < bound, f"coba {name} within {bound:.0%} of numpy's", told)
        if os.environ.get("SHOW"):
            print("#", told)


def axon_rates(t, y, current):
    v, m, h, n = y
    am = 1.0 if abs(v + 40) < 1e-9 else 0.1 * (v + 40) / (1 - math.exp(-(v + 40) / 10))
    bm = 4 * math.exp(-(v + 65) / 18)
    ah = 0.07 * math.exp(-(v + 65) / 20)
    bh = 1 / (1 + math.exp(-(v + 35) / 10))
    an = 0.1 if abs(v + 55) < 1e-9 else 0.01 * (v + 55) / (1 - math.exp(-(v + 55) / 10))
    bn = 0.125 * math.exp(-(v + 65) / 80)
    dv = (0.3 * (-54.387 - v) + 120 * m ** 3 * h * (50 - v) + 36 * n ** 4 * (-77 - v) + current)
    return [dv, am * (1 - m) - bm * m, ah * (1 - h) - bh * h, an * (1 - n) - bn * n]


def axon(current):
    """Times in s at which v rises through 0 mV in 44 ms; gates start in their steady state."""
    v = -54.387
    rates = axon_rates(0, [v, 0, 0, 0], 0)[1:], axon_rates(0, [v, 1, 1, 1], 0)[1:]
    gates = [a / (a - b) for a, b in zip(*rates)]

    def up(t, y, *_):
        return y[0]
    up.direction = 1
    s = solve_ivp(axon_rates, (0, 44), [v] + gates, method="DOP853", rtol=1e-12, atol=1e-12,
                  events=up, args=(current,))
    return s.t_events[0] / 1000


AXON = """[pipeline]
title = axon
seed = 1
[axon]
plugin = generator.neurons
model = hodgkin-huxley
n = 5
method = rk4
capacitance = 1 uF
leak = 0.3 mS
rest = -54.387 mV
threshold = 0 mV
current = 10 uA
current_to = 20 uA
[run]
plugin = generator.spiking-network
populations = @axon
step = 0.002 ms
duration = 44 ms
most_spikes = 100
[table]
plugin = writer.table
x = @run.spikes.time;@run.spikes.neuron
names = time;neuron
path = spikes.tsv
"""


def spikes_of(path):
    with open(path, encoding="utf-8") as f:
        rows = [r for r in csv.DictReader(f, delimiter="\t") if r["time"] != "n/a"]
    return [(float(r["time"]), int(r["neuron"])) for r in rows]


def test_axon(folder):
    keyfile = os.path.join(folder, "axon.ini")
    with open(keyfile, "w", encoding="utf-8") as f:
        f.write(AXON)
    gyrus(keyfile, os.path.join(folder, "axon"))
    ours = spikes_of(os.path.join(folder, "axon", "outputs", "table", "spikes.tsv"))
    worst = 0
    for i, current in enumerate(np.linspace(10, 20, 5)):
        mine = [t for t, neuron in ours if neuron == i]
        theirs = axon(current)
        if len(mine) != len(theirs):
            worst = math.inf
            break
        worst = max(worst, np.max(np.abs(np.array(mine) - theirs), initial=0))
    ok(worst < 1e-11, "spike times of the axon within 0.01 ns of scipy's DOP853", worst)


# The memory: name, size, time constant and capacitance (ms, nF), threshold above rest (mV).
SLOW, FAST = (3.0, 0.27), (0.5, 0.14)
CELLS = {"cue-cue": (5, SLOW, 3), "cont-cue": (10, SLOW, 3), "condition": (10, FAST, 3),
         "any-content": (1, FAST, 3), "cont-cont": (10, SLOW, 3), "cue-cont": (5, FAST, 3),
         "merge-cue": (5, SLOW, 3), "merge-cont": (10, SLOW, 3), "out-cue": (5, SLOW, 2.5),
         "out-cont": (10, SLOW, 2.5)}
ONE, ALL, OTHERS = "one", "all", "others"
STATIC = [("cues", "cue-cue", ONE, 6, 1), ("contents", "cont-cue", ONE, 6, 1),
          ("condition", "cont-cont", ONE, 6, 1), ("cue-cont", "merge-cue", ONE, 6, 1),
          ("cont-cont", "merge-cont", ONE, 6, 1), ("merge-cue", "out-cue", ONE, 6, 1),
          ("merge-cont", "out-cont", ONE, 6, 1), ("cue-cue", "cue-cont", ONE, 6, 2),
          ("cue-cue", "merge-cue", ONE, 6, 3), ("cont-cue", "merge-cont", ONE, 6, 3),
          ("cont-cue", "condition", ONE, 9, 1), ("cont-cue", "any-content", ALL, 6, 1),
          ("any-content", "condition", ALL, 2, 1), ("cue-cue", "condition", ALL, -6, 2),
          ("cue-cue", "cue-cont", OTHERS, -60, 3), ("cue-cont", "cue-cont", OTHERS, -60, 2)]
PLASTIC = [("cue-cue", "cont-cue"), ("cont-cont", "cue-cont")]


def pair_weight(pre, post, now):
    """Weight of one synapse when the source spikes at `now`, from all spikes of both ends until
    then, event by event: a target's spike is seen 1 ms later, and before a source's of that time.
    """
    events = sorted([(t + 1, 0) for t in post if t + 1 <= now] + [(t, 1) for t in pre if t <= now])
    w = 0.0
    for t, is_pre in events:
        if is_pre:
            w = max(0.0, w - sum(6 * math.exp(-(t - q - 1) / 3) for q in post if q + 1 <= t))
        else:
            w = min(6.0, w + sum(6 * math.exp(-(t - p) / 3) for p in pre if p < t))
    return w


def memory(shown, duration):
    """Spikes {population: {neuron: [ms]}} of the network, given those shown."""
    spikes = {name: [[] for _ in range(n)] for name, (n, _, _) in CELLS.items()}
    spikes.update(shown)
    state = {name: [[0.0, 0.0, 0.0, 0] for _ in range(n)] for name, (n, _, _) in CELLS.items()}
    carried = {}
    fade, jump = math.exp(-1 / 0.3), 0.3 * (1 - math.exp(-1 / 0.3))
    for now in range(duration):
        for name, (n, (tau, c), threshold) in CELLS.items():
            for j in range(n):
                for pre, post, rule, w, delay in STATIC:
                    if post != name:
                        continue
                    hits = sum(now - delay in t for i, t in enumerate(spikes[pre])
                               if rule == ALL or (rule == ONE) == (i == j))
                    state[name][j][0 if w > 0 else 1] += jump * abs(w) * hits
                for pre, post in PLASTIC:
                    if post == name:
                        for i, t in enumerate(spikes[pre]):
                            state[name][j][0] += jump * carried.get((pre, i, j, now - 1), 0)
        for name, (n, (tau, c), threshold) in CELLS.items():
            for j in range(n):
                s = state[name][j]
                if s[3] > 0:
                    s[3] -= 1
                else:
                    s[2] = (s[2] * math.exp(-1 / tau) +
                            (s[0] - s[1]) * tau / c * (1 - math.exp(-1 / tau)))
                s[0] *= fade
                s[1] *= fade
                if s[2] >= threshold:
                    s[2], s[3] = 0.0, 1
                    spikes[name][j].append(now)
        for pre, post in PLASTIC:
            for i, t in enumerate(spikes[pre]):
                for j, q in enumerate(spikes[post]):
                    if t and t[-1] == now:
                        carried[pre, i, j, now] = pair_weight(t, q, now)
    return spikes


def shown_by(plan):
    """Cues and contents that a script of operations with times shows."""
    cues, contents = [[] for _ in range(5)], [[] for _ in range(10)]
    for operation in plan.split(";"):
        words = operation.replace("=", " ").split()
        at = int(words.pop(0))
        kind, numbers = words[0], [int(w) for w in words[1:]]
        times = [at, at + 1, at + 2] if kind == "learn" else [at]
        for t in times:
            for k, number in enumerate(numbers):
                (cues if kind != "content" and k == 0 else contents)[number].append(t)
    return {"cues": cues, "contents": contents}


PLANS = ["0 learn 0 = 0 1 2 9; 10 cue 0; 20 learn 0 = 2 3 8; 30 cue 0; 40 content 9; 50 content 3",
         "0 learn 4 = 7 8 9; 7 learn 3 = 6 7 8; 14 learn 2 = 5 6 7; 21 cue 4; 27 cue 3; "
         "33 learn 3 = 0 1 5 6 7; 40 learn 2 = 0 1 8 9; 47 cue 3; 53 cue 2",
         "0 learn 0 = 0 1 2; 7 learn 1 = 1 2 3; 14 learn 2 = 2 3 4; 21 content 0 4; 27 content 2; "
         "33 cue 1; 39 content 1 3"]


def test_memory(folder):
    with open(os.path.join(PIPELINES, "hippocampal-memory.ini"), encoding="utf-8") as f:
        text = f.read()
    head = text[:text.index("[check]")]
    keyfile = os.path.join(folder, "memory.ini")
    with open(keyfile, "w", encoding="utf-8") as f:
        f.write(head + "[table]\nplugin = writer.table\nx = @network.spikes.time;"
                "@network.spikes.neuron\nnames = time;neuron\npath = spikes.tsv\n"
                "[weights]\nplugin = writer.npy\nx = @network.weights\npath = weights.npy\n")
    names = ["cues", "contents"] + list(CELLS)
    sizes = [5, 10] + [n for n, _, _ in CELLS.values()]
    for k, plan in enumerate(PLANS):
        out = os.path.join(folder, f"memory{k}")
        gyrus(keyfile, out, "--set", "foreach test.values=" + plan.replace(";", "\\;"), "--set",
              "network.duration=70 ms")
        found = [os.path.join(at, "spikes.tsv") for at, _, files in os.walk(out)
                 if "spikes.tsv" in files]
        ours = sorted((round(t * 1000), neuron) for t, neuron in spikes_of(found[0]))
        spikes, first, theirs = memory(shown_by(plan), 70), 0, []
        for name, n in zip(names, sizes):
            for j, times in enumerate(spikes[name]):
                theirs += [(t, first + j) for t in times if t < 70]
            first += n
        differ = sorted(set(ours) ^ set(theirs))
        ok(ours == sorted(theirs), f"every spike of the memory, script {k + 1}",
           f"{len(ours)} and {len(theirs)} spikes; differ: {differ[:10]}")
    out = os.path.join(folder, "forgotten")
    plan = "0 learn 0 = 0 1 2 9\\; 10 cue 0\\; 20 learn 0 = 2 3 8\\; 30 cue 0"
    gyrus(keyfile, out, "--set", "foreach test.values=" + plan, "--set", "network.duration=50 ms")
    found = [os.path.join(at, "weights.npy") for at, _, files in os.walk(out)
             if "weights.npy" in files]
    w = np.load(found[0])[:50].reshape(5, 10)[0]
    good = (w[[0, 1, 9]] == 0).all() and (w[[2, 3, 8]] > 3300).all() and (w[4:8] == 0).all()
    ok(good, "forgetting sets the weights of old bits to zero, pA", w)


with tempfile.TemporaryDirectory() as FOLDER:
    test_axon(FOLDER)
    test_memory(FOLDER)
    test_coba(FOLDER)
end()

"""The COBA network of pipelines/brain-simulator.ini in Brian2, to be timed beside Gyrus.

    PYTHON_WITH_BRIAN2 peer_brian2.py GYRUS SOURCE [SECONDS [ROUNDS [cython|numpy]]]

The same model, step (0.1 ms), delay (one step: Brian2 delivers spikes at the end of a step, before
the next one, which is Gyrus's delay of one step), wiring statistics and start. Runs of both
alternate, since machines are busy; the first round of Brian2 compiles and does not count. What is
timed is the simulation after the first 100 ms (50 ms of drive, 50 ms without): Brian2's run(), and
Gyrus's run less one of 100 ms; wiring and start-up are in neither. Prints seconds by the clock and of processor time."""
import csv
import os
import resource
import subprocess
import sys
import tempfile
import time

import brian2
from brian2 import (Hz, Network, NeuronGroup, PoissonGroup, SpikeMonitor, Synapses, defaultclock,
                    ms, mV, nS, pF, prefs, second, seed)

GYRUS, SOURCE = sys.argv[1], sys.argv[2]
SECONDS = float(sys.argv[3]) if len(sys.argv) > 3 else 10
ROUNDS = int(sys.argv[4]) if len(sys.argv) > 4 else 3
prefs.codegen.target = sys.argv[5] if len(sys.argv) > 5 else "cython"

EQUATIONS = """
dv/dt = (gl*(El - v) + ge*(Ee - v) + gi*(Ei - v)) / Cm : volt (unless refractory)
dge/dt = -ge/taue : siemens
dgi/dt = -gi/taui : siemens
"""
NAMES = {"gl": 10 * nS, "El": -60 * mV, "Ee": 0 * mV, "Ei": -80 * mV, "Cm": 200 * pF,
         "taue": 5 * ms, "taui": 10 * ms, "we": 6 * nS, "wi": 67 * nS, "wake": 100 * nS, "mV": mV}


def build(number):
    seed(number)
    defaultclock.dt = 0.1 * ms
    cells = NeuronGroup(4000, EQUATIONS, threshold="v > -50*mV", reset="v = -60*mV",
                        refractory=5 * ms, method="exponential_euler", namespace=NAMES)
    cells.v = "-60*mV + rand()*10*mV"
    drive = PoissonGroup(20, 100 * Hz)
    stimulate = Synapses(drive, cells, on_pre="ge += wake", namespace=NAMES)
    stimulate.connect(p=0.01)
    excite = Synapses(cells[:3200], cells, on_pre="ge += we", namespace=NAMES)
    excite.connect(p=0.02)
    inhibit = Synapses(cells[3200:], cells, on_pre="gi += wi", namespace=NAMES)
    inhibit.connect(p=0.02)
    spikes = SpikeMonitor(cells)
    return Network(cells, drive, stimulate, excite, inhibit, spikes), drive, stimulate, spikes


def brian(number):
    net, drive, stimulate, spikes = build(number)
    net.run(50 * ms)
    drive.active = stimulate.active = False
    net.run(50 * ms)
    wall, cpu = time.perf_counter(), time.process_time()
    net.run(SECONDS * second)
    took = time.perf_counter() - wall, time.process_time() - cpu
    times = spikes.t / second
    cv = []
    for train in spikes.spike_trains().values():
        isi = (train / second)[1:] - (train / second)[:-1]
        if len(isi) >= 4:
            cv.append(isi.std() / isi.mean())
    return took, len(times) / 4000 / SECONDS, sum(cv) / max(len(cv), 1)


def run_gyrus(number, seconds):
    wall, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "run")
        subprocess.run([GYRUS, "run", os.path.join(SOURCE, "tests", "bench", "coba.ini"),
                        "--quiet", "--out", out, "--set", f"simulated={seconds} s", "--set",
                        "coba.part=50 ms", "--set", f"pipeline.seed={number}"],
                       capture_output=True, check=True)
        with open(os.path.join(out, "scores.tsv"), encoding="utf-8") as f:
            rows = [r for r in csv.DictReader(f, delimiter="\t") if r["item"] == "population=0"]
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    values = {r["port"]: r["value"].replace("n/a", "nan") for r in rows}
    return time.perf_counter() - wall, cpu, values


def gyrus(number):
    wall, cpu, values = run_gyrus(number, SECONDS + 0.1)
    wall0, cpu0, _ = run_gyrus(number, 0.1)
    return (wall - wall0, cpu - cpu0), float(values["rate"]), float(values["cv"])


def main():
    print(f"Brian2 {brian2.__version__}, codegen target {prefs.codegen.target}; "
          f"{SECONDS:g} s of 4,000 neurons; load average {os.getloadavg()[0]:.1f}")
    brian(0)
    best = {}
    for i in range(1, ROUNDS + 1):
        for name, f in (("Brian2", brian), ("Gyrus", gyrus)):
            (wall, cpu), rate, cv = f(i)
            best[name] = min(best.get(name, (1e9, 1e9))[0], wall), min(
                best.get(name, (1e9, 1e9))[1], cpu)
            print(f"round {i} {name:7} {wall:7.2f} s by the clock, {cpu:7.2f} s running; "
                  f"rate {rate:.1f} Hz, CV {cv:.2f}", flush=True)
    for k, what in enumerate(("by the clock", "running")):
        print(f"best {what}: Gyrus {best['Gyrus'][k]:.2f} s, Brian2 {best['Brian2'][k]:.2f} s, "
              f"ratio {best['Gyrus'][k] / best['Brian2'][k]:.3f}, wanted below 0.5")


main()

#!/usr/bin/python3
"""The systems of pipelines/: runs them in full size and writes down what was seen; the table of all of them.

usage: systems.py run NAME... [--gyrus PATH] [--threads N]
       systems.py table [--check]

run    three seeds in full size with --check, each in under 60 s; then every planted fault that the keyfile names
       ("# planted fault: KEY=VALUE"), which must fail its check. If all of it is as it should be, what run.json said
       goes to docs/systems/runs/NAME.json. `table` is then made again.
table  writes docs/systems/README.md from docs/systems/systems.tsv and these files. With --check nothing is written:
       the page is what the files say, each keyfile is still the one that was run, and has its page and its faults.
"""
import argparse
import csv
import datetime
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
SYSTEMS = ROOT / "docs" / "systems"
SEEDS, LIMIT_S = (1, 2, 3), 60
FAULT = re.compile(r"^# planted fault: (\S.*?) *$", re.M)
HEAD = """# The systems

Published systems of brain encoding and decoding, each as one keyfile of `pipelines/` that makes its data, verifies its own result
and takes real data in its place; the page tells how, and what is the paper's method, what is ours and what is synthetic.

*Runs* means: in full size, with each of three seeds, the file met every line of its `[check]`, and each fault that it names made it
miss one. What was seen is in `docs/systems/runs/`; this page is made from it by `tests/tools/systems.py`, and a test compares both.
Another seed: `gyrus run FILE --set pipeline.seed=2`. The size that CI runs: `--profile small`.

| # | system | paper | family | keyfile | state |
|---|---|---|---|---|---|
"""


def systems():
    with open(SYSTEMS / "systems.tsv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def keyfile(name):
    return ROOT / "pipelines" / f"{name}.ini"


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def stored(name):
    path = SYSTEMS / "runs" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


# -- runs


def call(gyrus, name, out, *words):
    """Exit status, seconds, and run.json (of a run whose check failed too)."""
    shutil.rmtree(out, ignore_errors=True)
    begin = time.monotonic()
    done = subprocess.run([str(gyrus), "run", str(keyfile(name)), "--check", "--quiet", "--out", str(out), *words],
                          cwd=ROOT, capture_output=True, text=True)
    seconds = time.monotonic() - begin
    record = out / "run.json"
    said = json.loads(record.read_text(encoding="utf-8")) if record.exists() else {}
    return done.returncode, seconds, said, (done.stdout + done.stderr)


def one_seed(gyrus, name, seed, folder, threads):
    status, seconds, said, text = call(gyrus, name, folder / str(seed), "--set", f"pipeline.seed={seed}", "--threads",
                                       str(threads), *allowed(name))
    print(f"{name} seed {seed}: exit status {status}, {seconds:.1f} s", flush=True)
    if status or seconds > LIMIT_S:
        print(text)
        return None
    return {"seed": seed, "seconds": round(seconds, 1), "peak_bytes": said["peak_bytes"], "synthetic": said["synthetic"],
            "blas_core": said["blas_core"], "checks": [c["text"] for c in said["checks"]]}


def allowed(name):
    """A file that runs other programs says so in a comment: # allow: exec"""
    words = re.findall(r"^# allow: (\w+)$", keyfile(name).read_text(encoding="utf-8"), re.M)
    return [w for word in words for w in ("--allow", word)]


def one_fault(gyrus, name, fault, folder):
    status, seconds, said, text = call(gyrus, name, folder / "fault", "--set", fault, *allowed(name))
    missed = [c["text"] for c in said.get("checks", []) if not c["met"]]
    print(f"{name} with {fault}: exit status {status}, {len(missed)} checks missed, {seconds:.1f} s", flush=True)
    if status != 4 or not any(re.search(r" = -?[0-9]", line) for line in missed):
        print(text)
        return None
    return {"set": fault, "missed": missed}


def measure(gyrus, name, threads):
    faults = FAULT.findall(keyfile(name).read_text(encoding="utf-8"))
    if not faults:
        print(f"{name}: names no planted fault")
        return False
    with tempfile.TemporaryDirectory() as top:
        folder = pathlib.Path(top)
        runs = [one_seed(gyrus, name, seed, folder, threads) for seed in SEEDS]
        seen = [one_fault(gyrus, name, fault, folder) for fault in faults]
    if None in runs or None in seen:
        return False
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout
    record = {"keyfile_sha256": digest(keyfile(name)), "date": datetime.date.today().isoformat(),
              "commit": commit.strip(), "threads": threads, "runs": runs, "faults": seen}
    (SYSTEMS / "runs").mkdir(exist_ok=True)
    (SYSTEMS / "runs" / f"{name}.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    return True


# -- the table


def state(name):
    record = stored(name)
    if not record:
        return "not there yet"
    slowest = max(run["seconds"] for run in record["runs"])
    return (f"[runs](runs/{name}.json): {len(record['runs'][0]['checks'])} checks, {len(record['runs'])} seeds, "
            f"{len(record['faults'])} faults found, {slowest:.1f} s, {record['date']}")


def table():
    lines = []
    for s in systems():
        there = keyfile(s["name"]).exists()
        title = f"[{s['system']}]({s['name']}.md)" if there else s["system"]
        title += f" ({s['note']})" if s["note"] and there else ""
        lines.append(f"| {s['number']} | {title} | {s['paper']} | {s['family']} | `{s['name']}.ini` | {state(s['name'])} |\n")
    return HEAD + "".join(lines)


def problems():
    """Everything in which pages, keyfiles and what was seen of them do not agree."""
    found = []
    if not (SYSTEMS / "README.md").exists() or (SYSTEMS / "README.md").read_text(encoding="utf-8") != table():
        found.append("docs/systems/README.md is not what the files say: tests/tools/systems.py table")
    for s in systems():
        name, record = s["name"], stored(s["name"])
        if not keyfile(name).exists():
            if record:
                found.append(f"docs/systems/runs/{name}.json: there is no pipelines/{name}.ini")
            continue
        if not record:
            found.append(f"pipelines/{name}.ini: no stored run: tests/tools/systems.py run {name}")
        elif record["keyfile_sha256"] != digest(keyfile(name)):
            found.append(f"pipelines/{name}.ini has changed since it was run: tests/tools/systems.py run {name}")
        if not FAULT.search(keyfile(name).read_text(encoding="utf-8")):
            found.append(f"pipelines/{name}.ini names no planted fault")
        page = SYSTEMS / f"{name}.md"
        if not page.exists():
            found.append(f"there is no docs/systems/{name}.md")
        elif f"images/{name}" not in page.read_text(encoding="utf-8"):
            found.append(f"docs/systems/{name}.md shows no picture")
        found += [f"{page.name} shows {image}, which is not there"
                  for image in re.findall(r"\]\((images/[^)]+)\)", page.read_text(encoding="utf-8") if page.exists() else "")
                  if not (SYSTEMS / image).exists()]
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("what", choices=("run", "table"))
    parser.add_argument("names", nargs="*")
    parser.add_argument("--gyrus", default=ROOT / "build" / "gyrus")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--check", action="store_true")
    words = parser.parse_args()
    if words.what == "run":
        good = all([measure(os.path.abspath(words.gyrus), name, words.threads) for name in words.names])
    else:
        good = True
    if words.check:
        found = problems()
        print("\n".join(found) or "the table is true")
        return 1 if found else 0
    (SYSTEMS / "README.md").write_text(table(), encoding="utf-8")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())

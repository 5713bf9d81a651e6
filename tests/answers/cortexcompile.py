"""cortexcompile beside an independent list scheduler and an independent play of the retries: the planned schedule of
pipelines/cortexcompile/tasks.tsv, how many retries its failures take, and what the keyfile promises about both. TAP."""
import configparser
import csv
import os
import random
import tempfile

from common import SOURCE, end, exits, ok, pipeline, rows

KEYFILE = pipeline("cortexcompile")
TASKS = os.path.join(SOURCE, "pipelines", "cortexcompile", "tasks.tsv")


def list_schedule(tasks, workers):
    """Whenever a worker is free, the first task of the table that can begin does. {name: (start, finish)}."""
    done, free = {}, [0.0] * workers
    now = 0.0
    while len(done) < len(tasks):
        for k in range(workers):
            ready = [t for t in tasks if t["name"] not in done and free[k] <= now
                     and all(n in done and done[n][1] <= now for n in t["needs"].split() if n != "-")]
            if ready:
                free[k] = now + float(ready[0]["seconds"])
                done[ready[0]["name"]] = now, free[k]
        later = [f for f in free if f > now]
        now = min(later) if later else now
    return done


def chain(tasks, name):
    task = next(t for t in tasks if t["name"] == name)
    return float(task["seconds"]) + max([chain(tasks, n) for n in task["needs"].split() if n != "-"], default=0)


def texts_behind(tasks, name):
    """Texts that a compile, link or test needs, itself or through compiles and links."""
    found = set()
    for need in tasks[name]["needs"].split():
        if tasks[need]["worker"] in ("template", "grammar"):
            found.add(need)
        elif tasks[need]["worker"] != "plan":
            found |= texts_behind(tasks, need)
    return found


def play(tasks, draw, crash, garble, hidden, retries):
    """One game of the retries, without compilers: (retries, share that passed). A damaged text fails its compile; a
    damaged header its own, or, where the damage is `hidden`, those that include it. Tasks are in the order of needs."""
    attempts, failures = dict.fromkeys(tasks, 0), dict.fromkeys(tasks, 0)
    passed, text = set(), {}
    while True:
        rejected, lost = set(), set()
        for name, task in tasks.items():
            while name not in passed | rejected | lost and passed.issuperset(n for n in task["needs"].split() if n != "-"):
                attempts[name] += 1
                good = draw.random() >= crash
                if good and task["worker"] in ("template", "grammar"):
                    text[name] = "good" if draw.random() >= garble else "hidden" if draw.random() < hidden else "bad"
                elif good and task["worker"] != "plan":
                    own = [n for n in task["needs"].split() if n in text]
                    good = all(text[n] == "good" or n == "header" and text[n] == "hidden" for n in own)
                    if name != "compile-header":
                        good = good and text["header"] == "good"
                    if not good:
                        rejected.add(name)
                if good:
                    passed.add(name)
                    continue
                failures[name] += 1
                if failures[name] > retries:
                    lost.add(name)
                    rejected.discard(name)
        again = {n for r in rejected for n in texts_behind(tasks, r) if failures[n] < retries}
        if not rejected:
            return sum(attempts.values()) - sum(a > 0 for a in attempts.values()), len(passed) / len(tasks)
        for name in again:
            failures[name] += 1
        for name in tasks:  # in the order of needs: what was made of a text that is made again
            if name in again or any(n not in passed for n in tasks[name]["needs"].split() if n != "-"):
                passed.discard(name)


def bounds(key):
    low, high = keyfile["check"][key].split("..")
    return float(low), float(high)


def share_inside(games, key, which):
    low, high = bounds(key)
    return sum(low <= g[which] <= high for g in games) / len(games)


with open(TASKS, encoding="utf-8", newline="") as file:
    tasks = list(csv.DictReader(file, delimiter="\t"))
work = sum(float(t["seconds"]) for t in tasks)
path = max(chain(tasks, t["name"]) for t in tasks)
plan = list_schedule(tasks, 3)
makespan = max(finish for _, finish in plan.values())
ok((work, path, makespan) == (28, 11, 13), "work, critical path and makespan that the keyfile names", (work, path, makespan))
keyfile = configparser.ConfigParser(interpolation=None)
keyfile.read(KEYFILE, encoding="utf-8")
table = {t["name"]: t for t in tasks}
# A stray character in one place of a text: nearly all of them are errors; of about 430 places in the header the 8 of the
# values of macros are hidden. Both hold with more of them, too, and with damages that do not matter.
for garble, hidden in (.3, .02), (.3, .1), (.25, .02):
    draw = random.Random(1)
    games = [play(table, draw, .2, garble, hidden, 20) for _ in range(3000)]
    once = [play(table, draw, .2, garble, hidden, 0) for _ in range(3000)]
    inside = [share_inside(games, "built-pass.rate", 1), share_inside(games, "built-pass.retries", 0), share_inside(once, "once-pass.rate", 1)]
    ok(min(inside) > .98, f"most seeds meet the bounds, damage {garble}, hidden {hidden}", inside)
with tempfile.TemporaryDirectory() as top:
    out = os.path.join(top, "out")
    words = "--profile", "small"
    exits(2, "without --allow exec the keyfile is refused", KEYFILE, os.path.join(top, "no"), *words)
    if exits(0, "the check is met", KEYFILE, out, *words, "--allow", "exec", "--check"):
        found = {(r["node"], r["port"]): float(r["value"]) for r in rows(out)}
        ok(found["planned-time", "makespan"] == makespan, "the planned makespan", found)
        ok(abs(found["planned-time", "bound_share"] - makespan / (work / 3 + 2 / 3 * path)) < 1e-12, "its share of the bound", found)
        ok(abs(found["planned-time", "least_share"] - makespan / max(work / 3, path)) < 1e-12, "its share of the least", found)
    for seed in "5", "8":  # a header that only others find damaged; hardly any failure
        exits(0, "the check is met with seed " + seed, KEYFILE, os.path.join(top, "s" + seed), *words, "--allow", "exec", "--set",
              "pipeline.seed=" + seed, "--check")
    for fault in "built.retries=0", "scheduled.workers=2":
        exits(4, "planted fault " + fault, KEYFILE, os.path.join(top, "f" + fault), *words, "--allow", "exec", "--set", fault, "--check")
end()

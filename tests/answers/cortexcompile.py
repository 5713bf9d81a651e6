"""cortexcompile beside an independent list scheduler: the planned schedule of pipelines/cortexcompile/tasks.tsv,
and what the keyfile promises about it. TAP."""
import csv
import os
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


with open(TASKS, encoding="utf-8", newline="") as file:
    tasks = list(csv.DictReader(file, delimiter="\t"))
work = sum(float(t["seconds"]) for t in tasks)
path = max(chain(tasks, t["name"]) for t in tasks)
plan = list_schedule(tasks, 3)
makespan = max(finish for _, finish in plan.values())
ok((work, path, makespan) == (28, 11, 13), "work, critical path and makespan that the keyfile names", (work, path, makespan))
with tempfile.TemporaryDirectory() as top:
    out = os.path.join(top, "out")
    words = "--profile", "small"
    exits(2, "without --allow exec the keyfile is refused", KEYFILE, os.path.join(top, "no"), *words)
    if exits(0, "the check is met", KEYFILE, out, *words, "--allow", "exec", "--check"):
        found = {(r["node"], r["port"]): float(r["value"]) for r in rows(out)}
        ok(found["planned-time", "makespan"] == makespan, "the planned makespan", found)
        ok(abs(found["planned-time", "bound_share"] - makespan / (work / 3 + 2 / 3 * path)) < 1e-12, "its share of the bound", found)
        ok(abs(found["planned-time", "least_share"] - makespan / max(work / 3, path)) < 1e-12, "its share of the least", found)
    for fault in "built.retries=0", "scheduled.workers=2":
        exits(4, "planted fault " + fault, KEYFILE, os.path.join(top, "f" + fault), *words, "--allow", "exec", "--set", fault, "--check")
end()

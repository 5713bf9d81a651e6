"""start-here and event-related-fmri beside the pinned recipes: every fold's score at 1e-6. TAP."""
import os
import re
import subprocess
import tempfile

from common import ANSWERS, BUILD, PYTHON, SOURCE, end, exits, lacks, numbers, ok, pipeline, scores, skip

NITIME = os.path.join(BUILD, "data", "nitime")
DATA = ["--set", "data=" + NITIME]
# the scripts print six digits: half a unit of the last comes on top
TOLERANCE = 1e-6 + 5e-7
CHOSEN = 2e-6
with open(os.path.join(SOURCE, "docs", "start-here.md"), encoding="utf-8") as file:
    PAGE = file.read()


def same(name, folds, wanted):
    seen = [r for fold in folds for r in fold]
    good = len(seen) == len(wanted) == 10 and all(abs(a - b) <= TOLERANCE for a, b in zip(seen, wanted))
    ok(good, name, f"gyrus  {seen}\nscript {wanted}")


def script(name):
    return subprocess.run([PYTHON, os.path.join(ANSWERS, name + ".py"), NITIME],
                          capture_output=True, text=True, check=True).stdout


def event_related(folder):
    out = os.path.join(folder, "event")
    if exits(0, "event-related-fmri --check is met", pipeline("event-related-fmri"), out, *DATA, "--check"):
        line = re.search(r"^purge 14: .*?folds ([-\d. ]+);", script("event_related"), re.M)
        same("event-related-fmri: ten purged folds", scores(out, "score"), numbers(line[1]))
    exits(4, "event-related-fmri --chance --check is not met", pipeline("event-related-fmri"),
          os.path.join(folder, "chance"), *DATA, "--chance", "--check")


def grasshopper(folder):
    out = os.path.join(folder, "grasshopper")
    if exits(0, "start-here --check is met", pipeline("start-here"), out, *DATA, "--check"):
        parts = re.split(r"^recording (\d):.*$", script("grasshopper"), flags=re.M)
        for recording, text in zip(parts[1::2], parts[2::2]):
            for word, node in ("encode", "encoding"), ("reconstruct", "reconstruction"):
                line = re.search(rf"^ *{word} +alpha 10: .*folds ([-\d. ]+)$", text, re.M)
                same(f"start-here: recording {recording}, ten folds of {node}",
                     scores(out, node, recording=recording), numbers(line[1]))
                # the penalty of a fold may be another one where two are as good: only the mean is asked for
                line = re.search(rf"^ *{word} +chosen: +mean ([-\d.]+)$", text, re.M)
                means = [fold[0] for fold in scores(out, node + "-chosen", recording=recording)]
                mean = sum(means) / len(means)
                ok(abs(mean - float(line[1])) <= CHOSEN, f"start-here: recording {recording}, {node} with the penalty chosen",
                   f"gyrus {mean}, script {line[1]}")
                for penalty, number in ("10", sum(r for fold in scores(out, node, recording=recording) for r in fold) / 10), ("chosen", mean):
                    cells = re.search(rf"^\| {node}, penalty {penalty} \|(.*)\|$", PAGE, re.M)[1].split("|")
                    ok(abs(float(cells[int(recording) - 1]) - number) <= 5.1e-7, f"docs/start-here.md: {node}, penalty {penalty}, recording {recording}",
                       (cells, number))
    exits(4, "start-here --chance --check is not met", pipeline("start-here"),
          os.path.join(folder, "chance2"), *DATA, "--chance", "--check")


with tempfile.TemporaryDirectory() as top:
    for name, test in ("event_related", event_related), ("grasshopper", grasshopper):
        if not os.path.exists(os.path.join(ANSWERS, name + ".py")):
            skip(name, "no independent script: set GYRUS_TEST_DATA")
        elif not os.path.isdir(NITIME):
            skip(name, "no data/nitime in the build folder")
        elif lacks("numpy"):
            skip(name, lacks("numpy"))
        else:
            test(top)
end()

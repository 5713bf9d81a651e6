"""[tune] from end to end: decoder.logistic beside scikit-learn's grid search in every fold, and what is told. TAP."""
import csv
import json
import os
import subprocess
import sys
import tempfile

GYRUS = os.path.abspath(sys.argv[1])
with open(os.path.join(sys.argv[2], "tests", "parity", "tune_logistic.json"), encoding="utf-8") as fixture:
    WANT = json.load(fixture)
count = failed = 0


def ok(good, name, seen=""):
    global count, failed
    count += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {count} - {name}")
    if not good:
        print("".join(f"# {line}\n" for line in str(seen).splitlines()), end="")


def run(folder, keyfile, *words):
    """Exit code, what was said, rows of scores.tsv, run.json."""
    out = os.path.join(folder, f"out{len(os.listdir(folder))}")
    with open(os.path.join(folder, "k.ini"), "w", encoding="utf-8") as file:
        file.write(keyfile)
    done = subprocess.run([GYRUS, "run", "k.ini", "--out", out, *words], capture_output=True, text=True, cwd=folder,
                          timeout=60)
    said = (done.stdout + done.stderr).replace(folder + "/", "")
    if not os.path.exists(os.path.join(out, "scores.tsv")):
        return done.returncode, said, [], {}
    with open(os.path.join(out, "scores.tsv"), encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    with open(os.path.join(out, "run.json"), encoding="utf-8") as file:
        return done.returncode, said, rows, json.load(file)


def keyfile(candidates, more=""):
    names = [f"x{j}" for j in range(len(WANT["x"][0]))]
    return ("[t]\nplugin = reader.table\npath = t.tsv\n"
            f"[x]\nplugin = transform.concat\nx = {';'.join('@t.' + name for name in names)}\n"
            "[split]\nrows = @t\nscheme = k-fold\nfolds = 5\ninner = k-fold 3\n"
            "[m]\nplugin = decoder.logistic\nx = @x\ny = @t.y\ntolerance = 1e-12\n"
            "[a]\nplugin = metric.accuracy\npredicted = @m\ntarget = @t.y\n"
            f"[tune]\nscore = @a\nm.c = {candidates}\n{more}")


def main(folder):
    with open(os.path.join(folder, "t.tsv"), "w", encoding="utf-8") as file:
        file.write("\t".join([f"x{j}" for j in range(len(WANT["x"][0]))] + ["y"]) + "\n")
        for x, y in zip(WANT["x"], WANT["y"]):
            file.write("\t".join([repr(v) for v in x] + ["ab"[y]]) + "\n")
    texts = [repr(c) for c in WANT["c"]]
    final = "[w]\nplugin = writer.table\nx = @m\npath = labels.tsv\n"
    code, said, rows, record = run(folder, keyfile(";".join(texts), final))
    ok(code == 0, "a tuned decoder runs", said)
    made = {c["fold"]: c for c in record.get("tune", [])}
    scores = {r["case"]: float(r["value"]) for r in rows if r["node"] == "a" and r["port"] == "accuracy"}
    for k, want in enumerate(WANT["folds"]):
        fold = k if want["accuracy"] is not None else -2
        choice = made.get(fold, {"chosen": "none", "inner_scores": {}})
        inner = list(choice["inner_scores"].values())
        ok(choice["chosen"] == f"m.c = {texts[want['chosen']]}", f"fold {fold}: the choice is scikit-learn's", choice)
        ok(len(inner) == len(texts) and all(abs(a - b) < 1e-12 for a, b in zip(inner, want["inner"])),
           f"fold {fold}: so are the inner scores", f"{inner}\n{want['inner']}")
        if fold >= 0:
            ok(abs(scores.get(f"fold={fold}", 9) - want["accuracy"]) < 1e-12, f"fold {fold}: and the outer one", scores)
    ok(f"tuned, fold 0: m.c = {texts[WANT['folds'][0]['chosen']]} of 5, inner a.accuracy " in said, "the summary tells", said)
    code, said, _, _ = run(folder, keyfile("0;1"))
    ok(code == 2 and "k.ini:23: error: [tune] m: c must be above 0, not 0" in said,
       "a candidate that the parameter refuses is refused before the run", said)


with tempfile.TemporaryDirectory() as where:
    main(where)
print(f"1..{count}")
sys.exit(failed > 0)

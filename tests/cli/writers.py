"""Where writers write: in the run folder, a folder for each case; never twice, never outside. TAP."""
import os
import subprocess
import sys
import tempfile

GYRUS, SOURCE = map(os.path.abspath, sys.argv[1:3])
WORLD = "[foreach n]\nvalues = 4;5\n\n[w]\nplugin = generator.simulated-encoding\nrows = ${n}\n\n"
WRITER = "[save]\nplugin = writer.npy\nx = @w.features\npath = "
count = failed = 0


def ok(good, name, seen=""):
    global count, failed
    count += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {count} - {name}")
    if not good:
        print("".join(f"# {line}\n" for line in str(seen).splitlines()), end="")


def files(folder):
    return sorted(os.path.relpath(os.path.join(at, name), folder)
                  for at, _, names in os.walk(folder) for name in names if name.endswith(".npy"))


def run(top, path, *words, out="out", tail=""):
    """Runs in a folder of its own; what it said and which arrays lie there, keyfile's folder apart."""
    os.makedirs(os.path.join(top, "keyfile"))
    os.makedirs(os.path.join(top, "here"))
    keyfile = os.path.join(top, "keyfile", "a.ini")
    with open(keyfile, "w", encoding="utf-8") as file:
        file.write(WORLD + WRITER + path + "\n" + tail)
    done = subprocess.run([GYRUS, "run", keyfile, "--quiet", *(["--out", out] if out else []), *words],
                          capture_output=True, text=True, cwd=os.path.join(top, "here"))
    return done.returncode, done.stderr, files(top), os.path.realpath(keyfile)


GOOD = [
    ("a relative path lies in the run folder, by case", "x.npy", [], "out",
     ["here/out/outputs/save/n=4/x.npy", "here/out/outputs/save/n=5/x.npy"]),
    ("its folders are made", "a/b/x.npy", [], "out",
     ["here/out/outputs/save/n=4/a/b/x.npy", "here/out/outputs/save/n=5/a/b/x.npy"]),
    ("a whole path is what it says", "{top}/x-${n}.npy", [], "out", ["x-4.npy", "x-5.npy"]),
    ("without a run folder: the working directory", "x-${n}.npy", [], None, ["here/x-4.npy", "here/x-5.npy"]),
    ("without a run folder, a path that does not name the case: a folder for each", "x.npy", [], None,
     ["here/n=4/x.npy", "here/n=5/x.npy"]),
    ("a path of the command line starts where the user is", "x.npy", ["--set", "save.path=y-${n}.npy"], "out",
     ["here/y-4.npy", "here/y-5.npy"]),
]
for name, path, words, out, wanted in GOOD:
    with tempfile.TemporaryDirectory() as top:
        code, err, found, _ = run(top, path.replace("{top}", top), *words, out=out)
        ok(code == 0 and found == wanted, name, (code, err, found))

TWICE = "is written twice; let the path say the case with ${variables} of loops"
BAD = [
    ("two cases, one file", "{top}/x.npy", "out", "", f"{{file}}:11: error: [save] path: '{{top}}/x.npy' {TWICE}\n"),
    ("two writers, one file, no run folder", "x-${n}.npy", None, "\n[again]\nplugin = writer.npy\nx = @w.responses\npath = x-${n}.npy\n",
     f"{{file}}:16: error: [again] path: '{{top}}/here/x-4.npy' {TWICE}\n"
     f"{{file}}:16: error: [again] path: '{{top}}/here/x-5.npy' {TWICE}\n"),
    ("out of the run folder", "../x.npy", "out", "",
     "{file}:11: error: [save] path: '../x.npy' leads out of the run folder; give a whole path if that is meant\n"),
    ("the folder itself", ".", "out", "",
     "{file}:11: error: [save] path: '.' leads out of the run folder; give a whole path if that is meant\n"),
]
for name, path, out, tail, message in BAD:
    with tempfile.TemporaryDirectory() as folder:
        top = os.path.realpath(folder)
        code, err, found, file = run(top, path.replace("{top}", top), out=out, tail=tail)
        wanted = message.replace("{file}", file).replace("{top}", top)
        ok(code == 3 and err == wanted and not [f for f in found if f.endswith("=5/x.npy")], name, (code, err, found))

# --peek judges paths as a run with --out does, and makes nothing
for name, path, code, message in [
        ("peek: a path that is good in a run folder", "x.npy", 0, ""),
        ("peek: out of the run folder", "../x.npy", 3, "leads out of the run folder")]:
    with tempfile.TemporaryDirectory() as top:
        with open(os.path.join(top, "a.ini"), "w", encoding="utf-8") as file:
            file.write(WORLD + WRITER + path + "\n\n[again]\nplugin = writer.npy\nx = @w.responses\npath = x.npy\n")
        done = subprocess.run([GYRUS, "check", "a.ini", "--peek"], capture_output=True, text=True, cwd=top)
        ok(done.returncode == code and message in done.stderr and bool(done.stderr) == bool(message) and os.listdir(top) == ["a.ini"],
           name, (done, os.listdir(top)))

# a writer replaces nothing that its own run reads, under whatever name: refused before anything runs
TABLE = "a\tb\n1\t2\n3\t4\n"
READ = "[a]\nplugin = reader.table\npath = t.tsv\ncolumns = a f64; b f64\n\n[w]\nplugin = writer.table\nx = @a.a\npath = "
for name, path, words, seen in [
        ("a writer and a reader of one file", "t.tsv", [], "t.tsv"),
        ("the same by another name", "s.tsv", [], "s.tsv"),
        ("the same with a run folder", "{top}/t.tsv", ["--out", "out"], "t.tsv"),
        ("the keyfile itself", "a.ini", [], "a.ini")]:
    with tempfile.TemporaryDirectory() as folder:
        top = os.path.realpath(folder)
        keyfile = READ + path.replace("{top}", top) + "\n"
        for file, text in ("a.ini", keyfile), ("t.tsv", TABLE):
            with open(os.path.join(top, file), "w", encoding="utf-8") as out:
                out.write(text)
        os.symlink("t.tsv", os.path.join(top, "s.tsv"))
        done = subprocess.run([GYRUS, "run", "a.ini", "--quiet", *words], capture_output=True, text=True, cwd=top)
        reader = "this run" if seen == "a.ini" else "[a]"
        wanted = f"a.ini:9: error: [w] path: '{top}/{seen}' would be replaced, and {reader} reads it: write another file\n"
        texts = [open(os.path.join(top, file), encoding="utf-8").read() for file in ("a.ini", "t.tsv")]
        ok(done.returncode == 3 and done.stderr == wanted and texts == [keyfile, TABLE]
           and sorted(os.listdir(top)) == ["a.ini", "s.tsv", "t.tsv"], name, done)
print(f"1..{count}")
sys.exit(failed > 0)

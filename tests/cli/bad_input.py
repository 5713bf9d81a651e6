"""What a user reads after a mistake: the exact text, the exit code, and no half-written file. TAP.

Each case is a keyfile in a folder of its own; paths in the text are relative to that folder."""
import os
import subprocess
import sys
import tempfile

GYRUS = os.path.abspath(sys.argv[1])
count = failed = 0

HEAD = "[pipeline]\nseed = 1\n"
TABLE = HEAD + "[t]\nplugin = reader.table\npath = t.tsv\ncolumns = a f64; b f64\n"
GOOD = b"a\tb\n1\t2\n3\t4\n"

# name, keyfile, t.tsv, exit code, stderr
CASES = [
    ("missing file", TABLE, None, 3, "k.ini:3: error: [t] path: t.tsv: no such file\n"),
    ("ragged table", TABLE, b"a\tb\n1\t2\n3\n", 3,
     "k.ini:3: error: [t] line 3, column 2: t.tsv: line 3, column 2: the row has 1 cells, the first row 2\n"),
    ("table that is not UTF-8", TABLE.replace("b f64", "b str"), b"a\tb\n1\t\xff\n", 3,
     "k.ini:3: error: [t] line 2: t.tsv: line 2: byte 3 of the line (0xff) is not UTF-8 text\n"),
    ("trailing comment in a value", TABLE.replace("t.tsv", "t.tsv # the table"), GOOD, 2,
     "k.ini:3: error: [t] reader.table needs its parameter 'path': the file\n"
     "k.ini:5: error: ` #` in the value of `path`: a comment stands on its own line\n"),
    ("a key with a bracket", TABLE.replace("path", "path[de]"), GOOD, 2,
     "k.ini:3: error: [t] reader.table needs its parameter 'path': the file\n"
     "k.ini:5: error: `path[de]`: keys have no `[...]` part, there are no translated values\n"),
    ("repeated key", TABLE + "path = t.tsv\n", GOOD, 2,
     "k.ini:7: error: `path` is already in line 5 of the same group\n"),
    ("repeated group", TABLE + "[t]\nplugin = reader.table\npath = t.tsv\ncolumns = a f64\n", GOOD, 2,
     "k.ini:7: error: group [t] is already in line 3\n"),
    ("byte order mark", "\ufeff" + TABLE, GOOD, 2,
     "k.ini:1: error: begins with a byte order mark; save it as UTF-8 without BOM\n"),
    ("a cycle", HEAD + "[x]\nplugin = transform.zscore\nx = @y\n[y]\nplugin = transform.zscore\nx = @x\n", GOOD, 2,
     "k.ini:3: error: nodes that wait for each other in a circle: x -> y -> x\n"),
]


def halves(folder):
    return [name for _, folders, files in os.walk(folder) for name in folders + files if name.endswith(".part")]


for name, keyfile, table, code, text in CASES:
    with tempfile.TemporaryDirectory() as folder:
        folder = os.path.realpath(folder)
        with open(os.path.join(folder, "k.ini"), "w", encoding="utf-8") as file:
            file.write(keyfile)
        if table is not None:
            with open(os.path.join(folder, "t.tsv"), "wb") as file:
                file.write(table)
        done = subprocess.run([GYRUS, "run", "k.ini", "--out", "out"], capture_output=True, text=True, cwd=folder,
                              timeout=60)
        seen = done.stderr.replace(folder + "/", "")
        wrong = []
        if done.returncode != code:
            wrong.append(f"exit {done.returncode}, wanted {code}")
        if seen != text:
            wrong += ["wrote:"] + seen.splitlines() + ["wanted:"] + text.splitlines()
        if halves(folder):
            wrong.append(f"half-written: {halves(folder)}")
        # a keyfile with problems starts no run: not even the folder is made
        if code == 2 and os.path.exists(os.path.join(folder, "out")):
            wrong.append("the output folder was made")
    count += 1
    failed += bool(wrong)
    print(f"{'not ok' if wrong else 'ok'} {count} - {name}")
    for line in wrong:
        print("# " + line)
print(f"1..{count}")
sys.exit(failed > 0)

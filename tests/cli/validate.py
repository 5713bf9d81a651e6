"""gyrus validate as an author meets it: the template built, its example, and faults put into it. TAP.

    validate.py GYRUS SOURCE COMPILER SANITIZERS
"""
import os
import shutil
import subprocess
import sys
import tempfile

GYRUS, SOURCE = map(os.path.abspath, sys.argv[1:3])
COMPILER, SANITIZE = sys.argv[3:5]
TEMPLATE = os.path.join(SOURCE, "abi", "template")
CHECKS = ["loads", "runs", "threads", "chunks", "grid", "written", "strided", "reach", "sensitive", "cancel", "few rows",
          "parameters"]
SCRATCH = tempfile.mkdtemp()
count = failed = 0


def ok(good, name, seen=""):
    global count, failed
    count += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {count} - {name}")
    if not good:
        print("".join(f"# {line}\n" for line in str(seen).splitlines()), end="")


def validate(folder, *words):
    done = subprocess.run([GYRUS, "validate", *words], capture_output=True, text=True, cwd=folder, timeout=120,
                          env=dict(os.environ, TMPDIR=SCRATCH))
    return done.returncode, done.stdout, done.stderr


def build(folder, text):
    source = os.path.join(folder, "scale_by.c")
    with open(source, "w", encoding="utf-8") as file:
        file.write(text)
    flags = [] if SANITIZE == "none" else ["-fsanitize=" + SANITIZE]
    subprocess.run([COMPILER, "-std=c99", "-O2", "-shared", "-fPIC", "-fvisibility=hidden", *flags, "-I",
                    os.path.join(SOURCE, "abi"), source, "-o", os.path.join(folder, "scale_by.so")], check=True)


# a change of the template -> the check that finds it
FAULTS = [
    ("offset_of(x, k)", "k", "strided"),
    ("k < n;", "k < n - 1;", "written"),
    ("gy_element(x, offset_of(x, k))", "gy_element(x, 0)", "grid"),
    ("double value = gain *", "double value = 0 * gain *", "sensitive"),
]
with open(os.path.join(TEMPLATE, "scale_by.c"), encoding="utf-8") as file:
    GOOD = file.read()
with tempfile.TemporaryDirectory() as top:
    build(top, GOOD)
    code, out, err = validate(top, "scale_by.so")
    ok(code == 4 and out.splitlines()[-2].startswith("FAIL transform.scale-by: has no example: "),
       "without an example", (code, out, err))
    shutil.copy(os.path.join(TEMPLATE, "transform.scale-by.ini"), top)
    want = "ok   scale_by.so: text\n" + "".join(f"ok   transform.scale-by: {c}\n" for c in CHECKS) + "13 checks, 0 failed\n"
    code, out, err = validate(top, "scale_by.so")
    ok(code == 0 and out == want and not err, "the template passes with the example beside it", (code, out, err))
    code, out, err = validate("/", os.path.join(top, "scale_by.so"), os.path.join(TEMPLATE, "transform.scale-by.ini"))
    ok(code == 0 and out == want and not err, "the same with the keyfile named", (code, out, err))
    for old, new, check in FAULTS:
        folder = os.path.join(top, check)
        os.mkdir(folder)
        assert old in GOOD
        build(folder, GOOD.replace(old, new))
        code, out, err = validate(folder, "scale_by.so", os.path.join(TEMPLATE, "transform.scale-by.ini"))
        ok(code == 4 and f"FAIL transform.scale-by: {check}: " in out and not err, f"{check}: {new}", (code, out, err))
    os.mkdir(os.path.join(top, "words"))
    build(os.path.join(top, "words"), GOOD.replace("reach y.row row", "reech y.row row"))
    code, out, err = validate(top, "words/scale_by.so")
    ok(code == 4 and "FAIL scale_by.so: text: line " in out and "reech" in out, "a text with a mistake", (code, out, err))
    code, out, err = validate(top, "absent.so")
    ok(code == 2 and not out and err == "absent.so: error: there is no such file\n", "a file that is not there", (code, out, err))
    code, out, err = validate(top, "scale_by.so", "a.ini", "b.ini")
    ok(code == 2 and err.startswith("gyrus: not understood: b.ini\n"), "a word too many", (code, out, err))
    ok(not os.listdir(SCRATCH), "nothing is left in the folder for temporary files", os.listdir(SCRATCH))
os.rmdir(SCRATCH)
print(f"1..{count}")
sys.exit(failed > 0)

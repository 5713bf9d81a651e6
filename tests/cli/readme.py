"""The keyfile of README.md and the commands of README.md and docs/start-here.md, as they stand there. TAP.

A page's commands are run from the top of a tree that looks like this one: build/gyrus is the command under test."""
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

GYRUS, SOURCE, CC = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), sys.argv[3]
SANITIZE = sys.argv[4]
BUILD = os.path.dirname(GYRUS)
NITIME = os.path.join(BUILD, "data", "nitime")
count = failed = 0


def ok(good, name, seen=""):
    global count, failed
    count += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {count} - {name}")
    if not good:
        print("".join(f"# {line}\n" for line in str(seen).splitlines()), end="")


def page(name):
    with open(os.path.join(SOURCE, name), encoding="utf-8") as file:
        return file.read()


def block(text, after, kind=""):
    """The first block of a kind behind a sentence."""
    return re.search(rf"{re.escape(after)}.*?^```{kind}\n(.*?)^```$", text, re.S | re.M)[1]


def run(words, folder, **env):
    return subprocess.run(words, capture_output=True, text=True, cwd=folder, timeout=120, env={**os.environ, **env})


def keyfile(top, text):
    """README's keyfile answers what README says."""
    with open(os.path.join(top, "pipelines", "my.ini"), "w", encoding="utf-8") as file:
        file.write(block(text, "## A keyfile", "ini"))
    command = re.search(r"^`(build/gyrus run) FILE (--check)` answers$", text, re.M)
    done = run([*command[1].split(), "pipelines/my.ini", command[2]], top)
    told = block(text, command[0])
    ok(done.returncode == 0 and done.stdout == told, "README: the keyfile answers what the page says", (done, told))


def commands(top, text):
    """Those of start-here, on a folder with files of the same names."""
    words = [shlex.split(line) for part in re.findall(r"^```\n(build/gyrus.*?)^```$", text, re.S | re.M)
             for line in part.splitlines()]
    ok(len(words) == 3, "start-here: three commands", words)
    for k, line in enumerate(words):
        line = [w.replace("/my/recordings", NITIME).replace("/tmp/mine", os.path.join(top, f"mine{k}")) for w in line]
        line = [os.path.join("pipelines", w) if w == "my.ini" else w for w in line]
        done = run(line, top)
        ok(done.returncode == 0, "start-here: " + " ".join(words[k]), done)
        if "--out" in line:
            seen = set(os.listdir(os.path.join(top, f"mine{k}")))
            ok({"report.html", "scores.tsv", "outputs", "run.json", "log.txt"} <= seen, "start-here: what lies in the run folder", seen)


def plugin(top, text):
    """README's plugin is the template, and its three commands do what they should."""
    folder = os.path.join(top, "abi", "template")
    shutil.copytree(os.path.join(SOURCE, "abi"), os.path.join(top, "abi"))
    ok(block(text, "All of `abi/template/scale_by.c`:", "c") == page("abi/template/scale_by.c"), "README: the plugin is the file")
    for line in block(text, "In `abi/template/`:").splitlines():
        words = shlex.split(line)
        env = dict([words.pop(0).split("=")]) if "=" in words[0] else {}
        env = {name: value.replace("$PWD", folder) for name, value in env.items()}
        if words[0] == "cc":
            words[:1] = [CC] + ([f"-fsanitize={SANITIZE}"] if SANITIZE != "none" else [])
        done = run(words, folder, **env)
        ok(done.returncode == 0, "README: " + line, done)


with tempfile.TemporaryDirectory() as top:
    top = os.path.realpath(top)
    shutil.copytree(os.path.join(SOURCE, "pipelines"), os.path.join(top, "pipelines"))
    os.symlink(BUILD, os.path.join(top, "build"))
    plugin(top, page("README.md"))
    if os.path.isdir(NITIME):
        keyfile(top, page("README.md"))
        commands(top, page("docs/start-here.md"))
    else:
        count += 1
        print(f"ok {count} - README's keyfile and start-here's commands # SKIP no data/nitime in the build folder")
print(f"1..{count}")
sys.exit(failed > 0)

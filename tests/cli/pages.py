"""The examples of a page, run: blocks of keyfiles are written, blocks of commands compared. TAP.

    pages.py GYRUS SOURCE PAGE

A block ```ini whose first line is "# NAME.ini" is a file. A block ```console holds lines "$ gyrus ..." and under each
what it says: stderr first, then stdout. Numbers may differ by 2e-6 of their size, paths are as the page has them.
"""
import os
import re
import shlex
import subprocess
import sys
import tempfile

GYRUS, SOURCE = map(os.path.abspath, sys.argv[1:3])
PAGE = os.path.join(SOURCE, sys.argv[3])
NUMBER = re.compile(r"-?\d+\.\d+")
count = failed = 0


def ok(good, name, seen=""):
    global count, failed
    count += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {count} - {name}")
    if not good:
        print("".join(f"# {line}\n" for line in str(seen).splitlines()), end="")


def same(a, b):
    """Equal texts, but for the last digits of numbers with a point."""
    x, y = [[float(n) for n in NUMBER.findall(t)] for t in (a, b)]
    return NUMBER.sub("#", a) == NUMBER.sub("#", b) and all(abs(p - q) <= 2e-6 * max(1, abs(p)) for p, q in zip(x, y))


with open(PAGE, encoding="utf-8") as page:
    blocks = re.findall(r"^```(\w+)\n(.*?)^```$", page.read(), re.S | re.M)
with tempfile.TemporaryDirectory() as folder:
    folder = os.path.realpath(folder)
    for kind, text in blocks:
        name = re.match(r"# ([a-z.-]+\.ini)\n", text)
        if kind == "ini" and name:
            with open(os.path.join(folder, name[1]), "w", encoding="utf-8") as file:
                file.write(text)
        for command, told in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", text, re.M) if kind == "console" else ():
            words = shlex.split(command)
            done = subprocess.run([GYRUS, *words[1:]], capture_output=True, text=True, cwd=folder, timeout=60)
            said = (done.stderr + done.stdout).replace(folder + "/", "")
            ok(words[0] == "gyrus" and same(told, said), command, f"page: {told}\nsaid: {said}")
ok(count > 0, "the page has examples")
print(f"1..{count}")
sys.exit(failed > 0)

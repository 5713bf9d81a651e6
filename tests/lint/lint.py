"""The house rules that a compiler does not check: lint.py [--tap] [ROOT]

Each rule is one function from a tree to (file, line, message) rows; its docstring is its law.
Exceptions stand in tests/lint/allow, each with a reason.
"""
import os
import re
import subprocess
import sys

import source

FLOORS = ("core", "value", "compute", "plugin", "graph", "run", "embed", "cli")
C_FOLDERS = ("abi", "host", "plugins", "shaders", "tests")
C_ENDINGS = (".c", ".h", ".glsl", ".comp")
CODE_ENDINGS = C_ENDINGS + (".py", ".build", ".sh", ".ini", ".options", "bootstrap", "run")
NOT_OURS = re.compile(r"(\.git|build|build-.*|runs|__pycache__|subprojects)")
MAX_FILE_LINES = 350
MAX_FUNCTION_LINES = 60


class Tree:
    """The files of a checkout, read once. Build folders and version control are left out."""

    def __init__(self, root):
        self.root = root
        self.texts = {}
        for folder, names, files in os.walk(root):
            names[:] = sorted(name for name in names if not NOT_OURS.fullmatch(name))
            for name in sorted(set(files) - {".git"}):
                path = os.path.relpath(os.path.join(folder, name), root)
                text = self.read(os.path.join(root, path))
                if text is not None:
                    self.texts[path] = text

    @staticmethod
    def read(path):
        """The text of a file, or None for a link, a folder or data."""
        if os.path.islink(path) or not os.path.isfile(path):
            return None
        with open(path, "rb") as file:
            data = file.read(2 << 20)
        return None if b"\0" in data else data.decode("utf-8", "replace")

    def files(self, folders=("",), endings=("",)):
        for path, text in self.texts.items():
            if path.endswith(tuple(endings)):
                if any(not folder or path.startswith(folder + "/") for folder in folders):
                    yield path, text

    def resolve(self, path, name):
        """The file of this tree that a quoted include next to path names, or None."""
        beside = os.path.normpath(os.path.join(os.path.dirname(path), name))
        return beside if beside in self.texts else None


def grep(tree, pattern, folders, endings, message, prepare=lambda text: text):
    for path, text in tree.files(folders, endings):
        for match in pattern.finditer(prepare(text)):
            yield path, source.line_of(text, match.start()), message % match[0].strip()


def abi_includes(tree):
    """abi/ includes only its own headers and stdint, stddef, math and string"""
    system = ("stdint.h", "stddef.h", "math.h", "string.h")
    for path, text in tree.files(["abi"], (".c", ".h")):
        for line, quoted, name in source.includes(text):
            own = (tree.resolve(path, name) or "abi/" + name) if quoted else ""
            if not (own.startswith("abi/") and own in tree.texts) and (quoted or name not in system):
                yield path, line, "abi/ may not include " + name


# folders of plugins/ that hold no nodes, only what nodes of several kinds are built of
SHARED = ("plugins/spiking/",)


def plugin_includes(tree):
    """plugins/ includes only abi headers, its own or a shared folder and system or library headers"""
    forbidden = re.compile(r"(glib|gio|gobject|gmodule|vulkan|gyrus-)|host/")
    for path, text in tree.files(["plugins"], (".c", ".h")):
        folder = os.path.dirname(path) + "/"
        for line, quoted, name in source.includes(text):
            beside = tree.resolve(path, name)
            own = beside.startswith((folder, *SHARED)) if beside else "abi/" + name in tree.texts
            if forbidden.match(name) or (quoted and not own):
                yield path, line, "a plugin may not include " + name
    yield from grep(tree, re.compile(r"\bhost_\w+|\bglib\b|\bgio\b"), ["plugins"], ["meson.build"],
                    "a plugin may not be built with %s",
                    lambda text: re.sub(r"#[^\n]*", lambda m: source.blank(m[0]), text))


def host_names_no_plugin(tree):
    """host/ never names a plugin"""
    node = re.compile(r"\b(reader|transform|encoder|decoder|generator|metric|writer)\.[a-z]")
    for path, text in tree.files(["host"], (".c", ".h")):
        for line, literal in source.literals(text):
            if node.search(literal):
                yield path, line, "the host names a plugin: \"%s\"" % literal


def host_floors(tree):
    """a file of host/ includes only its own floor, floors below and abi/"""
    for path, text in tree.files(["host"], (".c", ".h")):
        floor = path.split("/")[1]
        if floor not in FLOORS:
            yield path, 1, "host/%s is not a floor of the house" % floor
            continue
        for line, quoted, name in source.includes(text):
            if not quoted:
                continue
            target = tree.resolve(path, name) or "host/" + name
            if target not in tree.texts:
                target = "abi/" + name
            if target not in tree.texts:
                yield path, line, "no such file in host/ or abi/: " + name
            elif target.startswith("host/"):
                other = target.split("/")[1]
                if other not in FLOORS or FLOORS.index(other) > FLOORS.index(floor):
                    yield path, line, "%s is a floor above %s: %s" % (other, floor, name)
            elif not target.startswith("abi/"):
                yield path, line, "the host may not include " + target


def lengths(tree):
    """files have at most 350 lines, functions at most 60"""
    for path, text in tree.files(C_FOLDERS, C_ENDINGS):
        lines = len(text.splitlines())
        if lines > MAX_FILE_LINES:
            yield path, lines, "%d lines; at most %d" % (lines, MAX_FILE_LINES)
        for name, first, last in source.functions(text):
            if last - first + 1 > MAX_FUNCTION_LINES:
                yield path, first, "%s has %d lines; at most %d" % (name, last - first + 1,
                                                                    MAX_FUNCTION_LINES)


def formatting(tree):
    """clang-format changes nothing"""
    paths = [path for path, _ in tree.files(C_FOLDERS, (".c", ".h"))]
    if not paths:
        return
    try:
        done = subprocess.run(["clang-format", "--style=file", "--dry-run", "-Werror"] + paths,
                              cwd=tree.root, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, encoding="utf-8", errors="replace")
    except OSError as error:
        yield "clang-format", 0, "cannot be run: %s" % error.strerror
        return
    if done.returncode:
        rows = re.findall(r"^(.+?):(\d+):\d+: (?:error|warning): (.*)$", done.stdout, re.MULTILINE)
        first = {path: (line, message) for path, line, message in reversed(rows)}
        for path, (line, message) in sorted((first or {"clang-format": (0, done.stdout)}).items()):
            yield path, int(line), message.strip()


def unfinished_words(tree):
    """no word of unfinished work stands in the tree"""
    words = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
    return grep(tree, words, [""], CODE_ENDINGS + (".md", ".yml", ".txt"), "the word %s")


def fast_math(tree):
    """no flag lets the compiler change what floating point means"""
    flags = re.compile(r"-f(?:fast-math|unsafe-math\w*|finite-math-only|associative-math)"
                       r"|-O" r"fast\b")
    return grep(tree, flags, [""], C_ENDINGS + (".build", ".options", "bootstrap", ".sh"), "%s")


def braces(tree):
    """every if, else, for, while and do has braces"""
    for path, text in tree.files(C_FOLDERS, (".c", ".h")):
        for line, word in source.unbraced(text):
            yield path, line, "%s without braces" % word


def quiet_code(tree):
    """host/ (but its cli) and plugins/ never print, abort, exit or change the locale"""
    calls = re.compile(r"(?<![\w.>])(?:setlocale|v?printf|puts|putchar|perror|g_print|g_printerr|abort"
                       r"|_?exit|_Exit|quick_exit|g_error|g_abort)\s*\(|\b(?:stdout|stderr)\b")
    folders = ["host/" + floor for floor in FLOORS[:-1]] + ["plugins"]
    return grep(tree, calls, folders, (".c", ".h"), "%s", source.code_only)


def no_global_state(tree):
    """host/ and plugins/ hold no variable that outlives a call and can be written"""
    for path, text in tree.files(["host", "plugins"], (".c", ".h")):
        for line in source.mutable_state(text):
            yield path, line, "mutable static state"


def every_source_is_tested(tree):
    """every .c of host/ and plugins/ has its test file"""
    for path, _ in tree.files(["host", "plugins"], (".c",)):
        names = source.counterpart_names(path)
        if not any(name in tree.texts for name in names):
            yield path, 1, "has no test: " + " or ".join(names)


def private_words(tree):
    """no path of one particular machine stands in the tree"""
    paths = re.compile(r"(?<![\w.~}$-])/(?:work|farm)/\S*|/tmp/bash" r"_jobs\S*")
    return grep(tree, paths, [""], [""], "%s")


RULES = (abi_includes, plugin_includes, host_names_no_plugin, host_floors, lengths, formatting,
         braces, unfinished_words, fast_math, quiet_code, no_global_state, every_source_is_tested,
         private_words)


def read_allow(tree):
    """{(rule, file): line} and the malformed lines of tests/lint/allow."""
    allowed, wrong = {}, []
    path = "tests/lint/allow"
    for number, line in enumerate(tree.texts.get(path, "").splitlines(), 1):
        words = line.split(None, 2)
        if not words or words[0].startswith("#"):
            continue
        if len(words) < 3 or words[0] not in [rule.__name__ for rule in RULES]:
            wrong.append((path, number, "not of the form RULE FILE REASON: " + line))
        else:
            allowed[words[0], words[1]] = number
    return allowed, wrong


def check(tree):
    """Every rule with the violations that no exception covers: [(rule name, law, rows)]."""
    allowed, wrong = read_allow(tree)
    unused, found = dict(allowed), []
    for rule in RULES:
        rows = []
        for row in rule(tree):
            if (rule.__name__, row[0]) in allowed:
                unused.pop((rule.__name__, row[0]), None)
            else:
                rows.append(row)
        found.append((rule.__name__, rule.__doc__.strip(), rows))
    stale = [("tests/lint/allow", number, "excuses nothing: %s %s" % key)
             for key, number in unused.items()]
    return found + [("exceptions", "every exception is well formed and needed", wrong + stale)]


def main(arguments):
    here = os.path.dirname(os.path.abspath(__file__))
    words = [word for word in arguments if word != "--tap"]
    tap = "--tap" in arguments
    results = check(Tree(words[0] if words else os.path.dirname(os.path.dirname(here))))
    if tap:
        print("1..%d" % len(results))
    for name, law, rows in results:
        if tap:
            print("%sok - %s: %s" % ("not " if rows else "", name, law))
        for path, line, message in rows:
            print("%s%s:%d: %s" % ("  " if tap else "", path, line, message))
    return 1 if any(rows for _, _, rows in results) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

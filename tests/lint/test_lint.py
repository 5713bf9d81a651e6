"""Each lint rule sees a planted violation, and only that; clean code passes them all."""
import os
import re
import shutil
import tempfile
import unittest

import lint
import source

CLEAN = {
    "abi/gyrus.h": "#include <stdint.h>\n\nint gy_node(void);\n",
    "host/core/a.h": "#include <glib.h>\n\nint gy_a(void);\n",
    "host/core/a.c": '#include "core/a.h"\n#include "gyrus.h"\n\n'
                     "static const char *const words[] = {\n    \"reader\",\n};\n\n"
                     "int gy_a(void)\n{\n    return words[0] != NULL;\n}\n",
    "host/run/b.c": '#include "core/a.h"\n',
    "plugins/readers/npy.c": '#include "../spiking/ode.h"\n#include "gyrus.h"\n#include <zlib.h>\n',
    "plugins/spiking/ode.h": "int gy_ode(void);\n",
    "tests/core/test_a.c": "",
    "tests/run/test_b.c": "",
    "tests/plugins/test_reader_npy.c": "",
}
FORMAT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", ".clang-format")
LONG = "int gy_long(void)\n{\n" + "    gy_a();\n" * 56 + "    return 0;\n}\n"

# rule, file, text added to it, what the message names
PLANTED = [
    ("abi_includes", "abi/gyrus.h", "#include <glib.h>\n", "glib.h"),
    ("abi_includes", "abi/gyrus.h", '#include "../host/core/a.h"\n', "a.h"),
    ("abi_includes", "abi/gyrus.h", "#include <stdio.h>\n", "stdio.h"),
    ("plugin_includes", "plugins/readers/npy.c", '#include "../../host/core/a.h"\n', "a.h"),
    ("plugin_includes", "plugins/readers/npy.c", '#include "core/a.h"\n', "core/a.h"),
    ("plugin_includes", "plugins/readers/npy.c", '#include "../writers/output.h"\n', "output.h"),
    ("plugin_includes", "plugins/readers/npy.c", "#include <glib.h>\n", "glib.h"),
    ("plugin_includes", "plugins/meson.build", "shared_module('npy', dependencies: host_dep)\n",
     "host_dep"),
    ("host_names_no_plugin", "host/core/a.c", '\nconst char *const x = "use reader.npy";\n',
     "reader.npy"),
    ("host_floors", "host/core/a.c", '#include "run/b.h"\n', "run"),
    ("host_floors", "host/attic/a.c", "", "attic"),
    ("lengths", "host/core/a.c", "\n" * 350, "lines"),
    ("lengths", "tests/core/test_a.c", LONG.replace("    return", "    gy_a();\n    return"),
     "gy_long has 61"),
    ("formatting", "host/core/a.c", "int  two;\n", "format"),
    ("braces", "host/core/a.c", "int f(int x)\n{\n    if (x)\n        return 1;\n    return 0;\n}\n",
     "if"),
    ("unfinished_words", "host/core/a.c", "/* TO" "DO: later */\n", "TO" "DO"),
    ("fast_math", "meson.build", "add_project_arguments('-ffast" "-math')\n", "math"),
    ("quiet_code", "host/core/a.c", "void f(void)\n{\n    abort();\n}\n", "abort"),
    ("quiet_code", "plugins/readers/npy.c", "void f(void)\n{\n    fputs(s, stderr);\n}\n", "stderr"),
    ("quiet_code", "host/run/b.c", "void f(void)\n{\n    setlocale(0, 0);\n}\n", "setlocale"),
    ("no_global_state", "host/core/a.c", "static int count;\n", "static"),
    ("no_global_state", "host/core/a.c", "static const char *last = 0;\n", "static"),
    ("no_global_state", "host/core/a.c", "int f(void)\n{\n    static int n;\n    return n++;\n}\n",
     "static"),
    ("no_global_state", "host/core/a.c", "struct a *current;\n", "static"),
    ("every_source_is_tested", "host/core/new.c", "", "tests/core/test_new.c"),
    ("every_source_is_tested", "plugins/losses/mse.c", "", "tests/plugins/test_loss_mse.c"),
    ("private_words", "docs/x.md", "see /wo" "rk/main\n", "main"),
    ("exceptions", "tests/lint/allow", "quiet_code host/core/gone.c it prints\n", "excuses nothing"),
    ("exceptions", "tests/lint/allow", "no_such_rule host/core/a.c why\n", "not of the form"),
    ("exceptions", "tests/lint/allow", "quiet_code host/core/a.c\n", "not of the form"),
]


class Trees(unittest.TestCase):
    def setUp(self):
        self.root = tempfile.mkdtemp(prefix="gyrus lint ")
        self.addCleanup(shutil.rmtree, self.root)
        shutil.copy(FORMAT, self.root)
        for path, text in CLEAN.items():
            self.add(path, text)

    def add(self, path, text):
        full = os.path.join(self.root, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "a", encoding="utf-8") as out:
            out.write(text)

    def violations(self, only=None):
        found = lint.check(lint.Tree(self.root))
        return [(name, row) for name, _, rows in found for row in rows if only in (None, name)]

    def test_clean_tree_passes(self):
        self.assertEqual(self.violations(), [])

    def test_build_folders_are_not_read(self):
        self.add("build-asan/x.c", "/* FIX" "ME */")
        self.assertEqual(self.violations(), [])

    def test_an_exception_excuses_its_file_and_rule(self):
        self.add("host/core/a.c", "static int count;\n")
        self.add("tests/lint/allow", "no_global_state host/core/a.c a counter for a test\n")
        self.assertEqual(self.violations("no_global_state") + self.violations("exceptions"), [])

    def test_the_command_line_may_print(self):
        self.add("host/cli/main.c", "void f(void)\n{\n    printf(0);\n}\n")
        self.assertEqual(self.violations("quiet_code"), [])

    def test_sixty_lines_are_allowed(self):
        self.add("tests/core/test_a.c", LONG)
        self.assertEqual(self.violations("lengths"), [])

    def test_comments_are_no_code(self):
        self.add("host/core/a.c", '/* abort() as reader.npy does; static int n; if (x) y; */\n')
        self.assertEqual(self.violations(), [])

    def test_every_rule_has_a_planted_violation(self):
        self.assertEqual({rule.__name__ for rule in lint.RULES} - {row[0] for row in PLANTED}, set())


def planted_test(rule, path, text, words):
    def test(self):
        self.add(path, text)
        rows = [row for _, row in self.violations(rule)]
        self.assertEqual([row[0] for row in rows], [path], rows)
        self.assertIn(words, rows[0][2])
    return test


for number, row in enumerate(PLANTED):
    setattr(Trees, "test_planted_%02d_%s" % (number, row[0]), planted_test(*row))


class Source(unittest.TestCase):
    def test_mutable_state(self):
        cases = [
            ("static int x;", True), ("static const int x = 3;", False),
            ("int x = 3;", True), ("extern int x;", False), ("typedef int x;", False),
            ("int f(int);", False), ("static int f(int x);", False), ("struct s;", False),
            ("static const char *const t[] = {0};", False), ("static const char *t[] = {0};", True),
            ("typedef struct {\n    int a;\n} name;", False), ("struct s {\n    int a;\n};", False),
            ("static int (*hook)(int);", True), ("static int (*const hook)(int) = f;", False),
            ("static const int t[2 * N] = {1};", False), ("enum {\n    A,\n    B\n};", False),
            ("G_DEFINE_QUARK(gy-error, gy_error)\n\nstatic int x;", True),
            ('extern "C" {\nint f(void);\n}', False), ("static _Atomic int n;", True),
        ]
        for text, mutable in cases:
            with self.subTest(text):
                self.assertEqual(bool(source.mutable_state(text + "\n")), mutable)

    def test_functions(self):
        text = ("G_DEFINE_QUARK(a, b)\n\nstatic const int t[] = {\n    1,\n};\n\n"
                "int f(int a,\n      int b)\n{\n    if (a) {\n        g(\"}\");\n    }\n}\n"
                "Test(suite, name, .init = setup)\n{\n}\n")
        self.assertEqual([(f.name, f.first, f.last) for f in source.functions(text)],
                         [("f", 7, 13), ("Test", 14, 16)])

    def test_unbraced(self):
        cases = [
            ("if (a(b)) {", False), ("if (a) b();", True), ("else if (a) {", False),
            ("else b();", True), ("do { a(); } while (b);", False), ("while (b);", True),
            ("for (;;) {", False), ("for (i = 0; i < n; i++) a();", True), ("do a(); while (b);", True),
        ]
        for text, wrong in cases:
            with self.subTest(text):
                self.assertEqual(bool(source.unbraced(text)), wrong)

    def test_includes_and_literals(self):
        text = '// #include "no.h"\n#include "yes.h"\n#include <sys.h>\nchar *s = "/* not a comment */";\n'
        self.assertEqual([(i.line, i.quoted, i.name) for i in source.includes(text)],
                         [(2, True, "yes.h"), (3, False, "sys.h")])
        self.assertEqual([(i.line, i.text) for i in source.literals(text)],
                         [(4, "/* not a comment */")])

    def test_private_paths_but_not_relative_ones(self):
        pattern = re.compile(r"(?<![\w.~}$-])/(?:work|farm)/\S*")
        for text, found in (("a /wo" "rk/x", True), ("../wo" "rk/x", False), ("home/wo" "rk/x", False)):
            with self.subTest(text):
                self.assertEqual(bool(pattern.search(text)), found)


if __name__ == "__main__":
    unittest.main()

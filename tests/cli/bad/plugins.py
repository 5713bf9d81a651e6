"""Plugins that cannot be used, and edges whose ends differ in what the plugins' texts say. TAP.

The plugins are built from tests/plugin/bad; a case sees those it names through GYRUS_PLUGIN_PATH."""
import os
import tempfile

import bad
from bad import HEAD, group, tsv

suite = bad.Suite()
READ = group("t", plugin="reader.table", path="t.tsv", columns="x f64 mV; y f64")
DATA = {"t.tsv": tsv(("x", [1, 2, 3]), ("y", [4, 6, 5]))}


def use(node, **keys):
    return HEAD + READ + group("n", plugin=node, **keys)


# name, modules, keyfile, exit code, stderr in which DIR is the folder of the modules
for name, modules, keyfile, code, stderr in [
    ("unknown word in a node text", ["unknown_word"], use("transform.unknown-word", x="@t.x"), 2,
     "k.ini:8: error: [n] 'transform.unknown-word' of DIR/unknown_word.so cannot be used: transform.unknown-word: "
     "word 'glows' is not known to this host (minor 1); the file requires minor 0, in: glows | blue\n"),
    ("plugin that requires a newer minor", ["newer_minor"], use("transform.newer-minor", x="@t.x"), 2,
     "k.ini:8: error: [n] 'transform.newer-minor' of DIR/newer_minor.so cannot be used: node text: requires ABI minor 99; "
     "this host has minor 1, in: gyrus 0 1 99\n"),
    ("plugin of another major", ["other_major"], use("transform.other-major", x="@t.x"), 2,
     "k.ini:8: error: [n] 'transform.other-major' of DIR/other_major.so cannot be used: node text: made for ABI major 7; "
     "this host has major 0, in: gyrus 7 0 0\n"),
    ("two nodes of one id", ["twin_a", "twin_b"], use("transform.twin", x="@t.x"), 2,
     "k.ini:8: error: [n] 'transform.twin' is in two files: DIR/twin_a.so and DIR/twin_b.so\n"),
    ("two nodes of one id that nobody uses", ["twin_a", "twin_b"], use("transform.zscrore", x="@t.x"), 2,
     "k.ini:8: error: [n] there is no plugin 'transform.zscrore'; did you mean 'transform.zscore'?\n"),
    ("plugin without its function", ["no_run"], use("transform.no-run", x="@t.y"), 3,
     "k.ini:7: error: [n] DIR/no_run.so: transform.no-run has no function run, but it is a map\n"),
    ("axis mismatch", ["ends"], use("transform.of-time", x="@t.y"), 3,
     "k.ini:9: error: [n] x wants an axis 'time', but axis 0 of @t.y is 'row'\n"),
    ("axis mismatch that the texts tell", ["ends"], use("transform.to-trial", x="@t.y") +
     group("m", plugin="transform.of-time", x="@n"), 2,
     "k.ini:12: error: [m] x wants axis 'time', but axis 0 of @n is 'trial'\n"),
    ("dtype mismatch that the texts tell", ["ends"], use("transform.to-trial", x="@t.y") +
     group("m", plugin="transform.of-bytes", x="@n"), 2,
     "k.ini:12: error: [m] x wants u8, but @n gives f64, which cannot become it without loss\n"),
    ("unit mismatch", ["ends"], use("transform.of-volts", x="@t.x"), 3, "k.ini:9: error: [n] x is in V, but @t.x is in mV\n"),
    ("unit mismatch that the texts tell", ["ends"], use("transform.to-trial", x="@t.y") +
     group("m", plugin="transform.of-volts", x="@n"), 2,
     "k.ini:12: error: [m] x is in V, but @n is in mV\n"),
]:
    with tempfile.TemporaryDirectory() as folder:
        folder = os.path.realpath(folder)
        for module in modules:
            os.symlink(os.path.join(bad.MODULES, module + ".so"), os.path.join(folder, module + ".so"))
        suite.run(name, keyfile, DATA, code, stderr.replace("DIR", folder), env={"GYRUS_PLUGIN_PATH": folder})
suite.end()

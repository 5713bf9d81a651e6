"""Keyfiles that are wrong in their text: lines, names, values, the command line. TAP."""
import bad

suite = bad.Suite()
TABLE = bad.HEAD + bad.group("t", plugin="reader.table", path="t.tsv", columns="a f64; b f64")
GOOD = {"t.tsv": b"a\tb\n1\t2\n3\t4\n"}
SCORED = TABLE + bad.group("vars", data="x") + bad.group("s", plugin="metric.pearson", predicted="@t.a", target="@t.b")

# name, keyfile, stderr
for name, keyfile, stderr in [
    ("trailing comment in a value", TABLE.replace("t.tsv", "t.tsv # the table"),
     "k.ini:5: error: ` #` in the value of `path`: a comment stands on its own line\n"),
    ("trailing comment behind the plugin", TABLE.replace("reader.table", "reader.table # CSV"),
     "k.ini:4: error: ` #` in the value of `plugin`: a comment stands on its own line\n"),
    ("key[x]", TABLE.replace("path", "path[de]"),
     "k.ini:5: error: `path[de]`: keys have no `[...]` part, there are no translated values\n"),
    ("key without a value", TABLE.replace(" t.tsv", ""),
     "k.ini:5: error: `path` has no value; leave the key out instead\n"),
    ("continuation line", TABLE.replace("t.tsv", "t.tsv\\"),
     "k.ini:5: error: the value of `path` ends in `\\`: a value is one line, there are no continuation lines\n"),
    ("byte order mark", "\ufeff" + TABLE,
     "k.ini:1: error: begins with a byte order mark; save it as UTF-8 without BOM\n"),
    ("keyfile that is not UTF-8", TABLE.encode() + b"comment = \xff\n",
     "k.ini:7: error: not UTF-8 at byte 92 of the file\n"),
    ("repeated key", TABLE + "path = t.tsv\n",
     "k.ini:7: error: `path` is already in line 5 of the same group\n"),
    ("repeated group", TABLE + bad.group("t", plugin="reader.table", path="t.tsv"),
     "k.ini:7: error: group [t] is already in line 3\n"),
    ("two nodes of one name", TABLE + "[t ]\nplugin = reader.npy\npath = t.npy\n",
     "k.ini:7: error: group [t] is already in line 3\n"),
    ("a cycle", bad.HEAD + bad.group("x", plugin="transform.zscore", x="@y") +
     bad.group("y", plugin="transform.zscore", x="@x"),
     "k.ini:3: error: nodes that wait for each other in a circle: x -> y -> x\n"),
    ("one fault, one message", TABLE + bad.group("z", plugin="transform.zscore", x="@t.a", freeze="x"),
     "k.ini:10: error: [z] freeze belongs to trainers, and transform.zscore is none\n"),
    ("nothing in the file", "", "k.ini: error: there is no node: a group with `plugin = ...` is one\n"),
    ("all problems at once", TABLE.replace("path", "pth") + "rows = @x\n",
     "k.ini:3: error: [t] reader.table needs its parameter 'path': the file\n"
     "k.ini:5: error: [t] reader.table has no port or parameter 'pth'; did you mean 'path'?\n"
     "k.ini:7: error: there is no node 'x'\n"),
]:
    suite.run(name, keyfile, GOOD, 2, stderr)
    suite.run(name + ", with gyrus check", keyfile, GOOD, 2, stderr, command="check")

# name, words of the command line, stderr
for name, words, stderr in [
    ("--set of an unknown variable", ["--set", "dat=y"], "error: --set dat=y: [vars] has no `dat`; did you mean `data`?\n"),
    ("--set of an unknown node", ["--set", "tt.path=y"], "error: --set tt.path=y: there is no group `tt`; did you mean `t`?\n"),
    ("--set of an unknown key", ["--set", "t.pth=y"],
     "k.ini: error: --set: [t] reader.table has no port or parameter 'pth'; did you mean 'path'?\n"),
    ("--set of a bad value", ["--set", "t.header=perhaps"],
     "k.ini: error: --set: [t] header: column 1: expected one of auto, true, false, found `perhaps`\n"),
    ("--set without a value", ["--set", "data"], "error: --set data: expected `variable=value` or `node.key=value`\n"),
    ("unknown profile", ["--profile", "large"], "k.ini: error: no profile `large`: the file has none\n"),
]:
    suite.run(name, SCORED, GOOD, 2, stderr, words)
    suite.run(name + ", with gyrus check", SCORED, GOOD, 2, stderr, words, command="check")
suite.run("unknown profile, another one near", SCORED + "[vars|small]\ndata = y\n", GOOD, 2,
          "k.ini: error: no profile `smal`; did you mean `small`? The file has: small\n", ["--profile", "smal"])
suite.end()

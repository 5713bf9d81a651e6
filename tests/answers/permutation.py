"""[chance] beside exact permutation tests of scipy: tests/parity/permutation.tsv holds the data and the p
values, which count every rearrangement; so does the host where there are fewer than `times`. TAP."""
import os
import re
import tempfile

from common import SOURCE, gyrus, end, ok, rows

FIXTURE = os.path.join(SOURCE, "tests", "parity", "permutation.tsv")
KEYFILE = f"""[pairs]
plugin  = reader.table
path    = {FIXTURE}
columns = a f64; b f64; group i64

[r]
plugin    = metric.pearson
predicted = @pairs.a
target    = @pairs.b

[chance r]
permute = @pairs.b
times   = 6000
refit   = none
"""
with open(FIXTURE, encoding="utf-8") as file:
    said = dict(re.findall(r"^# (r|p|p within) ([-\d.e]+)$", file.read(), re.M))

with tempfile.TemporaryDirectory() as top:
    for word, tail, n in ("p", "", 5040), ("p within", "within  = @pairs.group\n", 144):
        path, out = os.path.join(top, "a.ini"), os.path.join(top, word)
        with open(path, "w", encoding="utf-8") as file:
            file.write(KEYFILE + tail)
        done = gyrus(path, out)
        ok(done.returncode == 0 and f" {n - 1} draws " in done.stdout, f"{word}: all {n} rearrangements but the truth", done)
        found = [row for row in rows(out) if row["node"] == "r"] if done.returncode == 0 else []
        ok(len(found) == 1 and abs(float(found[0]["value"]) - float(said["r"])) < 1e-14, f"{word}: r", found)
        ok(len(found) == 1 and abs(float(found[0]["p"]) - float(said[word])) < 1e-15, f"{word}: scipy's p", found)
    # fewer draws than rearrangements: (b + 1) / (m + 1), near the exact one
    done = gyrus(path, os.path.join(top, "some"), "--set", "chance r.times=99")
    p = re.search(r" (\d+) draws .* p = ([\d.]+)", done.stdout)
    ok(p and p[1] == "99" and abs(float(p[2]) * 100 - round(float(p[2]) * 100)) < 1e-9, "99 draws: p is a hundredth", done)
    se = (float(said["p within"]) * (1 - float(said["p within"])) / 99) ** .5
    ok(p and abs(float(p[2]) - float(said["p within"])) < 4 * se, "99 draws: p is near the exact one", done)
end()

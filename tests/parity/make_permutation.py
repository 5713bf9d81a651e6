"""Fixture of [chance]: exact permutation tests by scipy.stats.permutation_test, which counts every
rearrangement. Run: /usr/bin/python3 make_permutation.py > permutation.tsv

Seven pairs (5,040 pairings, statistic Pearson r, larger is better), and the same with the pairings kept
within two groups of four and three (144, counted by itertools, as scipy has no groups). The p values stand in
the comments; the smallest difference of a null value from the observed one is asserted, so that no rounding
can move a count. A p is (number as large as observed, itself included) / (number of rearrangements).
"""
import itertools
import numpy as np, scipy
from scipy.stats import permutation_test

r = np.random.default_rng(21)
a = r.standard_normal(7)
b = .8 * a + r.standard_normal(7)
group = np.array([0, 1, 0, 1, 0, 1, 0])
stat = lambda v: np.corrcoef(v, a)[0, 1]
free = permutation_test((b,), stat, permutation_type="pairings", alternative="greater", n_resamples=np.inf, vectorized=False)
assert len(free.null_distribution) == 5040
null = []
for p in itertools.permutations(np.flatnonzero(group == 0)):
    for q in itertools.permutations(np.flatnonzero(group == 1)):
        v = b.copy()
        v[group == 0], v[group == 1] = b[list(p)], b[list(q)]
        null.append(stat(v))
observed = stat(b)
for values in free.null_distribution, np.array(null):
    gap = np.abs(values - observed)
    assert (gap[gap > 1e-12] > 1e-6).all()
within = np.mean(np.array(null) >= observed - 1e-12)
print(f"# made by make_permutation.py, scipy {scipy.__version__}, numpy {np.__version__}")
print(f"# r {float(observed)!r}\n# p {float(free.pvalue)!r}\n# p within {float(within)!r}")
print("a\tb\tgroup")
for row in zip(a, b, group):
    print(f"{float(row[0])!r}\t{float(row[1])!r}\t{row[2]}")

"""compare_fixture.h: p of sign-flip tests of paired differences by scipy.stats.permutation_test,
every sign pattern once. Run: /usr/bin/python3 tests/parity/make_compare.py > tests/parity/compare_fixture.h"""
import numpy as np
import scipy
from scipy import stats

rng = np.random.default_rng(3)
cases = [np.round(rng.normal(centre, 1, n), 3) for n, centre in ((3, .4), (5, .4), (8, .4), (8, 1.5), (12, .6))]
print("/* SPDX-License-Identifier: MIT")
print(" *")
print(f" * Made by tests/parity/make_compare.py with scipy {scipy.__version__}, numpy {np.__version__}. */")
print("static const struct {\n    int n;\n    double d[12], two_sided, greater, less;\n} oracle[] = {")
for d in cases:
    p = [stats.permutation_test((d,), np.mean, permutation_type="samples", n_resamples=np.inf, alternative=a).pvalue
         for a in ("two-sided", "greater", "less")]
    print(f"    {{{len(d)}, {{{', '.join(repr(float(x)) for x in d)}}}, {', '.join(repr(float(x)) for x in p)}}},")
print("};")

"""Fixture of metric.noise-ceiling. Run: python3 make_ceiling.py > ceiling_fixture.h

40 rows, 3 targets (strong, weak, no signal), 12 items with 2 to 5 rows in shuffled order. ncsnr for means and for single rows with
unequal repeats (mean of 1/n), and the split into every other row of an item, stepped up to the mean of the repeats.
"""
import numpy as np

def c(name, a, kind="double"):
    return f"static const {kind} {name}[] = {{" + ", ".join(repr(float(v)) if kind == "double" else str(int(v)) for v in np.ravel(a)) + "};"

r = np.random.default_rng(4)
items = r.permutation(np.repeat(np.arange(12), [2, 3, 4, 5, 2, 3, 4, 5, 2, 3, 4, 3]))
X = r.standard_normal((12, 3))[items] * [3, .9, 0] + r.standard_normal((40, 3)) + 5
groups = [X[items == i] for i in range(12)]
noise = np.mean([g.var(0, ddof=1) for g in groups], 0)
signal = np.maximum(0, X.var(0) - noise)
snr2 = signal / noise
inv = np.mean([1 / len(g) for g in groups])
A, B = (np.array([g[k::2].mean(0) for g in groups]) for k in (0, 1))
h = np.array([np.corrcoef(A[:, t], B[:, t])[0, 1] for t in range(3)])
print(f"/* made by make_ceiling.py, numpy {np.__version__} */\n#include <stdint.h>")
k = 2 / (40 / 12)
print("\n".join([c("ceiling_items", items, "int64_t"), c("ceiling_x", X), c("ceiling_ncsnr", np.sqrt(snr2)), c("ceiling_mean", snr2 / (snr2 + inv)),
                 c("ceiling_single", snr2 / (snr2 + 1)), c("ceiling_half", 2 * h / (1 + h)), c("ceiling_half_single", k * h / (1 + (k - 1) * h))]))

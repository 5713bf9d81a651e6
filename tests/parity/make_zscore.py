"""Fixture of transform.zscore: scikit-learn's StandardScaler fitted on training rows, scipy.stats.zscore by
segment, and numpy over the rows so far. Run: /usr/bin/python3 make_zscore.py > zscore_fixture.h

24 rows in segments of 9 and 15, training rows 4 .. 19; a column of large mean, a constant one, an ordinary one.
StandardScaler divides a constant column by 1, as the node does; scipy gives NaN there, so that 0 is written.
"""
import numpy as np, scipy, sklearn
from scipy.stats import zscore
from sklearn.preprocessing import StandardScaler

def c(name, a):
    return f"static const double {name}[] = {{" + ", ".join(repr(float(v)) for v in np.ravel(a)) + "};"

r = np.random.default_rng(12)
x = np.column_stack([1e6 + r.standard_normal(24), np.full(24, 3.25), 5 * r.standard_normal(24) - 2])
scaler = StandardScaler().fit(x[4:20])
segment = np.concatenate([zscore(x[:9], ddof=0), zscore(x[9:], ddof=0)])
segment[:, 1] = 0
running = np.zeros_like(x)
for lo, hi in ((0, 9), (9, 24)):
    for i in range(lo, hi):
        so_far = x[lo:i + 1]
        sd = so_far.std(0)
        running[i] = (x[i] - so_far.mean(0)) / np.where(sd > 1e-12, sd, 1)
print(f"/* made by make_zscore.py, scikit-learn {sklearn.__version__}, scipy {scipy.__version__}, numpy {np.__version__} */")
print("\n".join([c("zscore_x", x), c("zscore_train", scaler.transform(x)), c("zscore_mean", scaler.mean_), c("zscore_sd", scaler.scale_),
                 c("zscore_segment", segment), c("zscore_running", running)]))

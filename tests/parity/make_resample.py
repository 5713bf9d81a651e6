"""Fixture of transform.resample and transform.regress-out: scipy and numpy. Run: python3 make_resample.py > resample_fixture.h"""
import numpy as np, scipy
from scipy.signal import resample_poly

def c(name, a):
    return f"static const double {name}[] = {{" + ", ".join(repr(float(v)) for v in np.ravel(a)) + "};"

r = np.random.default_rng(8)
x = r.standard_normal((50, 2))
both = lambda up, down: np.concatenate([resample_poly(x[:30], up, down, axis=0), resample_poly(x[30:], up, down, axis=0)])
conf = r.standard_normal((50, 2))
conf = np.column_stack([conf, conf[:, 0] * 3 - 1])  # collinear on purpose

def cosine(n, high_pass, dt):  # nilearn's create_cosine_drift, restated
    order = min(n - 1, int(np.floor(2 * n * high_pass * dt)))
    t = np.arange(n)
    return np.column_stack([np.cos(np.pi / n * (t + .5) * k) for k in range(1, order + 1)] + [np.ones(n)])

def residual(y, X):
    return y - X @ np.linalg.lstsq(X, y, rcond=None)[0]

cut = (slice(0, 30), slice(30, 50))
print(f"/* made by make_resample.py, scipy {scipy.__version__}, numpy {np.__version__} */")
print("\n".join([c("rs_x", x), c("rs_down", both(2, 5)), c("rs_up", both(3, 1)), c("rs_conf", conf),
    c("ro_cosine", np.concatenate([residual(x[s], np.column_stack([conf[s], cosine(len(x[s]), 0.05, 2.0)])) for s in cut])),
    c("ro_poly", np.concatenate([residual(x[s], np.vander(np.arange(len(x[s])), 3)) for s in cut]))]))

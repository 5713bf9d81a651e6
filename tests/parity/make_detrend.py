"""Fixture of transform.detrend: scipy.signal.detrend by segment. Run: python3 make_detrend.py > detrend_fixture.h"""
import numpy as np, scipy
from scipy.signal import detrend

def c(name, a):
    return f"static const double {name}[] = {{" + ", ".join(repr(float(v)) for v in np.ravel(a)) + "};"

r = np.random.default_rng(5)
x = np.cumsum(r.standard_normal((23, 3)), 0) + 1e4
y = np.concatenate([detrend(x[:11], axis=0), detrend(x[11:], axis=0)])
t = np.arange(23) - 11.
cubic = x - np.column_stack([np.polyval(np.polyfit(t, x[:, k], 3), t) for k in range(3)])
print(f"/* made by make_detrend.py, scipy {scipy.__version__}, numpy {np.__version__} */")
print("\n".join([c("detrend_x", x), c("detrend_linear", y), c("detrend_cubic", cubic)]))

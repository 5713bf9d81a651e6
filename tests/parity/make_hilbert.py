"""Fixture of transform.analytic-signal: scipy.signal.hilbert of segments of 12 and 7 rows, two columns.
Run: /usr/bin/python3 make_hilbert.py > hilbert_fixture.h
"""
import numpy as np, scipy
from scipy.signal import hilbert

def c(name, a):
    return f"static const double {name}[] = {{" + ", ".join(repr(float(v)) for v in np.ravel(a)) + "};"

r = np.random.default_rng(45)
x = r.standard_normal((19, 2)) + np.array([0, 3.])
z = np.concatenate([hilbert(x[:12], axis=0), hilbert(x[12:], axis=0)])
print(f"/* made by make_hilbert.py, scipy {scipy.__version__}, numpy {np.__version__} */")
print("\n".join([c("hilbert_x", x), c("hilbert_imaginary", z.imag), c("hilbert_phase", np.angle(z)), c("hilbert_amplitude", np.abs(z))]))

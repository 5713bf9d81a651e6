"""Fixture of decoder.cca and decoder.fbcca: scipy.linalg.eigh of Sxy Syy^-1 Syx against Sxx. Run: python3 make_cca.py > cca_fixture.h"""
import numpy as np, scipy
from scipy.linalg import eigh

def c(name, a):
    return f"static const double {name}[] = {{" + ", ".join(repr(float(v)) for v in np.ravel(a)) + "};"

RATE, FREQUENCIES = 100.0, (7.0, 9.5, 12.0)
r = np.random.default_rng(8)
t = np.arange(40) / RATE
x = r.standard_normal((4, 40, 2, 4))                # [row, time, band, channel]
for row, f in enumerate((9.5, 7.0, 12.0, 9.5)):     # something to find
    x[row] += np.sin(2 * np.pi * f * t + row)[:, None, None] * r.standard_normal(4)

def rho(piece, f, harmonics):
    y = np.column_stack([g(2 * np.pi * f * (h + 1) * t) for h in range(harmonics) for g in (np.sin, np.cos)])
    x, y = piece - piece.mean(0), y - y.mean(0)
    return np.sqrt(eigh(x.T @ y @ np.linalg.inv(y.T @ y) @ y.T @ x, x.T @ x, eigvals_only=True)[-1])

print(f"/* made by make_cca.py, scipy {scipy.__version__}, numpy {np.__version__} */")
print(c("eeg", x))
for harmonics in (1, 3):                            # fewer sines than channels, and more
    print(c(f"rho{harmonics}", [[rho(p[:, 0], f, harmonics) for f in FREQUENCIES] for p in x]))
weights = [(n + 1) ** -1.25 + .25 for n in range(2)]
print(c("summed", [[sum(w * rho(p[:, n], f, 3) ** 2 for n, w in enumerate(weights)) for f in FREQUENCIES] for p in x]))

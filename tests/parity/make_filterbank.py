"""Fixture of transform.filterbank: scipy.signal.cheby1, filtfilt. Run: python3 make_filterbank.py > filterbank_fixture.h"""
import numpy as np, scipy
from scipy.signal import cheby1, filtfilt

def c(name, a):
    return f"static const double {name}[] = {{" + ", ".join(repr(float(v)) for v in np.ravel(a)) + "};"

r = np.random.default_rng(58)
x = np.cumsum(r.standard_normal((110, 2)), 0)
fs = 250.0

def bank(lows, high, order, ripple):
    """[row, band, column], two segments"""
    y = []
    for low in lows:
        b, a = cheby1(order, ripple, [low, high], btype='bandpass', fs=fs)
        y.append(np.concatenate([filtfilt(b, a, x[:60], axis=0), filtfilt(b, a, x[60:], axis=0)]))
    return np.stack(y, 1)

print(f"/* made by make_filterbank.py, scipy {scipy.__version__}, numpy {np.__version__} */")
print(c("bx", x))
print(c("paper", bank([8, 16, 24], 90, 2, 1)))      # the sub-bands of entry 58: 8 i to 90 Hz
print(c("odd", bank([14], 60, 3, 0.5)))             # an odd order has gain 1 in the middle
print(c("wide", bank([4], 120, 1, 3)))              # real poles

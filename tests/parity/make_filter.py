"""Fixture of transform.filter: scipy.signal.butter, sosfilt, sosfiltfilt. Run: python3 make_filter.py > filter_fixture.h"""
import numpy as np, scipy
from scipy.signal import butter, sosfilt, sosfiltfilt

def c(name, a):
    return f"static const double {name}[] = {{" + ", ".join(repr(float(v)) for v in np.ravel(a)) + "};"

r = np.random.default_rng(3)
x = np.cumsum(r.standard_normal((160, 2)), 0)
two = lambda f, s: np.concatenate([f(s, x[:100], axis=0), f(s, x[100:], axis=0)])
fs = 160.0
low5 = butter(5, 20, 'lowpass', fs=fs, output='sos')
high3 = butter(3, 1.5, 'highpass', fs=fs, output='sos')
band4 = butter(4, [7, 30], 'bandpass', fs=fs, output='sos')
notch2 = butter(2, [48, 52], 'bandstop', fs=fs, output='sos')
wide3 = butter(3, [1, 75], 'bandpass', fs=fs, output='sos')  # real poles
print(f"/* made by make_filter.py, scipy {scipy.__version__}, numpy {np.__version__} */")
print(c("fx", x))
for name, s in dict(low5=low5, high3=high3, band4=band4, notch2=notch2, wide3=wide3).items():
    print(c(f"{name}_once", two(sosfilt, s)))
    print(c(f"{name}_twice", two(sosfiltfilt, s)))

"""Fixture of metric.sdr-theory. Run: python3 make_sdr.py > sdr_fixture.h

Exact rationals (Python's integers), their logarithms with 40 digits. Settings are the four listed for Ahmad and Hawkins (2016) and
others at the edges: certain matches, impossible ones, patterns mixed on a segment, noise. scipy's hypergeometric tail beside them.
"""
import math
from decimal import Decimal, getcontext
from fractions import Fraction

import scipy
from scipy.stats import hypergeom

getcontext().prec = 40
C = math.comb


def tail(n, a, s, theta):
    return Fraction(sum(C(s, b) * C(n - s, a - b) for b in range(max(theta, 0), min(s, a) + 1) if a - b >= 0), C(n, a))


def distinct(n, s, m):
    """Integers over C(n, s)^m: ways to m sets of s with k cells together."""
    ways = {s: C(n, s)}
    for _ in range(m - 1):
        new = {}
        for k, w in ways.items():
            for h in range(s + 1):
                new[k + s - h] = new.get(k + s - h, 0) + w * C(k, h) * C(n - k, s - h)
        ways = new
    return ways


def false_match(n, a, s, theta, m):
    if m == 1:
        return tail(n, a, s, theta)
    return sum(Fraction(w, C(n, s) ** m) * tail(n, a, k, theta) for k, w in distinct(n, s, m).items())


def missed(a, s, theta, v):
    """s of the a active cells have synapses; a - v stay active."""
    return Fraction(sum(C(s, b) * C(a - s, a - v - b) for b in range(0, min(theta, s + 1)) if 0 <= a - v - b <= a - s), C(a, a - v))


def log(p):
    return float((Decimal(p.numerator) / Decimal(p.denominator)).ln()) if p else float("-inf")


CASES = [(2048, 40, 20, 10, 1, 0), (1024, 20, 20, 10, 1, 3), (10000, 200, 20, 8, 1, 100), (10000, 300, 24, 12, 1, 200),
         (2048, 1024, 20, 10, 1, 512), (1024, 64, 20, 4, 1, 19), (30, 20, 15, 5, 1, 4), (30, 20, 15, 0, 1, 10), (30, 20, 15, 15, 1, 0),
         (1024, 64, 20, 8, 5, 0), (10000, 200, 20, 16, 10, 0), (40, 12, 10, 20, 3, 0), (40, 12, 10, 3, 4, 0), (100000, 2000, 30, 30, 1, 1500)]
for n, a, s, theta, m, v in CASES:
    if m == 1:
        p, q = float(false_match(n, a, s, theta, m)), hypergeom.sf(theta - 1, n, s, a)
        assert abs(p - q) < 1e-9 * q + 1e-300, (n, a, s, theta, p, q)
print(f"/* made by make_sdr.py, Python's fractions, scipy {scipy.__version__} */")
print("typedef struct sdr_case {\n    double n, a, s, theta, m, moved, log_match, log_missed;\n} sdr_case;")
print("static const sdr_case sdr_cases[] = {")
for n, a, s, theta, m, v in CASES:
    lm, lq = log(false_match(n, a, s, theta, m)), log(missed(a, s, theta, v)) if m == 1 else 1.0
    print(f"    {{{n}, {a}, {s}, {theta}, {m}, {v}, " + ", ".join("-INFINITY" if math.isinf(x) else repr(x) for x in (lm, lq)) + "},")
print("};")

"""Fixture of metric.adjusted-mutual-information: scikit-learn's adjusted_mutual_info_score and
normalized_mutual_info_score, arithmetic averaging. Run: /usr/bin/python3 make_ami.py > ami_fixture.h

Six pairs of groupings of 30 rows: random, nearly equal, of one group, of all alone, uneven, equal.
"""
import numpy as np, sklearn
from sklearn.metrics import adjusted_mutual_info_score as ami, normalized_mutual_info_score as nmi

r = np.random.default_rng(28)
a = [r.integers(0, 3, 30), np.arange(30) % 4, np.zeros(30, int), np.arange(30), (np.arange(30) > 26).astype(int), np.arange(30) // 6]
b = [r.integers(0, 4, 30), np.where(np.arange(30) == 7, 2, np.arange(30) % 4), r.integers(0, 3, 30), r.integers(0, 5, 30),
     (np.arange(30) > 24).astype(int), 9 - np.arange(30) // 6]

def ints(name, x):
    return f"static const int64_t {name}[] = {{" + ", ".join(str(int(v)) for v in np.ravel(x)) + "};"

def c(name, x):
    return f"static const double {name}[] = {{" + ", ".join(repr(float(v)) for v in x) + "};"

print(f"/* made by make_ami.py, scikit-learn {sklearn.__version__}, numpy {np.__version__} */")
print("#include <stdint.h>")
print("\n".join([ints("ami_a", a), ints("ami_b", b), c("ami_want", [ami(x, y) for x, y in zip(a, b)]),
                 c("ami_nmi", [nmi(x, y) for x, y in zip(a, b)])]))

"""Fixture of metric.pearson and metric.r2. Run: python3 make_pearson.py > pearson_fixture.h"""
import numpy as np

def c(name, a):
    return f"static const double {name}[] = {{" + ", ".join(repr(float(v)) for v in np.ravel(a)) + "};"

r = np.random.default_rng(3)
p = r.standard_normal((17, 4)) * [1, 1e-3, 1e3, 1] + [0, 5, -7, 1e6]
t = p * [1, 1, -1, .5] + r.standard_normal((17, 4)) * [1, 1e-3, 1e3, 1] + [3, 0, 0, 1e6]
print(f"/* made by make_pearson.py, numpy {np.__version__} */")
print("\n".join([c("pearson_p", p), c("pearson_t", t), c("pearson_r", [np.corrcoef(p[:, k], t[:, k])[0, 1] for k in range(4)]),
                 c("pearson_r2", 1 - ((t - p) ** 2).sum(0) / ((t - t.mean(0)) ** 2).sum(0)),
                 c("pearson_r2_zero", 1 - ((t - p) ** 2).sum(0) / (t ** 2).sum(0))]))

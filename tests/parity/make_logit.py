"""Fixture of metric.logit. Run: python3 make_logit.py > logit_fixture.h

Coefficients by scikit-learn without a penalty; standard errors from the inverse Fisher information, by numpy."""
import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression


def c(name, a):
    return f"static const double {name}[] = {{" + ", ".join(repr(float(v)) for v in np.ravel(a)) + "};"


r = np.random.default_rng(4)
x = r.standard_normal((60, 3)) * [1, 1e-3, 1e2] + [0, 5, -30]
z = .4 + (x - [0, 5, -30]) @ [1, 700, -.015]
y = (r.random(60) < 1 / (1 + np.exp(-z))).astype(float)
scale, mean = x.std(0), x.mean(0)
fit = LogisticRegression(penalty=None, tol=1e-14, max_iter=100000, solver="newton-cholesky").fit((x - mean) / scale, y)
w = fit.coef_[0] / scale
b = fit.intercept_[0] - mean @ w
p = 1 / (1 + np.exp(-(x @ w + b)))
D = np.column_stack([(x - mean) / scale, np.ones(60)])
cov = np.linalg.inv(D.T @ (D * (p * (1 - p))[:, None]))
T = np.eye(4)                                    # from the scaled coefficients to w and b
T[:3, :3] /= scale[:, None]
T[3, :3] = -mean / scale
cov = T @ cov @ T.T
se = np.sqrt(np.diag(cov))
likelihood = np.log(np.where(y == 1, p, 1 - p)).sum()
null = 60 * (y.mean() * np.log(y.mean()) + (1 - y.mean()) * np.log(1 - y.mean()))
print(f"/* made by make_logit.py, numpy {np.__version__}, scikit-learn {sklearn.__version__} */")
print("\n".join([c("logit_x", x), c("logit_y", y), c("logit_w", w), c("logit_se", se[:3]), c("logit_bias", [b, se[3]]),
                 c("logit_r2", [1 - likelihood / null])]))

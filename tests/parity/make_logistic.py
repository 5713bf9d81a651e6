"""Fixture of the label decoders: scikit-learn's LogisticRegression, RidgeClassifier-like one-hot Ridge, numpy centroids.
The solver stops some 1e-7 short of the optimum, elsewhere on each kind of processor; Newton steps from where it
stops give the optimum itself, to the last digits anywhere.
Run: python3 make_logistic.py > logistic_fixture.h"""
import numpy as np, sklearn
from sklearn.linear_model import LogisticRegression, Ridge

def c(name, a, kind="double"):
    return f"static const {kind} {name}[] = {{" + ", ".join(repr(float(v)) if kind == "double" else str(int(v)) for v in np.ravel(a)) + "};"

def polish(X, y, k, C, w, b):
    """Newton steps on C sum log loss + |w|^2 / 2, weights and intercepts [class, feature + 1]; of two classes one."""
    A, rows = np.c_[X, np.ones(len(X))], 1 if k == 2 else k
    Y = np.eye(k)[y][:, -rows:]
    theta, start = np.c_[w, b], np.c_[w, b]
    penalty = np.tile(np.r_[np.ones(X.shape[1]), 0], rows)
    for _ in range(20):
        z = A @ theta.T
        P = 1 / (1 + np.exp(-z)) if k == 2 else np.exp(z - z.max(1, keepdims=True))
        P = P if k == 2 else P / P.sum(1, keepdims=True)
        gradient = C * ((P - Y).T @ A).ravel() + penalty * theta.ravel()
        S = np.einsum("ij,jl->ijl", P, np.eye(rows)) - np.einsum("ij,il->ijl", P, P)
        H = C * np.einsum("ijl,if,ig->jflg", S, A, A).reshape(len(gradient), -1) + np.diag(penalty)
        theta = theta - (np.linalg.pinv(H, rcond=1e-12, hermitian=True) @ gradient).reshape(theta.shape)
    assert np.abs(theta - start).max() < 1e-5 and np.abs(gradient).max() < 1e-12
    return theta[:, :-1], theta[:, -1]

def case(name, n, p, k, C, seed):
    r = np.random.default_rng(seed)
    y = r.permutation(np.arange(n) % k)
    X = r.standard_normal((n, p)) + .8 * r.standard_normal((k, p))[y] + 3
    T = r.standard_normal((9, p)) + 3
    m = LogisticRegression(C=C, tol=1e-11, max_iter=300, solver="newton-cg").fit(X, y)
    m.coef_, m.intercept_ = polish(X, y, k, C, m.coef_, m.intercept_)
    b = m.intercept_ - (m.intercept_.mean() if k > 2 else 0)
    prob = m.predict_proba(T)
    M = np.array([X[y == j].mean(0) for j in range(k)])
    R = np.array([[np.corrcoef(t, q)[0, 1] for q in M] for t in T])
    Y = np.eye(k)[y]
    ridge = Ridge(alpha=100., solver="svd").fit(X, Y)
    S = ridge.predict(T)
    for score in (prob, R, S):
        top = np.sort(score, 1)
        assert np.all(top[:, -1] - top[:, -2] > 1e-6)
    return [c(f"{name}_x", X), c(f"{name}_y", y, "int64_t"), c(f"{name}_test", T), c(f"{name}_w", m.coef_), c(f"{name}_b", b),
            c(f"{name}_prob", prob), c(f"{name}_r", R), c(f"{name}_ridge", S)]

print(f"/* made by make_logistic.py, scikit-learn {sklearn.__version__}, numpy {np.__version__} */\n#include <stdint.h>")
print("\n".join(case("three", 30, 4, 3, .7, 1) + case("two", 24, 3, 2, 2., 2) + case("wide", 24, 40, 4, 1., 3)))

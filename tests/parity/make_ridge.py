"""Fixture of the ridge nodes: loops over KFold with scikit-learn's Ridge. Run: python3 make_ridge.py > ridge_fixture.h

X is standardised with the mean and sd (ddof 0) of the rows of each fit, then Ridge(alpha) with an intercept; weights are given on
the scale of X. Inner folds: 4 contiguous ones. Every choice has a margin over the second-best alpha, asserted here.
"""
import numpy as np, sklearn
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold
from sklearn.metrics import r2_score

def c(name, a):
    return f"static const double {name}[] = {{" + ", ".join(repr(float(v)) for v in np.ravel(a)) + "};"

def fit(X, Y, alpha, standardise):
    m, s = X.mean(0), X.std(0) if standardise else np.ones(X.shape[1])
    r = Ridge(alpha=alpha, solver="svd").fit((X - m) / s, Y)
    w = (r.coef_.reshape(-1, X.shape[1]) / s).T
    return w, np.ravel(r.intercept_) - m @ w

def scores(X, Y, alphas, kind, standardise):
    out = np.zeros((len(alphas), Y.shape[1]))
    for train, held in KFold(4).split(X):
        for a, alpha in enumerate(alphas):
            w, b = fit(X[train], Y[train], alpha, standardise)
            P = X[held] @ w + b
            for t in range(Y.shape[1]):
                out[a, t] += (r2_score(Y[held, t], P[:, t]) if kind == "r2" else np.corrcoef(P[:, t], Y[held, t])[0, 1]) / 4
    return out

def case(name, n, p, t, alphas, seed):
    r = np.random.default_rng(seed)
    X = r.standard_normal((n, p)) @ r.standard_normal((p, p)) + 50 * r.standard_normal(p)
    Y = X @ r.standard_normal((p, t)) / np.sqrt(p)
    Y = (Y - Y.mean(0)) / Y.std(0) + np.linspace(.05, 3, t) * r.standard_normal((n, t)) + 20
    lines = [c(f"{name}_x", X), c(f"{name}_y", Y)]
    for std in (1, 0):
        w, b = fit(X, Y, 10., std)
        lines += [c(f"{name}_w10_{std}", w), c(f"{name}_b10_{std}", b)]
        for kind in ("r2", "r"):
            s = scores(X, Y, alphas, kind, std)
            order = np.sort(s, 0)
            assert np.all(order[-1] - order[-2] > 1e-7), (name, kind, order[-1] - order[-2])
            best = alphas[s.argmax(0)]
            assert len(set(best)) > 1
            fits = [fit(X, Y[:, [k]], a, std) for k, a in enumerate(best)]
            lines += [c(f"{name}_alpha_{kind}_{std}", best), c(f"{name}_w_{kind}_{std}", np.hstack([f[0] for f in fits])),
                      c(f"{name}_b_{kind}_{std}", [f[1][0] for f in fits])]
            lines += [c(f"{name}_one_{kind}_{std}", [alphas[s.mean(1).argmax()]])]
    return lines

alphas = np.logspace(-1, 4, 11)
print(f"/* made by make_ridge.py, scikit-learn {sklearn.__version__}, numpy {np.__version__} */")
print("\n".join(case("tall", 60, 7, 5, alphas, 1) + case("wide", 22, 35, 4, alphas, 2)))

"""Fixture of [tune]: nested cross-validation in numpy, on the pairs of tests/run/plugins2/kit_tune.c, with the leak rule as
masks of rows. Run: python3 make_tune.py > tune_fixture.h

A row of the fit reads the source rows [i - past, i]; a held row and the gap around it likewise. For a fold: the sources that
the test rows read under any candidate are forbidden. Training rows that read one of them leave first (under any candidate, so
that all candidates are scored on the same rows), the rest is cut into inner folds. In an inner fold a training row leaves that
reads, by the candidate's own window, what a held row of it reads, or a forbidden source. The score is the mean over inner
folds weighted by held rows; the first of the best wins. scikit-learn's GridSearchCV must agree where nothing is purged."""
import itertools
import numpy as np, sklearn
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.model_selection import GridSearchCV, GroupKFold, KFold, LeaveOneGroupOut, TimeSeriesSplit

def hashed(i):
    m = 0xFFFFFFFF
    h = (i + 1) * 2654435761 & m
    h = (h ^ h >> 15) * 2246822519 & m
    h = (h ^ h >> 13) * 3266489917 & m
    h ^= h >> 16
    return h / 4294967296.0 - .5

def pairs(n, seed):
    a = np.array([hashed(i + 1000 * seed) for i in range(n)])
    b = np.array([hashed(i + 1000 * seed + 500) for i in range(n)])
    return a, .8 * a + .5 * b

def power(x, p):
    return np.sign(x) * np.abs(x) ** p

def slope(x, y, lam):
    return (x * y).sum() / ((x * x).sum() + lam)

def mse(x, y, b):
    return ((b * x - y) ** 2).mean()

class Shrink(RegressorMixin, BaseEstimator):
    def __init__(self, p=1., lam=0.):
        self.p, self.lam = p, lam
    def fit(self, X, y):
        self.b_ = slope(power(X[:, 0], self.p), y, self.lam)
        return self
    def predict(self, X):
        return self.b_ * power(X[:, 0], self.p)

def reads(rows, past, gap, n):
    """Source rows that these rows read, widened by the gap before the window reaches back."""
    m = np.zeros(n, bool)
    for r in rows:
        m[max(0, max(0, r - gap) - past):min(n, min(n - 1, r + gap) + 1)] = True
    return m

def clean(rows, past, bad):
    return np.array([r for r in rows if not bad[max(0, r - past):r + 1].any()], int)

def blocks(rows, k):
    return [(np.setdiff1d(rows, h), h) for h in np.array_split(rows, k)]

def groups_of(rows):
    g = rows // 5
    return [(rows[g != v], rows[g == v]) for v in dict.fromkeys(g)]

def forward(rows, k):
    b = np.array_split(rows, k + 1)
    return [(np.concatenate(b[:i + 1]), b[i + 1]) for i in range(k)]

def nested(n, seed, outer, inner, gap, grid):
    """grid: list of (p, lambda, past), in the order of the file."""
    x, y = pairs(n, seed)
    chosen, scores, test_mse, slopes, rows_left = [], [], [], [], []
    for train, test in outer(np.arange(n)) + [(np.arange(n), np.array([], int))]:
        bad = np.zeros(n, bool)
        for _, _, past in grid:
            bad |= reads(test, past, gap, n)
        rows = train
        for _, _, past in grid:
            rows = clean(rows, past, bad)
        row = []
        for p, lam, past in grid:
            total = weight = 0
            for tr, held in inner(rows):
                tr = clean(tr, past, bad | reads(held, past, gap, n))
                b = slope(power(x[tr], p), y[tr], lam)
                total += len(held) * mse(power(x[held], p), y[held], b)
                weight += len(held)
            row.append(total / weight)
        assert np.isfinite(row).all()
        best = int(np.argmin(row))
        second = np.sort(row)[1] - np.sort(row)[0]
        assert second > 1e-9, "the best must be told from the second by more than rounding"
        p, lam, past = grid[best]
        own = clean(train, past, reads(test, past, gap, n))
        b = slope(power(x[own], p), y[own], lam)
        chosen.append(best), scores.append(row), slopes.append(b), rows_left.append(len(own))
        if len(test):
            test_mse.append(mse(power(x[test], p), y[test], b))
    return chosen, scores, test_mse, slopes, rows_left

def agree_with_sklearn():
    """Where no row reads another, scikit-learn's own nested search gives the same choices and scores."""
    x, y = pairs(60, 3)
    grid = list(itertools.product([.5, 1., 2.], [0., .5, 5.], [0]))
    mine = nested(60, 3, lambda r: blocks(r, 5), lambda r: blocks(r, 3), 0, grid)
    for k, (train, test) in enumerate(KFold(5).split(x)):
        s = GridSearchCV(Shrink(), {"lam": [0., .5, 5.], "p": [.5, 1., 2.]}, scoring="neg_mean_squared_error", cv=KFold(3))
        s.fit(x[train, None], y[train])
        assert (s.best_params_["p"], s.best_params_["lam"]) == grid[mine[0][k]][:2]
        table = {(q["p"], q["lam"]): v for q, v in zip(s.cv_results_["params"], s.cv_results_["mean_test_score"])}
        assert np.allclose([-table[g[:2]] for g in grid], mine[1][k], rtol=1e-12)
    for outer, splitter in ((groups_of, LeaveOneGroupOut().split(x, groups=np.arange(60) // 5)), (lambda r: forward(r, 4), TimeSeriesSplit(4).split(x))):
        for (a, b), (c, d) in zip(outer(np.arange(60)), splitter):
            assert set(a) == set(c) and set(b) == set(d)

def c(name, a, kind="double"):
    return f"static const {kind} {name}[] = {{" + ", ".join(repr(float(v)) if kind == "double" else str(int(v)) for v in np.ravel(a)) + "};"

agree_with_sklearn()
powers, lambdas = [.8, 1., 1.3], [0., .05, .2]
plain = list(itertools.product(powers, lambdas, [0]))
reach = [(1., lam, past) for past in (0, 3) for lam in lambdas]
cases = {"blocks": (60, 9, lambda r: blocks(r, 5), lambda r: blocks(r, 3), 0, plain),
         "gap": (60, 4, lambda r: blocks(r, 4), lambda r: blocks(r, 3), 2, reach),
         "groups": (40, 5, groups_of, groups_of, 0, plain),
         "forward": (90, 6, lambda r: forward(r, 3), lambda r: forward(r, 2), 1, reach)}
print(f"/* made by make_tune.py, scikit-learn {sklearn.__version__}, numpy {np.__version__}; the last row of each is the fit on all rows */")
for name, case in cases.items():
    chosen, scores, test_mse, slopes, left = nested(*case)
    print("\n".join([c(f"tune_{name}_chosen", chosen, "int"), c(f"tune_{name}_inner", scores), c(f"tune_{name}_mse", test_mse),
                     c(f"tune_{name}_b", slopes), c(f"tune_{name}_rows", left, "int")]))

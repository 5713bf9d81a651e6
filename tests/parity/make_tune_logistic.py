"""Fixture of [tune] over decoder.logistic: scikit-learn's GridSearchCV inside every outer fold.
Run: python3 make_tune_logistic.py > tune_logistic.json"""
import json
import numpy as np, sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, KFold

cs = [.001, .01, .1, 1., 10.]
r = np.random.default_rng(5)
y = r.integers(0, 2, 60)
X = np.round(r.standard_normal((60, 4)) * [1, 1, 4, 4] + y[:, None] * [1.6, .8, 0, 0], 6)
folds = []
for train, test in list(KFold(5).split(X)) + [(np.arange(60), None)]:
    s = GridSearchCV(LogisticRegression(tol=1e-10, max_iter=10000), {"C": cs}, cv=KFold(3)).fit(X[train], y[train])
    for a, b in KFold(3).split(train):  # no held-out row so near a border that rounding could turn it
        for c in cs:
            d = LogisticRegression(C=c, tol=1e-10, max_iter=10000).fit(X[train[a]], y[train[a]]).decision_function(X[train[b]])
            assert np.abs(d).min() > 1e-5
    folds.append({"chosen": s.best_index_, "inner": list(s.cv_results_["mean_test_score"]),
                  "accuracy": None if test is None else s.score(X[test], y[test])})
print(json.dumps({"by": f"make_tune_logistic.py, scikit-learn {sklearn.__version__}, numpy {np.__version__}", "c": cs,
                  "x": X.tolist(), "y": y.tolist(), "folds": [{k: int(v) if k == "chosen" else v for k, v in f.items()} for f in folds]}))

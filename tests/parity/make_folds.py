#!/usr/bin/python3
"""Writes tests/parity/folds.txt: the folds of scikit-learn, which tests/value/test_folds.c reads.

    /usr/bin/python3 tests/parity/make_folds.py

Shares no code with Gyrus. Each case is
    case SCHEME ROWS FOLDS
    key ...      one number per row: group, class, order of rows (shuffled), test fold (predefined)
    test ...     rows, once per fold
    train ...    rows, after each test
    end
The folds of leave-one-group-out are put in order of the group's first row, which is our order.
Forward cases have a whole number of rows per block: scikit-learn gives a remainder to the first
training block only. Groups are at most 16, where numpy's argsort is stable.
"""
import pathlib
import warnings

import numpy as np
import sklearn
from sklearn.model_selection import (GroupKFold, KFold, LeaveOneGroupOut, PredefinedSplit,
                                     StratifiedKFold, TimeSeriesSplit)

warnings.simplefilter("ignore")  # classes smaller than the number of folds


def case(out, scheme, n, k, key, folds):
    out.append(f"case {scheme} {n} {k}")
    out.append(" ".join(["key"] + [str(v) for v in key]))
    for train, test in folds:
        out.append(" ".join(["test"] + [str(v) for v in sorted(test)]))
        out.append(" ".join(["train"] + [str(v) for v in sorted(train)]))
    out.append("end")


def main():
    rng = np.random.RandomState(20240607)
    out = [f"# scikit-learn {sklearn.__version__}, numpy {np.__version__}; make_folds.py"]
    for n, k in [(2, 2), (7, 3), (10, 10), (11, 5), (23, 4), (30, 5), (31, 7)]:
        x = np.zeros((n, 1))
        case(out, "k-fold", n, k, [0] * n, KFold(k).split(x))
        seed = int(rng.randint(1000))
        order = np.arange(n)
        np.random.RandomState(seed).shuffle(order)  # what KFold(shuffle=True) does inside
        case(out, "shuffled", n, k, order, KFold(k, shuffle=True, random_state=seed).split(x))
    for _ in range(40):
        n = int(rng.randint(6, 40))
        group = rng.randint(0, rng.randint(2, 13), n)
        n_groups = len(set(group))
        x = np.zeros((n, 1))
        if n_groups < 2:
            continue
        k = int(rng.randint(2, n_groups + 1))
        case(out, "group", n, k, group, GroupKFold(k).split(x, None, group))
        folds = sorted(LeaveOneGroupOut().split(x, None, group), key=lambda f: f[1][0])
        case(out, "leave-one-group-out", n, n_groups, group, folds)
        test_fold = rng.randint(-1, 1, n)
        if len(set(test_fold)) == 2:
            case(out, "predefined", n, 1, test_fold, PredefinedSplit(test_fold).split())
    for _ in range(40):
        n = int(rng.randint(8, 40))
        label = rng.randint(0, rng.randint(1, 5), n)
        counts = np.bincount(label)
        counts = counts[counts > 0]
        k = int(rng.randint(2, 7))
        if counts.min() > 1 and counts.max() >= k:
            case(out, "stratified", n, k, label, StratifiedKFold(k).split(np.zeros((n, 1)), label))
    for blocks, k in [(1, 1), (3, 2), (4, 5), (2, 9)]:
        n = blocks * (k + 1)
        if k > 1:  # scikit-learn knows no single fold
            case(out, "forward", n, k, [0] * n, TimeSeriesSplit(k).split(np.zeros((n, 1))))
    path = pathlib.Path(__file__).with_name("folds.txt")
    path.write_text("\n".join(out) + "\n")


main()

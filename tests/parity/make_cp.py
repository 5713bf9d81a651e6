"""Fixture of transform.nonnegative-cp: tensorly's non_negative_parafac_hals on a dense tensor, run until it stands
still, the best of several starts. Run: python3 make_cp.py > cp_fixture.h, with tensorly installed.

7 x 5 x 9, three planted components and noise, so that the best fit is not exact; factors come with columns of length
1 and components by falling weight.
"""
import numpy as np, tensorly
from tensorly.decomposition import non_negative_parafac_hals

def c(name, a):
    return f"static const double {name}[] = {{" + ", ".join(repr(float(v)) for v in np.ravel(a)) + "};"

r = np.random.default_rng(7)
planted = [r.random((n, 3)) ** 2 for n in (7, 5, 9)]
x = np.einsum("ir,jr,kr->ijk", *planted) + 0.05 * r.random((7, 5, 9))
best = None
for start in range(6):
    (weights, factors), errors = non_negative_parafac_hals(x, 3, n_iter_max=20000, init="random", tol=1e-15, random_state=start,
                                                           return_errors=True)
    model = np.einsum("r,ir,jr,kr->ijk", weights if weights is not None else np.ones(3), *factors)
    rest = np.linalg.norm(x - model) / np.linalg.norm(x)
    if best is None or rest < best[0]:
        lengths = [np.linalg.norm(f, axis=0) for f in factors]
        size = (weights if weights is not None else 1) * np.prod(lengths, axis=0)
        order = np.argsort(-size)
        best = rest, size[order], [(f / n)[:, order] for f, n in zip(factors, lengths)]
print(f"/* made by make_cp.py, tensorly {tensorly.__version__}, numpy {np.__version__} */")
print("\n".join([c("cp_x", x), c("cp_rest", [best[0]]), c("cp_weight", best[1]), c("cp_first", best[2][0]), c("cp_second", best[2][1]),
                 c("cp_third", best[2][2])]))

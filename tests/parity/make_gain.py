"""Fixture of encoder.gain-control. Run: python3 make_gain.py > gain_fixture.h

Five neurons, random symmetric connections, seven stimuli. The objective is a sum of squares, as the definition has it: what the decoder
I - W does not reconstruct, the activity, the deviation of the gains. scipy's least_squares with differences finds the optimum; it knows
nothing of gradients in closed form. The reference context gives the target by the slope of a finite difference.
"""
import numpy as np
import scipy
from scipy.optimize import least_squares

N, S, ALPHA, GAMMA = 5, 7, 0.7, 0.4
r = np.random.default_rng(50)
W = r.standard_normal((N, N)) * 0.15
W = (W + W.T) / 2
F = np.abs(r.standard_normal((S, N))) + .1
P, Q = (p / p.sum() for p in (r.random(S), r.random(S)))


def responses(g):
    return np.linalg.solve(np.diag(1 / g) - W, F.T).T


def residuals(g, p, target, gamma=GAMMA):
    R, w = responses(g), np.sqrt(p)[:, None]
    return np.concatenate([(w * (F - R @ (np.eye(N) - W).T)).ravel(), (w * np.sqrt(ALPHA) * R).ravel(), np.sqrt(gamma) * (g - target)])


def optimum(p, target):
    found = least_squares(residuals, np.ones(N), jac="3-point", args=(p, target), xtol=1e-15, ftol=1e-15, gtol=1e-15)
    return found.x, 2 * found.cost


def slopes(p, h=1e-5):
    e = np.eye(N) * h
    L = lambda g: (residuals(g, p, 1., 0.) ** 2).sum()
    return np.array([(8 * (L(1 + d) - L(1 - d)) - (L(1 + 2 * d) - L(1 - 2 * d))) / (12 * h) for d in e])


def c(name, a):
    return f"static const double {name}[] = {{" + ", ".join(repr(float(v)) for v in np.ravel(a)) + "};"


target = 1 + slopes(Q).mean() / (2 * GAMMA)
g1, l1 = optimum(P, 1.3)
g2, l2 = optimum(P, target)
print(f"/* made by make_gain.py, numpy {np.__version__}, scipy {scipy.__version__} */")
print("\n".join([c("gain_w", W), c("gain_x", F), c("gain_p", P), c("gain_q", Q), c("gain_found", g1), c("gain_objective", [l1, l2]),
                 c("gain_target", [target]), c("gain_found_reference", g2), c("gain_slope", slopes(P) + 2 * GAMMA * (1 - 1.3)),
                 c("gain_response", responses(g1))]))

"""gain-control beside numpy and scipy: the ring, the optimum by a solver that knows no gradients, and the effects of adaptation. TAP.

The objective is written as a sum of squares for scipy's least_squares with differences; this file shares no code with Gyrus."""
import os
import tempfile

from common import end, exits, gyrus, lacks, ok, pipeline, skip

KEYFILE = pipeline("gain-control")
N, ALPHA, GAMMA, ADAPTER = 24, 1., 5., 90.


def circle(turn, width):
    return np.exp(width * (np.cos(2 * np.pi * turn) - 1))


def ring(strength):
    at = np.arange(N) / N
    turn = at[:, None] - at[None]
    e, h = circle(turn, 4.), circle(turn, 0.)
    W = strength * (.8 * e / e.sum(1, keepdims=True) - .6 * h / h.sum(1, keepdims=True))
    biased = np.full(N, .5 / (N - 1))
    biased[N // 2] = .5
    return circle(turn, 2.), W, np.full(N, 1 / N), biased


def residuals(g, F, W, p, target, gamma):
    R, w = np.linalg.solve(np.diag(1 / g) - W, F.T).T, np.sqrt(p)[:, None]
    return np.concatenate([(w * (F - R @ (np.eye(N) - W).T)).ravel(), (w * np.sqrt(ALPHA) * R).ravel(), np.sqrt(gamma) * (g - target)])


def target_of(F, W, p, h=2e-3):
    L = lambda d: (residuals(np.ones(N) + d, F, W, p, 1., 0.) ** 2).sum()
    return 1 + (8 * (L(h) - L(-h)) - L(2 * h) + L(-2 * h)) / (12 * h) / N / (2 * GAMMA)


def optimum(F, W, p, target):
    found = least_squares(residuals, np.ones(N), jac="3-point", args=(F, W, p, target, GAMMA), xtol=1e-15, ftol=1e-15, gtol=1e-15)
    return found.x, 2 * found.cost


def effects(before, after):
    turn = np.exp(2j * np.pi * np.arange(N) / N)
    way = lambda a: (a + 90) % 180 - 90
    first, second = (np.angle(turn @ x) / (2 * np.pi) * 180 for x in (before, after))
    d = way(first - ADAPTER)
    shift, size = np.sign(d) * way(second - first), after.max(0) / before.max(0)
    flank = (abs(d) > 1e-4) & (abs(d) <= 45 + 1e-6)
    return {"repulsion": shift[flank].mean(), "near": size[abs(d) <= 10].mean(), "far": size[abs(d) > 45 + 1e-6].mean()}


def correlation(R, p):
    z = (R - p @ R) * np.sqrt(p)[:, None]
    c = z.T @ z
    r = c / np.sqrt(np.outer(np.diag(c), np.diag(c)))
    return abs(r[~np.eye(N, dtype=bool)]).mean()


def compare(out, strength):
    seen = lambda node, port: np.load(os.path.join(out, "outputs", node, f"strength={strength}", port + ".npy"))
    F, W, uniform, biased = ring(strength)
    target = target_of(F, W, uniform)
    gains, value = optimum(F, W, biased, target)
    ok(np.allclose(seen("in-adapted", "gains"), gains, atol=2e-6), f"strength {strength}: the gains are the numeric optimum",
       abs(seen("in-adapted", "gains") - gains).max())
    ok(abs(seen("in-adapted", "objective") / value - 1) < 1e-8, f"strength {strength}: and its objective", (seen("in-adapted", "objective"), value))
    start = (residuals(np.ones(N), F, W, biased, target, GAMMA) ** 2).sum()
    ok(abs(seen("in-adapted", "start") / start - 1) < 1e-8, f"strength {strength}: the objective of gains of 1")
    ok(abs(optimum(F, W, uniform, target)[0] - 1).max() < 1e-6, f"strength {strength}: gains of 1 are the numeric optimum of the control")
    before, after = (np.linalg.solve(np.diag(1 / g) - W, F.T).T for g in (np.ones(N), gains))
    for name, want in effects(before, after).items():
        ok(abs(seen("tuning", name) - want) < 1e-5, f"strength {strength}: {name}", (seen("tuning", name), want))
    for node, R, p in (("biased-before", before, biased), ("biased-after", after, biased), ("uniform-before", before, uniform)):
        ok(abs(seen(node, "correlation") - correlation(R, p)) < 1e-6, f"strength {strength}: correlation {node}", seen(node, "correlation"))


lack = lacks("numpy", "scipy")
if lack:
    skip("gain-control", lack)
else:
    import numpy as np
    from scipy.optimize import least_squares
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "out")
        if exits(0, "gain-control runs, small", KEYFILE, out, "--profile", "small"):
            for strength in (1, 0):
                compare(out, strength)
        for what, words in (("high", "is below `low`"), ("h", "no stable response")):
            done = gyrus(KEYFILE, os.path.join(folder, what), "--profile", "small", "--set", f"in-adapted.{what}={'0.1' if what == 'high' else '0.999'}")
            ok(done.returncode == 3 and words in done.stderr, f"an impossible {what} is refused", done.stderr)
end()

"""gain-control beside numpy and scipy: the ring, the optimum by a solver that knows no gradients, and the effects of adaptation. TAP.

The objective is written as a sum of squares for scipy's least_squares with differences; this file shares no code with Gyrus."""
import os
import tempfile

from common import end, exits, gyrus, lacks, ok, pipeline, skip

KEYFILE = pipeline("gain-control")
ALPHA, GAMMA, ADAPTER = 1., 5., 90.


def circle(turn, width):
    return np.exp(width * (np.cos(2 * np.pi * turn) - 1))


def ring(N, strength):
    at = np.arange(N) / N
    turn = at[:, None] - at[None]
    e, h = circle(turn, 4.), circle(turn, 0.)
    W = strength * (.8 * e / e.sum(1, keepdims=True) - .6 * h / h.sum(1, keepdims=True))
    biased = np.full(N, .5 / (N - 1))
    biased[N // 2] = .5
    return circle(turn, 2.), W, np.full(N, 1 / N), biased


def residuals(g, F, W, p, target, gamma):
    N = len(g)
    R, w = np.linalg.solve(np.diag(1 / g) - W, F.T).T, np.sqrt(p)[:, None]
    return np.concatenate([(w * (F - R @ (np.eye(N) - W).T)).ravel(), (w * np.sqrt(ALPHA) * R).ravel(), np.sqrt(gamma) * (g - target)])


def target_of(F, W, p, h=2e-3):
    N = len(W)
    L = lambda d: (residuals(np.ones(N) + d, F, W, p, 1., 0.) ** 2).sum()
    return 1 + (8 * (L(h) - L(-h)) - L(2 * h) + L(-2 * h)) / (12 * h) / N / (2 * GAMMA)


def optimum(F, W, p, target):
    """Differences on both sides to the last digit for few neurons; for many, on one side, which is enough for the bounds below."""
    how, end_at = ("3-point", 1e-15) if len(W) <= 24 else ("2-point", 1e-12)
    found = least_squares(residuals, np.ones(len(W)), jac=how, args=(F, W, p, target, GAMMA), xtol=end_at, ftol=end_at, gtol=end_at)
    return found.x, 2 * found.cost


def effects(before, after, adapter=ADAPTER):
    turn = np.exp(2j * np.pi * np.arange(len(before)) / len(before))
    way = lambda a: (a + 90) % 180 - 90
    first, second = (np.angle(turn @ x) / (2 * np.pi) * 180 for x in (before, after))
    d = way(first - adapter)
    shift, size = np.sign(d) * way(second - first), after.max(0) / before.max(0)
    flank = (abs(d) > 1e-4) & (abs(d) <= 45 + 1e-6)
    return {"repulsion": shift[flank].mean(), "near": size[abs(d) <= 10].mean(), "far": size[abs(d) > 45 + 1e-6].mean()}


def correlation(R, p):
    z = (R - p @ R) * np.sqrt(p)[:, None]
    c = z.T @ z
    r = c / np.sqrt(np.outer(np.diag(c), np.diag(c)))
    return abs(r[~np.eye(len(r), dtype=bool)]).mean()


def compare(out, N, strength):
    folder = f"strength={strength}"
    seen = lambda node, port: np.load(os.path.join(out, "outputs", node, folder, port + ".npy"))
    F, W, uniform, biased = ring(N, strength)
    strength = f"{strength}, {N} neurons"
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
    want = effects(before, after, ADAPTER - 90)["repulsion"]
    ok(abs(seen("opposite", "repulsion") - want) < 1e-5, f"strength {strength}: shift from the orthogonal angle", (seen("opposite", "repulsion"), want))
    for node, R, p in (("biased-before", before, biased), ("biased-after", after, biased), ("uniform-before", before, uniform)):
        ok(abs(seen(node, "correlation") - correlation(R, p)) < 1e-6, f"strength {strength}: correlation {node}", seen(node, "correlation"))


lack = lacks("numpy", "scipy")
if lack:
    skip("gain-control", lack)
else:
    import numpy as np
    from scipy.optimize import least_squares
    with tempfile.TemporaryDirectory() as folder:
        for neurons, words in ((24, ("--profile", "small")), (64, ())):
            out = os.path.join(folder, str(neurons))
            if exits(0, f"gain-control runs with {neurons} neurons", KEYFILE, out, *words):
                for strength in (1, 0):
                    compare(out, neurons, strength)
        for what, words in (("high", "is below `low`"), ("h", "no stable response")):
            done = gyrus(KEYFILE, os.path.join(folder, what), "--profile", "small", "--set", f"in-adapted.{what}={'0.1' if what == 'high' else '0.999'}")
            ok(done.returncode == 3 and words in done.stderr, f"an impossible {what} is refused", done.stderr)
        np.save(os.path.join(folder, "p.npy"), np.full(24, 1.25 / 24))
        for node, rows in (("in-adapted", "ring.drive"), ("adapted", "ring.drive"), ("biased-after", "adapted")):
            with open(KEYFILE, encoding="utf-8") as file, open(os.path.join(folder, "sums.ini"), "w", encoding="utf-8") as to:
                to.write(file.read() + f"\n[stimulus-p]\nplugin = reader.npy\npath = {folder}/p.npy\nrows = @{rows}\n")
            done = gyrus(os.path.join(folder, "sums.ini"), os.path.join(folder, "sums"), "--profile", "small", "--set", f"{node}.probability=@stimulus-p")
            ok(done.returncode == 3 and f"[{node}] probability: " in done.stderr and "sum to 1.25; they must sum to 1" in done.stderr,
               f"probabilities of {node} that do not sum to 1 are refused", done.stderr)
end()

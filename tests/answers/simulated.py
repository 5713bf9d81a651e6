"""encode-simulated beside numpy: what the generator plants, what the model reaches, and the standard
errors in the keyfile's [check]. TAP. This file draws its own worlds and fits its own ridge."""
import configparser
import os
import tempfile

from common import end, exits, gyrus, lacks, numbers, ok, pipeline, scores, skip

KEYFILE = pipeline("encode-simulated")
FILE = configparser.ConfigParser(interpolation=None, comment_prefixes="#")
FILE.optionxform = str
FILE.read(KEYFILE)
RUNS, SHOWN, FOLDS = int(FILE["world"]["runs"]), int(FILE["world"]["repeats"]), int(FILE["split"]["folds"])
FEATURES, TARGETS = int(FILE["world"]["n_features"]), int(FILE["world"]["n_targets"])
SNR, SMOOTH, NOISE = (float(FILE["world"][key]) for key in ("snr", "smooth", "noise"))
ALPHA = float(FILE["model"]["alphas"])
CEILING = SNR / (SNR ** 2 + 1) ** .5


def checks(profile=""):
    """{(node, trials): (low, high)} of [check]."""
    found = {}
    for key, value in FILE["check" + profile].items():
        node, _, trials, _ = key.split(".")
        found[node, int(trials)] = numbers(value.replace("..", " "))
    return found


def ridge_folds(X, Y, trials):
    """r of each fold and target: contiguous folds over stimuli, both showings on the same side."""
    item = np.tile(np.arange(RUNS * trials), SHOWN)
    out = []
    for held in np.array_split(np.arange(RUNS * trials), FOLDS):
        test = np.isin(item, held)
        m, s, c = X[~test].mean(0), X[~test].std(0), Y[~test].mean(0)
        Z = (X[~test] - m) / s
        W = np.linalg.solve(Z.T @ Z + ALPHA * np.eye(FEATURES), Z.T @ (Y[~test] - c))
        P = (X[test] - m) / s @ W + c
        out.append([np.corrcoef(P[:, t], Y[test][:, t])[0, 1] for t in range(Y.shape[1])])
    return np.array(out)


def estimated_ceiling(Y, trials):
    """Noise variance: across the showings, ddof 1; signal: total less noise; ceiling of a single row."""
    noise = Y.reshape(SHOWN, RUNS * trials, -1).var(0, ddof=1).mean(0)
    signal = np.maximum(0, Y.var(0) - noise)
    return np.sqrt(signal / (signal + noise))


def planted_is_what_is_there(folder):
    """The generator's arrays, read by numpy: closed form, Monte Carlo, and the fit fold by fold."""
    trials, arrays = 160, {}
    path = os.path.join(folder, "arrays.ini")
    with open(KEYFILE, encoding="utf-8") as source, open(path, "w", encoding="utf-8") as file:
        text = source.read()
        file.write(text[:text.index("\n# The planted ceiling")])
        for word in "features", "responses", "signal", "weights", "ceiling", "ceiling_mean":
            name = word.replace("_", "-")
            file.write(f"\n[write-{name}]\nplugin = writer.npy\nx = @world.{word}\n"
                       f"path = {folder}/{word}-${{trials}}.npy\n")
    out = os.path.join(folder, "arrays")
    if not exits(0, "the pipeline with its arrays written", path, out, "--set", f"foreach trials.values={trials}"):
        return
    for word in "features", "responses", "signal", "weights", "ceiling", "ceiling_mean":
        arrays[word] = np.load(os.path.join(folder, f"{word}-{trials}.npy"))
    X, Y, S, W = (arrays[word] for word in ("features", "responses", "signal", "weights"))
    ok(np.allclose(S, X @ W, atol=1e-12), "signal = features x weights")
    ok(np.allclose(np.linalg.norm(W, axis=0), SNR, atol=1e-12), "each target's weights are snr long")
    ok(np.allclose(arrays["ceiling"], CEILING, atol=1e-15), "ceiling: snr / sqrt(snr^2 + 1)")
    mean = SNR / (SNR ** 2 + 1 / SHOWN) ** .5
    ok(np.allclose(arrays["ceiling_mean"], mean, atol=1e-15), "ceiling of the mean over showings")
    flat = lambda a: a.reshape(SHOWN, RUNS * trials, TARGETS).mean(0)
    for name, a, b, c in ("single", S, Y, CEILING), ("mean", flat(S), flat(Y), mean):
        r = np.mean([np.corrcoef(a[:, t], b[:, t])[0, 1] for t in range(TARGETS)])
        # rows count for less where signal and noise are both correlated in time
        n = a.size * (1 - SMOOTH * NOISE) / (1 + SMOOTH * NOISE)
        ok(abs(r - c) < 4 * (1 - c ** 2) / n ** .5, f"the true signal scores the ceiling, {name}", (r, c))
    seen = np.array(scores(out, "score", "r", trials=str(trials)))
    wanted = ridge_folds(X, Y, trials)
    ok(seen.shape == wanted.shape and np.abs(seen - wanted).max() < 1e-6, "every fold's r of every target",
       f"{seen}\n{wanted}")
    top = np.load(os.path.join(out, "outputs", "estimated", f"trials={trials}", "r.npy"))
    ok(np.abs(top - estimated_ceiling(Y, trials)).max() < 1e-12, "the estimated ceiling", top)


def sequence(random, rows, columns, a):
    e = random.standard_normal((rows, columns))
    for t in range(1, rows):
        e[t] = a * e[t - 1] + (1 - a * a) ** .5 * e[t]
    return e


def worlds(trials, n, random):
    """Scores of n worlds: their means over folds and targets, and as shares of estimated ceilings."""
    found = []
    for _ in range(n):
        X = np.concatenate([sequence(random, trials, FEATURES, SMOOTH) for _ in range(RUNS)])
        W = random.standard_normal((FEATURES, TARGETS))
        W *= SNR / np.linalg.norm(W, axis=0)
        X = np.tile(X, (SHOWN, 1))
        Y = X @ W + np.concatenate([sequence(random, trials, TARGETS, NOISE) for _ in range(RUNS * SHOWN)])
        r = ridge_folds(X, Y, trials).mean(0)
        found.append([r.mean(), (r / CEILING).mean(), (r / estimated_ceiling(Y, trials)).mean()])
    return np.array(found)


def standard_errors(folder):
    """The ranges of [check] are three standard errors of this script's worlds."""
    random = np.random.default_rng(2)
    found_at = {trials: worlds(trials, 16 if trials > 40 else 60, random)
                for trials in sorted({trials for _, trials in {**checks(), **checks("|small")}})}
    for profile in "", "|small":
        wanted = checks(profile)
        last = max(trials for _, trials in wanted)
        for trials in sorted({trials for _, trials in wanted}):
            found = found_at[trials]
            mean, se = found.mean(0), found.std(0, ddof=1)
            for k, node in enumerate(("score", "of-planted", "of-estimated")):
                if (node, trials) not in wanted:
                    continue
                low, high = wanted[node, trials]
                middle, name = (low + high) / 2, f"[check{profile}] {node}, {trials} trials"
                exact = {"score": CEILING, "of-planted": 1}.get(node) if trials >= 160 else None
                # a standard deviation of n draws has a relative standard error of 1 / sqrt(2 n)
                ok(abs((high - low) / (6 * se[k]) - 1) < 4 / (2 * len(found)) ** .5 + .05,
                   name + ": three standard errors", (low, high, se[k]))
                ok(abs(middle - exact) < 2e-4 if exact else abs(middle - mean[k]) < se[k],
                   name + ": around " + ("the ceiling" if exact else "what is expected"),
                   (low, high, exact, mean[k]))
                if exact:
                    ok(low < mean[k] < exact, name + ": reached from below", (low, mean[k], exact))
        ok(wanted["score", 10][1] < wanted["score", last][0], f"[check{profile}] few trials are too few")


def runs(folder):
    for name, words in ("", []), ("small", ["--profile", "small"]):
        exits(0, f"encode-simulated {name} --check is met", KEYFILE, os.path.join(folder, "met" + name), *words, "--check")
        exits(4, f"encode-simulated {name} --chance --check is not met", KEYFILE,
              os.path.join(folder, "chance" + name), *words, "--chance", "--check")
    # without the signal in half of the targets the same ranges do not hold
    done = gyrus(KEYFILE, os.path.join(folder, "silent"), "--profile", "small", "--set", "world.silent=0.5", "--check")
    ok(done.returncode == 4, "half of the targets without signal: --check is not met", done.returncode)


with tempfile.TemporaryDirectory() as top:
    runs(top)
    if lacks("numpy"):
        skip("numpy's answers", lacks("numpy"))
    else:
        import numpy as np
        planted_is_what_is_there(top)
        standard_errors(top)
end()

"""Fixture of transform.hrf: nilearn's compute_regressor restated with numpy and scipy. Run: python3 make_hrf.py > hrf_fixture.h"""
import numpy as np, scipy
from scipy.stats import gamma
from scipy.interpolate import interp1d

def c(name, a):
    return f"static const double {name}[] = {{" + ", ".join(repr(float(v)) for v in np.ravel(a)) + "};"

def difference(tr, over, length, under, disp, ratio):
    dt = tr / over
    t = np.linspace(0, length, np.rint(length / dt).astype(int))
    h = gamma.pdf(t, 6 / disp, loc=dt, scale=disp) - ratio * gamma.pdf(t, under / disp, loc=dt, scale=disp)
    return h / h.sum()

def kernels(model, tr, over, delays):
    if model == "glover":
        return [difference(tr, over, 32., 12, .9, .35)]
    if model == "spm":
        return [difference(tr, over, 32., 16, 1., .167)]
    return [np.hstack((np.zeros(d * over), np.ones(over) / over)) for d in delays]

def sample(onsets, durations, values, ft, over, min_onset):
    n = ft.size
    top = ft.max() * (1 + 1. / (n - 1))
    m = (n - 1.) / (ft.max() - ft.min()) * (top - ft.min() - min_onset) * over + 1
    hr = np.linspace(ft.min() + min_onset, top, np.rint(m).astype(int))
    reg, last = np.zeros_like(hr), len(hr) - 1
    on = np.minimum(np.searchsorted(hr, onsets), last)
    off = np.minimum(np.searchsorted(hr, onsets + durations), last)
    for i, t in enumerate(off):
        if t < last and t == on[i]:
            off[i] += 1
    for t, v in zip(on, values):
        reg[t] += v
    for t, v in zip(off, values):
        reg[t] -= v
    return np.cumsum(reg), hr

onset = np.array([3.3, 10., 20.5, 21., 44.])
duration = np.array([0., 6., 1., 12., 20.])
value = np.array([1., 2., -1., .5, 1.])
cond = np.array([0, 1, 0, 1, 0])
ft = np.arange(30) * 2.0
def design(model, delays=()):
    cols = []
    for k in (0, 1):
        s = cond == k
        reg, hr = sample(onset[s], duration[s], value[s], ft, 50, -24.)
        cols += [interp1d(hr, np.convolve(reg, h)[:reg.size])(ft) for h in kernels(model, 2.0, 50, delays)]
    return np.column_stack(cols)

x = np.random.default_rng(2).standard_normal(30)
h = kernels("glover", 2.0, 50, ())[0]
fine = np.array([x[t // 50] for t in range(29 * 50 + 1)])  # each value holds from its row's time to the next
print(f"/* made by make_hrf.py, scipy {scipy.__version__}, numpy {np.__version__} */")
print("\n".join([c("hrf_onset", onset), c("hrf_duration", duration), c("hrf_value", value), c("hrf_glover", design("glover")),
    c("hrf_spm", design("spm")), c("hrf_fir", design("fir", (0, 1, 3))), c("hrf_x", x), c("hrf_held", np.convolve(fine, h)[:fine.size:50])]))

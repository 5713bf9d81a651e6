/* SPDX-License-Identifier: MIT
 *
 * synthbrain_bold_timing.c: when trials and scans are, and the response to a trial.
 */
#include "synthbrain_bold.h"

int64_t bd_run_of(const int64_t *first, int64_t runs, int64_t i)
{
    int64_t lo = 0, hi = runs;
    while (hi - lo > 1) {
        int64_t mid = lo + (hi - lo) / 2;
        lo = first[mid] <= i ? mid : lo;
        hi = first[mid] <= i ? hi : mid;
    }
    return lo;
}

/* Gamma density with shape a and scale b. */
static double density(double t, double a, double b)
{
    return t > 0 ? exp((a - 1) * log(t / b) - t / b - lgamma(a)) / b : 0;
}

/* Difference of two gamma densities. Glover: delays 6 and 12, dispersion 0.9, share 0.35; SPM: 6
 * and 16, 1, 0.167. */
static double kernel_at(int glover, double t)
{
    double late = glover ? 12 : 16, b = glover ? .9 : 1, share = glover ? .35 : .167;
    return density(t, 6 / b, b) - share * density(t, late / b, b);
}

/* h(t) = integral of the response over the last `duration` seconds before t, scaled to a peak of 1.
 */
static int read_response(bd_series *s)
{
    gy_call *c = s->c;
    double n = s->length * BD_FINE, all = (s->length + s->duration) * BD_FINE, peak = 0, sum = 0;
    int glover = gy_is(c, "hrf", "glover");
    if (!(n >= 2 && all < 1e7)) {
        return sp_fail(c, GY_PARAM, "length",
                       "the response must last from %g s to %g s, its event included", 2. / BD_FINE,
                       1e7 / BD_FINE);
    }
    s->fine = (int64_t)ceil(all) + 2;
    int64_t kernel = (int64_t)ceil(n), width = (int64_t)fmax(1, floor(s->duration * BD_FINE + .5));
    s->response = (double *)sp_scratch(c, s->fine, 8, "the response");
    if (!s->response) {
        return GY_MEMORY;
    }
    for (int64_t i = 0; i < s->fine; i++) { /* running sum of the kernel over `width` samples */
        for (int64_t side = 0; side < 2; side++) {
            int64_t k = i - side * width;
            double g = k >= 0 && k < kernel ? kernel_at(glover, ((double)k - .5) / BD_FINE) : 0;
            sum += side ? -g : g;
        }
        s->response[i] = sum;
        peak = fmax(peak, sum);
    }
    for (int64_t i = 0; i < s->fine; i++) {
        s->response[i] /= peak > 0 ? peak : 1;
    }
    return GY_OK;
}

double bd_response(const bd_series *s, double t)
{
    double at = t * BD_FINE, k = floor(at);
    if (!(t >= 0) || k + 1 >= (double)s->fine) {
        return 0;
    }
    double v = s->response[(int64_t)k], w = s->response[(int64_t)k + 1];
    return v + (w - v) * (at - k);
}

/* Scans of each run: from its start until `rest` after the end of its last trial. */
static int read_scans(bd_series *s)
{
    double rest = gy_number(s->c, "rest");
    for (int64_t r = 0; r < s->runs; r++) {
        int64_t end = r + 1 < s->runs ? s->first[r + 1] : s->trials;
        double lasts = s->onset[end - 1] + s->duration + rest, n = floor(lasts / s->tr + 1e-6);
        if (lasts < s->length) {
            return sp_fail(s->c, GY_PARAM, "rest",
                           "run %lld lasts %g s, less than the response of %g s: rest of %g s at "
                           "least, or more trials",
                           (long long)r + 1, lasts, s->length, rest + s->length - lasts);
        }
        if (!(n < 1e9) || s->scan[r] > INT64_MAX / 64 - (int64_t)n) {
            return gy_fail(s->c, GY_PARAM, "tr", "this many scans do not fit in memory");
        }
        s->scan[r + 1] = s->scan[r] + (int64_t)n;
    }
    s->scans = s->scan[s->runs];
    return GY_OK;
}

static int read_onsets(bd_series *s)
{
    double soa = gy_number(s->c, "soa"), jitter = gy_number(s->c, "jitter");
    for (int64_t i = 0; i < s->trials; i++) {
        double u = 0;
        int64_t r = bd_run_of(s->first, s->runs, i);
        GY_TRY(s->rng->uniform_at(s->c, "onset", s->subject, i, 1, &u));
        s->onset[i] =
            i == s->first[r] ? gy_number(s->c, "lead") : s->onset[i - 1] + soa + jitter * u;
    }
    return GY_OK;
}

int bd_read(gy_call *c, bd_series *out)
{
    bd_series s = {.c = c, .rng = sp_rng(c), .x = gy_get(c, "x")};
    s.subject = gy_integer(c, "subject");
    s.trials = s.x->shape[0];
    s.voxels = s.x->shape[1];
    s.tr = gy_number(c, "tr");
    s.length = gy_number(c, "length");
    s.duration = gy_number(c, "duration");
    s.first = c->host->segments(c, "x.row", &s.runs);
    if (!s.rng) {
        return GY_UNSUPPORTED;
    }
    if (s.trials < 1 || s.runs < 1) {
        return gy_fail(c, GY_SHAPE, "x", "there is no trial");
    }
    s.onset = (double *)sp_scratch(c, s.trials, 8, "onsets");
    s.scan = (int64_t *)sp_scratch(c, s.runs + 1, 8, "runs");
    if (!s.onset || !s.scan) {
        return GY_MEMORY;
    }
    GY_TRY(read_response(&s));
    GY_TRY(read_onsets(&s));
    GY_TRY(read_scans(&s));
    *out = s;
    return GY_OK;
}

void bd_seen(const bd_series *s, int64_t i, int64_t *out_lo, int64_t *out_hi)
{
    int64_t r = bd_run_of(s->scan, s->runs, i), end = r + 1 < s->runs ? s->first[r + 1] : s->trials;
    double t = (double)(i - s->scan[r]) * s->tr;
    int64_t lo = s->first[r], hi = s->first[r];
    while (lo < end && s->onset[lo] + s->length + s->duration + 2. / BD_FINE < t) {
        lo++;
    }
    hi = lo;
    while (hi < end && s->onset[hi] <= t) {
        hi++;
    }
    *out_lo = lo;
    *out_hi = hi;
}

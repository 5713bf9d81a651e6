/* SPDX-License-Identifier: MIT
 *
 * generator.synthbrain-bold: responses, AR(1) noise, drift and motion against their closed forms.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

enum { TRIALS = 12, VOXELS = 40 };

static double activity(int64_t i, int64_t v)
{
    return sin(1.1 * (double)(i * VOXELS + v) + .5) * 2;
}

/* Two runs of 7 and 5 trials. */
static harness *made(void)
{
    static double x[TRIALS * VOXELS];
    static int64_t stimulus[TRIALS], run[TRIALS];
    harness *h = harness_new("generator-synthbrain-bold", NULL);
    for (int k = 0; k < TRIALS * VOXELS; k++) {
        x[k] = activity(k / VOXELS, k % VOXELS);
    }
    for (int i = 0; i < TRIALS; i++) {
        stimulus[i] = 100 + i % 5;
        run[i] = i < 7 ? 3 : 4;
    }
    harness_matrix(h, "x", TRIALS, VOXELS, x);
    harness_segments(h, "x.row", 2, (const int64_t[]){0, 7});
    harness_coord_i64(h, "x.row", "stimulus", TRIALS, stimulus);
    harness_coord_i64(h, "x.row", "run", TRIALS, run);
    harness_number(h, "tr", 1.5);
    harness_number(h, "soa", 4);
    harness_number(h, "jitter", 2);
    harness_number(h, "duration", 1);
    harness_number(h, "lead", 8);
    harness_number(h, "rest", 20);
    harness_number(h, "length", 32);
    harness_number(h, "period", 128);
    return h;
}

/* A run of `rest` seconds after one trial: as long as one wants. */
static harness *quiet(double rest)
{
    static double x[VOXELS];
    harness *h = made();
    harness_matrix(h, "x", 1, VOXELS, x);
    harness_segments(h, "x.row", 1, (const int64_t[]){0});
    harness_coord_i64(h, "x.row", "stimulus", 1, (const int64_t[]){0});
    harness_coord_i64(h, "x.row", "run", 1, (const int64_t[]){0});
    harness_number(h, "rest", rest);
    return h;
}

/* The response by Simpson's rule over the event, scaled to its peak; densities by lgamma. */
static double density(double t, double a, double b)
{
    return t > 0 ? exp((a - 1) * log(t) - t / b - lgamma(a) - a * log(b)) : 0;
}

static double response(int glover, double t, double duration)
{
    double sum = 0;
    for (int i = 0; i <= 20; i++) {
        double u = t - duration * i / 20, w = i == 0 || i == 20 ? 1 : i % 2 ? 4 : 2;
        double g = glover ? density(u, 6 / .9, .9) - .35 * density(u, 12 / .9, .9)
                          : density(u, 6, 1) - .167 * density(u, 16, 1);
        sum += w * g * duration / 60;
    }
    return sum;
}

Test(bold, clean_is_the_sum_of_responses)
{
    for (int glover = 0; glover < 2; glover++) {
        harness *h = made();
        harness_param(h, "hrf", glover ? "glover" : "spm");
        cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
        int64_t scans = harness_length(h, "time"), segments = 0;
        const int64_t *first = harness_out_segments(h, "time", &segments);
        const int64_t *run = harness_out_coord(h, "time", "run")->data;
        const double *clean = harness_doubles(h, "clean"),
                     *onset = harness_doubles(h, "events.onset");
        const int64_t *type = harness_get(h, "events.trial_type")->data;
        double peak = 0;
        for (int i = 0; i < 4000; i++) {
            peak = fmax(peak, response(glover, i / 200., 1));
        }
        cr_assert_eq(segments, 2);
        for (int i = 0; i < TRIALS; i++) {
            cr_assert_eq(type[i], 100 + i % 5);
            cr_assert(i == 0 || i == 7
                          ? onset[i] == 8
                          : onset[i] - onset[i - 1] >= 4 && onset[i] - onset[i - 1] < 6);
        }
        cr_assert_eq(first[1], (int64_t)floor((onset[6] + 21) / 1.5 + 1e-6));
        for (int64_t t = 0; t < scans; t++) {
            int64_t r = t >= first[1];
            cr_assert_eq(run[t], 3 + r);
            for (int64_t v = 0; v < VOXELS; v += 13) {
                double sum = 0;
                for (int64_t i = r ? 7 : 0; i < (r ? 12 : 7); i++) {
                    double at = 1.5 * (double)(t - (r ? first[1] : 0)) - onset[i];
                    sum += activity(i, v) * response(glover, at, 1) / peak;
                }
                cr_assert(fabs(sum - clean[t * VOXELS + v]) < .003, "%g %g", sum,
                          clean[t * VOXELS + v]);
            }
        }
        harness_free(h);
    }
}

Test(bold, noise_is_ar1)
{
    harness *h = quiet(3000);
    harness_number(h, "shake", 0);
    harness_number(h, "drift", 0);
    harness_number(h, "noise", 3);
    harness_number(h, "ar", .6);
    harness_number(h, "baseline", 100);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    const double *y = harness_doubles(h, "bold"), *sd = harness_doubles(h, "noise_sd");
    int64_t n = harness_length(h, "time");
    double lag[4] = {0}, logs = 0;
    for (int v = 0; v < VOXELS; v++) {
        for (int l = 0; l < 4; l++) {
            for (int64_t t = 0; t + l < n; t++) {
                lag[l] += (y[t * VOXELS + v] - 100) * (y[(t + l) * VOXELS + v] - 100) /
                          (sd[v] * sd[v]) / (double)((n - l) * VOXELS);
            }
        }
        logs += log(sd[v] / 3) / VOXELS;
    }
    for (int l = 0; l < 4; l++) { /* 80,000 samples, worth a quarter: 3 SE about .02 */
        cr_assert(fabs(lag[l] - pow(.6, l)) < .03, "%d: %g", l, lag[l]);
    }
    cr_assert(fabs(logs) < .15);
    harness_free(h);
}

/* Only slow cosines, of the planted variance; drift_part is what is in bold. */
Test(bold, drift_is_slow)
{
    harness *h = quiet(1200);
    harness_number(h, "shake", 0);
    harness_number(h, "drift", 2);
    harness_number(h, "noise", 0);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    const double *y = harness_doubles(h, "bold"), *d = harness_doubles(h, "drift_part");
    int64_t n = harness_length(h, "time"), most = (int64_t)floor(2 * (double)n * 1.5 / 128);
    double square = 0, fast = 0;
    for (int v = 0; v < VOXELS; v++) {
        for (int64_t t = 0; t < n; t++) {
            cr_assert(fabs(y[t * VOXELS + v] - d[t * VOXELS + v]) < 1e-12);
            square += d[t * VOXELS + v] * d[t * VOXELS + v] / (double)(n * VOXELS);
        }
        for (int64_t k = 0; k < 60 && v < 5; k++) { /* cosine transform */
            double sum = 0;
            for (int64_t t = 0; t < n; t++) {
                sum += d[t * VOXELS + v] * cos(M_PI * (double)k * ((double)t + .5) / (double)n);
            }
            fast += k == 0 || k > most ? fabs(sum) / (double)n : 0;
        }
    }
    cr_assert(fast < 1e-9 && most > 15, "%g", fast);
    /* 40 voxels x 19 squared normals: sd of the mean sqrt(2 / 760) = 5 % */
    cr_assert(fabs(square / 4 - 1) < .2, "%g", square);
    harness_free(h);
}

Test(bold, motion_acts_by_its_weights)
{
    harness *h = quiet(6000);
    harness_number(h, "shake", .5);
    harness_number(h, "drift", 0);
    harness_number(h, "noise", 0);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    const double *y = harness_doubles(h, "bold"), *m = harness_doubles(h, "motion");
    const double *w = harness_doubles(h, "motion_weights");
    int64_t n = harness_length(h, "time");
    double moves = 0, weights = 0;
    for (int64_t t = 0; t < n; t++) {
        for (int v = 0; v < VOXELS; v++) {
            double sum = 0;
            for (int p = 0; p < 6; p++) {
                sum += m[t * 6 + p] * w[p * VOXELS + v];
            }
            cr_assert(fabs(sum - y[t * VOXELS + v]) < 1e-12);
        }
        for (int p = 0; p < 6; p++) {
            moves += m[t * 6 + p] * m[t * 6 + p] / (6. * (double)n);
        }
    }
    for (int k = 0; k < 6 * VOXELS; k++) {
        weights += w[k] * w[k] / VOXELS;
    }
    /* 6 x 4000 scans of memory 1 / (1 - .98^2): worth 480; weights: 240 squared normals */
    cr_assert(fabs(moves - 1) < .3, "%g", moves);
    cr_assert(fabs(weights / .25 - 1) < .4, "%g", weights);
    harness_free(h);
}

Test(bold, ceiling_is_its_definition)
{
    harness *h = made();
    cr_assert_eq(harness_run(h), 0);
    const double *clean = harness_doubles(h, "clean"), *sd = harness_doubles(h, "noise_sd");
    int64_t n = harness_length(h, "time");
    for (int v = 0; v < VOXELS; v++) {
        double mean = 0, var = 0;
        for (int64_t t = 0; t < n; t++) {
            mean += clean[t * VOXELS + v] / (double)n;
        }
        for (int64_t t = 0; t < n; t++) {
            var += pow(clean[t * VOXELS + v] - mean, 2) / (double)n;
        }
        double want = sqrt(var / (var + sd[v] * sd[v]));
        cr_assert(want > .05 && fabs(harness_doubles(h, "ceiling")[v] - want) < 1e-9, "%g", want);
    }
    harness_free(h);
}

/* Every scan reads the trials whose response it can hold, and no later ones. */
Test(bold, reach)
{
    harness *h = made();
    const int64_t *offsets = NULL, *lo = NULL, *hi = NULL;
    int64_t n = 0;
    cr_assert_eq(harness_run(h), 0);
    cr_assert(harness_reach(h, "bold.time", "x.row", &n, &offsets, &lo, &hi));
    const double *onset = harness_doubles(h, "events.onset");
    int64_t segments = 0;
    const int64_t *first = harness_out_segments(h, "time", &segments);
    cr_assert_eq(n, harness_length(h, "time"));
    for (int64_t t = 0; t < n; t++) {
        int64_t r = t >= first[1];
        double at = 1.5 * (double)(t - (r ? first[1] : 0));
        for (int64_t i = 0; i < TRIALS; i++) {
            int mine = (i >= 7) == r && onset[i] < at && at < onset[i] + 33;
            cr_assert(!mine || (lo[t] <= i && i < hi[t]));
            cr_assert(i < lo[t] || i >= hi[t] || ((i >= 7) == r && onset[i] <= at));
        }
    }
    harness_free(h);
}

Test(bold, bad_input)
{
    static const struct {
        const char *key;
        double value;
        const char *where, *says;
    } all[] = {
        {"rest", 2, "rest", "less than the response of 32 s: rest of "},
        {"length", 100, "rest", "less than the response of 100 s"},
        {"length", .05, "length", "the response must last from 0.1 s"},
        {"length", 1e9, "length", "to 500000 s"},
        {"period", .001, "period", "512 are possible"},
        {"rest", 1e12, "tr", "do not fit in memory"},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        harness *h = made();
        harness_number(h, all[i].key, all[i].value);
        if (i == 0) {
            harness_number(h, "jitter", 0);
            harness_number(h, "soa", 2); /* the second run lasts 8 + 4 x 2 + 1 + 2 */
        }
        if (i == 4) {
            harness_number(h, "rest", 2000);
        }
        cr_assert_eq(harness_resolve(h), -1, "%s", all[i].key);
        cr_assert_str_eq(harness_where(h), all[i].where);
        cr_assert(strstr(harness_error(h), all[i].says), "%s", harness_error(h));
        cr_assert(i > 0 || strstr(harness_error(h), "rest of 11 s at least"), "%s",
                  harness_error(h));
        harness_free(h);
    }
    harness *h = made();
    harness_without(h, "gy.rng/1");
    cr_assert_eq(harness_resolve(h), -8);
    harness_free(h);
    for (int polls = 0; polls < 40; polls += 13) {
        h = made();
        cr_assert_eq(harness_resolve(h), 0);
        harness_stop_after(h, polls);
        cr_assert_eq(harness_run(h), -9);
        harness_free(h);
    }
}

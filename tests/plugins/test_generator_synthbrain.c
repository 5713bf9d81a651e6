/* SPDX-License-Identifier: MIT
 *
 * generator.synthbrain: what it says it plants is what comes out.
 */
#include "test_synthbrain_common.h"

static int is_roi(harness *h, const char *axis, int64_t i, const char *word)
{
    return strcmp(harness_text_of(h, harness_out_coord(h, axis, "roi"), i), word) == 0;
}

/* Feature k of stimulus s: tables side by side. */
static double feature(int64_t s, int64_t k)
{
    return k < P ? table(0)[s * P + k] : table(1)[s * Q + k - P];
}

Test(synthbrain, signal_is_features_times_weights_and_weights_are_tuning_times_mixing)
{
    harness *h = made(ROIS, 5);
    static const char *const centre[] = {"a", "0.5"}, *const spread[] = {"a", "2", "b", "0.25"};
    harness_texts(h, "centre", 2, centre);
    harness_texts(h, "spread", 4, spread);
    harness_number(h, "background", 7);
    harness_number(h, "repeats", 2);
    harness_param(h, "order", "shuffled");
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    int64_t voxels = harness_length(h, "voxel"), sources = harness_length(h, "source");
    const double *signal = harness_doubles(h, "signal"), *w = harness_doubles(h, "weights");
    const double *tuning = harness_doubles(h, "tuning"), *mixing = harness_doubles(h, "mixing");
    const double *activity = harness_doubles(h, "activity");
    const int64_t *stimulus = harness_out_coord(h, "trial", "stimulus")->data;
    cr_assert_eq(sources, 3 + 3 + 1 + 4 + 3);
    for (int64_t v = 0; v < voxels; v++) {
        for (int64_t j = 0; j < P + Q; j++) {
            double sum = 0;
            for (int64_t k = 0; k < sources; k++) {
                sum += tuning[j * sources + k] * mixing[k * voxels + v];
            }
            cr_assert(fabs(sum - w[j * voxels + v]) < 1e-12);
        }
    }
    for (int64_t t = 0; t < 2 * N; t += 37) {
        double z[P + Q];
        for (int64_t j = 0; j < P + Q; j++) {
            double x = feature(stimulus[t], j);
            z[j] = j < P ? (x - .5) / 2 : x / .25;
        }
        for (int64_t v = 0; v < voxels; v++) {
            double sum = 0;
            for (int64_t j = 0; j < P + Q; j++) {
                sum += z[j] * w[j * voxels + v];
            }
            cr_assert(fabs(sum - signal[t * voxels + v]) < 1e-10);
        }
        for (int64_t k = 0; k < sources; k++) {
            double sum = 0;
            for (int64_t j = 0; j < P + Q; j++) {
                sum += z[j] * tuning[j * sources + k];
            }
            cr_assert(fabs(sum - activity[t * sources + k]) < 1e-10);
        }
    }
    harness_free(h);
}

/* Squared weights of voxel v on features from .. to - 1. */
static double share(const double *w, int64_t voxels, int64_t v, int64_t from, int64_t to)
{
    double sum = 0;
    for (int64_t j = from; j < to; j++) {
        sum += w[j * voxels + v] * w[j * voxels + v];
    }
    return sum;
}

Test(synthbrain, rois_are_tuned_to_what_the_map_says_in_the_shares_it_says)
{
    harness *h = made(ROIS, 5);
    harness_number(h, "background", 9);
    harness_number(h, "gain", 3);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    int64_t n = harness_length(h, "voxel"), seen[6] = {0};
    const double *w = harness_doubles(h, "weights");
    for (int64_t v = 0; v < n; v++) {
        double a = share(w, n, v, 0, P), b = share(w, n, v, P, P + Q), all = a + b;
        cr_assert(is_roi(h, "voxel", v, "none") ? all == 0 : fabs(all - 9) < 1e-9);
        if (is_roi(h, "voxel", v, "V1")) {
            cr_assert(b == 0 && ++seen[0]);
        } else if (is_roi(h, "voxel", v, "AG")) {
            cr_assert(fabs(a - 3 * b) < 1e-9 && ++seen[1]);
        } else if (is_roi(h, "voxel", v, "FFA")) {
            cr_assert(fabs(w[2 * n + v] - 3) < 1e-9 && ++seen[2], "preferred: above zero");
        } else if (is_roi(h, "voxel", v, "EBA")) {
            cr_assert(fabs(w[n + v] - sqrt(4.5)) < 1e-9 && fabs(b - 4.5) < 1e-9 && ++seen[3]);
        } else if (is_roi(h, "voxel", v, "OPA")) {
            cr_assert(fabs(share(w, n, v, 1, 4) - 9) < 1e-9 && ++seen[4]);
        } else {
            seen[5]++;
        }
    }
    for (int i = 0; i < 5; i++) { /* 20, 20 % more or less */
        cr_assert(seen[i] >= 16 && seen[i] <= 24, "%d: %d", i, (int)seen[i]);
    }
    cr_assert_eq(seen[5], 9);
    harness_free(h);
}

/* Ceilings by their definition from signal and noise_sd; r of the signal with betas is within four
 * standard errors of it, above and below. */
Test(synthbrain, ceilings_are_exact_and_an_ideal_observer_reaches_them)
{
    harness *h = made(ROIS, 5);
    harness_number(h, "repeats", 3);
    harness_number(h, "background", 5);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    int64_t n = harness_length(h, "voxel");
    const double *signal = harness_doubles(h, "signal"), *betas = harness_doubles(h, "betas");
    const double *mean = harness_doubles(h, "mean"), *sd = harness_doubles(h, "noise_sd");
    const double *one = harness_doubles(h, "ceiling"), *many = harness_doubles(h, "ceiling_mean");
    double far = 0;
    for (int64_t v = 0; v < n; v++) {
        double m = 0, ss = 0, sb[2] = {0, 0}, bb[2] = {0, 0}, mb[2] = {0, 0};
        for (int64_t s = 0; s < N; s++) {
            double b = 0;
            m += signal[s * n + v] / N;
            for (int r = 0; r < 3; r++) {
                b += betas[(r * N + s) * n + v] / 3;
            }
            cr_assert(fabs(b - mean[s * n + v]) < 1e-12);
            mb[0] += betas[s * n + v] / N;
            mb[1] += b / N;
        }
        for (int64_t s = 0; s < N; s++) {
            double u = signal[s * n + v] - m;
            ss += u * u;
            for (int k = 0; k < 2; k++) {
                double b = (k ? mean : betas)[s * n + v] - mb[k];
                sb[k] += u * b;
                bb[k] += b * b;
            }
        }
        double var = ss / N, r1 = var > 0 ? sqrt(var / (var + sd[v] * sd[v])) : 0;
        double r3 = var > 0 ? sqrt(var / (var + sd[v] * sd[v] / 3)) : 0;
        cr_assert(fabs(one[v] - r1) < 1e-9 && fabs(many[v] - r3) < 1e-9);
        cr_assert(fabs(harness_doubles(h, "signal_sd")[v] - sqrt(var)) < 1e-9);
        if (var > 0) {
            far += (sb[0] / sqrt(ss * bb[0]) - r1) / (1 - r1 * r1) * sqrt(N) / (double)n;
            cr_assert(fabs(sb[0] / sqrt(ss * bb[0]) - r1) < 4.5 * (1 - r1 * r1) / sqrt(N));
            cr_assert(fabs(sb[1] / sqrt(ss * bb[1]) - r3) < 4.5 * (1 - r3 * r3) / sqrt(N));
        }
    }
    cr_assert(fabs(far) < .5, "mean deviation in standard errors: %g", far);
    harness_free(h);
}

static double correlation(const double *x, const double *y, int64_t n, int64_t stride)
{
    double mx = 0, my = 0, xx = 0, yy = 0, xy = 0;
    for (int64_t i = 0; i < n; i++) {
        mx += x[i * stride] / (double)n;
        my += y[i * stride] / (double)n;
    }
    for (int64_t i = 0; i < n; i++) {
        xx += (x[i * stride] - mx) * (x[i * stride] - mx);
        yy += (y[i * stride] - my) * (y[i * stride] - my);
        xy += (x[i * stride] - mx) * (y[i * stride] - my);
    }
    return xy / sqrt(xx * yy);
}

/* Noise alone: its sd is noise_sd, and networks share `shared` of its variance. */
Test(synthbrain, networks_share_noise)
{
    static const char *const rois[] = {"V1", "a", "V2", "a", "FFA", "b"};
    harness *h = made(rois, 3);
    harness_number(h, "gain", 0);
    harness_number(h, "shared", .5);
    harness_number(h, "noise", 2);
    harness_number(h, "background", 10);
    harness_number(h, "repeats", 5);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    int64_t n = harness_length(h, "voxel"), trials = 5 * N;
    const double *betas = harness_doubles(h, "betas"), *sd = harness_doubles(h, "noise_sd");
    const gy_array *network = harness_out_coord(h, "voxel", "network");
    double within = 0, between = 0, n_within = 0, n_between = 0, ratio = 0, logs = 0;
    for (int64_t v = 0; v < n; v++) {
        double square = 0;
        for (int64_t t = 0; t < trials; t++) {
            square += betas[t * n + v] * betas[t * n + v];
        }
        ratio += square / (double)trials / (sd[v] * sd[v]) / (double)n;
        logs += log(sd[v] / 2) / (double)n;
        cr_assert(harness_doubles(h, "ceiling")[v] == 0);
        for (int64_t u = 0; u < v; u++) {
            double r = correlation(betas + u, betas + v, trials, n);
            char a[64];
            strcpy(a, harness_text_of(h, network, u));
            int same = strcmp(a, harness_text_of(h, network, v)) == 0 && strcmp(a, "none") != 0;
            within += same ? r : 0;
            n_within += same;
            between += same ? 0 : r;
            n_between += !same;
        }
    }
    /* each r has a standard error of about .02; they are not independent */
    cr_assert(fabs(within / n_within - .5) < .05, "%g", within / n_within);
    cr_assert(fabs(between / n_between) < .03, "%g", between / n_between);
    cr_assert(fabs(ratio - 1) < .05 && fabs(logs) < .15);
    harness_free(h);
}

Test(synthbrain, subjects_share_tuning_and_nothing_else)
{
    harness *a = made(ROIS, 5), *b = made(ROIS, 5), *again = made(ROIS, 5);
    harness_number(b, "subject", 2);
    cr_assert(harness_run(a) == 0 && harness_run(b) == 0 && harness_run(again) == 0);
    int64_t sources = harness_length(a, "source"), n = harness_length(a, "voxel"),
            m = harness_length(b, "voxel");
    cr_assert_arr_eq(harness_doubles(a, "tuning"), harness_doubles(b, "tuning"),
                     (size_t)((P + Q) * sources) * 8);
    cr_assert_arr_eq(harness_doubles(a, "activity"), harness_doubles(b, "activity"),
                     (size_t)(N * sources) * 8);
    cr_assert_neq(n, m, "voxels differ");
    cr_assert_neq(harness_doubles(a, "betas")[0], harness_doubles(b, "betas")[0]);
    cr_assert(memcmp(harness_doubles(a, "position"), harness_doubles(b, "position"),
                     (size_t)(n < m ? n : m) * 24) != 0);
    cr_assert_arr_eq(harness_doubles(a, "betas"), harness_doubles(again, "betas"),
                     (size_t)(N * n) * 8);
    harness_free(a);
    harness_free(b);
    harness_free(again);
}

Test(synthbrain, trials_know_their_stimulus_repeat_and_run)
{
    harness *h = made(ROIS, 5);
    harness_number(h, "repeats", 3);
    harness_number(h, "runs", 7);
    harness_param(h, "order", "shuffled");
    cr_assert_eq(harness_resolve(h), 0, "%s", harness_error(h));
    const int64_t *stimulus = harness_out_coord(h, "trial", "stimulus")->data;
    const int64_t *repeat = harness_out_coord(h, "trial", "repeat")->data;
    const int64_t *run = harness_out_coord(h, "trial", "run")->data;
    const int64_t *lo = NULL, *hi = NULL, *offsets = NULL;
    int64_t n = 0, segments = 0, moved = 0;
    const int64_t *first = harness_out_segments(h, "trial", &segments);
    cr_assert(harness_reach(h, "betas.trial", "features.stimulus", &n, &offsets, &lo, &hi));
    cr_assert(n == 3 * N && segments == 7 && first[0] == 0);
    for (int r = 0; r < 3; r++) {
        int shown[N] = {0};
        for (int64_t i = r * N; i < (r + 1) * N; i++) {
            cr_assert(repeat[i] == r && shown[stimulus[i]]++ == 0);
            cr_assert(lo[i] == stimulus[i] && hi[i] == stimulus[i] + 1);
            moved += stimulus[i] != i % N;
        }
    }
    cr_assert(moved > 2 * N);
    for (int64_t i = 1; i < n; i++) {
        int64_t starts = 0;
        for (int k = 0; k < 7; k++) {
            starts |= first[k] == i;
        }
        cr_assert_eq(run[i] - run[i - 1], starts);
    }
    for (int k = 1; k < 7; k++) { /* 1200 / 7 = 171.4 */
        int64_t width = first[k] - first[k - 1];
        cr_assert(width == 171 || width == 172);
    }
    harness_free(h);

    h = made(ROIS, 5); /* one pass in the given order: trials are stimuli */
    cr_assert_eq(harness_resolve(h), 0);
    const int64_t *index = harness_subset(h, "trial", &n);
    cr_assert(n == N && index[0] == 0 && index[N - 1] == N - 1);
    harness_free(h);
}

Test(synthbrain, voxels_lie_in_a_volume_near_their_region)
{
    harness *h = made(ROIS, 5);
    harness_number(h, "jitter", 0);
    cr_assert_eq(harness_run(h), 0);
    int64_t n = harness_length(h, "voxel"), left = 0, fusiform = 0;
    const int64_t *index = harness_out_coord(h, "voxel", "index")->data;
    const double *at = harness_doubles(h, "position");
    for (int64_t v = 0; v < n; v++) {
        cr_assert(v == 0 || index[v] > index[v - 1]);
        for (int d = 0; d < 3; d++) {
            static const char *const names[] = {"x", "y", "z"};
            const double *c = harness_out_coord(h, "voxel", names[d])->data;
            cr_assert_eq(c[v], at[3 * v + d]);
        }
        if (is_roi(h, "voxel", v, "FFA")) {
            double far = hypot(hypot(fabs(at[3 * v]) - 40, at[3 * v + 1] + 50), at[3 * v + 2] + 18);
            cr_assert(far < 15, "%g mm", far);
            left += at[3 * v] < 0;
            fusiform++;
        }
        cr_assert(!is_roi(h, "voxel", v, "AG") || at[3 * v] < 0, "language lies left");
    }
    cr_assert(abs((int)(2 * left - fusiform)) <= 1);
    const char *affine = harness_out_attribute(h, "betas", "affine");
    cr_assert(affine && strncmp(affine, "4 0 0 ", 6) == 0);
    int grid[3];
    cr_assert_eq(
        sscanf(harness_out_attribute(h, "betas", "grid"), "%d %d %d", grid, grid + 1, grid + 2), 3);
    double origin = 0;
    sscanf(affine, "%*f %*f %*f %lf", &origin);
    cr_assert(fabs(at[0] - (origin + 4 * (double)(index[0] % grid[0]))) < 1e-9);
    harness_free(h);
}

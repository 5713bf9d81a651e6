/* correct.c: adjusted p values against the procedures themselves: the smallest level at which each
 * item is rejected. */
#include <criterion/criterion.h>
#include <math.h>

#include "run/correct.h"

#define N 6

static const double cases[][N] = {
    {.01, .04, .03, .005, .2, .9},  {.05, .05, .05, .05, .05, .05},
    {.001, NAN, .02, .02, NAN, .6}, {1, 1, 1, 1, 1, 1},
    {.2, .1, .05, .025, .0125, 1},  {NAN, NAN, NAN, NAN, NAN, .03},
    {.3, .31, .32, .33, .34, .335}, {.009, .5, .5, .5, .5, .5},
};

static int64_t tests_of(const double *p, double *sorted)
{
    int64_t m = 0;
    for (int i = 0; i < N; i++) {
        int64_t k = m;
        for (; !isnan(p[i]) && k > 0 && sorted[k - 1] > p[i]; k--) {
            sorted[k] = sorted[k - 1];
        }
        if (!isnan(p[i])) {
            sorted[k] = p[i];
            m++;
        }
    }
    return m;
}

/* Step down from the smallest: stop at the first that is above its share of the level. */
static int holm_rejects(const double *sorted, int64_t m, double p, double level)
{
    for (int64_t j = 0; j < m && sorted[j] <= p; j++) {
        if (sorted[j] * (double)(m - j) > level) {
            return 0;
        }
    }
    return 1;
}

/* Step up from the largest: all up to the last below the line. */
static int fdr_rejects(const double *sorted, int64_t m, double p, double level)
{
    for (int64_t j = m; j-- > 0;) {
        if (sorted[j] <= level * (double)(j + 1) / (double)m) {
            return p <= sorted[j];
        }
    }
    return 0;
}

static void expect_levels(void (*adjust)(const double *, int64_t, double *),
                          int (*rejects)(const double *, int64_t, double, double))
{
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        double out[N], sorted[N];
        int64_t m = tests_of(cases[c], sorted);
        adjust(cases[c], N, out);
        for (int i = 0; i < N; i++) {
            if (isnan(cases[c][i])) {
                cr_assert(isnan(out[i]));
                continue;
            }
            cr_assert(out[i] >= cases[c][i] && out[i] <= 1);
            cr_assert(out[i] >= 1 || rejects(sorted, m, cases[c][i], out[i] + 1e-9), "%zu %d", c,
                      i);
            cr_assert(!rejects(sorted, m, cases[c][i], out[i] - 1e-9), "%zu %d: %g", c, i, out[i]);
        }
    }
}

Test(correct, holm)
{
    expect_levels(gy_correct_holm, holm_rejects);
}

Test(correct, fdr)
{
    expect_levels(gy_correct_fdr, fdr_rejects);
}

Test(correct, in_place_and_nothing)
{
    double p[3] = {.01, .02, .03};
    gy_correct_holm(p, 3, p);
    cr_assert(fabs(p[0] - .03) < 1e-15 && fabs(p[1] - .04) < 1e-15 && fabs(p[2] - .04) < 1e-15);
    double q[3] = {.03, .02, .01};
    gy_correct_fdr(q, 3, q);
    cr_assert(fabs(q[0] - .03) < 1e-15 && fabs(q[1] - .03) < 1e-15 && fabs(q[2] - .03) < 1e-15);
    gy_correct_fdr(NULL, 0, NULL);
    gy_correct_holm(NULL, 0, NULL);
}

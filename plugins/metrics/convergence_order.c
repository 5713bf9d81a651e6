/* SPDX-License-Identifier: MIT
 *
 * convergence_order.c: how fast a numerical result comes to its limit as the step gets shorter:
 * error = constant * step^order, the order by least squares of log error over log step.
 */
#include "sugar.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

GY_SAY(text,
       "metric.convergence-order 1 | Order of convergence over the cases of a loop\n"
       "in  x real[...] many missing | one edge: the result of every step, all of one length; "
       "values that are missing in all of them do not count\n"
       "in  reference real[...] many missing | one edge: the result with a "
       "step so short that its error does not matter\n"
       "out order f64[] none best=high\n"
       "out error f64[case] none best=low | largest difference from the reference\n"
       "out values f64[] none | that were compared in each case\n"
       "param along text | the loop whose values are the steps: numbers, all with one unit or "
       "none\n"
       "block all\n"
       "licence | MIT\n"
       "cite | Hairer, Norsett and Wanner (1993), Solving Ordinary Differential Equations I, "
       "section II.1\n");

__attribute__((format(printf, 3, 0))) static int bad(gy_call *c, const char *where,
                                                     const char *format, const char *name)
{
    char line[300];
    snprintf(line, sizeof line, format, name);
    return gy_fail(c, GY_DATA, where, line);
}

/* Step of a case from the text of the loop's value. */
static int step_of(gy_call *c, int64_t i, double *out)
{
    const char *written = c->host->text_item(c, "along", i),
               *first = c->host->text_item(c, "along", 0);
    char *end = NULL, *end_of_first = NULL;
    if (!written || !first) {
        return gy_fail(c, GY_PARAM, "along", "names no loop whose cases come in through x");
    }
    *out = strtod(written, &end);
    (void)strtod(first, &end_of_first);
    if (end == written || !(*out > 0)) {
        return bad(c, "along", "'%.100s' is no step: a number above 0", written);
    }
    return strcmp(end, end_of_first) == 0
               ? GY_OK
               : bad(c, "along", "'%.100s' has another unit than the first step", written);
}

static int resolve(gy_call *c)
{
    int64_t n = c->host->count(c, "along");
    if (n < 2 || c->host->count(c, "x") != n) {
        return gy_fail(c, GY_PARAM, "along",
                       "names a loop of at least two steps, and x one edge "
                       "inside of it");
    }
    return c->host->set_length(c, "case", n);
}

/* Largest difference of two arrays in C order; *out_n values were compared. */
static int compare(gy_call *c, const gy_array *x, const gy_array *y, double *out_error,
                   double *out_n)
{
    if (x->rank != y->rank || x->rank > 1 || (x->rank == 1 && x->shape[0] != y->shape[0])) {
        return gy_fail(c, GY_SHAPE, "x", "every case and the reference are vectors of one length");
    }
    int64_t n = x->rank ? x->shape[0] : 1;
    *out_error = *out_n = 0;
    for (int64_t i = 0; i < n; i++) {
        double a = gy_element(x, x->rank ? i * x->stride[0] : 0);
        double b = gy_element(y, y->rank ? i * y->stride[0] : 0);
        if (isnan(a) != isnan(b)) {
            return gy_fail(c, GY_DATA, "x",
                           "a value is missing in one case and not in the "
                           "reference: results of another kind, not less exact");
        }
        if (!isnan(a)) {
            *out_error = fmax(*out_error, fabs(a - b));
            *out_n += 1;
        }
    }
    return GY_OK;
}

static int solve(gy_call *c)
{
    double *error = gy_doubles(c, "error"), *values = gy_doubles(c, "values");
    int64_t n = c->host->count(c, "along"), given = c->host->count(c, "reference");
    double sx = 0, sy = 0, sxx = 0, sxy = 0, step = 0;
    for (int64_t i = 0; i < n; i++) {
        GY_TRY(step_of(c, i, &step));
        const gy_array *limit = c->host->item(c, "reference", i < given ? i : given - 1);
        GY_TRY(compare(c, c->host->item(c, "x", i), limit, &error[i], values));
        if (!(error[i] > 0)) {
            return gy_fail(c, GY_NUMERIC, "x", "a case equals the reference: there is no order");
        }
        double x = log(step), y = log(error[i]);
        sx += x / (double)n;
        sy += y / (double)n;
        sxx += x * x / (double)n;
        sxy += x * y / (double)n;
    }
    if (!(sxx - sx * sx > 0)) {
        return gy_fail(c, GY_DATA, "along", "all steps are alike");
    }
    *gy_doubles(c, "order") = (sxy - sx * sy) / (sxx - sx * sx);
    return GY_OK;
}

GY_PLUGIN(text, resolve, 0, 0, 0, solve)

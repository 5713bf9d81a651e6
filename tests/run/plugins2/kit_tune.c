/* SPDX-License-Identifier: MIT
 *
 * kit_tune.c: a small regression with parameters to choose: pairs of numbers made by a hash, so
 * that a script can make the same ones; a map and a fit with one parameter each; a score.
 */
#include "sugar.h"

#include <math.h>

GY_SAY(pairs_text, "reader.kit-pairs 1 | Pairs: y = 0.8 x + noise, groups of five rows\n"
                   "out x f64[row:time, col] | uniform in [-0.5, 0.5)\n"
                   "out y f64[row, col] | 0.8 x + 0.5 uniform\n"
                   "out g f64[row] | row / 5\n"
                   "out odd f64[row] | row modulo 2\n"
                   "param n i64 = 40 >=0 | rows\n"
                   "param seed i64 = 1 | other numbers\n"
                   "param lo i64 = 0 | first of the rows that are poisoned\n"
                   "param hi i64 = 0 | behind the last of them\n"
                   "licence | MIT\n");

static int pairs_resolve(gy_call *c)
{
    GY_TRY(c->host->set_length(c, "row", gy_integer(c, "n")));
    return c->host->set_length(c, "col", 1);
}

static double hashed(int64_t i)
{
    uint32_t h = (uint32_t)(i + 1) * 2654435761u;
    h = (h ^ (h >> 15)) * 2246822519u;
    h = (h ^ (h >> 13)) * 3266489917u;
    h ^= h >> 16;
    return (double)h / 4294967296.0 - 0.5;
}

static int pairs_run(gy_call *c)
{
    double *x = gy_doubles(c, "x"), *y = gy_doubles(c, "y"), *g = gy_doubles(c, "g");
    double *odd = gy_doubles(c, "odd");
    int64_t seed = gy_integer(c, "seed"), n = gy_integer(c, "n");
    for (int64_t i = 0; i < n; i++) {
        double a = hashed(i + 1000 * seed), b = hashed(i + 1000 * seed + 500);
        if (i >= gy_integer(c, "lo") && i < gy_integer(c, "hi")) {
            a *= 1e9;
            b *= -1e9;
        }
        if (x) {
            x[i] = a;
        }
        if (y) {
            y[i] = 0.8 * a + 0.5 * b;
        }
        if (g) {
            g[i] = (double)(i / 5);
        }
        if (odd) {
            odd[i] = (double)(i % 2);
        }
    }
    return GY_OK;
}

GY_SAY(power_text, "transform.kit-power 1 | sign(x) |x|^p\n"
                   "in x f64[row, col]\n"
                   "out y f64[row, col] | of the power\n"
                   "param p f64 = 1 | the power; 13 fails in resolve, 14 in run\n"
                   "param unit choice(plain, minus) = plain | minus: with the other sign\n"
                   "reach y.row row\n"
                   "licence | MIT\n");

static int power_resolve(gy_call *c)
{
    return gy_number(c, "p") > 12 && gy_number(c, "p") < 14
               ? gy_fail(c, GY_DATA, "p", "thirteen is refused")
               : GY_OK;
}

static int power_run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x"), *y = gy_get(c, "y");
    double p = gy_number(c, "p"), sign = gy_is(c, "unit", "minus") ? -1 : 1;
    if (p > 13) {
        return gy_fail(c, GY_DATA, "p", "fourteen is refused late");
    }
    for (int64_t k = 0; k < x->shape[0] * x->shape[1]; k++) {
        double v = ((const double *)x->data)[k];
        ((double *)y->data)[k] = sign * copysign(pow(fabs(v), p), v);
    }
    return GY_OK;
}

GY_SAY(number_text, "transform.kit-number 1 | The number of the row\n"
                    "in x f64[row, col]\n"
                    "out y f64[row, col] | 0, 1, 2, ...\n"
                    "reach y.row row\n"
                    "licence | MIT\n");

static int number_run(gy_call *c)
{
    const gy_array *y = gy_get(c, "y");
    for (int64_t i = 0; i < y->shape[0]; i++) {
        ((double *)y->data)[i] = (double)(y->first + i);
    }
    return GY_OK;
}

GY_SAY(centre_text, "transform.kit-centre 1 | x less the mean of its segment\n"
                    "in x f64[row, col]\n"
                    "out y f64[row, col] | of mean 0 in every segment\n"
                    "param scale choice(segment, row) = segment | row: x itself\n"
                    "reach y.row segment when scale=segment\n"
                    "reach y.row row when scale=row\n"
                    "licence | MIT\n");

static int centre_run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x"), *y = gy_get(c, "y");
    int64_t n = 0, rows = x->shape[0];
    const int64_t *first = c->host->segments(c, "x.row", &n);
    for (int64_t s = 0; s < n; s++) {
        int64_t end = s + 1 < n ? first[s + 1] : rows;
        double mean = 0;
        for (int64_t i = first[s]; i < end; i++) {
            mean += gy_at2(x, i, 0) / (double)(end - first[s]);
        }
        for (int64_t i = first[s]; i < end; i++) {
            ((double *)y->data)[i] = gy_at2(x, i, 0) - mean;
        }
    }
    return GY_OK;
}

GY_SAY(shrink_text, "encoder.kit-shrink 1 | b = sum xy / (sum xx + lambda)\n"
                    "in x f64[row, col]\n"
                    "in y f64[row, target] fit\n"
                    "out predicted f64[row, target] like=y | b x\n"
                    "state b f64[] | slope\n"
                    "state rows f64[] | rows\n"
                    "stat xy f64[]\n"
                    "stat xx f64[]\n"
                    "stat n f64[]\n"
                    "param lambda f64 = 0 >=0 | 77 is not a number, 99 fails\n"
                    "reach predicted.row row\n"
                    "licence | MIT\n");

static int shrink_add(gy_call *c)
{
    const gy_array *x = gy_get(c, "x"), *y = gy_get(c, "y");
    for (int64_t i = 0; i < x->shape[0]; i++) {
        gy_doubles(c, "xy")[0] += gy_at2(x, i, 0) * gy_at2(y, i, 0);
        gy_doubles(c, "xx")[0] += gy_at2(x, i, 0) * gy_at2(x, i, 0);
    }
    gy_doubles(c, "n")[0] += (double)x->shape[0];
    return GY_OK;
}

static double stat(gy_call *c, const char *name)
{
    return ((const double *)c->host->stat(c, name, -1)->data)[0];
}

static int shrink_solve(gy_call *c)
{
    double lambda = gy_number(c, "lambda");
    if (lambda > 98) {
        return gy_fail(c, GY_NUMERIC, "lambda", "ninety-nine is refused");
    }
    gy_doubles(c, "b")[0] = lambda > 76 ? (double)NAN : stat(c, "xy") / (stat(c, "xx") + lambda);
    gy_doubles(c, "rows")[0] = stat(c, "n");
    return GY_OK;
}

static int shrink_run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x"), *y = gy_get(c, "predicted");
    for (int64_t i = 0; i < x->shape[0]; i++) {
        ((double *)y->data)[i] = gy_doubles(c, "b")[0] * gy_at2(x, i, 0);
    }
    return GY_OK;
}

GY_SAY(error_text, "metric.kit-error 1 | Mean square error\n"
                   "in predicted f64[row, target] missing\n"
                   "in target f64[row, target]\n"
                   "out mse f64[] mean best=low | mean square error\n"
                   "out good f64[] mean best=high | minus that\n"
                   "out least f64[] none | not for tuning\n"
                   "stat s f64[]\n"
                   "stat n f64[]\n"
                   "licence | MIT\n");

static int error_add(gy_call *c)
{
    const gy_array *p = gy_get(c, "predicted"), *t = gy_get(c, "target");
    for (int64_t i = 0; i < p->shape[0]; i++) {
        double d = gy_at2(p, i, 0) - gy_at2(t, i, 0);
        gy_doubles(c, "s")[0] += d * d;
    }
    gy_doubles(c, "n")[0] += (double)p->shape[0];
    return GY_OK;
}

static int error_solve(gy_call *c)
{
    double mse = stat(c, "s") / stat(c, "n");
    const char *const names[] = {"mse", "good", "least"};
    for (int k = 0; k < 3; k++) {
        if (gy_get(c, names[k])) {
            gy_doubles(c, names[k])[0] = k == 1 ? -mse : mse;
        }
    }
    return GY_OK;
}

static const gy_node pairs = {GY_NODE_HEAD, pairs_text, pairs_resolve, pairs_run, 0, 0, 0, 0};
static const gy_node power = {GY_NODE_HEAD, power_text, power_resolve, power_run, 0, 0, 0, 0};
static const gy_node shrink = {
    GY_NODE_HEAD, shrink_text, 0, shrink_run, shrink_add, 0, shrink_solve, 0};
static const gy_node error = {GY_NODE_HEAD, error_text, 0, 0, error_add, 0, error_solve, 0};
static const gy_node centre = {GY_NODE_HEAD, centre_text, 0, centre_run, 0, 0, 0, 0};
static const gy_node number = {GY_NODE_HEAD, number_text, 0, number_run, 0, 0, 0, 0};
GY_PLUGIN_NODES(&pairs, &power, &number, &centre, &shrink, &error)

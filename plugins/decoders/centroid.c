/* SPDX-License-Identifier: MIT
 *
 * centroid.c: the class whose mean training pattern correlates most with the pattern at hand.
 */
#include "classes.h"

GY_SAY(text,
       "decoder.centroid 1 | Nearest class mean by Pearson correlation over features\n"
       "in  x T[row, p]         | patterns\n"
       "in  y label[row] fit    | classes\n"
       "out label label[row] levels=y | class of the largest correlation; ties take the first\n"
       "out score T[row, class]  | correlation with each class mean; 0 where either is flat\n"
       "state mean f64[class, p] | mean pattern of each class\n"
       "stat n f64[class]        | rows of each class\n"
       "stat s f64[class, p]     | pass 0: sums; pass 1: sums around the means\n"
       "reach label.row row\n"
       "reach score.row row\n"
       "licence | MIT\n"
       "cite | Haxby et al. (2001), Science 293, 2425-2430\n");

static int add(gy_call *c)
{
    const gy_array *x = gy_get(c, "x"), *y = gy_get(c, "y");
    double *n = gy_doubles(c, "n"), *s = gy_doubles(c, "s");
    const double *mean = gy_doubles(c, "mean");
    int64_t p = x->shape[1], classes = gy_get(c, "n")->shape[0];
    GY_TRY(cl_check_codes(c, y, classes));
    for (int64_t i = 0; i < x->shape[0]; i++) {
        int64_t k = cl_code(y, i);
        n[k] += 1;
        for (int64_t j = 0; j < p; j++) {
            s[k * p + j] += gy_element(x, i * x->stride[0] + j * x->stride[1]) - mean[k * p + j];
        }
    }
    return GY_OK;
}

/* The second pass adds the mean of what is left over, so that large offsets cost no digits. */
static int solve(gy_call *c)
{
    const gy_array *s = c->host->stat(c, "s", -1);
    const double *n = (const double *)c->host->stat(c, "n", -1)->data;
    int64_t classes = s->shape[0], p = s->shape[1];
    double *mean = gy_doubles(c, "mean");
    GY_TRY(cl_check_counts(c, n, classes));
    for (int64_t i = 0; i < classes * p; i++) {
        mean[i] += ((const double *)s->data)[i] / n[i / p];
    }
    return c->pass == 0 ? GY_AGAIN : GY_OK;
}

/* Eight running sums, merged in one order: no sum waits for the one before it, and the answer does
 * not depend on what the compiler makes of it. */
static double merge(const double *part, double rest)
{
    return ((part[0] + part[4]) + (part[1] + part[5])) +
           ((part[2] + part[6]) + (part[3] + part[7])) + rest;
}

static double sum(const double *a, int64_t p)
{
    double part[8] = {0}, rest = 0;
    int64_t j = 0;
    for (; j + 8 <= p; j += 8) {
        for (int l = 0; l < 8; l++) {
            part[l] += a[j + l];
        }
    }
    for (; j < p; j++) {
        rest += a[j];
    }
    return merge(part, rest);
}

static double dot(const double *a, const double *b, int64_t p)
{
    double part[8] = {0}, rest = 0;
    int64_t j = 0;
    for (; j + 8 <= p; j += 8) {
        for (int l = 0; l < 8; l++) {
            part[l] += a[j + l] * b[j + l];
        }
    }
    for (; j < p; j++) {
        rest += a[j] * b[j];
    }
    return merge(part, rest);
}

/* Takes the mean away and scales to length 1; flat patterns become 0. */
static void normalise(double *v, int64_t p)
{
    double mean = sum(v, p) / (double)p, largest = 0;
    for (int64_t j = 0; j < p; j++) {
        double size = fabs(v[j]);
        largest = size > largest ? size : largest;
        v[j] -= mean;
    }
    double square = dot(v, v, p), noise = 8 * 2.3e-16 * largest, scale = 0;
    if (square > (double)p * noise * noise) {
        scale = 1 / sqrt(square);
    }
    for (int64_t j = 0; j < p; j++) {
        v[j] *= scale;
    }
}

static int run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x"), *mean = gy_get(c, "mean");
    gy_array *score = gy_get(c, "score");
    int64_t *label = (int64_t *)gy_get(c, "label")->data;
    int64_t p = x->shape[1], classes = mean->shape[0];
    double *m = (double *)cl_room(c, classes * p, 8), *v = (double *)cl_room(c, p, 8);
    double *r = (double *)cl_room(c, classes, 8);
    if (!m || !v || !r) {
        return GY_MEMORY;
    }
    memcpy(m, mean->data, (size_t)(classes * p) * sizeof *m);
    for (int64_t k = 0; k < classes; k++) {
        normalise(m + k * p, p);
    }
    for (int64_t i = 0; i < x->shape[0]; i++) {
        for (int64_t j = 0; j < p; j++) {
            v[j] = gy_element(x, i * x->stride[0] + j * x->stride[1]);
        }
        normalise(v, p);
        for (int64_t k = 0; k < classes; k++) {
            r[k] = dot(v, m + k * p, p);
        }
        cl_put_row(score, i, r);
        label[i] = cl_largest(r, classes);
    }
    return GY_OK;
}

GY_PLUGIN(text, cl_resolve, run, add, 0, solve)

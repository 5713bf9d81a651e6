/* SPDX-License-Identifier: MIT
 *
 * logistic.c: multinomial logistic regression with an L2 penalty.
 */
#include "logistic_newton.h"

GY_SAY(text,
       "decoder.logistic 1 | Logistic regression of classes, L2 penalty\n"
       "in  x T[row, p]         | patterns\n"
       "in  y label[row] fit    | classes\n"
       "out label label[row] levels=y | most probable class; ties take the first\n"
       "out score T[row, class] bounds=0..1 | probability of each class\n"
       "state w         f64[class, p]\n"
       "state intercept f64[class]\n"
       "param c f64 = 1 >0 | 1 / strength of the penalty (C of scikit-learn)\n"
       "param tolerance f64 = 1e-8 >0 | ends when no component of the gradient exceeds this times "
       "its largest at the start (at least 1)\n"
       "param turns i64 = 1000 >=1 | most Newton steps\n"
       "block all\n"
       "reach label.row row\n"
       "reach score.row row\n"
       "doc | Minimises the sum of log losses + |W|^2 / (2 c); the intercept is not penalised. Two "
       "classes have one weight vector (the penalty counts it once), more classes one each, as in "
       "scikit-learn.\n"
       "licence | MIT\n"
       "cite | Nocedal, Wright (2006), Numerical Optimization, section 7.1\n");

/* Centred copy of x in q->X; its column means; rows by class in q->B. */
static int load(gy_call *c, lg_problem *q, double *mean, int64_t classes)
{
    const gy_array *x = gy_get(c, "x"), *y = gy_get(c, "y");
    double *count = (double *)cl_room(c, classes, 8);
    if (!count) {
        return GY_MEMORY;
    }
    GY_TRY(cl_check_codes(c, y, classes));
    for (int64_t j = 0; j < q->p; j++) {
        for (int64_t i = 0; i < q->n; i++) {
            mean[j] += gy_element(x, i * x->stride[0] + j * x->stride[1]) / (double)q->n;
        }
    }
    for (int64_t i = 0; i < q->n; i++) {
        int64_t k = cl_code(y, i);
        count[k] += 1;
        if (q->k > 1 || k == 1) {
            q->B[i * q->k + (q->k > 1 ? k : 0)] = 1;
        }
        for (int64_t j = 0; j < q->p; j++) {
            q->X[i * q->p + j] = gy_element(x, i * x->stride[0] + j * x->stride[1]) - mean[j];
        }
    }
    return cl_check_counts(c, count, classes);
}

static int solve(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    int64_t classes = gy_get(c, "intercept")->shape[0], k = classes > 2 ? classes : 1;
    int64_t n = x->shape[0], p = x->shape[1];
    double *w = gy_doubles(c, "w"), *intercept = gy_doubles(c, "intercept");
    lg_problem q = {c, gy_la(c), n, p, k, 1 / gy_number(c, "c"), 0, 0, 0, 0, 0};
    if (!q.la) {
        return gy_fail(c, GY_UNSUPPORTED, "x", "this host has no gy.linalg/1");
    }
    double *mean = (double *)cl_room(c, p, 8), *theta = (double *)cl_room(c, k * (p + 1), 8);
    q.X = (double *)cl_room(c, n * p, 8);
    q.B = (double *)cl_room(c, 4 * n * k, 8);
    if (!mean || !theta || !q.X || !q.B) {
        return GY_MEMORY;
    }
    q.P = q.B + n * k;
    q.Z = q.P + n * k;
    q.R = q.Z + n * k;
    GY_TRY(load(c, &q, mean, classes));
    GY_TRY(lg_minimise(&q, theta, gy_number(c, "tolerance"), gy_integer(c, "turns")));
    for (int64_t a = 0; a < classes; a++) {
        const double *from = theta + (k > 1 ? a : 0) * (p + 1);
        double sign = k > 1 ? 1 : a == 1 ? 0.5 : -0.5; /* two classes: half each way */
        intercept[a] = sign * from[p];
        for (int64_t j = 0; j < p; j++) {
            w[a * p + j] = sign * from[j];
            intercept[a] -= sign * from[j] * mean[j];
        }
    }
    return GY_OK;
}

static int run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    gy_array *score = gy_get(c, "score");
    const double *w = gy_doubles(c, "w"), *intercept = gy_doubles(c, "intercept");
    int64_t *label = (int64_t *)gy_get(c, "label")->data;
    int64_t classes = score->shape[1], p = x->shape[1];
    double *z = (double *)cl_room(c, classes, 8);
    if (!z) {
        return GY_MEMORY;
    }
    for (int64_t i = 0; i < x->shape[0]; i++) {
        for (int64_t k = 0; k < classes; k++) {
            z[k] = intercept[k];
            for (int64_t j = 0; j < p; j++) {
                z[k] += w[k * p + j] * gy_element(x, i * x->stride[0] + j * x->stride[1]);
            }
        }
        label[i] = cl_largest(z, classes);
        double top = z[label[i]], sum = 0;
        for (int64_t k = 0; k < classes; k++) {
            z[k] = exp(z[k] - top);
            sum += z[k];
        }
        for (int64_t k = 0; k < classes; k++) {
            z[k] /= sum;
        }
        cl_put_row(score, i, z);
    }
    return GY_OK;
}

GY_PLUGIN(text, cl_resolve, run, 0, 0, solve)

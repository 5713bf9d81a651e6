/* SPDX-License-Identifier: MIT
 *
 * ridge_classifier.c: ridge regression to one-hot classes; the largest output is the answer.
 */
#include "classes.h"

static gy_array *one_hot(gy_call *c);
#define RIDGE_TARGET(c) one_hot(c)
#include "../encoders/ridge.h"

GY_SAY(text,
       "decoder.ridge-classifier 1 | Classes from ridge regression on one-hot labels\n"
       "in  x T[row, p]         | patterns\n"
       "in  y label[row] fit    | classes\n"
       "out label label[row] levels=y | class of the largest output; ties take the first\n"
       "out score T[row, class]  | output for each class, near 1 for the answer\n" RIDGE_ARRAYS(
           "class") "stat rows_of f64[class]  | training rows of each class\n"
                    "param per_target bool = false | an alpha for each class, or one for all\n"
                    "reach label.row row\n"
                    "reach score.row row\n" RIDGE_NOTES);

/* y, its codes checked, as [row, class]: 1 in the column of its class; NULL without memory. */
static gy_array *one_hot(gy_call *c)
{
    const gy_array *y = gy_get(c, "y");
    int64_t n = y->shape[0], classes = gy_get(c, "intercept")->shape[0];
    rg_mat *m = (rg_mat *)rg_room(c, 1, (int64_t)sizeof *m);
    if (!m || rg_new(c, m, 64, n, classes) < 0) {
        return 0;
    }
    for (int64_t i = 0; i < n; i++) {
        rg_f64(m)[i * classes + cl_code(y, i)] = 1;
    }
    return &m->a;
}

static int resolve(gy_call *c)
{
    GY_TRY(cl_resolve(c));
    return ridge_resolve(c);
}

static int add(gy_call *c)
{
    const gy_array *y = gy_get(c, "y"), *rows_of = gy_get(c, "rows_of");
    GY_TRY(cl_check_codes(c, y, rows_of->shape[0]));
    GY_TRY(ridge_add(c));
    for (int64_t i = 0; i < y->shape[0]; i++) {
        ((double *)rows_of->data)[cl_code(y, i)] += 1;
    }
    return GY_OK;
}

static int solve(gy_call *c)
{
    gy_array *rows_of = c->host->stat(c, "rows_of", -1);
    double *count = (double *)rows_of->data;
    if (rg_is_dual(c)) {
        const gy_array *y = gy_get(c, "y");
        GY_TRY(cl_check_codes(c, y, rows_of->shape[0]));
        memset(count, 0, (size_t)rows_of->shape[0] * sizeof *count);
        for (int64_t i = 0; i < y->shape[0]; i++) {
            count[cl_code(y, i)] += 1;
        }
    }
    GY_TRY(cl_check_counts(c, count, rows_of->shape[0]));
    return ridge_solve(c);
}

static int run(gy_call *c)
{
    GY_TRY(ridge_run(c, "score"));
    const gy_array *score = gy_get(c, "score");
    int64_t *label = (int64_t *)gy_get(c, "label")->data, n = score->shape[1];
    double *row = (double *)rg_room(c, n, 8);
    if (!row) {
        return GY_MEMORY;
    }
    for (int64_t i = 0; i < score->shape[0]; i++) {
        for (int64_t k = 0; k < n; k++) {
            row[k] = gy_element(score, i * n + k);
        }
        label[i] = cl_largest(row, n);
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, add, 0, solve)

/* SPDX-License-Identifier: Apache-2.0
 *
 * Eigenvectors and singular values, held against the equations they must fulfil and closed forms.
 */
#include "box.h"

static const gy_linalg_ctx serial = {0};

static box *vector(int64_t n, int bits)
{
    box *b = box_new(n, 1, bits, ROWS);
    b->array.rank = 1;
    return b;
}

/* Largest |(X' X - I)[i, j]|, or of X X' with `rows`. */
static double lack_of_orthogonality(const box *x, bool rows)
{
    int64_t n = rows ? x->shape[0] : x->shape[1], length = rows ? x->shape[1] : x->shape[0];
    double worst = 0;
    for (int64_t i = 0; i < n; i++) {
        for (int64_t j = 0; j <= i; j++) {
            long double sum = i == j ? -1 : 0;
            for (int64_t k = 0; k < length; k++) {
                sum += rows ? (long double)box_get(x, i, k) * (long double)box_get(x, j, k)
                            : (long double)box_get(x, k, i) * (long double)box_get(x, k, j);
            }
            worst = fmax(worst, (double)fabsl(sum));
        }
    }
    return worst;
}

static void assert_signs(const box *x)
{
    for (int64_t j = 0; j < x->shape[1]; j++) {
        double largest = 0;
        for (int64_t i = 0; i < x->shape[0]; i++) {
            largest = fabs(box_get(x, i, j)) > fabs(largest) ? box_get(x, i, j) : largest;
        }
        cr_assert_gt(largest, 0.0);
    }
}

Test(eigh, fulfils_its_equation_in_every_layout)
{
    static const int64_t size[] = {1, 2, 3, 40, 127, 129};
    for (size_t s = 0; s < G_N_ELEMENTS(size); s++) {
        for (int t = 0; t < 2 * LAYOUTS; t++) {
            int64_t n = size[s];
            int bits = t & 1 ? F32 : F64;
            double unit = (bits == F32 ? 0x1p-24 : 0x1p-53) * (double)(n + 4) * 16.0;
            g_autoptr(box) g = box_random(n, n, bits, ROWS, 1),
                           a = box_new(n, n, bits, (box_layout)(t / 2));
            g_autoptr(box) w = vector(n, bits),
                           v = box_new(n, n, bits, (box_layout)((t / 2 + 1) % LAYOUTS));
            for (int64_t i = 0; i < n * n; i++) { /* the upper triangle is not read */
                box_set(a, i / n, i % n, i % n <= i / n ? box_get(g, i / n, i % n) : NAN);
            }
            box_remember(v);
            box_remember(a);
            WORKS(gy_eigh(&serial, &a->array, &w->array, &v->array, error));
            cr_assert(box_kept(a, true) && box_kept(v, false));
            assert_signs(v);
            cr_assert_lt(lack_of_orthogonality(v, false), unit);
            for (int64_t i = 0; i < n; i++) {
                cr_assert(i == 0 || box_get(w, i, 0) >= box_get(w, i - 1, 0));
                for (int64_t j = 0; j < n; j++) { /* (A V)[i, j] = V[i, j] w[j] */
                    long double sum =
                        -(long double)box_get(v, i, j) * (long double)box_get(w, j, 0);
                    for (int64_t k = 0; k < n; k++) {
                        sum += (long double)box_get(a, MAX(i, k), MIN(i, k)) *
                               (long double)box_get(v, k, j);
                    }
                    cr_assert(fabsl(sum) < unit * sqrt((double)n));
                }
            }
        }
    }
}

Test(eigh, closed_form_and_ties)
{
    /* [[2, -1], [-1, 2]]: 1 with (1, 1) / sqrt 2, 3 with (1, -1) / sqrt 2: the first of equals. */
    g_autoptr(box) a = box_new(2, 2, F64, ROWS), w = vector(2, F64), v = box_new(2, 2, F64, ROWS);
    for (int i = 0; i < 4; i++) {
        box_set(a, i / 2, i % 2, i / 2 == i % 2 ? 2 : -1);
    }
    WORKS(gy_eigh(&serial, &a->array, &w->array, &v->array, error));
    const double want[] = {M_SQRT1_2, M_SQRT1_2, M_SQRT1_2, -M_SQRT1_2};
    for (int i = 0; i < 4; i++) {
        cr_assert_float_eq(box_get(v, i / 2, i % 2), want[i], 1e-15);
    }
    cr_assert_float_eq(box_get(w, 0, 0), 1, 1e-15);
    cr_assert_float_eq(box_get(w, 1, 0), 3, 1e-15);
}

Test(eigh, refuses_what_does_not_fit)
{
    g_autoptr(box) a = box_random(3, 3, F64, ROWS, 1), w = vector(3, F64),
                   v = box_random(3, 3, F64, ROWS, 2);
    g_autoptr(box) wide = box_random(3, 2, F64, ROWS, 1), small = vector(2, F64),
                   single = vector(3, F32);
    box_remember(v);
    FAILS(gy_eigh(&serial, &wide->array, &w->array, &v->array, error), GY_ERR_SHAPE,
          "eigh: A is [3, 2], but must be square");
    FAILS(gy_eigh(&serial, &a->array, &small->array, &v->array, error), GY_ERR_SHAPE,
          "eigh: values is [2], but must be [3]");
    FAILS(gy_eigh(&serial, &a->array, &single->array, &v->array, error), GY_ERR_SHAPE,
          "eigh: values is f32, but must be f64");
    FAILS(gy_eigh(&serial, &a->array, &w->array, &wide->array, error), GY_ERR_SHAPE,
          "eigh: vectors is [3, 2], but must be [3, 3]");
    box_set(a, 2, 1, -INFINITY);
    FAILS(gy_eigh(&serial, &a->array, &w->array, &v->array, error), GY_ERR_NUMERIC,
          "eigh: A[2, 1] is infinite, but every value must be finite");
    cr_assert(box_kept(v, true));
    /* 40000 rows by zero strides: LAPACK's scratch would not fit its counter, and nothing is read.
     */
    g_autoptr(box) zero = box_random(1, 1, F64, ROWS, 1), one = vector(1, F64),
                   out = box_random(1, 1, F64, ROWS, 1);
    zero->shape[0] = zero->shape[1] = one->shape[0] = out->shape[0] = out->shape[1] = 40000;
    zero->stride[0] = zero->stride[1] = 0;
    one->stride[0] = out->stride[0] = out->stride[1] = 1;
    FAILS(gy_eigh(&serial, &zero->array, &one->array, &out->array, error), GY_ERR_SHAPE,
          "eigh: A [40000, 40000] is too large for LAPACK, whose scratch must have less than 2^31 "
          "values");
}

Test(svd, fulfils_its_equation_in_every_layout)
{
    static const int64_t size[][2] = {{1, 1},    {1, 5},    {7, 3},  {3, 7},
                                      {129, 40}, {40, 300}, {90, 90}};
    for (size_t s = 0; s < G_N_ELEMENTS(size); s++) {
        for (int t = 0; t < 2 * LAYOUTS; t++) {
            int64_t m = size[s][0], n = size[s][1], k = MIN(m, n);
            int bits = t & 1 ? F32 : F64;
            double unit = (bits == F32 ? 0x1p-24 : 0x1p-53) * (double)(m + n) * 16.0;
            box_layout layout = (box_layout)(t / 2);
            g_autoptr(box) a = box_random(m, n, bits, layout, 1), u = box_new(m, k, bits, layout);
            g_autoptr(box) sv = vector(k, bits),
                           vt = box_new(k, n, bits, (box_layout)((t / 2 + 1) % LAYOUTS));
            box_remember(a), box_remember(u), box_remember(vt);
            WORKS(gy_svd(&serial, &a->array, &u->array, &sv->array, &vt->array, error));
            cr_assert(box_kept(a, true) && box_kept(u, false) && box_kept(vt, false));
            assert_signs(u);
            cr_assert_lt(lack_of_orthogonality(u, false), unit);
            cr_assert_lt(lack_of_orthogonality(vt, true), unit);
            for (int64_t i = 0; i < k; i++) {
                cr_assert(box_get(sv, i, 0) >= 0 &&
                          (i == 0 || box_get(sv, i, 0) <= box_get(sv, i - 1, 0)));
            }
            for (int64_t e = 0; e < m * n; e++) {
                long double sum = -(long double)box_get(a, e / n, e % n);
                for (int64_t i = 0; i < k; i++) {
                    sum += (long double)box_get(u, e / n, i) * (long double)box_get(sv, i, 0) *
                           (long double)box_get(vt, i, e % n);
                }
                cr_assert(fabsl(sum) < unit);
            }
        }
    }
}

Test(svd, closed_form)
{
    /* diag(-2, 5) in 3 rows: s = 5, 2; u_1 = e_2, u_2 = e_1; v_1 = e_2, v_2 = -e_1. */
    g_autoptr(box) a = box_new(3, 2, F64, ROWS), u = box_new(3, 2, F64, ROWS), s = vector(2, F64),
                   vt = box_new(2, 2, F64, ROWS);
    for (int i = 0; i < 6; i++) {
        box_set(a, i / 2, i % 2, i == 0 ? -2 : i == 3 ? 5 : 0);
    }
    WORKS(gy_svd(&serial, &a->array, &u->array, &s->array, &vt->array, error));
    const double us[] = {0, 1, 1, 0, 0, 0}, vs[] = {0, 1, -1, 0};
    for (int i = 0; i < 6; i++) {
        cr_assert_float_eq(box_get(u, i / 2, i % 2), us[i], 1e-15);
    }
    for (int i = 0; i < 4; i++) {
        cr_assert_float_eq(box_get(vt, i / 2, i % 2), vs[i], 1e-15);
    }
    cr_assert_float_eq(box_get(s, 0, 0), 5, 1e-14);
    cr_assert_float_eq(box_get(s, 1, 0), 2, 1e-14);
}

Test(svd, refuses_what_does_not_fit)
{
    g_autoptr(box) a = box_random(4, 3, F64, ROWS, 1), u = box_random(4, 3, F64, ROWS, 2),
                   s = vector(3, F64), vt = box_random(3, 3, F64, ROWS, 3);
    box_remember(u);
    FAILS(gy_svd(&serial, &a->array, &vt->array, &s->array, &vt->array, error), GY_ERR_SHAPE,
          "svd: U is [3, 3], but must be [4, 3]");
    FAILS(gy_svd(&serial, &a->array, &u->array, &s->array, &u->array, error), GY_ERR_SHAPE,
          "svd: Vt is [4, 3], but must be [3, 3]");
    FAILS(gy_svd(&serial, &a->array, &u->array, &vt->array, &vt->array, error), GY_ERR_SHAPE,
          "svd: s must be a dense array of rank 1");
    box_set(a, 3, 2, NAN);
    FAILS(gy_svd(&serial, &a->array, &u->array, &s->array, &vt->array, error), GY_ERR_NUMERIC,
          "svd: A[3, 2] is NaN, but every value must be finite");
    cr_assert(box_kept(u, true));
    g_autoptr(box) none = box_new(0, 3, F64, ROWS), no_u = box_new(0, 0, F64, ROWS),
                   no_s = vector(0, F64), no_vt = box_new(0, 3, F64, ROWS);
    WORKS(gy_svd(&serial, &none->array, &no_u->array, &no_s->array, &no_vt->array, error));
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Cholesky factors and triangular solves, held against the equations they must fulfil.
 */
#include "box.h"

static const gy_linalg_ctx serial = {0};

/* G G' / n + I: positive definite with condition number below 10. */
static box *positive(int64_t n, int bits, box_layout layout)
{
    g_autoptr(box) g = box_random(n, n, F64, ROWS, 11);
    box *a = box_new(n, n, bits, layout);
    for (int64_t i = 0; i < n; i++) {
        for (int64_t j = 0; j < n; j++) {
            double sum = i == j ? 1.0 : 0.0;
            for (int64_t k = 0; k < n; k++) {
                sum += box_get(g, i, k) * box_get(g, j, k) / (double)n;
            }
            box_set(a, i, j, j <= i ? sum : NAN); /* the upper triangle is not read */
        }
    }
    return a;
}

Test(potrf, gives_the_factor_in_every_layout)
{
    static const int64_t size[] = {1, 2, 3, 64, 127, 129, 200};
    for (size_t s = 0; s < G_N_ELEMENTS(size); s++) {
        for (int bits = F32; bits <= F64; bits += 32) {
            int64_t n = size[s];
            double unit = (bits == F32 ? 0x1p-24 : 0x1p-53) * ((double)n + 8.0) * 4.0;
            g_autoptr(box) a = positive(n, bits, ROWS), first = positive(n, bits, ROWS);
            WORKS(gy_potrf(&serial, &first->array, error));
            for (int64_t i = 0; i < n; i++) {
                for (int64_t j = 0; j <= i; j++) {
                    long double sum = 0;
                    for (int64_t k = 0; k <= j; k++) {
                        sum +=
                            (long double)box_get(first, i, k) * (long double)box_get(first, j, k);
                    }
                    cr_assert(fabsl(sum - (long double)box_get(a, i, j)) < unit);
                    cr_assert(i == j || box_get(first, j, i) == 0.0, "upper triangle");
                }
            }
            for (int l = COLUMNS; l < LAYOUTS; l++) {
                g_autoptr(box) b = positive(n, bits, (box_layout)l);
                box_remember(b);
                WORKS(gy_potrf(&serial, &b->array, error));
                cr_assert(box_same(b, first), "layout %d", l);
                cr_assert(box_kept(b, false));
            }
        }
    }
}

Test(potrf, closed_form)
{
    /* min(i, j) + 1 is L L' with L all ones below the diagonal. */
    g_autoptr(box) a = box_new(5, 5, F64, ROWS);
    for (int i = 0; i < 25; i++) {
        box_set(a, i / 5, i % 5, MIN(i / 5, i % 5) + 1);
    }
    WORKS(gy_potrf(&serial, &a->array, error));
    for (int i = 0; i < 25; i++) {
        cr_assert_eq(box_get(a, i / 5, i % 5), i % 5 <= i / 5 ? 1.0 : 0.0);
    }
}

Test(potrf, names_the_leading_minor_and_keeps_the_matrix)
{
    g_autoptr(box) a = box_new(4, 4, F64, ROWS);
    for (int i = 0; i < 16; i++) {
        box_set(a, i / 4, i % 4, i / 4 == i % 4 ? (i / 4 == 2 ? -1.0 : 4.0) : 0.0);
    }
    box_remember(a);
    FAILS(gy_potrf(&serial, &a->array, error), GY_ERR_NUMERIC,
          "potrf: A [4, 4] is not positive definite: its leading minor of order 3 is not positive");
    box_set(a, 3, 3, INFINITY);
    FAILS(gy_potrf(&serial, &a->array, error), GY_ERR_NUMERIC,
          "potrf: A[3, 3] is infinite, but every value must be finite");
    box_set(a, 3, 1, NAN);
    box_remember(a);
    FAILS(gy_potrf(&serial, &a->array, error), GY_ERR_NUMERIC,
          "potrf: A[3, 1] is NaN, but every value must be finite");
    cr_assert(box_kept(a, true));
    g_autoptr(box) wide = box_random(3, 4, F64, ROWS, 1);
    FAILS(gy_potrf(&serial, &wide->array, error), GY_ERR_SHAPE,
          "potrf: A is [3, 4], but must be square");
    g_autoptr(box) empty = box_new(0, 0, F64, ROWS);
    WORKS(gy_potrf(&serial, &empty->array, error));
}

Test(trsm, solves_both_ways_in_every_layout)
{
    static const int64_t size[][2] = {{1, 1}, {3, 2}, {127, 129}, {129, 300}, {40, 1}};
    for (size_t s = 0; s < G_N_ELEMENTS(size); s++) {
        for (int t = 0; t < 4 * LAYOUTS; t++) {
            int bits = t & 1 ? F32 : F64;
            bool transpose = t & 2;
            box_layout layout = (box_layout)(t / 4);
            int64_t n = size[s][0], k = size[s][1];
            g_autoptr(box) l = positive(n, bits, ROWS), b = box_random(n, k, bits, ROWS, 5);
            WORKS(gy_potrf(&serial, &l->array, error));
            g_autoptr(box) copy = box_new(n, n, bits, layout),
                           x = box_random(n, k, bits, layout, 5);
            for (int64_t i = 0; i < n * n; i++) { /* the upper triangle is not read */
                box_set(copy, i / n, i % n, i % n <= i / n ? box_get(l, i / n, i % n) : NAN);
            }
            box_remember(x);
            WORKS(gy_trsm(&serial, &copy->array, transpose, &x->array, error));
            cr_assert(box_kept(x, false));
            g_autoptr(box) plain = box_random(n, k, bits, ROWS, 5);
            WORKS(gy_trsm(&serial, &l->array, transpose, &plain->array, error));
            cr_assert(box_same(x, plain));
            double unit = (bits == F32 ? 0x1p-24 : 0x1p-53) * ((double)n + 8.0) * 8.0;
            for (int64_t i = 0; i < n; i++) {
                for (int64_t j = 0; j < k; j++) {
                    long double sum = 0;
                    for (int64_t h = 0; h < n; h++) {
                        sum += (long double)(transpose ? box_get(l, h, i) : box_get(l, i, h)) *
                               (long double)box_get(x, h, j);
                    }
                    cr_assert(fabsl(sum - (long double)box_get(b, i, j)) < unit);
                }
            }
        }
    }
}

Test(trsm, threads_and_chunks_of_columns_change_no_bit)
{
    for (int bits = F32; bits <= F64; bits += 32) {
        g_autoptr(box) l = positive(150, bits, ROWS), plain = box_random(150, 401, bits, ROWS, 5),
                       parts = box_random(150, 401, bits, ROWS, 5);
        WORKS(gy_potrf(&serial, &l->array, error));
        WORKS(gy_trsm(&serial, &l->array, true, &plain->array, error));
        for (int threads = 1; threads <= 5; threads += 2) {
            g_autoptr(gy_pool) pool = gy_pool_new(threads);
            gy_pool_set_shuffle(pool, true, 3);
            gy_linalg_ctx ctx = {.pool = pool};
            g_autoptr(box) x = box_random(150, 401, bits, ROWS, 5);
            WORKS(gy_trsm(&ctx, &l->array, true, &x->array, error));
            cr_assert(box_same(x, plain));
        }
        for (int64_t c0 = 0; c0 < 401; c0 += 128) {
            gy_array part = parts->array;
            int64_t shape[2] = {150, MIN(128, 401 - c0)};
            part.data = box_at(parts, 0, c0);
            part.shape = shape;
            WORKS(gy_trsm(&serial, &l->array, true, &part, error));
        }
        cr_assert(box_same(parts, plain));
    }
}

Test(trsm, takes_a_factor_of_repeated_rows)
{
    /* Every row of L is 2 3 4 up to its diagonal: B = (2, 5, 9) is L (1, 1, 1). */
    g_autoptr(box) l = box_new(1, 3, F64, ROWS), b = box_new(3, 1, F64, ROWS);
    for (int64_t i = 0; i < 3; i++) {
        box_set(l, 0, i, 2.0 + (double)i);
        box_set(b, i, 0, i == 0 ? 2.0 : i == 1 ? 5.0 : 9.0);
    }
    l->shape[0] = 3;
    l->stride[0] = 0;
    WORKS(gy_trsm(&serial, &l->array, false, &b->array, error));
    for (int64_t i = 0; i < 3; i++) {
        cr_assert_eq(box_get(b, i, 0), 1.0);
    }
}

Test(trsm, refuses_what_cannot_be_solved)
{
    g_autoptr(box) l = box_random(3, 3, F64, ROWS, 1), b = box_random(3, 2, F64, ROWS, 2),
                   tall = box_random(4, 2, F64, ROWS, 2);
    box_remember(b);
    FAILS(gy_trsm(&serial, &l->array, false, &tall->array, error), GY_ERR_SHAPE,
          "trsm: B is [4, 2], but must be [3, 2]");
    FAILS(gy_trsm(&serial, &b->array, false, &b->array, error), GY_ERR_SHAPE,
          "trsm: L is [3, 2], but must be square");
    box_set(l, 1, 1, 0.0);
    FAILS(gy_trsm(&serial, &l->array, false, &b->array, error), GY_ERR_NUMERIC,
          "trsm: L[1, 1] is 0: L is singular");
    box_set(l, 2, 0, INFINITY);
    FAILS(gy_trsm(&serial, &l->array, false, &b->array, error), GY_ERR_NUMERIC,
          "trsm: L[2, 0] is infinite, but every value must be finite");
    cr_assert(box_kept(b, true));
}

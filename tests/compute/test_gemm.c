/* SPDX-License-Identifier: Apache-2.0
 *
 * Products against a slow reference in long double, and the promises about bits: threads, order,
 * strides, chunks of rows and of columns change none.
 */
#include "box.h"

static const gy_linalg_ctx serial = {0};

/* |got - want| <= steps u sum |a b|: the classical bound with steps = k, plus the last roundings.
 */
static void assert_product(const box *a, const box *b, const box *c, double alpha, double beta,
                           const box *old)
{
    bool single = a->array.bits == F32;
    double steps = (double)a->shape[1] + 4.0;
    if (single && c->array.bits == F64) {
        steps = fmin(steps, 256.0 + 4.0); /* what the header promises for f64 over f32 */
    }
    double unit = (single ? 0x1p-24 : 0x1p-53) * steps;
    for (int64_t i = 0; i < c->shape[0]; i++) {
        for (int64_t j = 0; j < c->shape[1]; j++) {
            long double size = 0, want = (long double)alpha * box_dot(a, b, i, j, &size);
            size *= fabsl((long double)alpha);
            if (beta != 0) {
                want += (long double)beta * (long double)box_get(old, i, j);
                size += fabsl((long double)beta * (long double)box_get(old, i, j));
            }
            double far = (double)fabsl((long double)box_get(c, i, j) - want);
            cr_assert(far <= unit * (double)size, "[%d, %d]: off by %g of %g", (int)i, (int)j, far,
                      (double)size);
        }
    }
}

Test(gemm, agrees_with_the_reference_in_every_shape)
{
    static const int64_t shape[][3] = {
        {1, 1, 1},       {3, 3, 3},       {1, 300, 7},   {127, 129, 128}, {255, 257, 128},
        {256, 256, 256}, {257, 255, 300}, {300, 3, 257}, {3, 300, 1},     {130, 131, 700}};
    static const int bits[][2] = {{F32, F32}, {F64, F64}, {F32, F64}};
    for (size_t s = 0; s < G_N_ELEMENTS(shape); s++) {
        for (size_t t = 0; t < G_N_ELEMENTS(bits); t++) {
            int64_t m = shape[s][0], n = shape[s][1], k = shape[s][2];
            g_autoptr(box) a = box_random(m, k, bits[t][0], ROWS, 1),
                           b = box_random(k, n, bits[t][0], ROWS, 2);
            g_autoptr(box) c = box_random(m, n, bits[t][1], LEADING, 3),
                           old = box_random(m, n, bits[t][1], ROWS, 3);
            box_remember(c);
            WORKS(gy_gemm(&serial, -1.5, &a->array, &b->array, 0.75, &c->array, error));
            assert_product(a, b, c, -1.5, 0.75, old);
            cr_assert(box_kept(c, false), "padding written");
        }
    }
}

/* Every layout of A, B and C gives the bits of the plain one. */
Test(gemm, strides_change_no_bit)
{
    static const int64_t shape[][3] = {
        {3, 5, 4},      {257, 256, 300}, {512, 513, 140}, {88, 256, 256},  {88, 300, 257},
        {300, 17, 300}, {64, 64, 255},   {64, 64, 257},   {256, 256, 127}, {256, 256, 128}};
    for (size_t s = 0; s < G_N_ELEMENTS(shape); s++) {
        for (int bits = F32; bits <= F64; bits += 32) {
            int64_t m = shape[s][0], n = shape[s][1], k = shape[s][2];
            g_autoptr(box) a = box_random(m, k, bits, ROWS, 1), b = box_random(k, n, bits, ROWS, 2);
            g_autoptr(box) plain = box_new(m, n, bits, ROWS);
            WORKS(gy_gemm(&serial, 1, &a->array, &b->array, 0, &plain->array, error));
            for (int l = 0; l < LAYOUTS * LAYOUTS; l++) {
                g_autoptr(box) x = box_random(m, k, bits, (box_layout)(l % LAYOUTS), 1);
                g_autoptr(box) y = box_random(k, n, bits, (box_layout)(l / LAYOUTS), 2);
                g_autoptr(box) c = box_new(m, n, bits, (box_layout)((l + l / LAYOUTS) % LAYOUTS));
                box_remember(c);
                WORKS(gy_gemm(&serial, 1, &x->array, &y->array, 0, &c->array, error));
                cr_assert(box_same(c, plain), "layouts %d", l);
                cr_assert(box_kept(c, false), "padding written, layouts %d", l);
            }
        }
    }
}

Test(gemm, zero_strides_repeat_a_row)
{
    g_autoptr(box) a = box_random(1, 200, F64, ROWS, 1), b = box_random(200, 130, F64, ROWS, 2);
    g_autoptr(box) full = box_new(140, 200, F64, ROWS), c = box_new(140, 130, F64, ROWS),
                   want = box_new(140, 130, F64, ROWS);
    for (int64_t i = 0; i < 140 * 200; i++) {
        box_set(full, i / 200, i % 200, box_get(a, 0, i % 200));
    }
    a->shape[0] = 140;
    a->stride[0] = 0;
    WORKS(gy_gemm(&serial, 1, &a->array, &b->array, 0, &c->array, error));
    WORKS(gy_gemm(&serial, 1, &full->array, &b->array, 0, &want->array, error));
    cr_assert(box_same(c, want));
}

/* A on and around the grid, both transposes of either factor, all chunks. */
static void check_chunks(int64_t m, int64_t n, int64_t k, int bits, int out_bits, box_layout la,
                         box_layout lb)
{
    g_autoptr(box) a = box_random(m, k, bits, la, 1), b = box_random(k, n, bits, lb, 2);
    g_autoptr(box) whole = box_new(m, n, out_bits, ROWS), c = box_new(m, n, out_bits, ROWS),
                   d = box_new(m, n, out_bits, ROWS);
    WORKS(gy_gemm(&serial, 1, &a->array, &b->array, 0, &whole->array, error));
    for (int64_t r0 = 0; r0 < m; r0 += GY_GRID) {
        int64_t r1 = r0 + 2 * GY_GRID <= m && r0 == GY_GRID ? r0 + 2 * GY_GRID
                     : r0 + GY_GRID < m                     ? r0 + GY_GRID
                                                            : m;
        gy_array x = a->array, z = c->array;
        int64_t xs[2] = {r1 - r0, k}, zs[2] = {r1 - r0, n};
        x.data = box_at(a, r0, 0), z.data = box_at(c, r0, 0);
        x.shape = xs, z.shape = zs;
        WORKS(gy_gemm(&serial, 1, &x, &b->array, 0, &z, error));
    }
    cr_assert(box_same(c, whole), "rows, %d x %d x %d", (int)m, (int)n, (int)k);
    for (int64_t c0 = 0; c0 < n; c0 += GY_GRID) {
        gy_array y = b->array, z = d->array;
        int64_t ys[2] = {k, MIN(GY_GRID, n - c0)}, zs[2] = {m, MIN(GY_GRID, n - c0)};
        y.data = box_at(b, 0, c0), z.data = box_at(d, 0, c0);
        y.shape = ys, z.shape = zs;
        WORKS(gy_gemm(&serial, 1, &a->array, &y, 0, &z, error));
    }
    cr_assert(box_same(d, whole), "columns, %d x %d x %d", (int)m, (int)n, (int)k);
}

Test(gemm, chunks_of_rows_and_columns_change_no_bit)
{
    static const int64_t shape[][3] = {{129, 1, 5},     {257, 127, 129}, {301, 259, 63},
                                       {387, 133, 301}, {513, 17, 1001}, {256, 384, 511}};
    for (size_t s = 0; s < G_N_ELEMENTS(shape); s++) {
        for (int t = 0; t < 12; t++) {
            int bits = t % 3 == 0 ? F64 : F32, out_bits = t % 3 == 1 ? F32 : F64;
            check_chunks(shape[s][0], shape[s][1], shape[s][2], bits, out_bits,
                         t / 3 & 1 ? COLUMNS : ROWS, t / 3 & 2 ? COLUMNS : ROWS);
        }
    }
}

Test(gemm, threads_and_order_change_no_bit)
{
    for (int t = 0; t < 3; t++) {
        int bits = t == 0 ? F64 : F32, out_bits = t == 1 ? F32 : F64;
        g_autoptr(box) a = box_random(517, 301, bits, ROWS, 1),
                       b = box_random(301, 389, bits, COLUMNS, 2);
        g_autoptr(box) plain = box_new(517, 389, out_bits, ROWS),
                       square = box_new(517, 517, out_bits, ROWS);
        WORKS(gy_gemm(&serial, 1, &a->array, &b->array, 0, &plain->array, error));
        WORKS(gy_syrk(&serial, 1, &a->array, 0, &square->array, error));
        static const int threads[] = {1, 2, 5};
        for (int i = 0; i < 6; i++) {
            g_autoptr(gy_pool) pool = gy_pool_new(threads[i % 3]);
            g_autoptr(gy_mem) mem = gy_mem_new(0);
            gy_linalg_ctx ctx = {.pool = pool, .mem = mem};
            gy_pool_set_shuffle(pool, i >= 3, 7 + (uint64_t)i);
            g_autoptr(box) c = box_new(517, 389, out_bits, ROWS),
                           s = box_new(517, 517, out_bits, ROWS);
            WORKS(gy_gemm(&ctx, 1, &a->array, &b->array, 0, &c->array, error));
            WORKS(gy_syrk(&ctx, 1, &a->array, 0, &s->array, error));
            cr_assert(box_same(c, plain), "gemm, run %d", i);
            cr_assert(box_same(s, square), "syrk, run %d", i);
            cr_assert_eq(gy_mem_current(mem), 0);
        }
    }
}

Test(gemm, beta_0_does_not_read_c_and_alpha_0_not_the_factors)
{
    g_autoptr(box) a = box_random(5, 6, F64, ROWS, 1), b = box_random(6, 7, F64, ROWS, 2);
    g_autoptr(box) c = box_new(5, 7, F64, ROWS), nothing = box_new(6, 7, F64, ROWS);
    WORKS(gy_gemm(&serial, 1, &a->array, &b->array, 0, &c->array, error)); /* c was NaN */
    assert_product(a, b, c, 1, 0, NULL);
    g_autoptr(box) old = box_random(5, 7, F64, ROWS, 3), d = box_random(5, 7, F64, ROWS, 3);
    WORKS(
        gy_gemm(&serial, 0, &a->array, &nothing->array, 2, &d->array, error)); /* nothing is NaN */
    for (int i = 0; i < 35; i++) {
        cr_assert_eq(box_get(d, i / 7, i % 7), 2 * box_get(old, i / 7, i % 7));
    }
}

Test(gemm, empty_sizes)
{
    g_autoptr(box) a = box_new(4, 0, F64, ROWS), b = box_new(0, 3, F64, ROWS),
                   c = box_new(4, 3, F64, ROWS);
    WORKS(gy_gemm(&serial, 1, &a->array, &b->array, 0, &c->array, error));
    for (int i = 0; i < 12; i++) {
        cr_assert_eq(box_get(c, i / 3, i % 3), 0.0);
    }
    g_autoptr(box) none = box_new(0, 4, F64, ROWS), out = box_new(0, 3, F64, ROWS),
                   right = box_new(4, 3, F64, ROWS), square = box_new(4, 4, F64, ROWS);
    none->array.data = out->array.data = NULL;
    WORKS(gy_gemm(&serial, 1, &none->array, &right->array, 0, &out->array, error));
    WORKS(gy_syrk(&serial, 1, &a->array, 0, &square->array, error));
}

Test(gemm, nan_stays_in_its_row_and_column)
{
    g_autoptr(box) a = box_random(130, 40, F32, ROWS, 1), b = box_random(40, 130, F32, ROWS, 2),
                   c = box_new(130, 130, F32, ROWS);
    box_set(a, 129, 7, NAN);
    box_set(b, 7, 2, INFINITY);
    WORKS(gy_gemm(&serial, 1, &a->array, &b->array, 0, &c->array, error));
    for (int64_t i = 0; i < 130 * 130; i++) {
        bool touched = i / 130 == 129 || i % 130 == 2;
        cr_assert_eq(!isfinite(box_get(c, i / 130, i % 130)), touched);
    }
}

Test(syrk, is_symmetric_and_its_lower_triangle_is_gemms)
{
    for (int t = 0; t < 3; t++) {
        int bits = t == 0 ? F64 : F32, out_bits = t == 1 ? F32 : F64;
        g_autoptr(box) a = box_random(300, 257, bits, t == 2 ? COLUMNS : ROWS, 1);
        g_autoptr(box) c = box_random(300, 300, out_bits, GAPS, 2),
                       d = box_random(300, 300, out_bits, ROWS, 2);
        for (int64_t i = 0; i < 300; i++) { /* the upper triangle is not read */
            for (int64_t j = i + 1; j < 300; j++) {
                box_set(c, i, j, NAN);
            }
        }
        int64_t shape[2], stride[2];
        gy_array transposed = box_transposed(a, shape, stride);
        box_remember(c);
        WORKS(gy_syrk(&serial, 0.5, &a->array, 2, &c->array, error));
        WORKS(gy_gemm(&serial, 0.5, &a->array, &transposed, 2, &d->array, error));
        cr_assert(box_kept(c, false));
        for (int64_t i = 0; i < 300; i++) {
            for (int64_t j = 0; j <= i; j++) {
                cr_assert_eq(box_get(c, i, j), box_get(d, i, j));
                cr_assert_eq(box_get(c, j, i), box_get(c, i, j));
            }
        }
    }
}

Test(gemm, f64_sums_of_f32_factors_add_blocks_of_256_in_f64)
{
    /* 2^24, 255 zeros, 767 ones: no f32 holds the sum, but every block's is exact. */
    int64_t k = 1023;
    g_autoptr(box) a = box_new(1, k, F32, ROWS), b = box_new(k, 1, F32, ROWS);
    g_autoptr(box) c = box_new(1, 1, F64, ROWS);
    for (int64_t i = 0; i < k; i++) {
        box_set(a, 0, i, i == 0 ? 0x1p24 : i < 256 ? 0.0 : 1.0);
        box_set(b, i, 0, 1.0);
    }
    WORKS(gy_gemm(&serial, 1, &a->array, &b->array, 0, &c->array, error));
    cr_assert_eq(box_get(c, 0, 0), 0x1p24 + 767);
}

Test(gemm, refuses_what_does_not_fit)
{
    g_autoptr(box) a = box_random(3, 4, F64, ROWS, 1), b = box_random(5, 2, F64, ROWS, 2),
                   c = box_random(3, 2, F64, ROWS, 3);
    g_autoptr(box) good = box_random(4, 2, F64, ROWS, 2), single = box_random(4, 2, F32, ROWS, 2),
                   small = box_random(3, 2, F32, ROWS, 2);
    box_remember(c);
    FAILS(gy_gemm(&serial, 1, &a->array, &b->array, 0, &c->array, error), GY_ERR_SHAPE,
          "gemm: A is [3, 4] and B is [5, 2]: A's columns must be as many as B's rows");
    FAILS(gy_gemm(&serial, 1, &a->array, &single->array, 0, &c->array, error), GY_ERR_SHAPE,
          "gemm: A is f64 and B is f32, but one is needed");
    FAILS(gy_gemm(&serial, 1, &a->array, &good->array, 0, &small->array, error), GY_ERR_SHAPE,
          "gemm: C is f32, but must be f64");
    FAILS(gy_gemm(&serial, 1, &a->array, &good->array, 0, &good->array, error), GY_ERR_SHAPE,
          "gemm: C is [4, 2], but must be [3, 2]");
    FAILS(gy_gemm(&serial, 1, NULL, &good->array, 0, &c->array, error), GY_ERR_SHAPE,
          "gemm: A must be a dense array of rank 2, but there is none");
    uint8_t valid[8] = {0};
    gy_array masked = good->array, whole = good->array, flat = good->array;
    masked.valid = valid;
    whole.code = GY_INT;
    flat.rank = 1;
    FAILS(gy_gemm(&serial, 1, &a->array, &masked, 0, &c->array, error), GY_ERR_DATA,
          "gemm: B has a mask of missing values; linear algebra takes none");
    FAILS(gy_gemm(&serial, 1, &a->array, &whole, 0, &c->array, error), GY_ERR_SHAPE,
          "gemm: B must be f32 or f64");
    FAILS(gy_gemm(&serial, 1, &a->array, &flat, 0, &c->array, error), GY_ERR_SHAPE,
          "gemm: B must be a dense array of rank 2");
    FAILS(gy_syrk(&serial, 1, &a->array, 0, &c->array, error), GY_ERR_SHAPE,
          "syrk: C is [3, 2], but must be [3, 3]");
    c->stride[0] = 0;
    FAILS(gy_gemm(&serial, 1, &a->array, &good->array, 0, &c->array, error), GY_ERR_SHAPE,
          "gemm: C is written, so its strides must not be 0");
    cr_assert(box_kept(c, true), "output touched");
}

Test(gemm, a_memory_limit_and_a_cancelled_pool_are_errors)
{
    g_autoptr(box) a = box_random(3, 3, F64, ROWS, 1), c = box_random(3, 3, F64, ROWS, 3);
    g_autoptr(gy_mem) mem = gy_mem_new(1000);
    gy_linalg_ctx poor = {.mem = mem};
    box_remember(c);
    g_autoptr(GError) refused = NULL;
    cr_assert_not(gy_gemm(&poor, 1, &a->array, &a->array, 0, &c->array, &refused));
    cr_assert(g_error_matches(refused, GY_ERROR, GY_ERR_MEMORY));
    cr_assert(box_kept(c, true));
    g_autoptr(gy_pool) pool = gy_pool_new(2);
    gy_linalg_ctx ctx = {.pool = pool};
    gy_pool_cancel(pool);
    FAILS(gy_gemm(&ctx, 1, &a->array, &a->array, 0, &c->array, error), GY_ERR_CANCELLED,
          "gemm: cancelled");
}

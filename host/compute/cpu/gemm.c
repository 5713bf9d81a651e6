/* SPDX-License-Identifier: Apache-2.0
 *
 * Products on the fixed grid. C is cut into tiles of GY_GRID x GY_GRID counted from [0, 0], k into
 * blocks of K_BLOCK. A task computes one tile: for every k-block in order, one single-threaded
 * OpenBLAS call on [m, kb] x [kb, n], where m, n <= GY_GRID are those of the tile. The calls that
 * make an element of C, and their shapes, follow from the position of its tile and from k alone;
 * that is what makes threads, chunks and strides invisible (docs/internals/compute.md).
 */
#include <cblas.h>
#include <limits.h>
#include <math.h>
#include <string.h>

#include "compute/cpu/linalg.h"
#include "compute/cpu/matrix.h"
#include "core/error.h"

/* Elements are stored one by one, so vectors change no bit; gcc wants to be asked at -O2. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("tree-vectorize", "vect-cost-model=dynamic")
#endif

#define K_BLOCK 256
/* Products of at most this many multiplications are always packed: some kernels of OpenBLAS
 * (SkylakeX, up to 100^3) read small operands in place, in an order that depends on their
 * transposition. Others do so up to 28 * 512 * 512 where beta is 0, so it never is: the sum begins
 * as zeros. */
#define SMALL ((int64_t)1 << 20)

/* One product; a syrk is one with B = A' of which only tiles on and below the diagonal are made. */
typedef struct product {
    gy_matrix a, b, c; /* [m, k], [k, n], [m, n] */
    double alpha, beta;
    bool symmetric;
    int64_t tile_rows, tile_columns;
    gy_lanes *lanes;
} product;

/* Scratch of one task; offsets in bytes, each piece 64-byte aligned. */
typedef struct tile_scratch {
    char *sum;     /* [m, n] in C's dtype */
    char *block;   /* [m, n] f32 product of one k-block, if C is f64 and the factors f32 */
    char *a, *b;   /* packed [m, kb], [kb, n] */
    bool in_place; /* sum is the tile of C itself */
} tile_scratch;

#define SUM_BYTES   ((size_t)GY_GRID * GY_GRID * sizeof(double))
#define BLOCK_BYTES ((size_t)GY_GRID * GY_GRID * sizeof(float))
#define PACK_BYTES  ((size_t)GY_GRID * K_BLOCK * sizeof(double))

#define LANE_BYTES (SUM_BYTES + BLOCK_BYTES + 2 * PACK_BYTES)

gy_lanes *gy_gemm_lanes_new(gy_pool *pool)
{
    gy_linalg_ctx ctx = {.pool = pool};
    gy_lanes *lanes = g_new0(gy_lanes, 1);
    (void)gy_lanes_init(lanes, &ctx, "gemm", INT64_MAX, LANE_BYTES, NULL);
    return lanes;
}

void gy_gemm_lanes_free(gy_lanes *lanes)
{
    gy_lanes_clear(lanes);
    g_free(lanes);
}

static int64_t tiles(int64_t n)
{
    return n / GY_GRID + (n % GY_GRID != 0);
}

/* An operand as cblas takes it: transposed or not, leading dimension, first element. */
typedef struct operand {
    const char *data;
    enum CBLAS_TRANSPOSE transpose;
    blasint ld;
} operand;

static operand present(const gy_matrix *part, bool large, char *packed)
{
    if (large && part->cs == 1 && part->rs >= part->n && part->rs <= INT_MAX) {
        return (operand){part->data, CblasNoTrans, (blasint)part->rs};
    }
    if (large && part->rs == 1 && part->cs >= part->m && part->cs <= INT_MAX) {
        return (operand){part->data, CblasTrans, (blasint)part->cs};
    }
    gy_matrix to = gy_matrix_rows(packed, part->m, part->n, part->bits);
    gy_matrix_copy(part, &to);
    return (operand){packed, CblasNoTrans, (blasint)part->n};
}

/* to[m, n] = A[m, kb] B[kb, n] (+ to), rows of `to` ld apart. */
static void multiply(const gy_matrix *a, const gy_matrix *b, bool add, char *to, blasint ld,
                     const tile_scratch *scratch)
{
    size_t size = (size_t)a->bits / 8;
    int m = (int)a->m, n = (int)b->n, k = (int)a->n;
    bool large = (int64_t)m * n * k > SMALL;
    operand x = present(a, large, scratch->a), y = present(b, large, scratch->b);
    for (int i = 0; !add && i < m; i++) {
        memset(to + (size_t)i * (size_t)ld * size, 0, (size_t)n * size);
    }
    if (a->bits == 32) {
        cblas_sgemm(CblasRowMajor, x.transpose, y.transpose, m, n, k, 1.0f,
                    (const float *)(const void *)x.data, x.ld, (const float *)(const void *)y.data,
                    y.ld, 1.0f, (float *)(void *)to, ld);
    } else {
        cblas_dgemm(CblasRowMajor, x.transpose, y.transpose, m, n, k, 1.0,
                    (const double *)(const void *)x.data, x.ld,
                    (const double *)(const void *)y.data, y.ld, 1.0, (double *)(void *)to, ld);
    }
}

/* sum[m, n] = rows [i, i + m) of A times columns [j, j + n) of B, k-blocks in rising order. */
static void tile_sum(const product *p, int64_t i, int64_t m, int64_t j, int64_t n,
                     const tile_scratch *scratch)
{
    bool widen = p->c.bits != p->a.bits;
    int64_t k = p->a.n, ld = scratch->in_place ? p->c.rs : n;
    for (int64_t k0 = 0; k0 < k; k0 += K_BLOCK) {
        int64_t kb = MIN(K_BLOCK, k - k0);
        gy_matrix a = gy_matrix_part(&p->a, i, k0, m, kb);
        gy_matrix b = gy_matrix_part(&p->b, k0, j, kb, n);
        if (!widen) {
            multiply(&a, &b, k0 > 0, scratch->sum, (blasint)ld, scratch);
            continue;
        }
        multiply(&a, &b, false, scratch->block, (blasint)n, scratch);
        double *sum = (double *)(void *)scratch->sum;
        const float *block = (const float *)(const void *)scratch->block;
        for (int64_t e = 0; e < m * n; e++) {
            sum[e] = k0 > 0 ? sum[e] + (double)block[e] : (double)block[e];
        }
    }
}

/* C part = beta C + alpha sum; `sum` NULL: only beta C. On a diagonal tile of a syrk only j <= i is
 * made; off it, and on it, every element is also written to its mirror. */
#define DEFINE_STORE(T)                                                                            \
    static void store_row_##T(T *restrict to, const T *restrict sum, int64_t n, double alpha,      \
                              double beta)                                                         \
    {                                                                                              \
        if (alpha == 1.0 && beta == 0.0) {                                                         \
            memcpy(to, sum, (size_t)n * sizeof(T));                                                \
            return;                                                                                \
        }                                                                                          \
        for (int64_t j = 0; beta == 0.0 && j < n; j++) {                                           \
            to[j] = (T)(alpha * (double)sum[j]);                                                   \
        }                                                                                          \
        for (int64_t j = 0; beta != 0.0 && j < n; j++) {                                           \
            to[j] = (T)(beta * (double)to[j] + alpha * (double)sum[j]);                            \
        }                                                                                          \
    }                                                                                              \
    static void store_##T(const product *p, int64_t i0, int64_t m, int64_t j0, int64_t n,          \
                          const T *sum)                                                            \
    {                                                                                              \
        const gy_matrix *c = &p->c;                                                                \
        T *data = (T *)(void *)c->data;                                                            \
        if (sum && !p->symmetric && c->cs == 1) {                                                  \
            for (int64_t i = 0; i < m; i++) {                                                      \
                store_row_##T(data + (i0 + i) * c->rs + j0, sum + i * n, n, p->alpha, p->beta);    \
            }                                                                                      \
            return;                                                                                \
        }                                                                                          \
        for (int64_t i = 0; i < m; i++) {                                                          \
            int64_t row = i0 + i, end = p->symmetric ? MIN(n, row - j0 + 1) : n;                   \
            T *to = data + row * c->rs + j0 * c->cs;                                               \
            for (int64_t j = 0; j < end; j++) {                                                    \
                T *at = to + j * c->cs;                                                            \
                double value = sum ? p->alpha * (double)sum[i * n + j] : 0.0;                      \
                *at = (T)(p->beta == 0.0 ? value : p->beta * (double)*at + value);                 \
                if (p->symmetric) {                                                                \
                    data[(j0 + j) * c->rs + row * c->cs] = *at;                                    \
                }                                                                                  \
            }                                                                                      \
        }                                                                                          \
    }
DEFINE_STORE(float)
DEFINE_STORE(double)

/* Tile t of the lower triangle in row order: t = i (i + 1) / 2 + j, j <= i. */
static void triangle_position(int64_t t, int64_t *out_i, int64_t *out_j)
{
    int64_t i = (int64_t)((sqrt(8.0 * (double)t + 1.0) - 1.0) / 2.0);
    while (i * (i + 1) / 2 > t) {
        i--;
    }
    while ((i + 1) * (i + 2) / 2 <= t) {
        i++;
    }
    *out_i = i;
    *out_j = t - i * (i + 1) / 2;
}

/* C = A B and nothing else, in rows: OpenBLAS may write where the result belongs. */
static bool is_plain(const product *p)
{
    return p->alpha == 1.0 && p->beta == 0.0 && !p->symmetric && p->c.bits == p->a.bits &&
           p->c.cs == 1 && p->c.rs >= p->c.n && p->c.rs <= INT_MAX;
}

static void tile_task(void *context, int64_t t)
{
    const product *p = context;
    int64_t i = t / p->tile_columns, j = t % p->tile_columns;
    if (p->symmetric) {
        triangle_position(t, &i, &j);
    }
    i *= GY_GRID;
    j *= GY_GRID;
    int64_t m = MIN(GY_GRID, p->c.m - i), n = MIN(GY_GRID, p->c.n - j);
    bool empty = p->alpha == 0.0 || p->a.n == 0, done = false;
    char *piece = gy_lanes_enter(p->lanes);
    if (!empty) {
        tile_scratch scratch = {.sum = piece,
                                .block = piece + SUM_BYTES,
                                .a = piece + SUM_BYTES + BLOCK_BYTES,
                                .b = piece + SUM_BYTES + BLOCK_BYTES + PACK_BYTES,
                                .in_place = is_plain(p)};
        if (scratch.in_place) {
            scratch.sum = p->c.data + (i * p->c.rs + j) * (p->c.bits / 8);
        }
        tile_sum(p, i, m, j, n, &scratch);
        done = scratch.in_place;
    }
    if (!done && p->c.bits == 32) {
        store_float(p, i, m, j, n, empty ? NULL : (const float *)(const void *)piece);
    } else if (!done) {
        store_double(p, i, m, j, n, empty ? NULL : (const double *)(const void *)piece);
    }
    gy_lanes_leave(p->lanes, piece);
}

static bool run_product(const gy_linalg_ctx *ctx, const char *op, product *p, GError **error)
{
    if (p->c.m == 0 || p->c.n == 0) {
        return true;
    }
    p->tile_rows = tiles(p->c.m);
    p->tile_columns = tiles(p->c.n);
    int64_t count = p->symmetric ? p->tile_rows * (p->tile_rows + 1) / 2 /* n^2 fits memory */
                                 : p->tile_rows * p->tile_columns;
    g_auto(gy_lanes) lanes = {0};
    p->lanes = ctx->lanes && ctx->lanes->n > 0 ? ctx->lanes : &lanes;
    if (p->lanes == &lanes && !gy_lanes_init(&lanes, ctx, op, count, LANE_BYTES, error)) {
        return false;
    }
    return gy_ctx_loop(ctx, op, count, tile_task, p, error);
}

/* Bits of C given those of the factors: equal, or f64 over f32. */
static int result_bits(int factors, const gy_array *C)
{
    return factors == 32 && C && C->bits == 64 ? 64 : factors;
}

bool gy_gemm(const gy_linalg_ctx *ctx, double alpha, const gy_array *A, const gy_array *B,
             double beta, gy_array *C, GError **error)
{
    product p = {.alpha = alpha, .beta = beta};
    if (!gy_matrix_of(&p.a, "gemm", "A", A, 2, error) ||
        !gy_matrix_of(&p.b, "gemm", "B", B, 2, error)) {
        return false;
    }
    if (p.a.n != p.b.m) {
        g_set_error(error, GY_ERROR, GY_ERR_SHAPE,
                    "gemm: A is [%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT
                    "] and B is [%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT
                    "]: A's columns must be as many as B's rows",
                    p.a.m, p.a.n, p.b.m, p.b.n);
        return false;
    }
    if (p.a.bits != p.b.bits) {
        g_set_error(error, GY_ERROR, GY_ERR_SHAPE, "gemm: A is f%d and B is f%d, but one is needed",
                    p.a.bits, p.b.bits);
        return false;
    }
    if (!gy_matrix_out(&p.c, "gemm", "C", C, 2, p.a.m, p.b.n, result_bits(p.a.bits, C), error)) {
        return false;
    }
    return run_product(ctx, "gemm", &p, error);
}

bool gy_syrk(const gy_linalg_ctx *ctx, double alpha, const gy_array *A, double beta, gy_array *C,
             GError **error)
{
    product p = {.alpha = alpha, .beta = beta, .symmetric = true};
    if (!gy_matrix_of(&p.a, "syrk", "A", A, 2, error) ||
        !gy_matrix_out(&p.c, "syrk", "C", C, 2, p.a.m, p.a.m, result_bits(p.a.bits, C), error)) {
        return false;
    }
    p.b = p.a;
    p.b.m = p.a.n;
    p.b.n = p.a.m;
    p.b.rs = p.a.cs;
    p.b.cs = p.a.rs;
    return run_product(ctx, "syrk", &p, error);
}

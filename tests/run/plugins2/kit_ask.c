/* SPDX-License-Identifier: MIT
 *
 * kit_ask.c: a node that writes the host's answers down, in a fixed order.
 */
#include "sugar.h"

#include <string.h>

GY_SAY(text, "transform.kit-ask 1 | What the host answers\n"
             "in x f64[row, col]\n"
             "out y f64[answer] | answers\n"
             "param fail choice(none, potrf, gemm) = none | a service that is misused\n"
             "licence | MIT\n");

static int resolve(gy_call *c)
{
    return c->host->set_length(c, "answer", 22);
}

static int add_to(void *context, int64_t i)
{
    (void)__atomic_fetch_add((int64_t *)context, i, __ATOMIC_SEQ_CST);
    return i == 1000 ? 7 : 0;
}

static gy_array matrix(double *data, int64_t *shape, int64_t *stride)
{
    gy_array a = {.size = sizeof a, .code = GY_FLOAT, .bits = 64, .rank = 2, .data = data};
    a.shape = shape;
    a.stride = stride;
    return a;
}

static int linear(gy_call *c, double *y)
{
    double a[4] = {1, 2, 3, 4}, b[4] = {5, 6, 7, 8}, r[4] = {0}, bad[4] = {1, 2, 2, 1};
    int64_t shape[2] = {2, 2}, stride[2] = {2, 1}, other[2] = {1, 2};
    gy_array A = matrix(a, shape, stride), B = matrix(b, shape, stride);
    gy_array C = matrix(r, shape, stride), D = matrix(bad, shape, stride);
    gy_array E = matrix(a, other, stride);
    const gy_linalg *la = gy_la(c);
    if (gy_is(c, "fail", "potrf")) {
        return la->potrf(c, &D);
    }
    if (gy_is(c, "fail", "gemm")) {
        return la->gemm(c, 1, &A, &E, 0, &C);
    }
    GY_TRY(la->gemm(c, 1, &A, &B, 0, &C));
    memcpy(y, r, sizeof r);
    return GY_OK;
}

static int draws(gy_call *c, double *y)
{
    const gy_rng *rng = (const gy_rng *)c->host->extension(c, GY_RNG);
    double u[3], v[3], w[3];
    int64_t order[5], seen = 0;
    GY_TRY(rng->uniform(c, "a", 4, 3, u));
    GY_TRY(rng->uniform(c, "a", 4, 3, v));
    GY_TRY(rng->uniform(c, "b", 4, 3, w));
    GY_TRY(rng->permutation(c, "a", 0, 5, order));
    for (int i = 0; i < 5; i++) {
        seen |= (int64_t)1 << order[i];
    }
    y[0] = memcmp(u, v, sizeof u) == 0;
    y[1] = memcmp(u, w, sizeof u) != 0;
    y[2] = u[0] >= 0 && u[0] < 1 && u[1] >= 0 && u[1] < 1;
    y[3] = (double)seen;
    return GY_OK;
}

static int run(gy_call *c)
{
    double *y = gy_doubles(c, "y"), delta[4] = {0, 1, 0, 0}, spectrum[6];
    int64_t n = 0, sum = 0;
    memset(y, 0, 22 * sizeof *y);
    y[0] = c->host->rate(c, "x.row", &y[1], &y[2]);
    const int64_t *first = c->host->segments(c, "x.row", &n);
    y[3] = (double)n;
    y[4] = n > 1 ? (double)first[1] : -1;
    y[5] = (double)c->host->length(c, "x.row");
    y[6] = (double)c->host->length(c, "x.nothing");
    y[7] = c->host->coord(c, "x.row", "nothing") == 0;
    y[8] = c->host->attribute(c, "x", "nothing") == 0;
    GY_TRY(linear(c, y + 9));
    const gy_fft *fft = (const gy_fft *)c->host->extension(c, GY_FFT);
    GY_TRY(fft->forward(c, 4, delta, spectrum));
    y[13] = spectrum[3]; /* imaginary part of bin 1 of a delta at 1: -1 */
    GY_TRY(draws(c, y + 14));
    const gy_map *map = (const gy_map *)c->host->extension(c, GY_MAP);
    y[18] = map->each(c, 100, add_to, &sum);
    y[18] += (double)sum;
    y[19] = c->host->extension(c, "gy.none/1") == 0;
    const gy_array *second = c->host->coord(c, "x.1", "at");
    y[20] = second ? ((const double *)second->data)[0] : -1;
    y[21] = c->host->coord(c, "x.2", "at") == 0 && c->host->coord(c, "x.1", "nothing") == 0;
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)

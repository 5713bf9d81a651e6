/* SPDX-License-Identifier: MIT
 *
 * harness_draws.c: gy.fft/1, gy.rng/1 and gy.map/1 of the harness, by definition.
 */
#include "harness_private.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern const gy_linalg h_linalg;

static int transform(gy_call *c, int64_t n, int32_t sign, const double *in, double *out)
{
    for (int64_t k = 0; k < n; k++) {
        double re = 0, im = 0;
        for (int64_t t = 0; t < n; t++) {
            double w = sign * 2 * M_PI * (double)(k * t % n) / (double)n;
            re += in[2 * t] * cos(w) - in[2 * t + 1] * sin(w);
            im += in[2 * t] * sin(w) + in[2 * t + 1] * cos(w);
        }
        out[2 * k] = re;
        out[2 * k + 1] = im;
    }
    return GY_OK;
}

static int forward(gy_call *c, int64_t n, const double *in, double *out)
{
    for (int64_t k = 0; k <= n / 2; k++) {
        out[2 * k] = out[2 * k + 1] = 0;
        for (int64_t t = 0; t < n; t++) {
            double w = 2 * M_PI * (double)(k * t % n) / (double)n;
            out[2 * k] += in[t] * cos(w);
            out[2 * k + 1] -= in[t] * sin(w);
        }
    }
    return GY_OK;
}

static int inverse(gy_call *c, int64_t n, const double *in, double *out)
{
    for (int64_t t = 0; t < n; t++) {
        double s = 0;
        for (int64_t k = 0; k <= n / 2; k++) {
            double w = 2 * M_PI * (double)(k * t % n) / (double)n;
            double twice = k == 0 || 2 * k == n ? 1 : 2;
            double im = k == 0 || 2 * k == n ? 0 : in[2 * k + 1];
            s += twice * (in[2 * k] * cos(w) - im * sin(w));
        }
        out[t] = s / (double)n;
    }
    return GY_OK;
}

static uint64_t mix(uint64_t z)
{
    z += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static double draw(const char *purpose, int64_t row, int64_t k)
{
    uint64_t key = 1469598103934665603u;
    for (; *purpose; purpose++) {
        key = (key ^ (unsigned char)*purpose) * 1099511628211u;
    }
    return (double)(mix(mix(mix(key) ^ (uint64_t)row) ^ (uint64_t)k) >> 11) * 0x1p-53;
}

static int uniform(gy_call *c, const char *purpose, int64_t row, int64_t n, double *out)
{
    for (int64_t k = 0; k < n; k++) {
        out[k] = draw(purpose, row, k);
    }
    return GY_OK;
}

static int normal(gy_call *c, const char *purpose, int64_t row, int64_t n, double *out)
{
    for (int64_t k = 0; k < n; k++) {
        double u = 1 - draw(purpose, row, 2 * k), v = draw(purpose, row, 2 * k + 1);
        out[k] = sqrt(-2 * log(u)) * cos(2 * M_PI * v);
    }
    return GY_OK;
}

static int permutation(gy_call *c, const char *purpose, int64_t row, int64_t n, int64_t *out)
{
    for (int64_t k = 0; k < n; k++) {
        out[k] = k;
    }
    for (int64_t k = n - 1; k > 0; k--) {
        int64_t j = (int64_t)(draw(purpose, row, k) * (double)(k + 1)), t = out[k];
        out[k] = out[j];
        out[j] = t;
    }
    return GY_OK;
}

/* At a place of the caller's own: a purpose of its own. */
static const char *placed(char *room, size_t n, const char *purpose, int64_t at)
{
    snprintf(room, n, "at %lld %s", (long long)at, purpose);
    return room;
}

static int uniform_at(gy_call *c, const char *purpose, int64_t at, int64_t row, int64_t n,
                      double *out)
{
    char room[100];
    return uniform(c, placed(room, sizeof room, purpose, at), row, n, out);
}

static int normal_at(gy_call *c, const char *purpose, int64_t at, int64_t row, int64_t n,
                     double *out)
{
    char room[100];
    return normal(c, placed(room, sizeof room, purpose, at), row, n, out);
}

static int permutation_at(gy_call *c, const char *purpose, int64_t at, int64_t row, int64_t n,
                          int64_t *out)
{
    char room[100];
    return permutation(c, placed(room, sizeof room, purpose, at), row, n, out);
}

/* Last to first, so that a body that counts on an order is found out. */
static int each(gy_call *c, int64_t n, int (*body)(void *context, int64_t i), void *context)
{
    int status = GY_OK;
    for (int64_t i = n - 1; i >= 0; i--) {
        int s = body(context, i);
        status = s < 0 ? s : status;
    }
    return status;
}

const void *h_service(const char *name)
{
    static const gy_fft fft = {sizeof fft, 0, transform, forward, inverse};
    static const gy_rng rng = {sizeof rng,  0,          uniform,   normal,
                               permutation, uniform_at, normal_at, permutation_at};
    static const gy_map map = {sizeof map, 0, each};
    return !strcmp(name, GY_LINALG) ? (const void *)&h_linalg
           : !strcmp(name, GY_FFT)  ? (const void *)&fft
           : !strcmp(name, GY_RNG)  ? (const void *)&rng
           : !strcmp(name, GY_MAP)  ? (const void *)&map
                                    : NULL;
}

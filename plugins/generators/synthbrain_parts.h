/* SPDX-License-Identifier: MIT
 *
 * synthbrain_parts.h: what the nodes that take the activity of generator.synthbrain share.
 */
#ifndef GYRUS_GENERATORS_SYNTHBRAIN_PARTS_H
#define GYRUS_GENERATORS_SYNTHBRAIN_PARTS_H

#include "sugar.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__attribute__((format(printf, 4, 5))) static inline int
sp_fail(gy_call *c, int code, const char *where, const char *format, ...)
{
    char text[500];
    va_list ap;
    va_start(ap, format);
    vsnprintf(text, sizeof text, format, ap);
    va_end(ap);
    return gy_fail(c, code, where, text);
}

/* n values of size bytes; NULL after fail. */
static inline void *sp_scratch(gy_call *c, int64_t n, int64_t size, const char *what)
{
    int64_t bytes = 0;
    void *p = n < 0 || __builtin_mul_overflow(n, size, &bytes) ? 0 : c->host->scratch(c, bytes);
    if (!p) {
        sp_fail(c, GY_MEMORY, "", "no memory for %lld values of %s", (long long)n, what);
    }
    return p;
}

/* The most scratch that run takes. */
static inline int sp_say_scratch(gy_call *c, int64_t bytes)
{
    if (!GY_HAS(c->host, set_scratch) || !c->host->set_scratch) {
        return GY_OK;
    }
    return c->host->set_scratch(c, bytes, 0, 0);
}

static inline const gy_rng *sp_rng(gy_call *c)
{
    const gy_rng *rng = (const gy_rng *)c->host->extension(c, GY_RNG);
    if (!rng || !GY_HAS(rng, normal_at)) {
        gy_fail(c, GY_UNSUPPORTED, "", "this host lacks draws at a place (gy.rng/1)");
        return 0;
    }
    return rng;
}

/* Row of the axis that view row i shows. */
static inline int64_t sp_row(const gy_array *a, int64_t i)
{
    return a->rows ? a->rows[i] : a->first + i;
}

/* 1 if value i of a text coordinate is `word`. */
static inline int sp_is(const gy_array *a, int64_t i, const char *word)
{
    size_t n = strlen(word);
    return a && a->flags & GY_TEXT && (size_t)(a->offsets[i + 1] - a->offsets[i]) == n &&
           memcmp((const char *)a->data + a->offsets[i], word, n) == 0;
}

/* A vector in C order for set_coord; n must live on. */
static inline gy_array sp_vector(uint8_t code, void *data, const int64_t *n)
{
    static const int64_t one = 1;
    gy_array a = {.size = sizeof a, .code = code, .bits = 64, .rank = 1, .data = data};
    a.shape = n;
    a.stride = &one;
    return a;
}

/* Coordinate x, y, z of an input axis ("x.source") at position k, in mm. */
static inline int sp_place(gy_call *c, const char *axis, int64_t k, double out[3])
{
    static const char *const names[] = {"x", "y", "z"};
    for (int d = 0; d < 3; d++) {
        const gy_array *a = c->host->coord(c, axis, names[d]);
        if (!a || a->flags & GY_TEXT) {
            return sp_fail(c, GY_SHAPE, "x",
                           "its sources have no places (coordinates x, y, z in mm): take the "
                           "output activity of generator.synthbrain");
        }
        out[d] = gy_element(a, k * a->stride[0]);
    }
    return GY_OK;
}

/* "100 ms", "0.1 s" or a number of seconds; NaN otherwise. */
static inline double sp_seconds(const char *text)
{
    char *end = 0;
    double v = strtod(text, &end);
    end += end != text && *end == ' ';
    double unit = strcmp(end, "ms") == 0                    ? 1e-3
                  : strcmp(end, "s") == 0 || (end && !*end) ? 1
                                                            : (double)NAN;
    return end == text ? (double)NAN : v * unit;
}

/* Value of a map ROI -> time for source k, `otherwise` if the map does not have its ROI. */
static inline double sp_mapped(gy_call *c, const char *map, const gy_array *roi, int64_t k,
                               double otherwise)
{
    for (int64_t i = 0; c->host->text_item(c, map, i); i += 2) {
        if (sp_is(roi, k, c->host->text_item(c, map, i))) {
            return sp_seconds(c->host->text_item(c, map, i + 1));
        }
    }
    return otherwise;
}

/* Every key of a map must be a ROI of x, every value a time of at least 0. */
static inline int sp_known(gy_call *c, const char *map, const gy_array *roi, int64_t n)
{
    for (int64_t i = 0; c->host->text_item(c, map, i); i += 2) {
        const char *key = c->host->text_item(c, map, i), *value = c->host->text_item(c, map, i + 1);
        int found = 0;
        for (int64_t k = 0; k < n; k++) {
            found |= sp_is(roi, k, key);
        }
        if (!found) {
            return sp_fail(c, GY_PARAM, map, "x has no source in a ROI '%s'", key);
        }
        if (!(sp_seconds(value) >= 0 && sp_seconds(value) < 1e6)) {
            return sp_fail(c, GY_PARAM, map, "%s -> %s: a time of at least 0, such as 100 ms", key,
                           value);
        }
    }
    return GY_OK;
}

/* value = numerator / denominator, the simplest fraction within 1e-12 of it. */
static inline int sp_rational(gy_call *c, const char *where, double value, int64_t *out_numerator,
                              int64_t *out_denominator)
{
    int64_t p0 = 0, q0 = 1, p1 = 1, q1 = 0;
    double rest = value;
    for (int k = 0; k < 40 && value > 0 && value < 1e15 && rest < 1e15; k++) {
        int64_t a = (int64_t)floor(rest), p = 0, q = 0;
        if (__builtin_mul_overflow(a, p1, &p) || __builtin_add_overflow(p, p0, &p) ||
            __builtin_mul_overflow(a, q1, &q) || __builtin_add_overflow(q, q0, &q)) {
            break;
        }
        p0 = p1, q0 = q1, p1 = p, q1 = q;
        if (p > 0 && fabs((double)p / (double)q - value) <= 1e-12 * value) {
            *out_numerator = p;
            *out_denominator = q;
            return GY_OK;
        }
        rest = 1 / (rest - floor(rest));
    }
    return sp_fail(c, GY_PARAM, where, "%g is not a ratio of whole numbers", value);
}

#endif

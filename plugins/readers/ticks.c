/* SPDX-License-Identifier: MIT
 *
 * ticks.c: exact times from decimal text.
 */
#include "ticks.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A plain decimal as a whole number of 10^-digits, digits <= 9; 0 if it is not one that fits. */
static int parse(const cell *x, int64_t *out_ticks, int *out_digits)
{
    const char *p = x->text, *end = p + x->n;
    int negative = p < end && *p == '-', after = -1;
    p += negative || (p < end && *p == '+');
    int64_t v = 0, seen = 0;
    for (; p < end; p++) {
        if (*p == '.' && after < 0) {
            after = 0;
            continue;
        }
        if (*p < '0' || *p > '9' || __builtin_mul_overflow(v, 10, &v) ||
            __builtin_add_overflow(v, *p - '0', &v)) {
            return 0;
        }
        seen++;
        after += after >= 0;
    }
    *out_ticks = negative ? -v : v;
    *out_digits = after < 0 ? 0 : after;
    if (seen == 0 || after > 9) {
        *out_digits = 0;
        return 0;
    }
    return 1;
}

static int64_t power(int digits)
{
    int64_t v = 1;
    while (digits-- > 0) {
        v *= 10;
    }
    return v;
}

/* Ticks per second of a unit. */
static int64_t per_second(const char *unit)
{
    return !strcmp(unit, "ms")   ? 1000
           : !strcmp(unit, "us") ? 1000000
           : !strcmp(unit, "ns") ? 1000000000
                                 : 1;
}

/* A number with an exponent or more digits than a double has, as programs print them: the
 * billionths that it means, if it means whole ones. */
static int rounded(double v, int64_t *out_ticks, int *out_digits)
{
    double billionths = nearbyint(v * 1e9);
    if (!(fabs(billionths) < 9e15) || fabs(billionths / 1e9 - v) > 4e-16 * fabs(v)) {
        return 0;
    }
    *out_ticks = (int64_t)billionths;
    *out_digits = 9;
    return 1;
}

/* One row's time: t[i] in seconds, and if it is a plain decimal ticks[i] of 10^-digits[i] units. */
static int one_time(delimited *d, const cell *x, int64_t j, int64_t i, int64_t scale, double *t,
                    int64_t *ticks, int *digits)
{
    double v;
    if (cell_missing(x, 1)) {
        return delimited_fail(d, GY_DATA, j, "a time is missing");
    }
    if (!cell_number(x, &v) || !isfinite(v)) {
        return delimited_fail(d, GY_FORMAT, j, "'%.*s' is not a time", (int)(x->n < 60 ? x->n : 60),
                              x->text);
    }
    t[i] = v / (double)scale;
    if (i > 0 && !(t[i] > t[i - 1])) {
        return delimited_fail(d, GY_DATA, j, "the times do not rise");
    }
    return parse(x, &ticks[i], digits) || rounded(v, &ticks[i], digits);
}

/* All times. *out_digits: digits after the point that every tick then has, -1 if the times are not
 * whole ticks. */
static int collect(delimited *d, const layout *l, int64_t j, int64_t scale, double *t,
                   int64_t *ticks, int *out_digits)
{
    int digits = 0, most = 0;
    int8_t *written = d->c->host->scratch(d->c, l->rows);
    if (!written) {
        return source_fail(d->c, GY_MEMORY, d->path, "time", "no memory for the times");
    }
    delimited_rewind(d);
    int more = l->header ? delimited_next(d) : 1;
    for (int64_t i = 0; more >= 0 && (more = delimited_next(d)) > 0; i++) {
        int whole = one_time(d, &d->cells[j], j, i, scale, t, ticks, &digits);
        GY_TRY(whole);
        written[i] = (int8_t)digits;
        most = most < 0 || !whole ? -1 : digits > most ? digits : most;
    }
    for (int64_t i = 0; i < l->rows && most >= 0; i++) {
        int over = __builtin_mul_overflow(ticks[i], power(most - written[i]), &ticks[i]);
        most = over ? -1 : most;
    }
    *out_digits = most;
    return more;
}

/* The step in ticks, or 0 if it is not the same everywhere. */
static int64_t regular(const int64_t *ticks, int64_t n)
{
    int64_t step = 0, now;
    for (int64_t i = 1; i < n; i++) {
        if (__builtin_sub_overflow(ticks[i], ticks[i - 1], &now) || (i > 1 && now != step)) {
            return 0;
        }
        step = now;
    }
    return step;
}

int ticks_set(delimited *d, const layout *l, const char *name, const char *unit)
{
    gy_call *c = d->c;
    int64_t j = columns_find(l, name), scale = per_second(unit), all, n = l->rows, one = 1;
    if (j < 0) {
        return source_fail(c, GY_PARAM, d->path, "time", "there is no column '%s'", name);
    }
    double *t = c->host->scratch(c, n * 8);
    int64_t *ticks = c->host->scratch(c, n * 8);
    if (!t || !ticks) {
        return source_fail(c, GY_MEMORY, d->path, "time", "no memory for %lld times", (long long)n);
    }
    int most = 0;
    GY_TRY(collect(d, l, j, scale, t, ticks, &most));
    gy_array values = {.size = sizeof values,
                       .code = GY_FLOAT,
                       .bits = 64,
                       .rank = 1,
                       .data = t,
                       .shape = &n,
                       .stride = &one};
    int64_t step = most >= 0 ? regular(ticks, n) : 0;
    if (step > 0 && !__builtin_mul_overflow(scale, power(most), &all)) {
        int64_t a = step, b = all;
        while (b) { /* greatest common divisor */
            int64_t r = a % b;
            a = b;
            b = r;
        }
        GY_TRY(c->host->set_rate(c, "row", step / a, all / a, "s", t));
    } else if (n > 1) {
        c->host->log(c, GY_INFO, "the times are not regular: rows have times but no rate");
    }
    return c->host->set_coord(c, "row", "t", &values);
}

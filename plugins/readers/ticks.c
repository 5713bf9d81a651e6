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
    return seen > 0 && after <= 9;
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

static int next_cell(delimited *d, int64_t j, const cell **out)
{
    int more = delimited_next(d);
    *out = more > 0 ? &d->cells[j] : NULL;
    return more;
}

/* Largest number of digits after a point in the column; -1 if some cell is no plain decimal. */
static int scan(delimited *d, const layout *l, int64_t j, int *out_digits)
{
    const cell *x;
    int64_t ticks;
    int digits, most = 0, more;
    delimited_rewind(d);
    more = l->header ? delimited_next(d) : 1;
    while (more >= 0 && (more = next_cell(d, j, &x)) > 0) {
        double v;
        if (cell_missing(x, 1)) {
            return delimited_fail(d, GY_DATA, j, "a time is missing");
        }
        if (!cell_number(x, &v) || !isfinite(v)) {
            return delimited_fail(d, GY_FORMAT, j, "'%.*s' is not a time",
                                  (int)(x->n < 60 ? x->n : 60), x->text);
        }
        most = most < 0 || !parse(x, &ticks, &digits) ? -1 : digits > most ? digits : most;
    }
    *out_digits = most;
    return more;
}

/* t[n] in seconds and, when the times are whole ticks, ticks[n]. */
static int collect(delimited *d, const layout *l, int64_t j, int64_t scale, int most, double *t,
                   int64_t *ticks)
{
    const cell *x;
    int more, digits, whole = most >= 0;
    delimited_rewind(d);
    more = l->header ? delimited_next(d) : 1;
    for (int64_t i = 0; more >= 0 && (more = next_cell(d, j, &x)) > 0; i++) {
        double v = 0;
        (void)cell_number(x, &v);
        if (whole) {
            (void)parse(x, &ticks[i], &digits);
            whole = !__builtin_mul_overflow(ticks[i], power(most - digits), &ticks[i]);
        }
        t[i] = v / (double)scale;
        if (i > 0 && !(t[i] > t[i - 1])) {
            return delimited_fail(d, GY_DATA, j, "the times do not rise");
        }
    }
    return more < 0 ? more : whole;
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
    GY_TRY(scan(d, l, j, &most));
    int whole = collect(d, l, j, scale, most, t, ticks);
    GY_TRY(whole);
    gy_array values = {.size = sizeof values,
                       .code = GY_FLOAT,
                       .bits = 64,
                       .rank = 1,
                       .data = t,
                       .shape = &n,
                       .stride = &one};
    int64_t step = whole ? regular(ticks, n) : 0;
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

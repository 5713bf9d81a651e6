/* SPDX-License-Identifier: MIT
 *
 * cells.c: what a cell of a delimited text says.
 */
#include "delimited.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

int cell_is(const cell *x, const char *word)
{
    return (size_t)x->n == strlen(word) && !x->doubled && !memcmp(x->text, word, (size_t)x->n);
}

static int is_word(const char *p, int64_t n, const char *word)
{
    return (size_t)n == strlen(word) && !strncasecmp(p, word, (size_t)n);
}

int cell_missing(const cell *x, int numbers)
{
    return !x->quoted && (x->n == 0 || is_word(x->text, x->n, "n/a") ||
                          (numbers && is_word(x->text, x->n, "nan")));
}

int cell_truth(const cell *x, int *out)
{
    *out = is_word(x->text, x->n, "true") || is_word(x->text, x->n, "1");
    return *out || is_word(x->text, x->n, "false") || is_word(x->text, x->n, "0");
}

int cell_integer(const cell *x, int64_t *out)
{
    const char *p = x->text, *end = p + x->n;
    int negative = p < end && *p == '-';
    p += negative || (p < end && *p == '+');
    int64_t v = 0;
    if (p == end) {
        return 0;
    }
    for (; p < end; p++) { /* downwards: the most negative number has no positive twin */
        if (*p < '0' || *p > '9' || __builtin_mul_overflow(v, 10, &v) ||
            __builtin_sub_overflow(v, *p - '0', &v)) {
            return 0;
        }
    }
    if (!negative && v == INT64_MIN) {
        return 0;
    }
    *out = negative ? v : -v;
    return 1;
}

/* The C library's conversion, in the C locale whatever the process has. */
static int by_library(const char *p, int64_t n, double *out)
{
    char text[512], *end;
    if (n >= (int64_t)sizeof text) {
        return 0;
    }
    memcpy(text, p, (size_t)n);
    text[n] = 0;
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (!plain) {
        return 0;
    }
    *out = strtod_l(text, &end, plain);
    freelocale(plain);
    return *end == 0;
}

/* Decimal digits w and exponent e: w * 10^e is exact for w < 2^53 and |e| <= 22 (both factors are
 * doubles, one rounding; Clinger 1990). Everything else goes to the library. */
int cell_number(const cell *x, double *out)
{
    static const double power[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                   1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                   1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    const char *p = x->text, *end = p + x->n;
    int negative = p < end && *p == '-';
    p += negative || (p < end && *p == '+');
    int64_t n = end - p;
    if (is_word(p, n, "inf") || is_word(p, n, "infinity")) {
        *out = negative ? -INFINITY : INFINITY;
        return 1;
    }
    if (is_word(p, n, "nan")) {
        *out = NAN;
        return 1;
    }
    uint64_t w = 0;
    int64_t digits = 0, exponent = 0, written = 0;
    for (int after = 0; p < end && (*p == '.' || (*p >= '0' && *p <= '9')); p++) {
        if (*p == '.') {
            if (after++) {
                return 0;
            }
            continue;
        }
        digits++;
        if (w < 100000000000000000u) {
            w = w * 10 + (uint64_t)(*p - '0');
            exponent -= after;
        } else {
            w = UINT64_MAX; /* too many digits to be exact */
        }
    }
    if (digits == 0) {
        return 0;
    }
    if (p < end && (*p == 'e' || *p == 'E')) {
        p++;
        int down = p < end && *p == '-';
        p += down || (p < end && *p == '+');
        for (digits = 0; p < end && *p >= '0' && *p <= '9'; p++, digits++) {
            written = written < 100000 ? written * 10 + (*p - '0') : written;
        }
        exponent += down ? -written : written;
    }
    if (p < end || digits == 0) {
        return 0;
    }
    if (w > 9007199254740992u || exponent < -22 || exponent > 22) {
        return by_library(x->text, x->n, out);
    }
    double v = exponent < 0 ? (double)w / power[-exponent] : (double)w * power[exponent];
    *out = negative ? -v : v;
    return 1;
}

int64_t cell_length(const cell *x)
{
    return x->n - x->doubled;
}

void cell_copy(const cell *x, char *out)
{
    if (!x->doubled) {
        memcpy(out, x->text, (size_t)x->n);
        return;
    }
    for (int64_t i = 0; i < x->n; i++) {
        *out++ = x->text[i];
        i += x->text[i] == '"'; /* the second of two */
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "core/text.h"

#include <math.h>
#include <string.h>

static size_t token_length(const char *token, gssize n)
{
    return n < 0 ? strlen(token) : (size_t)n;
}

static size_t skip_digits(const char *s, size_t at, size_t n)
{
    while (at < n && g_ascii_isdigit(s[at])) {
        at++;
    }
    return at;
}

static size_t skip_sign(const char *s, size_t at, size_t n)
{
    return at < n && (s[at] == '+' || s[at] == '-') ? at + 1 : at;
}

/* The grammar, checked by us because strtod takes more: hex, blanks, a valid beginning. */
static bool is_decimal(const char *s, size_t n)
{
    size_t whole = skip_sign(s, 0, n);
    size_t at = skip_digits(s, whole, n);
    size_t n_digits = at - whole;
    if (at < n && s[at] == '.') {
        size_t end = skip_digits(s, at + 1, n);
        n_digits += end - at - 1;
        at = end;
    }
    if (n_digits == 0) {
        return false;
    }
    if (at < n && (s[at] == 'e' || s[at] == 'E')) {
        size_t power = skip_sign(s, at + 1, n);
        at = skip_digits(s, power, n);
        if (at == power) {
            return false;
        }
    }
    return at == n;
}

static bool special_f64(const char *s, size_t n, double *out)
{
    static const char *const infinite[] = {"inf", "infinity"};
    if (n == 3 && g_ascii_strncasecmp(s, "nan", 3) == 0) {
        *out = (double)NAN;
        return true;
    }
    size_t word = skip_sign(s, 0, n);
    for (size_t i = 0; i < G_N_ELEMENTS(infinite); i++) {
        if (n - word == strlen(infinite[i]) &&
            g_ascii_strncasecmp(s + word, infinite[i], n - word) == 0) {
            *out = s[0] == '-' ? -(double)INFINITY : (double)INFINITY;
            return true;
        }
    }
    return false;
}

bool gy_text_f64(const char *token, gssize n, bool special, double *out)
{
    size_t length = token_length(token, n);
    if (!is_decimal(token, length)) {
        return special && special_f64(token, length, out);
    }
    /* strtod wants a NUL, and what lies behind the token may read on as a number */
    char small[64];
    g_autofree char *large = NULL;
    const char *terminated = small;
    if (length < sizeof small) {
        memcpy(small, token, length);
        small[length] = '\0';
    } else {
        terminated = large = g_strndup(token, length);
    }
    double value = g_ascii_strtod(terminated, NULL);
    if (!isfinite(value)) {
        return false;
    }
    *out = value;
    return true;
}

bool gy_text_i64(const char *token, gssize n, int64_t *out)
{
    size_t length = token_length(token, n);
    size_t at = skip_sign(token, 0, length);
    if (at == length) {
        return false;
    }
    /* downwards, because -2^63 has no positive counterpart */
    bool negative = token[0] == '-';
    int64_t value = 0;
    for (; at < length; at++) {
        if (!g_ascii_isdigit(token[at]) || __builtin_mul_overflow(value, 10, &value) ||
            __builtin_sub_overflow(value, token[at] - '0', &value)) {
            return false;
        }
    }
    if (!negative && value == INT64_MIN) {
        return false;
    }
    *out = negative ? value : -value;
    return true;
}

const char *gy_text_format_f64(double value, char out[GY_TEXT_F64])
{
    static const char *const formats[] = {"%.15g", "%.16g", "%.17g"};
    if (!isfinite(value)) {
        g_strlcpy(out, isnan(value) ? "nan" : value > 0 ? "inf" : "-inf", GY_TEXT_F64);
        return out;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(formats); i++) {
        g_ascii_formatd(out, GY_TEXT_F64, formats[i], value);
        if (g_ascii_strtod(out, NULL) == value) {
            break;
        }
    }
    return out;
}

bool gy_text_is_utf8(const char *bytes, size_t n, size_t *out_offset)
{
    const char *end = bytes;
    if (n == 0 || g_utf8_validate_len(bytes, n, &end)) {
        return true;
    }
    if (out_offset != NULL) {
        *out_offset = (size_t)(end - bytes);
    }
    return false;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "core/paths.h"

#include <string.h>

/* Number of digits at s. */
static size_t digit_run(const char *s)
{
    size_t n = 0;
    while (g_ascii_isdigit(s[n])) {
        n++;
    }
    return n;
}

/* Compares two runs of digits by value, of any length, and moves past them. */
static int compare_numbers(const char **a, const char **b)
{
    size_t n_a = digit_run(*a), n_b = digit_run(*b);
    const char *x = *a, *y = *b;
    *a += n_a;
    *b += n_b;
    for (; n_a > 0 && *x == '0'; n_a--) {
        x++;
    }
    for (; n_b > 0 && *y == '0'; n_b--) {
        y++;
    }
    if (n_a != n_b) {
        return n_a < n_b ? -1 : 1;
    }
    return memcmp(x, y, n_a);
}

/* End of text, then '/', then bytes: a folder's files stand together before "folder-2". */
static int rank_of(char c)
{
    return c == '\0' ? -1 : c == '/' ? 0 : (unsigned char)c;
}

int gy_natural_compare(const char *a, const char *b)
{
    const char *x = a, *y = b;
    while (*x != '\0' || *y != '\0') {
        if (g_ascii_isdigit(*x) && g_ascii_isdigit(*y)) {
            int by_value = compare_numbers(&x, &y);
            if (by_value != 0) {
                return by_value;
            }
        } else if (*x != *y) {
            return rank_of(*x) - rank_of(*y);
        } else {
            x++;
            y++;
        }
    }
    return strcmp(a, b);
}

/* SPDX-License-Identifier: MIT
 *
 * indicator.c: one column a level, 1 where the row has that level and 0 elsewhere.
 */
#include "common.h"

GY_SAY(text,
       "transform.indicator 1 | One column of zeros and ones for each level of a category\n"
       "in    x      label[row] now  | categories\n"
       "out   y      f64[row, level] | 1 where row and level agree, else 0\n"
       "param levels text[given] optional  | the levels to make columns of, in this order\n"
       "param except text[without] optional | levels that get no column (rest, the zero code)\n"
       "reach y.row row\n"
       "doc | Without levels, every level of x gets a column, in the order of its codes. A row "
       "whose level has no column is zero throughout.\n"
       "licence | MIT\n");

static int same(const gy_array *levels, int64_t i, const char *word)
{
    int64_t n = levels->offsets[i + 1] - levels->offsets[i];
    return (int64_t)strlen(word) == n &&
           !memcmp((const char *)levels->data + levels->offsets[i], word, (size_t)n);
}

static int64_t level_of(const gy_array *levels, const char *word)
{
    for (int64_t i = 0; i < levels->shape[0]; i++) {
        if (same(levels, i, word)) {
            return i;
        }
    }
    return -1;
}

/* column[code]: the column of each code of x, -1 for none; out_chosen[column] is its code. */
static int columns_of_codes(gy_call *c, int64_t **out_column, int64_t **out_chosen, int64_t *out_n)
{
    const gy_array *levels = c->host->levels(c, "x");
    if (!levels) {
        return gy_fail(c, GY_DATA, "x", "x has no levels");
    }
    int64_t n = levels->shape[0], given = c->host->count(c, "levels"), k = 0;
    int64_t without = c->host->count(c, "except");
    int64_t *column = (int64_t *)tr_scratch(c, n + 1, (int64_t)sizeof *column);
    int64_t *chosen = (int64_t *)tr_scratch(c, n + 1, (int64_t)sizeof *chosen);
    if (!column || !chosen) {
        return tr_memory(c, "x");
    }
    for (int64_t i = 0; i < n; i++) {
        column[i] = given > 0 ? -1 : 0;
    }
    for (int64_t e = 0; e < without; e++) {
        const char *word = c->host->text_item(c, "except", e);
        int64_t i = level_of(levels, word);
        if (i < 0) {
            return tr_fail(c, GY_PARAM, "except", "x has no level '%s'", word);
        }
        column[i] = -2;
    }
    for (int64_t g = 0; g < (given > 0 ? given : n); g++) {
        const char *word = given > 0 ? c->host->text_item(c, "levels", g) : 0;
        int64_t i = word ? level_of(levels, word) : g;
        if (i < 0 || (word && column[i] >= 0)) {
            return tr_fail(c, GY_PARAM, "levels",
                           i < 0 ? "x has no level '%s'" : "level '%s' is there twice", word);
        }
        if (column[i] != -2) {
            chosen[k] = i;
            column[i] = k++;
        }
    }
    *out_column = column;
    *out_chosen = chosen;
    *out_n = k;
    return GY_OK;
}

static int resolve(gy_call *c)
{
    int64_t *column = 0, *chosen = 0, n = 0, bytes = 0;
    GY_TRY(columns_of_codes(c, &column, &chosen, &n));
    if (n == 0) {
        return gy_fail(c, GY_DATA, "except", "no level is left");
    }
    GY_TRY(c->host->set_length(c, "level", n));
    const gy_array *levels = c->host->levels(c, "x");
    int64_t *offsets = (int64_t *)tr_scratch(c, n + 1, (int64_t)sizeof *offsets);
    char *letters = (char *)tr_scratch(c, levels->offsets[levels->shape[0]] + 1, 1);
    int64_t one = 1;
    if (!offsets || !letters) {
        return tr_memory(c, "x");
    }
    for (int64_t k = 0; k < n; k++) {
        int64_t from = levels->offsets[chosen[k]], length = levels->offsets[chosen[k] + 1] - from;
        memcpy(letters + bytes, (const char *)levels->data + from, (size_t)length);
        bytes += length;
        offsets[k + 1] = bytes;
    }
    gy_array names = {.size = sizeof names, .code = GY_UINT, .bits = 8, .flags = GY_TEXT};
    names.rank = 1;
    names.layout = GY_RAGGED;
    names.data = letters;
    names.shape = &n;
    names.stride = &one;
    names.offsets = offsets;
    return c->host->set_coord(c, "level", "level", &names);
}

static int run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    double *y = gy_doubles(c, "y");
    int64_t *column = 0, *chosen = 0, n = 0, rows = x->shape[0];
    GY_TRY(columns_of_codes(c, &column, &chosen, &n));
    int64_t levels = c->host->levels(c, "x")->shape[0];
    memset(y, 0, (size_t)(rows * n) * sizeof *y);
    for (int64_t i = 0; i < rows; i++) {
        int64_t code = ((const int64_t *)x->data)[i * x->stride[0]];
        if (code < 0 || code >= levels) {
            return tr_fail(c, GY_DATA, "x", "row %lld has code %lld, which no level has",
                           (long long)tr_row(x, i), (long long)code);
        }
        if (column[code] >= 0) {
            y[i * n + column[code]] = 1;
        }
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)

/* SPDX-License-Identifier: MIT
 *
 * select.c: some rows of x, some of its columns.
 */
#include "times.h"

#include <stdlib.h>

GY_SAY(
    text,
    "transform.select 1 | Keep some rows and columns of x\n"
    "in    x      T[row, ...]           | values\n"
    "in    by     any[row] now optional | a value of each row, for `by OP VALUE`, keep, except\n"
    "out   y      T[kept, ...] like=x   | the rows that are left, in their order\n"
    "param where  text[w] optional      | conditions that all must hold: NAME OP VALUE with NAME "
    "a coordinate of x's rows or `by`, OP one of == != < <= > >=\n"
    "param keep   text[k] optional      | rows whose `by` is one of these\n"
    "param except text[e] optional      | rows whose `by` is none of these\n"
    "param columns text[n] optional     | columns of the second axis to take, in this order: "
    "names (its coordinate `name`) or numbers from 0\n"
    "param columns_where text[v] optional | conditions on coordinates of the second axis, as in "
    "`where` (roi == FFA); of the columns listed those are taken for which all hold\n"
    "reach y.kept x.row row\n"
    "reach y.kept by.row row\n"
    "licence | MIT\n");

typedef struct test {
    const gy_array *a;
    int op; /* '=' '!' '<' '>' and 'l' (<=), 'g' (>=) */
    const char *value;
    double number;
    int numeric;
} test;

static int operator_of(const char *word, size_t n)
{
    static const char *const words[] = {"==", "=", "!=", "<", "<=", ">", ">="};
    static const char ops[] = "==!<l>g";
    for (int i = 0; i < 7; i++) {
        if (strlen(words[i]) == n && !strncmp(words[i], word, n)) {
            return ops[i];
        }
    }
    return 0;
}

/* "run != 3", about an axis of x ("x.row", or "x.0.1": axis 1). key: the parameter it is from. */
static int read_test(gy_call *c, const char *key, const char *axis, const char *line, test *out)
{
    char name[100], *end = 0;
    size_t n = strcspn(line, " "), gap = strspn(line + n, " ");
    const char *op = line + n + gap;
    size_t length = strcspn(op, " ");
    snprintf(name, sizeof name, "%.*s", (int)n, line);
    *out = (test){.op = operator_of(op, length), .value = op + length + strspn(op + length, " ")};
    if (!out->op || !*out->value) {
        return tr_fail(c, GY_PARAM, key, "'%s' is not NAME OP VALUE", line);
    }
    int rows = !strcmp(key, "where");
    out->a = rows && !strcmp(name, "by") ? gy_get(c, "by") : c->host->coord(c, axis, name);
    if (!out->a) {
        return tr_fail(c, GY_PARAM, key, "the %s of x have no coordinate '%s'",
                       rows ? "rows" : "columns", name);
    }
    out->number = strtod(out->value, &end);
    out->numeric = !*end && !(out->a->flags & GY_TEXT);
    if (!out->numeric && out->op != '=' && out->op != '!') {
        return tr_fail(c, GY_PARAM, key, "'%s' compares text: only == and != can", line);
    }
    return GY_OK;
}

static int holds(const test *t, int64_t i)
{
    char word[256];
    if (!t->numeric) {
        tr_text(t->a, i, word, sizeof word);
        return !strcmp(word, t->value) == (t->op == '=');
    }
    double v = gy_element(t->a, i * t->a->stride[0]);
    switch (t->op) {
    case '=':
        return v == t->number;
    case '!':
        return v != t->number;
    case '<':
        return v < t->number;
    case 'l':
        return v <= t->number;
    case '>':
        return v > t->number;
    default:
        return v >= t->number;
    }
}

/* Whether the `by` of row i is in the list. */
static int listed(gy_call *c, const char *key, const gy_array *by, int64_t i)
{
    char word[256];
    int64_t n = c->host->count(c, key);
    tr_text(by, i, word, sizeof word);
    for (int64_t k = 0; k < n; k++) {
        if (!strcmp(word, c->host->text_item(c, key, k))) {
            return 1;
        }
    }
    return 0;
}

/* Rows that stay; n rows has the whole axis. */
static int choose_rows(gy_call *c, int64_t n, int64_t **out_index, int64_t *out_n)
{
    const gy_array *by = gy_get(c, "by");
    int64_t tests = c->host->count(c, "where"), kept = 0;
    int keep = c->host->count(c, "keep") > 0, except = c->host->count(c, "except") > 0;
    int64_t *index = (int64_t *)tr_scratch(c, n + 1, (int64_t)sizeof *index);
    test *t = (test *)tr_scratch(c, tests + 1, (int64_t)sizeof *t);
    if (!index || !t) {
        return tr_memory(c, "x");
    }
    if ((keep || except) && !by) {
        return gy_fail(c, GY_PARAM, keep ? "keep" : "except",
                       "without `by` there is nothing to "
                       "compare with");
    }
    for (int64_t k = 0; k < tests; k++) {
        GY_TRY(read_test(c, "where", "x.row", c->host->text_item(c, "where", k), &t[k]));
    }
    for (int64_t i = 0; i < n; i++) {
        int stays = (!keep || listed(c, "keep", by, i)) && (!except || !listed(c, "except", by, i));
        for (int64_t k = 0; k < tests && stays; k++) {
            stays = holds(&t[k], i);
        }
        index[kept] = i;
        kept += stays;
    }
    *out_index = index;
    *out_n = kept;
    return GY_OK;
}

/* The columns that are listed, in this order; all if none are. */
static int list_columns(gy_call *c, int64_t all, int64_t *columns)
{
    const gy_array *names = c->host->coord(c, "x.0.1", "name");
    int64_t n = c->host->count(c, "columns");
    char name[256], *end = 0;
    for (int64_t k = 0; k < (n > 0 ? n : all); k++) {
        const char *word = n > 0 ? c->host->text_item(c, "columns", k) : "";
        columns[k] = n > 0 ? strtoll(word, &end, 10) : k;
        if (n > 0 && (*end || end == word)) {
            columns[k] = -1;
            for (int64_t j = 0; names && j < all; j++) {
                tr_text(names, j, name, sizeof name);
                columns[k] = !strcmp(name, word) ? j : columns[k];
            }
        }
        if (columns[k] < 0 || columns[k] >= all) {
            return tr_fail(c, GY_PARAM, "columns", "x has no column '%s' (it has %lld)", word,
                           (long long)all);
        }
    }
    return GY_OK;
}

/* Numbers of the chosen columns of the second axis. */
static int choose_columns(gy_call *c, const gy_array *x, int64_t **out_columns, int64_t *out_n)
{
    int64_t n = c->host->count(c, "columns"), tests = c->host->count(c, "columns_where"), kept = 0;
    int64_t all = x->rank > 1 ? x->shape[1] : 1, listed_n = n > 0 ? n : all;
    int64_t *columns = (int64_t *)tr_scratch(c, listed_n + 1, (int64_t)sizeof *columns);
    test *t = (test *)tr_scratch(c, tests + 1, (int64_t)sizeof *t);
    if (!columns || !t) {
        return tr_memory(c, "x");
    }
    if ((n > 0 || tests > 0) && x->rank < 2) {
        return gy_fail(c, GY_PARAM, n > 0 ? "columns" : "columns_where", "x has no columns");
    }
    GY_TRY(list_columns(c, all, columns));
    for (int64_t k = 0; k < tests; k++) {
        const char *line = c->host->text_item(c, "columns_where", k);
        GY_TRY(read_test(c, "columns_where", "x.0.1", line, &t[k]));
    }
    for (int64_t k = 0; k < listed_n; k++) {
        int stays = 1;
        for (int64_t i = 0; i < tests && stays; i++) {
            stays = holds(&t[i], columns[k]);
        }
        columns[kept] = columns[k];
        kept += stays;
    }
    if (kept == 0) {
        return gy_fail(c, GY_DATA, "columns_where", "no column is left");
    }
    *out_columns = columns;
    *out_n = kept;
    return GY_OK;
}

static int resolve(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    int64_t *index = 0, *columns = 0, n = 0, m = 0, shape[8];
    GY_TRY(choose_rows(c, x->shape[0], &index, &n));
    GY_TRY(choose_columns(c, x, &columns, &m));
    if (n == 0) {
        return gy_fail(c, GY_DATA, "where", "no row is left");
    }
    GY_TRY(c->host->set_subset(c, "kept", "x.row", n, index));
    if (c->host->count(c, "columns") <= 0 && c->host->count(c, "columns_where") <= 0) {
        return GY_OK;
    }
    for (int32_t d = 0; d < x->rank && d < 8; d++) {
        shape[d] = d == 0 ? n : d == 1 ? m : x->shape[d];
    }
    return c->host->set_shape(c, "y", x->code, x->bits, x->rank, shape);
}

static int run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x"), *by = gy_get(c, "by");
    const gy_array *any = by;
    gy_array *y = gy_get(c, "y");
    int64_t *index = 0, *columns = 0, n = 0, m = 0, all = 0, *col = tr_columns(c, x, &all);
    int64_t rows = x->shape[0] ? tr_row(x, x->shape[0] - 1) + 1 : 0;
    test t;
    for (int64_t k = 0; !any && k < c->host->count(c, "where"); k++) {
        GY_TRY(read_test(c, "where", "x.row", c->host->text_item(c, "where", k), &t));
        any = t.a;
    }
    GY_TRY(choose_rows(c, any ? any->shape[0] : rows, &index, &n));
    GY_TRY(choose_columns(c, x, &columns, &m));
    if (!col) {
        return tr_memory(c, "x");
    }
    int64_t inner = x->rank > 2 ? gy_size_from(x, 2) : 1;
    for (int64_t i = 0; i < y->shape[0]; i++) {
        int64_t row = tr_row(y, i), at = row < n ? tr_find(x, index[row]) : -1;
        if (at < 0) {
            return gy_fail(c, GY_INTERNAL, "x", "a row that is kept is not there");
        }
        for (int64_t k = 0; k < m * inner; k++) {
            int64_t from = columns[k / inner] * inner + k % inner;
            tr_put(y, i * m * inner + k, gy_element(x, at * x->stride[0] + col[from]));
        }
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)

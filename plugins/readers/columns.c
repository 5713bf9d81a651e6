/* SPDX-License-Identifier: MIT
 *
 * columns.c: learns what the columns of a delimited text are, and fills them.
 */
#include "columns.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *given_text(gy_call *c, int64_t i, int part)
{
    return c->host->text_item(c, "columns", 3 * i + part);
}

static int same_name(const cell *x, const char *name)
{
    char text[200];
    int64_t n = cell_length(x);
    if (n >= (int64_t)sizeof text) {
        return 0;
    }
    cell_copy(x, text);
    text[n] = 0;
    return !strcmp(text, name);
}

/* Names there are: the first row has no number, and one of those that the user names. */
static int looks_like_header(const delimited *d)
{
    int64_t words = 0;
    for (int64_t j = 0; j < d->n; j++) {
        double v;
        const cell *x = &d->cells[j];
        if (!x->quoted && !cell_missing(x, 1) && cell_number(x, &v)) {
            return 0;
        }
        words += x->n > 0;
    }
    const char *name;
    int found = !given_text(d->c, 0, 0);
    for (int64_t i = 0; words > 0 && (name = given_text(d->c, i, 0)); i++) {
        for (int64_t j = 0; j < d->n; j++) {
            found |= same_name(&d->cells[j], name);
        }
    }
    return words > 0 && found;
}

static int name_columns(delimited *d, layout *l)
{
    for (int64_t j = 0; j < l->n; j++) {
        column *k = &l->columns[j];
        const cell *x = &d->cells[j];
        snprintf(k->name, sizeof k->name, "c%lld", (long long)j + 1);
        if (l->header && cell_length(x) >= (int64_t)sizeof k->name) {
            return delimited_fail(d, GY_FORMAT, j, "a column's name is longer than 199 bytes");
        }
        if (l->header && x->n > 0) {
            cell_copy(x, k->name);
            k->name[cell_length(x)] = 0;
        }
        for (int64_t i = 0; i < j; i++) {
            if (!strcmp(l->columns[i].name, k->name)) {
                return delimited_fail(d, GY_FORMAT, j, "column '%s' is there twice", k->name);
            }
        }
    }
    return GY_OK;
}

static int set_type(gy_call *c, column *k, const char *dtype)
{
    static const struct {
        const char *word;
        uint8_t code, bits;
        uint16_t flags;
    } types[] = {{"f64", GY_FLOAT, 64, 0}, {"f32", GY_FLOAT, 32, 0},     {"i64", GY_INT, 64, 0},
                 {"i32", GY_INT, 32, 0},   {"str", GY_UINT, 8, GY_TEXT}, {"bool", GY_BOOL, 8, 0}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (!strcmp(dtype, types[i].word)) {
            k->code = types[i].code;
            k->bits = types[i].bits;
            k->flags = types[i].flags;
            k->given = 1;
            return GY_OK;
        }
    }
    char text[300];
    snprintf(text, sizeof text, "column '%s' is to be %.40s: use f64, f32, i64, i32, bool or str",
             k->name, dtype);
    return gy_fail(c, GY_PARAM, "columns", text);
}

/* The user's `columns`: by name if there is a header, by place otherwise. */
static int apply_given(delimited *d, layout *l)
{
    const char *name;
    int64_t i = 0;
    for (; (name = given_text(d->c, i, 0)); i++) {
        int64_t j = l->header ? columns_find(l, name) : i;
        if (j < 0 || j >= l->n) {
            return source_fail(
                d->c, GY_FORMAT, d->path, "columns",
                "there is no column '%s'; the file has %lld column%s, the first is '%s'", name,
                (long long)l->n, l->n == 1 ? "" : "s", l->columns[0].name);
        }
        column *k = &l->columns[j];
        snprintf(k->name, sizeof k->name, "%s", name);
        const char *dtype = given_text(d->c, i, 1), *unit = given_text(d->c, i, 2);
        snprintf(k->unit, sizeof k->unit, "%s", unit ? unit : "");
        GY_TRY(set_type(d->c, k, dtype ? dtype : "f64"));
    }
    if (!l->header && i > 0 && i != l->n) {
        return source_fail(d->c, GY_FORMAT, d->path, "columns",
                           "names %lld columns, the file has %lld and no header", (long long)i,
                           (long long)l->n);
    }
    return GY_OK;
}

/* One cell of a column whose type is still open. */
static void look(column *k, const cell *x)
{
    int64_t v;
    double f;
    if (cell_missing(x, 1)) {
        k->missing = 1;
    } else if (k->whole && !x->quoted && cell_integer(x, &v)) {
        int64_t size = v == INT64_MIN ? INT64_MAX : v < 0 ? -v : v;
        k->largest = size > k->largest ? size : k->largest;
    } else {
        k->whole = 0;
        k->number = k->number && !x->quoted && cell_number(x, &f);
    }
    k->text_bytes += cell_missing(x, 0) ? 0 : cell_length(x);
}

/* Whole numbers stay i64; with gaps, or with fractions, they are f64. */
static void decide(column *k)
{
    int exact = k->largest <= (1ll << 53);
    k->code = GY_UINT;
    k->bits = 8;
    k->flags = GY_TEXT;
    if (k->whole && !k->missing) {
        k->code = GY_INT;
        k->bits = 64;
        k->flags = 0;
    } else if (k->number && (!k->whole || exact)) {
        k->code = GY_FLOAT;
        k->bits = 64;
        k->flags = 0;
    }
}

/* A cell of a given type must be one. */
static int check_given(const delimited *d, const column *k, int64_t j)
{
    const cell *x = &d->cells[j];
    int64_t v = 0;
    double f;
    int truth;
    int fits = k->flags & GY_TEXT   ? 1
               : k->code == GY_BOOL ? cell_truth(x, &truth)
               : k->code == GY_INT  ? cell_integer(x, &v) && (k->bits == 64 || v == (int32_t)v)
                                    : cell_missing(x, 1) || cell_number(x, &f);
    if (fits) {
        return GY_OK;
    }
    return delimited_fail(d, GY_FORMAT, j, "'%.*s' in column '%s' is not %s",
                          (int)(x->n < 60 ? x->n : 60), x->text, k->name,
                          k->code == GY_FLOAT  ? "a number"
                          : k->code == GY_BOOL ? "true or false"
                          : k->bits == 32      ? "a whole number of 32 bits"
                                               : "a whole number");
}

int columns_learn(delimited *d, const char *header, layout *out)
{
    delimited_rewind(d);
    int more = delimited_next(d);
    if (more <= 0) {
        return more < 0 ? more : source_fail(d->c, GY_FORMAT, d->path, "path", "has no rows");
    }
    layout l = {.n = d->n};
    l.columns = d->c->host->scratch(d->c, l.n * (int64_t)sizeof(column));
    if (!l.columns) {
        return source_fail(d->c, GY_MEMORY, d->path, "path", "no memory for %lld columns",
                           (long long)l.n);
    }
    l.header = strcmp(header, "auto") ? !strcmp(header, "true") : looks_like_header(d);
    GY_TRY(name_columns(d, &l));
    GY_TRY(apply_given(d, &l));
    for (int64_t j = 0; j < l.n; j++) {
        l.columns[j].whole = l.columns[j].number = 1;
    }
    for (more = l.header ? delimited_next(d) : 1; more > 0; more = delimited_next(d)) {
        for (int64_t j = 0; j < l.n; j++) {
            look(&l.columns[j], &d->cells[j]);
            if (l.columns[j].given) {
                GY_TRY(check_given(d, &l.columns[j], j));
            }
        }
        l.rows++;
    }
    for (int64_t j = 0; j < l.n; j++) {
        if (!l.columns[j].given) {
            decide(&l.columns[j]);
        }
    }
    *out = l;
    return more;
}

int64_t columns_find(const layout *l, const char *name)
{
    for (int64_t j = 0; j < l->n; j++) {
        if (!strcmp(l->columns[j].name, name)) {
            return j;
        }
    }
    return -1;
}

int columns_declare(gy_call *c, const char *port, const layout *l)
{
    for (int64_t j = 0; j < l->n; j++) {
        const column *k = &l->columns[j];
        GY_TRY(c->host->set_column(c, port, k->name, k->code, k->bits, k->flags, k->unit));
    }
    return GY_OK;
}

static void fill_cell(const column *k, gy_array *a, int64_t row, const cell *x, int64_t *at)
{
    int64_t v = 0;
    double f = NAN;
    if (k->flags & GY_TEXT) {
        int64_t n = cell_missing(x, 0) ? 0 : cell_length(x);
        if (n) {
            cell_copy(x, (char *)a->data + *at);
        }
        *at += n;
        ((int64_t *)a->offsets)[row + 1] = *at;
    } else if (k->code == GY_BOOL) {
        int truth = 0;
        (void)cell_truth(x, &truth);
        ((uint8_t *)a->data)[row] = (uint8_t)truth;
    } else if (k->code == GY_INT) {
        (void)cell_integer(x, &v);
        if (k->bits == 64) {
            ((int64_t *)a->data)[row] = v;
        } else {
            ((int32_t *)a->data)[row] = (int32_t)v;
        }
    } else {
        if (!cell_missing(x, 1)) {
            (void)cell_number(x, &f);
        }
        if (k->bits == 64) {
            ((double *)a->data)[row] = f;
        } else {
            ((float *)a->data)[row] = (float)f;
        }
    }
}

int columns_fill(delimited *d, const char *port, const layout *l)
{
    gy_call *c = d->c;
    gy_array **to = c->host->scratch(c, l->n * (int64_t)(sizeof *to + sizeof(int64_t)));
    if (!to) {
        return source_fail(c, GY_MEMORY, d->path, "path", "no memory for %lld columns",
                           (long long)l->n);
    }
    int64_t *at = (int64_t *)(to + l->n), row = 0;
    for (int64_t j = 0; j < l->n; j++) {
        char name[280];
        snprintf(name, sizeof name, "%s.%s", port, l->columns[j].name);
        const column *k = &l->columns[j];
        to[j] = k->flags & GY_TEXT ? c->host->ragged(c, name, k->text_bytes) : gy_get(c, name);
        if (to[j] && to[j]->shape[0] != l->rows) {
            return source_fail(c, GY_IO, d->path, "path", "changed while it was in use");
        }
        if (to[j] && k->flags & GY_TEXT) {
            ((int64_t *)to[j]->offsets)[0] = 0;
        }
    }
    delimited_rewind(d);
    int more = l->header ? delimited_next(d) : 1;
    while (more >= 0 && (more = delimited_next(d)) > 0) {
        for (int64_t j = 0; j < l->n; j++) {
            if (to[j]) {
                fill_cell(&l->columns[j], to[j], row, &d->cells[j], &at[j]);
            }
        }
        row++;
    }
    return more;
}

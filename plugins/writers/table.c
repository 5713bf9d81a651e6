/* SPDX-License-Identifier: MIT
 *
 * writer.table: columns as tab-separated text.
 */
#include "output.h"

#include <math.h>
#include <string.h>

GY_SAY(
    writer_table_text,
    "writer.table 1 | Write a table, or arrays as its columns, as tab-separated text\n"
    "in    table table[row] optional missing       | its columns come first, under their names\n"
    "in    x     any[row] many optional missing    | one further column each\n"
    "in    y     real[row, col] optional missing   | its columns come last, as y1, y2 and so on\n"
    "param names text[n] optional                  | names of the columns x; else x1, x2 and so "
    "on\n"
    "param path  out-path                          | the file, gzipped if its name ends with .gz\n"
    "doc | The first line is names. Numbers have the digits that read back as the same number; "
    "missing values, NaN and empty texts are n/a; booleans are true and false. Texts with a tab, a "
    "line break or a quote, and the text n/a itself, are quoted (RFC 4180). reader.table reads it "
    "back.\n"
    "licence | MIT\n"
    "cite | Gorgolewski et al. 2016, The brain imaging data structure, Scientific Data 3:160044\n");

typedef struct sheet {
    output o;
    gy_call *c;
    int64_t rows, n; /* n: columns written so far in this line */
} sheet;

static void separate(sheet *s)
{
    if (s->n++) {
        output_text(&s->o, "\t");
    }
}

static void put_text(sheet *s, const char *p, int64_t n)
{
    int quote = n == 3 && !memcmp(p, "n/a", 3);
    for (int64_t i = 0; i < n; i++) {
        quote |= p[i] == '\t' || p[i] == '\n' || p[i] == '\r' || p[i] == '"';
    }
    if (n == 0) {
        output_text(&s->o, "n/a");
    } else if (!quote) {
        output_bytes(&s->o, p, n);
    } else {
        output_text(&s->o, "\"");
        for (int64_t i = 0; i < n; i++) {
            output_bytes(&s->o, p[i] == '"' ? "\"\"" : p + i, p[i] == '"' ? 2 : 1);
        }
        output_text(&s->o, "\"");
    }
}

/* Element of row i and column j (a->rank 2). */
static void put_value(sheet *s, const gy_array *a, int64_t i, int64_t j)
{
    char text[32];
    separate(s);
    int64_t at = i * a->stride[0] + (a->rank > 1 ? j * a->stride[1] : 0);
    int64_t k = a->rank > 1 ? i * a->shape[1] + j : i;
    if (a->valid && !a->valid[k]) {
        output_text(&s->o, "n/a");
    } else if (a->flags & GY_TEXT) {
        put_text(s, (const char *)a->data + a->offsets[i], a->offsets[i + 1] - a->offsets[i]);
    } else if (a->code == GY_BOOL) {
        output_text(&s->o, ((const uint8_t *)a->data)[at] ? "true" : "false");
    } else if (a->code == GY_UINT && a->bits == 64) {
        snprintf(text, sizeof text, "%llu", (unsigned long long)((const uint64_t *)a->data)[at]);
        output_text(&s->o, text);
    } else if (a->code == GY_INT && a->bits == 64) {
        snprintf(text, sizeof text, "%lld", (long long)((const int64_t *)a->data)[at]);
        output_text(&s->o, text);
    } else {
        double v = gy_element(a, at);
        if (isnan(v)) {
            output_text(&s->o, "n/a");
        } else {
            output_number(v, text);
            output_text(&s->o, text);
        }
    }
}

/* i-th column of the table port, NULL beyond the last. */
static const gy_array *table_column(gy_call *c, int64_t i, const char **out_name)
{
    char full[320];
    *out_name = c->host->column_name(c, "table", i);
    if (!*out_name) {
        return NULL;
    }
    snprintf(full, sizeof full, "table.%s", *out_name);
    return gy_get(c, full);
}

static int check(sheet *s, const gy_array *a, const char *what)
{
    int text = (a->flags & GY_TEXT) != 0;
    if (a->layout != (text ? GY_RAGGED : GY_DENSE)) {
        return gy_fail(s->c, GY_UNSUPPORTED, what, "ragged and sparse arrays have no columns");
    }
    if (s->rows >= 0 && a->shape[0] != s->rows) {
        return gy_fail(s->c, GY_SHAPE, what, "has another number of rows than the other columns");
    }
    s->rows = a->shape[0];
    return GY_OK;
}

static int check_all(sheet *s)
{
    const char *name;
    const gy_array *a;
    for (int64_t i = 0; (a = table_column(s->c, i, &name)); i++) {
        GY_TRY(check(s, a, "table"));
    }
    for (int64_t i = 0; (a = s->c->host->item(s->c, "x", i)); i++) {
        GY_TRY(check(s, a, "x"));
        if (s->c->host->text_item(s->c, "names", 0) && !s->c->host->text_item(s->c, "names", i)) {
            return gy_fail(s->c, GY_PARAM, "names", "there are fewer names than columns x");
        }
    }
    a = gy_get(s->c, "y");
    if (a) {
        GY_TRY(check(s, a, "y"));
    }
    return s->rows < 0
               ? gy_fail(s->c, GY_PARAM, "table", "there is nothing to write: give table, x or y")
               : GY_OK;
}

static void put_names(sheet *s)
{
    const char *name;
    char made[32];
    for (int64_t i = 0; table_column(s->c, i, &name); i++) {
        separate(s);
        put_text(s, name, (int64_t)strlen(name));
    }
    for (int64_t i = 0; s->c->host->item(s->c, "x", i); i++) {
        snprintf(made, sizeof made, "x%lld", (long long)i + 1);
        name = s->c->host->text_item(s->c, "names", i);
        name = name ? name : made;
        separate(s);
        put_text(s, name, (int64_t)strlen(name));
    }
    const gy_array *y = gy_get(s->c, "y");
    for (int64_t j = 0; y && j < y->shape[1]; j++) {
        snprintf(made, sizeof made, "y%lld", (long long)j + 1);
        separate(s);
        output_text(&s->o, made);
    }
    output_text(&s->o, "\n");
}

static int put_rows(sheet *s)
{
    const char *name;
    const gy_array *a, *y = gy_get(s->c, "y");
    for (int64_t i = 0; i < s->rows; i++) {
        s->n = 0;
        for (int64_t k = 0; (a = table_column(s->c, k, &name)); k++) {
            put_value(s, a, i, 0);
        }
        for (int64_t k = 0; (a = s->c->host->item(s->c, "x", k)); k++) {
            put_value(s, a, i, 0);
        }
        for (int64_t j = 0; y && j < y->shape[1]; j++) {
            put_value(s, y, i, j);
        }
        output_text(&s->o, "\n");
        if ((i & 1023) == 0 && s->c->host->stopped(s->c)) {
            return GY_CANCELLED;
        }
    }
    return GY_OK;
}

static int run(gy_call *c)
{
    sheet s = {.c = c, .rows = -1};
    GY_TRY(check_all(&s));
    GY_TRY(output_begin(c, c->host->text(c, "path"), 1, &s.o));
    put_names(&s);
    return output_end(&s.o, put_rows(&s));
}

GY_PLUGIN(writer_table_text, 0, run, 0, 0, 0)

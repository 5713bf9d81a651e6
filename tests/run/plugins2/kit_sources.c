/* SPDX-License-Identifier: MIT
 *
 * kit_sources.c: planted numbers: x[i, j] = i + 1000 j, or with `constant`, that; row `bad` is NaN.
 */
#include "sugar.h"

#include <math.h>
#include <string.h>

GY_SAY(numbers_text, "reader.kit-numbers 1 | Planted numbers\n"
                     "out x f64[row:time, col] | i + 1000 j\n"
                     "param n i64 = 10 >=0 | rows\n"
                     "param width i64 = 1 >0 | columns\n"
                     "param bad i64 = -1 | row of NaN\n"
                     "param huge bool = false | asks for 2^40 rows\n"
                     "licence | MIT\n");

static int numbers_resolve(gy_call *c)
{
    int64_t n = gy_is(c, "huge", "true") ? (int64_t)1 << 40 : gy_integer(c, "n");
    GY_TRY(c->host->set_length(c, "row", n));
    return c->host->set_length(c, "col", gy_integer(c, "width"));
}

static int numbers_run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    double *to = x->data;
    for (int64_t i = 0; i < x->shape[0]; i++) {
        for (int64_t j = 0; j < x->shape[1]; j++) {
            to[i * x->shape[1] + j] =
                i == gy_integer(c, "bad") ? (double)NAN : (double)i + 1000 * (double)j;
        }
    }
    return GY_OK;
}

GY_SAY(table_text, "reader.kit-table 1 | A table: a = row, b = row / 4\n"
                   "out t table[row:time] | a and b\n"
                   "param n i64 = 10 >=0 | rows\n"
                   "param bad i64 = -1 | row of NaN in a\n"
                   "licence | MIT\n");

static int table_resolve(gy_call *c)
{
    GY_TRY(c->host->set_length(c, "row", gy_integer(c, "n")));
    GY_TRY(c->host->set_column(c, "t", "a", GY_FLOAT, 64, 0, "s"));
    return c->host->set_column(c, "t", "b", GY_FLOAT, 64, 0, 0);
}

static int table_run(gy_call *c)
{
    const gy_array *a = gy_get(c, "t.a"), *b = gy_get(c, "t.b");
    for (int64_t i = 0; i < a->shape[0]; i++) {
        ((double *)a->data)[i] = i == gy_integer(c, "bad") ? (double)NAN : (double)i;
        ((double *)b->data)[i] = (double)i / 4;
    }
    return GY_OK;
}

GY_SAY(words_text, "reader.kit-words 1 | Text whose row i has i bytes\n"
                   "out w text[row:time] | words\n"
                   "param n i64 = 5 >=0 | rows\n"
                   "param twice bool = false | asks for the room twice\n"
                   "param wrong bool = false | says a length of an output that is not there\n"
                   "licence | MIT\n");

static int words_resolve(gy_call *c)
{
    int64_t n = gy_integer(c, "n");
    GY_TRY(c->host->set_attribute(c, "w", "space", "words"));
    if (c->host->ragged(c, gy_is(c, "wrong", "true") ? "v" : "w", n * (n - 1) / 2)) {
        return GY_INTERNAL; /* in resolve it only says how long the text will be */
    }
    return c->host->set_length(c, "row", gy_integer(c, "n"));
}

static int words_run(gy_call *c)
{
    int64_t n = gy_integer(c, "n"), bytes = n * (n - 1) / 2;
    if (gy_is(c, "twice", "true") && !c->host->ragged(c, "w", 7)) {
        return GY_INTERNAL;
    }
    gy_array *w = c->host->ragged(c, "w", bytes);
    if (!w || gy_get(c, "w")->data != w->data) {
        return gy_fail(c, GY_INTERNAL, "w", "array shows other data than ragged gave");
    }
    int64_t *offsets = (int64_t *)(uintptr_t)w->offsets;
    for (int64_t i = 0; i <= n; i++) {
        offsets[i] = i * (i - 1) / 2;
    }
    memset(w->data, 'a', (size_t)bytes);
    return GY_OK;
}

GY_SAY(parts_text,
       "reader.kit-parts 1 | Nine rows, of which everything is computed only when wanted\n"
       "out x f64[row:time, col] optional | the row\n"
       "out third bool[row:time] optional | every third row, from the first on\n"
       "out twice f64[row:time] optional | 2 row\n"
       "param refuse choice(none, x, third, twice) = none | an output that none may want\n"
       "licence | MIT\n");

static int parts_resolve(gy_call *c)
{
    int64_t n = 9, one = 1;
    double odd[9];
    for (int i = 0; i < 9; i++) {
        odd[i] = i % 2;
    }
    gy_array a = {.size = sizeof a, .code = GY_FLOAT, .bits = 64, .rank = 1, .data = odd};
    a.shape = &n;
    a.stride = &one;
    GY_TRY(c->host->set_length(c, "row", n));
    GY_TRY(c->host->set_length(c, "col", 1));
    GY_TRY(c->host->set_coord(c, "row", "odd", &a));
    odd[0] = 7;
    n = 1;
    return c->host->set_coord(c, "col", "at", &a);
}

static int parts_run(gy_call *c)
{
    double *x = gy_doubles(c, "x"), *twice = gy_doubles(c, "twice");
    const gy_array *third = gy_get(c, "third");
    if (!gy_is(c, "refuse", "none") && gy_get(c, c->host->text(c, "refuse"))) {
        return gy_fail(c, GY_DATA, c->host->text(c, "refuse"), "nobody reads this");
    }
    for (int i = 0; i < 9; i++) {
        if (x) {
            x[i] = i;
        }
        if (twice) {
            twice[i] = 2 * i;
        }
        if (third) {
            ((uint8_t *)third->data)[i] = i % 3 == 0;
        }
    }
    return GY_OK;
}

static const gy_node numbers = {
    GY_NODE_HEAD, numbers_text, numbers_resolve, numbers_run, 0, 0, 0, 0};
static const gy_node table = {GY_NODE_HEAD, table_text, table_resolve, table_run, 0, 0, 0, 0};
static const gy_node words = {GY_NODE_HEAD, words_text, words_resolve, words_run, 0, 0, 0, 0};
static const gy_node parts = {GY_NODE_HEAD, parts_text, parts_resolve, parts_run, 0, 0, 0, 0};
GY_PLUGIN_NODES(&numbers, &table, &words, &parts)

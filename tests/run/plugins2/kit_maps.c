/* SPDX-License-Identifier: MIT
 *
 * kit_maps.c: maps that tell how they were called.
 */
#include "sugar.h"

#include <string.h>
#include <unistd.h>

GY_SAY(tile_text, "transform.kit-tile 1 | First row and number of rows of the call\n"
                  "in x f64[row, col]\n"
                  "out y f64[row, col] | 10000 first + rows\n"
                  "param fail i64 = -1 | fails in the call that sees this row\n"
                  "reach y.row row\n"
                  "licence | MIT\n");

static int tile_run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x"), *y = gy_get(c, "y");
    int64_t bad = gy_integer(c, "fail"), n = x->shape[0];
    if (bad >= x->first && bad < x->first + n) {
        return gy_fail(c, GY_DATA, "x", "this row is refused");
    }
    for (int64_t k = 0; k < n * x->shape[1]; k++) {
        ((double *)y->data)[k] = (double)(10000 * x->first + n);
    }
    return y->first == x->first ? GY_OK : GY_INTERNAL;
}

GY_SAY(window_text, "transform.kit-window 1 | The input, said to reach back\n"
                    "in x f64[row, col]\n"
                    "out y f64[row, col] | x\n"
                    "param past i64 = 0 | rows\n"
                    "reach y.row window(past, 0)\n"
                    "licence | MIT\n");

static int window_run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x"), *y = gy_get(c, "y");
    for (int64_t i = 0; i < x->shape[0]; i++) {
        for (int64_t j = 0; j < x->shape[1]; j++) {
            ((double *)y->data)[i * x->shape[1] + j] = gy_at2(x, i, j);
        }
    }
    return GY_OK;
}

GY_SAY(column_text, "transform.kit-column 1 | Column a of a table\n"
                    "in t table[row]\n"
                    "out y f64[row] | a\n"
                    "reach y.row row\n"
                    "licence | MIT\n");

static int column_run(gy_call *c)
{
    const gy_array *a = gy_get(c, "t.a"), *y = gy_get(c, "y"), *t = gy_get(c, "t");
    if (a->shape[0] != y->shape[0] || t->shape[0] != y->shape[0]) {
        return gy_fail(c, GY_SHAPE, "t", "the table shows other rows than the output");
    }
    for (int64_t i = 0; i < y->shape[0]; i++) {
        ((double *)y->data)[i] = gy_at1(a, i);
    }
    return GY_OK;
}

GY_SAY(bytes_text, "transform.kit-bytes 1 | Bytes of a text\n"
                   "in w text[row]\n"
                   "out y f64[row] | bytes\n"
                   "licence | MIT\n");

static int bytes_run(gy_call *c)
{
    const gy_array *w = gy_get(c, "w"), *y = gy_get(c, "y");
    const char *space = c->host->attribute(c, "w", "space");
    if (!space || strcmp(space, "words") != 0) {
        return gy_fail(c, GY_INTERNAL, "w", "has lost its attribute");
    }
    for (int64_t i = 0; i < y->shape[0]; i++) {
        ((double *)y->data)[i] = (double)(w->offsets[i + 1] - w->offsets[i]);
    }
    return GY_OK;
}

/* Calls at once, most there ever were; nodes of the file share it, as the serial word promises. */
static int inside;

GY_SAY(serial_text, "transform.kit-serial 1 | 1 where another call was inside at once\n"
                    "in x f64[row, col]\n"
                    "out y f64[row, col] | 0 or 1\n"
                    "reach y.row row\n"
                    "serial kit\n"
                    "licence | MIT\n");

static int serial_run(gy_call *c)
{
    const gy_array *y = gy_get(c, "y");
    int others = __atomic_fetch_add(&inside, 1, __ATOMIC_SEQ_CST);
    usleep(2000);
    for (int64_t k = 0; k < gy_size_from(y, 0); k++) {
        ((double *)y->data)[k] = others;
    }
    __atomic_fetch_sub(&inside, 1, __ATOMIC_SEQ_CST);
    return GY_OK;
}

GY_SAY(scratch_text, "transform.kit-scratch 1 | Sum of scratch, which arrives zeroed\n"
                     "in x f64[row, col]\n"
                     "out y f64[row, col] | 0\n"
                     "param bytes i64 = 4096 | asked for\n"
                     "licence | MIT\n");

static int scratch_run(gy_call *c)
{
    int64_t n = gy_integer(c, "bytes");
    unsigned char *p = c->host->scratch(c, n);
    if (!p) {
        return gy_fail(c, GY_MEMORY, "bytes", "scratch is refused");
    }
    for (int64_t i = 0; i < n; i++) {
        if (p[i]) {
            return gy_fail(c, GY_INTERNAL, "bytes", "scratch is not zero");
        }
        p[i] = 1;
    }
    return GY_OK;
}

GY_SAY(wait_text, "transform.kit-wait 1 | Waits until it is stopped, at most 2 s\n"
                  "in x f64[row, col]\n"
                  "out y f64[row, col] | 0\n"
                  "licence | MIT\n");

static int wait_run(gy_call *c)
{
    for (int i = 0; i < 400; i++) {
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        usleep(5000);
    }
    return gy_fail(c, GY_INTERNAL, "", "was never told to stop");
}

GY_SAY(length_text, "transform.kit-length 1 | Says a length for the axis that its input gives\n"
                    "in x f64[row, col]\n"
                    "out y f64[row, col] | 0\n"
                    "param n i64 | rows\n"
                    "param list f64[k] = 1;2;4 | numbers\n"
                    "param word choice(one, two) = two | word\n"
                    "param span quantity(s, rows) = 3 rows | time\n"
                    "param left f64 optional | left out\n"
                    "licence | MIT\n");

static int length_resolve(gy_call *c)
{
    const gy_array *list = gy_get(c, "list");
    int good = list && list->shape[0] == 3 && gy_at1(list, 2) == 4 &&
               c->host->count(c, "list") == 3 && gy_is(c, "word", "two") &&
               gy_number(c, "span") == 3 && strcmp(c->host->unit(c, "span"), "rows") == 0 &&
               gy_number(c, "left") != gy_number(c, "left") && gy_integer(c, "left") == INT64_MIN &&
               !c->host->text(c, "left") && !c->host->text_item(c, "list", -1) &&
               gy_integer(c, "absent") == INT64_MIN && !c->host->array(c, "absent") &&
               !c->host->item(c, "x", 1) && c->host->count(c, "x") == 1 &&
               !c->host->stat(c, "x", -1) && c->host->length(c, "x.row") == 10 &&
               c->host->length(c, "x.absent") == -1 && !c->host->coord(c, "x.row", "absent") &&
               !c->host->levels(c, "x") && !c->host->column_name(c, "x", 0) &&
               !c->host->attribute(c, "x", "absent") && !c->host->extension(c, "gy.none/1") &&
               c->host->extension(c, GY_LINALG);
    if (!good) {
        return gy_fail(c, GY_INTERNAL, "x", "the host tells other values than the file says");
    }
    return c->host->set_length(c, "row", gy_integer(c, "n"));
}

static int late_run(gy_call *c)
{
    return c->host->set_length(c, "row", 3) < 0 ? GY_OK : GY_INTERNAL;
}

static const gy_node tile = {GY_NODE_HEAD, tile_text, 0, tile_run, 0, 0, 0, 0};
static const gy_node window = {GY_NODE_HEAD, window_text, 0, window_run, 0, 0, 0, 0};
static const gy_node column = {GY_NODE_HEAD, column_text, 0, column_run, 0, 0, 0, 0};
static const gy_node bytes = {GY_NODE_HEAD, bytes_text, 0, bytes_run, 0, 0, 0, 0};
static const gy_node serial = {GY_NODE_HEAD, serial_text, 0, serial_run, 0, 0, 0, 0};
static const gy_node scratch = {GY_NODE_HEAD, scratch_text, 0, scratch_run, 0, 0, 0, 0};
static const gy_node waits = {GY_NODE_HEAD, wait_text, 0, wait_run, 0, 0, 0, 0};
static const gy_node length = {GY_NODE_HEAD, length_text, length_resolve, late_run, 0, 0, 0, 0};
GY_PLUGIN_NODES(&tile, &window, &column, &bytes, &serial, &scratch, &waits, &length)

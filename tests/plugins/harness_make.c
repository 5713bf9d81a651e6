/* SPDX-License-Identifier: MIT
 *
 * harness_make.c: the part of gy_host through which a node says what goes out, and the statistics.
 */
#include "harness_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static harness *resolving(gy_call *c, const char *what)
{
    harness *h = c->impl;
    if (h->phase != 'r') {
        h_die(h, "%s outside of resolve", what);
    }
    return h;
}

static int make_length(gy_call *c, const char *symbol, int64_t n)
{
    harness *h = resolving(c, "set_length");
    h_fact *f = h_fact_find(h, "length", symbol, "");
    if (n < 0 || (f && f->n != n)) {
        h_die(h, "set_length of '%s' to %ld", symbol, (long)n);
    }
    h_fact_new(h, "length", symbol, "", 1)->n = n;
    return GY_OK;
}

static int make_dtype(gy_call *c, const char *port, uint8_t code, uint8_t bits)
{
    h_fact *f = h_fact_new(resolving(c, "set_dtype"), "dtype", port, "", 1);
    f->i[0] = code;
    f->i[1] = bits;
    return GY_OK;
}

static int make_shape(gy_call *c, const char *port, uint8_t code, uint8_t bits, int32_t rank,
                      const int64_t *shape)
{
    harness *h = resolving(c, "set_shape");
    if (rank < 0 || rank > H_RANK) {
        h_die(h, "set_shape of '%s': rank %d", port, rank);
    }
    make_dtype(c, port, code, bits);
    h_fact *f = h_fact_new(h, "shape", port, "", 1);
    f->rank = rank;
    f->list[0] = h_keep_ints(h, rank, shape);
    return GY_OK;
}

static int make_column(gy_call *c, const char *port, const char *name, uint8_t code, uint8_t bits,
                       uint16_t flags, const char *unit)
{
    harness *h = resolving(c, "set_column");
    if (h_fact_find(h, "column", port, name)) {
        h_die(h, "column '%s' twice", name);
    }
    h_fact *f = h_fact_new(h, "column", port, name, 1);
    f->i[0] = code;
    f->i[1] = bits;
    f->i[2] = flags;
    f->text = h_keep_text(h, unit ? unit : "");
    return GY_OK;
}

static int make_coord(gy_call *c, const char *symbol, const char *name, const gy_array *v)
{
    harness *h = resolving(c, "set_coord");
    h_fact *f = h_fact_new(h, "coord", symbol, name, 1);
    if (v->layout == GY_DENSE) {
        if (v->rank != 1 || v->stride[0] != 1) {
            h_die(h, "set_coord '%s': not a C vector", name);
        }
        f->values = h_slot_new(h, name, H_VALUES, v->code, v->bits, 1, v->shape, v->data);
        return GY_OK;
    }
    char **texts = calloc((size_t)v->shape[0] + 1, sizeof *texts);
    for (int64_t i = 0; i < v->shape[0]; i++) {
        texts[i] = strndup((const char *)v->data + v->offsets[i],
                           (size_t)(v->offsets[i + 1] - v->offsets[i]));
    }
    f->values = h_slot_text(h, name, H_VALUES, v->shape[0], (const char *const *)texts);
    for (int64_t i = 0; i < v->shape[0]; i++) {
        free(texts[i]);
    }
    free(texts);
    return GY_OK;
}

static int make_rate(gy_call *c, const char *symbol, int64_t numerator, int64_t denominator,
                     const char *unit, const double *start)
{
    harness *h = resolving(c, "set_rate");
    h_fact *f = h_fact_new(h, "rate", symbol, "", 1);
    if (numerator <= 0 || denominator <= 0) {
        h_die(h, "set_rate of '%s': %ld/%ld", symbol, (long)numerator, (long)denominator);
    }
    f->i[0] = numerator;
    f->i[1] = denominator;
    f->text = h_keep_text(h, unit);
    f->d[0] = start ? start[0] : 0;
    return GY_OK;
}

static int make_segments(gy_call *c, const char *symbol, int64_t n, const int64_t *first)
{
    harness *h = resolving(c, "set_segments");
    h_fact *f = h_fact_new(h, "segments", symbol, "", 1);
    f->n = n;
    f->list[0] = h_keep_ints(h, n, first);
    return GY_OK;
}

static int make_subset(gy_call *c, const char *symbol, const char *axis, int64_t n,
                       const int64_t *index)
{
    harness *h = resolving(c, "set_subset");
    for (int64_t i = 1; i < n; i++) {
        if (index[i] <= index[i - 1]) {
            h_die(h, "set_subset of '%s' does not rise at %ld", symbol, (long)i);
        }
    }
    h_fact *f = h_fact_new(h, "subset", symbol, "", 1);
    f->n = n;
    f->list[0] = h_keep_ints(h, n, index);
    return make_length(c, symbol, n);
}

static int make_reach(gy_call *c, const char *out_axis, const char *in_axis, int64_t n,
                      const int64_t *offsets, const int64_t *lo, const int64_t *hi)
{
    harness *h = resolving(c, "set_reach");
    h_fact *f = h_fact_new(h, "reach", out_axis, in_axis, 1);
    int64_t total = offsets ? offsets[n] : n;
    for (int64_t k = 0; k < total; k++) {
        if (lo[k] < 0 || hi[k] < lo[k]) {
            h_die(h, "set_reach of '%s': interval %ld", out_axis, (long)k);
        }
    }
    f->n = n;
    f->list[0] = offsets ? h_keep_ints(h, n + 1, offsets) : NULL;
    f->list[1] = h_keep_ints(h, total, lo);
    f->list[2] = h_keep_ints(h, total, hi);
    return GY_OK;
}

static int make_attribute(gy_call *c, const char *port, const char *key, const char *text)
{
    harness *h = resolving(c, "set_attribute");
    h_fact_new(h, "made-attribute", port, key, 1)->text = h_keep_text(h, text);
    return GY_OK;
}

static int make_block_all(gy_call *c, int32_t all)
{
    h_fact_new(resolving(c, "set_block_all"), "block", "", "", 1)->n = all;
    return GY_OK;
}

static int make_inner(gy_call *c, int32_t wanted)
{
    h_fact_new(resolving(c, "set_inner"), "inner", "", "", 1)->n = wanted;
    return GY_OK;
}

static int make_scratch(gy_call *c, int64_t bytes, int64_t per_column, int64_t first)
{
    if (bytes < 0 || per_column < 0 || first < 0) {
        h_die(resolving(c, "set_scratch"), "set_scratch: a number of bytes is negative");
    }
    h_fact_new(resolving(c, "set_scratch"), "scratch", "", "", 1)->n = bytes;
    return GY_OK;
}

static int make_map(gy_call *c, const char *port, const char *path, int64_t offset)
{
    harness *h = resolving(c, "map_file");
    h_fact *f = h_fact_new(h, "map", port, "", 1);
    f->n = offset;
    f->text = h_keep_text(h, path);
    return GY_OK;
}

static int make_used(gy_call *c, const char *path)
{
    harness *h = c->impl;
    h_fact_new(h, "file", path, "", 1);
    return GY_OK;
}

static gy_array *make_ragged(gy_call *c, const char *name, int64_t n)
{
    harness *h = c->impl;
    h_slot *old = h_find(h, name);
    if (h->phase == 'r' && n >= 0) {
        return NULL;
    }
    if (!old || old->role != H_OUT || old->a.layout != GY_RAGGED || h->phase == 'r' || n < 0) {
        h_die(h, "ragged: '%s' is not such an output", name);
    }
    int64_t rows = old->shape[0];
    uint8_t code = old->a.code, bits = old->a.bits;
    uint16_t flags = old->a.flags;
    h_slot *s = h_slot_new(h, name, H_OUT, code, bits, 1, &n, NULL);
    s->offsets = calloc((size_t)rows + 1, 8);
    s->shape[0] = rows;
    s->a.offsets = s->offsets;
    s->a.layout = GY_RAGGED;
    s->a.flags = flags;
    h_reset_view(s);
    return &s->view;
}

static void merge_into(char kind, const h_slot *s, void *into, const void *from)
{
    int64_t n = h_count(s->a.rank, s->shape);
    for (int64_t k = 0; k < n; k++) {
#define H_MERGE(type)                                                                              \
    do {                                                                                           \
        type *a = (type *)into + k;                                                                \
        type b = ((const type *)from)[k];                                                          \
        *a = (type)(kind == 's' ? *a + b : kind == 'x' ? (*a > b ? *a : b) : (*a < b ? *a : b));   \
    } while (0)
        if (s->a.code == GY_INT && s->a.bits == 64) {
            H_MERGE(int64_t);
        } else if (s->a.bits == 64) {
            H_MERGE(double);
        } else {
            H_MERGE(float);
        }
    }
}

/* The statistic of the blocks that inner fold `fold` trains on, merged in order. Nodes with their
 * own merge: harness_run.c has done it, behind the blocks' own copies. */
static gy_array *ask_stat(gy_call *c, const char *name, int64_t fold)
{
    harness *h = c->impl;
    h_slot *s = h_find(h, name);
    if (!s || s->role != H_STAT || h->phase != 's') {
        h_die(h, "stat: '%s'", name);
    }
    const h_decl *d = h_decl_of(h, name);
    char kind = h_has_flag(d, "merge=max") ? 'x' : h_has_flag(d, "merge=min") ? 'n' : 's';
    h_slot *m = h_slot_new(h, name, H_VALUES, s->a.code, s->a.bits, s->a.rank, s->shape, NULL);
    int started = 0;
    if (h->node->merge) {
        memcpy(m->a.data, s->cells + (h->blocks + 1 + fold) * s->bytes, (size_t)s->bytes);
    }
    for (int64_t b = 0; b < h->blocks && !h->node->merge; b++) {
        if (fold >= 0 && h->fold_of && h->fold_of[b] == fold) {
            continue;
        }
        const unsigned char *cell = s->cells + b * s->bytes;
        if (!started) {
            memcpy(m->a.data, cell, (size_t)s->bytes);
        } else {
            merge_into(kind, s, m->a.data, cell);
        }
        started = 1;
    }
    h_fact *f = h_fact_new(h, "merged", name, "", 1);
    snprintf(f->b, sizeof f->b, "%ld", (long)fold);
    f->values = m;
    return &m->view;
}

static const int64_t *ask_fold_rows(gy_call *c, int64_t fold, int32_t held, int64_t *n)
{
    harness *h = c->impl;
    int64_t *rows = h_keep(h, 8 * (h->edges[h->blocks] + 1));
    *n = 0;
    for (int64_t b = 0; b < h->blocks; b++) {
        int out = h->fold_of && h->fold_of[b] == fold;
        for (int64_t i = h->edges[b]; i < h->edges[b + 1] && out == (held != 0); i++) {
            rows[(*n)++] = i - h->edges[0];
        }
    }
    return rows;
}

void h_host_make(gy_host *host)
{
    host->stat = ask_stat;
    host->fold_rows = ask_fold_rows;
    host->set_length = make_length;
    host->set_dtype = make_dtype;
    host->set_shape = make_shape;
    host->set_column = make_column;
    host->set_coord = make_coord;
    host->set_rate = make_rate;
    host->set_segments = make_segments;
    host->set_subset = make_subset;
    host->set_reach = make_reach;
    host->set_attribute = make_attribute;
    host->set_block_all = make_block_all;
    host->set_inner = make_inner;
    host->set_scratch = make_scratch;
    host->map_file = make_map;
    host->used_file = make_used;
    host->ragged = make_ragged;
}

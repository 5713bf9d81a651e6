/* SPDX-License-Identifier: MIT
 *
 * harness_run.c: calls the functions of a node: symbols, allocation, run, fit.
 */
#include "harness_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One call: fresh error, scratch freed after, guards checked. */
int h_invoke(harness *h, int phase, int (*function)(gy_call *))
{
    h->phase = phase;
    h->error[0] = h->where[0] = 0;
    h->used = h->polls = 0;
    h->call.size = sizeof h->call;
    h->call.host = &h->host;
    h->call.impl = h;
    int status = function ? function(&h->call) : GY_OK;
    while (h->scratch) {
        h_block *b = h->scratch;
        h->scratch = b->next;
        for (int i = 0; i < H_GUARD; i++) {
            if (((unsigned char *)b->data)[b->bytes + i] != 0xC3) {
                h_die(h, "scratch of %ld bytes was written out of bounds", (long)b->bytes);
            }
        }
        free(b->data);
        free(b);
    }
    h_check(h);
    if (status < 0 && !h->error[0] && status != GY_CANCELLED) {
        h_die(h, "status %d without a word", status);
    }
    for (h_slot *s = h->slots; s && phase == 'r'; s = s->next) {
        if (s->role == H_IN) {
            h_reset_view(s);
        }
    }
    return status;
}

static void learn(harness *h, const char *symbol, int64_t n)
{
    if (symbol[0] >= '0' && symbol[0] <= '9') {
        if (strtoll(symbol, NULL, 10) != n) {
            h_die(h, "an axis of length %s has %ld", symbol, (long)n);
        }
        return;
    }
    h_fact *f = h_fact_find(h, "length", symbol, "");
    if (f && f->n != n) {
        h_die(h, "axis '%s' has two lengths, %ld and %ld", symbol, (long)f->n, (long)n);
    }
    h_fact_new(h, "length", symbol, "", f ? f->made : 1)->n = n;
}

/* Axes of one array against its declaration; "..." takes what is left. */
static void learn_axes(harness *h, const h_decl *d, const gy_array *a)
{
    int at = 0;
    for (int i = 0; i < d->naxes; i++) {
        if (!strcmp(d->axes[i], "...")) {
            int rest = a->rank - (d->naxes - 1);
            h_fact *f = h_fact_new(h, "rest", "", "", 1);
            f->rank = rest;
            f->list[0] = h_keep_ints(h, rest > 0 ? rest : 0, a->shape + at);
            at += rest;
        } else if (at < a->rank) {
            learn(h, d->axes[i], a->shape[at++]);
        } else {
            h_die(h, "'%s' has too few axes", d->name);
        }
    }
    if (at != a->rank) {
        h_die(h, "'%s' has too many axes", d->name);
    }
}

void h_symbols(harness *h)
{
    for (h_slot *s = h->slots; s; s = s->next) {
        char head[64];
        snprintf(head, sizeof head, "%.*s", (int)strcspn(s->name, ".#"), s->name);
        const h_decl *d = s->role == H_IN ? h_decl_of(h, head) : NULL;
        if (d && d->naxes >= 0) {
            learn_axes(h, d, &s->a);
        }
    }
    for (int i = 0; i < h->ndecls; i++) {
        const h_decl *d = &h->decls[i];
        if (strcmp(d->word, "param") || d->naxes != 1) {
            continue;
        }
        if (!h_fact_find(h, "param", d->name, "") && d->fallback[0]) {
            h_default_list(h, d);
        }
        h_fact *f = h_fact_find(h, "param", d->name, "");
        if (f) {
            learn(h, d->axes[0], f->n < 0 ? -f->n - 1 : 1);
        }
    }
    if (h->folds > 0) {
        learn(h, "fold", h->folds);
    }
}

int harness_resolve(harness *h)
{
    h_forget_made(h);
    h_symbols(h);
    int status = h_invoke(h, 'r', h->node->resolve);
    h->resolved = status >= 0;
    return status;
}

static int32_t declared_shape(harness *h, const h_decl *d, int64_t *shape)
{
    h_fact *own = h_fact_find(h, "shape", d->name, "");
    if (own) {
        memcpy(shape, own->list[0], (size_t)own->rank * 8);
        return own->rank;
    }
    int32_t rank = 0;
    for (int i = 0; i < d->naxes; i++) {
        const char *s = d->axes[i];
        h_fact *f =
            h_fact_find(h, strcmp(s, "...") ? "length" : "rest", strcmp(s, "...") ? s : "", "");
        if (!f && !(s[0] >= '0' && s[0] <= '9')) {
            h_die(h, "nobody said how long axis '%s' of '%s' is", s, d->name);
        }
        if (!strcmp(s, "...")) {
            memcpy(shape + rank, f->list[0], (size_t)f->rank * 8);
            rank += f->rank;
        } else {
            shape[rank++] = f ? f->n : strtoll(s, NULL, 10);
        }
    }
    return rank;
}

static h_slot *allocate_one(harness *h, const char *name, const h_decl *d, enum h_role role,
                            const h_fact *type, int is_text)
{
    uint8_t code = GY_FLOAT, bits = 64;
    int64_t shape[H_RANK];
    int32_t rank = declared_shape(h, d, shape);
    if (type) {
        code = (uint8_t)type->i[0];
        bits = (uint8_t)type->i[1];
    } else if (!h_dtype(h, d, &code, &bits) && role == H_OUT) {
        h_die(h, "nobody said the dtype of '%s'", name);
    }
    int64_t none = 0;
    h_slot *s =
        h_slot_new(h, name, role, code, bits, is_text ? 1 : rank, is_text ? &none : shape, NULL);
    if (is_text) {
        s->shape[0] = shape[0];
        s->a.layout = GY_RAGGED;
        s->a.flags = GY_TEXT;
        h_reset_view(s);
    }
    return s;
}

static void fill_mapped(harness *h, h_slot *s, const h_fact *map)
{
    FILE *f = fopen(map->text, "rb");
    if (!f || fseek(f, (long)map->n, SEEK_SET) ||
        fread(s->a.data, 1, (size_t)s->bytes, f) != (size_t)s->bytes) {
        h_die(h, "map_file: '%s' is shorter than the output", map->text);
    }
    fclose(f);
}

void h_allocate(harness *h, const char *word)
{
    static const char *const words[] = {"in", "out", "state", "stat", "temp", "carry"};
    for (int i = 0; i < h->ndecls; i++) {
        const h_decl *d = &h->decls[i];
        if (strcmp(d->word, word)) {
            continue;
        }
        int role = 0;
        while (strcmp(words[role], word)) {
            role++;
        }
        if (h_fact_find(h, "unwanted", d->name, "")) {
            continue;
        }
        if (!strcmp(d->type, "table")) {
            for (h_fact *f = h->facts; f; f = f->next) {
                if (!strcmp(f->kind, "column") && !strcmp(f->a, d->name)) {
                    char name[200];
                    snprintf(name, sizeof name, "%s.%s", d->name, f->b);
                    allocate_one(h, name, d, H_OUT, f, f->i[2] & GY_TEXT);
                }
            }
            continue;
        }
        if (!strcmp(d->type, "model")) {
            continue;
        }
        h_slot *s = allocate_one(h, d->name, d, (enum h_role)role,
                                 h_fact_find(h, "dtype", d->name, ""), !strcmp(d->type, "text"));
        h_fact *map = h_fact_find(h, "map", d->name, "");
        if (map) {
            fill_mapped(h, s, map);
        }
    }
}

int h_resolved(harness *h)
{
    return h->resolved ? GY_OK : harness_resolve(h);
}

int harness_run(harness *h)
{
    int status = h_resolved(h);
    if (status < 0) {
        return status;
    }
    h_allocate(h, "out");
    h->call.pass = 0;
    h->call.fold = -1;
    h->call.folds = 0;
    return h_invoke(h, 'R', h->node->run);
}

/* Inputs whose first axis is `symbol` show rows lo .. hi - 1. */
void h_show_rows(harness *h, const char *symbol, int64_t lo, int64_t hi)
{
    for (h_slot *s = h->slots; s; s = s->next) {
        char head[64];
        snprintf(head, sizeof head, "%.*s", (int)strcspn(s->name, ".#"), s->name);
        const h_decl *d = s->role == H_IN || s->role == H_OUT ? h_decl_of(h, head) : NULL;
        if (!d || d->naxes < 1 || strcmp(d->axes[0], symbol)) {
            continue;
        }
        h_reset_view(s);
        s->vshape[0] = hi - lo;
        s->view.first = s->a.first + lo;
        s->view.rows = s->a.rows ? s->a.rows + lo : NULL;
        if (s->a.layout == GY_DENSE && s->a.data) {
            s->view.data = (unsigned char *)s->a.data + lo * s->stride[0] * (s->a.bits / 8);
            s->view.valid =
                s->a.valid ? s->a.valid + lo * h_count(s->a.rank - 1, s->shape + 1) : NULL;
        } else if (s->a.data) {
            s->view.offsets = s->a.offsets + lo;
        }
    }
}

int harness_run_block(harness *h, int64_t lo, int64_t hi)
{
    int status = h_resolved(h);
    if (status < 0) {
        return status;
    }
    const h_decl *d = h_statement(h, "out", NULL);
    if (!h->carried) {
        h_allocate(h, "carry");
        h_allocate(h, "out");
        h->carried = 1;
    }
    h_show_rows(h, d->axes[0], lo, hi);
    status = h_invoke(h, 'R', h->node->run);
    h_show_rows(h, d->axes[0], 0, h_fact_find(h, "length", d->axes[0], "")->n);
    return status;
}

/* SPDX-License-Identifier: MIT
 *
 * harness_fit.c: add over blocks, merge, solve, pass by pass.
 */
#include "harness_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Own merge of all cells that `fold` trains on, kept behind the blocks' copies. */
static int merge_cells(harness *h, int64_t fold)
{
    int started = 0, status = GY_OK;
    for (int64_t b = 0; b < h->blocks && status >= 0; b++) {
        if (fold >= 0 && h->fold_of && h->fold_of[b] == fold) {
            continue;
        }
        for (h_slot *s = h->slots; s; s = s->next) {
            if (s->role == H_STAT && !strncmp(s->name, "b:", 2)) {
                h_slot *own = h_find(h, s->name + 2);
                memcpy(s->a.data, own->cells + b * s->bytes, (size_t)s->bytes);
                if (!started) {
                    memcpy(own->a.data, s->a.data, (size_t)s->bytes);
                }
            }
        }
        status = started ? h_invoke(h, 'm', h->node->merge) : GY_OK;
        started = 1;
    }
    for (h_slot *s = h->slots; s; s = s->next) {
        if (s->cells) {
            memcpy(s->cells + (h->blocks + 1 + fold) * s->bytes, s->a.data, (size_t)s->bytes);
        }
    }
    return status;
}

static void prepare_stats(harness *h)
{
    h_allocate(h, "stat");
    for (int i = 0; i < h->ndecls; i++) {
        h_slot *s = strcmp(h->decls[i].word, "stat") ? NULL : h_find(h, h->decls[i].name);
        if (s) {
            s->cells = calloc((size_t)(h->blocks + 2 + h->folds), (size_t)s->bytes + 1);
            char other[100];
            snprintf(other, sizeof other, "b:%s", s->name);
            h_slot_new(h, other, H_STAT, s->a.code, s->a.bits, s->a.rank, s->shape, NULL);
        }
    }
}

static int one_pass(harness *h)
{
    int status = GY_OK;
    for (int64_t b = 0; b < h->blocks && h->node->add; b++) {
        h_show_rows(h, "row", h->edges[b], h->edges[b + 1]);
        for (h_slot *s = h->slots; s; s = s->next) {
            if (s->role == H_STAT) {
                memset(s->a.data, 0, (size_t)s->bytes);
            }
        }
        h->call.fold = h->fold_of ? h->fold_of[b] : -1;
        status = h_invoke(h, 'a', h->node->add);
        if (status < 0) {
            return status;
        }
        for (h_slot *s = h->slots; s; s = s->next) {
            if (s->cells) {
                memcpy(s->cells + b * s->bytes, s->a.data, (size_t)s->bytes);
            }
        }
    }
    for (int64_t k = -1; k < h->folds && h->node->merge && status >= 0; k++) {
        status = merge_cells(h, k);
    }
    h_show_rows(h, "row", h->edges[0], h->edges[h->blocks]);
    h->call.fold = -1;
    return status < 0 ? status : h_invoke(h, 's', h->node->solve);
}

int harness_fit(harness *h, int64_t blocks, const int64_t *edges, const int64_t *fold_of)
{
    int status = h_resolved(h);
    if (status < 0) {
        return status;
    }
    h->blocks = blocks;
    h->edges = edges;
    h->fold_of = fold_of;
    h->call.folds = fold_of ? h->folds : 0;
    prepare_stats(h);
    h_allocate(h, "state");
    h_allocate(h, "temp");
    if (!h_statement(h, "state", NULL)) {
        h_allocate(h, "out");
    }
    h->call.pass = 0;
    while ((status = one_pass(h)) == GY_AGAIN && h->call.pass < 100000) {
        h->call.pass++;
    }
    h_fact *row = h_fact_find(h, "length", "row", "");
    if (row) {
        h_show_rows(h, "row", 0, row->n);
    }
    h->call.pass = 0;
    return status;
}

int harness_fit_all(harness *h)
{
    int status = h_resolved(h);
    if (status < 0) {
        return status;
    }
    h_fact *row = h_fact_find(h, "length", "row", "");
    int64_t edges[2] = {0, row ? row->n : 0};
    return harness_fit(h, 1, edges, NULL);
}

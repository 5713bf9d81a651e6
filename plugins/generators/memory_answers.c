/* SPDX-License-Identifier: MIT
 *
 * memory_answers.c: the spikes that a plan shows, and those that must come out.
 */
#include "memory_operations.h"

#include <string.h>

typedef struct writing {
    mo_plan *p;
    mo_count *n;
    const mo_out *out;
    int64_t operation;
} writing;

/* A spike of cue or bit `k`, `times` in a row. */
static void show(writing *w, int content, int64_t k, double at, int times)
{
    int64_t *n = content ? &w->n->content_spikes : &w->n->cue_spikes;
    for (int i = 0; i < times; i++, (*n)++) {
        double *to = w->out ? (content ? w->out->contents : w->out->cues) + 2 * *n : NULL;
        if (to) {
            to[0] = (double)k;
            to[1] = at + i * w->p->show;
        }
    }
}

/* An answer of cue or bit `k`, `shows` after the latency. */
static void answer(writing *w, int content, int64_t k, int shows)
{
    const mo_operation *o = &w->p->operation[w->operation];
    int64_t at = w->n->answers++;
    if (w->out) {
        w->out->operation[at] = w->operation;
        w->out->neuron[at] = content ? w->p->cues + k : k;
        w->out->time[at] = (o->time + w->p->latency + shows * w->p->show) / 1000;
    }
}

static void learn(writing *w, mo_operation *o, char *known)
{
    int old = 0;
    show(w, 0, o->cue, o->time, 3);
    answer(w, 0, o->cue, 0);
    answer(w, 0, o->cue, 2);
    for (int64_t k = 0; k < w->p->contents; k++) {
        old |= known[k];
        if (o->bits[k]) {
            show(w, 1, k, o->time, 3);
            answer(w, 1, k, 0);
            answer(w, 1, k, 2);
        } else if (known[k]) { /* recalled once more, and so forgotten */
            answer(w, 1, k, 1);
        }
    }
    o->kind = old ? MO_RELEARN : MO_LEARN;
    memcpy(known, o->bits, (size_t)w->p->contents);
}

static void by_cue(writing *w, const mo_operation *o, const char *known)
{
    show(w, 0, o->cue, o->time, 1);
    answer(w, 0, o->cue, 0);
    for (int64_t k = 0; k < w->p->contents; k++) {
        if (known[k]) {
            answer(w, 1, k, 1);
        }
    }
}

static void by_content(writing *w, const mo_operation *o)
{
    const mo_plan *p = w->p;
    for (int64_t k = 0; k < p->contents; k++) {
        if (o->bits[k]) {
            show(w, 1, k, o->time, 1);
            answer(w, 1, k, 0);
        }
    }
    for (int64_t i = 0; i < p->cues; i++) {
        int any = 0;
        for (int64_t k = 0; k < p->contents; k++) {
            any |= o->bits[k] & p->memory[i * p->contents + k];
        }
        if (any) {
            answer(w, 0, i, 1);
        }
    }
}

void mo_answer(mo_plan *p, mo_count *n, const mo_out *out)
{
    writing w = {p, n, out, 0};
    memset(p->memory, 0, (size_t)(p->cues * p->contents));
    *n = (mo_count){0, 0, 0};
    for (w.operation = 0; w.operation < p->n; w.operation++) {
        mo_operation *o = &p->operation[w.operation];
        if (o->kind == MO_BY_CONTENT) {
            by_content(&w, o);
        } else if (o->kind == MO_BY_CUE) {
            by_cue(&w, o, p->memory + o->cue * p->contents);
        } else {
            learn(&w, o, p->memory + o->cue * p->contents);
        }
    }
}

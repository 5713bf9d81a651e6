/* build_inst.h: small worlds of instances made by hand, each row carrying the source rows it reads
 * as a bit mask: the slow reference of the tests of flow and purge. At most 64 source rows. */
#ifndef GY_TESTS_RUN_BUILD_INST_H
#define GY_TESTS_RUN_BUILD_INST_H

#include "../value/bitmaps.h"
#include "run/inst.h"

#define WORLD_INSTS 16

typedef struct world {
    GPtrArray *insts;  /* of gy_inst */
    GPtrArray *memory; /* all arrays */
    GPtrArray *domains;
    uint64_t mask[WORLD_INSTS][MAX_ROWS]; /* source rows that row r of output 0 reads */
    gy_domain *source[2];                 /* source s has its first row at bit 32 * s */
    uint64_t random;
} world;

static inline void *world_new(world *w, gsize bytes)
{
    void *p = g_malloc0(bytes);
    g_ptr_array_add(w->memory, p);
    return p;
}

static inline void world_init(world *w, uint64_t random)
{
    memset(w, 0, sizeof *w);
    w->insts = g_ptr_array_new();
    w->memory = g_ptr_array_new_with_free_func(g_free);
    w->domains = g_ptr_array_new_with_free_func((GDestroyNotify)gy_domain_unref);
    w->random = random;
}

static inline void world_clear(world *w)
{
    for (guint i = 0; i < w->insts->len; i++) {
        gy_inst *inst = w->insts->pdata[i];
        gy_rows_clear(&inst->train);
        gy_rows_clear(&inst->given);
        gy_rows_clear(&inst->held);
        gy_rows_clear(&inst->test);
        g_array_unref(inst->ties);
        g_array_unref(inst->symbols);
    }
    g_ptr_array_unref(w->insts);
    g_ptr_array_unref(w->domains);
    g_ptr_array_unref(w->memory);
}

/* A domain of n rows with random segments. */
static inline gy_domain *world_domain(world *w, int64_t n)
{
    gy_domain *d = gy_domain_new("time", n);
    int64_t first[MAX_ROWS], k = draw_segments(&w->random, n, first);
    cr_assert(gy_domain_set_segments(d, k, first, NULL));
    g_ptr_array_add(w->domains, d);
    return d;
}

/* An instance with n_in row ports and one output on d (NULL: none). Returns its number. */
static inline unsigned world_inst(world *w, const char *name, unsigned n_in, gy_domain *d)
{
    gy_inst *inst = world_new(w, sizeof *inst);
    gy_gnode *node = world_new(w, sizeof *node);
    gy_sig *sig = world_new(w, sizeof *sig);
    sig->n_in = n_in;
    sig->in = world_new(w, sizeof(gy_sig_port) * (n_in + 1));
    inst->in = world_new(w, sizeof(gy_inport) * (n_in + 1));
    for (unsigned i = 0; i < n_in; i++) {
        sig->in[i].name = "x";
        sig->in[i].type.n_axes = 1;
        sig->in[i].type.axes[0].symbol = "row";
        inst->in[i].port = &sig->in[i];
    }
    node->name = (char *)(uintptr_t)name;
    node->sig = sig;
    inst->node = node;
    inst->env.fold = inst->env.inner = GY_OUTSIDE;
    inst->ties = g_array_new(FALSE, TRUE, sizeof(gy_tie));
    inst->symbols = g_array_new(FALSE, TRUE, sizeof(gy_symbol));
    inst->n_outs = d ? 1 : 0;
    inst->outs = world_new(w, sizeof(gy_out));
    if (d) {
        inst->outs[0].rank = 1;
        inst->outs[0].domains[0] = d;
        inst->outs[0].shape[0] = d->n;
    }
    g_ptr_array_add(w->insts, inst);
    return w->insts->len - 1;
}

static inline gy_inst *world_at(const world *w, unsigned i)
{
    return w->insts->pdata[i];
}

static inline gy_domain *world_rows(const world *w, unsigned i)
{
    return world_at(w, i)->outs[0].domains[0];
}

/* Source number s (bits from 32 * s), read whole or as the subset d of it. */
static inline unsigned world_source(world *w, int s, gy_domain *d)
{
    unsigned at = world_inst(w, "source", 0, d);
    g_autofree int64_t *rows = gy_domain_rows_in(d, w->source[s]);
    for (int64_t r = 0; r < d->n; r++) {
        w->mask[at][r] = UINT64_C(1) << (32 * s + rows[r]);
    }
    return at;
}

/* Feeds port `in` of instance `to` from `from`, in the rows of d: its own or a subset of them. */
static inline void world_feed(world *w, unsigned to, unsigned in, unsigned from, gy_domain *d)
{
    gy_inst *inst = world_at(w, to), *source = world_at(w, from);
    static const gy_link link = {.text = (char *)(uintptr_t) "@source"};
    gy_feed *f = world_new(w, sizeof *f);
    *f = (gy_feed){.from = source, .out = &source->outs[0], .link = &link, .rank = 1};
    f->shape[0] = d->n;
    f->domains[0] = d;
    if (d != source->outs[0].domains[0]) {
        f->index = gy_domain_rows_in(d, source->outs[0].domains[0]);
        g_ptr_array_add(w->memory, f->index);
    }
    inst->in[in].n = 1;
    inst->in[in].feeds = f;
    if (inst->symbols->len == 0) {
        gy_symbol s = {.name = "row", .axis_name = "row", .domain = d, .n = d->n};
        g_array_append_val(inst->symbols, s);
    }
}

/* Does output row o read input row i? Straight from the definitions of value/reach.h. */
static inline gboolean slow_reads(const gy_reach *r, int64_t o, int64_t i)
{
    if (r->kind == GY_REACH_ALL || r->kind == GY_REACH_NONE) {
        return r->kind == GY_REACH_ALL;
    }
    if (r->kind == GY_REACH_TABLE) {
        for (int64_t k = r->offset[o]; k < r->offset[o + 1]; k++) {
            if (i >= r->span[k].lo && i < r->span[k].hi) {
                return TRUE;
            }
        }
        return FALSE;
    }
    int64_t c = r->index ? r->index[o] : o;
    if (r->kind == GY_REACH_ROW) {
        return c == i;
    }
    gboolean same = slow_segment(&r->segments, c) == slow_segment(&r->segments, i);
    gboolean window = i >= c - r->before && i <= c + r->after;
    return same && (r->kind == GY_REACH_SEGMENT || (r->kind == GY_REACH_PAST && i <= c) ||
                    (r->kind == GY_REACH_WINDOW && window));
}

/* Ties output 0 of `to` to its port `in` and adds what its rows read to their masks. */
static inline void world_tie(world *w, unsigned to, unsigned in, const gy_reach *reach)
{
    gy_inst *inst = world_at(w, to);
    const gy_feed *f = &inst->in[in].feeds[0];
    unsigned from = 0;
    while (world_at(w, from) != f->from) {
        from++;
    }
    for (int64_t o = 0; o < reach->n_out; o++) {
        for (int64_t i = 0; i < reach->n_in; i++) {
            if (slow_reads(reach, o, i)) {
                w->mask[to][o] |= w->mask[from][f->index ? f->index[i] : i];
            }
        }
    }
    gy_tie t = {.in = in, .reach = *reach};
    g_array_append_val(inst->ties, t);
}

/* A reach of the rows of `out` into the rows of `in`: a centred one where out is in or a subset of
 * it, a table or all where not. */
static inline gy_reach world_reach(world *w, const gy_domain *out, const gy_domain *in)
{
    gy_reach r = {.n_out = out->n, .n_in = in->n, .segments = {in->n, in->n_segments, in->first}};
    g_autofree int64_t *index = gy_domain_rows_in(out, in);
    if (index && draw_between(&w->random, 0, 9) < 9) {
        r.kind = (gy_reach_kind)draw_between(&w->random, GY_REACH_ROW, GY_REACH_SEGMENT);
        r.before = draw_between(&w->random, -1, 3);
        r.after = draw_between(&w->random, MAX(-1, -r.before), 2);
        if (out != in) {
            r.index = g_memdup2(index, sizeof(int64_t) * (gsize)out->n);
            g_ptr_array_add(w->memory, (gpointer)r.index);
        }
        return r;
    }
    r.kind = draw_between(&w->random, 0, 9) ? GY_REACH_TABLE : GY_REACH_ALL;
    int64_t *offset = world_new(w, sizeof(int64_t) * (gsize)(out->n + 1));
    gy_span *span = world_new(w, sizeof(gy_span) * (gsize)(out->n * 2));
    for (int64_t o = 0, n = 0; o < out->n; o++, offset[o] = n) {
        for (int64_t lo = draw_between(&w->random, 0, 9), k = 0; lo < in->n && k < 2; k++) {
            int64_t width = draw_between(&w->random, 1, 3), hi = MIN(in->n, lo + width);
            span[n++] = (gy_span){lo, hi};
            lo = hi + draw_between(&w->random, 1, 6);
        }
        offset[o + 1] = n;
    }
    r.offset = offset;
    r.span = span;
    return r;
}

/* A random subset of d, never empty. */
static inline gy_domain *world_subset(world *w, gy_domain *d)
{
    int64_t index[MAX_ROWS], n = 0;
    for (int64_t r = 0; r < d->n; r++) {
        if (r == d->n - 1 || draw_between(&w->random, 0, 3) > 0) {
            index[n++] = r;
        }
    }
    gy_domain *s = gy_domain_subset(d, "some", n, index, NULL);
    cr_assert_not_null(s);
    g_ptr_array_add(w->domains, s);
    return s;
}

/* Adds a node on random inputs; made: it may make a domain of its own by a table. */
static inline void world_grow(world *w, gboolean made)
{
    unsigned n = w->insts->len;
    unsigned a = (unsigned)draw_between(&w->random, 0, n - 1), b = a;
    gy_domain *in = world_rows(w, a), *out = in;
    int64_t kind = draw_between(&w->random, 0, made ? 3 : 2);
    out = kind == 1   ? world_subset(w, in)
          : kind == 3 ? world_domain(w, draw_between(&w->random, 2, 12))
                      : in;
    for (unsigned i = 0; i < n; i++) {
        g_autofree int64_t *fits = gy_domain_rows_in(in, world_rows(w, i));
        b = fits && draw_between(&w->random, 0, 1) ? i : b;
    }
    unsigned at = world_inst(w, "node", 2, out);
    unsigned from[2] = {a, b};
    for (unsigned i = 0; i < 2; i++) {
        world_feed(w, at, i, from[i], in);
        gy_reach r = world_reach(w, out, in);
        cr_assert(gy_reach_check(&r, r.offset ? r.offset[r.n_out] : 0, NULL));
        world_tie(w, at, i, &r);
    }
}

/* Two or three sources on two domains, then 1 to 4 nodes. */
static inline void world_random(world *w, uint64_t random, gboolean made)
{
    world_init(w, random);
    for (int s = 0; s < 2; s++) {
        w->source[s] = world_domain(w, draw_between(&w->random, 6, 30));
        world_source(w, s, w->source[s]);
    }
    world_source(w, 0, world_subset(w, w->source[0]));
    for (int64_t k = draw_between(&w->random, 1, 4); k > 0; k--) {
        world_grow(w, made);
    }
}

#endif

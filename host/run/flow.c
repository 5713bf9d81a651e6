#include "run/flow.h"

#include <string.h>

#include "run/resolve.h"

static void clear_seen(gpointer p)
{
    gy_seen *s = p;
    gy_domain_unref(s->source);
    gy_rows_clear(&s->rows);
}

void gy_sources_init(gy_sources *s)
{
    s->seen = g_array_new(FALSE, TRUE, sizeof(gy_seen));
    g_array_set_clear_func(s->seen, clear_seen);
}

void gy_sources_clear(gy_sources *s)
{
    g_clear_pointer(&s->seen, g_array_unref);
}

static void join(gy_rows *into, const gy_rows *more)
{
    gy_rows both = gy_rows_union(into, more);
    gy_rows_clear(into);
    *into = both;
}

void gy_sources_add(gy_sources *s, gy_domain *source, const gy_rows *rows)
{
    for (guint i = 0; i < s->seen->len; i++) {
        gy_seen *e = &g_array_index(s->seen, gy_seen, i);
        if (e->source == source) {
            join(&e->rows, rows);
            return;
        }
    }
    gy_seen e = {gy_domain_ref(source), gy_rows_copy(rows)};
    g_array_append_val(s->seen, e);
}

void gy_sources_join(gy_sources *s, const gy_sources *more)
{
    for (guint i = 0; i < more->seen->len; i++) {
        const gy_seen *e = &g_array_index(more->seen, gy_seen, i);
        gy_sources_add(s, e->source, &e->rows);
    }
}

const gy_rows *gy_sources_get(const gy_sources *s, const gy_domain *source)
{
    for (guint i = 0; i < s->seen->len; i++) {
        const gy_seen *e = &g_array_index(s->seen, gy_seen, i);
        if (e->source == source) {
            return &e->rows;
        }
    }
    return NULL;
}

gy_domain *gy_sources_meet(const gy_sources *a, const gy_sources *b, gy_rows *out_common)
{
    for (guint i = 0; i < a->seen->len; i++) {
        gy_seen *e = &g_array_index(a->seen, gy_seen, i);
        const gy_rows *other = gy_sources_get(b, e->source);
        if (other && gy_rows_intersects(&e->rows, other)) {
            *out_common = gy_rows_intersect(&e->rows, other);
            return e->source;
        }
    }
    return NULL;
}

static void free_sets(gpointer p)
{
    gy_rows *sets = p;
    for (unsigned i = 0; sets[i].n >= 0; i++) {
        gy_rows_clear(&sets[i]);
    }
    g_free(sets);
}

void gy_flow_init(gy_flow *f, GPtrArray *insts)
{
    f->insts = insts;
    f->at = g_hash_table_new_full(NULL, NULL, NULL, free_sets);
    for (guint i = 0; i < insts->len; i++) {
        gy_inst *inst = insts->pdata[i];
        gy_rows *sets = g_new0(gy_rows, inst->n_outs + 1);
        sets[inst->n_outs].n = -1; /* end */
        g_hash_table_insert(f->at, inst, sets);
    }
}

void gy_flow_clear(gy_flow *f)
{
    g_clear_pointer(&f->at, g_hash_table_unref);
}

gy_rows *gy_flow_at(const gy_flow *f, const gy_inst *inst, unsigned out)
{
    gy_rows *sets = g_hash_table_lookup(f->at, inst);
    return sets ? &sets[out] : NULL;
}

static unsigned out_number(const gy_feed *feed)
{
    return (unsigned)(feed->out - feed->from->outs);
}

void gy_flow_add_feed(gy_flow *f, const gy_feed *feed, const gy_rows *rows)
{
    gy_rows *to = gy_flow_at(f, feed->from, out_number(feed));
    if (!to || feed->is_model) {
        return;
    }
    if (!feed->index) {
        join(to, rows);
        return;
    }
    g_autofree int64_t *at = gy_rows_to_indices(rows);
    int64_t n = gy_rows_count(rows), k = 0;
    for (int64_t i = 0; i < n; i++) {
        if (at[i] < feed->shape[0]) {
            at[k++] = feed->index[at[i]];
        }
    }
    g_auto(gy_rows) mapped = gy_rows_from_indices(at, k);
    join(to, &mapped);
}

gy_rows gy_flow_through_feed(const gy_flow *f, const gy_feed *feed)
{
    const gy_rows *from = gy_flow_at(f, feed->from, out_number(feed));
    if (!from || feed->is_model) {
        return gy_rows_empty();
    }
    if (!feed->index) {
        return gy_rows_copy(from);
    }
    gy_rows_builder b = {0};
    for (int64_t i = 0; i < feed->shape[0]; i++) {
        if (gy_rows_contains(from, feed->index[i])) {
            gy_rows_builder_add(&b, i, i + 1);
        }
    }
    return gy_rows_builder_end(&b);
}

static gboolean has_ties(const gy_inst *inst, unsigned out)
{
    for (guint i = 0; inst->ties && i < inst->ties->len; i++) {
        if (g_array_index(inst->ties, gy_tie, i).out == out) {
            return TRUE;
        }
    }
    return FALSE;
}

static void to_source(const gy_out *o, const gy_rows *rows, gy_sources *sources)
{
    if (o->rank == 0 || !o->domains[0] || rows->n == 0) {
        return;
    }
    gy_domain *root = (gy_domain *)(uintptr_t)gy_domain_root(o->domains[0]);
    g_auto(gy_rows) in_root = {0};
    if (gy_rows_by_identity(root, o->domains[0], rows, &in_root)) {
        gy_sources_add(sources, root, &in_root);
    }
}

void gy_flow_back(gy_flow *f, gy_sources *sources)
{
    for (guint i = f->insts->len; i-- > 0;) {
        gy_inst *inst = f->insts->pdata[i];
        for (unsigned o = 0; o < inst->n_outs; o++) {
            const gy_rows *rows = gy_flow_at(f, inst, o);
            if (rows->n == 0) {
                continue;
            }
            if (!has_ties(inst, o)) {
                to_source(&inst->outs[o], rows, sources);
            }
            for (guint k = 0; inst->ties && k < inst->ties->len; k++) {
                const gy_tie *t = &g_array_index(inst->ties, gy_tie, k);
                if (t->out != o) {
                    continue;
                }
                g_auto(gy_rows) read = gy_reach_preimage(&t->reach, rows);
                for (unsigned j = 0; j < inst->in[t->in].n; j++) {
                    gy_flow_add_feed(f, &inst->in[t->in].feeds[j], &read);
                }
            }
        }
    }
}

static gy_rows forward_one(gy_flow *f, const gy_inst *inst, unsigned o, const gy_sources *sources)
{
    const gy_out *out = &inst->outs[o];
    gy_rows all = gy_rows_empty();
    if (!has_ties(inst, o)) {
        const gy_rows *of = out->rank > 0 && out->domains[0]
                                ? gy_sources_get(sources, gy_domain_root(out->domains[0]))
                                : NULL;
        if (of) {
            (void)gy_rows_by_identity(out->domains[0], gy_domain_root(out->domains[0]), of, &all);
        }
        return all;
    }
    for (guint k = 0; k < inst->ties->len; k++) {
        const gy_tie *t = &g_array_index(inst->ties, gy_tie, k);
        for (unsigned j = 0; t->out == o && j < inst->in[t->in].n; j++) {
            g_auto(gy_rows) in = gy_flow_through_feed(f, &inst->in[t->in].feeds[j]);
            g_auto(gy_rows) image = gy_reach_image(&t->reach, &in);
            join(&all, &image);
        }
    }
    return all;
}

void gy_flow_forward(gy_flow *f, const gy_sources *sources)
{
    for (guint i = 0; i < f->insts->len; i++) {
        gy_inst *inst = f->insts->pdata[i];
        for (unsigned o = 0; o < inst->n_outs; o++) {
            gy_rows *at = gy_flow_at(f, inst, o);
            gy_rows_clear(at);
            *at = forward_one(f, inst, o, sources);
        }
    }
}

gboolean gy_rows_by_identity(const gy_domain *d, const gy_domain *of, const gy_rows *rows,
                             gy_rows *out)
{
    if (d == of) {
        *out = gy_rows_copy(rows);
        return TRUE;
    }
    const gy_domain *root = gy_domain_root(d);
    if (root != gy_domain_root(of)) {
        return FALSE;
    }
    g_autofree int64_t *rd = gy_domain_rows_in(d, root);
    g_autofree int64_t *ro = gy_domain_rows_in(of, root);
    g_autofree int64_t *at = gy_rows_to_indices(rows);
    int64_t n = gy_rows_count(rows);
    for (int64_t i = 0; i < n; i++) {
        at[i] = ro[at[i]];
    }
    g_auto(gy_rows) in_root = gy_rows_from_indices(at, n);
    gy_rows_builder b = {0};
    for (int64_t i = 0; i < d->n; i++) {
        if (gy_rows_contains(&in_root, rd[i])) {
            gy_rows_builder_add(&b, i, i + 1);
        }
    }
    *out = gy_rows_builder_end(&b);
    return TRUE;
}

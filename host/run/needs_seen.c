/* needs_seen.c: the leak rule across files. */
#include <string.h>

#include "core/error.h"
#include "run/env.h"
#include "run/needs.h"
#include "run/origin.h"
#include "run/purge.h"
#include "run/split.h"

/* A source of this run or of a file it needs. */
typedef struct gy_root {
    const gy_domain *domain;
    const gy_inst *maker;
    GPtrArray *origin;
} gy_root;

static void clear_root(gpointer p)
{
    g_ptr_array_unref(((gy_root *)p)->origin);
}

static void add_root(gy_runtime *rt, GArray *roots, const gy_inst *inst, const gy_domain *d)
{
    for (guint i = 0; i < roots->len; i++) {
        if (g_array_index(roots, gy_root, i).domain == d) {
            return;
        }
    }
    gy_root r = {d, inst, gy_origin_of(inst->rt ? inst->rt : rt, d)};
    g_array_append_val(roots, r);
}

static gboolean is_tied(const gy_inst *inst, unsigned out)
{
    for (guint k = 0; inst->ties && k < inst->ties->len; k++) {
        if (g_array_index(inst->ties, gy_tie, k).out == out) {
            return TRUE;
        }
    }
    return FALSE;
}

/* All roots that the instances make, in their order. */
static GArray *roots_of(gy_runtime *rt, GPtrArray *insts)
{
    GArray *roots = g_array_new(FALSE, TRUE, sizeof(gy_root));
    g_array_set_clear_func(roots, clear_root);
    for (guint i = 0; i < insts->len; i++) {
        const gy_inst *inst = insts->pdata[i];
        for (unsigned o = 0; o < inst->n_outs; o++) {
            const gy_out *out = &inst->outs[o];
            if (out->rank > 0 && out->domains[0] && !is_tied(inst, o)) {
                add_root(rt, roots, inst, gy_domain_root(out->domains[0]));
            }
        }
    }
    return roots;
}

void gy_needs_spread(gy_runtime *rt, GPtrArray *insts, gy_sources *scored)
{
    if (!rt->needs) {
        return;
    }
    g_autoptr(GArray) roots = roots_of(rt, insts);
    for (guint i = 0; i < roots->len; i++) {
        const gy_root *a = &g_array_index(roots, gy_root, i);
        const gy_rows *rows = gy_sources_get(scored, a->domain);
        g_auto(gy_rows) mine = rows ? gy_rows_copy(rows) : gy_rows_empty();
        for (guint k = 0; mine.n > 0 && k < roots->len; k++) {
            const gy_root *b = &g_array_index(roots, gy_root, k);
            gy_kin kin = a->maker->rt == b->maker->rt
                             ? GY_KIN_NONE
                             : gy_origin_compare(a->origin, a->domain->n, b->origin, b->domain->n);
            g_auto(gy_rows) all = gy_rows_range(0, b->domain->n);
            if (kin != GY_KIN_NONE) {
                gy_sources_add(scored, (gy_domain *)(uintptr_t)b->domain,
                               kin == GY_KIN_SAME ? &mine : &all);
            }
        }
    }
}

/* Everything upstream of an instance; of a score over folds also what its folds have read. */
static void add_upstream(GHashTable *set, const gy_inst *inst)
{
    if (!g_hash_table_add(set, (gpointer)(uintptr_t)inst)) {
        return;
    }
    for (guint i = 0; inst->parts && i < inst->parts->len; i++) {
        add_upstream(set, inst->parts->pdata[i]);
    }
    for (unsigned i = 0; inst->in && i < inst->node->sig->n_in; i++) {
        for (unsigned k = 0; k < inst->in[i].n; k++) {
            add_upstream(set, inst->in[i].feeds[k].from);
        }
    }
}

/* What an instance of another file has seen: a fit its rows; a score all that is above it. */
static void seen_by(GPtrArray *insts, const gy_inst *inst, gy_sources *seen)
{
    if (inst->fits) {
        gy_seen_by(insts, inst, FALSE, seen);
        return;
    }
    g_autoptr(GHashTable) upstream = g_hash_table_new(NULL, NULL);
    GHashTableIter it;
    gpointer at;
    add_upstream(upstream, inst);
    g_hash_table_iter_init(&it, upstream);
    while (g_hash_table_iter_next(&it, &at, NULL)) {
        const gy_inst *above = at;
        for (unsigned o = 0; o < above->n_outs; o++) {
            gy_domain *d = above->outs[o].rank > 0 ? above->outs[o].domains[0] : NULL;
            gy_domain *root = (gy_domain *)(uintptr_t)gy_domain_root(d);
            g_auto(gy_rows) all = gy_rows_range(0, root ? root->n : 0);
            if (root && !is_tied(above, o)) {
                gy_sources_add(seen, root, &all);
            }
        }
    }
}

/* One edge from this file into another, read by an instance of this file. */
typedef struct gy_border {
    gy_runtime *rt;
    GPtrArray *insts;
    const gy_inst *reader;
    const gy_feed *feed;
    const char *port;
    int fold;
    const gy_sources *scored;
} gy_border;

static gboolean is_allowed(const gy_border *b)
{
    gboolean allowed = b->reader->node->allow && strstr(b->reader->node->allow, "pretrained");
    for (guint i = 0; i < b->rt->graph->splits->len; i++) {
        const char *allow = g_array_index(b->rt->graph->splits, gy_gsplit, i).allow;
        allowed |= allow && strstr(allow, "pretrained");
    }
    return allowed;
}

/* The node that makes a source. */
static const char *source_name(GPtrArray *insts, const gy_domain *source)
{
    for (guint i = 0; i < insts->len; i++) {
        const gy_inst *inst = insts->pdata[i];
        for (unsigned o = 0; o < inst->n_outs; o++) {
            const gy_domain *d = inst->outs[o].rank > 0 ? inst->outs[o].domains[0] : NULL;
            if (d && gy_domain_root(d) == source && !is_tied(inst, o)) {
                return inst->node->name;
            }
        }
    }
    return source->name;
}

static gboolean overlap(const gy_border *b, const gy_inst *made, const gy_domain *source,
                        const gy_rows *common, GError **error)
{
    const gy_graph *other = made->rt->graph;
    g_autofree char *rows = gy_rows_format(common, 4);
    g_autofree char *fold = b->fold < 0 ? g_strdup("") : g_strdup_printf(" of fold %d", b->fold);
    g_autofree char *what = g_strdup_printf(
        "[%s] %s = %s: '%s' of %s has seen rows %s of '%s', which scored rows%s read",
        b->reader->node->name, b->port, b->feed->link->text, made->node->name, other->file, rows,
        source_name(b->insts, source), fold);
    if (!is_allowed(b)) {
        g_autofree char *text = g_strconcat(what, " (allow = pretrained, if that is meant)", NULL);
        gy_runtime_tell(b->rt, b->feed->link->line, text);
        g_set_error(error, GY_ERROR, GY_ERR_LEAK, "%s", text);
        return FALSE;
    }
    g_autofree char *once = g_strdup_printf("in-sample %s %s %s", b->reader->node->name,
                                            b->feed->link->text, made->node->name);
    if (g_hash_table_add(b->rt->told, g_steal_pointer(&once))) {
        gy_runtime_warn(b->rt, b->feed->link->line, what, ": the score is in-sample");
    }
    return TRUE;
}

static gboolean check_border(const gy_border *b, GError **error)
{
    g_autoptr(GHashTable) upstream = g_hash_table_new(NULL, NULL);
    add_upstream(upstream, b->feed->from);
    for (guint i = 0; i < b->insts->len; i++) {
        const gy_inst *made = b->insts->pdata[i];
        gboolean scores = made->node->metric && (made->parts || !made->node->split);
        if (!g_hash_table_contains(upstream, made) || !(made->fits || scores)) {
            continue;
        }
        g_auto(gy_sources) seen = {0};
        g_auto(gy_rows) common = {0};
        gy_sources_init(&seen);
        seen_by(b->insts, made, &seen);
        const gy_domain *source = gy_sources_meet(b->scored, &seen, &common);
        if (source && !overlap(b, made, source, &common, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean is_scored(const gy_runtime *rt, const gy_inst *m, int fold)
{
    return m->rt == rt && m->node->metric && !m->parts &&
           (fold < 0 ? !m->node->split : m->node->split && m->env.fold == fold);
}

gboolean gy_needs_clean(gy_runtime *rt, GPtrArray *insts, int fold, const gy_sources *scored,
                        GError **error)
{
    g_autoptr(GHashTable) upstream = g_hash_table_new(NULL, NULL);
    for (guint i = 0; rt->needs && i < insts->len; i++) {
        if (is_scored(rt, insts->pdata[i], fold)) {
            add_upstream(upstream, insts->pdata[i]);
        }
    }
    for (guint i = 0; i < insts->len; i++) {
        const gy_inst *inst = insts->pdata[i];
        gboolean mine = inst->rt == rt && g_hash_table_contains(upstream, inst);
        for (unsigned p = 0; mine && inst->in && p < inst->node->sig->n_in; p++) {
            for (unsigned k = 0; k < inst->in[p].n; k++) {
                const gy_feed *feed = &inst->in[p].feeds[k];
                gy_border b = {rt, insts, inst, feed, inst->in[p].port->name, fold, scored};
                if (feed->from->rt != rt && !check_border(&b, error)) {
                    return FALSE;
                }
            }
        }
    }
    return TRUE;
}

gboolean gy_needs_clean_outside(gy_runtime *rt, const gy_env *env, GError **error)
{
    if (!rt->needs) {
        return TRUE;
    }
    g_autoptr(GPtrArray) insts = gy_split_insts(rt, env);
    g_auto(gy_sources) scored = {0};
    gy_sources_init(&scored);
    for (guint i = 0; i < insts->len; i++) {
        const gy_inst *m = insts->pdata[i];
        if (is_scored(rt, m, -1)) {
            gy_purge_read(insts, m, &scored);
        }
    }
    gy_needs_spread(rt, insts, &scored);
    if (gy_needs_clean(rt, insts, -1, &scored, error)) {
        return TRUE;
    }
    for (guint i = 0; error && *error && i < insts->len; i++) {
        gy_inst *m = insts->pdata[i];
        if (is_scored(rt, m, -1) && !m->failed) {
            m->failed = g_error_copy(*error);
        }
    }
    return FALSE;
}

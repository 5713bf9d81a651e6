#include "run/probe.h"

#include <string.h>

#include "run/env.h"
#include "run/purge.h"
#include "run/split.h"
#include "run/tune.h"
#include "sugar.h"
#include "value/buffer.h"

void gy_probe_fit(gy_runtime *rt, const gy_inst *inst)
{
    if (rt->probe && rt->probe->on_fit) {
        gy_env outside = inst->env;
        outside.fold = GY_OUTSIDE;
        g_autofree char *where = gy_env_text(rt->graph, &outside);
        rt->probe->on_fit(rt->probe->data, inst->node->name, where, inst->env.fold, inst->state);
    }
}

gy_value *gy_probe_feed(gy_runtime *rt, const gy_inport *in, const gy_feed *feed, gy_value *v)
{
    return v && rt->probe && rt->probe->on_feed ? rt->probe->on_feed(rt->probe->data, in, feed, v)
                                                : v;
}

void gy_probe_memory(gy_runtime *rt, const gy_inst *inst, gy_value *v)
{
    if (v && rt->probe && rt->probe->on_memory) {
        rt->probe->on_memory(rt->probe->data, inst, v);
    }
}

void gy_probe_done(gy_runtime *rt, gy_inst *inst)
{
    if (rt->probe && rt->probe->on_done) {
        rt->probe->on_done(rt->probe->data, rt, inst);
    }
}

static gboolean is_source(const gy_inst *inst)
{
    return inst->ties->len == 0 && !inst->parts && !inst->fits && !inst->node->metric;
}

void gy_probe_plan(gy_runtime *rt, const gy_env *env)
{
    gy_env fold = *env;
    fold.fold = rt->probe->fold;
    fold.candidate = gy_tune_chosen(rt, &fold);
    gy_tune_seen(rt, &fold, rt->probed);
    g_autoptr(GPtrArray) insts = gy_split_insts(rt, &fold);
    for (guint i = 0; i < insts->len; i++) {
        const gy_inst *inst = insts->pdata[i];
        if (inst->fits && inst->env.fold == fold.fold) {
            gy_seen_by(insts, inst, FALSE, rt->probed);
        }
    }
}

static char *key_of(const gy_inst *inst, unsigned o)
{
    g_autofree char *where = gy_env_key(inst->number, &inst->env);
    return g_strdup_printf("%s/%u", where, o);
}

static void free_rows(gpointer p)
{
    gy_rows_clear(p);
    g_free(p);
}

GHashTable *gy_probe_rows(const gy_runtime *rt)
{
    GHashTable *table = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_rows);
    for (guint i = 0; i < rt->order->len; i++) {
        const gy_inst *inst = rt->order->pdata[i];
        for (unsigned o = 0; is_source(inst) && o < inst->n_outs; o++) {
            const gy_out *out = &inst->outs[o];
            const gy_domain *root =
                out->rank > 0 && out->domains[0] ? gy_domain_root(out->domains[0]) : NULL;
            const gy_rows *seen = root ? gy_sources_get(rt->probed, root) : NULL;
            g_auto(gy_rows) here = gy_rows_empty();
            if (seen && gy_rows_by_identity(out->domains[0], root, seen, &here) && here.n > 0) {
                gy_rows *kept = g_new0(gy_rows, 1);
                *kept = gy_rows_copy(&here);
                g_hash_table_replace(table, key_of(inst, o), kept);
            }
        }
    }
    return table;
}

/* How the nodes that read output o (a column of it) use it. */
typedef enum gy_use { GY_USE_VALUES, GY_USE_LABELS, GY_USE_STRUCTURE } gy_use;

static gy_use used_as(const gy_runtime *rt, const gy_inst *inst, unsigned o, const char *column)
{
    gy_use use = GY_USE_VALUES;
    for (guint i = 0; rt->graph && i < rt->graph->nodes->len; i++) {
        const gy_gnode *n = gy_graph_node(rt->graph, (int)i);
        for (unsigned p = 0; p < n->sig->n_in; p++) {
            const gy_sig_port *port = &n->sig->in[p];
            for (guint k = 0; k < n->in[p]->len; k++) {
                const gy_link *l = &g_array_index(n->in[p], gy_link, k);
                if (l->node != inst->number || l->out != o ||
                    (l->word && g_strcmp0(l->word, column) != 0)) {
                    continue;
                }
                gboolean label =
                    port->type.form == GY_FORM_ARRAY && port->type.dtype == GY_DTYPE_LABEL;
                use = MAX(use, label ? GY_USE_LABELS : port->now ? GY_USE_STRUCTURE : use);
            }
        }
    }
    return use;
}

static double number_at(const gy_value *v, int64_t k)
{
    return v->view.code == GY_FLOAT || v->view.bits == 8
               ? gy_value_number(v, k)
               : (double)((const int64_t *)v->view.data)[k];
}

static void put_at(gy_value *v, int64_t k, double x)
{
    if (v->view.bits == 8) {
        ((uint8_t *)v->view.data)[k] = (uint8_t)x;
    } else if (v->view.code != GY_FLOAT) {
        ((int64_t *)v->view.data)[k] = (int64_t)x;
    } else if (v->view.bits == 64) {
        ((double *)v->view.data)[k] = x;
    } else {
        ((float *)v->view.data)[k] = (float)x;
    }
}

/* Numbers that would show in any sum. */
static double huge(int64_t k)
{
    return (k % 2 ? 1e30 : -1e30) * (1.0 + (double)(k % 97));
}

/* Another label that there is: the next one, by row, that differs; was: values before. */
static double other(const double *was, int64_t n, int64_t k)
{
    int64_t at = k;
    do {
        at = (at + 1) % n;
    } while (at != k && was[at] == was[k]);
    return was[at];
}

static void overwrite(gy_value *v, const gy_rows *rows, gboolean labels)
{
    int64_t inner = v->view.rank > 1 ? gy_size_from(&v->view, 1) : 1;
    int64_t n = v->shape[0] * inner;
    g_autofree double *was = g_new(double, (gsize)MAX(n, 1));
    for (int64_t k = 0; labels && k < n; k++) {
        was[k] = number_at(v, k);
    }
    for (int64_t i = 0; i < rows->n; i++) {
        for (int64_t k = rows->span[i].lo * inner; k < rows->span[i].hi * inner; k++) {
            put_at(v, k, labels ? other(was, n, k) : huge(k));
        }
    }
}

/* Values become huge numbers, labels other labels, bytes (patterns, pictures) other bytes that
 * there are; what rows are made from stays. */
static void overwrite_all(const gy_runtime *rt, const gy_inst *inst, unsigned o, const char *column,
                          gy_value *v, const gy_rows *rows)
{
    for (guint i = 0; v->payload == GY_PAYLOAD_TABLE && i < v->columns->len; i++) {
        overwrite_all(rt, inst, o, v->names->pdata[i], v->columns->pdata[i], rows);
    }
    gboolean mine = v->bytes && !v->bytes->mapped && v->payload == GY_PAYLOAD_ARRAY &&
                    v->view.layout == GY_DENSE && v->view.rank > 0;
    gy_use use = mine ? used_as(rt, inst, o, column) : GY_USE_STRUCTURE;
    gboolean whole = mine && v->view.code == GY_INT && v->view.bits == 64;
    if (use == GY_USE_LABELS && (v->view.code == GY_FLOAT || whole)) {
        overwrite(v, rows, TRUE);
    } else if (use == GY_USE_VALUES && v->view.code == GY_UINT && v->view.bits == 8) {
        overwrite(v, rows, TRUE);
    } else if (use == GY_USE_VALUES && v->view.code == GY_FLOAT) {
        overwrite(v, rows, FALSE);
    }
}

void gy_probe_source(gy_runtime *rt, gy_inst *inst)
{
    for (unsigned o = 0; rt->poison && is_source(inst) && o < inst->n_outs; o++) {
        gy_out *out = &inst->outs[o];
        g_autofree char *key = key_of(inst, o);
        const gy_rows *here = g_hash_table_lookup(rt->poison, key);
        if (!here || !out->value) {
            continue;
        }
        g_auto(gy_rows) all = gy_rows_range(0, out->shape[0]);
        g_auto(gy_rows) first = gy_rows_range(here->span[0].lo, here->span[0].lo + 1);
        g_auto(gy_rows) outside = gy_rows_subtract(&all, here);
        overwrite_all(rt, inst, o, NULL, out->value, rt->probe->inside ? &first : &outside);
    }
}

#include "run/probe.h"

#include "run/env.h"
#include "run/purge.h"
#include "run/split.h"
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
    if (!rt->probe || rt->probe->fold < 0) {
        return;
    }
    gy_env fold = *env;
    fold.fold = rt->probe->fold;
    g_autoptr(GPtrArray) insts = gy_split_insts(rt, &fold);
    for (guint i = 0; i < insts->len; i++) {
        const gy_inst *inst = insts->pdata[i];
        if (inst->fits && inst->env.fold == fold.fold) {
            gy_seen_by(insts, inst, FALSE, rt->probed);
        }
    }
    for (guint i = 0; i < insts->len; i++) {
        gy_inst *inst = insts->pdata[i];
        if (inst->rt == rt && inst->done && is_source(inst)) {
            gy_probe_source(rt, inst);
        }
    }
}

/* Rows of a float array become numbers that would show in any sum. */
static void overwrite(gy_value *v, const gy_rows *rows)
{
    int64_t inner = v->view.rank > 1 ? gy_size_from(&v->view, 1) : 1;
    for (int64_t i = 0; i < rows->n; i++) {
        for (int64_t r = rows->span[i].lo; r < rows->span[i].hi; r++) {
            for (int64_t k = r * inner; k < (r + 1) * inner; k++) {
                double x = (k % 2 ? 1e30 : -1e30) * (1.0 + (double)(k % 97));
                if (v->view.bits == 64) {
                    ((double *)v->view.data)[k] = x;
                } else {
                    ((float *)v->view.data)[k] = (float)x;
                }
            }
        }
    }
}

static void overwrite_all(gy_value *v, const gy_rows *rows)
{
    for (guint i = 0; v->payload == GY_PAYLOAD_TABLE && i < v->columns->len; i++) {
        overwrite_all(v->columns->pdata[i], rows);
    }
    gboolean mine = v->bytes && !v->bytes->mapped;
    if (v->payload == GY_PAYLOAD_ARRAY && v->view.layout == GY_DENSE && v->view.code == GY_FLOAT &&
        v->view.rank > 0 && mine) {
        overwrite(v, rows);
    }
}

void gy_probe_source(gy_runtime *rt, gy_inst *inst)
{
    if (!rt->probe || rt->probe->fold < 0 || !rt->probed->seen->len || !is_source(inst)) {
        return;
    }
    for (unsigned o = 0; o < inst->n_outs; o++) {
        gy_out *out = &inst->outs[o];
        const gy_domain *root =
            out->rank > 0 && out->domains[0] ? gy_domain_root(out->domains[0]) : NULL;
        const gy_rows *seen = root ? gy_sources_get(rt->probed, root) : NULL;
        if (!seen || !out->value || seen->n == 0) {
            continue;
        }
        g_auto(gy_rows) here = gy_rows_empty();
        if (!gy_rows_by_identity(out->domains[0], root, seen, &here)) {
            continue;
        }
        g_auto(gy_rows) all = gy_rows_range(0, out->shape[0]);
        g_auto(gy_rows) first = gy_rows_range(here.span[0].lo, here.span[0].lo + 1);
        g_auto(gy_rows) outside = gy_rows_subtract(&all, &here);
        overwrite_all(out->value, rt->probe->inside ? &first : &outside);
    }
}

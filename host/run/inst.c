/* inst.c: instances come and go. Declared in plan.h. */
#include "run/plan.h"

#include "run/pooling.h"
#include "run/resolve.h"

static void clear_tie(gpointer p)
{
    gy_tie *t = p;
    g_free(t->offset);
    g_free(t->span);
    g_free(t->index);
}

static void clear_column(gpointer p)
{
    gy_column_desc *c = p;
    g_free(c->name);
    g_free(c->unit);
}

static void clear_out(gy_out *o)
{
    for (int i = 0; i < GY_RANK_MAX; i++) {
        gy_domain_unref(o->domains[i]);
    }
    for (guint i = 0; o->columns && i < o->columns->len; i++) {
        clear_column(&g_array_index(o->columns, gy_column_desc, i));
    }
    g_clear_pointer(&o->columns, g_array_unref);
    g_clear_pointer(&o->attributes, g_hash_table_unref);
    gy_value_unref(o->levels);
    gy_value_unref(o->value);
    g_free(o->map_path);
}

static void clear_inport(gy_inport *in)
{
    for (unsigned k = 0; k < in->n; k++) {
        gy_feed *f = &in->feeds[k];
        gy_value_unref(f->word);
        gy_value_unref(f->own_levels);
        g_free(f->column);
        g_free(f->index);
        g_free(f->columns);
    }
    g_free(in->feeds);
    gy_value_unref(in->levels);
}

void gy_inst_free(gpointer p)
{
    gy_inst *inst = p;
    for (unsigned i = 0; inst->in && i < inst->node->sig->n_in; i++) {
        clear_inport(&inst->in[i]);
    }
    for (unsigned i = 0; i < inst->n_outs; i++) {
        clear_out(&inst->outs[i]);
    }
    g_clear_pointer(&inst->symbols, g_array_unref);
    g_clear_pointer(&inst->ties, g_array_unref);
    gy_params_free(inst);
    g_free(inst->within_first);
    g_clear_pointer(&inst->kept, g_ptr_array_unref);
    g_free(inst->in);
    g_free(inst->outs);
    g_ptr_array_unref(inst->files);
    gy_rows_clear(&inst->train);
    gy_rows_clear(&inst->test);
    gy_rows_clear(&inst->given);
    gy_rows_clear(&inst->held);
    gy_state_unref(inst->state);
    g_free(inst->key);
    g_clear_error(&inst->failed);
    g_clear_pointer(&inst->parts, g_ptr_array_unref);
    g_clear_pointer(&inst->cases, g_array_unref);
    gy_pooling_free(inst->pooling);
    g_free(inst);
}

gy_inst *gy_inst_new(gy_runtime *rt, int node, const gy_env *at, const gy_env *env)
{
    gy_inst *inst = g_new0(gy_inst, 1);
    inst->rt = rt;
    inst->node = gy_graph_node(rt->graph, node);
    inst->number = node;
    inst->env = *at;
    inst->case_env = *env;
    inst->files = g_ptr_array_new_with_free_func(g_free);
    inst->ties = g_array_new(FALSE, TRUE, sizeof(gy_tie));
    g_array_set_clear_func(inst->ties, clear_tie);
    inst->n_rest = -1;
    inst->random_case = at->draw > 0 ? at->draw : 0;
    for (int i = 0; i < GY_LOOPS_MAX; i++) {
        /* FNV-1a over the loop values: an address, not an order */
        uint64_t mixed =
            ((uint64_t)inst->random_case ^ (uint64_t)(at->each[i] + 1)) * 1099511628211u;
        inst->random_case = (int64_t)(mixed >> 1);
    }
    return inst;
}

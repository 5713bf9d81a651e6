#include "run/gather.h"

#include <string.h>

#include "run/env.h"

static const gy_foreach *loop_at(const gy_runtime *rt, guint i)
{
    return &g_array_index(rt->graph->foreachs, gy_foreach, i);
}

/* Whether a case of the file is one of the instance's: same place in the loops that it is inside.
 */
static gboolean is_mine(const gy_runtime *rt, const gy_inst *inst, const gy_env *at)
{
    for (guint i = 0; i < rt->graph->foreachs->len; i++) {
        if ((inst->node->loops & (1u << i)) && at->each[i] != inst->env.each[i]) {
            return FALSE;
        }
    }
    return TRUE;
}

GArray *gy_gather_cases(const gy_runtime *rt, const gy_inst *inst)
{
    GArray *cases = g_array_new(FALSE, FALSE, sizeof(gy_env));
    gy_env at;
    for (gboolean more = gy_env_first(rt->graph, &at); more; more = gy_env_next(rt->graph, &at)) {
        gy_env mine = inst->case_env;
        gboolean known = !is_mine(rt, inst, &at);
        for (guint i = 0; i < rt->graph->foreachs->len; i++) {
            if (inst->node->gathers & (1u << i)) {
                mine.each[i] = at.each[i];
            }
        }
        for (guint k = 0; k < cases->len; k++) { /* a loop that does not matter goes on */
            known |= memcmp(&g_array_index(cases, gy_env, k), &mine, sizeof mine) == 0;
        }
        if (!known) {
            g_array_append_val(cases, mine);
        }
    }
    return cases;
}

/* The gathered loop that a parameter names, -1. */
static int loop_of(const gy_runtime *rt, const gy_inst *inst, const char *key)
{
    const gy_sig_param *p = inst->cases ? gy_sig_param_find(inst->node->sig, key) : NULL;
    const char *name = p ? inst->params[p->index].text : NULL;
    for (guint i = 0; name && i < rt->graph->foreachs->len; i++) {
        if ((inst->node->gathers & (1u << i)) && strcmp(loop_at(rt, i)->name, name) == 0) {
            return (int)i;
        }
    }
    return -1;
}

const char *gy_gather_item(const gy_runtime *rt, const gy_inst *inst, const char *key, int64_t i)
{
    const gy_sig_port *port = gy_sig_port_find(inst->node->sig, key);
    if (port && port->role == GY_ROLE_IN) {
        const gy_inport *in = &inst->in[port->index];
        return i >= 0 && i < in->n ? in->feeds[i].link->text : NULL;
    }
    int loop = loop_of(rt, inst, key);
    if (loop < 0 || i < 0 || inst->cases->len == 0) {
        return NULL;
    }
    const gy_env *at = &g_array_index(inst->cases, gy_env, (guint)(i % inst->cases->len));
    return loop_at(rt, (guint)loop)->values[at->each[loop]];
}

int64_t gy_gather_count(const gy_runtime *rt, const gy_inst *inst, const char *key)
{
    return loop_of(rt, inst, key) >= 0 ? (int64_t)inst->cases->len : -1;
}

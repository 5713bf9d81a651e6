/* build_pool.c: `pool = LOOP`, as far as the texts tell. */
#include <string.h>

#include "graph/build.h"
#include "graph/keyfile_vars.h"

static guint loop_bit(const gy_graph *g, const char *name)
{
    for (guint i = 0; i < g->foreachs->len; i++) {
        if (strcmp(g_array_index(g->foreachs, gy_foreach, i).name, name) == 0) {
            return 1u << i;
        }
    }
    return 0;
}

/* One model has one value of every parameter. */
static void check_params(gy_build *b, const gy_gnode *n)
{
    for (unsigned p = 0; p < n->sig->n_params; p++) {
        g_auto(GStrv) vars = gy_text_vars(n->params[p].text ? n->params[p].text : "");
        if (g_strv_contains((const char *const *)vars, n->pool)) {
            gy_build_error(b, n->params[p].line,
                           "[%s] %s differs between the cases of [foreach %s], of which pool = %s "
                           "makes one model",
                           n->name, n->sig->params[p].name, n->pool, n->pool);
        }
    }
}

void gy_build_pools(gy_build *b)
{
    for (guint i = 0; i < b->g->nodes->len; i++) {
        const gy_gnode *n = gy_graph_node(b->g, (int)i);
        guint bit = n->pool && n->copy == 0 ? loop_bit(b->g, n->pool) : 0;
        if (!bit) { /* no such loop: told when the key was read */
            continue;
        }
        if (!n->fit && strcmp(n->sig->kind, "module") != 0) {
            gy_build_error(b, n->pool_line,
                           "[%s] pool belongs to nodes that are fitted, and %s is none", n->name,
                           n->sig->id);
        } else if (!(n->loops & bit)) {
            gy_build_error(b, n->pool_line,
                           "[%s] pool = %s changes nothing: nothing that it reads is inside "
                           "[foreach %s]",
                           n->name, n->pool, n->pool);
        } else {
            check_params(b, n);
        }
    }
}

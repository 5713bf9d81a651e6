/* tune_facts.c: what is told about the choices of [tune] when the run is over. */
#include "run/env.h"
#include "run/tune.h"

static void add_fact(const gy_runtime *rt, const gy_choice *c, gy_outcome *out)
{
    const gy_graph *g = rt->graph;
    const gy_gnode *score = gy_graph_node(g, g->tune_score);
    const gy_sig_port *port = &score->sig->out[g->tune_out];
    gy_tune_fact *f = g_new0(gy_tune_fact, 1);
    gy_env outside = c->env;
    outside.fold = GY_OUTSIDE;
    f->score = g_strdup_printf("%s.%s", score->name, port->name);
    f->run_case = gy_env_text(g, &outside);
    f->fold = c->env.fold;
    f->n = (guint)gy_tune_count(g);
    f->chosen = (guint)c->candidate;
    f->names = g_new0(char *, f->n + 1);
    f->inner = g_memdup2(c->score, f->n * sizeof(double));
    f->n_rows = c->n_rows;
    f->low = port->best == GY_BEST_LOW;
    for (guint i = 0; i < f->n; i++) {
        f->names[i] = gy_tune_name(g, (int32_t)i);
    }
    for (guint i = 0; i < g->tunes->len; i++) {
        f->at_edge |= gy_tune_is_edge(g, c->candidate, i);
    }
    g_ptr_array_add(out->tunes, f);
}

/* The edge of a grid says something only where the score does. */
static gboolean tells(const gy_graph *g, const gy_choice *c)
{
    const gy_sig_port *port = &gy_graph_node(g, g->tune_score)->sig->out[g->tune_out];
    double nothing = port->has_chance ? port->chance : 0;
    return port->best == GY_BEST_LOW || c->score[c->candidate] > nothing;
}

void gy_tune_collect(gy_runtime *rt, gy_outcome *out)
{
    const gy_graph *g = rt->graph;
    for (guint i = 0; i < rt->choices->len; i++) {
        const gy_choice *c = rt->choices->pdata[i];
        if (!c->failed && c->env.draw <= 0) {
            add_fact(rt, c, out);
        }
    }
    for (guint i = 0; i < g->tunes->len; i++) {
        const gy_gtune *t = &g_array_index(g->tunes, gy_gtune, i);
        const gy_gnode *n = gy_graph_node(g, t->node);
        guint edges = 0, all = 0;
        for (guint k = 0; k < rt->choices->len; k++) {
            const gy_choice *c = rt->choices->pdata[k];
            gboolean counts = !c->failed && c->env.draw <= 0 && tells(g, c);
            all += counts ? 1 : 0;
            edges += counts && gy_tune_is_edge(g, c->candidate, i) ? 1 : 0;
        }
        if (edges > 0) {
            gy_problems_warn(rt->problems, g->file, t->line,
                             "[tune] %s.%s: %u of %u choices are at the edge of its grid; a wider "
                             "one may score better",
                             n->group, n->sig->params[t->param].name, edges, all);
        }
    }
}

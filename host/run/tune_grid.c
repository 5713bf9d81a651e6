/* tune_grid.c: the candidates of [tune] as numbers: mixed radix over its lines, the last fastest.
 */
#include "graph/param.h"
#include "run/tune.h"
#include <math.h>

static const gy_gtune *line_of(const gy_graph *g, guint i)
{
    return &g_array_index(g->tunes, gy_gtune, i);
}

static int32_t length(const gy_gtune *t)
{
    return (int32_t)g_strv_length(t->candidates);
}

int32_t gy_tune_count(const gy_graph *g)
{
    int32_t n = g->tunes->len > 0 ? 1 : 0;
    for (guint i = 0; i < g->tunes->len; i++) {
        n *= length(line_of(g, i));
    }
    return n;
}

/* Which text of line i a candidate takes. */
static int32_t digit(const gy_graph *g, int32_t candidate, guint i)
{
    for (guint k = g->tunes->len - 1; k > i; k--) {
        candidate /= length(line_of(g, k));
    }
    return candidate % length(line_of(g, i));
}

const char *gy_tune_text(const gy_graph *g, int32_t candidate, int node, unsigned param)
{
    for (guint i = 0; candidate >= 0 && i < g->tunes->len; i++) {
        const gy_gtune *t = line_of(g, i);
        int copies = (int)gy_graph_node(g, t->node)->n_copies;
        if (node >= t->node && node < t->node + copies && t->param == param) {
            return t->candidates[digit(g, candidate, i)];
        }
    }
    return NULL;
}

char *gy_tune_name(const gy_graph *g, int32_t candidate)
{
    GString *s = g_string_new(NULL);
    for (guint i = 0; i < g->tunes->len; i++) {
        const gy_gtune *t = line_of(g, i);
        const gy_gnode *n = gy_graph_node(g, t->node);
        g_string_append_printf(s, "%s%s.%s = %s", i > 0 ? "; " : "", n->group,
                               n->sig->params[t->param].name,
                               t->candidates[digit(g, candidate, i)]);
    }
    return g_string_free(s, FALSE);
}

/* A candidate as a number, units converted; FALSE for words. */
static gboolean number(const gy_sig_param *p, const char *text, double *out)
{
    g_auto(gy_literal) l = {0};
    gboolean good = p->base != GY_BASE_BOOL && gy_param_read(p, text, &l, NULL) && l.n_numbers == 1;
    *out = good ? l.numbers[0] : 0;
    return good;
}

gboolean gy_tune_is_edge(const gy_graph *g, int32_t candidate, guint i)
{
    const gy_gtune *t = line_of(g, i);
    const gy_sig_param *p = &gy_graph_node(g, t->node)->sig->params[t->param];
    double mine = 0, low = INFINITY, high = -INFINITY;
    if (length(t) < 3 || !number(p, t->candidates[digit(g, candidate, i)], &mine)) {
        return FALSE;
    }
    for (int c = 0; t->candidates[c]; c++) {
        double x = 0;
        if (!number(p, t->candidates[c], &x)) {
            return FALSE;
        }
        low = MIN(low, x);
        high = MAX(high, x);
    }
    return mine <= low || mine >= high;
}

gboolean gy_tune_better(const gy_graph *g, double a, double b)
{
    const gy_gnode *n = gy_graph_node(g, g->tune_score);
    gboolean low = n->sig->out[g->tune_out].best == GY_BEST_LOW;
    return !isnan(a) && (isnan(b) || (low ? a < b : a > b));
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "embed/summary.h"

#include <math.h>
#include <string.h>

#include "sugar.h"

static double mean_of(const gy_value *v)
{
    double sum = 0;
    int64_t n = 0;
    for (int64_t k = 0; k < gy_size_from(&v->view, 0); k++) {
        double x = gy_value_number(v, k);
        sum += isnan(x) ? 0 : x;
        n += isnan(x) ? 0 : 1;
    }
    return n > 0 ? sum / (double)n : (double)NAN;
}

static gboolean is_number(const gy_value *v)
{
    return v && v->payload == GY_PAYLOAD_ARRAY && v->view.layout == GY_DENSE &&
           v->view.code == GY_FLOAT;
}

/* The folds' values of a score that is one number per fold. */
static void put_folds(const gy_outcome *o, const gy_result *r, const char *port, GString *to)
{
    guint n = 0;
    for (guint i = 0; i < o->scores->len; i++) {
        const gy_score *s = &g_array_index(o->scores, gy_score, i);
        gboolean mine = strcmp(s->node, r->node->name) == 0 && strcmp(s->port, port) == 0 &&
                        g_str_has_prefix(s->run_case, r->run_case) &&
                        strstr(s->run_case, "fold=") != NULL;
        if (mine && n++ < 20) {
            g_string_append_printf(to, "%s%.6f", n == 1 ? "  folds " : " ", s->value);
        }
    }
}

void gy_summary(const gy_graph *g, const gy_outcome *o, gboolean chance, GString *to)
{
    (void)g;
    if (chance) {
        g_string_append(to, "fit targets are permuted: these are chance scores\n");
    }
    for (guint i = 0; i < o->chances->len; i++) {
        const gy_chance_fact *f = o->chances->pdata[i];
        double sum = 0, most = -INFINITY;
        for (guint k = 0; k < f->draws->len; k++) {
            double x = g_array_index(f->draws, double, k);
            sum += x;
            most = MAX(most, x);
        }
        g_string_append_printf(
            to,
            "chance of %s%s%s%s: observed %.6f, %u draws of mean %.6f and "
            "maximum %.6f, p = %.4g (smallest possible %.4g)\n",
            f->node, *f->run_case ? " (" : "", f->run_case, *f->run_case ? ")" : "", f->observed,
            f->draws->len, sum / MAX(f->draws->len, 1u), most, f->p, 1.0 / (f->draws->len + 1.0));
    }
    for (guint i = 0; i < o->results->len; i++) {
        const gy_result *r = o->results->pdata[i];
        for (unsigned k = 0; k < r->n_outs && k < r->node->sig->n_out; k++) {
            if (!is_number(r->values[k])) {
                continue;
            }
            int64_t n = gy_size_from(&r->values[k]->view, 0);
            g_string_append_printf(to, "%s.%s%s%s%s mean %.6f", r->node->name,
                                   r->node->sig->out[k].name, *r->run_case ? " (" : "", r->run_case,
                                   *r->run_case ? ")" : "", mean_of(r->values[k]));
            if (n == 1) {
                put_folds(o, r, r->node->sig->out[k].name, to);
            } else {
                g_string_append_printf(to, "  over %" G_GINT64_FORMAT " values", n);
            }
            g_string_append_c(to, '\n');
        }
    }
}

char *gy_graph_dot(const gy_graph *g)
{
    GString *s = g_string_new("digraph gyrus {\n  rankdir=LR;\n  node [shape=box];\n");
    for (guint i = 0; i < g->nodes->len; i++) {
        const gy_gnode *n = gy_graph_node(g, (int)i);
        g_string_append_printf(s, "  \"%s\" [label=\"%s\\n%s\"%s];\n", n->name, n->name, n->sig->id,
                               n->split ? " style=filled fillcolor=\"#e8f0fe\"" : "");
        for (unsigned p = 0; p < n->sig->n_in; p++) {
            for (guint k = 0; k < n->in[p]->len; k++) {
                const gy_link *l = &g_array_index(n->in[p], gy_link, k);
                g_string_append_printf(s, "  \"%s\" -> \"%s\" [label=\"%s\"];\n",
                                       gy_graph_node(g, l->node)->name, n->name,
                                       n->sig->in[p].name);
            }
        }
    }
    g_string_append(s, "}\n");
    return g_string_free(s, FALSE);
}

/* build_limits.c: what is checked and not run by this version. When the run floor learns one of
 * these, its lines here go. */
#include <string.h>

#include "graph/build.h"

static void cannot(gy_build *b, int line, const char *what)
{
    gy_problems_add(b->g->not_run, b->kf->path, line,
                    "%s: this version checks it but cannot run it", what);
}

static void limits_of_groups(gy_build *b)
{
    const gy_graph *g = b->g;
    for (guint i = 0; i < g->needs->len; i++) {
        const gy_graph *other = g_array_index(g->needs, gy_gneed, i).graph;
        for (guint k = 0; other && k < gy_problems_n(other->not_run); k++) {
            const gy_problem *p = gy_problems_get(other->not_run, k);
            gy_problems_add(g->not_run, p->file, p->line, "%s", p->text);
        }
        for (guint k = 0; other && k < other->nodes->len; k++) {
            const gy_gnode *n = gy_graph_node(other, (int)k);
            if (n->pool) {
                gy_problems_add(g->not_run, other->file, n->pool_line,
                                "[%s] pool = %s in a file of [needs]: this version checks it but "
                                "cannot run it",
                                n->name, n->pool);
            }
        }
    }
}

static void limits_of_links(gy_build *b, const gy_gnode *n, const GArray *links)
{
    for (guint k = 0; k < links->len; k++) {
        const gy_link *l = &g_array_index(links, gy_link, k);
        const gy_gnode *from = gy_graph_node(b->g, l->node);
        g_autofree char *what = g_strdup_printf("[%s] %s", n->group, l->text);
        if (l->state >= 0 || (l->kind == GY_LINK_MODEL && !gy_sig_is_fit(from->sig))) {
            cannot(b, l->line, what);
        }
    }
}

/* One model of all cases, where each case draws or chooses for itself. */
static void limits_of_pool(gy_build *b, int i, const gy_gnode *n)
{
    const gy_graph *g = b->g;
    gboolean chosen = g->tune_score >= 0 && (n->tuned || gy_build_reads(g, g->tune_score, i));
    const char *with = strcmp(n->sig->kind, "module") == 0 ? "of a module"
                       : n->drawn                          ? "downstream of what [chance] permutes"
                       : chosen                            ? "upstream of the score of [tune]"
                       : n->within                         ? "together with within"
                       : g_strcmp0(n->missing, "drop-columns") == 0
                           ? "together with missing = drop-columns"
                           : NULL;
    g_autofree char *what = g_strdup_printf("[%s] pool = %s %s", n->group, n->pool, with);
    if (with) {
        cannot(b, n->pool_line, what);
    }
}

static void limits_of_node(gy_build *b, const gy_gnode *n)
{
    static const char *const kinds[] = {"module", "loss", "trainer", "world", NULL};
    g_autofree char *node = g_strdup_printf("[%s] plugin = %s", n->group, n->sig->id);
    if (n->need < 0 && g_strv_contains(kinds, n->sig->kind)) {
        cannot(b, n->line, node);
    }
    for (unsigned p = 0; p < n->sig->n_in; p++) {
        limits_of_links(b, n, n->in[p]);
    }
}

void gy_build_limits(gy_build *b)
{
    limits_of_groups(b);
    for (guint i = 0; i < b->g->nodes->len; i++) {
        const gy_gnode *n = gy_graph_node(b->g, (int)i);
        if (n->copy == 0) {
            limits_of_node(b, n);
            if (n->pool) {
                limits_of_pool(b, (int)i, n);
            }
        }
    }
}

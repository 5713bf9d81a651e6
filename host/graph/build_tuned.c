/* build_tuned.c: what the candidates of [tune] reach, and whether they can be chosen among: every
 * one of them must change the score, the score must be made per fold, and the rows of the split
 * must be there before anything is chosen. */
#include <string.h>

#include "graph/build.h"

#define GY_CANDIDATES_MAX 10000 /* of all lines of [tune] crossed */

static gboolean is_tuned(const gy_graph *g, int node)
{
    for (guint i = 0; i < g->tunes->len; i++) {
        const gy_gtune *t = &g_array_index(g->tunes, gy_gtune, i);
        if (node >= t->node && node < t->node + (int)gy_graph_node(g, t->node)->n_copies) {
            return TRUE;
        }
    }
    return FALSE;
}

gboolean gy_build_tuned_to(const gy_graph *g, int i, int param, const char *const *values)
{
    for (guint k = 0; k < g->tunes->len; k++) {
        const gy_gtune *t = &g_array_index(g->tunes, gy_gtune, k);
        const gy_gnode *first = gy_graph_node(g, t->node);
        gboolean mine = i >= t->node && i < t->node + (int)first->n_copies;
        for (int c = 0; mine && (int)t->param == param && t->candidates[c]; c++) {
            if (g_strv_contains(values, t->candidates[c])) {
                return TRUE;
            }
        }
    }
    return FALSE;
}

/* A score over all folds is a score over all choices: what reads it is no longer of one. */
static void mark(const gy_graph *g)
{
    for (guint i = 0; i < g->nodes->len; i++) {
        gy_gnode *n = gy_graph_node(g, (int)i);
        n->tuned = is_tuned(g, (int)i);
        for (unsigned p = 0; p < n->sig->n_in; p++) {
            for (guint k = 0; k < n->in[p]->len; k++) {
                const gy_gnode *from = gy_graph_node(g, g_array_index(n->in[p], gy_link, k).node);
                n->tuned |= from->tuned && !(from->metric && from->split);
            }
        }
    }
}

gboolean gy_build_reads(const gy_graph *g, int score, int node)
{
    g_autofree gboolean *down = g_new0(gboolean, g->nodes->len);
    down[node] = TRUE;
    for (guint i = (guint)node + 1; i < g->nodes->len; i++) { /* in topological order */
        const gy_gnode *n = gy_graph_node(g, (int)i);
        for (unsigned p = 0; p < n->sig->n_in; p++) {
            for (guint k = 0; k < n->in[p]->len; k++) {
                down[i] |= down[g_array_index(n->in[p], gy_link, k).node];
            }
        }
    }
    return down[score];
}

static void check_node(gy_build *b, const gy_gtune *t)
{
    const gy_graph *g = b->g;
    const gy_gnode *n = gy_graph_node(g, t->node);
    const char *param = n->sig->params[t->param].name;
    const char *score = gy_graph_node(g, g->tune_score)->group;
    gboolean any = FALSE;
    if (n->need >= 0) {
        gy_build_error(b, t->line, "[tune] %s.%s: '%s' is of a file of [needs] and stays as it is",
                       n->group, param, n->group);
        return;
    }
    for (unsigned c = 0; c < n->n_copies; c++) {
        any |= gy_build_reads(g, g->tune_score, t->node + (int)c);
    }
    if (!any) {
        gy_build_error(b, t->line,
                       "[tune] %s.%s changes nothing: the score '%s' does not depend on it",
                       n->group, param, score);
    }
}

static void check_score(gy_build *b)
{
    const gy_graph *g = b->g;
    const gy_gnode *n = gy_graph_node(g, g->tune_score);
    int line = g_array_index(g->tunes, gy_gtune, 0).line;
    const gy_sig_port *port = &n->sig->out[g->tune_out];
    if (!n->split) {
        gy_build_error(
            b, line,
            "[tune] score = @%s is not made fold by fold, so inner folds have none; name "
            "a metric of what is fitted",
            n->group);
    }
    if (port->close == GY_CLOSE_NONE || port->type.form != GY_FORM_ARRAY) {
        gy_build_error(b, line, "[tune] score = @%s.%s cannot be averaged over inner folds",
                       n->group, port->name);
    }
}

/* What the folds are made of is there before anything can be chosen in them. */
static void check_split(gy_build *b, const gy_gsplit *s)
{
    const struct {
        const char *key;
        const gy_link *link;
        gboolean there;
    } links[] = {{"rows", &s->rows, TRUE},
                 {"groups", &s->groups, s->has_groups},
                 {"together", &s->together, s->has_together},
                 {"test", &s->test_mask, s->has_test_mask}};
    const char *blank = s->name[0] ? " " : "";
    for (size_t i = 0; i < G_N_ELEMENTS(links); i++) {
        if (links[i].there && links[i].link->node >= 0 &&
            gy_graph_node(b->g, links[i].link->node)->tuned) {
            gy_build_error(b, links[i].link->line,
                           "[split%s%s] %s = %s depends on what [tune] chooses in the folds, which "
                           "are made of it",
                           blank, s->name, links[i].key, links[i].link->text);
        }
    }
    if (strcmp(s->scheme, "predefined") == 0 && !s->inner) {
        gy_build_error(b, s->line,
                       "[tune] chooses on inner folds, and a predefined split has none for its "
                       "training rows: say inner = k-fold 5 in [split%s%s]",
                       blank, s->name);
    }
}

static void check_number(gy_build *b)
{
    double n = 1;
    for (guint i = 0; i < b->g->tunes->len; i++) {
        n *= g_strv_length(g_array_index(b->g->tunes, gy_gtune, i).candidates);
    }
    if (n > GY_CANDIDATES_MAX) {
        gy_build_error(b, g_array_index(b->g->tunes, gy_gtune, 0).line,
                       "[tune] the lines cross to %.0f candidates; there may be %d", n,
                       GY_CANDIDATES_MAX);
    }
}

void gy_build_tuned(gy_build *b)
{
    const gy_graph *g = b->g;
    if (g->tunes->len == 0) {
        return;
    }
    mark(g);
    for (guint i = 0; g->tune_score >= 0 && i < g->tunes->len; i++) {
        check_node(b, &g_array_index(g->tunes, gy_gtune, i));
    }
    for (guint i = 0; i < g->splits->len; i++) {
        check_split(b, &g_array_index(g->splits, gy_gsplit, i));
    }
    if (g->tune_score >= 0 && g->splits->len > 0) {
        check_score(b);
    }
    check_number(b);
}

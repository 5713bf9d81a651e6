/* build_order.c: circles, topological order, and which loops every node is inside. */
#include <string.h>

#include "graph/build.h"
#include "graph/keyfile_vars.h"

typedef struct gy_sorter {
    gy_build *b;
    int *mark;            /* 0 new, 1 on the path, 2 done */
    GArray *path, *order; /* int */
} gy_sorter;

static void tell_cycle(gy_sorter *s, int node)
{
    GString *names = g_string_new(NULL);
    gboolean in = FALSE;
    for (guint i = 0; i < s->path->len; i++) {
        int n = g_array_index(s->path, int, i);
        in |= n == node;
        if (in) {
            g_string_append_printf(names, "%s -> ", gy_graph_node(s->b->g, n)->name);
        }
    }
    gy_gnode *n = gy_graph_node(s->b->g, node);
    gy_build_error(s->b, n->line, "nodes that wait for each other in a circle: %s%s", names->str,
                   n->name);
    g_string_free(names, TRUE);
}

static gboolean visit(gy_sorter *s, int node);

static gboolean visit_all(gy_sorter *s, const GArray *links)
{
    gboolean good = TRUE;
    for (guint k = 0; k < links->len; k++) {
        const gy_link *l = &g_array_index(links, gy_link, k);
        good &= visit(s, l->node);
        good &= l->state < 0 || visit(s, l->state);
    }
    return good;
}

static gboolean visit(gy_sorter *s, int node)
{
    if (s->mark[node] == 2) {
        return TRUE;
    }
    if (s->mark[node] == 1) {
        tell_cycle(s, node);
        return FALSE;
    }
    s->mark[node] = 1;
    g_array_append_val(s->path, node);
    const gy_gnode *n = gy_graph_node(s->b->g, node);
    gboolean good = TRUE;
    for (unsigned i = 0; i < n->sig->n_in; i++) {
        good &= visit_all(s, n->in[i]);
    }
    good &= visit_all(s, n->phases);
    good &= visit_all(s, n->uses);
    s->mark[node] = 2;
    g_array_set_size(s->path, s->path->len - 1);
    g_array_append_val(s->order, node);
    return good;
}

gboolean gy_build_order(gy_build *b)
{
    guint n = b->g->nodes->len;
    g_autofree int *mark = g_new0(int, MAX(n, 1));
    g_autoptr(GArray) path = g_array_new(FALSE, FALSE, sizeof(int));
    g_autoptr(GArray) order = g_array_new(FALSE, FALSE, sizeof(int));
    gy_sorter s = {.b = b, .mark = mark, .path = path, .order = order};
    gboolean good = TRUE;
    for (guint i = 0; i < n; i++) {
        good &= visit(&s, (int)i);
    }
    if (good) {
        gy_build_mapped(b, order);
    }
    return good;
}

static guint loops_of(const gy_build *b, const char *text)
{
    guint loops = 0;
    g_auto(GStrv) vars = gy_text_vars(text ? text : "");
    for (guint k = 0; k < b->g->foreachs->len; k++) {
        const char *name = g_array_index(b->g->foreachs, gy_foreach, k).name;
        loops |= g_strv_contains((const char *const *)vars, name) ? 1u << k : 0;
    }
    return loops;
}

static guint loop_named(const gy_build *b, const char *name)
{
    for (guint k = 0; k < b->g->foreachs->len; k++) {
        if (strcmp(g_array_index(b->g->foreachs, gy_foreach, k).name, name) == 0) {
            return 1u << k;
        }
    }
    return 0;
}

static void tell_no_loop(gy_build *b, const gy_gnode *n, const gy_sig_param *p)
{
    g_autoptr(GPtrArray) loops = g_ptr_array_new();
    for (guint k = 0; k < b->g->foreachs->len; k++) {
        g_ptr_array_add(loops, g_array_index(b->g->foreachs, gy_foreach, k).name);
    }
    g_ptr_array_add(loops, NULL);
    const gy_given *given = &n->params[p->index];
    g_autofree char *hint = gy_build_hint(given->text, (const char *const *)loops->pdata);
    gy_build_error(b, given->line, "[%s] %s: there is no [foreach %s]%s", n->name, p->name,
                   given->text, hint);
}

/* `over = subject`, `along = layer` of a metric name a loop: it gathers the cases of it. */
static guint gathered(gy_build *b, const gy_gnode *n)
{
    static const char *const names[] = {"over", "along", NULL};
    guint loops = 0;
    for (int i = 0; names[i] && strcmp(n->sig->kind, "metric") == 0; i++) {
        const gy_sig_param *p = gy_sig_param_find(n->sig, names[i]);
        const char *text = p && p->base == GY_BASE_TEXT ? n->params[p->index].text : NULL;
        guint loop = text ? loop_named(b, text) : 0;
        if (text && !loop) {
            tell_no_loop(b, n, p);
        } else if (loop & ~n->loops) {
            gy_build_error(b, n->params[p->index].line,
                           "[%s] %s: nothing that it reads is inside [foreach %s]", n->name,
                           p->name, text);
        }
        loops |= loop;
    }
    return loops;
}

static const char *value_of(const gy_gnode *n, int param)
{
    const char *given = n->params[param].text;
    return given ? given : n->sig->params[param].default_text;
}

/* The node has state, and fit-when (if it says so) holds for its parameters. */
static gboolean is_fit(const gy_build *b, int i, const gy_gnode *n)
{
    int param = n->sig->fit_when.param;
    if (!gy_sig_is_fit(n->sig) || n->need >= 0) {
        return FALSE;
    }
    const char *value = param >= 0 ? value_of(n, param) : NULL;
    return !value || loops_of(b, value) != 0 ||
           gy_build_tuned_to(b->g, i, param, n->sig->fit_when.values) ||
           g_strv_contains((const char *const *)n->sig->fit_when.values, value);
}

static void place(gy_build *b, gy_gnode *n)
{
    const char *texts[] = {n->within, n->start, n->freeze, n->reset};
    for (unsigned i = 0; i < n->sig->n_params; i++) {
        n->loops |= loops_of(b, n->params[i].text);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        n->loops |= loops_of(b, texts[i]);
    }
    n->split = b->g->splits->len > 0 && n->fit;
    for (unsigned p = 0; p < n->sig->n_in; p++) {
        for (guint k = 0; k < n->in[p]->len; k++) {
            const gy_link *l = &g_array_index(n->in[p], gy_link, k);
            const gy_gnode *from = gy_graph_node(b->g, l->node);
            const gy_gnode *state = l->state >= 0 ? gy_graph_node(b->g, l->state) : from;
            n->loops |= from->loops | state->loops;
            n->split |= (from->split && !from->metric) || (state->split && !state->metric);
        }
    }
    n->gathers = gathered(b, n);
    n->loops &= ~n->gathers;
    if (strcmp(n->sig->kind, "writer") == 0) {
        n->split = FALSE;
    }
}

void gy_build_places(gy_build *b)
{
    for (guint i = 0; i < b->g->nodes->len; i++) {
        gy_gnode *n = gy_graph_node(b->g, (int)i);
        n->fit = is_fit(b, (int)i, n);
        n->metric = gy_sig_is_metric(n->sig) && n->need < 0;
        place(b, n);
    }
}

#include "graph/build.h"

#include <string.h>

#include "core/error.h"

static const char *const host_groups[] = {"pipeline", "vars",   "needs", "split", "foreach",
                                          "tune",     "chance", "check", NULL};

gboolean gy_group_is_host(const char *base)
{
    return g_strv_contains(host_groups, base);
}

void gy_build_error(gy_build *b, int line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    /* a key without a line was given on the command line */
    gy_problems_add(b->problems, b->kf->path, line, "%s%s", line > 0 ? "" : "--set: ", text);
}

void gy_build_warn(gy_build *b, int line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    gy_problems_addv(b->problems, GY_SEVERITY_WARNING, b->kf->path, line, format, args);
    va_end(args);
}

char *gy_build_hint(const char *name, const char *const *names)
{
    const char *near = gy_nearest(name, names);
    return near ? g_strdup_printf("; did you mean '%s'?", near) : g_strdup("");
}

void gy_link_clear(gpointer p)
{
    gy_link *l = p;
    g_clear_pointer(&l->word, g_free);
    g_clear_pointer(&l->text, g_free);
}

static GArray *list_of(guint size, GDestroyNotify clear)
{
    GArray *a = g_array_new(FALSE, TRUE, size);
    g_array_set_clear_func(a, clear);
    return a;
}

gy_gnode *gy_gnode_new(const char *name, int line, const gy_sig *sig)
{
    gy_gnode *n = g_new0(gy_gnode, 1);
    n->name = g_strdup(name);
    n->group = g_strdup(name);
    n->n_copies = 1;
    n->need = -1;
    n->line = line;
    n->sig = gy_sig_ref((gy_sig *)(uintptr_t)sig);
    n->in = g_new0(GArray *, MAX(sig->n_in, 1));
    n->params = g_new0(gy_given, MAX(sig->n_params, 1));
    for (unsigned i = 0; i < sig->n_in; i++) {
        n->in[i] = list_of(sizeof(gy_link), gy_link_clear);
    }
    n->phases = list_of(sizeof(gy_link), gy_link_clear);
    n->uses = list_of(sizeof(gy_link), gy_link_clear);
    return n;
}

void gy_gnode_free(gpointer p)
{
    gy_gnode *n = p;
    if (!n) {
        return;
    }
    for (unsigned i = 0; i < n->sig->n_in; i++) {
        g_array_unref(n->in[i]);
    }
    for (unsigned i = 0; i < n->sig->n_params; i++) {
        g_free(n->params[i].text);
    }
    char *texts[] = {n->name,  n->group,   n->within, n->pool,   n->missing, n->allow,
                     n->inner, n->follows, n->start,  n->freeze, n->reset};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_free(texts[i]);
    }
    g_array_unref(n->phases);
    g_array_unref(n->uses);
    g_free(n->in);
    g_free(n->params);
    gy_sig_unref((gy_sig *)(uintptr_t)n->sig);
    g_free(n);
}

static void clear_foreach(gpointer p)
{
    gy_foreach *f = p;
    g_free(f->name);
    g_strfreev(f->values);
    g_free(f->except);
}

static void clear_split(gpointer p)
{
    gy_gsplit *s = p;
    gy_link_clear(&s->rows);
    gy_link_clear(&s->groups);
    gy_link_clear(&s->together);
    gy_link_clear(&s->test_mask);
    g_free(s->name);
    g_free(s->scheme);
    g_free(s->test);
    g_free(s->gap);
    g_free(s->inner);
    g_free(s->allow);
}

static void clear_tune(gpointer p)
{
    g_strfreev(((gy_gtune *)p)->candidates);
}

static void clear_chance(gpointer p)
{
    gy_gchance *c = p;
    gy_link_clear(&c->permute);
    gy_link_clear(&c->within);
    g_free(c->scheme);
    g_free(c->block);
    g_strfreev(c->correct);
}

static void clear_check(gpointer p)
{
    gy_gcheck *c = p;
    g_free(c->key);
    g_free(c->word);
    g_free(c->value);
    g_free(c->reducer);
}

static void clear_need(gpointer p)
{
    gy_gneed *n = p;
    g_free(n->name);
    g_free(n->path);
    g_free(n->states);
    gy_graph_free(n->graph);
}

static gy_graph *new_graph(const gy_keyfile *kf)
{
    gy_graph *g = g_new0(gy_graph, 1);
    g->file = g_strdup(kf->path);
    g_autofree char *dir = g_path_get_dirname(kf->path);
    g->dir = g_canonicalize_filename(dir, NULL);
    g->nodes = g_ptr_array_new_with_free_func(gy_gnode_free);
    g->needs = list_of(sizeof(gy_gneed), clear_need);
    g->foreachs = list_of(sizeof(gy_foreach), clear_foreach);
    g->splits = list_of(sizeof(gy_gsplit), clear_split);
    g->tunes = list_of(sizeof(gy_gtune), clear_tune);
    g->chances = list_of(sizeof(gy_gchance), clear_chance);
    g->checks = list_of(sizeof(gy_gcheck), clear_check);
    g->tune_score = -1;
    g->not_run = gy_problems_new();
    return g;
}

gy_graph *gy_build_graph(const gy_keyfile *kf, gy_registry *registry, gy_problems *problems,
                         const gy_build *user)
{
    g_autoptr(gy_graph) g = new_graph(kf);
    gy_build b = {g, kf, registry, problems, user};
    guint before = gy_problems_n_errors(problems);
    gy_build_settings(&b);
    gy_build_needs(&b);
    gy_build_nodes(&b);
    gy_build_links(&b);
    gboolean ordered = gy_build_order(&b);
    gy_build_splits(&b);
    gy_build_tunes(&b);
    if (ordered) {
        gy_build_places(&b);
    }
    gy_build_checks(&b); /* may name a loop around its node */
    if (ordered) {
        gy_build_phases(&b);
        gy_build_splits_late(&b);
        gy_build_tuned(&b);
        gy_build_chances_late(&b);
        gy_build_pools(&b);
        gy_build_types(&b);
        gy_build_limits(&b);
    }
    return gy_problems_n_errors(problems) == before ? g_steal_pointer(&g) : NULL;
}

gy_graph *gy_graph_build(const gy_keyfile *kf, gy_registry *registry, gy_problems *problems)
{
    return gy_build_graph(kf, registry, problems, NULL);
}

void gy_graph_free(gy_graph *g)
{
    if (!g) {
        return;
    }
    g_free(g->file);
    g_free(g->dir);
    g_free(g->title);
    g_free(g->paper);
    g_free(g->precision);
    g_free(g->on_error);
    g_ptr_array_unref(g->nodes);
    g_array_unref(g->needs);
    g_array_unref(g->foreachs);
    g_array_unref(g->splits);
    g_array_unref(g->tunes);
    g_array_unref(g->chances);
    g_array_unref(g->checks);
    gy_problems_unref(g->not_run);
    g_free(g);
}

int gy_graph_find(const gy_graph *g, const char *name)
{
    for (guint i = 0; i < g->nodes->len; i++) {
        if (strcmp(gy_graph_node(g, (int)i)->name, name) == 0) {
            return (int)i;
        }
    }
    return -1;
}

gy_gnode *gy_graph_node(const gy_graph *g, int i)
{
    return g->nodes->pdata[i];
}

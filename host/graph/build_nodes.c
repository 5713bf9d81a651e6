/* build_nodes.c: groups with `plugin` become nodes. */
#include <string.h>

#include "graph/build.h"
#include "graph/keyfile_vars.h"
#include "graph/param.h"

static const char *const host_keys[] = {"plugin", "version", "within", "pool",  "follows", "start",
                                        "freeze", "reset",   "missing", "allow", "inner",   NULL};

/* Edges of a node's ports are kept raw until all nodes are known. */
static void take_edges(gy_build *b, gy_gnode *n, const gy_sig_port *port, const gy_key *key)
{
    gy_want want = {.kind = GY_LITERAL_EDGE, .list = TRUE};
    g_auto(gy_literal) l = {0};
    g_autoptr(GError) error = NULL;
    if (!gy_literal_parse(key->value, &want, &l, &error)) {
        gy_build_error(b, key->line, "[%s] %s is a port and takes an edge: %s", n->name, key->name,
                       error->message);
        return;
    }
    if (l.n_edges > 1 && !port->many) {
        gy_build_error(b, key->line, "[%s] %s takes one edge, not %zu", n->name, key->name,
                       l.n_edges);
        return;
    }
    for (size_t i = 0; i < l.n_edges; i++) {
        const gy_edge *e = &l.edges[i];
        gy_link link = {.node = -1, .state = -1, .line = key->line};
        link.text = g_strconcat("@", e->state ? e->state : "", e->state ? ":" : "", e->node,
                                e->port ? "." : "", e->port ? e->port : "", e->column ? "." : "",
                                e->column ? e->column : "", NULL);
        g_array_append_val(n->in[port->index], link);
    }
}

static void take_param(gy_build *b, gy_gnode *n, const gy_sig_param *p, const gy_key *key)
{
    if (gy_text_is_edge(key->value)) {
        gy_build_error(b, key->line, "[%s] %s is a parameter and takes no edge", n->name, key->name);
        return;
    }
    gy_given *given = &n->params[p->index];
    given->text = g_strdup(key->value);
    given->line = key->line;
    given->from_command_line = gy_key_origin(key, 0) == GY_ORIGIN_COMMAND_LINE;
    g_auto(GStrv) variables = gy_text_vars(key->value);
    if (variables[0]) {
        return; /* read once per case */
    }
    g_auto(gy_literal) l = {0};
    g_autoptr(GError) error = NULL;
    if (!gy_param_read(p, key->value, &l, &error)) {
        gy_build_error(b, key->line, "[%s] %s", n->name, error->message);
    }
}

static gboolean take_host_key(gy_build *b, gy_gnode *n, const gy_key *key)
{
    const struct {
        const char *name;
        char **to;
    } texts[] = {{"within", &n->within},
                 {"pool", &n->pool},
                 {"missing", &n->missing},
                 {"allow", &n->allow},
                 {"inner", &n->inner}};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        if (strcmp(texts[i].name, key->name) == 0) {
            g_free(*texts[i].to);
            *texts[i].to = g_strdup(key->value);
            n->inner_line = key->line;
            return TRUE;
        }
    }
    if (strcmp(key->name, "plugin") == 0 || strcmp(key->name, "version") == 0) {
        return TRUE;
    }
    if (g_strv_contains(host_keys, key->name)) {
        gy_build_error(b, key->line, "[%s] %s belongs to trainers, and %s is none", n->name,
                       key->name, n->sig->id);
        return TRUE;
    }
    return FALSE;
}

static void unknown_key(gy_build *b, const gy_gnode *n, const gy_key *key)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (unsigned i = 0; i < n->sig->n_in; i++) {
        g_ptr_array_add(names, (gpointer)(uintptr_t)n->sig->in[i].name);
    }
    for (unsigned i = 0; i < n->sig->n_params; i++) {
        g_ptr_array_add(names, (gpointer)(uintptr_t)n->sig->params[i].name);
    }
    for (int i = 0; host_keys[i]; i++) {
        g_ptr_array_add(names, (gpointer)(uintptr_t)host_keys[i]);
    }
    g_ptr_array_add(names, NULL);
    const char *near = gy_nearest(key->name, (const char *const *)names->pdata);
    gy_build_error(b, key->line, "[%s] %s has no port or parameter '%s'%s%s%s", n->name,
                   n->sig->id, key->name, near ? "; did you mean '" : "", near ? near : "",
                   near ? "'?" : "");
}

static void require_all(gy_build *b, const gy_gnode *n)
{
    for (unsigned i = 0; i < n->sig->n_in; i++) {
        if (n->in[i]->len == 0 && !n->sig->in[i].optional) {
            gy_build_error(b, n->line, "[%s] %s needs its input '%s'%s%s", n->name, n->sig->id,
                           n->sig->in[i].name, n->sig->in[i].doc ? ": " : "",
                           n->sig->in[i].doc ? n->sig->in[i].doc : "");
        }
    }
    for (unsigned i = 0; i < n->sig->n_params; i++) {
        const gy_sig_param *p = &n->sig->params[i];
        if (!n->params[i].text && !p->has_default && !p->optional) {
            gy_build_error(b, n->line, "[%s] %s needs its parameter '%s'%s%s", n->name, n->sig->id,
                           p->name, p->doc ? ": " : "", p->doc ? p->doc : "");
        }
    }
}

static const gy_sig *find_sig(gy_build *b, const gy_group *group, const gy_key *plugin)
{
    const gy_sig *sig = gy_registry_find(b->registry, plugin->value);
    if (!sig) {
        g_auto(GStrv) ids = gy_registry_ids(b->registry);
        const char *near = gy_nearest(plugin->value, (const char *const *)ids);
        gy_build_error(b, plugin->line, "[%s] there is no plugin '%s'%s%s%s", group->name,
                       plugin->value, near ? "; did you mean '" : "", near ? near : "",
                       near ? "'?" : "");
    }
    return sig;
}

static void add_node(gy_build *b, const gy_group *group, const gy_key *plugin)
{
    const gy_sig *sig = find_sig(b, group, plugin);
    if (!sig) {
        return;
    }
    gy_gnode *n = g_new0(gy_gnode, 1);
    n->name = g_strdup(group->base);
    n->line = group->line;
    n->sig = gy_sig_ref((gy_sig *)(uintptr_t)sig);
    n->in = g_new0(GArray *, MAX(sig->n_in, 1));
    n->params = g_new0(gy_given, MAX(sig->n_params, 1));
    for (unsigned i = 0; i < sig->n_in; i++) {
        n->in[i] = g_array_new(FALSE, TRUE, sizeof(gy_link));
        g_array_set_clear_func(n->in[i], gy_link_clear);
    }
    g_ptr_array_add(b->g->nodes, n);
    for (guint i = 0; i < group->keys->len; i++) {
        const gy_key *key = group->keys->pdata[i];
        const gy_sig_port *port = gy_sig_port_find(sig, key->name);
        const gy_sig_param *param = gy_sig_param_find(sig, key->name);
        if (port && port->role == GY_ROLE_IN) {
            take_edges(b, n, port, key);
        } else if (param) {
            take_param(b, n, param, key);
        } else if (!take_host_key(b, n, key)) {
            unknown_key(b, n, key);
        }
    }
    require_all(b, n);
}

void gy_build_nodes(gy_build *b)
{
    for (guint i = 0; i < b->kf->groups->len; i++) {
        const gy_group *group = b->kf->groups->pdata[i];
        const gy_key *plugin = gy_group_key(group, "plugin");
        if (plugin && gy_group_is_host(group->base)) {
            gy_build_error(b, group->line, "[%s] is a group of the host and cannot be a node",
                           group->name);
        } else if (plugin) {
            add_node(b, group, plugin);
        } else if (!gy_group_is_host(group->base)) {
            gy_build_error(b, group->line,
                           "[%s] is not a node (it has no `plugin`) and not a group the host "
                           "knows: pipeline, vars, needs, split, foreach, tune, chance, check",
                           group->name);
        }
    }
}

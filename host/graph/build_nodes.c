/* build_nodes.c: groups with `plugin` become nodes. */
#include <string.h>

#include "graph/build.h"
#include "graph/keyfile_vars.h"
#include "graph/param.h"

void gy_build_raw(GArray *to, const gy_edge *e, int line)
{
    gy_link link = {.node = -1, .state = -1, .line = line};
    link.text =
        g_strconcat("@", e->state ? e->state : "", e->state ? ":" : "", e->node, e->port ? "." : "",
                    e->port ? e->port : "", e->column ? "." : "", e->column ? e->column : "", NULL);
    g_array_append_val(to, link);
}

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
    for (size_t i = 0; i < l.n_edges; i++) {
        gy_build_raw(n->in[port->index], &l.edges[i], key->line);
    }
}

/* Every text that the loops make of a value must be one that the parameter takes. */
static void take_param(gy_build *b, gy_gnode *n, const gy_sig_param *p, const gy_key *key)
{
    if (gy_text_is_edge(key->value)) {
        gy_build_error(b, key->line, "[%s] %s is a parameter and takes no edge", n->name,
                       key->name);
        return;
    }
    gy_given *given = &n->params[p->index];
    given->text = g_strdup(key->value);
    given->line = key->line;
    given->from_command_line = gy_key_origin(key, 0) == GY_ORIGIN_COMMAND_LINE;
    g_auto(GStrv) cases = gy_build_cases(b, key->value);
    for (int i = 0; cases[i]; i++) {
        g_auto(gy_literal) l = {0};
        g_autoptr(GError) error = NULL;
        if (!gy_param_read(p, cases[i], &l, &error)) {
            gboolean made = strcmp(cases[i], key->value) != 0;
            gy_build_error(b, key->line, "[%s] %s%s%s%s", n->name, error->message,
                           made ? " (in '" : "", made ? cases[i] : "", made ? "')" : "");
            return;
        }
        for (size_t k = 0; i == 0 && k < l.n_edges; k++) {
            gy_build_raw(n->uses, &l.edges[k], key->line);
        }
    }
}

static void unknown_key(gy_build *b, const gy_gnode *n, const gy_key *key)
{
    const gy_sig_port *out = gy_sig_port_find(n->sig, key->name);
    if (out) {
        gy_build_error(b, key->line, "[%s] %s is an output of %s and takes no value", n->name,
                       key->name, n->sig->id);
        return;
    }
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (unsigned i = 0; i < n->sig->n_in; i++) {
        g_ptr_array_add(names, (gpointer)(uintptr_t)n->sig->in[i].name);
    }
    for (unsigned i = 0; i < n->sig->n_params; i++) {
        g_ptr_array_add(names, (gpointer)(uintptr_t)n->sig->params[i].name);
    }
    for (int i = 0; gy_host_keys[i]; i++) {
        g_ptr_array_add(names, (gpointer)(uintptr_t)gy_host_keys[i]);
    }
    g_ptr_array_add(names, NULL);
    g_autofree char *hint = gy_build_hint(key->name, (const char *const *)names->pdata);
    gy_build_error(b, key->line, "[%s] %s has no port or parameter '%s'%s", n->name, n->sig->id,
                   key->name, hint);
}

/* A key that is there and wrong was told already. */
static void require_all(gy_build *b, const gy_gnode *n, const gy_group *group)
{
    for (unsigned i = 0; i < n->sig->n_in; i++) {
        const gy_sig_port *p = &n->sig->in[i];
        if (!p->optional && !gy_group_has(group, p->name)) {
            gy_build_error(b, n->line, "[%s] %s needs its input '%s'%s%s", n->name, n->sig->id,
                           p->name, p->doc ? ": " : "", p->doc ? p->doc : "");
        }
    }
    for (unsigned i = 0; i < n->sig->n_params; i++) {
        const gy_sig_param *p = &n->sig->params[i];
        if (!p->has_default && !p->optional && !gy_group_has(group, p->name)) {
            gy_build_error(b, n->line, "[%s] %s needs its parameter '%s'%s%s", n->name, n->sig->id,
                           p->name, p->doc ? ": " : "", p->doc ? p->doc : "");
        }
    }
}

static const gy_sig *find_sig(gy_build *b, const gy_group *group, const gy_key *plugin)
{
    const gy_sig *sig = gy_registry_find(b->registry, plugin->value);
    const char *refusal = gy_registry_refusal(b->registry, plugin->value);
    if (refusal) { /* of a node that is there as well, when two files have it */
        gy_build_error(b, plugin->line, "[%s] %s", group->name, refusal);
    } else if (!sig) {
        g_auto(GStrv) ids = gy_registry_ids(b->registry);
        g_autofree char *hint = gy_build_hint(plugin->value, (const char *const *)ids);
        gy_build_error(b, plugin->line, "[%s] there is no plugin '%s'%s", group->name,
                       plugin->value, hint);
    }
    return sig;
}

static void add_node(gy_build *b, const gy_group *group, const gy_key *plugin)
{
    const gy_sig *sig = find_sig(b, group, plugin);
    if (!sig) {
        return;
    }
    gy_gnode *n = gy_gnode_new(group->base, group->line, sig);
    g_ptr_array_add(b->g->nodes, n);
    for (guint i = 0; i < group->keys->len; i++) {
        const gy_key *key = group->keys->pdata[i];
        const gy_sig_port *port = gy_sig_port_find(sig, key->name);
        const gy_sig_param *param = gy_sig_param_find(sig, key->name);
        if (port && port->role == GY_ROLE_IN) {
            take_edges(b, n, port, key);
        } else if (param) {
            take_param(b, n, param, key);
        } else if (!gy_build_host_key(b, n, key)) {
            unknown_key(b, n, key);
        }
    }
    require_all(b, n, group);
}

static void not_a_node(gy_build *b, const gy_group *group)
{
    static const char *const known[] = {"pipeline", "vars",   "needs", "split", "foreach",
                                        "tune",     "chance", "check", NULL};
    g_autofree char *hint = gy_build_hint(group->base, known);
    gy_build_error(b, group->line,
                   "[%s] is not a node (it has no `plugin`) and not a group the host knows: "
                   "pipeline, vars, needs, split, foreach, tune, chance, check%s",
                   group->name, hint);
}

void gy_build_nodes(gy_build *b)
{
    for (guint i = 0; i < b->kf->groups->len; i++) {
        const gy_group *group = b->kf->groups->pdata[i];
        const gy_key *plugin = gy_group_key(group, "plugin");
        gboolean host = gy_group_is_host(group->base);
        if (plugin && strcmp(group->base, "vars") != 0 && host) {
            gy_build_error(b, group->line, "[%s] is a group of the host and cannot be a node",
                           group->name);
        } else if (plugin && !host && !group->argument) {
            add_node(b, group, plugin);
        } else if (!gy_group_has(group, "plugin") && !host && !group->argument) {
            not_a_node(b, group);
        }
    }
}

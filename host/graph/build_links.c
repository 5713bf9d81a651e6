/* build_links.c: from the names in edges to nodes and ports. */
#include <string.h>

#include "graph/build.h"

/* A name that no node has. A node whose own mistake was told already is not told again. */
static void no_node(gy_build *b, const char *name, int line)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (guint i = 0; i < b->g->needs->len; i++) {
        g_ptr_array_add(names, g_array_index(b->g->needs, gy_gneed, i).name);
    }
    for (guint i = 0; i < b->kf->groups->len; i++) { /* also one whose plugin nobody knows */
        const gy_group *other = b->kf->groups->pdata[i];
        if (gy_group_has(other, "plugin") && !other->argument && !gy_group_is_host(other->base)) {
            g_ptr_array_add(names, other->base);
        }
    }
    g_ptr_array_add(names, NULL);
    const gy_group *group = gy_keyfile_group(b->kf, name, NULL);
    if (gy_build_find_need(b, name) >= 0) {
        gy_build_error(b, line, "'%s' is a file of [needs]: @%s:node names a node of it", name,
                       name);
    } else if (!group || !gy_group_has(group, "plugin")) {
        g_autofree char *hint = gy_build_hint(name, (const char *const *)names->pdata);
        gy_build_error(b, line, "there is no node '%s'%s", name, hint);
    }
}

int gy_build_node(gy_build *b, const char *name, int line)
{
    for (guint i = 0; i < b->g->nodes->len; i++) {
        const gy_gnode *n = gy_graph_node(b->g, (int)i);
        if (n->need < 0 && strcmp(n->group, name) == 0) {
            return (int)i;
        }
    }
    no_node(b, name, line);
    return -1;
}

/* Nodes that are functions, and so can be handed on as a model whether they were fitted or not. */
static gboolean is_function(const gy_sig *sig)
{
    static const char *const kinds[] = {"encoder", "decoder", "generator", "module",
                                        "loss",    "metric",  "world",     NULL};
    return gy_sig_is_fit(sig) || g_strv_contains(kinds, sig->kind);
}

/* Nodes whose outputs have no rows: a word after them can only be a port. */
static gboolean has_no_rows(const gy_sig *sig)
{
    static const char *const kinds[] = {"metric", "loss", "trainer", "world", "writer", NULL};
    return g_strv_contains(kinds, sig->kind);
}

static char *hint_of_outputs(const gy_sig *sig, const char *word)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (unsigned i = 0; i < sig->n_out; i++) {
        g_ptr_array_add(names, (gpointer)(uintptr_t)sig->out[i].name);
    }
    g_ptr_array_add(names, NULL);
    return gy_build_hint(word, (const char *const *)names->pdata);
}

/* The columns that a node's parameters declare: NULL-terminated, NULL if none does. */
static char **declared(const gy_gnode *n)
{
    for (unsigned i = 0; i < n->sig->n_params; i++) {
        gy_want want = {.kind = GY_LITERAL_COLUMNS};
        g_auto(gy_literal) l = {0};
        if (n->sig->params[i].base != GY_BASE_COLUMNS || !n->params[i].text ||
            !gy_literal_parse(n->params[i].text, &want, &l, NULL)) {
            continue;
        }
        char **names = g_new0(char *, l.n_columns + 1);
        for (size_t k = 0; k < l.n_columns; k++) {
            names[k] = g_strdup(l.columns[k].name);
        }
        return names;
    }
    return NULL;
}

/* A word that is no port: a column or a coordinate, which only the run can tell. A slip of the pen
 * is likelier than a column with almost the name of another. */
static gboolean resolve_word(gy_build *b, const gy_gnode *n, const char *word, int line, gy_link *l)
{
    g_autofree char *hint = hint_of_outputs(n->sig, word);
    if (n->sig->n_out == 0 || has_no_rows(n->sig)) {
        gy_build_error(b, line, "'%s' (%s) has no output '%s'%s", n->group, n->sig->id, word, hint);
        return FALSE;
    }
    g_auto(GStrv) columns = declared(n);
    if (columns && !g_strv_contains((const char *const *)columns, word)) {
        g_free(hint);
        hint = gy_build_hint(word, (const char *const *)columns);
    }
    gboolean listed = columns && g_strv_contains((const char *const *)columns, word);
    if (*hint && !listed) {
        gy_build_warn(b, line, "'%s' (%s) has no output '%s', so it is a column or a coordinate%s",
                      n->group, n->sig->id, word, hint);
    }
    l->kind = GY_LINK_WORD;
    l->word = g_strdup(word);
    return TRUE;
}

static gboolean resolve_port(gy_build *b, const gy_edge *e, int line, gy_link *l)
{
    const gy_gnode *n = gy_graph_node(b->g, l->node);
    const gy_sig_port *port = e->port ? gy_sig_port_find(n->sig, e->port) : NULL;
    gboolean is_out = port && port->role == GY_ROLE_OUT;
    if (!e->port && n->sig->n_out == 0 && !gy_sig_is_fit(n->sig) &&
        strcmp(n->sig->kind, "trainer") != 0) {
        gy_build_error(b, line, "'%s' (%s) has no output", n->group, n->sig->id);
        return FALSE;
    }
    if (!e->port && n->sig->n_out == 0) {
        l->kind = GY_LINK_MODEL;
        return TRUE;
    }
    if (!e->port || is_out) {
        g_auto(GStrv) columns = is_out ? declared(n) : NULL;
        if (columns && g_strv_contains((const char *const *)columns, e->port)) {
            gy_build_error(b, line, "'%s' is an output of '%s' (%s) and also a column of it",
                           e->port, n->group, n->sig->id);
            return FALSE;
        }
        l->kind = GY_LINK_PORT;
        l->out = port ? port->index : 0;
        l->word = g_strdup(e->column);
        return TRUE;
    }
    if (strcmp(e->port, "model") == 0 && is_function(n->sig)) {
        l->kind = GY_LINK_MODEL;
        l->out = n->sig->n_out;
        return TRUE;
    }
    return resolve_word(b, n, e->port, line, l);
}

static gboolean resolve(gy_build *b, const gy_edge *e, int line, gy_link *out)
{
    gy_link l = {.state = -1, .line = line};
    int need = e->state ? gy_build_find_need(b, e->state) : -1;
    l.node = need >= 0 ? gy_build_needed(b, need, e->node, line) : gy_build_node(b, e->node, line);
    if (e->state && need < 0) {
        l.state = gy_build_node(b, e->state, line);
        const gy_gnode *s = l.state >= 0 ? gy_graph_node(b->g, l.state) : NULL;
        if (s && strcmp(s->sig->kind, "trainer") != 0) {
            gy_build_error(b, line,
                           "'%s' (%s) is no trainer: what stands before ':' is a trainer "
                           "or a file of [needs]",
                           s->group, s->sig->id);
            return FALSE;
        }
    }
    if (l.node < 0 || (e->state && need < 0 && l.state < 0) || !resolve_port(b, e, line, &l)) {
        return FALSE;
    }
    *out = l;
    return TRUE;
}

static gboolean read_link(gy_build *b, const char *text, int line, gy_link *out)
{
    gy_want want = {.kind = GY_LITERAL_EDGE};
    g_auto(gy_literal) l = {0};
    g_autoptr(GError) error = NULL;
    if (!gy_literal_parse(text, &want, &l, &error)) {
        gy_build_error(b, line, "%s", error->message);
        return FALSE;
    }
    if (!resolve(b, &l.edges[0], line, out)) {
        return FALSE;
    }
    out->text = g_strdup(text);
    return TRUE;
}

gboolean gy_build_link(gy_build *b, const char *text, int line, gy_link *out)
{
    gy_link l = {0};
    if (!read_link(b, text, line, &l)) {
        return FALSE;
    }
    const gy_gnode *n = gy_graph_node(b->g, l.node);
    if (n->n_copies > 1) {
        gy_build_error(b, line, "%s stands for a list of %u values; one is wanted here", text,
                       n->n_copies);
        gy_link_clear(&l);
        return FALSE;
    }
    *out = l;
    return TRUE;
}

static void resolve_all(gy_build *b, GArray *links)
{
    for (guint k = 0; k < links->len;) {
        gy_link *link = &g_array_index(links, gy_link, k), found = {0};
        if (read_link(b, link->text, link->line, &found)) {
            gy_link_clear(link);
            *link = found;
            k++;
        } else {
            g_array_remove_index(links, k);
        }
    }
}

/* freeze = trunk;embedder.*: names of modules, perhaps with * and ?. */
static void check_pattern(gy_build *b, const gy_gnode *n, const char *key, const char *text,
                          int line)
{
    g_auto(GStrv) items = gy_build_items(text ? text : "");
    for (int i = 0; text && items[i]; i++) {
        g_auto(GStrv) head = g_strsplit(items[i], ".", 2);
        gboolean found = FALSE;
        g_autoptr(GPtrArray) names = g_ptr_array_new();
        for (guint k = 0; k < b->g->nodes->len; k++) {
            const gy_gnode *m = gy_graph_node(b->g, (int)k);
            g_ptr_array_add(names, m->group);
            found |= head[0] && g_pattern_match_simple(head[0], m->group);
        }
        g_ptr_array_add(names, NULL);
        if (!found) {
            g_autofree char *hint = gy_build_hint(items[i], (const char *const *)names->pdata);
            gy_build_error(b, line, "[%s] %s: no node is called '%s'%s", n->name, key,
                           head[0] ? head[0] : "", hint);
        }
    }
}

/* A group whose plugin nobody knows is no node, but its edges are looked at: what they name must be
 * there, whatever its ports are called. */
static void check_unknown(gy_build *b, const gy_group *group)
{
    gy_want want = {.kind = GY_LITERAL_EDGE, .list = TRUE};
    for (guint i = 0; i < group->keys->len; i++) {
        const gy_key *key = group->keys->pdata[i];
        g_auto(gy_literal) l = {0};
        if (!gy_text_is_edge(key->value) || !gy_literal_parse(key->value, &want, &l, NULL)) {
            continue;
        }
        for (size_t k = 0; k < l.n_edges; k++) {
            const char *state = l.edges[k].state;
            if (!state) {
                (void)gy_build_node(b, l.edges[k].node, key->line);
            } else if (gy_build_find_need(b, state) < 0) {
                (void)gy_build_node(b, state, key->line);
            }
        }
    }
}

static void check_unknown_all(gy_build *b)
{
    for (guint i = 0; i < b->kf->groups->len; i++) {
        const gy_group *group = b->kf->groups->pdata[i];
        const gy_key *plugin = gy_group_key(group, "plugin");
        if (plugin && !group->argument && !gy_group_is_host(group->base) &&
            !gy_registry_find(b->registry, plugin->value)) {
            check_unknown(b, group);
        }
    }
}

void gy_build_links(gy_build *b)
{
    check_unknown_all(b);
    for (guint i = 0; i < b->g->nodes->len; i++) {
        gy_gnode *n = gy_graph_node(b->g, (int)i);
        for (unsigned p = 0; p < n->sig->n_in; p++) {
            resolve_all(b, n->in[p]);
        }
        resolve_all(b, n->phases);
        resolve_all(b, n->uses);
        if (strcmp(n->sig->kind, "trainer") == 0) { /* of others the key itself is refused */
            check_pattern(b, n, "freeze", n->freeze, n->freeze_line);
            check_pattern(b, n, "reset", n->reset, n->reset_line);
        }
    }
}

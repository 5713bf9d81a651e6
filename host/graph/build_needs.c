/* build_needs.c: other keyfiles whose values and state this one uses. Their graphs are built like
 * this one; a node of theirs that an edge names becomes a node here, without inputs. */
#include <string.h>

#include "graph/build.h"
#include "graph/keyfile_vars.h"

static char *full_path(const char *path)
{
    return g_canonicalize_filename(path, NULL);
}

/* Whether a file is this one or one that needs it. */
static gboolean in_circle(const gy_build *b, const char *path)
{
    g_autofree char *full = full_path(path);
    for (const gy_build *u = b; u; u = u->user) {
        g_autofree char *other = full_path(u->kf->path);
        if (strcmp(full, other) == 0) {
            return TRUE;
        }
    }
    return FALSE;
}

static unsigned depth(const gy_build *b)
{
    unsigned n = 0;
    for (const gy_build *u = b->user; u; u = u->user) {
        n++;
    }
    return n;
}

static gy_graph *load(gy_build *b, const gy_key *k, const char *path)
{
    if (!g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
        gy_build_error(b, k->line, "[needs] %s: there is no file '%s'", k->name, k->value);
        return NULL;
    }
    if (in_circle(b, path)) {
        gy_build_error(b, k->line, "[needs] %s: '%s' needs this file, in a circle", k->name,
                       k->value);
        return NULL;
    }
    if (depth(b) >= GY_NEEDS_DEPTH) {
        gy_build_error(b, k->line, "[needs] %s: more than %d files that need each other", k->name,
                       GY_NEEDS_DEPTH);
        return NULL;
    }
    guint before = gy_problems_n_errors(b->problems);
    g_autoptr(gy_keyfile) kf = gy_keyfile_load(path, b->problems);
    if (!kf || !gy_keyfile_apply_profile(kf, NULL, b->problems)) {
        return NULL;
    }
    (void)gy_keyfile_expand(kf, b->problems);
    g_autoptr(gy_graph) g = gy_build_graph(kf, b->registry, b->problems, b);
    return gy_problems_n_errors(b->problems) == before ? g_steal_pointer(&g) : NULL;
}

void gy_build_needs(gy_build *b)
{
    const gy_group *group = gy_keyfile_group(b->kf, "needs", NULL);
    for (guint i = 0; group && i < group->keys->len; i++) {
        const gy_key *k = group->keys->pdata[i];
        const gy_group *other = gy_keyfile_group(b->kf, k->name, NULL);
        if (other && gy_group_key(other, "plugin")) {
            gy_build_error(b, k->line, "[needs] %s is also the name of the node in line %d",
                           k->name, other->line);
        }
        gboolean here =
            gy_key_origin(k, 0) == GY_ORIGIN_COMMAND_LINE || g_path_is_absolute(k->value);
        g_autofree char *dir = g_path_get_dirname(b->kf->path);
        gboolean plain = here || strcmp(dir, ".") == 0;
        gy_gneed n = {.name = g_strdup(k->name), .line = k->line};
        n.path = plain ? g_strdup(k->value) : g_build_filename(dir, k->value, NULL);
        n.graph = load(b, k, n.path);
        g_array_append_val(b->g->needs, n);
    }
}

int gy_build_find_need(const gy_build *b, const char *name)
{
    for (guint i = 0; i < b->g->needs->len; i++) {
        if (strcmp(g_array_index(b->g->needs, gy_gneed, i).name, name) == 0) {
            return (int)i;
        }
    }
    return -1;
}

int gy_build_needed(gy_build *b, int need, const char *node, int line)
{
    const gy_gneed *n = &g_array_index(b->g->needs, gy_gneed, need);
    g_autofree char *name = g_strdup_printf("%s:%s", n->name, node);
    int known = gy_graph_find(b->g, name);
    if (known >= 0 || !n->graph) { /* a file with a mistake was told already */
        return known;
    }
    int there = gy_graph_find(n->graph, node);
    if (there < 0) {
        g_autoptr(GPtrArray) names = g_ptr_array_new();
        for (guint i = 0; i < n->graph->nodes->len; i++) {
            g_ptr_array_add(names, gy_graph_node(n->graph, (int)i)->name);
        }
        g_ptr_array_add(names, NULL);
        g_autofree char *hint = gy_build_hint(node, (const char *const *)names->pdata);
        gy_build_error(b, line, "'%s' (%s) has no node '%s'%s", n->name, n->path, node, hint);
        return -1;
    }
    const gy_gnode *of = gy_graph_node(n->graph, there);
    if (of->loops) {
        gy_build_error(b, line,
                       "'%s' of %s is inside a loop of its file: %s:%s stands for many values",
                       node, n->path, n->name, node);
        return -1;
    }
    gy_gnode *proxy = gy_gnode_new(name, line, of->sig);
    proxy->need = need;
    g_ptr_array_add(b->g->nodes, proxy);
    return (int)b->g->nodes->len - 1;
}

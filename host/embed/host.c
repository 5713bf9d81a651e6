/* SPDX-License-Identifier: Apache-2.0 */
#include "embed/host_private.h"

#include <string.h>

#include "core/error.h"
#include "embed/graph_layout.h"
#include "embed/summary.h"
#include "graph/keyfile_vars.h"
#include "plugin/dirs.h"
#include "plugin/inspect.h"

const char *gyrus_version(void)
{
    return "0.1.0";
}

void gyrus_free(void *p)
{
    g_free(p);
}

gyrus_host *gyrus_host_new(void)
{
    gyrus_host *h = g_new0(gyrus_host, 1);
    h->registry = gy_registry_new();
    return h;
}

void gyrus_host_free(gyrus_host *h)
{
    if (h) {
        gy_registry_free(h->registry);
        g_free(h);
    }
}

void gyrus_host_add_plugins(gyrus_host *h, const char *dir)
{
    GError *error = NULL;
    if (!gy_registry_add_dir(h->registry, dir, &error)) {
        gy_problems_add(gy_registry_problems(h->registry), NULL, 0, "%s", error->message);
        g_error_free(error);
    }
}

void gyrus_host_add_default_plugins(gyrus_host *h)
{
    g_autofree char *exe = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *dir = exe ? g_path_get_dirname(exe) : g_strdup("/");
    g_auto(GStrv) dirs = gy_plugin_dirs(dir);
    for (int i = 0; dirs && dirs[i]; i++) {
        gyrus_host_add_plugins(h, dirs[i]);
    }
}

gboolean gy_host_options(const gyrus_options *from, gyrus_options *out, gy_problems *problems)
{
    *out = (gyrus_options){.size = sizeof *out};
    if (from && from->size < sizeof from->size) {
        gy_problems_add(problems, NULL, 0, "size of gyrus_options is not set");
        return FALSE;
    }
    if (from) {
        memcpy(out, from, MIN(from->size, sizeof *out));
    }
    return TRUE;
}

gy_graph *gy_host_graph(gyrus_host *h, const char *file, const gyrus_options *options,
                        gy_problems *problems)
{
    gyrus_options o;
    if (!gy_host_options(options, &o, problems)) {
        return NULL;
    }
    g_autoptr(gy_keyfile) kf = gy_keyfile_load(file, problems);
    if (!kf || !gy_keyfile_apply_profile(kf, o.profile, problems)) {
        return NULL;
    }
    for (int i = 0; o.sets && o.sets[i]; i++) {
        (void)gy_keyfile_override(kf, o.sets[i], problems);
    }
    (void)gy_keyfile_expand(kf, problems);
    gy_graph *g = gy_graph_build(kf, h->registry, problems);
    if (g && g->nodes->len == 0) {
        gy_problems_add(problems, file, 0, "there is no node: a group with `plugin = ...` is one");
    }
    if (g && gy_problems_n_errors(problems) > 0) {
        g_clear_pointer(&g, gy_graph_free);
    }
    return g;
}

int gyrus_check(gyrus_host *h, const char *file, const gyrus_options *o, char **out_problems)
{
    g_autoptr(gy_problems) problems = gy_problems_new();
    g_autoptr(gy_graph) g = gy_host_graph(h, file, o, problems);
    *out_problems = gy_problems_format(problems);
    return g ? GYRUS_OK : GYRUS_USAGE;
}

char *gyrus_list(gyrus_host *h, char **out_problems)
{
    g_auto(GStrv) ids = gy_registry_ids(h->registry);
    GString *s = g_string_new(NULL);
    for (int i = 0; ids[i]; i++) {
        const gy_sig *sig = gy_registry_find(h->registry, ids[i]);
        g_string_append_printf(s, "%-32s %s\n", ids[i], sig->summary);
    }
    *out_problems = gy_problems_format(gy_registry_problems(h->registry));
    return g_string_free(s, FALSE);
}

char *gyrus_inspect(gyrus_host *h, const char *id, const char *format)
{
    const gy_sig *sig = gy_registry_find(h->registry, id);
    if (!sig) {
        return NULL;
    }
    if (!format || strcmp(format, "text") == 0) {
        return gy_inspect_text(sig);
    }
    return strcmp(format, "json") == 0       ? gy_inspect_json(sig)
           : strcmp(format, "markdown") == 0 ? gy_inspect_markdown(sig)
                                             : NULL;
}

char *gyrus_graph(gyrus_host *h, const char *file, const gyrus_options *o, char **out_problems)
{
    g_autoptr(gy_problems) problems = gy_problems_new();
    g_autoptr(gy_graph) g = gy_host_graph(h, file, o, problems);
    *out_problems = gy_problems_format(problems);
    return g ? gy_graph_dot(g) : NULL;
}

char *gyrus_graph_svg(gyrus_host *h, const char *file, const gyrus_options *o, char **out_problems)
{
    g_autoptr(gy_problems) problems = gy_problems_new();
    g_autoptr(gy_graph) g = gy_host_graph(h, file, o, problems);
    *out_problems = gy_problems_format(problems);
    return g ? gy_graph_svg(g, TRUE) : NULL;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * A registry with the node texts of this folder, and graphs from texts. */
#ifndef GY_TESTS_GRAPH_REGISTRY_H
#define GY_TESTS_GRAPH_REGISTRY_H

#include "graph/graph.h"
#include "graph/keyfile_vars.h"

#include <criterion/criterion.h>
#include <string.h>

static inline gy_registry *texts_registry(void)
{
    static const char *const kinds[] = {"readers", "transforms", "models", "modules", "metrics"};
    gy_registry *registry = gy_registry_new();
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autofree char *name = g_strdup_printf("graph_%s.so", kinds[i]);
        g_autofree char *path =
            g_build_filename(g_getenv("GYRUS_BUILD_ROOT"), "tests", "graph", name, NULL);
        (void)gy_registry_add_file(registry, path);
    }
    g_autofree char *told = gy_problems_format(gy_registry_problems(registry));
    cr_assert_str_eq(told, "");
    return registry;
}

/* The graph of a scanned file, with what gyrus check does before. NULL if it has an error. */
static inline gy_graph *graph_of(gy_keyfile *kf, const char *profile, gy_registry *registry,
                                 gy_problems *problems)
{
    (void)gy_keyfile_apply_profile(kf, profile, problems);
    (void)gy_keyfile_expand(kf, problems);
    return gy_graph_build(kf, registry, problems);
}

static inline gy_graph *graph_of_text(const char *text, gy_registry *registry, char **out_told)
{
    g_autoptr(gy_problems) problems = gy_problems_new();
    g_autoptr(gy_keyfile) kf = gy_keyfile_scan("f", text, strlen(text), problems);
    gy_graph *g = graph_of(kf, NULL, registry, problems);
    *out_told = gy_problems_format(problems);
    return g;
}

static inline gy_graph *good_graph(const char *text, gy_registry *registry)
{
    char *told = NULL;
    gy_graph *g = graph_of_text(text, registry, &told);
    cr_assert_str_eq(told, "");
    cr_assert_not_null(g);
    g_free(told);
    return g;
}

static inline gy_gnode *node_of(const gy_graph *g, const char *name)
{
    int i = gy_graph_find(g, name);
    cr_assert(i >= 0, "no node %s", name);
    return gy_graph_node(g, i);
}

#endif

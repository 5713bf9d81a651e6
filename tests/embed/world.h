/* SPDX-License-Identifier: Apache-2.0
 *
 * A small graph of the fixture's nodes in a folder of its own, and an outcome made by hand, so that
 * every number on a page is known.
 */
#ifndef TESTS_EMBED_WORLD_H
#define TESTS_EMBED_WORLD_H

#include "embed/story.h"
#include "graph/keyfile_vars.h"
#include "run/outcome.h"

#include <criterion/criterion.h>
#include <ftw.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define KEYFILE "[a]\nplugin = generator.count\nn = 4\n\n[score]\nplugin = metric.level\nx = @a\n"

typedef struct world {
    char *dir, *file;
    gy_registry *registry;
    gy_graph *graph;
    gy_outcome *outcome;
} world;

static inline char *fixture(int factor)
{
    g_autofree char *name = g_strdup_printf("fixture-%d.so", factor);
    return g_build_filename(g_getenv("GYRUS_BUILD_ROOT"), "tests", "embed", name, NULL);
}

static inline int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st;
    (void)type;
    (void)at;
    return g_remove(path);
}

static inline void remove_all(const char *dir)
{
    (void)nftw(dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static inline int count_entries(const char *dir)
{
    g_autoptr(GDir) d = g_dir_open(dir, 0, NULL);
    int n = 0;
    while (d && g_dir_read_name(d)) {
        n++;
    }
    return n;
}

static inline char *write_file(const char *dir, const char *name, const char *text)
{
    char *path = g_build_filename(dir, name, NULL);
    cr_assert(g_file_set_contents(path, text, -1, NULL));
    return path;
}

static inline world world_new(void)
{
    world w = {.dir = g_strdup("/tmp/gyrus-embed-XXXXXX"), .registry = gy_registry_new()};
    g_autofree char *plugin = fixture(1);
    g_autoptr(gy_problems) problems = gy_problems_new();
    cr_assert_not_null(g_mkdtemp(w.dir));
    w.file = write_file(w.dir, "key.ini", KEYFILE);
    cr_assert(gy_registry_add_file(w.registry, plugin));
    g_autoptr(gy_keyfile) kf = gy_keyfile_load(w.file, problems);
    cr_assert(gy_keyfile_apply_profile(kf, NULL, problems));
    (void)gy_keyfile_expand(kf, problems);
    w.graph = gy_graph_build(kf, w.registry, problems);
    g_autofree char *told = gy_problems_format(problems);
    cr_assert_not_null(w.graph, "%s", told);
    w.outcome = gy_outcome_new();
    w.outcome->threads = 2;
    w.outcome->seconds = 1.25;
    w.outcome->peak = 3500000;
    w.outcome->calls = 7;
    return w;
}

static inline void world_clear(world *w)
{
    gy_outcome_free(w->outcome);
    gy_graph_free(w->graph);
    gy_registry_free(w->registry);
    remove_all(w->dir);
    g_free(w->dir);
    g_free(w->file);
}

static inline gy_gnode *score_node(const world *w)
{
    return gy_graph_node(w->graph, gy_graph_find(w->graph, "score"));
}

static inline void add_score(world *w, const char *run_case, const char *item, double x)
{
    gy_score s = {g_strdup("score"),
                  g_strdup("level"),
                  g_strdup(run_case),
                  g_strdup(item),
                  x,
                  0,
                  4,
                  .25,
                  .5,
                  (double)NAN,
                  (double)NAN,
                  0};
    g_array_append_val(w->outcome->scores, s);
}

/* The score of all folds of a case: n equal numbers, a scalar for n = 0. Takes the case's text. */
static inline void add_result(world *w, const char *run_case, int64_t n, double x)
{
    gy_result *r = g_new0(gy_result, 1);
    r->node = score_node(w);
    r->run_case = g_strdup(run_case);
    r->n_outs = 1;
    r->values = g_new0(gy_value *, 1);
    r->values[0] = gy_value_new_dense(NULL, GY_F64, n > 0, &n, TRUE, NULL);
    for (int64_t i = 0; i < MAX(n, 1); i++) {
        ((double *)r->values[0]->view.data)[i] = x;
    }
    g_ptr_array_add(w->outcome->results, r);
}

static inline gy_fit_fact *add_fit(world *w, const char *run_case, int fold, gy_rows train,
                                   gy_rows test, int64_t n_rows)
{
    gy_fit_fact *f = g_new0(gy_fit_fact, 1);
    *f = (gy_fit_fact){.node = g_strdup("fit"),
                       .run_case = g_strdup(run_case),
                       .fold = fold,
                       .train = train,
                       .test = test,
                       .purged = 3,
                       .n_rows = n_rows,
                       .gap = 2,
                       .axis = g_strdup("row")};
    g_ptr_array_add(w->outcome->fits, f);
    return f;
}

static inline int count_of(const char *text, const char *part)
{
    int n = 0;
    for (const char *at = text; (at = strstr(at, part)); at += strlen(part)) {
        n++;
    }
    return n;
}

/* The story of a world, with nothing said; its hashes must be cleared if made. */
static inline gy_story story_of(const world *w)
{
    return (gy_story){.graph = w->graph,
                      .registry = w->registry,
                      .outcome = w->outcome,
                      .checks = "",
                      .problems = "",
                      .notes = ""};
}

/* Asserts that the parts stand in the text in this order. */
static inline void assert_order(const char *text, const char *const *parts, size_t n)
{
    const char *at = text;
    for (size_t i = 0; i < n; i++) {
        at = strstr(at, parts[i]);
        cr_assert_not_null(at, "'%s' is missing or too early in: %s", parts[i], text);
    }
}

static inline void set_text(char **to, const char *text)
{
    g_free(*to);
    *to = g_strdup(text);
}

#endif

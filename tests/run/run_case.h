/* run_case.h: a keyfile in a string, run with the nodes of plugins2/. */
#ifndef RUN_CASE_H
#define RUN_CASE_H

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "graph/keyfile_vars.h"
#include "run/run.h"
#include "sugar.h"

typedef struct run_case {
    gy_registry *registry;
    gy_graph *graph;
    gy_outcome *out;
    gy_problems *problems;
    char *text;         /* problems, "" if none */
    GHashTable *states; /* "node/fold" -> GHashTable of name -> GArray of double */
} run_case;

static inline void run_on_fit(void *data, const char *node, const char *where, int fold,
                              const gy_state *state)
{
    (void)where;
    for (guint i = 0; i < state->arrays->len; i++) {
        const gy_value *v = state->arrays->pdata[i];
        GArray *to = g_array_new(FALSE, FALSE, sizeof(double));
        g_array_append_vals(to, v->view.data, (guint)gy_size_from(&v->view, 0));
        g_hash_table_replace(
            data, g_strdup_printf("%s/%d/%s", node, fold, (char *)state->names->pdata[i]), to);
    }
}

/* Numbers of a state array, which must have n. */
static inline const double *run_state(const run_case *c, const char *key, guint n)
{
    GArray *a = g_hash_table_lookup(c->states, key);
    cr_assert(a != NULL, "no state %s; %s", key, c->text);
    cr_assert_eq(a->len, n, "%s has %u", key, a->len);
    return (const double *)(void *)a->data;
}

/* As run_text with a probe; its on_fit gets the states, or `data` if the probe has it. */
static inline run_case run_probed(const char *text, gy_run_options o, gy_probe probe)
{
    run_case c = {.registry = gy_registry_new(), .problems = gy_problems_new()};
    c.states =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
    g_autofree char *dir =
        g_build_filename(g_getenv("GYRUS_BUILD_ROOT"), "tests", "run", "plugins2", NULL);
    cr_assert(gy_registry_add_dir(c.registry, dir, NULL), "%s", dir);
    g_autofree char *bad = gy_problems_format(gy_registry_problems(c.registry));
    cr_assert_str_eq(bad, "");
    g_autoptr(gy_keyfile) kf = gy_keyfile_scan("case.ini", text, strlen(text), c.problems);
    (void)gy_keyfile_apply_profile(kf, NULL, c.problems);
    (void)gy_keyfile_expand(kf, c.problems);
    c.graph = gy_graph_build(kf, c.registry, c.problems);
    g_autofree char *why = gy_problems_format(c.problems);
    cr_assert(c.graph != NULL, "%s", why);
    probe.data = probe.data ? probe.data : c.states;
    o.probe = &probe;
    c.out = gy_run(c.graph, c.registry, &o, c.problems);
    c.text = gy_problems_format(c.problems);
    return c;
}

static inline run_case run_text(const char *text, gy_run_options o)
{
    gy_probe probe = {.fold = -1, .on_fit = run_on_fit};
    return run_probed(text, o, probe);
}

static inline void run_free(run_case *c)
{
    gy_outcome_free(c->out);
    gy_graph_free(c->graph);
    gy_registry_free(c->registry);
    gy_problems_unref(c->problems);
    g_hash_table_unref(c->states);
    g_free(c->text);
}

/* A score of a case ("" or "fold=1"), the k-th of the port; NaN with a failed assertion if absent.
 */
static inline double run_score(const run_case *c, const char *node, const char *port,
                               const char *where, int k)
{
    for (guint i = 0; i < c->out->scores->len; i++) {
        const gy_score *s = &g_array_index(c->out->scores, gy_score, i);
        if (!strcmp(s->node, node) && !strcmp(s->port, port) && !strcmp(s->run_case, where) &&
            k-- == 0) {
            return s->value;
        }
    }
    cr_assert(0, "no score %s.%s (%s): %s", node, port, where, c->text);
    return (double)NAN;
}

#define NUMBERS(rest) "[x]\nplugin = reader.kit-numbers\n" rest "\n"

#endif

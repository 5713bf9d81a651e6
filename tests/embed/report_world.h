/* SPDX-License-Identifier: Apache-2.0
 *
 * report_world.h: facts made by hand for the sections of the report. */
#ifndef TESTS_EMBED_REPORT_WORLD_H
#define TESTS_EMBED_REPORT_WORLD_H

#include "embed/report_parts.h"
#include "world.h"

/* n rows 10, 11, ...: truth is the row, prediction twice the row. */
static inline gy_pair_fact *add_pair(world *w, const char *run_case, guint n)
{
    gy_pair_fact *f = g_new0(gy_pair_fact, 1);
    *f = (gy_pair_fact){.node = g_strdup("score"), .run_case = g_strdup(run_case)};
    f->axis = g_strdup("time");
    f->which = g_strdup("");
    f->n = n;
    f->n_rows = n + 5;
    f->n_targets = 1;
    f->score = 0.25;
    f->row = g_new0(int64_t, n);
    f->predicted = g_new0(double, n);
    f->truth = g_new0(double, n);
    for (guint i = 0; i < n; i++) {
        f->row[i] = 10 + i;
        f->truth[i] = 10 + i;
        f->predicted[i] = 2.0 * (10 + i);
    }
    g_ptr_array_add(w->outcome->pairs, f);
    return f;
}

/* A grid of 1, 10, 100, chosen 0, 3 and 1 times. */
static inline gy_chosen_fact *add_chosen(world *w, const char *run_case)
{
    gy_chosen_fact *f = g_new0(gy_chosen_fact, 1);
    f->node = g_strdup("fit");
    f->run_case = g_strdup(run_case);
    f->param = g_strdup("alphas");
    f->grid = g_array_new(FALSE, TRUE, sizeof(double));
    f->count = g_array_new(FALSE, TRUE, sizeof(int64_t));
    const double grid[] = {1, 10, 100};
    const int64_t count[] = {0, 3, 1};
    g_array_append_vals(f->grid, grid, 3);
    g_array_append_vals(f->count, count, 3);
    f->folds = 4;
    g_ptr_array_add(w->outcome->chosen, f);
    return f;
}

/* Six weights k, +-1 over folds, at x = k / series, of so many series. */
static inline gy_weight_fact *add_weights(world *w, const char *run_case, guint series)
{
    gy_weight_fact *f = g_new0(gy_weight_fact, 1);
    f->node = g_strdup("fit");
    f->run_case = g_strdup(run_case);
    f->state = g_strdup("w");
    f->axis = g_strdup("feature");
    f->n = 6;
    f->folds = 3;
    f->mean = g_new0(double, 6);
    f->lo = g_new0(double, 6);
    f->hi = g_new0(double, 6);
    f->x = g_new0(double, 6);
    f->x_name = g_strdup("delay");
    f->series = g_new0(char *, 7);
    for (guint k = 0; k < 6; k++) {
        f->mean[k] = k;
        f->lo[k] = k - 1.0;
        f->hi[k] = k + 1.0;
        f->x[k] = k / series;
        f->series[k] = series > 1 ? g_strdup_printf("kind %u", k % series) : g_strdup("");
    }
    g_ptr_array_add(w->outcome->weights, f);
    return f;
}

/* Draws 0, 0.01, ... and 0.5 observed. */
static inline gy_chance_fact *add_chance(world *w, const char *run_case, guint n)
{
    gy_chance_fact *f = g_new0(gy_chance_fact, 1);
    f->node = g_strdup("score");
    f->port = g_strdup("level");
    f->run_case = g_strdup(run_case);
    f->observed = 0.5;
    f->p = 1.0 / (n + 1);
    f->draws = g_array_new(FALSE, FALSE, sizeof(double));
    for (guint i = 0; i < n; i++) {
        double x = 0.01 * i;
        g_array_append_val(f->draws, x);
    }
    g_ptr_array_add(w->outcome->chances, f);
    return f;
}

/* Counts of two classes: 7 of `cat` right, 1 taken for `dog`; 2 of `dog` for `cat`, 6 right. */
static inline gy_result *add_confusion(world *w)
{
    const char *const names[] = {"cat", "dog<"};
    const int64_t shape[] = {2, 2};
    add_result(w, "counts", 0, 0);
    gy_result *r = w->outcome->results->pdata[w->outcome->results->len - 1];
    gy_value_unref(r->values[0]);
    r->values[0] = gy_value_new_dense(NULL, GY_F64, 2, shape, TRUE, NULL);
    double *to = r->values[0]->view.data;
    to[0] = 7;
    to[1] = 1;
    to[2] = 2;
    to[3] = 6;
    r->levels = gy_value_new_texts(2, names);
    ((gy_sig *)(uintptr_t)score_node(w)->sig)->out[0].close = GY_CLOSE_SUM;
    return r;
}

/* What one section says. */
static inline char *section(void (*put)(GString *, const gy_story *), const world *w)
{
    GString *s = g_string_new(NULL);
    gy_story t = story_of(w);
    put(s, &t);
    return g_string_free(s, FALSE);
}

/* The same of a section that takes the index of scores. */
static inline char *section_of_scores(void (*put)(GString *, const gy_story *, GHashTable *),
                                      const gy_story *t)
{
    GString *s = g_string_new(NULL);
    g_autoptr(GHashTable) index = gy_fold_scores_new(t->outcome);
    put(s, t, index);
    return g_string_free(s, FALSE);
}

static inline void assert_parts(const char *text, const char *const *parts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        cr_assert_not_null(strstr(text, parts[i]), "'%s' in: %s", parts[i], text);
    }
}

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#include "report_world.h"

Test(fold_scores, one_pass_over_the_scores)
{
    world w = world_new();
    const struct {
        const char *run_case, *item;
        double x;
    } scores[] = {
        {"s=1;fold=0", "v=0", 1}, {"s=1;fold=0", "v=1", 3}, {"s=1;fold=1", "v=0", (double)NAN},
        {"s=1;fold=1", "v=1", 5}, {"s=1", "v=0", 7},        {"s=10;fold=0", "v=0", 9},
        {"fold=all", "", 2}};
    for (size_t i = 0; i < G_N_ELEMENTS(scores); i++) {
        add_score(&w, scores[i].run_case, scores[i].item, scores[i].x);
    }
    g_autoptr(GHashTable) index = gy_fold_scores_new(w.outcome);
    const GArray *a = gy_fold_scores_of(index, "score", "level", "s=1");
    cr_assert_eq(a->len, 3);
    const gy_fold_score *f = (const gy_fold_score *)(void *)a->data;
    cr_assert(f[0].fold == 0 && f[0].sum == 4 && f[0].count == 2 && f[0].n == 4);
    cr_assert(f[1].fold == 1 && f[1].sum == 5 && f[1].count == 1);
    cr_assert(f[2].fold == -1 && f[2].sum == 7);
    cr_assert_eq(gy_fold_scores_of(index, "score", "level", "s=10")->len, 1);
    cr_assert_not_null(gy_fold_scores_of(index, "score", "level", "fold=all"));
    cr_assert_null(gy_fold_scores_of(index, "score", "level", "s=2"));
    cr_assert_null(gy_fold_scores_of(index, "other", "level", "s=1"));
    world_clear(&w);
}

static void add_split(world *w, const char *scheme, const char *groups, gboolean shuffle)
{
    gy_gsplit s = {.name = g_strdup(""), .scheme = g_strdup(scheme), .shuffle = shuffle};
    s.has_groups = groups != NULL;
    s.groups.text = g_strdup(groups);
    g_array_append_val(w->graph->splits, s);
}

Test(fold_scores, what_a_fold_is)
{
    const struct {
        const char *scheme, *groups;
        gboolean shuffle;
        const char *unit;
    } rows[] = {{"leave-one-group-out", "@bold.run", FALSE, "run"},
                {"leave-one-group-out", "@run", FALSE, "group"},
                {"group-k-fold", "@x.subject", FALSE, "set of subject"},
                {"k-fold", NULL, FALSE, "block of rows"},
                {"forward", NULL, FALSE, "block of rows"},
                {"k-fold", NULL, TRUE, NULL},
                {"holdout", NULL, FALSE, NULL},
                {"stratified", "@x.label", FALSE, NULL}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        world w = world_new();
        g_autofree char *none = gy_fold_unit(w.graph);
        cr_assert_null(none);
        add_split(&w, rows[i].scheme, rows[i].groups, rows[i].shuffle);
        g_autofree char *unit = gy_fold_unit(w.graph);
        cr_assert_eq(g_strcmp0(unit, rows[i].unit), 0, "%s: %s", rows[i].scheme, unit);
        world_clear(&w);
    }
}

/* Folds 1, 2, 3 of equal size: 2 +- 4.3026527 / sqrt(3); bounds cut it. */
Test(fold_scores, interval_over_blocks)
{
    world w = world_new();
    add_split(&w, "k-fold", NULL, FALSE);
    add_result(&w, "", 0, 2);
    score_node(&w)->split = TRUE;
    for (int i = 0; i < 3; i++) {
        g_autofree char *fold = g_strdup_printf("fold=%d", i);
        add_score(&w, fold, "", i + 1.0);
    }
    add_score(&w, "", "", 2);
    gy_story t = story_of(&w);
    g_autoptr(GHashTable) index = gy_fold_scores_new(w.outcome);
    gy_score_facts f;
    gy_score_facts_of(&t, index, w.outcome->results->pdata[0], 0, &f);
    cr_assert(f.has_interval && f.units == 3 && f.n == 4 && f.targets == 1);
    cr_assert_float_eq(f.lo, 2 - 4.302652729911275 / sqrt(3), 1e-7);
    cr_assert_float_eq(f.hi, 2 + 4.302652729911275 / sqrt(3), 1e-7);
    cr_assert_eq(f.chance, 0, "of the port");
    cr_assert(isnan(f.ceiling) && isnan(f.drawn) && !f.draws);
    gy_sig_port *port = &((gy_sig *)(uintptr_t)score_node(&w)->sig)->out[0];
    port->has_bounds = TRUE;
    port->bounds[0] = 0;
    port->bounds[1] = 3;
    gy_score_facts_of(&t, index, w.outcome->results->pdata[0], 0, &f);
    cr_assert(f.lo == 0 && f.hi == 3);
    world_clear(&w);
}

Test(fold_scores, kinds_of_outputs)
{
    world w = world_new();
    add_result(&w, "", 0, 2);
    gy_result *r = w.outcome->results->pdata[0], *c = add_confusion(&w);
    cr_assert(gy_is_headline(r, 0) && !gy_is_confusion(r, 0));
    cr_assert(!gy_is_headline(c, 0) && gy_is_confusion(c, 0));
    cr_assert_not(gy_is_headline(r, 1), "a port that is not there");
    gy_sig_port *port = &((gy_sig *)(uintptr_t)score_node(&w)->sig)->out[0];
    port->best = GY_BEST_UNSAID;
    cr_assert(gy_is_headline(r, 0), "the only one");
    world_clear(&w);
}

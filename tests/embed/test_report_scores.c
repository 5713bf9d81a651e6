/* SPDX-License-Identifier: Apache-2.0 */
#include "report_world.h"

/* Folds .25 and .75, chance 0, mean .5: the axis goes from 0 to .75 over 4 .. 176. */
Test(report_scores, dots_of_folds)
{
    world w = world_new();
    add_result(&w, "s=1", 0, 0.5);
    const struct {
        const char *run_case;
        double x;
    } scores[] = {{"s=1;fold=0", 0.25}, {"s=1;fold=1", 0.75},        {"s=10;fold=0", 0.1},
                  {"s=1", 0.5},         {"s=1;fold=2", (double)NAN}, {"fold=0", 0.4}};
    for (size_t i = 0; i < G_N_ELEMENTS(scores); i++) {
        add_score(&w, scores[i].run_case, "", scores[i].x);
    }
    gy_story t = story_of(&w);
    g_autofree char *s = section_of_scores(gy_report_scores, &t);
    cr_assert_eq(count_of(s, "<circle"), 2, "%s", s);
    const char *const parts[] = {"cx=\"61.33\"",
                                 "cx=\"176.00\"",
                                 "class=mean x1=\"118.67\" y1=\"2.00\" x2=\"118.67\"",
                                 "class=chance x1=\"4.00\"",
                                 "score.level<small>s=1</small>",
                                 "<b>0.500</b><td>0<td>"};
    assert_parts(s, parts, G_N_ELEMENTS(parts));
    cr_assert_null(strstr(s, "<th>ceiling"), "no column without a ceiling");
    world_clear(&w);
}

Test(report_scores, without_a_place)
{
    const double means[] = {(double)NAN, (double)INFINITY, -(double)INFINITY, -3, 1e300, 0};
    for (size_t i = 0; i < G_N_ELEMENTS(means); i++) {
        world w = world_new();
        add_result(&w, "", 0, means[i]);
        add_result(&w, "wide", 3, means[i]);
        add_score(&w, "fold=0", "", means[i]);
        gy_story t = story_of(&w);
        g_autofree char *s = section_of_scores(gy_report_scores, &t);
        cr_assert(strstr(s, "<svg") && !strstr(s, "\"nan") && !strstr(s, "\"inf"), "%s", s);
        cr_assert_not(strstr(s, "-inf\"") || strstr(s, ">nan"), "%s", s);
        world_clear(&w);
    }
}

Test(report_scores, ceilings_draws_and_samples)
{
    world w = world_new();
    add_result(&w, "", 0, 0.5);
    add_chance(&w, "", 9);
    gy_ceiling_fact *c = g_new0(gy_ceiling_fact, 1);
    *c = (gy_ceiling_fact){.node = g_strdup("score"),
                           .port = g_strdup("level"),
                           .run_case = g_strdup(""),
                           .sum = 1.6,
                           .n = 2,
                           .item_sum = g_array_new(FALSE, TRUE, sizeof(double)),
                           .item_n = g_array_new(FALSE, TRUE, sizeof(int64_t))};
    g_ptr_array_add(w.outcome->ceilings, c);
    ((gy_result *)w.outcome->results->pdata[0])->in_sample = TRUE;
    gy_story t = story_of(&w);
    g_autofree char *s = section_of_scores(gy_report_scores, &t);
    const char *const parts[] = {"<th>ceiling", "<td>0.800<td>", "in-sample</span>",
                                 "permuted 0.040, p = 0.1"};
    assert_parts(s, parts, G_N_ELEMENTS(parts));
    world_clear(&w);
}

Test(report_scores, what_is_no_score)
{
    world w = world_new();
    add_result(&w, "wide", 5, 0.5);
    add_result(&w, "text", 0, 0);
    add_result(&w, "lost", 0, 0);
    gy_result *text = w.outcome->results->pdata[1], *lost = w.outcome->results->pdata[2];
    gy_value_unref(text->values[0]);
    gy_value_unref(lost->values[0]);
    text->values[0] = gy_value_new_ragged(NULL, GY_F64, 3, 0, NULL);
    lost->values[0] = NULL;
    gy_story t = story_of(&w);
    g_autofree char *s = section_of_scores(gy_report_scores, &t);
    cr_assert(strstr(s, "<small>wide</small><td><b>0.500</b>") && strstr(s, "<td>5<td>"), "%s", s);
    cr_assert_not(strstr(s, "<small>text") || strstr(s, "<small>lost"));
    world_clear(&w);
}

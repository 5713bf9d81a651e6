/* SPDX-License-Identifier: Apache-2.0 */
#include "report_world.h"

static void assert_says(const gy_story *t, const char *const *parts, size_t n)
{
    g_autofree char *s = section_of_scores(gy_report_verdict, t);
    assert_order(s, parts, n);
    cr_assert_eq(count_of(s, "<p "), 1, "one line");
}

Test(report_verdict, score_chance_checks)
{
    world w = world_new();
    add_result(&w, "s=1", 0, 0.5);
    add_result(&w, "s=2", 0, 0.25);
    add_chance(&w, "s=1", 9);
    gy_story t = story_of(&w);
    t.checks = "ok   a\nok   b\n";
    const char *const good[] = {"class=\"verdict\"",           "Synthetic data",
                                "score.level is <b>0.500</b>", "p = 0.1, 9 permutations",
                                "<b>0.250</b> (s=2)",          "chance is 0",
                                "2 of 2 checks hold"};
    assert_says(&t, good, G_N_ELEMENTS(good));
    t.checks = "ok   a\nMISS b\n";
    const char *const missed[] = {"class=\"verdict bad\"", "1 of 2 checks do not hold"};
    assert_says(&t, missed, 2);
    t.chance = TRUE;
    const char *const chance[] = {"verdict bad", "Fit targets were permuted"};
    assert_says(&t, chance, 2);
    w.outcome->failed = 3;
    const char *const failed[] = {"verdict bad", "3 parts of this run failed"};
    assert_says(&t, failed, 2);
    world_clear(&w);
}

Test(report_verdict, in_sample_comes_first)
{
    world w = world_new();
    add_result(&w, "", 0, 0.9);
    ((gy_result *)w.outcome->results->pdata[0])->in_sample = TRUE;
    gy_story t = story_of(&w);
    const char *const parts[] = {"verdict bad", "In-sample", "says nothing about prediction",
                                 "score.level"};
    assert_says(&t, parts, G_N_ELEMENTS(parts));
    world_clear(&w);
}

Test(report_verdict, many_cases_are_counted)
{
    world w = world_new();
    for (int i = 0; i < 12; i++) {
        g_autofree char *run_case = g_strdup_printf("s=%d", i);
        add_result(&w, run_case, 0, 0.5);
    }
    gy_story t = story_of(&w);
    const char *const parts[] = {"(s=0)", "(s=2)", "and 9 more cases"};
    assert_says(&t, parts, G_N_ELEMENTS(parts));
    world_clear(&w);
}

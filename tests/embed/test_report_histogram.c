/* SPDX-License-Identifier: Apache-2.0 */
#include "report_world.h"

/* The highest bar, 3, is 120 - 18 - 14 = 88 high; 1 is a third of it. */
Test(report_histogram, chosen_values)
{
    world w = world_new();
    add_chosen(&w, "s=1");
    g_autofree char *s = section(gy_report_chosen, &w);
    const char *const parts[] = {"fit (s=1): alphas in use in 4 folds", "height=\"88.00\"",
                                 "height=\"29.33\"", ">3</text>", ">1e+02</text>"};
    assert_parts(s, parts, G_N_ELEMENTS(parts));
    cr_assert_eq(count_of(s, "<rect class=bar"), 3);
    world_clear(&w);
}

/* Draws 0 .. .09 lie in the first fifth of an axis that ends at the observed .5. */
Test(report_histogram, draws_beside_the_observed)
{
    world w = world_new();
    gy_chance_fact *f = add_chance(&w, "", 10);
    g_autofree char *s = section(gy_report_draws, &w);
    const char *const parts[] = {
        "observed <b>0.500</b>", "10 draws of mean 0.045",
        "p = 0.0909, one-sided (higher is better), smallest possible 0.0909",
        "<line class=seen x1=\"339.00\""};
    assert_parts(s, parts, G_N_ELEMENTS(parts));
    cr_assert_eq(count_of(s, "<rect class=bar"), 25);
    f->low = TRUE;
    g_array_set_size(f->draws, 0);
    g_autofree char *none = section(gy_report_draws, &w);
    cr_assert(strstr(none, "lower is better") && strstr(none, "mean n/a"), "%s", none);
    world_clear(&w);
}

Test(report_histogram, many_are_counted)
{
    world w = world_new();
    for (int i = 0; i < 15; i++) {
        add_chosen(&w, "");
        add_chance(&w, "", 3);
    }
    g_autofree char *s = section(gy_report_chosen, &w), *d = section(gy_report_draws, &w);
    cr_assert(strstr(s, "3 more are in run.json") && strstr(d, "3 more are in run.json"));
    world_clear(&w);
}

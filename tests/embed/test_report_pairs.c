/* SPDX-License-Identifier: Apache-2.0 */
#include "report_world.h"

/* Rows 10 .. 29, truth the row, prediction its double: x from 20 to 58, y from 10 to 29. */
Test(report_pairs, lines_and_dots)
{
    world w = world_new();
    add_pair(&w, "s=1", 20);
    g_autofree char *s = section(gy_report_pairs, &w);
    const char *const parts[] = {"score (s=1), fold 0: score in that fold 0.250; first 20 of 25",
                                 "<path class=told",
                                 "<path class=line",
                                 ">time 10</text>",
                                 ">29</text>",
                                 "<circle class=dot cx=\"46.00\" cy=\"132.00\"",
                                 "<circle class=dot cx=\"184.00\" cy=\"6.00\""};
    assert_parts(s, parts, G_N_ELEMENTS(parts));
    cr_assert_eq(count_of(s, "<circle"), 20);
    world_clear(&w);
}

Test(report_pairs, rows_apart_are_no_line)
{
    world w = world_new();
    gy_pair_fact *f = add_pair(&w, "", 20);
    f->row[7] = 500;
    f->truth[3] = (double)NAN;
    f->n_targets = 9;
    f->target = 4;
    set_text(&f->which, "median");
    f->last = 3;
    g_autofree char *s = section(gy_report_pairs, &w);
    cr_assert_null(strstr(s, "<path"));
    cr_assert_eq(count_of(s, "<circle"), 19, "missing ones have no place");
    const char *const parts[] = {"folds 0 to 3", "target 4 of 9 (the median of fold 0"};
    assert_parts(s, parts, 2);
    world_clear(&w);
}

Test(report_pairs, many_are_folded_away)
{
    world w = world_new();
    g_autofree char *none = section(gy_report_pairs, &w);
    cr_assert_str_eq(none, "");
    for (int i = 0; i < 40; i++) {
        add_pair(&w, "", 16);
    }
    g_autofree char *s = section(gy_report_pairs, &w);
    cr_assert_eq(count_of(s, "<figure "), 16);
    cr_assert_eq(count_of(s, "<details><summary>12 more"), 1);
    world_clear(&w);
}

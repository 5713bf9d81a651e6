/* SPDX-License-Identifier: Apache-2.0 */
#include "report_world.h"

/* Weights -1 .. 6 over folds, x 0 .. 5: 46 .. 334 wide would be LEFT .. WIDTH - 6. */
Test(report_weights, one_series)
{
    world w = world_new();
    add_weights(&w, "s=1", 1);
    g_autofree char *s = section(gy_report_weights, &w);
    const char *const parts[] = {"fit (s=1): w, mean of 3 folds; vertical lines", ">delay</text>",
                                 "<path class=\"line s0\" d=\"M44.0 129.4L102.0 108.9",
                                 ("<line class=reach x1=\"44.00\" y1=\"150.00\" x2=\"44.00\" "
                                  "y2=\"108.86\""),
                                 "Haufe et al. 2014"};
    assert_parts(s, parts, G_N_ELEMENTS(parts));
    cr_assert_eq(count_of(s, "class=reach"), 6);
    world_clear(&w);
}

Test(report_weights, several_series_have_names)
{
    world w = world_new();
    g_autofree char *none = section(gy_report_weights, &w);
    cr_assert_str_eq(none, "");
    add_weights(&w, "", 2);
    g_autofree char *s = section(gy_report_weights, &w);
    cr_assert_eq(count_of(s, "<path"), 2);
    cr_assert(strstr(s, "kind 0") && strstr(s, "kind 1") && !strstr(s, "class=reach"));
    cr_assert_eq(count_of(s, "<b><svg"), count_of(s, "</b>"), "a name keeps its line");
    world_clear(&w);
}

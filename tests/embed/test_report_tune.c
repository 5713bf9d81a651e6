/* SPDX-License-Identifier: Apache-2.0 */
#include "report_world.h"

#include "run/inst.h"

static void add_tune(world *w, int fold, gboolean at_edge)
{
    gy_tune_fact *f = g_new0(gy_tune_fact, 1);
    f->score = g_strdup("acc<uracy");
    f->run_case = g_strdup("s=1");
    f->fold = fold;
    f->n = 3;
    f->chosen = 1;
    f->names = g_strsplit("a = 1|a = 2|a = 3", "|", -1);
    f->inner = g_new0(double, 3);
    f->inner[0] = 0.25;
    f->inner[1] = 0.75;
    f->inner[2] = (double)NAN;
    f->n_rows = 80;
    f->at_edge = at_edge;
    g_ptr_array_add(w->outcome->tunes, f);
}

Test(report_tune, choices)
{
    world w = world_new();
    g_autofree char *none = section(gy_report_tunes, &w);
    cr_assert_str_eq(none, "");
    add_tune(&w, 4, FALSE);
    add_tune(&w, GY_FINAL, TRUE);
    g_autofree char *s = section(gy_report_tunes, &w);
    const char *const parts[] = {
        "<tr><td>acc&lt;uracy (s=1)<td>4<td>a = 2<td>0.750<td>0.250 to 0.750<td>3<td>80</tr>",
        "<td>all rows<td>a = 2 <small>at the edge of its grid"};
    assert_order(s, parts, 2);
    world_clear(&w);
}

Test(report_tune, many_are_counted)
{
    world w = world_new();
    for (int i = 0; i < 403; i++) {
        add_tune(&w, i, FALSE);
    }
    g_autofree char *s = section(gy_report_tunes, &w);
    cr_assert_not_null(strstr(s, "3 more are in run.json"));
    world_clear(&w);
}

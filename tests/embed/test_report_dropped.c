/* SPDX-License-Identifier: Apache-2.0 */
#include "report_world.h"

Test(report_dropped, ranges_and_every_fold)
{
    world w = world_new();
    add_fit(&w, "s=1", 0, gy_rows_range(0, 40), gy_rows_range(50, 60), 60);
    gy_fit_fact *f = add_fit(&w, "s=1", 1, gy_rows_range(10, 60), gy_rows_range(0, 8), 60);
    f->purged = 2;
    add_fit(&w, "s=1", -1, gy_rows_range(0, 60), gy_rows_empty(), 60);
    g_autofree char *s = section(gy_report_dropped, &w);
    const char *const parts[] = {"<td>2<td>40 to 50<td>8 to 10<td>2 to 3<td>2</tr>",
                                 "<details><summary>Every fold", "<td>0<td>40<td>3<td>2</tr>",
                                 "<td>all rows<td>60<td>3<td>2</tr>"};
    assert_order(s, parts, G_N_ELEMENTS(parts));
    world_clear(&w);
}

Test(report_dropped, failures_and_warnings)
{
    world w = world_new();
    gy_story t = story_of(&w);
    g_autoptr(GString) s = g_string_new(NULL);
    gy_report_dropped(s, &t);
    cr_assert_str_eq(s->str, "");
    t.problems = "key.ini:1: error: <x>\n";
    t.notes = "fit: edge\n";
    gy_report_dropped(s, &t);
    const char *const parts[] = {"Failures</h3><pre>key.ini:1: error: &lt;x&gt;",
                                 "Warnings</h3><pre>fit: edge"};
    assert_order(s->str, parts, 2);
    world_clear(&w);
}

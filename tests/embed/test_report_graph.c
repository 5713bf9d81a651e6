/* SPDX-License-Identifier: Apache-2.0 */
#include "report_world.h"

Test(report_graph, drawing_and_table)
{
    world w = world_new();
    gy_node_fact *f = g_new0(gy_node_fact, 1);
    *f = (gy_node_fact){g_strdup("a"), g_strdup("s=1"), g_ptr_array_new(), g_ptr_array_new(),
                        g_strdup("y f64[row 4]")};
    g_ptr_array_add(w.outcome->nodes, f);
    g_autofree char *s = section(gy_report_graph, &w);
    const char *const parts[] = {"<h2>Graph", "<svg class=\"wide\"", "<details>",
                                 "<tr><td>a<td>generator.count<td><td>y f64[row 4]</tr>",
                                 "<tr><td>score<td>metric.level<td>x = @a<td></tr>"};
    assert_order(s, parts, G_N_ELEMENTS(parts));
    world_clear(&w);
}

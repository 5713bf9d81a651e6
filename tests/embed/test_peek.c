/* SPDX-License-Identifier: Apache-2.0 */
#include "report_world.h"

#include "embed/peek.h"

Test(peek, nodes_and_folds)
{
    world w = world_new();
    gy_node_fact *f = g_new0(gy_node_fact, 1);
    *f = (gy_node_fact){g_strdup("a"), g_strdup("s=1"), g_ptr_array_new(), g_ptr_array_new(),
                        g_strdup("y f64[row 4]")};
    g_ptr_array_add(w.outcome->nodes, f);
    add_fit(&w, "s=1", 0, gy_rows_range(0, 40), gy_rows_range(50, 60), 60);
    add_fit(&w, "", -1, gy_rows_range(0, 60), gy_rows_empty(), 60);
    g_autoptr(GString) s = g_string_new(NULL);
    gy_peek(w.graph, w.outcome, s);
    cr_assert_str_eq(s->str,
                     "a (s=1): y f64[row 4]\n"
                     "fit of fit (s=1), fold 0: 40 training rows, 10 test, 3 purged, gap 2\n"
                     "fit of fit: all 60 rows\n");
    world_clear(&w);
}

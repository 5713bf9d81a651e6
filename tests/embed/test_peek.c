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
    w.outcome->predicted = 12345678;
    w.outcome->predicted_node = g_strdup("a");
    gy_peek(w.graph, w.outcome, 0, s);
    cr_assert_str_eq(s->str,
                     "a (s=1): y f64[row 4]\n"
                     "fit of fit (s=1), fold 0: 40 training rows, 10 test, 3 purged, gap 2\n"
                     "fit of fit: all 60 rows\n"
                     "memory: 12.3 MB at the peak, in [a]\n");
    const struct {
        int64_t tiles;
        uint64_t limit;
        const char *end;
    } all[] = {
        {1, 20000000, ", in [a]; inputs are read 1 tile at a time\n"},
        {4, 12345678, ", in [a]; inputs are read 4 tiles at a time\n"},
        {1, 12345677, "; inputs are read 1 tile at a time; --memory is less\n"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        g_string_truncate(s, 0);
        w.outcome->chunk_tiles = all[i].tiles;
        gy_peek(w.graph, w.outcome, all[i].limit, s);
        cr_expect(g_str_has_suffix(s->str, all[i].end), "%s", s->str);
    }
    g_string_truncate(s, 0);
    w.outcome->predicted = 29488;
    gy_peek(w.graph, w.outcome, 0, s);
    cr_expect(strstr(s->str, "memory: 29.5 kB at the peak, in [a]") != NULL, "%s", s->str);
    g_string_truncate(s, 0);
    w.outcome->failed = 1; /* half a plan tells nothing */
    gy_peek(w.graph, w.outcome, 0, s);
    cr_expect_null(strstr(s->str, "memory:"));
    world_clear(&w);
}

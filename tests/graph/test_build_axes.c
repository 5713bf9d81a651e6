/* SPDX-License-Identifier: Apache-2.0
 *
 * Names of axes and units, followed up through nodes that pass them on. */
#include "stubs/registry.h"

#include "graph/build.h"

#define X "[x]\nplugin = reader.array\npath = x.npy\n"
#define S "[s]\nplugin = reader.signal\npath = s.npy\n"

static const char *axis_of(const gy_graph *g, const char *node, unsigned axis)
{
    gy_link l = {.node = gy_graph_find(g, node), .state = -1, .kind = GY_LINK_PORT};
    return gy_build_axis(g, &l, axis);
}

Test(build_axes, names_are_followed_up)
{
    g_autoptr(gy_registry) registry = texts_registry();
    g_autoptr(gy_graph) g = good_graph(
        S X "[z]\nplugin = transform.zscore\nx = @s\n[d]\nplugin = transform.delay\n"
            "x = @z\npast = 1 rows\n[w]\nplugin = transform.window\nx = @eeg\nlength = 1 "
            "s\nevery = 1 s\n[eeg]\nplugin = reader.edf\npath = a.edf\n"
            "[v]\nplugin = transform.zscore\nx = @w\n",
        registry);
    cr_expect_str_eq(axis_of(g, "s", 0), "time");
    cr_expect_str_eq(axis_of(g, "s", 1), "column");
    cr_expect_str_eq(axis_of(g, "z", 0), "time", "passed on");
    cr_expect_null(axis_of(g, "d", 0), "a part of another axis");
    cr_expect_str_eq(axis_of(g, "v", 0), "window", "made by the node before");
    cr_expect_null(axis_of(g, "z", 1), "behind ...");
    cr_expect_null(axis_of(g, "x", 7));
    cr_expect_null(axis_of(g, "x", 0), "of an input that is not given");
}

Test(build_axes, units_are_followed_up_where_like_says_so)
{
    g_autoptr(gy_registry) registry = texts_registry();
    g_autoptr(gy_graph) g =
        good_graph("[eeg]\nplugin = reader.edf\npath = a.edf\n[f]\nplugin = transform.filter\n"
                   "x = @eeg\nband = 1 Hz;2 Hz\n[z]\nplugin = transform.zscore\nx = @f\n",
                   registry);
    gy_link l = {.state = -1, .kind = GY_LINK_PORT, .node = gy_graph_find(g, "f")};
    cr_expect_str_eq(gy_build_unit(g, &l), "V");
    l.node = gy_graph_find(g, "z");
    cr_expect_null(gy_build_unit(g, &l));
    l.kind = GY_LINK_WORD;
    cr_expect_null(gy_build_unit(g, &l));
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Keys of a group as edges and parameters of its node. */
#include "stubs/registry.h"

#define X     "[x]\nplugin = reader.array\npath = x.npy\n"
#define Y     "[y]\nplugin = reader.array\npath = y.npy\n"
#define RIDGE "[m]\nplugin = decoder.ridge\nx = @x\ny = @y\nalphas = 1;10\n"

Test(build_nodes, keys_become_edges_and_parameters)
{
    g_autoptr(gy_registry) registry = texts_registry();
    g_autoptr(gy_graph) g = good_graph(X Y RIDGE, registry);
    const gy_gnode *m = node_of(g, "m");
    cr_expect_str_eq(m->sig->id, "decoder.ridge");
    cr_expect(m->line == 7 && m->n_copies == 1 && m->need == -1);
    cr_assert(m->in[0]->len == 1 && m->in[1]->len == 1);
    cr_expect(g_array_index(m->in[1], gy_link, 0).line == 10);
    cr_expect_str_eq(m->params[0].text, "1;10");
    cr_expect(m->params[0].line == 11 && !m->params[0].from_command_line);
}

Test(build_nodes, the_command_line_is_remembered)
{
    g_autoptr(gy_registry) registry = texts_registry();
    g_autoptr(gy_problems) problems = gy_problems_new();
    g_autoptr(gy_keyfile) kf = gy_keyfile_scan("f", X, strlen(X), problems);
    cr_assert(gy_keyfile_override(kf, "x.path=here.npy", problems));
    g_autoptr(gy_graph) g = graph_of(kf, NULL, registry, problems);
    cr_assert_not_null(g);
    cr_expect_str_eq(node_of(g, "x")->params[0].text, "here.npy");
    cr_expect(node_of(g, "x")->params[0].from_command_line);
}

Test(build_nodes, variables_of_loops_stay)
{
    g_autoptr(gy_registry) registry = texts_registry();
    g_autoptr(gy_graph) g = good_graph("[foreach sub]\nvalues = 1;2\n[x]\nplugin = reader.array\n"
                                       "path = ${sub}.npy\n",
                                       registry);
    cr_expect_str_eq(node_of(g, "x")->params[0].text, "${sub}.npy");
}

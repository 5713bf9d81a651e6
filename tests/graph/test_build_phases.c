/* SPDX-License-Identifier: Apache-2.0
 *
 * Trainers of one module in an order that the file says. */
#include "stubs/registry.h"

#define NET                                                                                        \
    "[x]\nplugin = reader.array\npath = x.npy\n[net]\nplugin = module.sequential\nx = @x\n"        \
    "layers = linear 3\n[loss]\nplugin = loss.mse\na = @net\nb = @x\n"
#define TRAINER(name, more) "[" name "]\nplugin = trainer.adamw\nlosses = @loss\nepochs = 1\n" more

Test(build_phases, follows_and_start_give_an_order)
{
    static const char *const good[] = {
        NET TRAINER("one", "") TRAINER("two", "follows = @one\n"),
        NET TRAINER("two", "start = @one\n") TRAINER("one", ""),
        NET TRAINER("one", "start = fresh\n"),
        NET TRAINER("one", "") TRAINER("two", "follows = @one\n")
            TRAINER("three", "follows = @two\nfreeze = n?t\nreset = *\n"),
        "[foreach from]\nvalues = fresh;@one\n" NET TRAINER("one", "")
            TRAINER("two", "start = ${from}\n"),
    };
    g_autoptr(gy_registry) registry = texts_registry();
    for (size_t i = 0; i < G_N_ELEMENTS(good); i++) {
        g_autoptr(gy_graph) g = good_graph(good[i], registry);
        cr_expect_not_null(g);
    }
}

Test(build_phases, without_one_it_is_an_error)
{
    static const char *const bad[] = {
        NET TRAINER("one", "") TRAINER("two", ""),
        NET TRAINER("one", "") TRAINER("two", "start = fresh\n"),
        NET TRAINER("one", "") TRAINER("two", "follows = @one\n") TRAINER("three", ""),
        NET TRAINER("one", "follows = @one\n"),
    };
    g_autoptr(gy_registry) registry = texts_registry();
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autofree char *told = NULL;
        g_autoptr(gy_graph) g = graph_of_text(bad[i], registry, &told);
        cr_expect_null(g, "%s", bad[i]);
    }
}

Test(build_phases, a_state_is_there_before_it_is_read)
{
    g_autoptr(gy_registry) registry = texts_registry();
    g_autoptr(gy_graph) g = good_graph(
        "[z]\nplugin = transform.zscore\nx = @one:net\n" NET TRAINER("one", ""), registry);
    const gy_link *l = &g_array_index(node_of(g, "z")->in[0], gy_link, 0);
    cr_expect(l->state == gy_graph_find(g, "one") && l->state < gy_graph_find(g, "z"));
}

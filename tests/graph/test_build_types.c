/* SPDX-License-Identifier: Apache-2.0
 *
 * Both ends of an edge. */
#include "stubs/registry.h"

#define BOTH(out, in)                                                                              \
    "[x]\nplugin = reader.array\npath = x.npy\n[p]\nplugin = reader.images\npath = p.npy\n"        \
    "[b]\nplugin = reader.betas\npath = b.npy\n[one]\nplugin = metric.identical\na = @p\nb = @p\n" \
    "[eeg]\nplugin = reader.edf\npath = e.edf\n[script]\nplugin = reader.script\npath = s\n"       \
    "[end]\n" in " = " out "\n"

Test(build_types, edges_that_fit_and_that_do_not)
{
    const struct {
        const char *text;
        gboolean good;
    } rows[] = {
        {BOTH("@x", "plugin = transform.zscore\nx"), TRUE},
        {BOTH("@b", "plugin = transform.zscore\nx"), TRUE},
        {BOTH("@b.roi", "plugin = transform.zscore\nx"), FALSE},
        {BOTH("@p", "plugin = encoder.features\nx"), TRUE},
        {BOTH("@x", "plugin = encoder.features\nx"), FALSE},
        {BOTH("@b", "plugin = transform.rdm\nx"), TRUE},    /* f32 widens to f64 */
        {BOTH("@p", "plugin = transform.rdm\nx"), FALSE},   /* four axes */
        {BOTH("@one", "plugin = transform.rdm\nx"), FALSE}, /* no axis */
        {BOTH("@script", "plugin = transform.rdm\nx"), TRUE},
        {BOTH("@x.anything", "plugin = transform.rdm\nx"), TRUE},
        {BOTH("@eeg", "plugin = transform.filter\nband = 1 Hz;2 Hz\nx"), TRUE},
        {BOTH("@eeg.events", "plugin = transform.filter\nband = 1 Hz;2 Hz\nx"), FALSE},
        {BOTH("@eeg.events.code", "plugin = transform.zscore\nx"), TRUE},
        {BOTH("@eeg.events", "plugin = transform.bin-events\nwidth = 1 s\nx"), TRUE},
        {BOTH("@eeg", "plugin = transform.bin-events\nwidth = 1 s\nx"), FALSE},
        {BOTH("@x", "plugin = reader.array\npath = a\nrows"), TRUE}, /* rows of anything */
        {BOTH("@x.day", "plugin = reader.array\npath = a\nrows"), TRUE},
    };
    g_autoptr(gy_registry) registry = texts_registry();
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *told = NULL;
        g_autoptr(gy_graph) g = graph_of_text(rows[i].text, registry, &told);
        const char *end = strstr(rows[i].text, "[end]");
        cr_expect((g != NULL) == rows[i].good, "%s%s", end, told);
    }
}

/* A mapped node tells of the edge that its copies share once. */
Test(build_types, copies_tell_once)
{
    g_autoptr(gy_registry) registry = texts_registry();
    g_autofree char *told = NULL;
    g_autoptr(gy_graph) g = graph_of_text(
        "[p]\nplugin = reader.images\npath = p.npy\n[b]\nplugin = reader.betas\npath = b.npy\n"
        "[r]\nplugin = metric.identical\na = @p;@p\nb = @b\n",
        registry, &told);
    cr_expect_null(g);
    cr_expect_str_eq(told, "f:10: error: [r] b wants u8, but @b gives f32, which cannot become it "
                           "without loss\n");
}

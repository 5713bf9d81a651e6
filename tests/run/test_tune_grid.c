/* tune_grid.c: candidates counted out by hand. */
#include "run/tune.h"
#include "run_case.h"

#define GRAPH                                                                                      \
    "[a]\nplugin = reader.kit-pairs\n[w]\nplugin = transform.kit-power\nx = @a\n"                  \
    "[f]\nplugin = encoder.kit-shrink\nx = @w\ny = @a.y\n"                                         \
    "[m]\nplugin = metric.kit-error\npredicted = @f\ntarget = @a.y\n"                              \
    "[split]\nrows = @a\nscheme = k-fold\nfolds = 2\n"                                             \
    "[tune]\nw.p = 1;3;2\nw.unit = plain;minus\nf.lambda = 0.5;1e-3\nscore = @m%s\n"

static gy_graph *graph_of(gy_registry *registry, const char *out)
{
    g_autofree char *text = g_strdup_printf(GRAPH, out);
    g_autofree char *dir =
        g_build_filename(g_getenv("GYRUS_BUILD_ROOT"), "tests", "run", "plugins2", NULL);
    g_autoptr(gy_problems) problems = gy_problems_new();
    cr_assert(gy_registry_add_dir(registry, dir, NULL));
    g_autoptr(gy_keyfile) kf = gy_keyfile_scan("case.ini", text, strlen(text), problems);
    gy_graph *g = gy_graph_build(kf, registry, problems);
    g_autofree char *told = gy_problems_format(problems);
    cr_assert(g != NULL, "%s", told);
    return g;
}

Test(tune_grid, the_last_line_is_the_fastest)
{
    g_autoptr(gy_registry) registry = gy_registry_new();
    g_autoptr(gy_graph) g = graph_of(registry, "");
    static const char *const names[] = {
        "w.p = 1; w.unit = plain; f.lambda = 0.5", "w.p = 1; w.unit = plain; f.lambda = 1e-3",
        "w.p = 1; w.unit = minus; f.lambda = 0.5", "w.p = 1; w.unit = minus; f.lambda = 1e-3",
        "w.p = 3; w.unit = plain; f.lambda = 0.5"};
    cr_assert_eq(gy_tune_count(g), 12);
    for (int32_t c = 0; c < 5; c++) {
        g_autofree char *name = gy_tune_name(g, c);
        cr_expect_str_eq(name, names[c]);
    }
    g_autofree char *last = gy_tune_name(g, 11);
    cr_expect_str_eq(last, "w.p = 2; w.unit = minus; f.lambda = 1e-3");
    int w = gy_graph_find(g, "w"), a = gy_graph_find(g, "a");
    cr_expect_str_eq(gy_tune_text(g, 4, w, 0), "3");
    cr_expect_str_eq(gy_tune_text(g, 3, w, 1), "minus");
    cr_expect_null(gy_tune_text(g, GY_OUTSIDE, w, 0));
    cr_expect_null(gy_tune_text(g, 4, a, 0));
}

Test(tune_grid, edges_are_the_least_and_the_largest_number)
{
    g_autoptr(gy_registry) registry = gy_registry_new();
    g_autoptr(gy_graph) g = graph_of(registry, "");
    static const gboolean power[] = {TRUE, TRUE, FALSE}; /* 1, 3, 2 in the order of the file */
    for (int32_t c = 0; c < 12; c++) {
        cr_expect_eq(gy_tune_is_edge(g, c, 0), power[c / 4], "%d", c);
        cr_expect_not(gy_tune_is_edge(g, c, 1), "words have no edge");
        cr_expect_not(gy_tune_is_edge(g, c, 2), "nor has a choice of two");
    }
}

Test(tune_grid, better_follows_the_text_of_the_metric)
{
    g_autoptr(gy_registry) registry = gy_registry_new();
    const double nan = (double)NAN;
    for (int high = 0; high < 2; high++) {
        g_autoptr(gy_graph) g = graph_of(registry, high ? ".good" : "");
        cr_expect_eq(gy_tune_better(g, 1, 2), !high);
        cr_expect_eq(gy_tune_better(g, 2, 1), high);
        cr_expect_not(gy_tune_better(g, 1, 1), "a tie is not better");
        cr_expect(gy_tune_better(g, -9, nan));
        cr_expect_not(gy_tune_better(g, nan, -9) || gy_tune_better(g, nan, nan));
    }
}

Test(tune_grid, without_the_group_there_is_none)
{
    gy_graph g = {.tunes = g_array_new(FALSE, TRUE, sizeof(gy_gtune))};
    cr_expect_eq(gy_tune_count(&g), 0);
    cr_expect_null(gy_tune_text(&g, 0, 0, 0));
    g_array_unref(g.tunes);
}

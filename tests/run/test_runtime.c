/* test_runtime.c: a run's beginning and end, with and without another file's; its problems. */
#include "run_case.h"

static gy_graph *graph_of(gy_registry *registry, gy_problems *problems)
{
    const char *text = NUMBERS("n = 4") "[split]\nrows = @x\nscheme = k-fold\n";
    g_autofree char *dir =
        g_build_filename(g_getenv("GYRUS_BUILD_ROOT"), "tests", "run", "plugins2", NULL);
    cr_assert(gy_registry_add_dir(registry, dir, NULL));
    g_autoptr(gy_keyfile) kf = gy_keyfile_scan("case.ini", text, strlen(text), problems);
    (void)gy_keyfile_apply_profile(kf, NULL, problems);
    (void)gy_keyfile_expand(kf, problems);
    return gy_graph_build(kf, registry, problems);
}

Test(runtime, a_needed_file_shares_what_a_run_has_once)
{
    gy_registry *registry = gy_registry_new();
    g_autoptr(gy_problems) problems = gy_problems_new();
    g_autoptr(gy_graph) graph = graph_of(registry, problems);
    cr_assert_not_null(graph);
    gy_runtime rt, under;
    gy_run_options o = {.threads = 3};
    gy_runtime_start(&rt, graph, registry, &o, problems);
    gy_run_options p = {.user = &rt, .mem = rt.mem, .threads = 7};
    gy_runtime_start(&under, graph, registry, &p, problems);
    cr_expect(under.pool == rt.pool && under.mem == rt.mem && under.serial == rt.serial &&
              under.digests == rt.digests && under.fft == rt.fft);
    cr_expect(under.insts != rt.insts && under.order != rt.order && under.told != rt.told);
    cr_expect_eq(gy_pool_threads(rt.pool), 3);
    gy_runtime_finish(&under);
    cr_expect_eq(gy_pool_threads(rt.pool), 3, "still there");
    gy_runtime_finish(&rt);
    gy_registry_free(registry);
}

/* A text is told once, at the line of the key that it begins with; a warning each time. */
Test(runtime, problems)
{
    gy_registry *registry = gy_registry_new();
    g_autoptr(gy_problems) problems = gy_problems_new();
    g_autoptr(gy_graph) graph = graph_of(registry, problems);
    gy_runtime rt;
    gy_run_options o = {.threads = 1};
    gy_runtime_start(&rt, graph, registry, &o, problems);
    gy_runtime_tell(&rt, 9, "one");
    gy_runtime_tell(&rt, 8, "one");
    gy_runtime_tell_node(&rt, NULL, "[x] n is too small");
    gy_runtime_tell_node(&rt, NULL, "[x] else");
    gy_runtime_tell_node(&rt, NULL, "[split] folds");
    gy_runtime_warn(&rt, 2, "a", "b");
    g_autofree char *told = gy_problems_format(problems);
    for (const char *const *part =
             (const char *const[]){"case.ini:9: error: one\n", "case.ini:3: error: [x] n is",
                                   "case.ini:1: error: [x] else",
                                   "case.ini:4: error: [split] folds", "case.ini:2: warning: ab\n",
                                   NULL};
         *part; part++) {
        cr_expect_not_null(strstr(told, *part), "%s is not in %s", *part, told);
    }
    cr_expect_null(strstr(told, "case.ini:8"));
    gy_runtime_finish(&rt);
    gy_registry_free(registry);
}

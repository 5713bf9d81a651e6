/* test_states.c: which fits are kept, and what is said of them. */
#include "run/states.h"

#include <glib/gstdio.h>

#include "run_case.h"

#define FIT(more)                                                                                  \
    NUMBERS("n = 12\nwidth = 2")                                                                   \
    "[y]\nplugin = transform.kit-affine\nx = @x\nscale = 2\n"                                      \
    "[line]\nplugin = encoder.kit-line\nx = @x\ny = @y\nlimit = 500000\n" more
#define SCORE "[m]\nplugin = metric.kit-rows\nx = @line.p\n"
#define SPLIT "[split]\nrows = @x\nscheme = k-fold\nfolds = 3\n"

static char *kept_of(const run_case *c)
{
    GString *s = g_string_new(NULL);
    for (guint i = 0; i < c->out->states->len; i++) {
        const gy_kept *k = c->out->states->pdata[i];
        const char *seen = gy_about_get(&k->about, "seen.0");
        g_string_append_printf(s, "%s(%s) %.*s|", k->node, k->run_case, (int)strcspn(seen, ";"),
                               seen);
    }
    return g_string_free(s, FALSE);
}

Test(states, of_fits_on_all_rows_only)
{
    const struct {
        const char *text, *kept;
    } cases[] = {
        {FIT(SCORE), "line() time: 0-11 of 12 rows|"},
        {FIT(SCORE SPLIT), ""},
        {FIT(SCORE SPLIT "refit = true\n"), "line() time: 0-11 of 12 rows|"},
        {FIT(SCORE SPLIT "refit = false\n"), ""},
        {FIT(SCORE SPLIT "[sink]\nplugin = writer.kit-sink\nx = @line.p\n"),
         "line() time: 0-11 of 12 rows|"},
        {"[foreach k]\nvalues = 3;a/b\n" FIT("[at]\nplugin = encoder.kit-bare\nx = @z\n"
                                             "[z]\nplugin = transform.kit-label\nx = @x\nas = "
                                             "${k}\n"),
         "line() time: 0-11 of 12 rows|at(k=3) time: 0-11 of 12 rows|at(k=a/b) time: 0-11 of 12 "
         "rows|"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        run_case c = run_text(cases[i].text, (gy_run_options){.threads = 2});
        g_autofree char *kept = kept_of(&c);
        cr_expect_str_eq(c.text, "");
        cr_expect_str_eq(kept, cases[i].kept, "case %zu: %s", i, kept);
        run_free(&c);
    }
}

Test(states, refit_false_is_told_to_who_asks)
{
    run_case c =
        run_text(FIT(SCORE SPLIT "refit = false\n[sink]\nplugin = writer.kit-sink\nx = @line.p\n"),
                 (gy_run_options){.threads = 2});
    cr_expect_not_null(strstr(c.text,
                              "[line] is wanted as a fit on all rows, which [split] forbids "
                              "(refit = false)"),
                       "%s", c.text);
    cr_expect(c.out->failed > 0);
    run_free(&c);
}

Test(states, paths_are_one_folder_for_each_loop)
{
    g_autofree char *plain = gy_states_path("d", "n", "");
    g_autofree char *loops = gy_states_path("d", "n", "a=1;b=x/..");
    cr_expect_str_eq(plain, "d/states/n/state.safetensors");
    cr_expect_str_eq(loops, "d/states/n/a=1/b=x%2F../state.safetensors");
}

Test(states, are_written_with_what_made_them)
{
    g_autofree char *dir = g_dir_make_tmp("gyrus-states-XXXXXX", NULL);
    g_autofree char *path = gy_states_path(dir, "line", "");
    run_case c = run_text(FIT(SCORE), (gy_run_options){.threads = 2});
    cr_assert(gy_states_write(c.out, dir, NULL));
    g_auto(gy_about) about = {0};
    gy_state *s = gy_state_read(path, NULL, &about, NULL);
    cr_assert_not_null(s);
    cr_expect_str_eq(s->id, "encoder.kit-line");
    cr_expect_str_eq(s->node, "line");
    cr_expect_str_eq(gy_about_get(&about, "revision"), "1");
    cr_expect_str_eq(gy_about_get(&about, "param.limit"), "500000");
    cr_expect_not_null(strstr(gy_about_get(&about, "seen.0"), "; made:"));
    cr_expect_float_eq(gy_value_number(gy_state_get(s, "slope"), 1), 2, 1e-9);
    g_autoptr(GError) error = NULL;
    (void)g_remove(path);
    cr_expect(!gy_states_write(c.out, "/proc/nowhere", &error) && error != NULL);
    gy_state_unref(s);
    run_free(&c);
}

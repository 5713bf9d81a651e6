/* test_states_load.c: save, load, run gives the same bits; whatever is not this node's is refused.
 */
#include "run/states.h"

#include <glib/gstdio.h>

#include "core/atomic.h"
#include "run_case.h"

#define FIT(line, rest)                                                                            \
    NUMBERS("n = 600\nwidth = 2")                                                                  \
    "[y]\nplugin = transform.kit-tile\nx = @x\n"                                                   \
    "[line]\nplugin = encoder.kit-line\nx = @x\ny = @y\n" line                                     \
    "[rest]\nplugin = encoder.kit-residual\nx = @x\ny = @y\nmodel = @line.model\n" rest            \
    "[m]\nplugin = metric.kit-rows\nx = @rest.p\n"

static char *dir_of_run(const char *text)
{
    char *dir = g_dir_make_tmp("gyrus-states-XXXXXX", NULL);
    run_case c = run_text(text, (gy_run_options){.threads = 2});
    cr_assert_str_eq(c.text, "");
    cr_assert(gy_states_write(c.out, dir, NULL));
    run_free(&c);
    return dir;
}

static void remove_state(const char *dir, const char *node)
{
    g_autofree char *path = gy_states_path(dir, node, "");
    cr_assert_eq(g_remove(path), 0);
}

Test(states_load, the_same_bits_and_no_fit)
{
    g_autofree char *dir = dir_of_run(FIT("", ""));
    run_case a = run_text(FIT("", ""), (gy_run_options){.threads = 2});
    run_case b = run_text(FIT("", ""), (gy_run_options){.threads = 5, .tile = 100, .states = dir});
    cr_assert_str_eq(b.text, "");
    for (int k = 0; k < 2; k++) {
        double x = run_score(&a, "m", "sum", "", k), y = run_score(&b, "m", "sum", "", k);
        cr_expect_eq(memcmp(&x, &y, sizeof x), 0);
    }
    cr_expect_eq(memcmp(run_state(&a, "rest/-1/mean", 2), run_state(&b, "rest/-1/mean", 2), 16), 0);
    cr_expect_lt(b.out->calls, 40, "run is called by tiles, add not at all");
    /* what was loaded can be kept again, as it was */
    g_autofree char *again = g_dir_make_tmp("gyrus-states-XXXXXX", NULL);
    cr_assert(gy_states_write(b.out, again, NULL));
    g_autofree char *one = gy_states_path(dir, "rest", ""),
                    *two = gy_states_path(again, "rest", "");
    g_autofree char *x = NULL, *y = NULL;
    gsize n = 0, m = 0;
    cr_assert(g_file_get_contents(one, &x, &n, NULL) && g_file_get_contents(two, &y, &m, NULL));
    cr_expect(n == m && memcmp(x, y, n) == 0);
    run_free(&a);
    run_free(&b);
}

/* Folds are fitted as ever: only fits on all rows are taken. */
Test(states_load, folds_are_not_touched)
{
#define SPLIT "[split]\nrows = @x\nscheme = k-fold\nfolds = 3\nrefit = true\n"
    g_autofree char *dir = dir_of_run(FIT("", "") SPLIT);
    run_case a = run_text(FIT("", "") SPLIT, (gy_run_options){.threads = 2});
    run_case b = run_text(FIT("", "") SPLIT, (gy_run_options){.threads = 2, .states = dir});
    cr_assert_str_eq(b.text, "");
    cr_expect_eq(memcmp(run_state(&a, "line/1/slope", 2), run_state(&b, "line/1/slope", 2), 16), 0);
    cr_expect_eq(memcmp(run_state(&a, "line/-2/slope", 2), run_state(&b, "line/-2/slope", 2), 16),
                 0);
    cr_expect_eq(b.out->states->len, 2);
    run_free(&a);
    run_free(&b);
}

static void expect_refused(const char *text, const char *dir, const char *part)
{
    run_case c = run_text(text, (gy_run_options){.threads = 1, .states = dir});
    cr_expect_not_null(strstr(c.text, part), "expected '%s' in: %s", part, c.text);
    cr_expect(c.out->failed > 0);
    run_free(&c);
}

Test(states_load, other_nodes_parameters_and_axes_are_refused)
{
    g_autofree char *dir = dir_of_run(FIT("limit = 1e6\n", ""));
    expect_refused(FIT("limit = 1e7\n", ""), dir, "its state was made with limit = 1e6, not 1e7");
    expect_refused(NUMBERS("n = 600") "[line]\nplugin = encoder.kit-bare\nx = @x\n", dir,
                   "its state was made with plugin = encoder.kit-line, not encoder.kit-bare");
    expect_refused(NUMBERS("n = 600\nwidth = 3") "[line]\nplugin = encoder.kit-line\nx = @x\ny = "
                                                 "@x\nlimit = 1e6\n",
                   dir, "its state 'slope' is f64[2], where f64[3] is due");
    remove_state(dir, "line");
    expect_refused(FIT("limit = 1e6\n", ""), dir, "/states/line/state.safetensors: ");
}

Test(states_load, a_file_that_was_cut_or_changed_is_refused)
{
    g_autofree char *dir = dir_of_run(FIT("", ""));
    g_autofree char *path = gy_states_path(dir, "line", "");
    g_autofree char *bytes = NULL;
    gsize n = 0;
    cr_assert(g_file_get_contents(path, &bytes, &n, NULL));
    cr_assert(gy_atomic_write(path, bytes, n - 1, NULL));
    expect_refused(FIT("", ""), dir, "[line] its state: ");
    expect_refused(FIT("", ""), dir, "needs data up to byte");
    bytes[n - 3] ^= 1;
    cr_assert(gy_atomic_write(path, bytes, n, NULL));
    expect_refused(FIT("", ""), dir, "these are not the bytes that were written");
}

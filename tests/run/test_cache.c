/* test_cache.c: the same bits with and without; what is another fit has another key; damage is
 * seen.
 */
#include "run/cache.h"

#include <glib/gstdio.h>

#include "core/atomic.h"
#include "core/hash.h"
#include "run_case.h"

#define FIT                                                                                        \
    NUMBERS("n = 60\nwidth = 2")                                                                   \
    "[y]\nplugin = transform.kit-tile\nx = @x\n"                                                   \
    "[line]\nplugin = encoder.kit-line\nx = @x\ny = @y\n"                                          \
    "[rest]\nplugin = encoder.kit-residual\nx = @x\ny = @y\nmodel = @line.model\n"                 \
    "[m]\nplugin = metric.kit-rows\nx = @rest.p\n"                                                 \
    "[split]\nrows = @x\nscheme = k-fold\nfolds = 3\n"

static char *new_dir(void)
{
    return g_dir_make_tmp("gyrus-cache-XXXXXX", NULL);
}

/* Paths of all entries. */
static GPtrArray *entries(const char *dir)
{
    GPtrArray *all = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) d = g_dir_open(dir, 0, NULL);
    const char *name = NULL, *inner = NULL;
    while (d && (name = g_dir_read_name(d))) {
        g_autofree char *sub = g_build_filename(dir, name, NULL);
        g_autoptr(GDir) e = g_dir_open(sub, 0, NULL);
        while (e && (inner = g_dir_read_name(e))) {
            g_ptr_array_add(all, g_build_filename(sub, inner, NULL));
        }
    }
    return all;
}

static int n_entries(const char *dir)
{
    g_autoptr(GPtrArray) all = entries(dir);
    return (int)all->len;
}

static void same_bits(const run_case *a, const run_case *b)
{
    GHashTableIter it;
    gpointer key, value;
    cr_assert_eq(g_hash_table_size(a->states), g_hash_table_size(b->states));
    g_hash_table_iter_init(&it, a->states);
    while (g_hash_table_iter_next(&it, &key, &value)) {
        const GArray *x = value, *y = g_hash_table_lookup(b->states, key);
        cr_assert(y && x->len == y->len && memcmp(x->data, y->data, x->len * sizeof(double)) == 0);
    }
    cr_assert_eq(a->out->scores->len, b->out->scores->len);
    for (guint i = 0; i < a->out->scores->len; i++) {
        const gy_score *x = &g_array_index(a->out->scores, gy_score, i);
        const gy_score *y = &g_array_index(b->out->scores, gy_score, i);
        cr_expect_eq(memcmp(&x->value, &y->value, sizeof x->value), 0);
    }
}

Test(cache, the_same_bits_with_and_without)
{
    g_autofree char *dir = new_dir();
    run_case plain = run_text(FIT, (gy_run_options){.threads = 2, .tile = 16});
    run_case first = run_text(FIT, (gy_run_options){.threads = 2, .tile = 16, .cache = dir});
    cr_assert_str_eq(first.text, "");
    cr_expect_eq(n_entries(dir), 6);
    run_case again = run_text(FIT, (gy_run_options){.threads = 5, .tile = 16, .cache = dir});
    cr_expect_eq(n_entries(dir), 6, "threads are not in the key");
    cr_expect_lt(again.out->calls, first.out->calls - 6 * 3, "add and solve were not called");
    same_bits(&plain, &first);
    same_bits(&plain, &again);
    run_free(&plain);
    run_free(&first);
    run_free(&again);
}

/* Entries that a second run with something changed adds to the 6 of the first. */
Test(cache, whatever_may_change_a_bit_changes_the_key)
{
    const struct {
        const char *from, *to;
        gy_run_options o;
        int more;
    } cases[] = {
        {"n = 60", "n = 60", {0}, 0},
        {"metric.kit-rows", "metric.kit-all", {0}, 0},
        {"[m]", "[score]", {0}, 0},
        {"n = 60", "n = 61", {0}, 6},
        {"x = @x\ny = @y\n[rest]", "x = @x\ny = @y\nlimit = 7e7\n[rest]", {0}, 6},
        {"x = @x\ny = @y\nmodel", "x = @y\ny = @y\nmodel", {0}, 3},
        {"[line]", "[lime]", {0}, 6},
        {"@line", "@lime", {0}, 6},
        {"folds = 3", "folds = 4", {0}, 8},
        {"kit-tile\nx = @x", "kit-window\nx = @x", {0}, 6},
        {"n = 60", "n = 60", {.tile = 32}, 6},
        {"n = 60", "n = 60", {.chance = TRUE}, 6},
        {"[split]", "[pipeline]\nseed = 3\n[split]", {0}, 6},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *dir = new_dir();
        g_autoptr(GString) text = g_string_new(FIT);
        if (strstr(cases[i].from, "line")) { /* the name and its edge go together */
            g_string_replace(text, "@line", "@lime", 0);
            g_string_replace(text, "[line]", "[lime]", 0);
        } else {
            g_string_replace(text, cases[i].from, cases[i].to, 1);
        }
        gy_run_options o = cases[i].o;
        run_case a = run_text(FIT, (gy_run_options){.threads = 1, .cache = dir});
        cr_assert_eq(n_entries(dir), 6);
        o.threads = 1;
        o.cache = dir;
        run_case b = run_text(text->str, o);
        cr_assert_str_eq(b.text, "", "case %zu", i);
        cr_expect_eq(n_entries(dir) - 6, cases[i].more, "case %zu: %d", i, n_entries(dir) - 6);
        run_free(&a);
        run_free(&b);
    }
}

static void on_log(void *data, gy_log_level level, const char *node, const char *text)
{
    g_string_append_printf(data, "%d %s: %s\n", (int)level, node, text);
}

/* Every damaged file is told, made again and put right. */
Test(cache, a_damaged_file_is_seen_and_made_again)
{
    g_autofree char *dir = new_dir();
    run_case first = run_text(FIT, (gy_run_options){.threads = 2, .cache = dir});
    g_autoptr(GPtrArray) all = entries(dir);
    for (guint i = 0; i < all->len; i++) {
        g_autofree char *bytes = NULL;
        gsize n = 0;
        cr_assert(g_file_get_contents(all->pdata[i], &bytes, &n, NULL));
        bytes[n - 1 - i] ^= 4;
        /* cut, one bit turned, another content */
        cr_assert(i % 3 < 2 ? gy_atomic_write(all->pdata[i], bytes, i % 3 ? n : n / 2, NULL)
                            : gy_atomic_write(all->pdata[i], "x", 1, NULL));
    }
    g_autoptr(GString) told = g_string_new(NULL);
    g_autoptr(gy_log) log = gy_log_new(GY_LOG_INFO, on_log, told);
    run_case second = run_text(FIT, (gy_run_options){.threads = 2, .cache = dir, .log = log});
    same_bits(&first, &second);
    cr_expect_not_null(strstr(told->str, "made again, the cache has no good file of it: "));
    cr_expect_null(strstr(told->str, "were taken from"), "%s", told->str);
    g_string_truncate(told, 0);
    run_case third = run_text(FIT, (gy_run_options){.threads = 2, .cache = dir, .log = log});
    same_bits(&first, &third);
    cr_expect_null(strstr(told->str, "made again"), "%s", told->str);
    cr_expect_not_null(strstr(told->str, "6 fits were taken from "), "%s", told->str);
    run_free(&first);
    run_free(&second);
    run_free(&third);
}

/* A good file under another key is not believed. */
Test(cache, a_file_of_another_key_is_refused)
{
    g_autofree char *dir = new_dir();
    run_case first = run_text(FIT, (gy_run_options){.threads = 1, .cache = dir});
    g_autoptr(GPtrArray) all = entries(dir);
    g_autofree char *bytes = NULL;
    gsize n = 0;
    cr_assert(g_file_get_contents(all->pdata[0], &bytes, &n, NULL));
    for (guint i = 1; i < all->len; i++) {
        cr_assert(gy_atomic_write(all->pdata[i], bytes, n, NULL));
    }
    run_case second = run_text(FIT, (gy_run_options){.threads = 1, .cache = dir});
    cr_assert_str_eq(second.text, "");
    same_bits(&first, &second);
    run_free(&first);
    run_free(&second);
}

Test(cache, draws_poison_and_a_folder_that_cannot_be_made)
{
    g_autofree char *dir = new_dir();
    const char *drawn = FIT "[chance m]\npermute = @y\nscheme = circular-shift\ntimes = 3\n";
    run_case a = run_text(drawn, (gy_run_options){.threads = 1, .cache = dir});
    cr_assert_str_eq(a.text, "");
    cr_expect_eq(n_entries(dir), 6, "a draw is not kept");
    gy_probe probe = {.fold = 1, .outside = TRUE, .on_fit = run_on_fit};
    run_case b = run_probed(FIT, (gy_run_options){.threads = 1, .tile = 5, .cache = dir}, probe);
    cr_expect_eq(n_entries(dir), 6, "nor what a probe has overwritten");
    g_autoptr(GString) told = g_string_new(NULL);
    g_autoptr(gy_log) log = gy_log_new(GY_LOG_INFO, on_log, told);
    run_case c =
        run_text(FIT, (gy_run_options){.threads = 1, .cache = "/proc/gyrus-cache", .log = log});
    cr_expect_str_eq(c.text, "");
    const char *first = strstr(told->str, "nothing is cached any more");
    cr_expect(first && !strstr(first + 1, "nothing is cached"), "told once: %s", told->str);
    run_free(&a);
    run_free(&b);
    run_free(&c);
}

/* Another file's fit is found again from here, with the key that it has there. */
Test(cache, holds_for_needed_files)
{
    g_autofree char *dir = new_dir();
    g_autofree char *pre = g_build_filename(dir, "pre.ini", NULL);
    cr_assert(g_file_set_contents(pre,
                                  NUMBERS("n = 40") "[line]\nplugin = encoder.kit-line\nx = @x\n"
                                                    "y = @x\n",
                                  -1, NULL));
    g_autofree char *text =
        g_strdup_printf("[needs]\npre = %s\n[z]\nplugin = reader.kit-numbers\nn = 9\n"
                        "[m]\nplugin = metric.kit-modelled\nx = @z\nmodel = @pre:line.model\n",
                        pre);
    for (int i = 0; i < 2; i++) {
        run_case c = run_text(text, (gy_run_options){.threads = 1, .cache = dir});
        cr_assert_str_eq(c.text, "");
        cr_expect_float_eq(run_score(&c, "m", "mean", "", 0), 4, 1e-9);
        cr_expect_eq(n_entries(dir), 1);
        run_free(&c);
    }
}

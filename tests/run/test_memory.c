/* memory.c: the peak told before a run against the one that its account measured: never below, at
 * most 1.3 times it; and what --memory refuses. */
#include "run_case.h"

#define SPLIT "[split]\nrows = @x\nscheme = k-fold\nfolds = 3\n"

static const char *const texts[] = {
    /* a chain that lets values go */
    NUMBERS("n = 6000\nwidth = 16") "[a]\nplugin = transform.kit-power\nx = @x\n"
                                    "[b]\nplugin = transform.kit-power\nx = @a\n"
                                    "[m]\nplugin = metric.kit-rows\nx = @b\n",
    /* a value that two read stays until the second has */
    NUMBERS("n = 6000\nwidth = 16") "[a]\nplugin = transform.kit-power\nx = @x\n"
                                    "[b]\nplugin = transform.kit-power\nx = @a\n"
                                    "[m]\nplugin = metric.kit-rows\nx = @b\n"
                                    "[k]\nplugin = metric.kit-rows\nx = @a\n",
    /* folds, inner folds, statistics of cells */
    NUMBERS("n = 6000\nwidth = 16") SPLIT "[f]\nplugin = encoder.kit-sum\nx = @x\n"
                                          "[m]\nplugin = metric.kit-rows\nx = @f\n",
    /* text whose length resolve has said */
    "[w]\nplugin = reader.kit-words\nn = 3000\n",
    /* parts of the tiled axis: wide statistics, few rows */
    NUMBERS("n = 30\nwidth = 9000") SPLIT "[f]\nplugin = encoder.kit-sum\nx = @x\n",
};

Test(memory, predicted_is_never_below_and_not_far_above)
{
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        for (int threads = 1; threads <= 2; threads++) {
            run_case c = run_text(texts[i], (gy_run_options){.threads = threads});
            cr_assert_str_eq(c.text, "");
            double share = (double)c.out->predicted / (double)c.out->peak;
            cr_assert(share >= 1 && share <= 1.3,
                      "text %zu, %d threads: predicted %" G_GUINT64_FORMAT
                      " in %s, measured %" G_GUINT64_FORMAT ": %.3f",
                      i, threads, c.out->predicted, c.out->predicted_node, c.out->peak, share);
            run_free(&c);
        }
    }
}

Test(memory, refused_before_anything_runs)
{
    run_case free = run_text(texts[2], (gy_run_options){.threads = 1});
    uint64_t need = free.out->predicted;
    g_autofree char *node = g_strdup(free.out->predicted_node);
    run_free(&free);
    run_case over = run_text(texts[2], (gy_run_options){.threads = 1, .memory = need - 1});
    g_autofree char *who = g_strdup_printf("[%s] ", node);
    g_autofree char *bytes = g_strdup_printf(
        "%" G_GUINT64_FORMAT ", the limit is %" G_GUINT64_FORMAT "; nothing was run", need,
        need - 1);
    cr_assert(strstr(over.text, who) && strstr(over.text, bytes), "%s", over.text);
    cr_assert(strstr(over.text, "cannot keep to --memory"), "%s", over.text);
    cr_assert_gt(over.out->failed, 0);
    cr_assert_eq(over.out->scores->len, 0);
    cr_assert_lt(over.out->peak, need / 8); /* planning alone */
    run_free(&over);
    run_case fits = run_text(texts[2], (gy_run_options){.threads = 1, .memory = need});
    cr_assert_str_eq(fits.text, "");
    run_free(&fits);
}

/* The hook: tasks that each worker of the pool took. The node sleeps 2 ms in every tile, so a busy
 * machine has time to wake the second worker; a thread of its own takes all tiles. */
Test(memory, two_workers_each_took_tiles)
{
    for (int threads = 1; threads <= 2; threads++) {
        run_case c = run_text(NUMBERS("n = 30000") "[a]\nplugin = transform.kit-serial\nx = @x\n"
                                                   "[m]\nplugin = metric.kit-rows\nx = @a\n",
                              (gy_run_options){.threads = threads});
        cr_assert_str_eq(c.text, "");
        cr_assert_eq(c.out->tasks->len, (guint)threads);
        uint64_t all = 0;
        for (int i = 0; i < threads; i++) {
            uint64_t taken = g_array_index(c.out->tasks, uint64_t, i);
            cr_assert_gt(taken, 0, "worker %d of %d took none", i, threads);
            all += taken;
        }
        cr_assert_eq(all, (30000 + 511) / 512);
        run_free(&c);
    }
}

/* run.c: limits, stop flag, and nothing left behind. */
#include "run_case.h"

Test(run, memory_limit)
{
    const char *const text[] = {
        NUMBERS("huge = true") "[m]\nplugin = metric.kit-rows\nx = @x\n",
        NUMBERS("n = 100000") "[m]\nplugin = metric.kit-rows\nx = @x\n",
        NUMBERS("n = 10") "[m]\nplugin = metric.kit-rows\nx = @x\n",
    };
    for (int i = 0; i < 3; i++) {
        g_autoptr(gy_mem) mem = gy_mem_new(1 << 16);
        run_case c = run_text(text[i], (gy_run_options){.threads = 2, .mem = mem});
        cr_assert_eq(strstr(c.text, "[x] a node that cannot keep to --memory: ") != NULL, i < 2,
                     "%s", c.text);
        cr_assert_eq(c.out->failed > 0, i < 2);
        run_free(&c);
        cr_assert_eq(gy_mem_current(mem), 0, "%d", i);
        cr_assert_leq(gy_mem_peak(mem), 1 << 16);
    }
}

typedef struct stopper {
    gint flag;
    const char *at;
} stopper;

static void stop_at(void *data, const char *node, double share)
{
    stopper *s = data;
    (void)share;
    if (strcmp(node, s->at) == 0) {
        g_atomic_int_set(&s->flag, 1);
    }
}

/* Before a node begins, and while it runs: kit-wait ends only when it is told to stop. */
Test(run, stop_flag)
{
    const char *const at[] = {"x", "y"};
    for (int i = 0; i < 2; i++) {
        stopper s = {0, at[i]};
        g_autoptr(gy_mem) mem = gy_mem_new(0);
        run_case c = run_text(NUMBERS("") "[y]\nplugin = transform.kit-wait\nx = @x\n"
                                          "[m]\nplugin = metric.kit-rows\nx = @y\n",
                              (gy_run_options){.threads = 2,
                                               .mem = mem,
                                               .stop = &s.flag,
                                               .progress = stop_at,
                                               .progress_data = &s});
        cr_assert(c.out->cancelled);
        cr_assert_str_eq(c.text, "");
        cr_assert_eq(c.out->results->len, 0);
        run_free(&c);
        cr_assert_eq(gy_mem_current(mem), 0);
    }
}

/* Failures in the middle of a run leave nothing either. */
Test(run, nothing_is_left)
{
    for (int fail = -1; fail < 10; fail += 10) {
        g_autoptr(gy_mem) mem = gy_mem_new(0);
        g_autofree char *text = g_strdup_printf(
            NUMBERS("n = 10") "[split]\nrows = @x\nscheme = k-fold\nfolds = 2\n"
                              "[f]\nplugin = encoder.kit-sum\nx = @x\n"
                              "[y]\nplugin = transform.kit-tile\nx = @f\nfail = %d\n"
                              "[m]\nplugin = metric.kit-all\nx = @y\n",
            fail);
        run_case c = run_text(text, (gy_run_options){.threads = 2, .mem = mem});
        cr_assert_eq(c.out->failed > 0, fail >= 0, "%s", c.text);
        run_free(&c);
        cr_assert_eq(gy_mem_current(mem), 0);
    }
}

/* plan.c: one instance for every case that a node is inside, and no more; sources before readers.
 */
#include "see_case.h"

static void see(void *data, gy_runtime *rt, gy_inst *inst)
{
    (void)rt;
    for (unsigned i = 0; inst->in && i < inst->node->sig->n_in; i++) {
        for (unsigned k = 0; k < inst->in[i].n; k++) {
            cr_assert(inst->in[i].feeds[k].from->done, "a reader ran before its source");
            cr_assert(inst->in[i].feeds[k].from->order < inst->order);
        }
    }
    if (inst->parts) { /* folds of a metric, closed */
        cr_assert_eq(inst->env.fold, GY_OUTSIDE);
        g_string_append_printf(data, "%s[%u] ", inst->node->name, inst->parts->len);
    } else {
        g_string_append_printf(data, "%s ", inst->node->name);
    }
}

#define MODEL "[f]\nplugin = encoder.kit-sum\nx = @x\n[m]\nplugin = metric.kit-all\nx = @f\n"

Test(plan, instances)
{
    const struct {
        const char *text, *seen;
    } all[] = {
        {NUMBERS("") "[m]\nplugin = metric.kit-all\nx = @x\n", "x m "},
        /* only what a variable is in is inside the loop: x is read once */
        {"[foreach n]\nvalues = 1;2\n" NUMBERS("") "[w]\nplugin = transform.kit-window\nx = @x\n"
                                                   "past = ${n}\n[m]\nplugin = metric.kit-all\n"
                                                   "x = @w\n",
         "x w m w m "},
        {NUMBERS("n = 6") "[split]\nrows = @x\nscheme = k-fold\nfolds = 2\n" MODEL,
         "x f m f m m[2] "},
        /* two readers, one source */
        {NUMBERS("") "[a]\nplugin = metric.kit-all\nx = @x\n[b]\nplugin = metric.kit-all\nx = @x\n",
         "x a b "},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        g_autoptr(GString) seen = g_string_new(NULL);
        g_autofree char *problems = see_text(all[i].text, (gy_run_options){0}, see, seen);
        cr_expect_str_eq(problems, "", "%s", problems);
        cr_expect_str_eq(seen->str, all[i].seen, "%zu: %s", i, seen->str);
    }
}

/* A source that cannot be made is told once, however many read it. */
Test(plan, a_failure_is_told_once)
{
    g_autoptr(GString) seen = g_string_new(NULL);
    g_autofree char *problems =
        see_text(NUMBERS("n = 5") "[y]\nplugin = transform.kit-length\nx = @x\nn = 9\n"
                                  "[a]\nplugin = metric.kit-all\nx = @y\n"
                                  "[b]\nplugin = metric.kit-all\nx = @y\n",
                 (gy_run_options){0}, see, seen);
    const char *first = strstr(problems, "[y]");
    cr_assert(first != NULL, "%s", problems);
    cr_expect_null(strstr(first + 1, "[y]"), "%s", problems);
}

#define PARTS(rest)   "[p]\nplugin = reader.kit-parts\n" rest
#define METRIC(n, of) "[" n "]\nplugin = metric.kit-all\nx = @p" of "\n"

/* What [split] reads early computes what later edges read too, and nothing that nobody reads. */
Test(plan, optional_outputs_of_an_early_run)
{
    run_case c = run_text(
        PARTS("refuse = x\n") "[split]\nrows = @p\nscheme = predefined\ntest = @p.third\n"
                              "[w]\nplugin = transform.kit-window\nx = @p.twice\n"
                              "[f]\nplugin = encoder.kit-sum\nx = @w\ninner = k-fold 2\n"
                              "[m]\nplugin = metric.kit-all\nx = @f\n" METRIC("t", ".twice"),
        (gy_run_options){.threads = 1});
    cr_assert_str_eq(c.text, "");
    cr_expect_eq(run_score(&c, "t", "total", "", 0), 72); /* 2 (0 + .. + 8) */
    cr_expect_eq(run_score(&c, "m", "rows", "", 0), 3);
    run_free(&c);
}

/* An edge to a coordinate asks for no value of the output whose rows it names. */
Test(plan, coordinates_compute_nothing)
{
    run_case c =
        run_text(PARTS("refuse = x\n") METRIC("m", ".odd"), (gy_run_options){.threads = 1});
    cr_assert_str_eq(c.text, "");
    cr_expect_eq(run_score(&c, "m", "total", "", 0), 4);
    run_free(&c);
    c = run_text(PARTS("refuse = x\n") METRIC("m", ""), (gy_run_options){.threads = 1});
    cr_expect(strstr(c.text, "nobody reads this"), "%s", c.text);
    run_free(&c);
}

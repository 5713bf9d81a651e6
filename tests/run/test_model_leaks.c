/* test_model_leaks.c: the leak rule through model edges. */
#include "run_case.h"

#include "run/purge.h"

/* Rows of the model's fit reach `past` rows back; the metric applies it to scored rows. */
#define REACH(past)                                                                                \
    NUMBERS("n = 40")                                                                              \
    "[w]\nplugin = transform.kit-window\nx = @x\npast = " past "\n"                                \
    "[line]\nplugin = encoder.kit-line\nx = @w\ny = @w\n"                                          \
    "[m]\nplugin = metric.kit-modelled\nx = @w\nmodel = @line.model\n"                             \
    "[split]\nrows = @x\nscheme = k-fold\nfolds = 4\n"

static const gy_fit_fact *fit_of(const run_case *c, const char *node, int fold)
{
    for (guint i = 0; i < c->out->fits->len; i++) {
        const gy_fit_fact *f = c->out->fits->pdata[i];
        if (strcmp(f->node, node) == 0 && f->fold == fold) {
            return f;
        }
    }
    cr_assert(0, "no fit %s of fold %d: %s", node, fold, c->text);
    return NULL;
}

/* Test rows 10..19 read 7..19, and training rows 20..22 read 17..: those and 7..9 are purged. */
Test(model_leaks, a_fit_known_only_as_a_model_is_purged)
{
    run_case c = run_text(REACH("3"), (gy_run_options){.threads = 2});
    cr_assert_str_eq(c.text, "");
    const gy_fit_fact *f = fit_of(&c, "line", 1);
    g_autofree char *train = gy_rows_format(&f->train, 0);
    cr_expect_str_eq(train, "0-6,23-39");
    cr_expect_eq(f->purged, 6);
    cr_expect_float_eq(run_score(&c, "m", "mean", "fold=1", 0), 14.5, 1e-9);
    run_free(&c);
}

Test(model_leaks, a_model_that_nothing_is_left_for_is_refused)
{
    run_case c = run_text(REACH("60"), (gy_run_options){.threads = 2});
    cr_expect(strstr(c.text, "[line] no training row is left in fold 0") != NULL, "%s", c.text);
    cr_expect(strstr(c.text, "'w' (reach window") != NULL, "%s", c.text);
    cr_expect(c.out->failed > 0 && c.out->scores->len == 0);
    run_free(&c);
}

/* States of a run whose source rows are overwritten, by "node/fold/part". */
static run_case poisoned(const char *text, int fold, gboolean outside, gboolean inside)
{
    gy_probe probe = {.fold = fold, .outside = outside, .inside = inside, .on_fit = run_on_fit};
    return run_probed(text, (gy_run_options){.threads = 3, .tile = 8}, probe);
}

static int differing(const run_case *a, const run_case *b, const char *fold)
{
    GHashTableIter it;
    gpointer key, value;
    int n = 0;
    g_hash_table_iter_init(&it, a->states);
    while (g_hash_table_iter_next(&it, &key, &value)) {
        const GArray *x = value, *y = g_hash_table_lookup(b->states, key);
        gboolean mine = strstr(key, fold) != NULL;
        cr_assert(y != NULL && x->len == y->len, "%s", (char *)key);
        n += mine && memcmp(x->data, y->data, x->len * sizeof(double)) != 0;
    }
    return n;
}

/* A fit that applies a model, on its training rows, and a metric that applies both; y is 10000
 * times the first row of the tile. */
#define CHAIN                                                                                      \
    NUMBERS("n = 40")                                                                              \
    "[w]\nplugin = transform.kit-window\nx = @x\npast = 2\n"                                       \
    "[y]\nplugin = transform.kit-tile\nx = @x\n"                                                   \
    "[line]\nplugin = encoder.kit-line\nx = @w\ny = @y\n"                                          \
    "[rest]\nplugin = encoder.kit-residual\nx = @w\ny = @y\nmodel = @line.model\n"                 \
    "[m]\nplugin = metric.kit-modelled\nx = @w\nmodel = @rest.model\n"                             \
    "[split]\nrows = @x\nscheme = k-fold\nfolds = 4\n"

Test(model_leaks, poison_outside_the_training_rows_changes_no_bit_of_any_state)
{
    for (int fold = 0; fold < 4; fold++) {
        g_autofree char *mark = g_strdup_printf("/%d/", fold);
        run_case clean = poisoned(CHAIN, -1, FALSE, FALSE);
        run_case out = poisoned(CHAIN, fold, TRUE, FALSE);
        run_case in = poisoned(CHAIN, fold, FALSE, TRUE);
        g_autofree char *where = g_strdup_printf("fold=%d", fold);
        cr_assert_str_eq(clean.text, "");
        cr_expect_eq(g_hash_table_size(clean.states), 4 * 3);
        cr_expect_eq(differing(&clean, &out, mark), 0, "fold %d", fold);
        if (fold > 0) { /* in fold 0 the first row that may be read is one that the node skips */
            cr_expect_gt(differing(&clean, &in, mark), 0, "fold %d", fold);
        }
        double told = run_score(&clean, "m", "mean", where, 0);
        cr_expect_neq(told, run_score(&out, "m", "mean", where, 0), "fold %d: %g", fold, told);
        run_free(&clean);
        run_free(&out);
        run_free(&in);
    }
}

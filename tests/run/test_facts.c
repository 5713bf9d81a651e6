/* facts.c: bounded facts of values that a run lets go. */
#include "run/facts.h"

#include "run_case.h"

#define SPLIT "[split]\nrows = @x\nscheme = k-fold\nfolds = 2\n"
#define PAIR  "[m]\nplugin = metric.kit-pair\npredicted = @f\ntarget = @x\n"
#define PICK  "[f]\nplugin = encoder.kit-pick\nx = @x\ny = @x\n"

/* Row i of column j is i + 1000 j; the scores of three targets are 0, 9 and 2. */
Test(facts, predictions_beside_truth)
{
    run_case c =
        run_text("[foreach w]\nvalues = 1;3\n" NUMBERS("n = 1100\nwidth = ${w}") SPLIT PICK PAIR,
                 (gy_run_options){.threads = 2});
    cr_assert_str_eq(c.text, "");
    cr_assert_eq(c.out->pairs->len, 1 + 2, "one of one target, two of three");
    const struct {
        const char *run_case, *which;
        int64_t target, n_targets;
        double score;
    } rows[] = {{"w=1", "", 0, 1, 0}, {"w=3", "median", 2, 3, 2}, {"w=3", "best", 1, 3, 9}};
    for (guint i = 0; i < 3; i++) {
        const gy_pair_fact *f = c.out->pairs->pdata[i];
        cr_assert_str_eq(f->run_case, rows[i].run_case);
        cr_assert_str_eq(f->which, rows[i].which);
        cr_assert_str_eq(f->axis, "time");
        cr_assert_eq(f->target, rows[i].target);
        cr_assert_eq(f->n_targets, rows[i].n_targets);
        cr_assert_eq(f->score, rows[i].score);
        cr_assert_eq(f->n_rows, 550);
        cr_assert_eq(f->n, GY_FACT_ROWS, "bounded");
        for (guint k = 0; k < f->n; k++) {
            cr_assert_eq(f->row[k], k, "fold 0 tests the first half");
            cr_assert_eq(f->truth[k], (double)(k + 1000 * rows[i].target));
            cr_assert_eq(f->predicted[k], f->truth[k]);
        }
    }
    run_free(&c);
}

/* 9 rows in folds of 5 and 4: fits on 4 rows (alpha 2) and on 5 (alpha 7, not in the grid). */
Test(facts, what_fits_chose)
{
    run_case c = run_text(
        NUMBERS("n = 9\nwidth = 2") "[split]\nrows = @x\nscheme = k-fold\nfolds = 2\n"
                                    "[f]\nplugin = encoder.kit-pick\nx = @x\ny = @x\n"
                                    "[m]\nplugin = metric.kit-pair\npredicted = @f\ntarget = @x\n",
        (gy_run_options){.threads = 1});
    cr_assert_eq(c.out->chosen->len, 1);
    const gy_chosen_fact *f = c.out->chosen->pdata[0];
    cr_assert_str_eq(f->param, "alphas");
    cr_assert_eq(f->folds, 2);
    cr_assert_eq(f->grid->len, 3);
    cr_assert_eq(g_array_index(f->grid, double, 2), 3);
    cr_assert_eq(g_array_index(f->count, int64_t, 0), 0);
    cr_assert_eq(g_array_index(f->count, int64_t, 1), 2, "two targets, one fold");
    cr_assert_eq(f->other, 2);
    cr_assert_eq(c.out->weights->len, 0, "two targets: no weights");
    run_free(&c);
}

Test(facts, weights_of_one_target)
{
    run_case c =
        run_text(NUMBERS("n = 9\nwidth = 3") "[one]\nplugin = transform.kit-first\nx = @x\n" //
                 SPLIT "[f]\nplugin = encoder.kit-pick\nx = @x\ny = @one\n" PAIR,
                 (gy_run_options){.threads = 1});
    cr_assert_str_eq(c.text, "");
    cr_assert_eq(c.out->weights->len, 1);
    const gy_weight_fact *f = c.out->weights->pdata[0];
    cr_assert_str_eq(f->state, "w");
    cr_assert_str_eq(f->axis, "col");
    cr_assert_eq(f->n, 3);
    cr_assert_eq(f->folds, 2);
    for (guint k = 0; k < 3; k++) {
        cr_assert_float_eq(f->mean[k], 4.5 + k, 1e-12);
        cr_assert_eq(f->lo[k], 4 + k);
        cr_assert_eq(f->hi[k], 5 + k);
        cr_assert_eq(f->x[k], k, "no coordinate: positions");
        cr_assert_str_eq(f->series[k], "");
    }
    cr_assert_null(f->x_name);
    run_free(&c);
}

/* The score has 9 and 1 of ceilings 9 and 1: means over targets, once per fold. */
Test(facts, ceilings)
{
    run_case c = run_text(NUMBERS("n = 8\nwidth = 2") SPLIT PICK PAIR
                          "[n]\nplugin = metric.kit-top\nscore = @m\nceiling = @m\n",
                          (gy_run_options){.threads = 1});
    cr_assert_str_eq(c.text, "");
    cr_assert_eq(c.out->ceilings->len, 1);
    const gy_ceiling_fact *f = c.out->ceilings->pdata[0];
    cr_assert_str_eq(f->node, "m");
    cr_assert_str_eq(f->port, "s");
    cr_assert_str_eq(f->run_case, "");
    cr_assert_eq(f->sum / (double)f->n, 4.5, "of 0 and 9");
    int seen = 0;
    for (guint i = 0; i < c.out->scores->len; i++) { /* here a ceiling is the score itself */
        const gy_score *s = &g_array_index(c.out->scores, gy_score, i);
        double ceiling = gy_ceiling_of_score(c.out, s);
        gboolean is_m = strcmp(s->node, "m") == 0 && strcmp(s->port, "s") == 0;
        cr_assert_eq(isfinite(ceiling), is_m, "%s.%s", s->node, s->port);
        if (is_m && *s->run_case == 0) {
            cr_assert_float_eq(ceiling, s->value, 1e-12, "item %s", s->item);
            seen++;
        }
    }
    cr_assert_eq(seen, 2);
    run_free(&c);
}

Test(facts, nodes_as_they_were)
{
    run_case c =
        run_text("[foreach w]\nvalues = 1;3\n" NUMBERS("n = 8\nwidth = ${w}") SPLIT PICK PAIR,
                 (gy_run_options){.threads = 1});
    cr_assert_eq(c.out->nodes->len, 3 * 2, "three nodes in two cases");
    int seen = 0;
    for (guint i = 0; i < c.out->nodes->len; i++) {
        const gy_node_fact *f = c.out->nodes->pdata[i];
        if (strcmp(f->node, "x") == 0 && strcmp(f->run_case, "w=3") == 0) {
            cr_assert_str_eq(f->names->pdata[1], "width");
            cr_assert_str_eq(f->values->pdata[1], "3", "the loop's value, not ${w}");
            cr_assert_str_eq(f->values->pdata[2], "-1", "a default");
            cr_assert_str_eq(f->outputs, "x f64[time 8, col 3]");
            seen++;
        }
    }
    cr_assert_eq(seen, 1);
    run_free(&c);
}

Test(facts, a_peek_runs_nothing)
{
    run_case c =
        run_text(NUMBERS("n = 9") SPLIT PICK PAIR, (gy_run_options){.threads = 1, .peek = TRUE});
    cr_assert_str_eq(c.text, "");
    cr_assert_eq(c.out->calls, 1, "only the resolve of the source: %d", (int)c.out->calls);
    cr_assert_eq(c.out->results->len + c.out->pairs->len + c.out->chosen->len, 0);
    cr_assert_eq(c.out->fits->len, 2);
    for (guint i = 0; i < 2; i++) {
        const gy_fit_fact *f = c.out->fits->pdata[i];
        cr_assert_eq(gy_rows_count(&f->train), i == 0 ? 4 : 5);
        cr_assert(gy_rows_equal(&f->train, &f->given));
        cr_assert_str_eq(f->axis, "time");
    }
    run_free(&c);
}

/* test_model.c: models of one file of plugins called by nodes of another. The line y = 2 x + 1 is
 * met exactly, so that every answer is known. */
#include "run_case.h"

#define LINE(n)                                                                                    \
    NUMBERS("n = " n "\nwidth = 2")                                                                \
    "[y]\nplugin = transform.kit-affine\nx = @x\nscale = 2\nshift = 1\n"                           \
    "[line]\nplugin = encoder.kit-line\nx = @x\ny = @y\n"
#define SEEN(what) "[m]\nplugin = metric.kit-rows\nx = @" what "\n"

static void expect_problem(const char *text, const char *part)
{
    run_case c = run_text(text, (gy_run_options){.threads = 2});
    cr_expect(strstr(c.text, part) != NULL, "expected '%s' in: %s", part, c.text);
    cr_expect(c.out->failed > 0);
    run_free(&c);
}

/* The sums over i < n of 2 i + 1 and of 2 (i + 1000) + 1. */
static void expect_line(const run_case *c, int64_t n, double times)
{
    double sum = times * (double)(n * n);
    cr_expect_float_eq(run_score(c, "m", "sum", "", 0), sum, 1e-9 * sum, "%s", c->text);
    cr_expect_float_eq(run_score(c, "m", "sum", "", 1), sum + times * 2000.0 * (double)n,
                       1e-9 * sum + 1e-3);
}

Test(model, is_applied_to_rows_of_any_number_and_tile)
{
    const struct {
        int threads, tile;
        gboolean shuffle;
    } ways[] = {{1, 0, FALSE}, {2, 7, FALSE}, {5, 64, TRUE}, {3, 4096, TRUE}};
    for (size_t i = 0; i < G_N_ELEMENTS(ways); i++) {
        run_case c = run_text(
            LINE("1300") "[p]\nplugin = transform.kit-call\nx = @x\nmodel = @line.model\n" SEEN(
                "p"),
            (gy_run_options){
                .threads = ways[i].threads, .tile = ways[i].tile, .shuffle = ways[i].shuffle});
        cr_assert_str_eq(c.text, "");
        expect_line(&c, 1300, 1);
        cr_expect_float_eq(run_state(&c, "line/-1/slope", 2)[1], 2, 1e-6);
        run_free(&c);
    }
}

Test(model, several_come_in_through_one_port)
{
    run_case c = run_text(LINE("40") "[again]\nplugin = encoder.kit-line\nx = @x\ny = @y\n"
                                     "[p]\nplugin = transform.kit-call\nx = @x\nmodel = "
                                     "@line.model;@again.model\n" SEEN("p"),
                          (gy_run_options){.threads = 2});
    cr_assert_str_eq(c.text, "");
    expect_line(&c, 40, 2);
    run_free(&c);
}

Test(model, taps_and_id)
{
    run_case c =
        run_text(LINE("40") "[t]\nplugin = transform.kit-tap\nx = @x\nmodel = @line.model\n" SEEN(
                     "t") "[i]\nplugin = metric.kit-rows\nx = @t.id\n",
                 (gy_run_options){.threads = 2});
    cr_assert_str_eq(c.text, "");
    cr_expect_float_eq(run_score(&c, "m", "values", "", 0), 2, 1e-9);
    cr_expect_eq(run_score(&c, "i", "sum", "", 0), 40.0 * (double)strlen("encoder.kit-line"));
    run_free(&c);
}

/* A node that only fits gives its model to an edge without a port. */
Test(model, of_a_fit_without_outputs_needs_no_word)
{
    run_case c = run_text(LINE("41") "[mean]\nplugin = encoder.kit-bare\nx = @x\n"
                                     "[t]\nplugin = transform.kit-tap\nx = @x\nmodel = @mean\npart "
                                     "= mean\n" SEEN("t"),
                          (gy_run_options){.threads = 2});
    cr_assert_str_eq(c.text, "");
    cr_expect_eq(run_score(&c, "m", "values", "", 0), 20);
    cr_expect_eq(run_score(&c, "m", "values", "", 1), 1020);
    run_free(&c);
}

/* residual's add and run apply line; call applies residual, which applies line. y - line(x) = 5. */
Test(model, applies_models_of_its_own)
{
    run_case c = run_text(
        LINE("60") "[z]\nplugin = transform.kit-affine\nx = @y\nshift = 5\n"
                   "[rest]\nplugin = encoder.kit-residual\nx = @x\ny = @z\nmodel = @line.model\n"
                   "[p]\nplugin = transform.kit-call\nx = @x\nmodel = @rest.model\n" SEEN("p"),
        (gy_run_options){.threads = 3, .tile = 16});
    cr_assert_str_eq(c.text, "");
    cr_expect_float_eq(run_state(&c, "rest/-1/mean", 2)[0], 5, 1e-6);
    cr_expect_float_eq(run_score(&c, "m", "sum", "", 0), 60 * 60 + 5 * 60, 1e-6);
    run_free(&c);
}

/* b's run holds the lock while the body of its loop applies a: with helpers they would wait for it
 * for ever. Without tiles the loop is not inside another one. */
Test(model, serial_nodes_may_apply_serial_models, .timeout = 20)
{
    for (int tile = 4; tile < 100; tile += 90) {
        run_case c = run_text(
            NUMBERS("n = 50") "[a]\nplugin = encoder.kit-serial-line\nx = @x\n"
                              "[b]\nplugin = encoder.kit-serial-line\nx = @x\nmodel = @a.model\n"
                              "[p]\nplugin = transform.kit-call\nx = @x\nmodel = @b.model\n" SEEN(
                                  "p") "[q]\nplugin = metric.kit-rows\nx = @b\n",
            (gy_run_options){.threads = 4, .tile = tile});
        cr_assert_str_eq(c.text, "");
        cr_expect_eq(run_score(&c, "m", "sum", "", 0), 50 * 49 / 2 + 2 * 50);
        cr_expect_eq(run_score(&c, "q", "sum", "", 0), 50 * 49 / 2 + 2 * 50);
        run_free(&c);
    }
}

/* Inside a fold the model is that of the fold: the mean over training rows, k-fold of 3 x 4. */
Test(model, inside_a_fold_is_that_of_the_fold)
{
    run_case c = run_text(
        NUMBERS(
            "n = 12") "[split]\nrows = @x\nscheme = k-fold\nfolds = 3\n"
                      "[mean]\nplugin = encoder.kit-bare\nx = @x\n"
                      "[t]\nplugin = transform.kit-tap\nx = @x\nmodel = @mean\npart = mean\n" SEEN(
                          "t"),
        (gy_run_options){.threads = 2});
    cr_assert_str_eq(c.text, "");
    cr_expect_eq(run_score(&c, "m", "values", "fold=0", 0), 7.5);
    cr_expect_eq(run_score(&c, "m", "values", "fold=1", 0), 5.5);
    cr_expect_eq(run_score(&c, "m", "values", "fold=2", 0), 3.5);
    run_free(&c);
}

#define CALL(more) "[p]\nplugin = transform.kit-call\nx = @x\nmodel = @line.model\n" more SEEN("p")

Test(model, errors_name_both_ends)
{
    const struct {
        const char *text, *part;
    } cases[] = {
        {CALL("in = z\n"), "[p] model: @line.model (encoder.kit-line) has no input 'z'"},
        {CALL("in = y\n"), "has no input 'y' to be applied to"},
        {CALL("out = z\n"), "[p] model: @line.model (encoder.kit-line) has no output array 'z'"},
        {CALL("out = slope\n"), "has no output array 'slope'"},
        {CALL("give = fewer\n"), "gives [30, 2] as 'p', not [29, 2]"},
        {CALL("give = wider\n"), "takes [30, 2] as 'x', not [30, 3]"},
        {CALL("give = single\n"), "takes f64 as 'x', not f32"},
        {CALL("give = strided\n"), "gives 'p' in C order"},
        {CALL("out = rows\n"), "gives [30, 1] as 'rows', not [30, 2]"},
        {"[t]\nplugin = transform.kit-tap\nx = @x\nmodel = @line.model\npart = none\n" SEEN("t"),
         "[t] part: the model has no such part"},
        {"[e]\nplugin = transform.kit-early\nx = @x\nmodel = @line.model\n" SEEN("e"),
         "[e] model: @line.model (encoder.kit-line) is not fitted yet"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = g_strconcat(LINE("30"), cases[i].text, NULL);
        expect_problem(text, cases[i].part);
    }
}

/* The model's own failure, with the caller and the model; and a model of more than one input. */
Test(model, failures_of_the_model_are_the_callers)
{
    expect_problem(
        NUMBERS("n = 30") "[y]\nplugin = transform.kit-affine\nx = @x\n"
                          "[far]\nplugin = transform.kit-affine\nx = @x\nshift = 50\n"
                          "[line]\nplugin = encoder.kit-line\nx = @x\ny = @y\nlimit = 60\n"
                          "[p]\nplugin = transform.kit-call\nx = @far\nmodel = "
                          "@line.model\n" SEEN("p"),
        "[p] model: @line.model (encoder.kit-line) fails: [line] x: this row is above "
        "the limit");
}

/* missing.c: rows with NaN. From end to end, beside files without those rows: tests/cli/missing.py.
 */
#include "run/missing.h"

#include "run_case.h"

Test(missing, rows_of_a_value)
{
    const int64_t shape[2] = {4, 2};
    double x[8] = {1, 2, NAN, 3, 4, 5, 6, NAN};
    g_autoptr(gy_value) v = gy_value_new_borrowed(GY_F64, 2, shape, x);
    g_auto(gy_rows) bad = gy_missing_rows(v);
    g_autofree char *text = gy_rows_format(&bad, 0);
    cr_assert_str_eq(text, "1,3");
    const int64_t whole[2] = {1, 2};
    g_autoptr(gy_value) counts = gy_value_new_borrowed(GY_I64, 1, shape, whole);
    g_auto(gy_rows) none = gy_missing_rows(counts);
    cr_assert_eq(none.n, 0, "whole numbers are all there");
    g_autoptr(gy_value) scalar = gy_value_new_borrowed(GY_F64, 0, shape, &x[2]);
    g_auto(gy_rows) no_rows = gy_missing_rows(scalar);
    cr_assert_eq(no_rows.n, 0);
}

/* 0 .. 9 without row 4 in two folds: the fit of each has seen the other's rows that are left. */
Test(missing, a_fit_never_sees_them)
{
    run_case c =
        run_text(NUMBERS("n = 10\nbad = 4") "[split]\nrows = @x\nscheme = k-fold\nfolds = 2\n"
                                            "inner = k-fold 2\n"
                                            "[f]\nplugin = encoder.kit-sum\nx = @x\n"
                                            "missing = drop-rows\n"
                                            "[m]\nplugin = metric.kit-all\nx = @f\n",
                 (gy_run_options){.threads = 2});
    cr_assert_str_eq(c.text, "");
    cr_assert_eq(run_state(&c, "f/0/n", 1)[0], 5);
    cr_assert_eq(run_state(&c, "f/1/n", 1)[0], 4);
    cr_assert_eq(run_state(&c, "f/1/mean", 1)[0], 6. / 4);
    cr_assert_eq(run_score(&c, "m", "rows", "fold=0", 0), 4);
    cr_assert_eq(run_score(&c, "m", "rows", "fold=1", 0), 5);
    cr_assert_eq(c.out->drops->len, 1, "once for all folds");
    const gy_drop_fact *f = c.out->drops->pdata[0];
    cr_assert(f->n == 1 && f->of == 10 && strcmp(f->rows, "4") == 0 && strcmp(f->node, "f") == 0);
    run_free(&c);
}

/* By default the node fails, with its name and the count; so does one whose rows are all gone. */
Test(missing, refusals)
{
    const char *const bad[][2] = {
        {"bad = 0\nn = 2\n[f]\nplugin = encoder.kit-sum\nx = @x\n",
         "case.ini:7: error: [f] x = @x holds 1 missing values (NaN), which encoder.kit-sum does "
         "not "
         "take\n"},
        {"bad = 0\nn = 1\n[f]\nplugin = encoder.kit-sum\nx = @x\nmissing = drop-rows\n",
         "case.ini:5: error: [f] missing = drop-rows: all 1 rows hold a missing value\n"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(gy_mem) mem = gy_mem_new(0);
        g_autofree char *text = g_strconcat("[x]\nplugin = reader.kit-numbers\n", bad[i][0], NULL);
        run_case c = run_text(text, (gy_run_options){.threads = 1, .mem = mem});
        cr_assert_str_eq(c.text, bad[i][1]);
        cr_assert_eq(c.out->drops->len, 0);
        run_free(&c);
        cr_assert_eq(gy_mem_current(mem), 0);
    }
}

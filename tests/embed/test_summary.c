/* SPDX-License-Identifier: Apache-2.0 */
#include "embed/summary.h"

#include "world.h"

#include <locale.h>

Test(summary, folds_of_a_case)
{
    const struct {
        const char *fold, *whole;
        gboolean is;
    } rows[] = {
        {"fold=0", "", TRUE},
        {"fold=12", "", TRUE},
        {"subject=1;fold=0", "subject=1", TRUE},
        {"subject=10;fold=0", "subject=1", FALSE},
        {"subject=1;fold=0", "", FALSE},
        {"subject=1", "subject=1", FALSE},
        {"subject=1;", "subject=1", FALSE},
        {"fold=all", "", FALSE},
        {"fold=0;draw=1", "", FALSE},
        {"fold=0;candidate=2", "", FALSE},
        {"fold=", "", FALSE},
        {"", "", FALSE},
        {"roi=fold=1", "", FALSE},
        {"s=fold=1;fold=1", "s=fold=1", TRUE},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        cr_assert_eq(gy_is_fold_of(rows[i].fold, rows[i].whole), rows[i].is, "%s of '%s'",
                     rows[i].fold, rows[i].whole);
    }
}

Test(summary, means_leave_out_what_is_no_number)
{
    const double nan = (double)NAN;
    const struct {
        int64_t n;
        double x[4], mean;
    } rows[] = {{4, {1, 2, 3, 4}, 2.5}, {4, {1, nan, 3, nan}, 2}, {1, {-1}, -1}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(gy_value) v = gy_value_new_borrowed(GY_F64, 1, &rows[i].n, rows[i].x);
        cr_assert_eq(gy_score_mean(v), rows[i].mean);
        cr_assert(gy_is_score(v));
    }
    const int64_t none = 0;
    g_autoptr(gy_value) e = gy_value_new_borrowed(GY_F64, 1, &none, &nan);
    g_autoptr(gy_value) s = gy_value_new_borrowed(GY_F64, 0, NULL, &nan);
    g_autoptr(gy_value) i = gy_value_new_borrowed(GY_I64, 0, NULL, &none);
    cr_assert(isnan(gy_score_mean(e)) && isnan(gy_score_mean(s)));
    cr_assert_not(gy_is_score(i) || gy_is_score(NULL));
}

Test(summary, text_of_scores)
{
    world w = world_new();
    add_result(&w, "", 0, 0.5);
    add_result(&w, "s=1", 3, 0.25);
    add_score(&w, "fold=0", "", 0.25);
    add_score(&w, "fold=1", "", 0.75);
    g_autoptr(GString) s = g_string_new(NULL);
    gy_summary(w.graph, w.outcome, FALSE, s);
    cr_assert_str_eq(s->str, "score.level mean 0.500000  folds 0.250000 0.750000\n"
                             "score.level (s=1) mean 0.250000  over 3 values\n");
    g_string_truncate(s, 0);
    gy_summary(w.graph, w.outcome, TRUE, s);
    cr_assert(g_str_has_prefix(s->str, "fit targets are permuted: these are chance scores\n"));
    for (int i = 2; i < 25; i++) {
        g_autofree char *fold = g_strdup_printf("fold=%d", i);
        add_score(&w, fold, "", 1);
    }
    g_string_truncate(s, 0);
    gy_summary(w.graph, w.outcome, FALSE, s);
    cr_assert_not_null(strstr(s->str, " 1.000000 and 5 more\n"), "%s", s->str);
    cr_assert_eq(count_of(s->str, "1.000000"), 18);
    world_clear(&w);
}

Test(summary, numbers_have_a_point)
{
    g_autoptr(GString) s = g_string_new(NULL);
    gy_put_f64(s, "%.3f", 1.5);
    g_string_append_c(s, ' ');
    gy_put_f64(s, "%.4g", -0.00012345678);
    g_string_append_c(s, ' ');
    gy_put_f64(s, "%.1f", (double)NAN);
    cr_assert_str_eq(s->str, "1.500 -0.0001235 nan");
    g_string_truncate(s, 0);
    gy_put_f64(s, "%.6f", -1e300);
    cr_assert_eq(s->len, 1 + 301 + 7, "also the longest fits");
    const char *const commas[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "de_DE"};
    for (size_t i = 0; i < G_N_ELEMENTS(commas); i++) {
        if (setlocale(LC_NUMERIC, commas[i])) {
            g_string_truncate(s, 0);
            gy_put_f64(s, "%.3f", 1.5);
            setlocale(LC_NUMERIC, "C");
            cr_assert_str_eq(s->str, "1.500");
            return;
        }
    }
    cr_skip("this machine has no locale with a decimal comma");
}

Test(summary, graph_in_dot)
{
    world w = world_new();
    g_autofree char *dot = gy_graph_dot(w.graph);
    cr_assert_str_eq(dot, "digraph gyrus {\n  rankdir=LR;\n  node [shape=box];\n"
                          "  \"a\" [label=\"a\\ngenerator.count\"];\n"
                          "  \"score\" [label=\"score\\nmetric.level\"];\n"
                          "  \"a\" -> \"score\" [label=\"x\"];\n}\n");
    set_text(&score_node(&w)->name, "a\"b\\c");
    g_autofree char *odd = gy_graph_dot(w.graph);
    cr_assert_not_null(strstr(odd, "  \"a\\\"b\\\\c\" [label=\"a\\\"b\\\\c\\nmetric.level\"];\n"),
                       "%s", odd);
    cr_assert_not_null(strstr(odd, "\"a\" -> \"a\\\"b\\\\c\" [label=\"x\"]"));
    world_clear(&w);
}

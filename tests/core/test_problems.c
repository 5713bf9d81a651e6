/* SPDX-License-Identifier: Apache-2.0 */
#include "core/problems.h"

#include "core/error.h"

#include <criterion/criterion.h>

Test(problems, empty)
{
    g_autoptr(gy_problems) p = gy_problems_new();
    g_autofree char *text = gy_problems_format(p);
    g_autoptr(GError) error = NULL;
    cr_assert_str_eq(text, "");
    cr_assert_eq(gy_problems_n(p), 0);
    cr_assert_null(gy_problems_get(p, 0));
    cr_assert(gy_problems_to_error(p, &error));
    cr_assert_null(error);
}

Test(problems, sorted_by_file_then_line_and_stable)
{
    g_autoptr(gy_problems) p = gy_problems_new();
    gy_problems_add(p, "b.ini", 3, "first of %d", 3);
    gy_problems_warn(p, "a.ini", 12, "late");
    gy_problems_add(p, "b.ini", 3, "second of 3");
    gy_problems_add(p, "a.ini", 2, "early");
    gy_problems_add(p, NULL, 0, "no file");
    gy_problems_add(p, "b.ini", 3, "third of 3");
    gy_problems_add(p, "b.ini", -4, "whole file\n");
    gy_problems_add(p, "b.ini", 10, "two\nlines");
    g_autofree char *text = gy_problems_format(p);
    cr_assert_str_eq(text, "error: no file\n"
                           "a.ini:2: error: early\n"
                           "a.ini:12: warning: late\n"
                           "b.ini: error: whole file\n"
                           "b.ini:3: error: first of 3\n"
                           "b.ini:3: error: second of 3\n"
                           "b.ini:3: error: third of 3\n"
                           "b.ini:10: error: two lines\n");
    cr_assert_eq(gy_problems_n_errors(p), 7);
    cr_assert_eq(gy_problems_n(p), 8);
    cr_assert_str_eq(gy_problems_get(p, 1)->text, "early");
    cr_assert_eq(gy_problems_get(p, 2)->severity, GY_SEVERITY_WARNING);
    /* a list that has been read can still grow */
    gy_problems_add(p, "a.ini", 5, "middle");
    cr_assert_str_eq(gy_problems_get(p, 2)->text, "middle");
}

Test(problems, to_error_skips_warnings)
{
    g_autoptr(gy_problems) p = gy_problems_new();
    gy_problems_warn(p, "a.ini", 1, "only odd");
    cr_assert(gy_problems_to_error(p, NULL));
    gy_problems_add(p, "a.ini", 9, "wrong");
    gy_problems_add(p, "a.ini", 4, "worse");
    g_autoptr(GError) error = NULL;
    cr_assert_not(gy_problems_to_error(p, &error));
    cr_assert(g_error_matches(error, GY_ERROR, GY_ERR_USAGE));
    cr_assert_str_eq(error->message, "a.ini:4: error: worse (and 1 more)");
}

Test(problems, references)
{
    gy_problems *p = gy_problems_new();
    cr_assert_eq(gy_problems_ref(p), p);
    gy_problems_unref(p);
    gy_problems_add(p, NULL, 0, "alive");
    cr_assert_eq(gy_problems_n_errors(p), 1);
    gy_problems_unref(p);
    gy_problems_unref(NULL);
}

Test(problems, nearest)
{
    static const char *const names[] = {
        "encoder.ridge", "decoder.ridge", "alphas", "rows", "gap", "x", "y", NULL};
    static const struct {
        const char *name, *hint;
    } cases[] = {
        {"encoder.rigde", "encoder.ridge"}, /* a swap counts once */
        {"ncoder.ridge", "encoder.ridge"},  /* one edit; two to decoder.ridge */
        {"alpha", "alphas"},
        {"Alphas", "alphas"},
        {"row", "rows"},
        {"gpa", "gap"},
        {"gaps", "gap"},
        {"pag", NULL}, /* two edits in three letters */
        {"z", NULL},   /* nothing in common */
        {"xx", "x"},
        {"completely-different", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const char *hint = gy_nearest(cases[i].name, names);
        cr_assert(g_strcmp0(hint, cases[i].hint) == 0, "%s gives %s", cases[i].name,
                  hint != NULL ? hint : "none");
    }
    static const char *const none[] = {NULL};
    cr_assert_null(gy_nearest("x", none));
}

Test(problems, nearest_prefers_smallest_then_first)
{
    static const char *const names[] = {"abcdefghx", "abcdefgxx", "abcdefghz", NULL};
    cr_assert_eq(gy_nearest("abcdefghi", names), names[0]);
    static const char *const farther_first[] = {"abcdefgxx", "abcdefghx", NULL};
    cr_assert_eq(gy_nearest("abcdefghi", farther_first), farther_first[1]);
    /* three edits of nine are near, four of twelve are not */
    static const char *const far[] = {"abcdefxxx", "abcdefghxxxx", NULL};
    cr_assert_eq(gy_nearest("abcdefghi", far), far[0]);
    cr_assert_null(gy_nearest("abcdefghijkl", far));
}

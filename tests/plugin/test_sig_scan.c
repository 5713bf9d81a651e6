/* SPDX-License-Identifier: Apache-2.0 */
#include "plugin/sig_scan.h"

#include "sig_case.h"

#include <math.h>

Test(sig_scan, names)
{
    static const struct {
        const char *text;
        bool plain, dash;
    } cases[] = {
        {"a", true, true},     {"a1_b", true, true}, {"a-b", false, true}, {"", false, false},
        {"A", false, false},   {"1a", false, false}, {"_a", false, false}, {"a b", false, false},
        {"a.b", false, false}, {NULL, false, false},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        cr_assert_eq(gy_sig_is_name(cases[i].text, false), cases[i].plain);
        cr_assert_eq(gy_sig_is_name(cases[i].text, true), cases[i].dash);
    }
}

Test(sig_scan, numbers)
{
    static const char *const bad[] = {"",   "x",  "1x", "0x10",     "nan",
                                      "1 ", " 1", "-",  "infinity", "."};
    double v = 7.0;
    int64_t n = 7;
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        cr_assert(!gy_sig_is_real(bad[i], &v), "%s", bad[i]);
    }
    cr_assert_eq(v, 7.0);
    cr_assert(gy_sig_is_real("-1.5e-3", &v) && v == -1.5e-3);
    cr_assert(gy_sig_is_real(".5", &v) && v == 0.5);
    cr_assert(gy_sig_is_real("-inf", &v) && isinf(v) && v < 0.0);
    cr_assert(!gy_sig_is_integer("1.0", &n) && !gy_sig_is_integer("", &n));
    cr_assert(!gy_sig_is_integer("9223372036854775808", &n));
    cr_assert(gy_sig_is_integer("-9223372036854775808", &n) && n == INT64_MIN);
}

Test(sig_scan, brackets)
{
    g_autofree char *head = NULL;
    const char *tail = NULL;
    g_auto(GStrv) parts = gy_sig_bracket("window( a ,b)tail", '(', ')', &head, &tail);
    cr_assert_str_eq(head, "window");
    cr_assert_str_eq(tail, "tail");
    cr_assert_str_eq(parts[0], "a");
    cr_assert_str_eq(parts[1], "b");
    cr_assert_null(parts[2]);
    g_autofree char *none = NULL;
    cr_assert_null(gy_sig_bracket("abc", '(', ')', &none, &tail));
    cr_assert_null(gy_sig_bracket("abc(", '(', ')', &none, &tail));
    g_auto(GStrv) empty = gy_sig_bracket("f64[ ]", '[', ']', &none, &tail);
    cr_assert(empty && !empty[0]);
}

static const sig_case lines[] = {
    {BASE "in z f64[row,  v]   optional | has | bars\n", 0, NULL},
    {BASE "in\tz\tf64[row]\n", 0, NULL},
    {BASE "in z f64[row] |\n", 5, "expected text after '|'"},
    {BASE "in z f64[row\n", 5, "expected a closing bracket after 'f64[row'"},
    {BASE "in z f64 row]\n", 5, "expected no ']' that nothing opened"},
    {BASE "in z f64[row]|\n", 5, "expected a type such as"},
};

Test(sig_scan, lines)
{
    CHECK_CASES(lines);
    g_autoptr(gy_sig) s = right(BASE "in z f64[row] optional |  has | bars \n");
    cr_assert_str_eq(s->in[1].doc, "has | bars");
    cr_assert(s->in[1].optional);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "sig_case.h"

/* Statement, default as read (NULL: none), range as LO HI with the ends' kinds. */
static const struct {
    const char *statement, *value;
    double lo, hi;
    const char *ends; /* "" none, "[" closed low, "(" open low, likewise "]" and ")" */
    bool optional;
} cases[] = {
    {"f64", NULL, 0, 0, "", false},
    {"f64 optional", NULL, 0, 0, "", true},
    {"f64 = 1 0..2 | doc", "1", 0, 2, "[]", false},
    {"f64 = 1e-3 >0", "1e-3", 0, 0, "(", false},
    {"f64 >0 <=1 optional", NULL, 0, 1, "(]", true},
    {"f64 >=0 <1", NULL, 0, 1, "[)", false},
    {"f64 = -1 -2..-0.5", "-1", -2, -0.5, "[]", false},
    {"f64[a] = logspace(1, 20, 20) >0", "logspace(1, 20, 20)", 0, 0, "(", false},
    {"f64[2] = 1;2 0..3", "1;2", 0, 3, "[]", false},
    {"quantity(s, rows) = 3 ms", "3 ms", 0, 0, "", false},
    {"quantity(s) = 3 s 0..10", "3 s", 0, 10, "[]", false},
    {"interval(s) = 0 s .. 0.45 s", "0 s .. 0.45 s", 0, 0, "", false},
    {"interval(s) = 0..0.45", "0..0.45", 0, 0, "", false},
    {"interval(Hz) = 7 Hz;30 Hz >=0", "7 Hz;30 Hz", 0, 0, "[", false},
    {"text = a b 0..1 > c", "a b 0..1 > c", 0, 0, "", false},
    {"choice(a, b) = b", "b", 0, 0, "", false},
    {"scheme = k-fold 5", "k-fold 5", 0, 0, "", false},
    {"map = T1 -> fists;T2 -> feet", "T1 -> fists;T2 -> feet", 0, 0, "", false},
};

Test(sig_param, cases)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = g_strdup_printf(BASE "param p %s\n", cases[i].statement);
        g_autoptr(gy_sig) s = right(text);
        const gy_sig_param *p = gy_sig_param_find(s, "p");
        const char *ends = cases[i].ends;
        cr_assert_eq(p->has_default, cases[i].value != NULL, "%s", text);
        if (p->has_default) {
            cr_assert_str_eq(p->default_text, cases[i].value);
        }
        cr_assert_eq(p->optional, cases[i].optional);
        cr_assert_eq(p->has_lo, strpbrk(ends, "[(") != NULL, "%s", text);
        cr_assert_eq(p->has_hi, strpbrk(ends, "])") != NULL, "%s", text);
        cr_assert_eq(p->lo_open, strchr(ends, '(') != NULL);
        cr_assert_eq(p->hi_open, strchr(ends, ')') != NULL);
        cr_assert_eq(p->lo, cases[i].lo);
        cr_assert_eq(p->hi, cases[i].hi);
    }
}

static const sig_case wrong[] = {
    {BASE "param\n", 5, "expected a name"},
    {BASE "param P f64\n", 5, "found 'P'"},
    {BASE "param p\n", 5, "expected a type after 'p'"},
    {BASE "param p f64 =\n", 5, "expected a default after '='"},
    {BASE "param p f64 =1\n", 5, "expected '= DEFAULT', a range"},
    {BASE "param p f64 0..\n", 5, "expected '= DEFAULT', a range"},
    {BASE "param p f64 >\n", 5, "expected '= DEFAULT', a range"},
    {BASE "param p f64 optinal\n", 5, "(did you mean 'optional'?)"},
    {BASE "param p f64 = 1 optional\n", 5, "expected either a default or 'optional'"},
    {BASE "param p f64 0..1 >0\n", 5, "expected one range, found '>0' as a second"},
    {BASE "param p f64 2..1\n", 5, "expected a range that holds a value"},
    {BASE "param p f64 >1 <1\n", 5, "expected a range that holds a value"},
    {BASE "param p bool 0..1\n", 5, "expected no range for a parameter of type bool"},
};

Test(sig_param, wrong)
{
    CHECK_CASES(wrong);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "sig_case.h"

static const sig_case cases[] = {
    {BASE "param p f64 = 0 0..1\n", 0, NULL},
    {BASE "param p f64 = 1 0..1\n", 0, NULL},
    {BASE "param p f64 = 1.5 0..1\n", 5, "expected the default of 'p' in its range, found 1.5"},
    {BASE "param p f64 = 0 >0\n", 5, "in its range, found 0"},
    {BASE "param p f64 = 0 >=0\n", 0, NULL},
    {BASE "param p f64 = 1 <1\n", 5, "in its range, found 1"},
    {BASE "param p f64 = 5 % 0..0.1\n", 0, NULL},
    {BASE "param p f64 = 50 % 0..0.1\n", 5, "in its range, found 0.5"},
    {BASE "param p f64 = abc\n", 5, "expected a number as default of 'p', found 'abc'"},
    {BASE "param p f64 = 3 ms\n", 5, "expected a number as default"},
    {BASE "param p f64 = inf\n", 0, NULL},
    {BASE "param p i64 = 1.5\n", 5, "expected a whole number as default of 'p', found '1.5'"},
    {BASE "param p i64 = -1 >=0\n", 5, "in its range, found -1"},
    {BASE "param p f64[a] = 1;2;3 0..2\n", 5, "in its range, found 3"},
    {BASE "param p f64[2] = 1;2;3\n", 5, "expected 2 values as default of 'p', found 3"},
    {BASE "param p f64[a] = linspace(0, 5, 3) 0..2\n", 5, "in its range, found 5"},
    {BASE "param p f64[a] = logspace(0, 2, 3) 0..10\n", 5, "in its range, found 100"},
    {BASE "param p f64[a] = arange(0, 2, 1) 0..1\n", 0, NULL},
    {BASE "param p f64[a] = linspace(0, 5)\n", 5, "expected linspace(number, number, number)"},
    {BASE "param p i64[a] = 1..8\n", 0, NULL},
    {BASE "param p bool = true\n", 0, NULL},
    {BASE "param p bool = yes\n", 5, "expected true or false as default of 'p', found 'yes'"},
    {BASE "param p choice(a, b) = c\n", 5, "expected one of a, b as default of 'p', found 'c'"},
    {BASE "param p choice(a, b)[n] = a;c\n", 5, "found 'c'"},
    {BASE "param p quantity(s) = 3 ms 0..1\n", 0, NULL},
    {BASE "param p quantity(s) = 3 s 0..1\n", 5, "in its range, found 3"},
    {BASE "param p quantity(s) = 3 >0\n", 5, "expected a number as default of 'p', found '3'"},
    {BASE "param p quantity(s) = soon\n", 5, "expected a number as default"},
    {BASE "param p interval(s) = 5 s\n", 5, "expected an interval LOW .. HIGH"},
    {BASE "param p interval(s) = a .. b\n", 5, "found 'a', in"},
    {BASE "param p interval(s) = -1 .. 2 >=-1\n", 0, NULL},
    {BASE "param p interval(s) = -1 .. 2 >=0\n", 5, "in its range, found -1"},
    {BASE "param p share = 0.2 0..1\n", 0, NULL},
    {BASE "param p share = 1.2 0..1\n", 5, "in its range, found 1.2"},
    {BASE "param p share = last 0.2\n", 0, NULL},
};

Test(sig_default, cases)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        if (strcmp(cases[i].text, BASE "param p interval(s) = a .. b\n") == 0) {
            g_autoptr(gy_problems) p = gy_problems_new();
            cr_assert_null(gy_sig_parse(cases[i].text, NULL, p));
            cr_assert_eq(gy_problems_n_errors(p), 2, "both ends are named");
            continue;
        }
        check_case(&cases[i]);
    }
}

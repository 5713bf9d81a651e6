/* SPDX-License-Identifier: Apache-2.0 */
#include "sig_case.h"

#define CHOICE BASE "param how choice(a, b, c) = a\nparam on bool = true\nparam n i64 = 1\n"
#define STATE  CHOICE "state m f64[]\nblock all\n"

Test(sig_when, reach)
{
    g_autoptr(gy_sig) s = right(CHOICE "reach y.row x.row past when how=a,c\nreach y.row x.row row "
                                       "when how=b\nreach y.v all when on=false\nreach y.v x.v "
                                       "row\n");
    cr_assert_eq(s->reach[0].when.param, 0);
    cr_assert_str_eq(s->reach[0].when.values[0], "a");
    cr_assert_str_eq(s->reach[0].when.values[1], "c");
    cr_assert_null(s->reach[0].when.values[2]);
    cr_assert_eq(s->reach[0].kind, GY_SIG_REACH_PAST);
    cr_assert_eq(s->reach[2].when.param, 1);
    cr_assert_eq(s->reach[3].when.param, -1);
    cr_assert_eq(s->fit_when.param, -1);
}

Test(sig_when, fit)
{
    g_autoptr(gy_sig) s = right(STATE "fit-when on=true\n");
    cr_assert_eq(s->fit_when.param, 1);
    cr_assert_str_eq(s->fit_when.values[0], "true");
    cr_assert(gy_sig_is_fit(s));
}

static const sig_case cases[] = {
    {CHOICE "reach y.row row when\n", 8, "expected reach OUT.SYMBOL"},
    {CHOICE "reach y.row row when how\n", 8, "expected PARAM=VALUE,..., found 'how'"},
    {CHOICE "reach y.row row when how=d\n", 8, "'d' is not a value that how can have"},
    {CHOICE "reach y.row row when how=a,\n", 8, "'' is not a value that how can have"},
    {CHOICE "reach y.row row when on=yes\n", 8, "'yes' is not a value that on can have"},
    {CHOICE "reach y.row row when n=1\n", 8, "'1' is not a value that n can have"},
    {CHOICE "reach y.row row when z=1\n", 8, "expected a choice or bool parameter, found 'z'"},
    {CHOICE "reach y.row row if how=a\n", 8, "expected reach OUT.SYMBOL"},
    {CHOICE "reach y.row row\nreach y.row past when how=a\n", 9, "line 8 has another"},
    {CHOICE "fit-when how=a\n", 1, "'fit-when' says when state is fitted"},
    {STATE "fit-when\n", 10, "expected 'fit-when PARAM=VALUE,...'"},
    {STATE "fit-when how=d\n", 10, "'d' is not a value that how can have"},
    {STATE "fit-when how=a\nfit-when how=b\n", 11, "expected one fit-when statement"},
};

Test(sig_when, cases)
{
    CHECK_CASES(cases);
}

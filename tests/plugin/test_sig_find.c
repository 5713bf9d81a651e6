/* SPDX-License-Identifier: Apache-2.0 */
#include "sig_case.h"

#define FIT                                                                                        \
    VERSION "encoder.e 1 | s\nin x f64[row, v]\nstate w f64[v]\nstat g f64[v]\ntemp t f64[v]\n"

Test(sig_find, names)
{
    g_autoptr(gy_sig) s =
        right(FIT "out y f64[row]\ncarry c f64[v]\nreach y.row past\nparam p f64\n");
    cr_assert_eq(gy_sig_port_find(s, "x"), &s->in[0]);
    cr_assert_eq(gy_sig_port_find(s, "y"), &s->out[0]);
    cr_assert_null(gy_sig_port_find(s, "w"));
    cr_assert_null(gy_sig_port_find(s, "p"));
    static const char *const all[] = {"x", "y", "w", "g", "t", "c"};
    static const gy_sig_role roles[] = {GY_ROLE_IN,   GY_ROLE_OUT,  GY_ROLE_STATE,
                                        GY_ROLE_STAT, GY_ROLE_TEMP, GY_ROLE_CARRY};
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        cr_assert_eq(gy_sig_array_find(s, all[i])->role, roles[i]);
    }
    cr_assert_null(gy_sig_array_find(s, "p"));
    cr_assert_eq(gy_sig_param_find(s, "p"), &s->params[0]);
    cr_assert_null(gy_sig_param_find(s, "x"));
}

Test(sig_find, reach)
{
    g_autoptr(gy_sig) s = right(VERSION "transform.t 1 | s\nin a f64[row, v]\nin b f64[row]\n"
                                        "out y f64[row]\nout z f64[row]\nreach y.row row\n"
                                        "reach y.row b.row past\n");
    cr_assert_eq(gy_sig_reach_find(s, 0, "row", 0, "row")->kind, GY_SIG_REACH_ROW);
    cr_assert_eq(gy_sig_reach_find(s, 0, "row", 1, "row")->kind, GY_SIG_REACH_PAST);
    cr_assert_null(gy_sig_reach_find(s, 0, "row", 0, "v"));
    cr_assert_null(gy_sig_reach_find(s, 1, "row", 0, "row"));
    cr_assert_null(gy_sig_reach_find(s, 0, "v", 0, "v"));
}

static const struct {
    const char *text;
    bool fit, metric, resolve;
} natures[] = {
    {BASE, false, false, false},
    {FIT, true, false, false},
    {FIT "out y f64[row, k]\n", true, false, true},
    {VERSION "metric.m 1 | s\nin x f64[row]\nstat g f64[]\nout y f64[]\n", false, true, false},
    {VERSION "metric.m 1 | s\nin x f64[row]\nblock all\nout y f64[]\n", false, true, false},
    {VERSION "reader.r 1 | s\nout y f64[row]\n", false, false, true},
    {VERSION "reader.r 1 | s\nout y f64[...]\n", false, false, true},
    {VERSION "reader.r 1 | s\nin x f64[row]\nout y any[row]\n", false, false, true},
    {VERSION "reader.r 1 | s\nin x f64[row]\nout y table[row]\n", false, false, true},
    {BASE "reach y.row x.row table\n", false, false, true},
    {VERSION "reader.r 1 | s\nin x T[row, ...]\nout y T[row, ...]\n", false, false, false},
    {VERSION "reader.r 1 | s\nparam a f64[n]\nout y f64[n]\n", false, false, false},
};

Test(sig_find, nature)
{
    for (size_t i = 0; i < G_N_ELEMENTS(natures); i++) {
        g_autoptr(gy_sig) s = right(natures[i].text);
        cr_assert_eq(gy_sig_is_fit(s), natures[i].fit, "%s", natures[i].text);
        cr_assert_eq(gy_sig_is_metric(s), natures[i].metric, "%s", natures[i].text);
        cr_assert_eq(gy_sig_needs_resolve(s) != NULL, natures[i].resolve, "%s", natures[i].text);
    }
}

Test(sig_find, texts_of_one_file)
{
    static const char *const texts[] = {BASE, FIT "licence | BSD-3-Clause\ncite | own\n",
                                        VERSION "file | f\nlicence | MIT\ncite | A\ncite | B\n",
                                        NULL};
    g_autoptr(gy_problems) p = gy_problems_new();
    g_autoptr(GPtrArray) nodes = gy_sig_parse_all(texts, "t.so", p);
    cr_assert_eq(gy_problems_n(p), 0);
    cr_assert_eq(nodes->len, 2);
    const gy_sig *t = g_ptr_array_index(nodes, 0), *e = g_ptr_array_index(nodes, 1);
    cr_assert_str_eq(t->licence, "MIT");
    cr_assert_str_eq(t->cites[1], "B");
    cr_assert_null(t->cites[2]);
    cr_assert_str_eq(e->licence, "BSD-3-Clause");
    cr_assert_str_eq(e->cites[0], "own");
    cr_assert_null(e->cites[1]);
}

Test(sig_find, texts_that_clash)
{
    static const char *const texts[] = {
        BASE, "nonsense", BASE, VERSION "file | f\n", VERSION "file | g\n", NULL};
    g_autoptr(gy_problems) p = gy_problems_new();
    g_autoptr(GPtrArray) nodes = gy_sig_parse_all(texts, "t.so", p);
    g_autofree char *all = gy_problems_format(p);
    cr_assert_eq(nodes->len, 1);
    cr_assert_eq(gy_problems_n_errors(p), 3, "%s", all);
    cr_assert(strstr(all, "two texts of the file are of node 'transform.t'"));
    cr_assert(strstr(all, "expected at most one text 'file | ...'"));
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "plugin/inspect.h"
#include "sig_case.h"

#define METRIC VERSION "metric.m 1 | s\nin x f64[row]\nin l label[row]\nstat g f64[] merge=max\n"

/* A port statement (with its role) and what is said about it. */
static const struct {
    const char *statement, *facts;
} ports[] = {
    {"in z f64[]", ""},
    {"in z f64[] fit optional unit=V", "only for fitting; optional; unit V"},
    {"in z f64[] many now missing", "one or more; known before the run; may have missing values"},
    {"out z f64[] optional like=x sum",
     "computed when wanted; unit and attributes of x; sum over folds"},
    {"out z label[row] levels=l none", "levels of l; not joined over folds"},
    {"out z f64[] mean chance=0.5 bounds=-1..1 best=high",
     "mean over folds; chance 0.5; from -1 to 1; higher is better"},
    {"out z f64[] best=low", "lower is better"},
    {"stat z f64[] merge=min", "minimum over rows"},
};

Test(inspect_facts, ports)
{
    for (size_t i = 0; i < G_N_ELEMENTS(ports); i++) {
        g_autofree char *text = g_strdup_printf(METRIC "out y f64[]\n%s\n", ports[i].statement);
        g_autoptr(gy_sig) s = right(text);
        g_autofree char *facts = gy_inspect_port_facts(s, gy_sig_array_find(s, "z"));
        cr_assert_str_eq(facts, ports[i].facts);
    }
}

static const struct {
    const char *statement, *range, *facts;
} params[] = {
    {"f64", "", "required"},
    {"f64 optional", "", "optional"},
    {"f64 = 1 0..2", "0..2", "default 1; 0..2"},
    {"f64 >0", "> 0", "required; > 0"},
    {"f64 >=1 <3", ">= 1, < 3", "required; >= 1, < 3"},
    {"f64 <=2", "<= 2", "required; <= 2"},
    {"quantity(s) = 3 ms >0", "> 0", "default 3 ms; > 0 s"},
};

Test(inspect_facts, params)
{
    for (size_t i = 0; i < G_N_ELEMENTS(params); i++) {
        g_autofree char *text = g_strdup_printf(BASE "param p %s\n", params[i].statement);
        g_autoptr(gy_sig) s = right(text);
        g_autofree char *range = gy_inspect_range(&s->params[0]);
        g_autofree char *facts = gy_inspect_param_facts(&s->params[0]);
        cr_assert_str_eq(range, params[i].range);
        cr_assert_str_eq(facts, params[i].facts);
    }
}

Test(inspect_facts, reach)
{
    g_autoptr(gy_sig) s = right(BASE "param past i64\nreach y.row x.row window(past, 3)\n"
                                     "reach y.v all\n");
    g_autofree char *window = gy_inspect_reach(s, &s->reach[0]);
    g_autofree char *all = gy_inspect_reach(s, &s->reach[1]);
    cr_assert_str_eq(window, "y.row reads x.row: window(past, 3)");
    cr_assert_str_eq(all, "y.v reads every input: all");
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "sig_case.h"

/* A type reads and writes back as itself (blanks normalised). */
Test(sig_type, round_trip)
{
    static const char *const types[] = {
        "f64[]",
        "f32[row]",
        "i8[row, v]",
        "i16[row]",
        "i32[3]",
        "i64[0]",
        "u8[row]",
        "u16[row]",
        "u32[row]",
        "u64[row]",
        "bool[row]",
        "text[row]",
        "T[row, ...]",
        "U[...]",
        "real[row]",
        "label[row]",
        "any[row:trial, v]",
        "table[row]",
        "model",
        "rows[row]",
        "model(encoder)",
        "model(encoder.kit-line)",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(types); i++) {
        g_autofree char *text = g_strdup_printf(BASE "in z %s\n", types[i]);
        g_autoptr(gy_sig) s = right(text);
        g_autofree char *back = gy_sig_type_text(&s->in[1].type);
        cr_assert_str_eq(back, types[i]);
    }
}

Test(sig_type, fields)
{
    g_autoptr(gy_sig) s = right(BASE "in z u16[row:trial,4,...]\nin m model\nin e table[row]\n");
    const gy_sig_type *t = &s->in[1].type;
    cr_assert_eq(t->form, GY_FORM_ARRAY);
    cr_assert_eq(t->dtype, GY_DTYPE_U16);
    cr_assert_eq(t->n_axes, 3);
    cr_assert_str_eq(t->axes[0].symbol, "row");
    cr_assert_str_eq(t->axes[0].name, "trial");
    cr_assert_eq(t->axes[0].fixed, -1);
    cr_assert_null(t->axes[1].symbol);
    cr_assert_eq(t->axes[1].fixed, 4);
    cr_assert(t->axes[2].is_rest && !t->axes[2].symbol);
    cr_assert_eq(s->in[2].type.form, GY_FORM_MODEL);
    cr_assert_eq(s->in[3].type.form, GY_FORM_TABLE);
    cr_assert_eq(gy_sig_axis_find(t, "row"), 0);
    cr_assert_eq(gy_sig_axis_find(t, "trial"), -1);
}

static const sig_case wrong_types[] = {
    {BASE "in z f63[row]\n", 5, "word 'f63' is not known"},
    {BASE "in z f64\n", 5, "expected a type such as f64[row, v]"},
    {BASE "in z f64[row]x\n", 5, "expected a type such as"},
    {BASE "in z model[row]\n", 5, "expected a type such as"},
    {BASE "in z model()\n", 5, "expected model, model(KIND) or model(KIND.NAME), found 'model()'"},
    {BASE "in z model(Encoder)\n", 5, "found 'model(Encoder)'"},
    {BASE "in z model(a.b)c\n", 5, "found 'model(a.b)c'"},
    {BASE "in z model(a, b)\n", 5, "found 'model(a, b)'"},
    {BASE "in z model(a.b\n", 5, "expected a closing bracket after 'model(a.b'"},
    {BASE "in z f64[row,,v]\n", 5, "expected an axis (symbol"},
    {BASE "in z f64[Row]\n", 5, "found 'Row'"},
    {BASE "in z f64[row:Time]\n", 5, "found 'row:Time'"},
    {BASE "in z f64[3x]\n", 5, "expected a whole number as the length"},
    {BASE "in z f64[..., row, ...]\n", 5, "expected `...` at most once"},
    {BASE "in z f64[a,b,c,d,e,f,g,h]\n", 0, NULL},
    {BASE "in z f64[a,b,c,d,e,f,g,h,i]\n", 5, "expected at most 8 axes"},
    {BASE "in z table[row, v]\n", 5, "expected one axis symbol in table[...]"},
    {BASE "in z rows[3]\n", 5, "expected one axis symbol in rows[...]"},
};

Test(sig_type, wrong_types)
{
    CHECK_CASES(wrong_types);
}

Test(sig_type, parameters)
{
    static const char *const types[] = {
        "f64",
        "i64[a]",
        "bool",
        "text[3]",
        "path[p]",
        "choice(a, b)",
        "quantity(s, rows)[a]",
        "interval(Hz)",
        "map",
        "columns",
        "share",
        "scheme",
        "spec",
        "out-path",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(types); i++) {
        g_autofree char *text = g_strdup_printf(BASE "param p %s optional\n", types[i]);
        g_autoptr(gy_sig) s = right(text);
        g_autofree char *back = gy_sig_param_type_text(&s->params[0]);
        cr_assert_str_eq(back, types[i]);
        cr_assert_eq(s->params[0].is_list, strchr(types[i], '[') != NULL);
    }
    g_autoptr(gy_sig) s = right(BASE "param p choice( a,b-c )[2]\n");
    cr_assert_eq(s->params[0].exact, 2);
    cr_assert_null(s->params[0].symbol);
    cr_assert_str_eq(s->params[0].choices[1], "b-c");
    cr_assert_null(s->params[0].choices[2]);
}

static const sig_case wrong_params[] = {
    {BASE "param p f65\n", 5, "word 'f65' is not known"},
    {BASE "param p choice\n", 5, "expected choice(...) with at least one word"},
    {BASE "param p choice()\n", 5, "expected choice(...) with at least one word"},
    {BASE "param p choice(a, a)\n", 5, "found 'a' twice"},
    {BASE "param p choice(a,,b)\n", 5, "expected different words"},
    {BASE "param p f64(s)\n", 5, "expected no (...) after f64"},
    {BASE "param p f64[0]\n", 5, "expected [symbol] or [number]"},
    {BASE "param p f64[A]\n", 5, "expected [symbol] or [number]"},
    {BASE "param p f64[a, b]\n", 5, "expected [symbol] or [number]"},
    {BASE "param p f64[a]b\n", 5, "expected [symbol] or [number]"},
};

Test(sig_type, wrong_params)
{
    CHECK_CASES(wrong_params);
}

Test(sig_type, words)
{
    cr_assert_str_eq(gy_sig_dtype_name(GY_DTYPE_ANY), "any");
    cr_assert_str_eq(gy_sig_dtype_name(GY_DTYPE_F32), "f32");
    cr_assert_str_eq(gy_sig_base_name(GY_BASE_OUT_PATH), "out-path");
    cr_assert_str_eq(gy_sig_role_name(GY_ROLE_CARRY), "carry");
    cr_assert_str_eq(gy_sig_reach_name(GY_SIG_REACH_TABLE), "table");
}

/* params.c: the file's text or the default, as the node reads it. */
#include "see_case.h"

static void see(void *data, gy_runtime *rt, gy_inst *inst)
{
    (void)rt;
    const gy_sig *sig = inst->node->sig;
    for (unsigned i = 0; strcmp(inst->node->name, "n") == 0 && i < sig->n_params; i++) {
        const gy_param_value *v = &inst->params[i];
        g_string_append_printf(data, "%s%s", ((GString *)data)->len ? ", " : "",
                               sig->params[i].name);
        for (size_t k = 0; k < v->literal.n_numbers; k++) {
            g_string_append_printf(data, " %g", v->literal.numbers[k]);
        }
        g_string_append_printf(data, " %s(%d)", v->text ? v->text : "absent", (int)v->n);
    }
}

#define NODE PLAN("aaaaaa") "[n]\nplugin = transform.kit-reach\nx = @t.x\n"

Test(params, values)
{
    const struct {
        const char *text, *seen;
    } all[] = {
        {NODE, "past 1 1 rows(1), future 0 0(1), whole 0 false(1), beyond 0 0(1)"},
        {NODE "past = 3 rows\nfuture = 1;2\nwhole = true\n",
         "past 3 3 rows(1), future 1 2 1;2(2), whole 1 true(1), beyond 0 0(1)"},
        {"[foreach lag]\nvalues = 2\n" NODE "past = ${lag} rows\n",
         "past 2 2 rows(1), future 0 0(1), whole 0 false(1), beyond 0 0(1)"},
        {PLAN("aaaaaa") "[n]\nplugin = transform.kit-shapes\nx = @t.x\n", "shape absent(0)"},
        {PLAN("aaaaaa") "[n]\nplugin = transform.kit-shapes\nx = @t.x\nshape = 1..3\n",
         "shape 1 2 3 1..3(3)"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        g_autoptr(GString) seen = g_string_new(NULL);
        g_autofree char *problems = see_text(all[i].text, (gy_run_options){0}, see, seen);
        cr_expect_str_eq(problems, "", "%s", problems);
        cr_expect_str_eq(seen->str, all[i].seen, "%zu: %s", i, seen->str);
    }
}

/* A value of a loop that does not fit is told when its case is made. */
Test(params, refused)
{
    const struct {
        const char *text, *problem;
    } all[] = {
        {"[foreach lag]\nvalues = few\n" NODE "past = ${lag} rows\n", "past"},
        {NODE "past = 3 furlongs\n", "past"},
        {NODE "whole = maybe\n", "whole"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        g_autoptr(GString) seen = g_string_new(NULL);
        g_autofree char *problems = see_text(all[i].text, (gy_run_options){0}, see, seen);
        cr_expect(strstr(problems, all[i].problem), "%zu: %s", i, problems);
        cr_expect_str_eq(seen->str, "");
    }
}

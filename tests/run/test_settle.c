/* settle.c: the letter T, exact widening, and levels common to all labels of a node. */
#include "see_case.h"

static void see(void *data, gy_runtime *rt, gy_inst *inst)
{
    (void)rt;
    if (strcmp(inst->node->name, "n") != 0) {
        return;
    }
    g_string_append(data, gy_dtype_equal(inst->T, GY_F32) ? "f32" : "f64");
    for (unsigned i = 0; i < inst->node->sig->n_in; i++) {
        const gy_inport *in = &inst->in[i];
        if (in->n > 0 && !in->feeds[0].is_rows) {
            g_string_append_printf(data, " %s:%s", in->port->name,
                                   gy_dtype_name(in->feeds[0].dtype));
        }
        for (int64_t k = 0; in->levels && k < in->levels->shape[0]; k++) {
            int64_t n = 0;
            const char *level = gy_value_text(in->levels, k, &n);
            g_string_append_printf(data, "%s%.*s", k ? "," : "=", (int)n, level);
        }
    }
}

#define NODE "[n]\nplugin = transform.kit-types\nanchor = @t\n"

Test(settle, dtypes)
{
    const struct {
        const char *head, *inputs, *seen;
    } all[] = {
        {"", "a = @t.x\n", "f64 a:f64"},
        {"", "a = @t.h\n", "f32 a:f32"},
        {"", "a = @t.h\nb = @t.x\n", "f64 a:f64 b:f64"}, /* one f64 makes all f64 */
        {"", "a = @t.g\n", "f64 a:f64"},                 /* small whole numbers are exact */
        {"", "", "f64"},                                 /* nothing bound */
        {"[pipeline]\nprecision = f32\n", "a = @t.x\nn = @t.x\n", "f32 a:f32 n:f64"},
        {"", "n = @t.h\n", "f64 n:f64"},
        {"", "r = @t.g\n", "f64 r:i64"}, /* real: as it comes */
        {"", "l = @t.w\n", "f64 l:text=a,b,c"},
        {"", "l = @t.w\nk = @o.w\n", "f64 l:text=a,b,c,d k:text=a,b,c,d"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        g_autofree char *text = g_strdup_printf(
            "%s" PLAN("acbca") "[o]\nplugin = reader.kit-plan\ng = ddddd\n" NODE "%s", all[i].head,
            all[i].inputs);
        g_autoptr(GString) seen = g_string_new(NULL);
        g_autofree char *problems = see_text(text, (gy_run_options){0}, see, seen);
        if (strstr(all[i].inputs, "@o.w")) { /* rows of two sources do not meet: only @t then */
            cr_expect(strstr(problems, "do not meet"), "%s", problems);
            continue;
        }
        cr_expect_str_eq(seen->str, all[i].seen, "%zu: %s %s", i, seen->str, problems);
        cr_expect_eq(*problems == 0, *all[i].seen != 0, "%s", problems);
    }
}

Test(settle, refused)
{
    const struct {
        const char *input, *problem;
    } all[] = {
        {"a = @t.w\n", "@t.w gives text"},
        {"r = @t.w\n", "@t.w gives text"},
        {"i = @t.g\n", "i32"},
        {"n = @t.g\n", "@t.g gives i64"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        g_autofree char *text = g_strdup_printf(PLAN("acbca") NODE "%s", all[i].input);
        g_autoptr(GString) seen = g_string_new(NULL);
        g_autofree char *problems = see_text(text, (gy_run_options){0}, see, seen);
        cr_expect(strstr(problems, all[i].problem), "%zu: %s", i, problems);
    }
}

/* resolve.c: shapes of outputs: from symbols, from the axes of the inputs, from set_shape. */
#include "see_case.h"

/* "5x3*" : lengths; a star where the axis is the input's. */
static void see(void *data, gy_runtime *rt, gy_inst *inst)
{
    (void)rt;
    const gy_out *o = &inst->outs[0];
    for (int32_t i = 0; strcmp(inst->node->name, "n") == 0 && i < o->rank; i++) {
        const gy_feed *f = &inst->in[0].feeds[0];
        gboolean same = o->domains[i] && (o->domains[i] == f->domains[0] ||
                                          o->domains[i] == f->domains[f->rank - 1]);
        g_string_append_printf(data, "%s%d%s", i ? "x" : "", (int)o->shape[i], same ? "*" : "");
    }
}

#define NODE "[n]\nplugin = transform.kit-shapes\nx = @x\n"

Test(resolve, axes_of_outputs)
{
    const struct {
        const char *shape, *seen;
    } all[] = {
        {"", "5*x3*"},                /* those of x */
        {"shape = 3\n", "5*x3"},      /* said: not x's, although as long */
        {"shape = 2\n", "5*x2"},      /* fewer */
        {"shape = 7;3\n", "5*x7x3*"}, /* one more in front: the last is x's */
        {"shape = 3;7\n", "5*x3x7"},  /* not the last */
        {"shape = 2;2;3\n", "5*x2x2x3*"},
        {"shape = 0\n", "5*x0"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        g_autofree char *text =
            g_strdup_printf(NUMBERS("n = 5\nwidth = 3") NODE "%s", all[i].shape);
        g_autoptr(GString) seen = g_string_new(NULL);
        g_autofree char *problems = see_text(text, (gy_run_options){0}, see, seen);
        cr_expect_str_eq(problems, "", "%s", problems);
        cr_expect_str_eq(seen->str, all[i].seen, "%zu: %s", i, seen->str);
    }
}

Test(resolve, refused)
{
    const struct {
        const char *shape, *problem;
    } all[] = {
        {"shape = -1\n", "a length is negative"},
        {"shape = 1;1;1;1;1;1;1\n", ""},
        {"shape = 1000000000;1000000000;1000000000\n", "[n] y: "},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        g_autofree char *text =
            g_strdup_printf(NUMBERS("n = 5\nwidth = 3") NODE "%s", all[i].shape);
        g_autoptr(GString) seen = g_string_new(NULL);
        g_autofree char *problems = see_text(text, (gy_run_options){0}, see, seen);
        cr_expect(strstr(problems, all[i].problem) && !*problems == !*all[i].problem, "%zu: %s", i,
                  problems);
    }
}

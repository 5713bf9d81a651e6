/* symbols.c: axes of inputs become symbols; what does not meet is refused with both ends named. */
#include "see_case.h"

static void see(void *data, gy_runtime *rt, gy_inst *inst)
{
    (void)rt;
    for (guint i = 0; strcmp(inst->node->name, "n") == 0 && i < inst->symbols->len; i++) {
        const gy_symbol *s = &g_array_index(inst->symbols, gy_symbol, i);
        cr_assert(gy_symbols_find(inst, s->name) == s && gy_symbols_length(inst, s->name) == s->n);
        g_string_append_printf(data, "%s%s=%d%s", i ? " " : "", s->name, (int)s->n,
                               s->made ? "!" : "");
    }
    if (strcmp(inst->node->name, "n") == 0) {
        cr_assert_null(gy_symbols_find(inst, "nothing"));
        cr_assert_eq(gy_symbols_length(inst, "nothing"), -1);
        const gy_feed *f = &inst->in[0].feeds[0];
        for (int64_t r = 0; f->index && r < f->shape[0]; r++) {
            g_string_append_printf(data, " %d", (int)f->index[r]);
        }
    }
}

#define KEPT "[k]\nplugin = transform.kit-reach\nx = @t.x\n"

Test(symbols, bound)
{
    const struct {
        const char *text, *seen;
    } all[] = {
        {PLAN("aaaaaa") "[n]\nplugin = transform.kit-reach\nx = @t.x\n",
         "row=6 col=1 kept=3! trial=2! f=1"},
        {PLAN("aaaaaa") "[n]\nplugin = transform.kit-reach\nx = @t.x\nfuture = 1;2;3\n",
         "row=6 col=1 kept=3! trial=2! f=3"},
        {NUMBERS("n = 5\nwidth = 3") "[n]\nplugin = transform.kit-reach\nx = @x\n",
         "row=5 col=3 kept=3! trial=2! f=1"},
        {PLAN("aaaaaa") KEPT "[n]\nplugin = encoder.kit-keep\nx = @t.x\ny = @t.h\n", "row=6 col=1"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        g_autoptr(GString) seen = g_string_new(NULL);
        g_autofree char *problems = see_text(all[i].text, (gy_run_options){0}, see, seen);
        cr_expect_str_eq(problems, "", "%s", problems);
        cr_expect_str_eq(seen->str, all[i].seen, "%zu: %s", i, seen->str);
    }
}

Test(symbols, refused)
{
    const struct {
        const char *text, *problem;
    } all[] = {
        /* two sources are two domains, however equal */
        {PLAN("aaaaaa") "[o]\nplugin = reader.kit-plan\ng = aaaaaa\n"
                        "[n]\nplugin = encoder.kit-keep\nx = @t.x\ny = @o.x\n",
         "[n] x = @t.x and y = @o.x: axes 'time' (6 rows) and 'time' (6 rows) do not meet"},
        {NUMBERS("n = 5") "[n]\nplugin = transform.kit-bytes\nw = @x\n", "[n] w"},
        {NUMBERS("n = 5\nwidth = 3") "[n]\nplugin = encoder.kit-keep\nx = @x\ny = @x\n",
         "[n] y wants f64[row], but @x is f64[row:time, col]"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        g_autoptr(GString) seen = g_string_new(NULL);
        g_autofree char *problems = see_text(all[i].text, (gy_run_options){0}, see, seen);
        cr_expect(strstr(problems, all[i].problem), "%zu: %s", i, problems);
    }
}

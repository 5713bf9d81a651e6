/* feed.c: what an edge shows: a port, a column, a coordinate, the rows themselves. */
#include "see_case.h"

static void see(void *data, gy_runtime *rt, gy_inst *inst)
{
    if (strcmp(inst->node->name, "n") != 0) {
        return;
    }
    const gy_inport *in = &inst->in[0];
    const gy_feed *f = &in->feeds[0];
    g_string_append_printf(data, "%s rank %d%s%s:", f->column ? f->column : "-", f->rank,
                           f->lifted ? " lifted" : "", f->is_table ? " table" : "");
    g_autoptr(GError) error = NULL;
    g_autoptr(gy_value) v = gy_feed_value(rt, in, f, &error);
    cr_assert(v != NULL, "%s", error ? error->message : "");
    for (int64_t r = 0; v->payload == GY_PAYLOAD_ARRAY && r < 3; r++) {
        g_string_append_printf(data, " %g", gy_value_number(v, r));
    }
}

Test(feed, shows)
{
    const struct {
        const char *node, *seen;
    } all[] = {
        {"plugin = transform.kit-reach\nx = @t.x\n", "x rank 2 lifted: 1 2 3"},
        {"plugin = transform.kit-reach\nx = @t.h\n", "h rank 2 lifted: 1 2 3"}, /* f32 widened */
        {"plugin = transform.kit-shapes\nx = @t.h\n", "h rank 1: 1 2 3"},
        {"plugin = transform.kit-column\nt = @k\n", "- rank 1 table:"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        g_autofree char *text = g_strdup_printf(
            PLAN("abcdef") "[k]\nplugin = reader.kit-table\nn = 6\n[n]\n%s", all[i].node);
        g_autoptr(GString) seen = g_string_new(NULL);
        g_autofree char *problems = see_text(text, (gy_run_options){0}, see, seen);
        cr_expect_str_eq(problems, "", "%s", problems);
        cr_expect_str_eq(seen->str, all[i].seen, "%zu: %s", i, seen->str);
    }
}

Test(feed, refused)
{
    const struct {
        const char *node, *problem;
    } all[] = {
        {"plugin = transform.kit-reach\nx = @t.z\n",
         "'z' is neither a port nor a column nor a coordinate of the rows of 't'"},
        {"plugin = transform.kit-reach\nx = @t.z\n", "there are: x, h, w, g, u, m"},
        {"plugin = transform.kit-reach\nx = @t\n",
         "x wants f64[row, col], but @t is table[row:time]; name one of its columns"},
        {"plugin = transform.kit-column\nt = @t.x\n",
         "t wants table[row]; 't' (reader.kit-plan) has no output 'x', and a column is none"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        g_autofree char *text = g_strdup_printf(PLAN("abcdef") "[n]\n%s", all[i].node);
        g_autoptr(GString) seen = g_string_new(NULL);
        g_autofree char *problems = see_text(text, (gy_run_options){0}, see, seen);
        cr_expect(strstr(problems, all[i].problem), "%zu: %s", i, problems);
    }
}

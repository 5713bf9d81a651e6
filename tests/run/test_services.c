/* services.c and host_axes.c: what the host answers, written down by kit-ask. */
#include "see_case.h"

static void see(void *data, gy_runtime *rt, gy_inst *inst)
{
    (void)rt;
    const gy_value *v = inst->outs ? inst->outs[0].value : NULL;
    for (int64_t k = 0; strcmp(inst->node->name, "n") == 0 && v && k < v->shape[0]; k++) {
        g_string_append_printf(data, "%g ", gy_value_number(v, k));
    }
}

#define NODE "[n]\nplugin = transform.kit-ask\nx = @t.x\n"
/* [1 2; 3 4] [5 6; 7 8] = [19 22; 43 50]; a delta at 1 has -i in bin 1; five things in order: 31 */
#define SERVED "19 22 43 50 -1 1 1 1 31 4950 1 -1 1 "
/* the second axis by its place */
#define NAMED "19 22 43 50 -1 1 1 1 31 4950 1 7 1 "

Test(services, answers)
{
    const struct {
        const char *text, *seen;
    } all[] = {
        {PLAN("aaaaaa") NODE, "2 0 0 1 -1 6 -1 1 1 " SERVED}, /* GY_NONE: irregular */
        {"[t]\nplugin = reader.kit-parts\n" NODE, "2 0 0 1 -1 9 -1 1 1 " NAMED},
        {PLAN("aaaaaa") "s = 001111\nrate = true\n" NODE, "0 0.5 0 2 2 6 -1 1 1 " SERVED},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        for (int threads = 1; threads < 4; threads++) {
            g_autoptr(GString) seen = g_string_new(NULL);
            gy_run_options o = {.threads = threads};
            g_autofree char *problems = see_text(all[i].text, o, see, seen);
            cr_expect_str_eq(problems, "", "%s", problems);
            cr_expect_str_eq(seen->str, all[i].seen, "%zu: %s", i, seen->str);
        }
    }
}

Test(services, refused)
{
    static const char *const fail[][2] = {{"potrf", "positive definite"}, {"gemm", "[n] linalg"}};
    for (int i = 0; i < 2; i++) {
        g_autofree char *text = g_strdup_printf(PLAN("aaaaaa") NODE "fail = %s\n", fail[i][0]);
        g_autoptr(GString) seen = g_string_new(NULL);
        g_autofree char *problems = see_text(text, (gy_run_options){0}, see, seen);
        cr_expect(strstr(problems, fail[i][1]), "%s", problems);
        cr_expect_str_eq(seen->str, "");
    }
}

typedef struct placed {
    int n;
    double y[2][13];
} placed;

static void keep(void *data, gy_runtime *rt, gy_inst *inst)
{
    (void)rt;
    placed *p = data;
    if (strcmp(inst->node->name, "n") == 0 && p->n < 2) {
        for (int k = 0; k < 13; k++) {
            p->y[p->n][k] = gy_value_number(inst->outs[0].value, k);
        }
        p->n++;
    }
}

/* Axes by number; draws at a place are those of the place in every case of a loop. */
Test(services, places)
{
    placed p = {0};
    g_autofree char *problems = see_text("[foreach k]\nvalues = 1;2\n"
                                         "[a]\nplugin = reader.kit-named\n"
                                         "[n]\nplugin = transform.kit-place\nx = @a;@a\n"
                                         "loop = ${k}\n",
                                         (gy_run_options){0}, keep, &p);
    static const double axes[] = {21, 21, -1, -1, -1, 21, -1};
    cr_expect_str_eq(problems, "", "%s", problems);
    cr_assert_eq(p.n, 2);
    for (int i = 0; i < 7; i++) {
        cr_expect_eq(p.y[0][i], axes[i], "%d: %g", i, p.y[0][i]);
    }
    cr_expect_neq(p.y[0][7], p.y[1][7], "draws of the case differ");
    cr_expect_arr_eq(p.y[0] + 8, p.y[1] + 8, 5 * sizeof(double), "those of a place do not");
    for (int i = 7; i < 12; i++) {
        for (int k = 7; k < i; k++) {
            cr_expect_neq(p.y[0][i], p.y[0][k], "%d is %d", i, k);
        }
    }
    int64_t order = (int64_t)p.y[0][12], seen = 0;
    for (; order > 0 || seen == 0; order /= 10) {
        seen |= (int64_t)1 << order % 10;
    }
    cr_expect_eq(seen | 1, 31);
}

/* test_env.c: loops counted out by hand. */
#include "run/env.h"

#include <criterion/criterion.h>

static char *subjects[] = {"s1", "s2", "s3", NULL}, *lags[] = {"0", "1", NULL};

static gy_graph two_loops(const char *except)
{
    gy_graph g = {.foreachs = g_array_new(FALSE, TRUE, sizeof(gy_foreach))};
    gy_foreach e[2] = {{.name = "subject", .values = subjects},
                       {.name = "lag", .values = lags, .except = (char *)(uintptr_t)except}};
    g_array_append_vals(g.foreachs, e, 2);
    return g;
}

Test(env, goes_through_all_but_the_excepted)
{
    const struct {
        const char *except, *want;
    } cases[] = {
        {NULL, "s1/0 s1/1 s2/0 s2/1 s3/0 s3/1 "},
        {"0", "s1/1 s2/1 s3/1 "},
        {"0; 1", ""},
        {"9", "s1/0 s1/1 s2/0 s2/1 s3/0 s3/1 "},
    };
    for (size_t c = 0; c < G_N_ELEMENTS(cases); c++) {
        gy_graph g = two_loops(cases[c].except);
        g_autoptr(GString) got = g_string_new(NULL);
        gy_env e;
        for (gboolean more = gy_env_first(&g, &e); more; more = gy_env_next(&g, &e)) {
            g_autofree char *text = gy_env_expand(&g, &e, "${subject}/${lag} ");
            g_string_append(got, text);
        }
        cr_assert_str_eq(got->str, cases[c].want);
        g_array_unref(g.foreachs);
    }
}

Test(env, without_loops_there_is_one_case)
{
    gy_graph g = {.foreachs = g_array_new(FALSE, TRUE, sizeof(gy_foreach))};
    gy_env e;
    cr_assert(gy_env_first(&g, &e));
    g_autofree char *text = gy_env_text(&g, &e), *same = gy_env_expand(&g, &e, "a ${b}");
    cr_assert_str_eq(text, "");
    cr_assert_str_eq(same, "a ${b}", "an unknown variable stays");
    cr_assert_not(gy_env_next(&g, &e));
    g_array_unref(g.foreachs);
}

Test(env, text_and_key_tell_cases_apart)
{
    gy_graph g = two_loops(NULL);
    gy_env e = gy_env_outside(), f;
    e.each[0] = 2;
    e.fold = GY_FINAL;
    e.draw = 0;
    g_autofree char *all = gy_env_text(&g, &e);
    cr_assert_str_eq(all, "subject=s3;fold=all");
    e.each[1] = 0;
    e.fold = 2;
    e.inner = 1;
    e.draw = 4;
    g_autofree char *text = gy_env_text(&g, &e);
    cr_assert_str_eq(text, "subject=s3;lag=0;fold=2;inner=1;draw=4");
    g_autofree char *key = gy_env_key(3, &e);
    for (int k = 0; k < 6; k++) {
        f = e;
        int32_t *part[] = {&f.fold, &f.inner, &f.candidate, &f.draw, &f.each[0], &f.each[7]};
        (*part[k])++;
        g_autofree char *other = gy_env_key(3, &f);
        cr_assert_str_neq(key, other, "part %d", k);
    }
    g_autofree char *node = gy_env_key(4, &e);
    cr_assert_str_neq(key, node);
    g_array_unref(g.foreachs);
}

Test(env, a_node_is_in_its_own_loops_only)
{
    gy_graph g = two_loops(NULL);
    gy_env e = {.each = {1, 1}, .fold = 3, .draw = 5, .candidate = 6, .inner = 7};
    gy_gnode none = {.loops = 0}, lag = {.loops = 2, .split = TRUE, .tuned = TRUE},
             drawn = {.drawn = TRUE};
    gy_env a = gy_env_project(&g, &none, &e), b = gy_env_project(&g, &lag, &e);
    gy_env c = gy_env_project(&g, &drawn, &e), outside = gy_env_outside();
    cr_assert_eq(a.draw, 5, "the draw is kept: the plan decides about it");
    a.draw = GY_OUTSIDE;
    cr_assert_eq(memcmp(&a, &outside, sizeof a), 0);
    cr_assert(b.each[0] == GY_OUTSIDE && b.each[1] == 1 && b.fold == 3);
    cr_assert(b.inner == 7 && b.candidate == 6 && b.draw == 5);
    cr_assert(c.draw == 5 && c.fold == GY_OUTSIDE);
    g_array_unref(g.foreachs);
}

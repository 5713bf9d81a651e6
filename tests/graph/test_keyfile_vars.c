/* SPDX-License-Identifier: Apache-2.0 */
#include "graph/keyfile_vars.h"

#include <criterion/criterion.h>
#include <string.h>

static gy_keyfile *scan(const char *text, gy_problems *problems)
{
    gy_keyfile *keyfile = gy_keyfile_scan("f", text, strlen(text), problems);
    g_autofree char *shown = gy_problems_format(problems);
    cr_assert_str_eq(shown, "");
    return keyfile;
}

static const char *value(const gy_keyfile *keyfile, const char *group, const char *key)
{
    return gy_group_key(gy_keyfile_group(keyfile, group, NULL), key)->value;
}

Test(keyfile_vars, put_in_everywhere_and_loops_stay)
{
    static const char text[] = "[vars]\n"
                               "bold = ${data}/sub-${sub}\n"
                               "data = /study\n"
                               "sub = 01\n"
                               "[foreach run]\n"
                               "values = ${sub};2\n"
                               "[x]\n"
                               "path = ${bold}_run-${run}_{run}.nii\n"
                               "layers = linear {voxel}\n"
                               "note = $${data} costs 5$ $$ ${sub}${sub}\n";
    g_autoptr(gy_problems) problems = gy_problems_new();
    g_autoptr(gy_keyfile) keyfile = scan(text, problems);
    cr_expect(gy_keyfile_expand(keyfile, problems));
    cr_expect_str_eq(value(keyfile, "vars", "bold"), "/study/sub-01");
    cr_expect_str_eq(value(keyfile, "x", "path"), "/study/sub-01_run-${run}_{run}.nii");
    cr_expect_str_eq(value(keyfile, "x", "layers"), "linear {voxel}");
    cr_expect_str_eq(value(keyfile, "x", "note"), "$${data} costs 5$ $$ 0101");
    const gy_group *loop = gy_keyfile_group(keyfile, "foreach", "run");
    cr_expect_str_eq(gy_group_key(loop, "values")->value, "01;2");
}

Test(keyfile_vars, origin_of_each_item)
{
    static const char text[] = "[vars]\n"
                               "data = d\n"
                               "all = ${data}/1;x/2\n"
                               "sub = 1\n"
                               "[x]\n"
                               "path = a;${data}/b;c${data}; ${all};e\n"
                               "mask = m${sub}\n";
    g_autoptr(gy_problems) problems = gy_problems_new();
    g_autoptr(gy_keyfile) keyfile = scan(text, problems);
    cr_assert(gy_keyfile_override(keyfile, "data=/cli", problems));
    cr_assert(gy_keyfile_override(keyfile, "sub=2", problems));
    cr_assert(gy_keyfile_override(keyfile, "x.new=n;${all}", problems));
    cr_assert(gy_keyfile_expand(keyfile, problems));
    const gy_group *x = gy_keyfile_group(keyfile, "x", NULL);
    const gy_key *path = gy_group_key(x, "path");
    cr_expect_str_eq(path->value, "a;/cli/b;c/cli; /cli/1;x/2;e");
    static const gy_origin expected[] = {0, 1, 0, 1, 0, 0};
    cr_assert(path->n_items == G_N_ELEMENTS(expected));
    for (size_t i = 0; i < path->n_items; i++) {
        cr_expect(gy_key_origin(path, i) == expected[i], "%zu", i);
    }
    cr_expect(gy_key_origin(path, 99) == GY_ORIGIN_FILE);
    cr_expect(gy_key_origin(gy_group_key(x, "mask"), 0) == GY_ORIGIN_FILE);
    const gy_key *made = gy_group_key(x, "new");
    cr_expect(gy_key_origin(made, 0) == GY_ORIGIN_COMMAND_LINE);
    cr_expect(gy_key_origin(made, 1) == GY_ORIGIN_COMMAND_LINE);
    cr_expect(gy_key_origin(made, 2) == GY_ORIGIN_FILE);
}

Test(keyfile_vars, all_problems_at_once)
{
    static const char text[] = "[vars]\n"
                               "a = ${b}\n"
                               "b = x${c}\n"
                               "c = ${a}\n"
                               "self = ${self}\n"
                               "subject = 1\n"
                               "[foreach subject]\n"
                               "values = 1\n"
                               "[x]\n"
                               "p = ${subjct}\n"
                               "q = ${zzzzzz}\n"
                               "r = ${open\n"
                               "s = ${Bad}\n"
                               "t = ${a} is reported once\n";
    g_autoptr(gy_problems) problems = gy_problems_new();
    g_autoptr(gy_keyfile) keyfile = scan(text, problems);
    cr_expect(!gy_keyfile_expand(keyfile, problems));
    g_autofree char *shown = gy_problems_format(problems);
    cr_expect_str_eq(
        shown,
        "f:2: error: variables in a circle: `a` -> `b` -> `c` -> `a`\n"
        "f:5: error: variables in a circle: `self` -> `self`\n"
        "f:7: error: `subject` is the variable of a loop and also in [vars], line 6; rename one\n"
        "f:10: error: `p`: there is no variable `subjct`; did you mean `subject`?\n"
        "f:11: error: `q`: there is no variable `zzzzzz`\n"
        "f:12: error: `r`: `${open`: missing `}`\n"
        "f:13: error: `s`: `${Bad}`: a variable is `${name}`, a-z first, then a-z, 0-9 and _\n",
        "%s", shown);
    cr_expect_str_eq(value(keyfile, "x", "p"), "${subjct}");
}

Test(keyfile_vars, growth_and_depth_are_bounded)
{
    g_autoptr(GString) text = g_string_new("[vars]\nv0 = 0123456789abcdef\n");
    for (int i = 1; i < 30; i++) {
        g_string_append_printf(text, "v%d = ${v%d}${v%d}\n", i, i - 1, i - 1);
    }
    g_autoptr(gy_problems) problems = gy_problems_new();
    g_autoptr(gy_keyfile) keyfile = scan(text->str, problems);
    cr_expect(!gy_keyfile_expand(keyfile, problems));
    g_autofree char *shown = gy_problems_format(problems);
    /* 16 * 2^17 is above 2^20, 16 * 2^16 is not */
    cr_expect_str_eq(shown, "f:19: error: `v17`: longer than 1024 KiB with its variables\n");

    g_string_assign(text, "[vars]\n");
    for (int i = 0; i < 150; i++) {
        g_string_append_printf(text, "v%d = ${v%d}\n", i, i + 1);
    }
    g_string_append(text, "v150 = 1\n");
    g_autoptr(gy_problems) deep = gy_problems_new();
    g_autoptr(gy_keyfile) chain = scan(text->str, deep);
    cr_expect(!gy_keyfile_expand(chain, deep));
    cr_expect(gy_problems_n_errors(deep) == 1);
    cr_expect_str_eq(gy_problems_get(deep, 0)->text, "variables in variables, more than 100 deep");
}

static const char *look(const char *name, void *user)
{
    return g_str_equal(name, "run") ? user : NULL;
}

Test(text_vars, last_stage)
{
    static const struct {
        const char *text;
        const char *expected; /* NULL: refused */
    } rows[] = {{"a${run}b", "a07b"},
                {"$${run}", "${run}"},
                {"$$${run}", "$${run}"},
                {"${run}${run}", "0707"},
                {"$", "$"},
                {"{run} $x", "{run} $x"},
                {"${other}", NULL},
                {"${run", NULL},
                {"${}", NULL},
                {"${ run}", NULL},
                {"", ""}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *out = NULL;
        g_autoptr(GError) error = NULL;
        bool done = gy_text_expand(rows[i].text, look, "07", GY_EXPAND_FINAL, &out, &error);
        g_autofree char *owned G_GNUC_UNUSED = out;
        cr_expect(done == (rows[i].expected != NULL), "%s", rows[i].text);
        cr_expect(done == (error == NULL));
        cr_expect(g_strcmp0(out, rows[i].expected) == 0, "%s: %s", rows[i].text, out);
    }
}

Test(text_vars, listed_once_in_order)
{
    g_auto(GStrv) names = gy_text_vars("${b}/${a}-${b} $${c} ${Bad} ${d_1} ${x");
    g_autofree char *joined = g_strjoinv(",", names);
    cr_expect_str_eq(joined, "b,a,d_1");
    g_auto(GStrv) none = gy_text_vars("");
    cr_expect(none[0] == NULL);
}

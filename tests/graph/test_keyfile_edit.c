/* SPDX-License-Identifier: Apache-2.0 */
#include "graph/keyfile.h"

#include <criterion/criterion.h>
#include <string.h>

static const char text[] = "[vars]\n"
                           "data = /full\n"
                           "n = 100\n"
                           "[eeg]\n"
                           "plugin = reader.edf\n"
                           "path = a\n"
                           "[vars|small]\n"
                           "data = tiny\n"
                           "[chance r]\n"
                           "times = 1000\n"
                           "[chance r|small]\n"
                           "times = 10\n"
                           "[eeg|live]\n"
                           "plugin = reader.lsl\n"
                           "[out|live]\n"
                           "plugin = writer.lsl\n"
                           "[check]\n"
                           "r.mean = 0 .. 1\n";

/* All groups and values as "group{key=value;...}". */
static char *show(const gy_keyfile *keyfile)
{
    GString *s = g_string_new(NULL);
    for (guint i = 0; i < keyfile->groups->len; i++) {
        const gy_group *group = keyfile->groups->pdata[i];
        g_string_append_printf(s, "%s{", group->name);
        for (guint k = 0; k < group->keys->len; k++) {
            const gy_key *key = group->keys->pdata[k];
            g_string_append_printf(s, "%s=%s%s;", key->name, key->value,
                                   key->origin == GY_ORIGIN_COMMAND_LINE ? "!" : "");
        }
        g_string_append(s, "}");
    }
    return g_string_free(s, FALSE);
}

static gy_keyfile *scan(gy_problems *problems)
{
    return gy_keyfile_scan("f", text, strlen(text), problems);
}

Test(keyfile_profile, replaces_adds_and_drops)
{
    static const struct {
        const char *profile;
        const char *expected;
    } rows[] = {
        {NULL, "vars{data=/full;n=100;}eeg{plugin=reader.edf;path=a;}chance r{times=1000;}"
               "check{r.mean=0 .. 1;}"},
        {"small", "vars{data=tiny;}eeg{plugin=reader.edf;path=a;}chance r{times=10;}"
                  "check{r.mean=0 .. 1;}"},
        {"live", "vars{data=/full;n=100;}eeg{plugin=reader.lsl;}chance r{times=1000;}"
                 "out{plugin=writer.lsl;}check{r.mean=0 .. 1;}"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(gy_problems) problems = gy_problems_new();
        g_autoptr(gy_keyfile) keyfile = scan(problems);
        cr_expect(gy_keyfile_apply_profile(keyfile, rows[i].profile, problems));
        cr_expect(gy_problems_n(problems) == 0);
        g_autofree char *shown = show(keyfile);
        cr_expect_str_eq(shown, rows[i].expected, "%s", shown);
        for (guint k = 0; k < keyfile->groups->len; k++) {
            cr_expect(((gy_group *)keyfile->groups->pdata[k])->profile == NULL);
        }
    }
}

Test(keyfile_profile, unknown)
{
    g_autoptr(gy_problems) problems = gy_problems_new();
    g_autoptr(gy_keyfile) keyfile = scan(problems);
    cr_expect(!gy_keyfile_apply_profile(keyfile, "smal", problems));
    cr_expect(keyfile->groups->len == 4);
    /* now there is none left */
    cr_expect(!gy_keyfile_apply_profile(keyfile, "big", problems));
    g_autofree char *shown = gy_problems_format(problems);
    cr_expect_str_eq(shown, "f: error: no profile `smal`; did you mean `small`? The file has: "
                            "small, live\n"
                            "f: error: no profile `big`: the file has none\n");
}

/* The size for tests may be asked of every file. */
Test(keyfile_profile, small_is_always_there)
{
    static const char live[] = "[a]\nk = 1\n[a|live]\nk = 2\n";
    g_autoptr(gy_problems) problems = gy_problems_new();
    g_autoptr(gy_keyfile) keyfile = gy_keyfile_scan("f", live, strlen(live), problems);
    cr_expect(gy_keyfile_apply_profile(keyfile, "small", problems));
    cr_expect_eq(gy_problems_n(problems), 0);
    cr_expect_eq(keyfile->groups->len, 1);
    g_autofree char *shown = show(keyfile);
    cr_expect_str_eq(shown, "a{k=1;}");
}

Test(keyfile_override, good)
{
    static const struct {
        const char *set;
        const char *expected; /* the changed part */
    } rows[] = {
        {"data=/my/study", "vars{data=/my/study!;n=100;}"},
        {" n = 7 ", "vars{data=/full;n=7!;}"},
        {"n=a=b", "n=a=b!;"},
        {"eeg.path=x y", "eeg{plugin=reader.edf;path=x y!;}"},
        {"eeg.mask=m.nii", "eeg{plugin=reader.edf;path=a;mask=m.nii!;}"},
        {"chance r.times=5", "chance r{times=5!;}"},
        {"check.r.mean=0 .. 2", "check{r.mean=0 .. 2!;}"},
        {"check.s.roi.FFA.mean=0 .. 2", "check{r.mean=0 .. 1;s.roi.FFA.mean=0 .. 2!;}"},
        {"vars.new=1", "vars{data=/full;n=100;new=1!;}"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(gy_problems) problems = gy_problems_new();
        g_autoptr(gy_keyfile) keyfile = scan(problems);
        gy_keyfile_apply_profile(keyfile, NULL, problems);
        cr_expect(gy_keyfile_override(keyfile, rows[i].set, problems));
        g_autofree char *shown = show(keyfile);
        cr_expect(strstr(shown, rows[i].expected) != NULL, "%s: %s", rows[i].set, shown);
        cr_expect(gy_problems_n(problems) == 0);
    }
}

Test(keyfile_override, bad)
{
    static const struct {
        const char *set;
        const char *expected;
    } rows[] = {
        {"data", "error: --set data: expected `variable=value` or `node.key=value`\n"},
        {"data=", "error: --set data=: no value behind `=`\n"},
        {"data=a\nb", "error: --set data=a b: the value is not one line of UTF-8 text\n"},
        {"dta=x", "error: --set dta=x: [vars] has no `dta`; did you mean `data`?\n"},
        {"=x", "error: --set =x: [vars] has no ``\n"},
        {"egg.path=x", "error: --set egg.path=x: there is no group `egg`; did you mean `eeg`?\n"},
        {".path=x", "error: --set .path=x: there is no group ``\n"},
        {"eeg.Path=x", "error: --set eeg.Path=x: this is no key name: `Path`\n"},
        {"eeg.=x", "error: --set eeg.=x: this is no key name: ``\n"},
        {"eeg.a.b=x", "error: --set eeg.a.b=x: this is no key name: `a.b`\n"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(gy_problems) problems = gy_problems_new();
        g_autoptr(gy_keyfile) keyfile = scan(problems);
        gy_keyfile_apply_profile(keyfile, NULL, problems);
        g_autofree char *before = show(keyfile);
        cr_expect(!gy_keyfile_override(keyfile, rows[i].set, problems));
        g_autofree char *after = show(keyfile);
        g_autofree char *shown = gy_problems_format(problems);
        cr_expect_str_eq(shown, rows[i].expected, "%s", shown);
        cr_expect_str_eq(before, after);
    }
}

/* build_groups.c: [pipeline] and [foreach NAME], and what all groups of the host share. */
#include <string.h>

#include "core/text.h"
#include "graph/build.h"
#include "graph/keyfile_names.h"
#include "graph/keyfile_vars.h"

char *gy_build_text(const gy_group *g, const char *name)
{
    const gy_key *k = g ? gy_group_key(g, name) : NULL;
    return k ? g_strdup(k->value) : NULL;
}

void gy_build_only(gy_build *b, const gy_group *g, const char *const *known)
{
    for (guint i = 0; i < g->keys->len; i++) {
        const gy_key *k = g->keys->pdata[i];
        if (!g_strv_contains(known, k->name)) {
            g_autofree char *hint = gy_build_hint(k->name, known);
            gy_build_error(b, k->line, "[%s] has no key '%s'%s", g->name, k->name, hint);
        }
    }
}

gboolean gy_build_value(gy_build *b, const gy_group *g, const gy_key *k, const gy_want *want,
                        gy_literal *out)
{
    g_autoptr(GError) error = NULL;
    if (gy_literal_parse(k->value, want, out, &error)) {
        return TRUE;
    }
    gy_build_error(b, k->line, "[%s] %s: %s", g->name, k->name, error->message);
    return FALSE;
}

int64_t gy_build_integer(gy_build *b, const gy_group *g, const char *name, int64_t low,
                         int64_t otherwise)
{
    const gy_key *k = gy_group_key(g, name);
    gy_want want = {.kind = GY_LITERAL_INTEGER};
    g_auto(gy_literal) l = {0};
    if (!k || !gy_build_value(b, g, k, &want, &l)) {
        return otherwise;
    }
    if (l.numbers[0] < (double)low) {
        gy_build_error(b, k->line, "[%s] %s must be at least %" G_GINT64_FORMAT ", not %s", g->name,
                       name, low, k->value);
        return otherwise;
    }
    return (int64_t)l.numbers[0];
}

gboolean gy_build_truth(gy_build *b, const gy_group *g, const char *name, gboolean otherwise)
{
    const gy_key *k = gy_group_key(g, name);
    gy_want want = {.kind = GY_LITERAL_BOOL};
    g_auto(gy_literal) l = {0};
    return k && gy_build_value(b, g, k, &want, &l) ? l.numbers[0] > 0 : otherwise;
}

const char *gy_build_word(gy_build *b, const gy_group *g, const char *name,
                          const char *const *words)
{
    const gy_key *k = gy_group_key(g, name);
    if (!k || g_strv_contains(words, k->value)) {
        return k ? k->value : NULL;
    }
    g_autofree char *all = g_strjoinv(", ", (char **)(uintptr_t)words);
    g_autofree char *hint = gy_build_hint(k->value, words);
    gy_build_error(b, k->line, "[%s] %s is one of %s, not '%s'%s", g->name, name, all, k->value,
                   hint);
    return NULL;
}

char **gy_build_items(const char *text)
{
    char **items = g_strsplit(text, ";", -1);
    guint n = g_strv_length(items);
    for (guint i = 0; i < n; i++) {
        g_strstrip(items[i]);
    }
    if (n > 1 && items[n - 1][0] == '\0') {
        g_clear_pointer(&items[n - 1], g_free);
    }
    return items;
}

/* The values of a loop; NULL after adding the problem. */
static char **loop_values(gy_build *b, const gy_group *group, const gy_key *k)
{
    gy_want want = {.kind = GY_LITERAL_TEXT, .list = TRUE, .counts = TRUE};
    g_auto(gy_literal) l = {0};
    if (!gy_build_value(b, group, k, &want, &l)) {
        return NULL;
    }
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    char **values = g_new0(char *, l.n_texts + 1);
    for (size_t i = 0; i < l.n_texts; i++) {
        values[i] = g_strdup(l.texts[i]);
        if (!g_hash_table_add(seen, values[i])) {
            gy_build_error(b, k->line, "[%s] values: '%s' is there twice", group->name, values[i]);
        }
    }
    return values;
}

static void read_foreach(gy_build *b, const gy_group *group)
{
    static const char *const known[] = {"values", "except", NULL};
    gy_build_only(b, group, known);
    const gy_key *k = gy_group_key(group, "values");
    if (!group->argument || !gy_name_ok(group->argument, "_")) {
        gy_build_error(b, group->line,
                       "[%s] needs a variable's name, [foreach subject]: a-z first, then a-z, 0-9 "
                       "and _",
                       group->name);
    } else if (!k) {
        if (!gy_group_has(group, "values")) {
            gy_build_error(b, group->line, "[%s] needs values = a;b;c", group->name);
        }
    } else if (b->g->foreachs->len == GY_LOOPS_MAX) {
        gy_build_error(b, group->line, "[%s] is one loop too many: there may be %d", group->name,
                       GY_LOOPS_MAX);
    } else {
        char **values = loop_values(b, group, k);
        if (values) {
            gy_foreach f = {.name = g_strdup(group->argument),
                            .values = values,
                            .except = gy_build_text(group, "except"),
                            .line = group->line};
            g_array_append_val(b->g->foreachs, f);
        }
    }
}

/* `except` may name other loops, not its own. */
static void check_except(gy_build *b)
{
    for (guint i = 0; i < b->g->foreachs->len; i++) {
        const gy_foreach *f = &g_array_index(b->g->foreachs, gy_foreach, i);
        const gy_group *group = gy_keyfile_group(b->kf, "foreach", f->name);
        const gy_key *k = group ? gy_group_key(group, "except") : NULL;
        g_auto(GStrv) items = k ? gy_build_items(k->value) : g_new0(char *, 1);
        for (int n = 0; items[n]; n++) {
            g_auto(GStrv) vars = gy_text_vars(items[n]);
            if (vars[0] && g_strv_contains((const char *const *)vars, f->name)) {
                gy_build_error(b, k->line, "[%s] except names its own loop, ${%s}", group->name,
                               f->name);
            } else if (!vars[0] && !g_strv_contains((const char *const *)f->values, items[n])) {
                g_autofree char *hint = gy_build_hint(items[n], (const char *const *)f->values);
                gy_build_error(b, k->line, "[%s] except: '%s' is none of the values%s", group->name,
                               items[n], hint);
            }
        }
    }
}

static void read_pipeline(gy_build *b, const gy_group *p)
{
    static const char *const known[] = {"title", "paper", "seed", "precision", "on_error", NULL};
    static const char *const precisions[] = {"f32", "f64", NULL};
    static const char *const on_errors[] = {"stop", "skip", NULL};
    gy_build_only(b, p, known);
    b->g->title = gy_build_text(p, "title");
    b->g->paper = gy_build_text(p, "paper");
    b->g->seed = (uint64_t)gy_build_integer(b, p, "seed", 0, 0);
    b->g->precision = g_strdup(gy_build_word(b, p, "precision", precisions));
    b->g->on_error = g_strdup(gy_build_word(b, p, "on_error", on_errors));
}

void gy_build_settings(gy_build *b)
{
    static const char *const named[] = {"foreach", "split", "chance", NULL};
    for (guint i = 0; i < b->kf->groups->len; i++) {
        const gy_group *group = b->kf->groups->pdata[i];
        if (group->argument && !g_strv_contains(named, group->base)) {
            gy_build_error(b, group->line, "[%s]: a second word is for foreach, split and chance",
                           group->name);
        } else if (strcmp(group->base, "foreach") == 0) {
            read_foreach(b, group);
        } else if (strcmp(group->base, "pipeline") == 0) {
            read_pipeline(b, group);
        }
    }
    check_except(b);
}

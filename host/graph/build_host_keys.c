/* build_host_keys.c: keys that every node may have: what the host does with it, not the plugin. */
#include <string.h>

#include "graph/build.h"
#include "graph/keyfile_vars.h"

const char *const gy_host_keys[] = {"plugin", "version", "within",  "pool",  "follows", "start",
                                    "freeze", "reset",   "missing", "allow", "inner",   NULL};

typedef struct gy_chosen {
    const gy_graph *g;
    int varied;  /* the loop that takes `value`; all others take their first */
    guint value;
} gy_chosen;

static const char *loop_value(const char *name, void *user)
{
    const gy_chosen *c = user;
    for (guint i = 0; i < c->g->foreachs->len; i++) {
        const gy_foreach *f = &g_array_index(c->g->foreachs, gy_foreach, i);
        if (strcmp(f->name, name) == 0) {
            return f->values[(int)i == c->varied ? c->value : 0];
        }
    }
    return "";
}

static void add_case(GPtrArray *to, const char *text, gy_chosen *c)
{
    g_autofree char *made = NULL;
    if (gy_text_expand(text, loop_value, c, GY_EXPAND_FINAL, &made, NULL)) {
        g_ptr_array_add(to, g_steal_pointer(&made));
    }
}

char **gy_build_cases(gy_build *b, const char *text)
{
    g_auto(GStrv) vars = gy_text_vars(text);
    GPtrArray *cases = g_ptr_array_new();
    gy_chosen c = {.g = b->g, .varied = -1};
    gboolean known = TRUE; /* an unknown variable was told when the file was expanded */
    for (int v = 0; vars[v]; v++) {
        known &= loop_value(vars[v], &c)[0] != '\0';
    }
    if (known) {
        add_case(cases, text, &c);
    }
    for (guint i = 0; known && i < b->g->foreachs->len; i++) {
        const gy_foreach *f = &g_array_index(b->g->foreachs, gy_foreach, i);
        gboolean named = g_strv_contains((const char *const *)vars, f->name);
        for (guint k = 1; named && f->values[k]; k++) {
            c = (gy_chosen){b->g, (int)i, k};
            add_case(cases, text, &c);
        }
    }
    g_ptr_array_add(cases, NULL);
    return (char **)g_ptr_array_free(cases, FALSE);
}

void gy_build_inner(gy_build *b, const char *group, const char *text, int line)
{
    static const char *const schemes[] = {"holdout", "k-fold", "group-k-fold", "leave-one-group-out",
                                          "stratified", "forward", NULL};
    g_auto(GStrv) words = g_strsplit(text, " ", 2);
    if (!g_strv_contains(schemes, words[0])) {
        g_autofree char *hint = gy_build_hint(words[0], schemes);
        gy_build_error(b, line,
                       "[%s] inner is one of holdout 0.2, k-fold 5, group-k-fold 5, "
                       "leave-one-group-out, stratified 5, forward 5, not '%s'%s",
                       group, text, hint);
        return;
    }
    gboolean share = strcmp(words[0], "holdout") == 0;
    gy_want want = {.kind = share ? GY_LITERAL_SHARE : GY_LITERAL_INTEGER};
    g_auto(gy_literal) l = {0};
    g_autoptr(GError) error = NULL;
    if (strcmp(words[0], "leave-one-group-out") == 0) {
        if (words[1]) {
            gy_build_error(b, line, "[%s] inner: leave-one-group-out takes nothing, found '%s'",
                           group, words[1]);
        }
    } else if (words[1] && !gy_literal_parse(words[1], &want, &l, &error)) {
        gy_build_error(b, line, "[%s] inner = %s: %s", group, text, error->message);
    } else if (words[1] && !share && l.numbers[0] < 2) {
        gy_build_error(b, line, "[%s] inner = %s: there must be at least 2 folds", group, text);
    }
}

static gboolean is_trainer(const gy_gnode *n)
{
    return strcmp(n->sig->kind, "trainer") == 0;
}

static void keep_edge(gy_build *b, const gy_gnode *n, const gy_key *key, const char *text,
                      GArray *to)
{
    gy_want want = {.kind = GY_LITERAL_EDGE};
    g_auto(gy_literal) l = {0};
    g_autoptr(GError) error = NULL;
    if (!gy_literal_parse(text, &want, &l, &error)) {
        gy_build_error(b, key->line, "[%s] %s: %s", n->name, key->name, error->message);
        return;
    }
    gy_build_raw(to, &l.edges[0], key->line);
}

/* start = fresh | @phase, the same for every value of a loop. */
static void take_start(gy_build *b, gy_gnode *n, const gy_key *key)
{
    g_auto(GStrv) cases = gy_build_cases(b, key->value);
    for (int i = 0; cases[i]; i++) {
        if (gy_text_is_edge(cases[i])) {
            keep_edge(b, n, key, cases[i], n->phases);
        } else if (strcmp(cases[i], "fresh") != 0) {
            gy_build_error(b, key->line, "[%s] start is fresh or @trainer, not '%s'", n->name,
                           cases[i]);
        }
    }
}

static void take_pool(gy_build *b, gy_gnode *n, const gy_key *key)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (guint i = 0; i < b->g->foreachs->len; i++) {
        g_ptr_array_add(names, g_array_index(b->g->foreachs, gy_foreach, i).name);
    }
    g_ptr_array_add(names, NULL);
    if (!g_strv_contains((const char *const *)names->pdata, key->value)) {
        g_autofree char *hint = gy_build_hint(key->value, (const char *const *)names->pdata);
        gy_build_error(b, key->line, "[%s] pool: there is no [foreach %s]%s", n->name, key->value,
                       hint);
    }
    n->pool_line = key->line;
}

static void take_words(gy_build *b, const gy_gnode *n, const gy_key *key, const char *const *words,
                       const char *told)
{
    g_auto(GStrv) items = gy_build_items(key->value);
    for (int i = 0; items[i]; i++) {
        if (!g_strv_contains(words, items[i])) {
            g_autofree char *hint = gy_build_hint(items[i], words);
            gy_build_error(b, key->line, "[%s] %s is %s, not '%s'%s", n->name, key->name, told,
                           items[i], hint);
        }
    }
}

static void take_version(gy_build *b, const gy_gnode *n, const gy_key *key)
{
    gy_want want = {.kind = GY_LITERAL_INTEGER};
    g_auto(gy_literal) l = {0};
    g_autoptr(GError) error = NULL;
    if (!gy_literal_parse(key->value, &want, &l, &error)) {
        gy_build_error(b, key->line, "[%s] version: %s", n->name, error->message);
    } else if ((int64_t)l.numbers[0] != n->sig->revision) {
        gy_build_error(b, key->line, "[%s] wants version %s of %s, which is here in version "
                                     "%" G_GINT64_FORMAT,
                       n->name, key->value, n->sig->id, n->sig->revision);
    }
}

/* Keys of trainers: TRUE if it was one. */
static gboolean take_phase(gy_build *b, gy_gnode *n, const gy_key *key)
{
    static const char *const phase[] = {"follows", "start", "freeze", "reset", NULL};
    if (!g_strv_contains(phase, key->name)) {
        return FALSE;
    }
    char **to[] = {&n->follows, &n->start, &n->freeze, &n->reset};
    for (int i = 0; phase[i]; i++) {
        if (strcmp(phase[i], key->name) == 0) {
            *to[i] = g_strdup(key->value);
        }
    }
    if (!is_trainer(n)) {
        gy_build_error(b, key->line, "[%s] %s belongs to trainers, and %s is none", n->name,
                       key->name, n->sig->id);
    } else if (strcmp(key->name, "follows") == 0) {
        keep_edge(b, n, key, key->value, n->phases);
    } else if (strcmp(key->name, "start") == 0) {
        take_start(b, n, key);
    }
    n->freeze_line = key->name[0] == 'f' ? key->line : n->freeze_line;
    n->reset_line = key->name[0] == 'r' ? key->line : n->reset_line;
    return TRUE;
}

gboolean gy_build_host_key(gy_build *b, gy_gnode *n, const gy_key *key)
{
    static const char *const missing[] = {"error", "drop-rows", "drop-columns", NULL};
    static const char *const allow[] = {"pretrained", NULL};
    if (strcmp(key->name, "plugin") == 0 || take_phase(b, n, key)) {
        return TRUE;
    }
    if (strcmp(key->name, "version") == 0) {
        take_version(b, n, key);
    } else if (strcmp(key->name, "pool") == 0) {
        n->pool = g_strdup(key->value);
        take_pool(b, n, key);
    } else if (strcmp(key->name, "missing") == 0) {
        n->missing = g_strdup(key->value);
        n->missing_line = key->line;
        take_words(b, n, key, missing, "error, drop-rows or drop-columns");
    } else if (strcmp(key->name, "allow") == 0) {
        n->allow = g_strdup(key->value);
        take_words(b, n, key, allow, "pretrained");
    } else if (strcmp(key->name, "inner") == 0) {
        n->inner = g_strdup(key->value);
        n->inner_line = key->line;
        gy_build_inner(b, n->name, key->value, key->line);
        if (!gy_sig_is_fit(n->sig) && !is_trainer(n)) {
            gy_build_error(b, key->line, "[%s] inner belongs to nodes that are fitted, and %s is "
                                         "none",
                           n->name, n->sig->id);
        }
    } else if (strcmp(key->name, "within") == 0) {
        n->within = g_strdup(key->value);
        n->within_line = key->line;
        if (strcmp(key->value, "@split") != 0) {
            keep_edge(b, n, key, key->value, n->uses);
        }
    } else {
        return FALSE;
    }
    return TRUE;
}

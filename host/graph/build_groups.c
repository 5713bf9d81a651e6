/* build_groups.c: the groups of the host. */
#include <string.h>

#include "core/text.h"
#include "graph/build.h"
#include "graph/keyfile_vars.h"

static char *text_of(const gy_group *g, const char *name)
{
    const gy_key *k = g ? gy_group_key(g, name) : NULL;
    return k ? g_strdup(k->value) : NULL;
}

/* Keys of a group of the host that are none of `known`. */
static void only(gy_build *b, const gy_group *g, const char *const *known)
{
    for (guint i = 0; i < g->keys->len; i++) {
        const gy_key *k = g->keys->pdata[i];
        if (!g_strv_contains(known, k->name)) {
            const char *near = gy_nearest(k->name, known);
            gy_build_error(b, k->line, "[%s] has no key '%s'%s%s%s", g->name, k->name,
                           near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
        }
    }
}

/* One value of a host group, read as wanted; FALSE after adding the problem. */
static gboolean read_value(gy_build *b, const gy_group *g, const gy_key *k, const gy_want *want,
                     gy_literal *out)
{
    g_autoptr(GError) error = NULL;
    if (gy_literal_parse(k->value, want, out, &error)) {
        return TRUE;
    }
    gy_build_error(b, k->line, "[%s] %s: %s", g->name, k->name, error->message);
    return FALSE;
}

static int64_t integer(gy_build *b, const gy_group *g, const char *name, int64_t low,
                       int64_t otherwise)
{
    const gy_key *k = gy_group_key(g, name);
    gy_want want = {.kind = GY_LITERAL_INTEGER};
    g_auto(gy_literal) l = {0};
    if (!k || !read_value(b, g, k, &want, &l)) {
        return otherwise;
    }
    if (l.numbers[0] < (double)low) {
        gy_build_error(b, k->line, "[%s] %s must be at least %" G_GINT64_FORMAT, g->name, name, low);
        return otherwise;
    }
    return (int64_t)l.numbers[0];
}

static gboolean truth(gy_build *b, const gy_group *g, const char *name, gboolean otherwise)
{
    const gy_key *k = gy_group_key(g, name);
    gy_want want = {.kind = GY_LITERAL_BOOL};
    g_auto(gy_literal) l = {0};
    return k && read_value(b, g, k, &want, &l) ? l.numbers[0] > 0 : otherwise;
}

static void read_foreach(gy_build *b, const gy_group *group)
{
    static const char *const known[] = {"values", "except", NULL};
    only(b, group, known);
    const gy_key *k = gy_group_key(group, "values");
    if (!group->argument || !k || b->g->foreachs->len == GY_LOOPS_MAX) {
        gy_build_error(b, group->line, "[foreach NAME] needs a name and values; there may be %d",
                       GY_LOOPS_MAX);
        return;
    }
    gy_want want = {.kind = GY_LITERAL_TEXT, .list = TRUE, .counts = TRUE};
    g_auto(gy_literal) l = {0};
    if (!read_value(b, group, k, &want, &l)) {
        return;
    }
    gy_foreach f = {.name = g_strdup(group->argument), .line = group->line};
    f.values = g_new0(char *, l.n_texts + 1);
    for (size_t i = 0; i < l.n_texts; i++) {
        f.values[i] = g_strdup(l.texts[i]);
    }
    f.except = text_of(group, "except");
    g_array_append_val(b->g->foreachs, f);
}

void gy_build_settings(gy_build *b)
{
    static const char *const known[] = {"title", "paper", "seed", "precision", "on_error", NULL};
    const gy_group *p = gy_keyfile_group(b->kf, "pipeline", NULL);
    b->g->seed = 0;
    if (p) {
        only(b, p, known);
        b->g->title = text_of(p, "title");
        b->g->paper = text_of(p, "paper");
        b->g->precision = text_of(p, "precision");
        b->g->on_error = text_of(p, "on_error");
        b->g->seed = (uint64_t)integer(b, p, "seed", 0, 0);
        const char *precision = b->g->precision;
        if (precision && strcmp(precision, "f32") != 0 && strcmp(precision, "f64") != 0) {
            gy_build_error(b, gy_group_key(p, "precision")->line,
                           "[pipeline] precision is f32 or f64, not '%s'", precision);
        }
    }
    for (guint i = 0; i < b->kf->groups->len; i++) {
        const gy_group *group = b->kf->groups->pdata[i];
        if (strcmp(group->base, "foreach") == 0) {
            read_foreach(b, group);
        }
    }
}

static gboolean link_key(gy_build *b, const gy_group *g, const char *name, gy_link *out)
{
    const gy_key *k = gy_group_key(g, name);
    return k && gy_build_link(b, k->value, k->line, out);
}

static const char *const schemes[] = {"holdout",    "k-fold",  "group-k-fold", "leave-one-group-out",
                                      "stratified", "forward", "predefined",   NULL};

static void read_split(gy_build *b, const gy_group *group)
{
    static const char *const known[] = {"rows",  "scheme", "folds", "shuffle", "groups", "together",
                                        "gap",   "inner",  "refit", "test",    "allow",  NULL};
    only(b, group, known);
    gy_gsplit s = {.line = group->line, .name = g_strdup(group->argument ? group->argument : "")};
    if (!link_key(b, group, "rows", &s.rows)) {
        if (!gy_group_key(group, "rows")) {
            gy_build_error(b, group->line, "[%s] needs rows = @node", group->name);
        }
        g_free(s.name);
        return;
    }
    const gy_key *scheme = gy_group_key(group, "scheme");
    if (!scheme || !g_strv_contains(schemes, scheme->value)) {
        const char *near = scheme ? gy_nearest(scheme->value, schemes) : NULL;
        gy_build_error(b, scheme ? scheme->line : group->line,
                       "[%s] scheme is one of holdout, k-fold, group-k-fold, leave-one-group-out, "
                       "stratified, forward, predefined%s%s%s",
                       group->name, near ? "; did you mean '" : "", near ? near : "",
                       near ? "'?" : "");
        gy_link_clear(&s.rows);
        g_free(s.name);
        return;
    }
    s.scheme = g_strdup(scheme->value);
    s.folds = integer(b, group, "folds", 1, 5);
    s.shuffle = truth(b, group, "shuffle", FALSE);
    s.refit = truth(b, group, "refit", TRUE);
    s.gap = text_of(group, "gap");
    s.inner = text_of(group, "inner");
    s.allow = text_of(group, "allow");
    s.has_groups = link_key(b, group, "groups", &s.groups);
    s.has_together = link_key(b, group, "together", &s.together);
    if (strcmp(s.scheme, "predefined") == 0) {
        s.has_test_mask = link_key(b, group, "test", &s.test_mask);
        if (!s.has_test_mask) {
            gy_build_error(b, group->line, "[%s] scheme predefined needs test = @node.column",
                           group->name);
        }
    } else {
        s.test = text_of(group, "test");
    }
    g_array_append_val(b->g->splits, s);
}

static const char *const reducers[] = {"min", "max", "mean", "median", "p95", "all", NULL};

/* node[.port][.coordinate.value][.reducer] */
static gboolean read_check_key(gy_build *b, const gy_key *k, gy_gcheck *c)
{
    g_auto(GStrv) parts = g_strsplit(k->name, ".", -1);
    guint n = g_strv_length(parts), at = 1;
    c->node = gy_graph_find(b->g, parts[0]);
    if (c->node < 0) {
        gy_edge e = {.node = parts[0]};
        gy_link unused;
        (void)gy_build_resolve(b, &e, k->line, &unused);
        return FALSE;
    }
    const gy_sig *sig = gy_graph_node(b->g, c->node)->sig;
    const gy_sig_port *p = at < n ? gy_sig_port_find(sig, parts[at]) : NULL;
    if (p && p->role == GY_ROLE_OUT) {
        c->out = p->index;
        at++;
    }
    if (n > at && g_strv_contains(reducers, parts[n - 1])) {
        c->reducer = g_strdup(parts[--n]);
    }
    if (n - at == 2) {
        c->word = g_strdup(parts[at]);
        c->value = g_strdup(parts[at + 1]);
    } else if (n != at) {
        gy_build_error(b, k->line,
                       "[check] %s: expected node.port.reducer with reducer min, max, mean, median, "
                       "p95 or all, or node.port.coordinate.value.reducer",
                       k->name);
        return FALSE;
    }
    return TRUE;
}

static void read_checks(gy_build *b, const gy_group *group)
{
    for (guint i = 0; i < group->keys->len; i++) {
        const gy_key *k = group->keys->pdata[i];
        gy_want want = {.kind = GY_LITERAL_CHECK};
        g_auto(gy_literal) l = {0};
        gy_gcheck c = {.key = g_strdup(k->name), .line = k->line};
        if (read_value(b, group, k, &want, &l) && read_check_key(b, k, &c)) {
            c.lo = l.numbers[0];
            c.hi = l.numbers[1];
            g_array_append_val(b->g->checks, c);
        } else {
            g_free(c.key);
            g_free(c.reducer);
        }
    }
}

void gy_build_loops(gy_build *b)
{
    for (guint i = 0; i < b->kf->groups->len; i++) {
        const gy_group *group = b->kf->groups->pdata[i];
        if (strcmp(group->base, "split") == 0) {
            read_split(b, group);
        } else if (strcmp(group->base, "check") == 0) {
            read_checks(b, group);
        } else if (strcmp(group->base, "tune") == 0 || strcmp(group->base, "chance") == 0 ||
                   strcmp(group->base, "needs") == 0) {
            gy_build_error(b, group->line, "[%s] is not understood by this version", group->name);
        }
    }
    if (b->g->splits->len > 1) {
        const gy_gsplit *s = &g_array_index(b->g->splits, gy_gsplit, 1);
        gy_build_error(b, s->line, "two-way splits are not understood by this version");
    }
}

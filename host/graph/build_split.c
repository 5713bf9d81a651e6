/* build_split.c: [split] and the two [split NAME] of a two-way split. */
#include <string.h>

#include "graph/build.h"

static gboolean link_key(gy_build *b, const gy_group *g, const char *name, gy_link *out)
{
    const gy_key *k = gy_group_key(g, name);
    return k && gy_build_link(b, k->value, k->line, out);
}

static gboolean is(const gy_gsplit *s, const char *scheme)
{
    return strcmp(s->scheme, scheme) == 0;
}

static void check_gap(gy_build *b, const gy_group *group)
{
    static const char *const automatic[] = {"auto", NULL};
    const gy_key *k = gy_group_key(group, "gap");
    gy_want want = {.kind = GY_LITERAL_QUANTITY, .or_rows = TRUE, .choices = automatic};
    want.unit = gy_unit_find("s");
    g_auto(gy_literal) l = {0};
    if (k && gy_build_value(b, group, k, &want, &l) && l.n_numbers > 0 && l.numbers[0] < 0) {
        gy_build_error(b, k->line, "[%s] gap must be at least 0, not %s", group->name, k->value);
    }
}

static void check_allow(gy_build *b, const gy_group *group)
{
    static const char *const words[] = {"shuffled-time", "pretrained", NULL};
    const gy_key *k = gy_group_key(group, "allow");
    g_auto(GStrv) items = gy_build_items(k ? k->value : "");
    for (int i = 0; k && items[i]; i++) {
        if (!g_strv_contains(words, items[i])) {
            g_autofree char *hint = gy_build_hint(items[i], words);
            gy_build_error(b, k->line, "[%s] allow is shuffled-time or pretrained, not '%s'%s",
                           group->name, items[i], hint);
        }
    }
}

/* `test`: the share of holdout, the mask of predefined, nothing else. */
static void read_test(gy_build *b, const gy_group *group, gy_gsplit *s)
{
    const gy_key *k = gy_group_key(group, "test");
    if (is(s, "predefined")) {
        s->has_test_mask = link_key(b, group, "test", &s->test_mask);
        if (!k) {
            gy_build_error(b, group->line, "[%s] scheme predefined needs test = @node.column",
                           group->name);
        }
    } else if (k && !is(s, "holdout")) {
        gy_build_error(b, k->line, "[%s] test belongs to holdout and predefined, not to %s",
                       group->name, s->scheme);
    } else if (k) {
        gy_want want = {.kind = GY_LITERAL_SHARE};
        g_auto(gy_literal) l = {0};
        s->test = gy_build_value(b, group, k, &want, &l) ? g_strdup(k->value) : NULL;
    }
}

/* Schemes whose folds are the levels of something need to know of what. */
static void read_links(gy_build *b, const gy_group *group, gy_gsplit *s)
{
    s->has_groups = link_key(b, group, "groups", &s->groups);
    s->has_together = link_key(b, group, "together", &s->together);
    gboolean needed = is(s, "group-k-fold") || is(s, "leave-one-group-out") || is(s, "stratified");
    if (needed && !gy_group_has(group, "groups")) {
        gy_build_error(b, group->line, "[%s] scheme %s needs groups = @node.column", group->name,
                       s->scheme);
    }
}

/* Whether inner folds, of the file or of one node, are made of groups. */
static gboolean inner_groups(const gy_build *b)
{
    static const char *const schemes[] = {"group-k-fold", "leave-one-group-out", "stratified"};
    gboolean any = FALSE;
    for (guint i = 0; i < b->kf->groups->len; i++) {
        const gy_key *k = gy_group_key(b->kf->groups->pdata[i], "inner");
        for (size_t s = 0; k && s < G_N_ELEMENTS(schemes); s++) {
            any |= strstr(k->value, schemes[s]) != NULL;
        }
    }
    return any;
}

/* A key that the scheme does not look at would change nothing, in silence. */
static void check_keys(gy_build *b, const gy_group *group, const char *scheme)
{
    static const struct {
        const char *key, *schemes;
    } of[] = {{"folds", "k-fold, group-k-fold, stratified, forward"},
              {"shuffle", "k-fold"},
              {"groups", "group-k-fold, leave-one-group-out, stratified"}};
    for (size_t i = 0; i < G_N_ELEMENTS(of); i++) {
        const gy_key *k = gy_group_key(group, of[i].key);
        g_auto(GStrv) takes = g_strsplit(of[i].schemes, ", ", -1);
        gboolean read =
            g_strv_contains((const char *const *)takes, scheme) || (i == 2 && inner_groups(b));
        if (k && !read) {
            gy_build_error(b, k->line, "[%s] %s belongs to %s, not to %s", group->name, of[i].key,
                           of[i].schemes, scheme);
        }
    }
}

static void read_split(gy_build *b, const gy_group *group)
{
    static const char *const known[] = {"rows", "scheme", "folds", "shuffle", "groups", "together",
                                        "gap",  "inner",  "refit", "test",    "allow",  NULL};
    static const char *const schemes[] = {
        "holdout",    "k-fold",  "group-k-fold", "leave-one-group-out",
        "stratified", "forward", "predefined",   NULL};
    gy_build_only(b, group, known);
    gy_gsplit s = {.line = group->line, .name = g_strdup(group->argument ? group->argument : "")};
    gboolean rows = link_key(b, group, "rows", &s.rows);
    if (!gy_group_has(group, "rows")) {
        gy_build_error(b, group->line, "[%s] needs rows = @node", group->name);
    }
    if (!gy_group_has(group, "scheme")) {
        gy_build_error(b, group->line, "[%s] needs a scheme, such as scheme = k-fold", group->name);
    }
    const char *scheme = gy_build_word(b, group, "scheme", schemes);
    s.scheme = g_strdup(scheme ? scheme : "");
    s.folds = gy_build_integer(b, group, "folds", 2, 5);
    s.shuffle = gy_build_truth(b, group, "shuffle", FALSE);
    s.refit = gy_build_truth(b, group, "refit", TRUE);
    s.refit_asked = s.refit && gy_group_key(group, "refit") != NULL;
    s.gap = gy_build_text(group, "gap");
    s.inner = gy_build_text(group, "inner");
    s.allow = gy_build_text(group, "allow");
    check_gap(b, group);
    check_allow(b, group);
    if (s.inner) {
        gy_build_inner(b, group->name, s.inner, gy_group_key(group, "inner")->line);
    }
    if (scheme) {
        check_keys(b, group, scheme);
        read_test(b, group, &s);
        read_links(b, group, &s);
    }
    if (!rows) { /* an error was added; the rest of the graph never looks at such a split */
        s.rows = (gy_link){.node = -1, .state = -1};
    }
    g_array_append_val(b->g->splits, s);
}

void gy_build_splits(gy_build *b)
{
    for (guint i = 0; i < b->kf->groups->len; i++) {
        const gy_group *group = b->kf->groups->pdata[i];
        if (strcmp(group->base, "split") == 0) {
            read_split(b, group);
        }
    }
    const GArray *splits = b->g->splits;
    for (guint i = 0; splits->len > 1 && i < splits->len; i++) {
        const gy_gsplit *s = &g_array_index(splits, gy_gsplit, i);
        if (s->name[0] == '\0') {
            gy_build_error(b, s->line,
                           "[split] stands beside another one: the two of a two-way "
                           "split both have names, [split NAME]");
        } else if (i == 2) {
            gy_build_error(b, s->line, "[split %s] is one too many: a two-way split has two",
                           s->name);
        }
    }
}

static gboolean shuffles(const gy_gsplit *s)
{
    gboolean part =
        s->test && (g_str_has_prefix(s->test, "last") || g_str_has_prefix(s->test, "first"));
    return s->shuffle || (is(s, "holdout") && !part);
}

/* What a split is made of must be there before any fold is. */
static void check_rows(gy_build *b, const gy_gsplit *s)
{
    const gy_gnode *n = gy_graph_node(b->g, s->rows.node);
    static const char *const rowless[] = {"metric", "loss",   "trainer", "world",
                                          "writer", "module", NULL};
    const char *label = s->name[0] ? " " : "";
    if (n->metric || g_strv_contains(rowless, n->sig->kind)) {
        gy_build_error(b, s->rows.line, "[split%s%s] rows: '%s' is %s, which has no rows to split",
                       label, s->name, n->group, n->sig->id);
    } else if (n->split) {
        gy_build_error(b, s->rows.line,
                       "[split%s%s] rows: '%s' is made inside the folds, by or "
                       "after a fit; name the rows before it",
                       label, s->name, n->group);
    }
    const char *axis = gy_build_axis(b->g, &s->rows, 0);
    if (g_strcmp0(axis, "time") == 0 && shuffles(s) &&
        !(s->allow && strstr(s->allow, "shuffled-time"))) {
        gy_build_error(b, s->line,
                       "[split%s%s] shuffles the rows of a time axis, so that "
                       "neighbours are on both sides; use %s, or say allow = "
                       "shuffled-time",
                       label, s->name, is(s, "holdout") ? "test = last 0.2" : "whole blocks");
    }
}

/* Fits that choose on inner folds, where the outer scheme has no meaning for the training rows. */
static void check_inner(gy_build *b, const gy_gsplit *s)
{
    for (guint i = 0; i < b->g->nodes->len && is(s, "predefined") && !s->inner; i++) {
        const gy_gnode *n = gy_graph_node(b->g, (int)i);
        gboolean folds = FALSE;
        for (unsigned k = 0; k < n->sig->n_stat; k++) {
            folds |= gy_sig_axis_find(&n->sig->stat[k].type, "fold") >= 0;
        }
        if (n->fit && folds && !n->inner) {
            gy_build_error(b, n->line,
                           "[%s] chooses on inner folds, and a predefined split has "
                           "none for its training rows: say inner = k-fold 5 in [split]",
                           n->name);
        }
    }
}

/* Folds are made of what they are said to be made of; its segments cannot wait for them. */
static void check_within(gy_build *b, int node)
{
    const gy_gnode *n = gy_graph_node(b->g, node);
    for (guint i = 0; g_strcmp0(n->within, "@split") == 0 && i < b->g->splits->len; i++) {
        const gy_gsplit *s = &g_array_index(b->g->splits, gy_gsplit, i);
        const gy_link *links[] = {&s->rows, s->has_groups ? &s->groups : NULL,
                                  s->has_together ? &s->together : NULL,
                                  s->has_test_mask ? &s->test_mask : NULL};
        for (size_t k = 0; k < G_N_ELEMENTS(links); k++) {
            if (links[k] && links[k]->node >= 0 && gy_build_reads(b->g, links[k]->node, node)) {
                gy_build_error(b, n->within_line,
                               "[%s] within = @split: the folds are made of %s, which needs '%s' "
                               "first",
                               n->name, links[k]->text, n->name);
                return;
            }
        }
    }
}

void gy_build_splits_late(gy_build *b)
{
    for (guint i = 0; i < b->g->splits->len; i++) {
        const gy_gsplit *s = &g_array_index(b->g->splits, gy_gsplit, i);
        if (s->rows.node >= 0) {
            check_rows(b, s);
        }
        check_inner(b, s);
    }
    for (guint i = 0; i < b->g->nodes->len; i++) {
        const gy_gnode *n = gy_graph_node(b->g, (int)i);
        if (b->g->splits->len == 0 && g_strcmp0(n->within, "@split") == 0) {
            gy_build_error(b, n->within_line, "[%s] within = @split needs a [split]", n->name);
        }
        check_within(b, (int)i);
    }
}

/* build_tune.c: [tune] and [chance SCORE]. */
#include <string.h>

#include "graph/build.h"
#include "graph/keyfile_vars.h"
#include "graph/param.h"

#define TIMES_MAX 100000000

/* The output of a metric that an edge or the name of a group means; FALSE after the problem. */
static gboolean score_of(gy_build *b, const char *group, const char *text, int line, int *out_node,
                         unsigned *out_port)
{
    gy_link l = {0};
    if (!gy_build_link(b, text, line, &l)) {
        return FALSE;
    }
    const gy_gnode *n = gy_graph_node(b->g, l.node);
    gboolean good = strcmp(n->sig->kind, "metric") == 0 && l.kind == GY_LINK_PORT;
    if (!good) {
        gy_build_error(b, line, "[%s] wants a score of a metric; '%s' is %s", group, n->group,
                       n->sig->id);
    }
    *out_node = l.node;
    *out_port = l.out;
    gy_link_clear(&l);
    return good;
}

/* 2;4;6, or a series, as texts of one value each; NULL after adding the problem. */
static char **candidates(gy_build *b, const gy_sig_param *p, const gy_key *k)
{
    gboolean number = p->base == GY_BASE_F64 || p->base == GY_BASE_I64;
    if (p->is_list) {
        gy_build_error(b, k->line,
                       "[tune] %s: a list parameter has no candidates; the node "
                       "chooses from its list itself",
                       k->name);
        return NULL;
    }
    gy_want want = {.kind = GY_LITERAL_TEXT, .list = TRUE, .counts = TRUE};
    if (number && strchr(k->value, '(')) {
        want.kind = GY_LITERAL_NUMBER;
    }
    g_auto(gy_literal) l = {0};
    g_autoptr(GError) error = NULL;
    if (!gy_literal_parse(k->value, &want, &l, &error)) {
        gy_build_error(b, k->line, "[tune] %s: %s", k->name, error->message);
        return NULL;
    }
    char **texts = g_new0(char *, l.n_texts + l.n_numbers + 1);
    for (size_t i = 0; i < l.n_texts; i++) {
        texts[i] = g_strdup(l.texts[i]);
    }
    for (size_t i = 0; i < l.n_numbers; i++) {
        char number_text[G_ASCII_DTOSTR_BUF_SIZE];
        texts[i] = g_strdup(g_ascii_dtostr(number_text, sizeof number_text, l.numbers[i]));
    }
    return texts;
}

static void read_candidates(gy_build *b, const gy_key *k)
{
    g_auto(GStrv) parts = g_strsplit(k->name, ".", -1);
    if (g_strv_length(parts) != 2) {
        gy_build_error(b, k->line, "[tune] %s: expected node.parameter = a;b;c, or score = @metric",
                       k->name);
        return;
    }
    gy_gtune t = {.line = k->line, .node = gy_build_node(b, parts[0], k->line)};
    if (t.node < 0) {
        return;
    }
    const gy_sig *sig = gy_graph_node(b->g, t.node)->sig;
    const gy_sig_param *p = gy_sig_param_find(sig, parts[1]);
    if (!p) {
        g_autoptr(GPtrArray) names = g_ptr_array_new();
        for (unsigned i = 0; i < sig->n_params; i++) {
            g_ptr_array_add(names, (gpointer)(uintptr_t)sig->params[i].name);
        }
        g_ptr_array_add(names, NULL);
        g_autofree char *hint = gy_build_hint(parts[1], (const char *const *)names->pdata);
        gy_build_error(b, k->line, "[tune] %s (%s) has no parameter '%s'%s", parts[0], sig->id,
                       parts[1], hint);
        return;
    }
    t.param = p->index;
    t.candidates = candidates(b, p, k);
    for (int i = 0; t.candidates && t.candidates[i]; i++) {
        g_auto(gy_literal) l = {0};
        g_autoptr(GError) error = NULL;
        if (!gy_param_read(p, t.candidates[i], &l, &error)) {
            gy_build_error(b, k->line, "[tune] %s: %s", parts[0], error->message);
            g_clear_pointer(&t.candidates, g_strfreev);
        }
    }
    if (t.candidates) {
        g_array_append_val(b->g->tunes, t);
    }
}

static void read_tune(gy_build *b, const gy_group *group)
{
    const gy_key *score = gy_group_key(group, "score");
    for (guint i = 0; i < group->keys->len; i++) {
        const gy_key *k = group->keys->pdata[i];
        if (k != score) {
            read_candidates(b, k);
        }
    }
    if (!gy_group_has(group, "score")) {
        gy_build_error(b, group->line, "[tune] needs score = @metric, to choose by");
    } else if (score && !score_of(b, "tune", score->value, score->line, &b->g->tune_score,
                                  &b->g->tune_out)) {
        b->g->tune_score = -1;
    }
    if (group->keys->len == (score ? 1u : 0u) && group->lost->len == 0) {
        gy_build_error(b, group->line, "[tune] names no parameter: node.parameter = a;b;c");
    }
    if (!b->g->splits->len) {
        gy_build_error(b, group->line, "[tune] chooses on inner folds, which need a [split]");
    }
}

static void read_correct(gy_build *b, const gy_group *group, gy_gchance *c)
{
    static const char *const words[] = {"max", "fdr", "holm", NULL};
    const gy_key *k = gy_group_key(group, "correct");
    c->correct = k ? gy_build_items(k->value) : g_new0(char *, 1);
    for (int i = 0; c->correct[i]; i++) {
        if (!g_strv_contains(words, c->correct[i])) {
            g_autofree char *hint = gy_build_hint(c->correct[i], words);
            gy_build_error(b, k->line, "[%s] correct is a list of max, fdr and holm, not '%s'%s",
                           group->name, c->correct[i], hint);
        }
    }
}

/* block = 20 s | 10 rows, of scheme = blocks. */
static void read_block(gy_build *b, const gy_group *group, gy_gchance *c)
{
    const gy_key *k = gy_group_key(group, "block");
    gy_want want = {.kind = GY_LITERAL_QUANTITY, .or_rows = TRUE, .unit = gy_unit_find("s")};
    g_auto(gy_literal) l = {0};
    if (!k || !gy_build_value(b, group, k, &want, &l)) {
        return;
    }
    if (strcmp(c->scheme, "blocks") != 0) {
        gy_build_error(b, k->line, "[%s] block belongs to scheme = blocks", group->name);
    } else if (!(l.numbers[0] > 0)) {
        gy_build_error(b, k->line, "[%s] block must be above 0, not %g", group->name, l.numbers[0]);
    }
    c->block = g_strdup(k->value);
}

static void read_chance(gy_build *b, const gy_group *group)
{
    static const char *const known[] = {"permute", "within",  "scheme", "times",
                                        "refit",   "correct", "block",  NULL};
    static const char *const schemes[] = {"labels", "blocks", "circular-shift", "sign-flip", NULL};
    static const char *const refits[] = {"all", "none", NULL};
    gy_build_only(b, group, known);
    gy_gchance c = {.line = group->line};
    g_autofree char *score = g_strdup_printf("@%s", group->argument ? group->argument : "");
    gboolean good = group->argument != NULL;
    if (!good) {
        gy_build_error(b, group->line, "[chance] needs the name of a metric: [chance score]");
    } else {
        good = score_of(b, group->name, score, group->line, &c.node, &c.out);
    }
    const gy_key *permute = gy_group_key(group, "permute"), *within = gy_group_key(group, "within");
    if (!gy_group_has(group, "permute")) {
        gy_build_error(b, group->line, "[%s] needs permute = @node, what to permute", group->name);
    }
    good = permute && gy_build_link(b, permute->value, permute->line, &c.permute) && good;
    c.has_within = within && gy_build_link(b, within->value, within->line, &c.within);
    const char *scheme = gy_build_word(b, group, "scheme", schemes);
    c.scheme = g_strdup(scheme ? scheme : "labels");
    c.times = gy_build_integer(b, group, "times", 1, 1000);
    if (c.times > TIMES_MAX) {
        gy_build_error(b, gy_group_key(group, "times")->line, "[%s] times must be at most %d",
                       group->name, TIMES_MAX);
    }
    read_block(b, group, &c);
    c.refit = g_strcmp0(gy_build_word(b, group, "refit", refits), "none") != 0;
    read_correct(b, group, &c);
    if (good) {
        g_array_append_val(b->g->chances, c);
        return;
    }
    gy_link_clear(&c.permute);
    gy_link_clear(&c.within);
    g_free(c.scheme);
    g_free(c.block);
    g_strfreev(c.correct);
}

void gy_build_tunes(gy_build *b)
{
    for (guint i = 0; i < b->kf->groups->len; i++) {
        const gy_group *group = b->kf->groups->pdata[i];
        if (strcmp(group->base, "tune") == 0) {
            read_tune(b, group);
        } else if (strcmp(group->base, "chance") == 0) {
            read_chance(b, group);
        }
    }
}

static gboolean same_value(const gy_link *a, const gy_link *c)
{
    return a->node == c->node && a->kind == c->kind && a->out == c->out &&
           g_strcmp0(a->word, c->word) == 0;
}

/* Marks what is downstream of the permuted value; whether the score is, and whether a fit is.
 * Without refit no fit is computed anew, and so nothing that only a fit leads to. */
static void mark_drawn(const gy_graph *g, const gy_gchance *c, gboolean *out_reaches,
                       gboolean *out_refits)
{
    g_autofree gboolean *drawn = g_new0(gboolean, MAX(g->nodes->len, 1));
    *out_refits = FALSE;
    for (guint i = 0; i < g->nodes->len; i++) {
        gy_gnode *n = gy_graph_node(g, (int)i);
        for (unsigned p = 0; p < n->sig->n_in && (c->refit || !n->fit); p++) {
            for (guint k = 0; k < n->in[p]->len; k++) {
                const gy_link *l = &g_array_index(n->in[p], gy_link, k);
                drawn[i] |= same_value(l, &c->permute) || drawn[l->node];
            }
        }
        n->drawn |= drawn[i];
        *out_refits |= drawn[i] && (n->fit || strcmp(n->sig->kind, "trainer") == 0);
    }
    *out_reaches = drawn[c->node];
}

/* Whether the score depends on it where fits are computed anew too. */
static gboolean mark_all(const gy_graph *g, const gy_gchance *c)
{
    gy_gchance with = *c;
    gboolean reaches, refits;
    with.refit = TRUE;
    mark_drawn(g, &with, &reaches, &refits);
    return reaches;
}

/* What a scheme can do with the permuted value, as far as the texts tell. */
static void check_permuted(gy_build *b, const gy_gchance *c, const char *score)
{
    const gy_gnode *from = gy_graph_node(b->g, c->permute.node);
    const char *axis = gy_build_axis(b->g, &c->permute, 0);
    gboolean port =
        c->permute.kind == GY_LINK_PORT && !c->permute.word && c->permute.out < from->sig->n_out;
    const gy_sig_type *t = port ? &from->sig->out[c->permute.out].type : NULL;
    if (c->permute.kind == GY_LINK_MODEL || (t && t->form != GY_FORM_ARRAY)) {
        gy_build_error(b, c->permute.line, "[chance %s] permute names one value, and %s is a %s",
                       score, c->permute.text,
                       t && t->form == GY_FORM_TABLE ? "table: say which column" : "model");
    } else if (strcmp(c->scheme, "labels") == 0 && g_strcmp0(axis, "time") == 0) {
        gy_build_error(b, c->line,
                       "[chance %s] shuffles %s along time one by one: say scheme "
                       "= circular-shift, or blocks",
                       score, c->permute.text);
    } else if (strcmp(c->scheme, "sign-flip") == 0 && t &&
               (t->dtype == GY_DTYPE_LABEL || t->dtype == GY_DTYPE_TEXT)) {
        gy_build_error(b, c->line,
                       "[chance %s] scheme = sign-flip negates numbers with a point (f32, f64), "
                       "and %s is %s",
                       score, c->permute.text, gy_sig_dtype_name(t->dtype));
    }
}

void gy_build_chances_late(gy_build *b)
{
    for (guint i = 0; i < b->g->chances->len; i++) {
        const gy_gchance *c = &g_array_index(b->g->chances, gy_gchance, i);
        const char *score = gy_graph_node(b->g, c->node)->group;
        const gy_gnode *from = gy_graph_node(b->g, c->permute.node);
        gboolean reaches, refits;
        mark_drawn(b->g, c, &reaches, &refits);
        if (!reaches && !c->refit && mark_all(b->g, c)) {
            gy_build_error(b, c->permute.line,
                           "[chance %s] refit = none permutes %s only where nothing is fitted, and "
                           "'%s' does not depend on it there",
                           score, c->permute.text, score);
        } else if (!reaches) {
            gy_build_error(b, c->permute.line,
                           "[chance %s] permuting %s changes nothing: '%s' does "
                           "not depend on it",
                           score, c->permute.text, score);
        } else if (c->refit && !refits && from->split) {
            gy_build_error(b, c->permute.line,
                           "[chance %s] %s comes after the fit, so nothing is "
                           "fitted again: say refit = none",
                           score, c->permute.text);
        }
        check_permuted(b, c, score);
    }
}

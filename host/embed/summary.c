/* SPDX-License-Identifier: Apache-2.0 */
#include "embed/summary.h"
#include "embed/fold_scores.h"

#include <math.h>
#include <string.h>

#include "sugar.h"

#define FOLDS_SHOWN 20

double gy_score_mean(const gy_value *v)
{
    double sum = 0;
    int64_t n = 0;
    for (int64_t k = 0; k < gy_size_from(&v->view, 0); k++) {
        double x = gy_value_number(v, k);
        sum += isnan(x) ? 0 : x;
        n += isnan(x) ? 0 : 1;
    }
    return n > 0 ? sum / (double)n : (double)NAN;
}

gboolean gy_is_score(const gy_value *v)
{
    return v && v->payload == GY_PAYLOAD_ARRAY && v->view.layout == GY_DENSE &&
           v->view.code == GY_FLOAT;
}

gboolean gy_is_fold_of(const char *fold_case, const char *whole)
{
    size_t n = strlen(whole);
    if (strncmp(fold_case, whole, n) != 0 || (n > 0 && fold_case[n] != ';')) {
        return FALSE;
    }
    const char *rest = fold_case + n + (n > 0 ? 1 : 0);
    return g_str_has_prefix(rest, "fold=") && g_ascii_isdigit(rest[5]) && !strchr(rest, ';');
}

void gy_put_f64(GString *to, const char *format, double x)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE + 320];
    g_string_append(to, g_ascii_formatd(text, sizeof text, format, x));
}

/* The folds' values of a score that is one number per fold. */
static void put_folds(const gy_outcome *o, const gy_result *r, const char *port, GString *to)
{
    guint n = 0;
    for (guint i = 0; i < o->scores->len; i++) {
        const gy_score *s = &g_array_index(o->scores, gy_score, i);
        gboolean mine = strcmp(s->node, r->node->name) == 0 && strcmp(s->port, port) == 0 &&
                        gy_is_fold_of(s->run_case, r->run_case);
        if (mine && n++ < FOLDS_SHOWN) {
            g_string_append(to, n == 1 ? "  folds " : " ");
            gy_put_f64(to, "%.6f", s->value);
        }
    }
    if (n > FOLDS_SHOWN) {
        g_string_append_printf(to, " and %u more", n - FOLDS_SHOWN);
    }
}

static void put_drops(const gy_outcome *o, GString *to)
{
    for (guint i = 0; i < o->drops->len; i++) {
        const gy_drop_fact *f = o->drops->pdata[i];
        g_autofree char *fold = f->fold >= 0 ? g_strdup_printf(" (fold %d)", f->fold) : NULL;
        g_string_append_printf(to,
                               "%s%s%s: %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT
                               " rows hold a missing value and are left out\n",
                               f->node, *f->run_case ? " " : "", f->run_case, f->n, f->of);
        if (fold) {
            g_string_insert(to, (gssize)to->len - 1, fold);
        }
    }
}

/* What [tune] chose, fold by fold, with the score on inner folds it was chosen by. */
static void put_choices(const gy_outcome *o, GString *to)
{
    for (guint i = 0; i < o->tunes->len; i++) {
        const gy_tune_fact *f = o->tunes->pdata[i];
        g_autofree char *fold =
            f->fold < 0 ? g_strdup("all rows") : g_strdup_printf("fold %d", f->fold);
        g_string_append_printf(to, "tuned%s%s%s, %s: %s of %u, inner %s ", *f->run_case ? " (" : "",
                               f->run_case, *f->run_case ? ")" : "", fold, f->names[f->chosen],
                               f->n, f->score);
        gy_put_f64(to, "%.6f", f->inner[f->chosen]);
        g_string_append_c(to, '\n');
    }
}

void gy_summary(const gy_graph *g, const gy_outcome *o, gboolean chance, GString *to)
{
    (void)g;
    if (chance) {
        g_string_append(to, "fit targets are permuted: these are chance scores\n");
    }
    for (guint i = 0; i < o->chances->len; i++) {
        const gy_chance_fact *f = o->chances->pdata[i];
        double sum = 0, most = -INFINITY;
        for (guint k = 0; k < f->draws->len; k++) {
            double x = g_array_index(f->draws, double, k);
            sum += x;
            most = MAX(most, x);
        }
        g_string_append_printf(
            to,
            "chance of %s%s%s%s: observed %.6f, %u draws of mean %.6f and "
            "maximum %.6f, p = %.4g (smallest possible %.4g)\n",
            f->node, *f->run_case ? " (" : "", f->run_case, *f->run_case ? ")" : "", f->observed,
            f->draws->len, sum / MAX(f->draws->len, 1u), most, f->p, 1.0 / (f->draws->len + 1.0));
    }
    put_drops(o, to);
    put_choices(o, to);
    for (guint i = 0; i < o->results->len; i++) {
        const gy_result *r = o->results->pdata[i];
        for (unsigned k = 0; k < r->n_outs && k < r->node->sig->n_out; k++) {
            if (!gy_is_score(r->values[k])) {
                continue;
            }
            int64_t n = gy_size_from(&r->values[k]->view, 0);
            if (r->node->sig->out[k].close == GY_CLOSE_SUM && n > 1) {
                continue; /* counts, a confusion: their mean says nothing */
            }
            g_string_append_printf(to, "%s.%s%s%s%s mean ", r->node->name,
                                   r->node->sig->out[k].name, *r->run_case ? " (" : "", r->run_case,
                                   *r->run_case ? ")" : "");
            gy_put_f64(to, "%.6f", gy_score_mean(r->values[k]));
            if (n == 1) {
                put_folds(o, r, r->node->sig->out[k].name, to);
            } else {
                g_string_append_printf(to, "  over %" G_GINT64_FORMAT " values", n);
            }
            if (r->in_sample && gy_is_headline(r, k)) {
                g_string_append(to, "  in-sample");
            }
            g_string_append_c(to, '\n');
        }
    }
}

/* A quoted string of DOT. */
static char *quoted(const char *text)
{
    GString *s = g_string_new("\"");
    for (const char *c = text; *c; c++) {
        g_string_append(s, *c == '"' ? "\\\"" : *c == '\\' ? "\\\\" : "");
        if (*c != '"' && *c != '\\') {
            g_string_append_c(s, *c);
        }
    }
    g_string_append_c(s, '"');
    return g_string_free(s, FALSE);
}

static void put_edges(GString *s, const gy_graph *g, const gy_gnode *n, const char *name)
{
    for (unsigned p = 0; p < n->sig->n_in; p++) {
        for (guint k = 0; k < n->in[p]->len; k++) {
            const gy_link *l = &g_array_index(n->in[p], gy_link, k);
            g_autofree char *from = quoted(gy_graph_node(g, l->node)->name);
            g_string_append_printf(s, "  %s -> %s [label=\"%s\"];\n", from, name,
                                   n->sig->in[p].name);
        }
    }
}

char *gy_graph_dot(const gy_graph *g)
{
    GString *s = g_string_new("digraph gyrus {\n  rankdir=LR;\n  node [shape=box];\n");
    for (guint i = 0; i < g->nodes->len; i++) {
        const gy_gnode *n = gy_graph_node(g, (int)i);
        g_autofree char *name = quoted(n->name);
        g_string_append_printf(s, "  %s [label=%.*s\\n%s\"%s];\n", name, (int)strlen(name) - 1,
                               name, n->sig->id,
                               n->split ? " style=filled fillcolor=\"#e8f0fe\"" : "");
        put_edges(s, g, n, name);
    }
    g_string_append(s, "}\n");
    return g_string_free(s, FALSE);
}

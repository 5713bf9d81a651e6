/* inner.c: inner folds of a fit: the file's `inner`, or the outer scheme on the training rows. */
#include <string.h>

#include "core/error.h"
#include "run/folding.h"
#include "run/pooling.h"

void gy_inner_clear(gy_inner *inner)
{
    for (int64_t k = 0; k < inner->n; k++) {
        gy_rows_clear(&inner->train[k]);
        gy_rows_clear(&inner->held[k]);
    }
    g_free(inner->train);
    g_free(inner->held);
    *inner = (gy_inner){0};
}

/* "k-fold 5" into its word, number and test share. */
static gboolean read_inner(const gy_gsplit *s, const char *own, char **out_scheme, int64_t *out_k,
                           char **out_test, GError **error)
{
    const char *text = own ? own : s->inner;
    *out_k = s->folds;
    if (!text) {
        *out_scheme = g_strdup(s->scheme);
        *out_test = g_strdup(s->test);
        return TRUE;
    }
    g_auto(GStrv) words = g_strsplit(text, " ", 2);
    *out_scheme = g_strdup(words[0]);
    *out_test = words[1] ? g_strdup(words[1]) : NULL;
    gboolean counted = strcmp(words[0], "k-fold") == 0 || strcmp(words[0], "forward") == 0 ||
                       strcmp(words[0], "group-k-fold") == 0 || strcmp(words[0], "stratified") == 0;
    if (counted && words[1]) {
        char *end = NULL;
        *out_k = g_ascii_strtoll(words[1], &end, 10);
        if (*end || *out_k < 1) {
            g_set_error(error, GY_ERROR, GY_ERR_USAGE, "inner = %s: expected a number of folds",
                        text);
            return FALSE;
        }
    }
    return TRUE;
}

gboolean gy_split_inner_rows(gy_runtime *rt, const gy_split_case *c, const gy_rows *rows,
                             gy_folds *out, GError **error)
{
    gy_folds folds[2] = {{0}};
    gboolean good = TRUE;
    for (guint i = 0; good && c && i < 2; i++, c = c->second) {
        const gy_gsplit *s = &g_array_index(rt->graph->splits, gy_gsplit, i);
        g_autofree char *scheme = NULL, *test = NULL;
        int64_t k = 0;
        good = read_inner(s, NULL, &scheme, &k, &test, error) &&
               gy_folding_scheme(c, rows, scheme, k, test, NULL, &folds[i], error);
    }
    if (good && folds[1].n_folds > 0) {
        good = gy_folds_cross(&folds[0], &folds[1], NULL, out, error);
        gy_folds_clear(&folds[0]);
    } else if (good) {
        *out = folds[0];
    } else {
        gy_folds_clear(&folds[0]);
    }
    gy_folds_clear(&folds[1]);
    return good;
}

/* Codes by row of the split, carried to the rows of the fit. */
static int64_t *carry(const int64_t *codes, const gy_domain *x, const gy_domain *d)
{
    int64_t *rows = codes ? gy_domain_rows_in(x, d) : NULL;
    for (int64_t i = 0; rows && i < x->n; i++) {
        rows[i] = codes[rows[i]];
    }
    return rows;
}

gboolean gy_split_inner(gy_runtime *rt, GPtrArray *insts, gy_inst *fit, gy_inner *out,
                        GError **error)
{
    if (fit->pooling) {
        return gy_pooling_inner(rt, fit, out, error);
    }
    if (rt->graph->splits->len == 0) {
        g_set_error(error, GY_ERROR, GY_ERR_USAGE,
                    "[%s] chooses its parameters on inner folds, which need a [split]",
                    fit->node->name);
        return FALSE;
    }
    const gy_gsplit *s = &g_array_index(rt->graph->splits, gy_gsplit, 0);
    gy_split_case *c = gy_split_get(rt, &fit->case_env, error);
    gy_domain *x = gy_inst_rows(fit);
    g_autofree char *scheme = NULL, *test = NULL;
    int64_t k = 0;
    if (!c || !read_inner(s, fit->node->inner, &scheme, &k, &test, error)) {
        return FALSE;
    }
    gy_split_case mine = {.domain = x};
    g_autofree int64_t *unit = carry(c->unit, x, c->domain);
    g_autofree int64_t *group = carry(c->group, x, c->domain);
    mine.unit = unit;
    mine.group = group;
    gy_folds folds = {0};
    if (!gy_folding_scheme(&mine, &fit->train, scheme, k, test, NULL, &folds, error)) {
        g_prefix_error(error, "[%s] inner folds of fold %d: ", fit->node->name, fit->env.fold);
        return FALSE;
    }
    out->n = folds.n_folds;
    out->train = g_new0(gy_rows, (gsize)folds.n_folds);
    out->held = g_new0(gy_rows, (gsize)folds.n_folds);
    gboolean good = TRUE;
    for (int64_t i = 0; i < folds.n_folds; i++) {
        out->held[i] = gy_rows_copy(&folds.test[i]);
        gy_purge_inner(insts, fit, &folds.test[i], &folds.train[i], gy_split_gap(c, fit->env.fold),
                       &out->train[i]);
        if (good && out->train[i].n == 0) {
            g_set_error(error, GY_ERROR, GY_ERR_LEAK,
                        "[%s] no training row is left in inner fold %" G_GINT64_FORMAT
                        " of fold %d",
                        fit->node->name, i, fit->env.fold);
            good = FALSE;
        }
    }
    gy_folds_clear(&folds);
    if (!good) {
        gy_inner_clear(out);
    }
    return good;
}

/* check.c: [check]: node.port.reducer = low .. high over every case. Declared in run.h. */
#include <math.h>
#include <string.h>

#include "run/run.h"
#include "sugar.h"

static int compare(gconstpointer a, gconstpointer b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Value at quantile q of sorted numbers, linear between neighbours as numpy.quantile. */
static double quantile(const double *x, guint n, double q)
{
    double at = q * (double)(n - 1);
    guint lo = (guint)at;
    return lo + 1 < n ? x[lo] + (at - lo) * (x[lo + 1] - x[lo]) : x[lo];
}

/* NaN elements are left out, but a NaN among what `all` looks at fails it. */
static double reduce(GArray *x, const char *how)
{
    double *v = (double *)(void *)x->data, sum = 0;
    if (x->len == 0) {
        return (double)NAN;
    }
    g_array_sort(x, compare);
    for (guint i = 0; i < x->len; i++) {
        sum += v[i];
    }
    if (!how || strcmp(how, "mean") == 0) {
        return sum / x->len;
    }
    if (strcmp(how, "min") == 0) {
        return v[0];
    }
    if (strcmp(how, "max") == 0) {
        return v[x->len - 1];
    }
    return quantile(v, x->len, strcmp(how, "median") == 0 ? 0.5 : 0.95);
}

/* Elements of a value, of one value of a coordinate if the check names one. */
static void gather(const gy_gcheck *c, const gy_value *v, GArray *to, guint *missing)
{
    int64_t inner = v->view.rank > 0 ? gy_size_from(&v->view, 1) : 1;
    const gy_domain *d = v->view.rank > 0 ? v->domains[0] : NULL;
    const gy_value *names = c->word && !c->loop && d ? gy_domain_coord(d, c->word) : NULL;
    for (int64_t k = 0; k < gy_size_from(&v->view, 0); k++) {
        if (c->word && !c->loop) {
            g_autofree char *name = names ? gy_value_cell(names, k / inner) : NULL;
            if (g_strcmp0(name, c->value) != 0) {
                continue;
            }
        }
        double x = gy_value_number(v, k);
        if (isnan(x)) {
            (*missing)++;
        } else {
            g_array_append_val(to, x);
        }
    }
}

static gboolean check_one(const gy_gcheck *c, const gy_result *r, GString *report)
{
    g_autoptr(GArray) x = g_array_new(FALSE, FALSE, sizeof(double));
    guint missing = 0;
    const gy_value *v = c->out < r->n_outs ? r->values[c->out] : NULL;
    if (v && v->payload == GY_PAYLOAD_ARRAY && v->view.layout == GY_DENSE) {
        gather(c, v, x, &missing);
    }
    gboolean all = g_strcmp0(c->reducer, "all") == 0;
    double low = reduce(x, all ? "min" : c->reducer), high = reduce(x, all ? "max" : c->reducer);
    gboolean good = low >= c->lo && high <= c->hi && (!all || missing == 0);
    g_string_append_printf(report, "%s %s%s%s%s = %.6g%s, wanted %g .. %g\n",
                           good ? "ok  " : "MISS", c->key, *r->run_case ? " (" : "", r->run_case,
                           *r->run_case ? ")" : "", low, all ? " and above" : "", c->lo, c->hi);
    return good;
}

/* Whether the check looks at this result: the node's, in the case of the loop that it names. */
static gboolean is_about(const gy_graph *graph, const gy_gcheck *c, const gy_result *r)
{
    if (r->node != gy_graph_node(graph, c->node) || !c->loop) {
        return r->node == gy_graph_node(graph, c->node);
    }
    g_autofree char *wanted = g_strdup_printf("%s=%s", c->word, c->value);
    g_auto(GStrv) loops = g_strsplit(r->run_case, ";", -1);
    return g_strv_contains((const char *const *)loops, wanted);
}

gboolean gy_run_check(const gy_graph *graph, const gy_outcome *outcome, GString *report)
{
    gboolean good = TRUE;
    for (guint i = 0; i < graph->checks->len; i++) {
        const gy_gcheck *c = &g_array_index(graph->checks, gy_gcheck, i);
        guint found = 0;
        for (guint k = 0; k < outcome->results->len; k++) {
            const gy_result *r = outcome->results->pdata[k];
            if (is_about(graph, c, r)) {
                found++;
                good &= check_one(c, r, report);
            }
        }
        if (found == 0) {
            g_string_append_printf(report, "MISS %s: there is no result to check\n", c->key);
            good = FALSE;
        }
    }
    return good;
}

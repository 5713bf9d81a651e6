/* SPDX-License-Identifier: MIT
 *
 * compare.c: which of several methods scores better, from cases (subjects, sessions) in which all
 * of them were scored. Differences are paired by case. Under the null hypothesis a difference is as
 * likely as its negative, so all 2^n sign patterns of n differences are equally likely: p is the
 * share whose mean is at least as far out. The interval holds every shift that this very test does
 * not refuse; its ends are order statistics of the means of all subsets of the differences
 * (Hartigan 1969): of 2^n - 1 sorted means the k-th from either end, k = (1 - level) 2^n / 2.
 */
#include "compare.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

GY_SAY(
    text,
    "metric.compare 1 | Paired differences between methods over the cases of a loop\n"
    "in  x real[...] many missing | scores, one edge per method, or one in all with `along`; of "
    "several numbers the mean of those that are not missing\n"
    "out difference f64[pair] best=high | mean over cases of first minus second\n"
    "out p      f64[pair] bounds=0..1 best=low | of the sign-flip test\n"
    "out p_holm f64[pair] bounds=0..1 best=low | corrected for the number of pairs\n"
    "out low    f64[pair] | lower end of the interval of the difference; minus infinity where so "
    "few cases cannot reach the level\n"
    "out high   f64[pair] | upper end\n"
    "out better f64[pair] bounds=-1..1 | 1: the first is, -1: the second is, 0: p_holm does not "
    "tell at this level\n"
    "out cases  f64[pair] | cases in which both have a score\n"
    "out mean   f64[method] | mean of each method over its cases\n"
    "param over  text | the loop whose cases are compared within (subject)\n"
    "param along text optional | the loop whose values are the methods; default: the edges are\n"
    "param test choice(sign-flip) = sign-flip | flip signs of paired differences\n"
    "param tail choice(two-sided, greater, less) = two-sided | greater: is the first better\n"
    "param times i64 = 10000 2..10000000 | sign patterns: all of them if there are no more, else "
    "so many at random, and p = (b + 1) / (m + 1)\n"
    "param level f64 = 0.95 >0 <1 | of the interval, which is two-sided\n"
    "block all\n"
    "doc | With n cases p cannot be below 1 / 2^n, two-sided 2 / 2^n: five subjects never reach "
    ".05 two-sided. Cases must be independent (subjects, not folds).\n"
    "licence | MIT\n"
    "cite | Fisher (1935), The Design of Experiments, section 21\n"
    "cite | Hartigan (1969), Journal of the American Statistical Association 64, 1303-1317\n"
    "cite | Holm (1979), Scandinavian Journal of Statistics 6, 65-70\n");

/* Index of a text among the first n of `seen`, where it is added if it is new. */
static int64_t place(const char **seen, int64_t *n, const char *name)
{
    for (int64_t i = 0; i < *n; i++) {
        if (!strcmp(seen[i], name)) {
            return i;
        }
    }
    seen[*n] = name;
    return (*n)++;
}

/* Which method and which case each item of x is. */
static int lay_out(gy_call *c, cp_table *t)
{
    const gy_host *h = c->host;
    int64_t items = h->count(c, "x"), per_edge = h->count(c, "over");
    const char *along = h->text(c, "along");
    t->n_items = items;
    t->method = (int64_t *)h->scratch(c, items * 8);
    t->unit = (int64_t *)h->scratch(c, items * 8);
    t->method_name = (const char **)h->scratch(c, items * (int64_t)sizeof(char *));
    t->unit_name = (const char **)h->scratch(c, items * (int64_t)sizeof(char *));
    if (!t->method || !t->unit || !t->method_name || !t->unit_name) {
        return gy_fail(c, GY_MEMORY, "x", "no memory for the cases");
    }
    if (along && !strcmp(along, h->text(c, "over"))) {
        return gy_fail(c, GY_PARAM, "along", "is the loop of `over`: a case has one method then");
    }
    if (along && items > per_edge) {
        return gy_fail(c, GY_PARAM, "along",
                       "with it x takes one edge, whose cases are the methods");
    }
    for (int64_t i = 0; i < items; i++) {
        const char *unit = h->text_item(c, "over", i);
        const char *method = h->text_item(c, along ? "along" : "x", i);
        if (!unit || !method) {
            return gy_fail(c, GY_UNSUPPORTED, "over",
                           "this host does not gather the cases of a loop");
        }
        t->unit[i] = place(t->unit_name, &t->n_units, unit);
        t->method[i] = place(t->method_name, &t->n_methods, method);
    }
    if (t->n_methods < 2) {
        return gy_fail(c, GY_PARAM, "x", "one method alone: x needs two different edges, or along");
    }
    return GY_OK;
}

/* Texts of the coordinate `label` of an axis; the bytes are those of `all`. */
static int set_labels(gy_call *c, const char *axis, const char *all, const int64_t *offsets,
                      int64_t n)
{
    int64_t one = 1;
    gy_array names = {sizeof names, GY_UINT, 8,       GY_TEXT, 1, GY_RAGGED, 0,
                      &n,           &one,    offsets, 0,       0, 0,         0};
    names.data = (void *)(uintptr_t)all;
    return c->host->set_coord(c, axis, "label", &names);
}

/* "first - second" for every pair, "first" for every method. */
static int name_axes(gy_call *c, const cp_table *t)
{
    int64_t n = t->n_methods, pairs = n * (n - 1) / 2, longest = 8, k = 0, at = 0;
    for (int64_t i = 0; i < n; i++) {
        int64_t length = (int64_t)strlen(t->method_name[i]);
        longest = length > longest ? length : longest;
    }
    int64_t room = 2 * longest + 4, rows = pairs > n ? pairs : n;
    char *text_of = (char *)c->host->scratch(c, rows * room);
    int64_t *offsets = (int64_t *)c->host->scratch(c, (rows + 1) * 8);
    if (!text_of || !offsets) {
        return gy_fail(c, GY_MEMORY, "x", "no memory for the names");
    }
    for (int64_t i = 0; i < n; i++) {
        for (int64_t j = i + 1; j < n; j++) {
            at += snprintf(text_of + at, (size_t)room, "%s - %s", t->method_name[i],
                           t->method_name[j]);
            offsets[++k] = at;
        }
    }
    GY_TRY(c->host->set_length(c, "pair", pairs));
    GY_TRY(set_labels(c, "pair", text_of, offsets, pairs));
    at = 0;
    for (int64_t i = 0; i < n; i++) {
        at += snprintf(text_of + at, (size_t)room, "%s", t->method_name[i]);
        offsets[i + 1] = at;
    }
    GY_TRY(c->host->set_length(c, "method", n));
    return set_labels(c, "method", text_of, offsets, n);
}

static int resolve(gy_call *c)
{
    cp_table t = {0, 0, 0, 0, 0, 0, 0, 0};
    GY_TRY(lay_out(c, &t));
    return name_axes(c, &t);
}

/* Mean of the numbers of an array that are there, NaN if none is. */
static double mean_of(const gy_array *a)
{
    int64_t n = gy_size_from(a, 0);
    double sum = 0, there = 0;
    for (int64_t k = 0; k < n; k++) {
        int64_t rest = k, at = 0;
        for (int32_t d = a->rank - 1; d >= 0; d--) {
            at += rest % a->shape[d] * a->stride[d];
            rest /= a->shape[d];
        }
        double x = a->valid && !a->valid[k] ? (double)NAN : gy_element(a, at);
        sum += isnan(x) ? 0 : x;
        there += !isnan(x);
    }
    return there > 0 ? sum / there : (double)NAN;
}

static int fill(gy_call *c, cp_table *t)
{
    int64_t n = t->n_methods * t->n_units;
    t->value = (double *)c->host->scratch(c, n * 8);
    if (!t->value) {
        return gy_fail(c, GY_MEMORY, "x", "no memory for the scores");
    }
    for (int64_t k = 0; k < n; k++) {
        t->value[k] = (double)NAN;
    }
    for (int64_t i = 0; i < t->n_items; i++) {
        t->value[t->method[i] * t->n_units + t->unit[i]] = mean_of(c->host->item(c, "x", i));
    }
    return GY_OK;
}

/* Adjusted p: of sorted p the largest (m - j) p_j up to each. */
static void holm(const double *p, int64_t n, double *out)
{
    double tests = 0;
    for (int64_t i = 0; i < n; i++) {
        tests += !isnan(p[i]);
    }
    for (int64_t i = 0; i < n; i++) {
        double most = p[i];
        for (int64_t j = 0; j < n; j++) {
            double below = 0; /* tests that stand before j */
            for (int64_t k = 0; k < n; k++) {
                below += p[k] < p[j] || (k < j && !(p[k] > p[j]) && !isnan(p[k]));
            }
            most = p[j] <= p[i] ? fmax(most, (tests - below) * p[j]) : most;
        }
        out[i] = isnan(p[i]) ? p[i] : fmin(1, most);
    }
}

static void tell(gy_call *c, const cp_table *t, int64_t a, int64_t b, const cp_result *r,
                 double p_holm, double level)
{
    char line[400];
    int told = p_holm <= 1 - level;
    const char *first = t->method_name[r->mean >= 0 ? a : b];
    const char *second = t->method_name[r->mean >= 0 ? b : a];
    snprintf(line, sizeof line,
             "%.100s %s %.100s: difference %.4g, %.4g %% interval %.4g .. %.4g, p = %.4g (%s, %.0f "
             "cases)",
             first, told ? "is better than" : "is not told apart from", second, fabs(r->mean),
             100 * level, r->mean >= 0 ? r->low : -r->high, r->mean >= 0 ? r->high : -r->low, r->p,
             r->exact ? "exact" : "random sign patterns", (double)r->n);
    c->host->log(c, GY_INFO, line);
}

static void put(gy_call *c, const char *name, int64_t k, double value)
{
    gy_doubles(c, name)[k] = value;
}

static void put_means(gy_call *c, const cp_table *t)
{
    for (int64_t i = 0; i < t->n_methods; i++) {
        int64_t shape[1] = {t->n_units}, stride[1] = {1};
        gy_array row = {sizeof row, GY_FLOAT, 64, 0, 1, GY_DENSE, 0, shape, stride, 0, 0, 0, 0, 0};
        row.data = t->value + i * t->n_units;
        put(c, "mean", i, mean_of(&row));
    }
}

static int solve(gy_call *c)
{
    cp_table t = {0, 0, 0, 0, 0, 0, 0, 0};
    GY_TRY(lay_out(c, &t));
    GY_TRY(fill(c, &t));
    int64_t pairs = t.n_methods * (t.n_methods - 1) / 2, k = 0;
    cp_result *r = (cp_result *)c->host->scratch(c, pairs * (int64_t)sizeof(cp_result));
    double *d = (double *)c->host->scratch(c, t.n_units * 8), level = gy_number(c, "level");
    if (!r || !d) {
        return gy_fail(c, GY_MEMORY, "x", "no memory for the pairs");
    }
    for (int64_t a = 0; a < t.n_methods; a++) {
        for (int64_t b = a + 1; b < t.n_methods; b++, k++) {
            for (int64_t u = 0; u < t.n_units; u++) {
                double x = t.value[a * t.n_units + u] - t.value[b * t.n_units + u];
                d[r[k].n] = x;
                r[k].n += !isnan(x);
            }
            GY_TRY(cp_test(c, k, d, &r[k]));
            put(c, "difference", k, r[k].mean);
            put(c, "p", k, r[k].p);
            put(c, "low", k, r[k].low);
            put(c, "high", k, r[k].high);
            put(c, "cases", k, (double)r[k].n);
        }
    }
    holm(gy_doubles(c, "p"), pairs, gy_doubles(c, "p_holm"));
    put_means(c, &t);
    k = 0;
    for (int64_t a = 0; a < t.n_methods; a++) {
        for (int64_t b = a + 1; b < t.n_methods; b++, k++) {
            double p = gy_doubles(c, "p_holm")[k];
            put(c, "better", k, p <= 1 - level ? (r[k].mean > 0) - (r[k].mean < 0) : 0);
            tell(c, &t, a, b, &r[k], p, level);
        }
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, 0, 0, 0, solve)

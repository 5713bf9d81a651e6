/* SPDX-License-Identifier: MIT
 *
 * lookup.c: for each row of `at`, the row of x whose key is equal.
 */
#include "times.h"

#include <stdlib.h>

GY_SAY(text,
       "transform.lookup 1 | Rows of x found by key\n"
       "in    x    T[item, ...]  | one row an item\n"
       "in    key  any[item] now optional | name or number of each item, all different; without it "
       "an item's number is its row, from 0\n"
       "in    at   any[row] now  | the item of each row\n"
       "out   y    T[row, ...]   | y[i] = x[j] with key[j] = at[i]\n"
       "reach y.row x.item table\n"
       "reach y.row key.item table\n"
       "reach y.row at.row row\n"
       "doc | Numbers are compared as numbers, texts as texts, a text and a number as texts.\n"
       "licence | MIT\n");

typedef struct entry {
    const char *text;
    int64_t length, item;
} entry;

static int compare(const void *a, const void *b)
{
    const entry *p = (const entry *)a, *q = (const entry *)b;
    int64_t n = p->length < q->length ? p->length : q->length;
    int order = n > 0 ? memcmp(p->text, q->text, (size_t)n) : 0;
    return order ? order : (p->length > q->length) - (p->length < q->length);
}

/* All values as texts: numbers are printed so that equal ones print alike (-0 as 0). */
static entry *texts_of(gy_call *c, const gy_array *a)
{
    int64_t n = a->shape[0];
    entry *e = (entry *)tr_scratch(c, n + 1, (int64_t)sizeof *e);
    char *space = a->flags & GY_TEXT ? 0 : (char *)tr_scratch(c, n + 1, 32);
    if (!e || (!space && !(a->flags & GY_TEXT))) {
        return 0;
    }
    for (int64_t i = 0; i < n; i++) {
        e[i].item = i;
        if (!space) {
            e[i].text = (const char *)a->data + a->offsets[i];
            e[i].length = a->offsets[i + 1] - a->offsets[i];
            continue;
        }
        e[i].text = space + 32 * i;
        e[i].length = tr_text(a, i, space + 32 * i, 32);
    }
    return e;
}

/* Without keys: at[i] is the number of the item. */
static int by_number(gy_call *c, int64_t items, int64_t *found)
{
    const gy_array *at = gy_get(c, "at");
    for (int64_t i = 0; i < at->shape[0]; i++) {
        double wanted = at->flags & GY_TEXT ? (double)NAN : gy_element(at, i * at->stride[0]);
        if (!(wanted >= 0 && wanted < (double)items && wanted == floor(wanted))) {
            return tr_fail(c, GY_DATA, "at", "row %lld: %.9g is not an item, which are 0 to %lld",
                           (long long)tr_row(at, i), wanted, (long long)items - 1);
        }
        found[i] = (int64_t)wanted;
    }
    return GY_OK;
}

/* found[i]: view row of `key` whose value is at[i]'s, or row of x without keys. */
static int find(gy_call *c, int64_t **out_found)
{
    const gy_array *key = gy_get(c, "key"), *at = gy_get(c, "at");
    int64_t n = key ? key->shape[0] : c->host->length(c, "x.item"), rows = at->shape[0];
    int64_t *found = (int64_t *)tr_scratch(c, rows + 1, 2 * (int64_t)sizeof *found);
    *out_found = found;
    if (!key) {
        return found ? by_number(c, n, found) : tr_memory(c, "at");
    }
    entry *keys = texts_of(c, key), *wanted = texts_of(c, at);
    if (!keys || !wanted || !found) {
        return tr_memory(c, "key");
    }
    qsort(keys, (size_t)n, sizeof *keys, compare);
    for (int64_t i = 1; i < n; i++) {
        if (!compare(&keys[i - 1], &keys[i])) {
            return tr_fail(c, GY_DATA, "key", "'%.*s' is there twice (items %lld and %lld)",
                           (int)(keys[i].length < 80 ? keys[i].length : 80), keys[i].text,
                           (long long)keys[i - 1].item, (long long)keys[i].item);
        }
    }
    for (int64_t i = 0; i < rows; i++) {
        const entry *hit =
            (const entry *)bsearch(&wanted[i], keys, (size_t)n, sizeof *keys, compare);
        if (!hit) {
            return tr_fail(c, GY_DATA, "at", "row %lld asks for '%.*s', which key does not have",
                           (long long)tr_row(at, i),
                           (int)(wanted[i].length < 80 ? wanted[i].length : 80), wanted[i].text);
        }
        found[i] = hit->item;
    }
    return GY_OK;
}

static int resolve(gy_call *c)
{
    int64_t *lo = 0, n = gy_get(c, "at")->shape[0];
    GY_TRY(find(c, &lo));
    int64_t *hi = lo + n + 1;
    for (int64_t i = 0; i < n; i++) {
        hi[i] = lo[i] + 1;
    }
    GY_TRY(c->host->set_reach(c, "y.row", "x.item", n, 0, lo, hi));
    if (!gy_get(c, "key")) {
        return GY_OK;
    }
    return c->host->set_reach(c, "y.row", "key.item", n, 0, lo, hi);
}

static int run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x"), *key = gy_get(c, "key"), *at = gy_get(c, "at");
    gy_array *y = gy_get(c, "y");
    int64_t *found = 0, m = 0, *col = tr_columns(c, x, &m);
    GY_TRY(find(c, &found));
    if (!col) {
        return tr_memory(c, "x");
    }
    for (int64_t i = 0; i < y->shape[0]; i++) {
        int64_t row = tr_find(at, tr_row(y, i));
        int64_t j = row < 0 ? -1 : tr_find(x, key ? tr_row(key, found[row]) : found[row]);
        if (j < 0) {
            return gy_fail(c, GY_INTERNAL, "x", "the item of a row is not there");
        }
        for (int64_t k = 0; k < m; k++) {
            tr_put(y, i * m + k, gy_element(x, j * x->stride[0] + col[k]));
        }
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)

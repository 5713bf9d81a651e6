/* SPDX-License-Identifier: MIT
 *
 * average.c: the mean of the rows that have the same key, or of each run of rows with the same key.
 */
#include "times.h"

GY_SAY(text,
       "transform.average 1 | Mean of the rows that have equal keys\n"
       "in    x      T[row, ...]         | values\n"
       "in    key    label[row] now      | rows of equal key are averaged\n"
       "in    within label[row] now optional | and of equal `within` (run, session)\n"
       "out   y      T[group, ...]       | means, groups in the order of their first rows\n"
       "out   label  label[group] levels=key optional | key of each group\n"
       "param by     choice(value, block) = value | all rows of a key, or each run of neighbouring "
       "rows with the same key\n"
       "param except text[without] optional | keys to leave out (rest)\n"
       "reach y.group x.row table\n"
       "reach y.group key.row table\n"
       "reach y.group within.row table\n"
       "reach label.group x.row table\n"
       "reach label.group key.row table\n"
       "reach label.group within.row table\n"
       "doc | Blocks end at a segment's border. Coordinates run and time are those of a group's "
       "first row.\n"
       "licence | MIT\n");

typedef struct groups {
    int64_t rows, n, *of, *head, *size; /* group of a row or -1; first row and size of a group */
} groups;

static int64_t code(const gy_array *a, int64_t i)
{
    return a ? ((const int64_t *)a->data)[i * a->stride[0]] : 0;
}

/* out[code] = 1 for the keys that are left out. */
static int left_out(gy_call *c, char **out, int64_t *out_n)
{
    const gy_array *levels = c->host->levels(c, "key");
    int64_t words = c->host->count(c, "except"), n = levels ? levels->shape[0] : 0;
    char *skip = (char *)tr_scratch(c, n + 1, 1), name[256];
    if (!skip) {
        return tr_memory(c, "except");
    }
    for (int64_t w = 0; w < words; w++) {
        const char *word = c->host->text_item(c, "except", w);
        int64_t found = 0;
        for (int64_t i = 0; i < n; i++) {
            tr_text(levels, i, name, sizeof name);
            if (!strcmp(name, word)) {
                skip[i] = 1;
                found = 1;
            }
        }
        if (!found) {
            return tr_fail(c, GY_PARAM, "except", "key has no level '%s'", word);
        }
    }
    *out = skip;
    *out_n = n;
    return GY_OK;
}

/* Slot of a pair of codes in an open hash table of `room` (a power of two) group numbers + 1. */
static int64_t slot_of(const int64_t *table, int64_t room, const groups *g, const gy_array *key,
                       const gy_array *within, int64_t i)
{
    uint64_t h = (uint64_t)code(key, i) * 0x9E3779B97F4A7C15u;
    h = (h ^ (h >> 29) ^ (uint64_t)code(within, i)) * 0xBF58476D1CE4E5B9u;
    int64_t at = (int64_t)((h ^ (h >> 32)) & (uint64_t)(room - 1));
    while (table[at]) {
        int64_t head = g->head[table[at] - 1];
        if (code(key, head) == code(key, i) && code(within, head) == code(within, i)) {
            break;
        }
        at = (at + 1) & (room - 1);
    }
    return at;
}

static void assign(groups *g, int64_t i, int64_t group)
{
    if (group == g->n) {
        g->head[g->n++] = i;
    }
    g->of[i] = group;
    g->size[group]++;
}

static int make_groups(gy_call *c, groups *g)
{
    const gy_array *key = gy_get(c, "key"), *within = gy_get(c, "within");
    int64_t n = key->shape[0], room = 16, levels = 0, segments = 0, s = 0, before = -1;
    const int64_t *first = c->host->segments(c, "key.row", &segments);
    int block = gy_is(c, "by", "block");
    char *skip = 0;
    GY_TRY(left_out(c, &skip, &levels));
    while (room < 2 * n) {
        room *= 2;
    }
    int64_t *table = (int64_t *)tr_scratch(c, room, (int64_t)sizeof *table);
    *g = (groups){.rows = n};
    g->of = (int64_t *)tr_scratch(c, n + 1, 3 * (int64_t)sizeof *g->of);
    if (!table || !g->of) {
        return tr_memory(c, "key");
    }
    g->head = g->of + n + 1;
    g->size = g->head + n + 1;
    for (int64_t i = 0; i < n; i++) {
        int64_t k = code(key, i), old = s;
        while (s + 1 < segments && first[s + 1] <= i) {
            s++;
        }
        g->of[i] = -1;
        if (k >= 0 && k < levels && skip[k]) {
            before = -1;
            continue;
        }
        int64_t at = block ? 0 : slot_of(table, room, g, key, within, i);
        int same = block ? before >= 0 && s == old && code(key, before) == k &&
                               code(within, before) == code(within, i)
                         : table[at] > 0;
        assign(g, i, !same ? g->n : block ? g->n - 1 : table[at] - 1);
        table[at] = g->of[i] + 1;
        before = i;
    }
    return g->n > 0 ? GY_OK : gy_fail(c, GY_DATA, "key", "no row is left");
}

/* The rows of every group as intervals of one row, group by group. */
static int say_reach(gy_call *c, const groups *g)
{
    int64_t *offsets = (int64_t *)tr_scratch(c, g->n + 2, (int64_t)sizeof *offsets);
    int64_t *lo = (int64_t *)tr_scratch(c, g->rows + 1, 2 * (int64_t)sizeof *lo);
    if (!offsets || !lo) {
        return tr_memory(c, "key");
    }
    int64_t *hi = lo + g->rows + 1;
    for (int64_t k = 0; k < g->n; k++) {
        offsets[k + 2] = offsets[k + 1] + g->size[k];
    }
    for (int64_t i = 0; i < g->rows; i++) {
        if (g->of[i] >= 0) {
            int64_t at = offsets[g->of[i] + 1]++;
            lo[at] = i;
            hi[at] = i + 1;
        }
    }
    static const char *const in[] = {"x.row", "key.row", "within.row"};
    for (int i = 0; i < (gy_get(c, "within") ? 3 : 2); i++) {
        GY_TRY(c->host->set_reach(c, "y.group", in[i], g->n, offsets, lo, hi));
        GY_TRY(c->host->set_reach(c, "label.group", in[i], g->n, offsets, lo, hi));
    }
    return GY_OK;
}

/* Groups have segments if they come in the order of the rows' and none lies in two. */
static int say_segments(gy_call *c, const groups *g)
{
    int64_t n = 0, count = 0, *first = (int64_t *)tr_scratch(c, g->n + 1, 16);
    const int64_t *begin = c->host->segments(c, "key.row", &n);
    if (!first) {
        return tr_memory(c, "key");
    }
    int64_t *of = first + g->n + 1;
    for (int64_t i = 0, s = 0; i < g->rows; i++) {
        while (s + 1 < n && begin[s + 1] <= i) {
            s++;
        }
        int64_t k = g->of[i];
        if (k >= 0 && g->head[k] == i) {
            of[k] = s;
        } else if (k >= 0 && of[k] != s) {
            return GY_OK;
        }
    }
    for (int64_t k = 0; k < g->n; k++) {
        if (k == 0 || of[k] != of[k - 1]) {
            first[count++] = k;
        }
    }
    return c->host->set_segments(c, "group", count, first);
}

static int resolve(gy_call *c)
{
    groups g;
    GY_TRY(make_groups(c, &g));
    GY_TRY(c->host->set_length(c, "group", g.n));
    GY_TRY(tr_carry_coord(c, "group", "x.row", "run", g.n, g.head));
    GY_TRY(tr_carry_coord(c, "group", "x.row", "time", g.n, g.head));
    GY_TRY(say_segments(c, &g));
    return say_reach(c, &g);
}

static int run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x"), *key = gy_get(c, "key");
    gy_array *y = gy_get(c, "y"), *label = gy_get(c, "label");
    int64_t m = 0, total = 0, *col = tr_columns(c, x, &m);
    groups g;
    GY_TRY(make_groups(c, &g));
    double *sum = __builtin_mul_overflow(g.n, m, &total)
                      ? 0
                      : (double *)tr_scratch(c, total + 1, (int64_t)sizeof *sum);
    if (!col || !sum) {
        return tr_memory(c, "x");
    }
    for (int64_t i = 0; y && i < x->shape[0]; i++) {
        int64_t group = g.of[tr_find(key, tr_row(x, i))];
        for (int64_t k = 0; group >= 0 && k < m; k++) {
            sum[group * m + k] += gy_element(x, i * x->stride[0] + col[k]);
        }
    }
    for (int64_t i = 0; y && i < y->shape[0]; i++) {
        int64_t group = tr_row(y, i);
        for (int64_t k = 0; k < m; k++) {
            tr_put(y, i * m + k, sum[group * m + k] / (double)g.size[group]);
        }
    }
    for (int64_t i = 0; label && i < label->shape[0]; i++) {
        ((int64_t *)label->data)[i] = code(key, g.head[tr_row(label, i)]);
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)

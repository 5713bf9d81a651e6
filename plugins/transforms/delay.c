/* SPDX-License-Identifier: MIT
 *
 * delay.c: columns of x at earlier and later rows, side by side: the design of a finite impulse
 * response. Column block d of y holds all columns of x at row i - past[d], then i + future[d].
 */
#include "common.h"

GY_SAY(
    text,
    "transform.delay 1 | Put earlier and later rows of x side by side (FIR design)\n"
    "in    x       T[row, ...]        | features\n"
    "out   y       T[kept, delayed] like=x | delay-major: all features of the first delay, then of "
    "the "
    "next; past before future\n"
    "param past    quantity(s, rows)[l] optional | y at row i holds x at row i - past\n"
    "param future  quantity(s, rows)[m] optional | y at row i holds x at row i + future\n"
    "param edge    choice(drop, zero) = drop | rows whose delays leave their segment are dropped, "
    "or "
    "the missing values are zero\n"
    "reach y.kept window(past, future)\n"
    "doc | Delays never cross a segment's border. A delay in seconds must be a whole number of "
    "rows. "
    "Put concatenated runs into one segment to repeat analyses that let delays run across runs.\n"
    "licence | MIT\n"
    "cite | Nishimoto et al. 2011, Current Biology 21, 1641-1646 (delayed features)\n");

typedef struct plan {
    int64_t n, *shift; /* row i of y reads x[i + shift[d]], d < n */
    int64_t past, future;
    int drop;
} plan;

static int read_side(gy_call *c, const char *key, int sign, plan *p)
{
    const gy_array *list = gy_get(c, key);
    double step = 1, start = 0;
    int64_t rows = 0;
    if (!list || list->shape[0] == 0) {
        return GY_OK;
    }
    if (!tr_in_rows(c, key) && c->host->rate(c, "x.row", &step, &start) != GY_OK) {
        return gy_fail(c, GY_PARAM, key,
                       "the rows of x are not equally far apart: give the delays in rows");
    }
    for (int64_t d = 0; d < list->shape[0]; d++) {
        GY_TRY(tr_rows_of(c, key, gy_at1(list, d), step, &rows));
        if (rows < 0) {
            return tr_fail(c, GY_PARAM, key, "delays are not negative, %g is: use %s instead",
                           gy_at1(list, d), sign < 0 ? "future" : "past");
        }
        p->shift[p->n++] = sign * rows;
        int64_t *most = sign < 0 ? &p->past : &p->future;
        *most = rows > *most ? rows : *most;
    }
    return GY_OK;
}

static int read_plan(gy_call *c, plan *p)
{
    const gy_array *past = gy_get(c, "past"), *future = gy_get(c, "future");
    int64_t n = (past ? past->shape[0] : 0) + (future ? future->shape[0] : 0);
    *p = (plan){.drop = gy_is(c, "edge", "drop")};
    if (n == 0) {
        return gy_fail(c, GY_PARAM, "past", "give past, future, or both");
    }
    p->shift = (int64_t *)tr_scratch(c, n, (int64_t)sizeof *p->shift);
    if (!p->shift) {
        return tr_memory(c, "past");
    }
    GY_TRY(read_side(c, "past", -1, p));
    return read_side(c, "future", 1, p);
}

/* Coordinates of the new columns: the delay in rows (past positive) and the feature's number. */
static int name_columns(gy_call *c, const plan *p, int64_t m)
{
    int64_t total = p->n * m, one = 1;
    int64_t *values = (int64_t *)tr_scratch(c, total + 1, (int64_t)sizeof *values);
    if (!values) {
        return tr_memory(c, "x");
    }
    gy_array a = {.size = sizeof a, .code = GY_INT, .bits = 64, .rank = 1, .data = values};
    a.shape = &total;
    a.stride = &one;
    for (int64_t k = 0; k < total; k++) {
        values[k] = -p->shift[k / m];
    }
    GY_TRY(c->host->set_coord(c, "delayed", "delay", &a));
    for (int64_t k = 0; k < total; k++) {
        values[k] = k % m;
    }
    return c->host->set_coord(c, "delayed", "feature", &a);
}

static int resolve(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    int64_t segments = 0, kept = 0, total = 0, m = gy_size_from(x, 1), rows = x->shape[0];
    const int64_t *first = c->host->segments(c, "x.row", &segments);
    int64_t *index = (int64_t *)tr_scratch(c, rows + 1, (int64_t)sizeof *index);
    plan p;
    GY_TRY(read_plan(c, &p));
    if (!index) {
        return tr_memory(c, "x");
    }
    if (__builtin_mul_overflow(p.n, m, &total)) {
        return gy_fail(c, GY_SHAPE, "x", "too many delayed columns");
    }
    for (int64_t s = 0; s < segments; s++) {
        int64_t end = tr_segment_end(first, segments, s, rows);
        for (int64_t i = first[s] + (p.drop ? p.past : 0); i < end - (p.drop ? p.future : 0); i++) {
            index[kept++] = i;
        }
    }
    if (kept == 0 && rows > 0) {
        return tr_fail(c, GY_DATA, "past", "no segment is longer than the delays' %lld rows",
                       (long long)(p.past + p.future));
    }
    GY_TRY(c->host->set_length(c, "delayed", total));
    GY_TRY(name_columns(c, &p, m));
    return c->host->set_subset(c, "kept", "x.row", kept, index);
}

/* Row `kept` of the output as a row of x, with its segment; walks on from the last answer. */
typedef struct walk {
    const int64_t *first;
    int64_t segments, s, before; /* kept rows of the segments before s */
} walk;

static int64_t source_row(walk *w, const plan *p, int64_t kept)
{
    int64_t lost = p->drop ? p->past + p->future : 0;
    while (w->s + 1 < w->segments) {
        int64_t n = w->first[w->s + 1] - w->first[w->s] - lost;
        n = n > 0 ? n : 0;
        if (kept < w->before + n) {
            break;
        }
        w->before += n;
        w->s++;
    }
    return w->first[w->s] + (p->drop ? p->past : 0) + kept - w->before;
}

/* Whether row `row` of x lies in segment w->s; the last segment ends with what the view shows. */
static int inside(const walk *w, int64_t row)
{
    return row >= w->first[w->s] && (w->s + 1 >= w->segments || row < w->first[w->s + 1]);
}

static int run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    gy_array *y = gy_get(c, "y");
    int64_t m = 0, *col = tr_columns(c, x, &m);
    walk w = {0};
    plan p;
    GY_TRY(read_plan(c, &p));
    w.first = c->host->segments(c, "x.row", &w.segments);
    if (!col) {
        return tr_memory(c, "x");
    }
    for (int64_t i = 0; i < y->shape[0]; i++) {
        int64_t row = source_row(&w, &p, tr_row(y, i));
        if (i % 4096 == 0 && c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        for (int64_t d = 0; d < p.n; d++) {
            int64_t from = row + p.shift[d], at = inside(&w, from) ? tr_find(x, from) : -1;
            for (int64_t k = 0; k < m; k++) {
                double v = at < 0 ? 0 : gy_element(x, at * x->stride[0] + col[k]);
                tr_put(y, (i * p.n + d) * m + k, v);
            }
        }
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)

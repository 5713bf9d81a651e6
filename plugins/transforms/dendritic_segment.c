/* SPDX-License-Identifier: MIT
 *
 * dendritic_segment.c: a segment counts active cells under its synapses and is active from a
 * threshold on: overlap(x) = sum over its synapses of x[cell], active = overlap >= threshold.
 */
#include "common.h"

GY_SAY(
    text,
    "transform.dendritic-segment 1 | Segments that recognise stored sparse patterns\n"
    "in    x        real[row, cell]    | patterns that are shown; cells above 0 are active\n"
    "in    patterns real[stored, place] | patterns that the segments were made for\n"
    "out   active   u8[row, segment]   | 1 where the overlap reaches the threshold\n"
    "out   overlap  i32[row, segment] optional | synapses on active cells\n"
    "param synapses  i64 = 20 1..1000000 | synapses on each pattern of a segment, drawn from "
    "its active cells\n"
    "param mixed     i64 = 1 1..1000000 | patterns on a segment: the first `mixed` of `patterns` "
    "on the first, and so on\n"
    "param threshold i64 = 10 0..1000000000\n"
    "param compare choice(all, own) = all | all: every row with every segment. own: row i with "
    "the segment of pattern i, one column\n"
    "reach active.row x.row row\n"
    "reach overlap.row x.row row\n"
    "doc | Synapses that two patterns of a segment share are one. Where a row is compared with "
    "segments of other patterns, detections are false matches; with its own, the ones that are "
    "not are missed.\n"
    "licence | MIT\n"
    "cite | Ahmad, Hawkins (2016). How do neurons operate on sparse distributed "
    "representations? arXiv:1601.00720\n");

typedef struct segments {
    int64_t n, mixed, synapses, cells;
    int64_t *cell; /* synapses of segment k: cell[first[k]] .. cell[first[k + 1] - 1] */
    int64_t *first;
    double *draw;
    int64_t *on;    /* active cells of one pattern */
    uint8_t *taken; /* of the segment at hand */
} segments;

static int own(gy_call *c)
{
    return gy_is(c, "compare", "own");
}

/* Bytes that run takes for the synapses. */
static int64_t room(const segments *s)
{
    return 8 * (s->n * s->mixed * s->synapses + s->n + 1 + s->synapses + s->cells) + s->cells;
}

static int sizes(gy_call *c, segments *s)
{
    const gy_array *x = gy_get(c, "x"), *p = gy_get(c, "patterns");
    s->mixed = gy_integer(c, "mixed");
    s->synapses = gy_integer(c, "synapses");
    s->cells = p->shape[1];
    s->n = p->shape[0] / s->mixed;
    if (s->n * s->mixed != p->shape[0] || s->n < 1) {
        return tr_fail(c, GY_PARAM, "mixed",
                       "%lld patterns are no whole number of segments of %lld",
                       (long long)p->shape[0], (long long)s->mixed);
    }
    if (s->synapses > s->cells) {
        return tr_fail(c, GY_PARAM, "synapses", "a pattern has %lld cells; at most that many",
                       (long long)s->cells);
    }
    if (p->shape[0] > INT64_MAX / 64 / s->cells) {
        return tr_fail(c, GY_PARAM, "patterns", "this many synapses do not fit in memory");
    }
    if (own(c) && c->host->length(c, "x.row") != p->shape[0]) {
        return tr_fail(c, GY_SHAPE, "compare", "own: x has %lld rows, there are %lld patterns",
                       (long long)c->host->length(c, "x.row"), (long long)p->shape[0]);
    }
    return x->shape[1] == s->cells ? GY_OK : tr_fail(c, GY_SHAPE, "x", "x has other cells");
}

static int resolve(gy_call *c)
{
    segments s;
    GY_TRY(sizes(c, &s));
    GY_TRY(c->host->set_scratch(c, room(&s), 0, 0));
    return c->host->set_length(c, "segment", own(c) ? 1 : s.n);
}

/* Draws the synapses of pattern `row` and appends those that are new. */
static int grow(gy_call *c, const gy_rng *rng, const gy_array *p, int64_t row, segments *s,
                int64_t *end)
{
    int64_t n = 0;
    for (int64_t j = 0; j < s->cells; j++) {
        if (gy_element(p, row * p->stride[0] + j * p->stride[1]) > 0) {
            s->on[n++] = j;
        }
    }
    if (n < s->synapses) {
        return tr_fail(c, GY_DATA, "patterns",
                       "pattern %lld has %lld active cells; synapses may be at most that many",
                       (long long)tr_row(p, row), (long long)n);
    }
    GY_TRY(rng->uniform(c, "synapses", tr_row(p, row), s->synapses, s->draw));
    for (int64_t k = 0; k < s->synapses; k++) { /* a partial shuffle */
        int64_t j = k + (int64_t)(s->draw[k] * (double)(n - k)), t = 0;
        j = j < n ? j : n - 1;
        t = s->on[j];
        s->on[j] = s->on[k];
        s->on[k] = t;
        if (!s->taken[t]) {
            s->taken[t] = 1;
            s->cell[(*end)++] = t;
        }
    }
    return GY_OK;
}

static int make(gy_call *c, segments *s)
{
    const gy_rng *rng = (const gy_rng *)c->host->extension(c, GY_RNG);
    const gy_array *p = gy_get(c, "patterns");
    int64_t end = 0;
    if (!rng) {
        return gy_fail(c, GY_UNSUPPORTED, "", "this host has no gy.rng/1");
    }
    s->cell = (int64_t *)tr_scratch(c, s->n * s->mixed * s->synapses, 8);
    s->first = (int64_t *)tr_scratch(c, s->n + 1, 8);
    s->draw = (double *)tr_scratch(c, s->synapses, 8);
    s->on = (int64_t *)tr_scratch(c, s->cells, 8);
    s->taken = (uint8_t *)tr_scratch(c, s->cells, 1);
    if (!s->cell || !s->first || !s->draw || !s->on || !s->taken) {
        return tr_memory(c, "synapses");
    }
    for (int64_t k = 0; k < s->n; k++) {
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        s->first[k] = end;
        for (int64_t m = 0; m < s->mixed; m++) {
            GY_TRY(grow(c, rng, p, k * s->mixed + m, s, &end));
        }
        for (int64_t t = s->first[k]; t < end; t++) {
            s->taken[s->cell[t]] = 0;
        }
        s->first[k + 1] = end;
    }
    return GY_OK;
}

static int run(gy_call *c)
{
    segments s;
    const gy_array *x = gy_get(c, "x");
    gy_array *active = gy_get(c, "active"), *overlap = gy_get(c, "overlap");
    int64_t threshold = gy_integer(c, "threshold"), one = own(c), columns = 0;
    GY_TRY(sizes(c, &s));
    GY_TRY(make(c, &s));
    columns = one ? 1 : s.n;
    for (int64_t i = 0; i < x->shape[0]; i++) {
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        for (int64_t k = 0; k < columns; k++) {
            int64_t segment = one ? tr_row(x, i) / s.mixed : k;
            int32_t count = 0;
            for (int64_t t = s.first[segment]; t < s.first[segment + 1]; t++) {
                count += gy_element(x, i * x->stride[0] + s.cell[t] * x->stride[1]) > 0;
            }
            if (active) {
                ((uint8_t *)active->data)[i * columns + k] = count >= threshold;
            }
            if (overlap) {
                ((int32_t *)overlap->data)[i * columns + k] = count;
            }
        }
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)

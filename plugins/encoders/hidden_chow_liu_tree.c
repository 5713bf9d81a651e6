/* SPDX-License-Identifier: MIT
 *
 * hidden_chow_liu_tree.c: a tractable model of the joint distribution of discrete variables, such
 * as the pixels of an image.
 */
#include "chow_liu.h"
#include "circuit_em.h"

#include <math.h>
#include <string.h>

GY_SAY(
    text,
    "encoder.hidden-chow-liu-tree 1 | The joint distribution of discrete variables as a tree of "
    "hidden states\n"
    "in  x real[row, ...] missing | whole numbers 0 .. levels - 1, all axes after the first taken "
    "together as variables; missing values are summed out\n"
    "out bits f64[row] best=low | -log2 p(x): the length of the best code for the row\n"
    "state parent     i64[variable] | the tree; -1 for its root, the first variable\n"
    "state order      i64[variable] | parents before children, subtree by subtree\n"
    "state transition u32[variable, from, hidden] | p(hidden state | that of the parent) in units "
    "of 2^-24; of the root the prior, in every row\n"
    "state leaf       u32[variable, edge, hidden] | p(value | hidden state) in units of 2^-24, "
    "cumulative\n"
    "state history    f64[iteration, measure]     | of each full iteration: log2 p of all training "
    "rows before it, and the same with the log2 prior that the pseudocounts mean\n"
    "param states     i64 = 12 1..64    | hidden states of each variable\n"
    "param levels     i64 = 256 2..4096 | values that a variable can have\n"
    "param most       i64 = 1000000000 >=1 | only the first so many training rows are used\n"
    "param online     i64 = 2 0..10000  | passes over the rows in batches, before the full ones\n"
    "param batch      i64 = 250 1..1000000000 | rows of a batch\n"
    "param iterations i64 = 3 1..100000 | full iterations of expectation-maximisation\n"
    "param pseudocount f64 = 0.1 0..1e6 | added to the counts of each row of transitions\n"
    "param leaf_pseudocount f64 = 200 0..1e9 | added to the counts of each leaf, where values of "
    "the training rows are\n"
    "block all\n"
    "reach bits.row row\n"
    "doc | A probabilistic circuit, smooth and structured-decomposable: any marginal of p is a sum "
    "over one tree. The tree is that of Chow and Liu on values truncated to four levels; "
    "hidden states stand where its variables stood, and each variable hangs on one of them.\n"
    "doc | Expectation-maximisation begins with hidden states that stand for the level of a "
    "variable and of its parent, goes on in batches (step n has weight n^-0.7) and ends with full "
    "iterations, none of which lowers the likelihood times the prior. A leaf's pseudocount goes "
    "by nine tenths to what all variables have had at the level of the state, by one tenth to "
    "what this variable has had.\n"
    "doc | Probabilities are rounded to whole multiples of 2^-24, none to 0: bits tells the length "
    "of the model that a coder uses.\n"
    "licence | MIT\n"
    "cite | Liu, Mandt and Van den Broeck (2022), Lossless compression with probabilistic "
    "circuits, ICLR; arXiv 2111.11632\n"
    "cite | Chow and Liu (1968), Approximating discrete probability distributions with dependence "
    "trees, IEEE Trans. Inf. Theory 14, 462-467\n"
    "cite | Cappe and Moulines (2009), On-line expectation-maximization algorithm for latent data "
    "models, J. R. Stat. Soc. B 71, 593-613\n");

static int sizes(gy_call *c, em *m)
{
    const gy_array *x = gy_get(c, "x");
    m->c = c;
    m->n = x->shape[0] < gy_integer(c, "most") ? x->shape[0] : gy_integer(c, "most");
    m->d = 1;
    for (int32_t i = 1; i < x->rank; i++) {
        if (__builtin_mul_overflow(m->d, x->shape[i], &m->d)) {
            return gy_fail(c, GY_SHAPE, "x", "too many variables");
        }
    }
    m->k = gy_integer(c, "states");
    m->l = gy_integer(c, "levels");
    m->pseudocount = gy_number(c, "pseudocount");
    m->leaf_pseudocount = gy_number(c, "leaf_pseudocount");
    if (m->d < 1 || m->d > 1000000 ||
        em_bytes(m->d, m->k, m->l) + 4.0 * (double)m->d * (double)m->d +
                2.0 * (double)m->n * (double)m->d >
            1e15) {
        return circuit_fail(c, GY_SHAPE, "x",
                            "%lld variables; there may be 1 to 1000000, with "
                            "tables that fit in memory",
                            (long long)m->d);
    }
    return GY_OK;
}

static int resolve(gy_call *c)
{
    em m = {0};
    GY_TRY(sizes(c, &m));
    GY_TRY(c->host->set_length(c, "variable", m.d));
    GY_TRY(c->host->set_length(c, "from", m.k));
    GY_TRY(c->host->set_length(c, "hidden", m.k));
    GY_TRY(c->host->set_length(c, "edge", m.l + 1));
    GY_TRY(c->host->set_length(c, "iteration", gy_integer(c, "iterations")));
    GY_TRY(c->host->set_length(c, "measure", 2));
    double n = (double)m.n, d = (double)m.d, k = (double)m.k, l = (double)m.l;
    double bytes = em_bytes(m.d, m.k, m.l) + 2 * n * d + 16 * n + 4 * d * d + 4 * d * (n / 8 + 8) +
                   60 * d + 64 * l;
    bytes += gy_integer(c, "online") > 0 ? 8 * d * k * (k + l + 1) : 0;
    return gy_set_scratch(c, (int64_t)bytes);
}

/* The training rows as small numbers; missing ones are l. */
static int read_rows(gy_call *c, em *m)
{
    const gy_array *x = gy_get(c, "x");
    int64_t d = 0, *column = circuit_columns(c, x, &d);
    int32_t *row = (int32_t *)circuit_room(c, "x", m->d, 4);
    uint16_t *all = (uint16_t *)circuit_room(c, "x", m->n * m->d, 2);
    if (!column || !row || !all) {
        return GY_MEMORY;
    }
    for (int64_t i = 0; i < m->n; i++) {
        GY_TRY(circuit_row(c, x, i, column, d, m->l, row));
        for (int64_t v = 0; v < d; v++) {
            all[i * d + v] = (uint16_t)(row[v] < 0 ? m->l : row[v]);
        }
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
    }
    m->x = all;
    return GY_OK;
}

/* old[n] = (1 - weight) old + weight new; out = old / unit, or old. */
static void mix(double *old, double *now, const double *unit, int64_t n, double weight)
{
    for (int64_t j = 0; j < n; j++) {
        old[j] = (1 - weight) * old[j] + weight * now[j] * (unit ? unit[j] : 1);
        now[j] = !unit ? old[j] : unit[j] > 0 ? old[j] / unit[j] : 0;
    }
}

/* Passes in batches of rows in random order: counts are running means. */
static int online(em *m, int64_t *pick)
{
    const gy_rng *rng = (const gy_rng *)m->c->host->extension(m->c, GY_RNG);
    int64_t pairs = m->d * m->k * m->k, values = m->d * (m->l + 1) * m->k, step = 0;
    int64_t batch = gy_integer(m->c, "batch"), passes = gy_integer(m->c, "online");
    double *s = 0, *g = 0, bits = 0;
    if (passes > 0) {
        s = (double *)circuit_room(m->c, "online", pairs, 8);
        g = (double *)circuit_room(m->c, "online", values, 8);
    }
    if (passes > 0 && (!s || !g)) {
        return GY_MEMORY;
    }
    batch = batch < m->n ? batch : m->n;
    for (int64_t pass = 0; pass < passes; pass++) {
        GY_TRY(rng->permutation(m->c, "batches", pass, m->n, pick));
        for (int64_t at = 0; at + batch <= m->n; at += batch) {
            double weight = pow((double)(++step), -0.7);
            m->pick = pick + at;
            m->m = batch;
            GY_TRY(em_expect(m, &bits));
            mix(s, m->s, m->t, pairs, weight);
            mix(g, m->g, 0, values, weight);
            em_maximise(m, (double)m->n / (double)batch);
        }
    }
    return GY_OK;
}

static int solve(gy_call *c)
{
    em m = {0};
    GY_TRY(sizes(c, &m));
    if (m.n < 1) {
        return gy_fail(c, GY_DATA, "x", "no training rows");
    }
    int64_t *parent = (int64_t *)gy_get(c, "parent")->data;
    int64_t *order = (int64_t *)gy_get(c, "order")->data;
    int64_t *pick = (int64_t *)circuit_room(c, "x", m.n, 8), limit[CHOW_LIU_BINS - 1];
    int64_t *room = (int64_t *)circuit_room(c, "x", 2 * m.d + 2, 8);
    int64_t *count = (int64_t *)circuit_room(c, "levels", m.l, 8);
    if (!pick || !room || !count) {
        return GY_MEMORY;
    }
    GY_TRY(read_rows(c, &m));
    GY_TRY(chow_liu_tree(c, m.x, m.n, m.d, m.l, 0, parent));
    (void)circuit_preorder(parent, m.d, order, room);
    m.parent = parent;
    m.order = order;
    chow_liu_limits(m.x, m.n, m.d, m.l, count, limit);
    GY_TRY(em_begin(&m));
    GY_TRY(em_first(&m, limit));
    GY_TRY(online(&m, pick));
    for (int64_t i = 0; i < m.n; i++) {
        pick[i] = i;
    }
    m.pick = pick;
    m.m = m.n;
    double *history = gy_doubles(c, "history"), bits = 0;
    for (int64_t i = 0; i < gy_integer(c, "iterations"); i++) {
        GY_TRY(em_expect(&m, &bits));
        history[2 * i] = bits;
        history[2 * i + 1] = bits + em_log2_prior(&m);
        em_maximise(&m, 1);
        c->host->progress(c, (double)(i + 1) / (double)gy_integer(c, "iterations"));
    }
    return em_tables(&m, (uint32_t *)gy_get(c, "transition")->data,
                     (uint32_t *)gy_get(c, "leaf")->data);
}

static int run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x"), *leaf = gy_get(c, "leaf");
    double *bits = gy_doubles(c, "bits");
    circuit m = {0};
    m.d = leaf->shape[0];
    m.k = leaf->shape[2];
    m.l = leaf->shape[1] - 1;
    m.parent = (const int64_t *)gy_get(c, "parent")->data;
    m.order = (const int64_t *)gy_get(c, "order")->data;
    m.transition = (const uint32_t *)gy_get(c, "transition")->data;
    m.leaf = (const uint32_t *)leaf->data;
    int64_t d = 0, *column = circuit_columns(c, x, &d);
    int32_t *row = (int32_t *)circuit_room(c, "x", m.d, 4);
    double *room = (double *)circuit_room(c, "x", m.d * m.k, 8);
    if (!column || !row || !room) {
        return GY_MEMORY;
    }
    for (int64_t i = 0; i < x->shape[0]; i++) {
        GY_TRY(circuit_row(c, x, i, column, d, m.l, row));
        bits[i] = -circuit_log2(&m, row, room);
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, solve)

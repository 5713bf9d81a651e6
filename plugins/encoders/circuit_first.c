/* SPDX-License-Identifier: MIT
 *
 * circuit_first.c: where expectation-maximisation begins.
 */
#include "chow_liu.h"
#include "circuit_em.h"

#include <string.h>

/* Where the pseudocount of a leaf goes: to the values that this variable has had, to those that any
 * variable has had, and a little to all. `all` is the mean histogram [l]. */
static void base_of(em *m, double *all)
{
    double rows = (double)m->n, cells = 0, spread = 1000;
    memset(m->base, 0, (size_t)(m->d * m->l) * sizeof *m->base);
    for (int64_t i = 0; i < m->n * m->d; i++) {
        int64_t x = m->x[i];
        if (x < m->l) {
            m->base[i % m->d * m->l + x] += 1;
            all[x] += 1;
            cells += 1;
        }
    }
    for (int64_t x = 0; x < m->l; x++) {
        all[x] = (all[x] + 1) / (cells + (double)m->l);
    }
    for (int64_t v = 0; v < m->d; v++) {
        double *base = m->base + v * m->l, sum = 0;
        for (int64_t x = 0; x < m->l; x++) {
            base[x] = base[x] / rows + spread / rows * all[x];
            sum += base[x];
        }
        for (int64_t x = 0; x < m->l; x++) {
            base[x] /= sum;
        }
    }
}

/* What all variables together have had in each bin; an empty bin gets everything. */
static void home_of(em *m, const double *all, const int64_t *limit)
{
    for (int b = 0; b < CHOW_LIU_BINS; b++) {
        double sum = 0;
        for (int64_t x = 0; x < m->l; x++) {
            sum += chow_liu_bin(limit, x) == b ? all[x] : 0;
        }
        for (int64_t x = 0; x < m->l; x++) {
            int in = sum > 0 ? chow_liu_bin(limit, x) == b : 1;
            m->home[b * m->l + x] = in ? all[x] / (sum > 0 ? sum : 1) : 0;
        }
    }
}

/* Hidden states of one row: 4 x bin of the value + bin of the parent's value, stretched to k. */
static int states_of(em *m, const gy_rng *rng, int64_t i, const int64_t *limit, double *draw,
                     uint8_t *state)
{
    const uint16_t *x = m->x + i * m->d;
    int64_t bins = CHOW_LIU_BINS;
    GY_TRY(rng->uniform(m->c, "first states", i, 2 * m->d, draw));
    for (int64_t v = 0; v < m->d; v++) {
        int64_t up = m->parent[v] >= 0 ? m->parent[v] : v;
        int64_t pair = bins * chow_liu_bin(limit, x[v]) + chow_liu_bin(limit, x[up]);
        double at = draw[2 * v] < 0.2 ? draw[2 * v + 1]
                                      : ((double)pair + draw[2 * v + 1]) / (double)(bins * bins);
        state[v] = (uint8_t)(at * (double)m->k);
    }
    return GY_OK;
}

int em_first(em *m, const int64_t limit[3])
{
    const gy_rng *rng = (const gy_rng *)m->c->host->extension(m->c, GY_RNG);
    double *draw = (double *)circuit_room(m->c, "x", 2 * m->d, 8);
    double *all = (double *)circuit_room(m->c, "levels", m->l, 8);
    uint8_t *state = (uint8_t *)circuit_room(m->c, "x", m->d, 1);
    if (!draw || !all || !state) {
        return GY_MEMORY;
    }
    if (!rng) {
        return gy_fail(m->c, GY_UNSUPPORTED, "", "this host lacks gy.rng/1");
    }
    base_of(m, all);
    home_of(m, all, limit);
    for (int64_t j = 0; j < m->d * m->k * m->k; j++) {
        m->t[j] = 1;
    }
    for (int64_t i = 0; i < m->n; i++) {
        GY_TRY(states_of(m, rng, i, limit, draw, state));
        for (int64_t v = 0; v < m->d; v++) {
            int64_t up = m->parent[v] >= 0 ? state[m->parent[v]] : 0;
            m->s[(v * m->k + up) * m->k + state[v]] += 1;
            m->g[(v * (m->l + 1) + m->x[i * m->d + v]) * m->k + state[v]] += 1;
        }
    }
    em_maximise(m, 1);
    return GY_OK;
}

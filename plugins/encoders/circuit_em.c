/* SPDX-License-Identifier: MIT
 *
 * circuit_em.c: messages and counts.
 *
 * For a row x, variable v with parent u and children c:
 *
 *     up_v[z]       = E_v[z, x_v] prod_c message_c[z]
 *     message_v[y]  = sum_z T_v[y, z] up_v[z]                           y is the state of u
 *     after_v[z]    = p(z_v = z | x) = up_v[z] sum_y T_v[y, z] r_v[y],  r_v = after_u / message_v
 *     p(y, z | x)   = r_v[y] T_v[y, z] up_v[z]
 *
 * so that the counts of a pair are T times a sum of outer products. up_v is scaled to sum to 1, and
 * log2 p(x) is the sum of the logarithms of these scales.
 */
#include "circuit_em.h"

#include "chow_liu.h"

#include <math.h>
#include <string.h>

#define B EM_BLOCK

double em_bytes(int64_t d, int64_t k, int64_t l)
{
    double tables = 2.0 * (double)k + 2.0 * (double)(l + 1) + (double)l / (double)k;
    return 8.0 * (double)d * (double)k * (tables + 3.0 * EM_WAVE * B) + 8.0 * EM_WAVE * B +
           8.0 * CHOW_LIU_BINS * (double)l;
}

int em_begin(em *m)
{
    int64_t pairs = m->d * m->k * m->k, values = m->d * (m->l + 1) * m->k;
    int64_t messages = EM_WAVE * m->d * m->k * B;
    m->t = (double *)circuit_room(m->c, "states", pairs, 8);
    m->s = (double *)circuit_room(m->c, "states", pairs, 8);
    m->e = (double *)circuit_room(m->c, "levels", values, 8);
    m->g = (double *)circuit_room(m->c, "levels", values, 8);
    m->base = (double *)circuit_room(m->c, "levels", m->d * m->l, 8);
    m->home = (double *)circuit_room(m->c, "levels", CHOW_LIU_BINS * m->l, 8);
    m->up = (double *)circuit_room(m->c, "states", messages, 8);
    m->message = (double *)circuit_room(m->c, "states", messages, 8);
    m->after = (double *)circuit_room(m->c, "states", messages, 8);
    m->log2_likelihood = (double *)circuit_room(m->c, "states", EM_WAVE * B, 8);
    return m->t && m->s && m->e && m->g && m->base && m->home && m->up && m->message && m->after &&
                   m->log2_likelihood
               ? GY_OK
               : GY_MEMORY;
}

/* Row i of this wave's block b, the last one again where there are no more. */
static int64_t row_of(const em *m, int64_t b, int64_t i)
{
    int64_t at = m->first + b * B + i;
    return m->pick[at < m->m ? at : m->m - 1];
}

static int64_t rows_in(const em *m, int64_t b)
{
    int64_t left = m->m - m->first - b * B;
    return left < 0 ? 0 : left < B ? left : B;
}

static void gather_leaves(const em *m, int64_t b, double *up)
{
    for (int64_t i = 0; i < B; i++) {
        const uint16_t *x = m->x + row_of(m, b, i) * m->d;
        for (int64_t v = 0; v < m->d; v++) {
            const double *e = m->e + (v * (m->l + 1) + x[v]) * m->k;
            for (int64_t z = 0; z < m->k; z++) {
                up[(v * m->k + z) * B + i] = e[z];
            }
        }
    }
}

/* Scales up[k, B] to sum to 1 over k, and adds the logarithms. */
static void scale(double *up, int64_t k, double *bits)
{
    double sum[B] = {0};
    for (int64_t z = 0; z < k; z++) {
        for (int i = 0; i < B; i++) {
            sum[i] += up[z * B + i];
        }
    }
    for (int i = 0; i < B; i++) {
        bits[i] += log2(sum[i]);
        sum[i] = 1 / sum[i];
    }
    for (int64_t z = 0; z < k; z++) {
        for (int i = 0; i < B; i++) {
            up[z * B + i] *= sum[i];
        }
    }
}

static void upward(const em *m, double *up, double *message, double *bits)
{
    int64_t k = m->k;
    for (int64_t at = m->d - 1; at >= 0; at--) {
        int64_t v = m->order[at], parent = m->parent[v];
        double *mine = up + v * k * B, *out = message + v * k * B;
        scale(mine, k, bits);
        for (int64_t y = 0; y < k; y++) {
            const double *t = m->t + (v * k + y) * k;
            double sum[B] = {0};
            for (int64_t z = 0; z < k; z++) {
                for (int i = 0; i < B; i++) {
                    sum[i] += t[z] * mine[z * B + i];
                }
            }
            double *to = parent >= 0 ? up + (parent * k + y) * B : 0;
            memcpy(out + y * B, sum, sizeof sum);
            for (int i = 0; to && i < B; i++) {
                to[i] *= sum[i];
            }
        }
    }
}

/* message becomes r = after of the parent / message; of the root r is 1 / (k message). */
static void downward(const em *m, const double *up, double *message, double *after, double *bits)
{
    int64_t k = m->k;
    for (int64_t at = 0; at < m->d; at++) {
        int64_t v = m->order[at], parent = m->parent[v];
        const double *mine = up + v * k * B;
        double *r = message + v * k * B, *out = after + v * k * B;
        for (int64_t y = 0; y < k; y++) {
            for (int i = 0; i < B; i++) {
                double p = parent >= 0 ? after[(parent * k + y) * B + i] : 1 / (double)k;
                double q = r[y * B + i];
                if (parent < 0 && y == 0) {
                    bits[i] += log2(q);
                }
                r[y * B + i] = p > 0 ? p / q : 0;
            }
        }
        memset(out, 0, (size_t)(k * B) * sizeof *out);
        for (int64_t y = 0; y < k; y++) {
            const double *t = m->t + (v * k + y) * k;
            for (int64_t z = 0; z < k; z++) {
                for (int i = 0; i < B; i++) {
                    out[z * B + i] += t[z] * r[y * B + i];
                }
            }
        }
        for (int64_t j = 0; j < k * B; j++) {
            out[j] *= mine[j];
        }
    }
}

static int one_block(void *context, int64_t b)
{
    const em *m = (const em *)context;
    int64_t size = m->d * m->k * B;
    double *up = m->up + b * size, *bits = m->log2_likelihood + b * B;
    if (m->c->host->stopped(m->c)) {
        return GY_CANCELLED;
    }
    memset(bits, 0, B * sizeof *bits);
    gather_leaves(m, b, up);
    upward(m, up, m->message + b * size, bits);
    downward(m, up, m->message + b * size, m->after + b * size, bits);
    return GY_OK;
}

/* sum_i a[i] b[i] over the block in eight running sums. */
static double dot(const double *a, const double *b)
{
    double part[8] = {0};
    for (int i = 0; i < B; i += 8) {
        for (int j = 0; j < 8; j++) {
            part[j] += a[i + j] * b[i + j];
        }
    }
    return ((part[0] + part[4]) + (part[1] + part[5])) +
           ((part[2] + part[6]) + (part[3] + part[7]));
}

/* Adds the blocks of this wave to the counts of one variable. */
static int one_variable(void *context, int64_t v)
{
    const em *m = (const em *)context;
    int64_t k = m->k, size = m->d * k * B;
    for (int64_t b = 0; b < EM_WAVE && rows_in(m, b) > 0; b++) {
        const double *up = m->up + b * size + v * k * B, *after = m->after + b * size + v * k * B;
        double *r = m->message + b * size + v * k * B;
        int64_t rows = rows_in(m, b);
        for (int64_t y = 0; y < k; y++) {
            for (int64_t i = rows; i < B; i++) { /* rows that are not there */
                r[y * B + i] = 0;
            }
            for (int64_t z = 0; z < k; z++) {
                m->s[(v * k + y) * k + z] += dot(r + y * B, up + z * B);
            }
        }
        for (int64_t i = 0; i < rows; i++) {
            int64_t x = m->x[row_of(m, b, i) * m->d + v];
            double *g = m->g + (v * (m->l + 1) + x) * k;
            for (int64_t z = 0; z < k; z++) {
                g[z] += after[z * B + i];
            }
        }
    }
    return GY_OK;
}

int em_expect(em *m, double *out_log2)
{
    memset(m->s, 0, (size_t)(m->d * m->k * m->k) * sizeof *m->s);
    memset(m->g, 0, (size_t)(m->d * (m->l + 1) * m->k) * sizeof *m->g);
    *out_log2 = 0;
    for (m->first = 0; m->first < m->m; m->first += EM_WAVE * B) {
        int64_t left = (m->m - m->first + B - 1) / B, blocks = left < EM_WAVE ? left : EM_WAVE;
        GY_TRY(circuit_each(m->c, blocks, one_block, m));
        GY_TRY(circuit_each(m->c, m->d, one_variable, m));
        for (int64_t i = 0; i < blocks * B && m->first + i < m->m; i++) {
            *out_log2 += m->log2_likelihood[i];
        }
    }
    return GY_OK;
}

static void new_row(double *p, const double *count, int64_t n, double pseudocount)
{
    double sum = pseudocount;
    for (int64_t i = 0; i < n; i++) {
        sum += count[i];
    }
    for (int64_t i = 0; sum > 0 && i < n; i++) {
        p[i] = (count[i] + pseudocount / (double)n) / sum;
    }
}

/* The part of a leaf's pseudocount that value x of state z gets; sums to 1 over x. */
static double prior_of(const em *m, int64_t v, int64_t x, int64_t z)
{
    const double *home = m->home + z * CHOW_LIU_BINS / m->k * m->l;
    return EM_HOME * home[x] + (1 - EM_HOME) * m->base[v * m->l + x];
}

static void new_leaf(em *m, int64_t v, double share)
{
    int64_t k = m->k, l = m->l;
    double sum[CIRCUIT_MOST_STATES] = {0};
    const double *g = m->g + v * (l + 1) * k;
    double *e = m->e + v * (l + 1) * k;
    for (int64_t j = 0; j < l * k; j++) {
        sum[j % k] += g[j] * share;
    }
    for (int64_t j = 0; j < l * k; j++) {
        double all = sum[j % k] + m->leaf_pseudocount;
        double count = g[j] * share + m->leaf_pseudocount * prior_of(m, v, j / k, j % k);
        e[j] = all > 0 ? count / all : e[j];
    }
    for (int64_t z = 0; z < k; z++) {
        e[l * k + z] = 1;
    }
}

void em_maximise(em *m, double share)
{
    int64_t k = m->k;
    for (int64_t v = 0; v < m->d; v++) {
        double count[CIRCUIT_MOST_STATES], prior[CIRCUIT_MOST_STATES] = {0};
        double *t = m->t + v * k * k;
        const double *s = m->s + v * k * k;
        for (int64_t y = 0; y < k; y++) {
            for (int64_t z = 0; z < k; z++) {
                count[z] = t[y * k + z] * s[y * k + z] * share;
                prior[z] += count[z];
            }
            new_row(t + y * k, count, k, m->pseudocount);
        }
        for (int64_t y = 0; m->parent[v] < 0 && y < k; y++) {
            new_row(t + y * k, prior, k, m->pseudocount);
        }
        new_leaf(m, v, share);
    }
}

double em_log2_prior(const em *m)
{
    int64_t k = m->k, l = m->l;
    double sum = 0;
    for (int64_t v = 0; v < m->d && m->pseudocount > 0; v++) {
        int64_t rows = m->parent[v] < 0 ? 1 : k;
        for (int64_t j = 0; j < rows * k; j++) {
            sum += m->pseudocount / (double)k * log2(m->t[v * k * k + j]);
        }
    }
    for (int64_t v = 0; v < m->d && m->leaf_pseudocount > 0; v++) {
        for (int64_t j = 0; j < l * k; j++) {
            double weight = prior_of(m, v, j / k, j % k);
            if (weight > 0) {
                sum += m->leaf_pseudocount * weight * log2(m->e[v * (l + 1) * k + j]);
            }
        }
    }
    return sum;
}

int em_tables(const em *m, uint32_t *transition, uint32_t *leaf)
{
    int64_t k = m->k, l = m->l;
    double *weight = (double *)circuit_room(m->c, "levels", l, 8);
    uint32_t *unit = (uint32_t *)circuit_room(m->c, "levels", l, 4);
    if (!weight || !unit) {
        return GY_MEMORY;
    }
    for (int64_t i = 0; i < m->d * k; i++) {
        circuit_round(m->t + i * k, k, transition + i * k);
        for (int64_t x = 0; x < l; x++) {
            weight[x] = m->e[(i / k * (l + 1) + x) * k + i % k];
        }
        circuit_round(weight, l, unit);
        uint32_t *edge = leaf + i / k * (l + 1) * k + i % k;
        edge[0] = 0;
        for (int64_t x = 0; x < l; x++) {
            edge[(x + 1) * k] = edge[x * k] + unit[x];
        }
    }
    return GY_OK;
}

/* SPDX-License-Identifier: MIT
 *
 * chow_liu.c: pairwise mutual information by counting bits, and the maximum spanning tree.
 */
#include "chow_liu.h"

#include <math.h>

#define BINS CHOW_LIU_BINS

void chow_liu_limits(const uint16_t *x, int64_t n, int64_t d, int64_t l, int64_t *count,
                     int64_t limit[BINS - 1])
{
    int64_t least = l, others = 0, below = 0;
    for (int64_t v = 0; v < l; v++) {
        count[v] = 0;
    }
    for (int64_t i = 0; i < n * d; i++) {
        if (x[i] < l) {
            count[x[i]]++;
            least = x[i] < least ? x[i] : least;
            others++;
        }
    }
    others -= least < l ? count[least] : 0;
    limit[0] = least;
    limit[1] = limit[2] = l;
    for (int64_t v = least + 1; v < l; v++) {
        below += count[v];
        if (limit[1] == l && 3 * below >= others) {
            limit[1] = v;
        }
        if (limit[2] == l && 3 * below >= 2 * others) {
            limit[2] = v;
        }
    }
}

double chow_liu_information(const int64_t joint[BINS * BINS])
{
    double row[BINS] = {0}, column[BINS] = {0}, n = 0, sum = 0;
    for (int i = 0; i < BINS * BINS; i++) {
        row[i / BINS] += (double)joint[i];
        column[i % BINS] += (double)joint[i];
        n += (double)joint[i];
    }
    for (int i = 0; i < BINS * BINS; i++) {
        if (joint[i] > 0) {
            double p = (double)joint[i];
            sum += p / n * log(p * n / (row[i / BINS] * column[i % BINS]));
        }
    }
    return sum > 0 ? sum : 0;
}

/* Of each variable and bin one bit per row: bits[v, bin, word]. */
typedef struct masks {
    const uint64_t *bits;
    int64_t d, words;
    float *information; /* [d, d] */
    gy_call *c;
} masks;

static int one_variable(void *context, int64_t a)
{
    const masks *m = (const masks *)context;
    if (m->c->host->stopped(m->c)) {
        return GY_CANCELLED;
    }
    for (int64_t b = 0; b < a; b++) {
        int64_t joint[BINS * BINS] = {0};
        for (int i = 0; i < BINS * BINS; i++) {
            const uint64_t *u = m->bits + (a * BINS + i / BINS) * m->words;
            const uint64_t *v = m->bits + (b * BINS + i % BINS) * m->words;
            for (int64_t w = 0; w < m->words; w++) {
                joint[i] += __builtin_popcountll(u[w] & v[w]);
            }
        }
        float value = (float)chow_liu_information(joint);
        m->information[a * m->d + b] = value;
        m->information[b * m->d + a] = value;
    }
    return GY_OK;
}

void chow_liu_span(const float *w, int64_t d, int64_t root, int64_t *parent, double *room)
{
    double *best = room, *in = room + d;
    for (int64_t v = 0; v < d; v++) {
        best[v] = w[root * d + v];
        parent[v] = root;
        in[v] = v == root;
    }
    parent[root] = -1;
    for (int64_t step = 1; step < d; step++) {
        int64_t next = -1;
        for (int64_t v = 0; v < d; v++) {
            if (in[v] == 0 && (next < 0 || best[v] > best[next])) {
                next = v;
            }
        }
        in[next] = 1;
        for (int64_t v = 0; v < d; v++) {
            if (in[v] == 0 && w[next * d + v] > best[v]) {
                best[v] = w[next * d + v];
                parent[v] = next;
            }
        }
    }
}

int chow_liu_tree(gy_call *c, const uint16_t *x, int64_t n, int64_t d, int64_t l, int64_t root,
                  int64_t *parent)
{
    int64_t limit[BINS - 1], words = (n + 63) / 64;
    int64_t *count = (int64_t *)circuit_room(c, "x", l, 8);
    uint64_t *bits = (uint64_t *)circuit_room(c, "x", d * BINS * words, 8);
    float *information = (float *)circuit_room(c, "x", d * d, 4);
    double *room = (double *)circuit_room(c, "x", 2 * d, 8);
    if (!count || !bits || !information || !room) {
        return GY_MEMORY;
    }
    chow_liu_limits(x, n, d, l, count, limit);
    for (int64_t i = 0; i < n; i++) {
        for (int64_t v = 0; v < d; v++) {
            if (x[i * d + v] < l) {
                int bin = chow_liu_bin(limit, x[i * d + v]);
                bits[(v * BINS + bin) * words + i / 64] |= (uint64_t)1 << (i % 64);
            }
        }
    }
    masks m = {bits, d, words, information, c};
    GY_TRY(circuit_each(c, d, one_variable, &m));
    chow_liu_span(information, d, root, parent, room);
    return GY_OK;
}

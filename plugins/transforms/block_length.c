/* SPDX-License-Identifier: MIT
 *
 * block_length.c: description length of a nested weighted block model; see block_model.h.
 */
#include "block_model.h"

int64_t bm_values(int64_t nodes, int64_t edges)
{
    if (nodes > 30000 || edges > nodes * nodes) {
        return -1;
    }
    return nodes * nodes + 2 * edges + nodes + 2 + 3 * nodes * nodes + 2 * nodes;
}

void bm_space_in(double *room, int64_t nodes, int64_t edges, bm_space *out)
{
    int64_t n = nodes * nodes + 2 * edges + nodes + 2;
    out->fact = room;
    out->weight = room + n;
    out->count = (int64_t *)(void *)(out->weight + nodes * nodes);
    out->number = out->count + 2 * nodes * nodes;
    out->fact[0] = 0;
    for (int64_t k = 1; k < n; k++) {
        out->fact[k] = out->fact[k - 1] + log((double)k);
    }
}

static double ln_choose(const double *f, int64_t n, int64_t k)
{
    return f[n] - f[k] - f[n - k];
}

/* Ways to deal m things to n places, in logarithms; n = 0 only with m = 0. */
static double ln_deal(const double *f, int64_t n, int64_t m)
{
    return m > 0 ? ln_choose(f, n + m - 1, m) : 0;
}

/* ln N + ln C(N - 1, B - 1) + ln N! - sum ln n_r!; number[b]: n_r. */
static double groups_length(const double *f, const int64_t *number, int64_t n, int64_t b)
{
    double sum = log((double)n) + ln_choose(f, n - 1, b - 1) + f[n];
    for (int64_t r = 0; r < b; r++) {
        sum -= f[number[r]];
    }
    return sum;
}

static void count_groups(const bm_state *s, int64_t l, int64_t *number)
{
    memset(number, 0, (size_t)s->size[l + 1] * sizeof *number);
    for (int64_t i = 0; i < s->size[l]; i++) {
        number[s->group[l][i]]++;
    }
}

/* count[b, b], r <= s: edges between groups; weight: sums of their weights. */
static void count_edges(const bm_graph *g, const bm_state *s, const bm_space *p)
{
    int64_t b = s->size[1];
    memset(p->count, 0, (size_t)(b * b) * sizeof *p->count);
    memset(p->weight, 0, (size_t)(b * b) * sizeof *p->weight);
    for (int64_t k = 0; k < g->edges; k++) {
        int64_t r = s->group[0][g->from[k]], q = s->group[0][g->to[k]];
        int64_t at = r < q ? r * b + q : q * b + r;
        p->count[at]++;
        p->weight[at] += g->x[k];
    }
}

/* Edges and weights, given the groups of level 0. */
static double edges_length(const bm_graph *g, const bm_state *s, const bm_space *p)
{
    int64_t b = s->size[1], *ends = p->number + g->nodes;
    const double *f = p->fact;
    double sum = 0;
    memset(ends, 0, (size_t)b * sizeof *ends);
    for (int64_t r = 0; r < b; r++) {
        for (int64_t q = r; q < b; q++) {
            int64_t m = p->count[r * b + q];
            if (m == 0) {
                continue;
            }
            ends[r] += m;
            ends[q] += m;
            sum -= f[m] + (r == q ? (double)m * log(2) : 0);
            sum += (double)(m + 1) * log(g->mean + p->weight[r * b + q]) - log(g->mean) - f[m];
        }
    }
    for (int64_t r = 0; r < b; r++) {
        int64_t n = p->number[r], e = ends[r];
        sum += g->corrected ? f[e] + ln_deal(f, n, e) : (double)e * log((double)n);
    }
    for (int64_t i = 0; g->corrected && i < g->nodes; i++) {
        sum -= f[g->degree[i]];
    }
    return sum;
}

/* Numbers of edges between the groups of level l, given those of the next; from[b, b] -> to. */
static double numbers_length(const bm_state *s, int64_t l, const int64_t *from, int64_t *to,
                             const int64_t *number, const double *f)
{
    int64_t b = s->size[l + 1], up = l + 1 < s->levels ? s->size[l + 2] : 1;
    double sum = 0;
    memset(to, 0, (size_t)(up * up) * sizeof *to);
    for (int64_t r = 0; r < b; r++) {
        for (int64_t q = r; q < b; q++) {
            int64_t u = l + 1 < s->levels ? s->group[l + 1][r] : 0;
            int64_t v = l + 1 < s->levels ? s->group[l + 1][q] : 0;
            to[u < v ? u * up + v : v * up + u] += from[r * b + q];
        }
    }
    for (int64_t u = 0; u < up; u++) {
        for (int64_t v = u; v < up; v++) {
            int64_t places = u == v ? number[u] * (number[u] + 1) / 2 : number[u] * number[v];
            sum += ln_deal(f, places, to[u * up + v]);
        }
    }
    return sum;
}

double bm_length(const bm_graph *g, const bm_state *s, const bm_space *p)
{
    int64_t *from = p->count, *to = p->count + g->nodes * g->nodes;
    count_edges(g, s, p);
    count_groups(s, 0, p->number);
    double sum = edges_length(g, s, p) + groups_length(p->fact, p->number, s->size[0], s->size[1]);
    for (int64_t l = 0; l < s->levels; l++) {
        int64_t *swap = from;
        if (l + 1 < s->levels) {
            count_groups(s, l + 1, p->number);
            sum += groups_length(p->fact, p->number, s->size[l + 1], s->size[l + 2]);
        } else {
            p->number[0] = s->size[l + 1];
        }
        sum += numbers_length(s, l, from, to, p->number, p->fact);
        from = to;
        to = swap;
    }
    return sum;
}

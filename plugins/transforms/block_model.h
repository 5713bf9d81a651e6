/* SPDX-License-Identifier: MIT
 *
 * block_model.h: the nested weighted stochastic block model of a graph: its description length and
 * moves between hierarchies of groups.
 *
 * Nodes are in groups, groups in groups of the next level, and so on; all groups of the last level
 * are in one. The description length is -ln P(graph, weights, hierarchy) in nats, the sum of
 *
 *   edges     given the numbers of edges between groups (microcanonical, multigraph; Peixoto
 *             2017): with m_rs edges between r and s, e_r edge ends in r, n_r nodes,
 *             sum_r e_r ln n_r - sum_{r<s} ln m_rs! - sum_r ln (2 m_rr)!!; degree-corrected:
 *             sum_r ln e_r! - sum_i ln k_i! in place of the first sum, and degrees uniform among
 *             those that fit: sum_r ln C(n_r + e_r - 1, e_r)
 *   weights   exponential in each pair of groups, the rate integrated over its conjugate prior
 *             Gamma(1, b), b = mean weight (Peixoto 2018): with m edges of sum X,
 *             (m + 1) ln(b + X) - ln b - ln m!
 *   groups    of each level: ln N + ln C(N - 1, B - 1) + ln N! - sum_r ln n_r!
 *   numbers   of edges between the groups of a level, given those between the groups of the next
 *             (Peixoto 2014): sum_{r<s} ln C(n_r n_s + m_rs - 1, m_rs)
 *             + sum_r ln C(n_r (n_r + 1) / 2 + m_rr - 1, m_rr)
 *
 * The number of edges itself is taken as known.
 */
#ifndef GYRUS_TRANSFORMS_BLOCK_MODEL_H
#define GYRUS_TRANSFORMS_BLOCK_MODEL_H

#include "common.h"

#define BM_LEVELS 8

/* Edges from[k] < to[k] of weight x[k] > 0, no two between the same nodes. */
typedef struct bm_graph {
    int64_t nodes, edges;
    const int32_t *from, *to;
    const double *x;
    double mean;           /* of the weights; 1 without edges */
    const int64_t *degree; /* [nodes] */
    int corrected;
} bm_graph;

/* group[l][i]: group of element i of level l; elements of level l + 1 are the groups of level l. */
typedef struct bm_state {
    int64_t levels,
        size[BM_LEVELS + 1];   /* size[l]: elements of level l; size[levels]: last groups */
    int32_t *group[BM_LEVELS]; /* [nodes] each */
    double length;
} bm_state;

/* What the functions need besides: fact[k] = ln k!, and tables. */
typedef struct bm_space {
    double *fact, *weight; /* weight[nodes, nodes] */
    int64_t *count;        /* [2, nodes, nodes] */
    int64_t *number;       /* [2, nodes] */
} bm_space;

/* Values of 8 bytes in fact, weight, count and number. -1: overflow. */
int64_t bm_values(int64_t nodes, int64_t edges);
void bm_space_in(double *room, int64_t nodes, int64_t edges, bm_space *out);

double bm_length(const bm_graph *g, const bm_state *s, const bm_space *p);

void bm_copy(const bm_graph *g, const bm_state *from, bm_state *to);

/* Every node alone (single = 1) or all in one group, one group in every level above. */
void bm_begin(const bm_graph *g, int single, bm_state *s);

/* Moves element i of level l to group `to`, size[l + 1] for a new one. 0 if that move is not among
 * the moves: to where it is, an element alone to a new group, or the last element out of a group
 * into one of another parent (the way back would not exist). */
int bm_move(bm_state *s, int64_t l, int64_t i, int64_t to);

/* Merges groups r and q of level 0; all levels above have one group. */
void bm_merge(const bm_graph *g, bm_state *s, int64_t r, int64_t q);

/* One Metropolis-Hastings sweep over all elements of all levels at inverse temperature beta
 * (INFINITY: only what shortens), from s into s; trial and best are states of the same graph; best
 * keeps the shortest seen. address: of the random numbers; draw: room for 2 nodes. */
int bm_sweep(gy_call *c, const bm_graph *g, bm_state *s, bm_state *trial, bm_state *best,
             double beta, int64_t address, double *draw, const bm_space *p);

/* Merges from single nodes down to one group, each time the pair of groups that gives the shortest
 * length among all pairs, or among 4 x nodes random ones; s ends as the shortest on the way. */
int bm_agglomerate(gy_call *c, const bm_graph *g, bm_state *s, bm_state *now, bm_state *trial,
                   int64_t address, double *draw, const bm_space *p);

#endif

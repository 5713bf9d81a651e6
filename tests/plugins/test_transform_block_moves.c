/* SPDX-License-Identifier: MIT
 *
 * The moves of transform.block-model against the distribution that they should sample. Its parts
 * are compiled into the test, with a host that has random numbers only.
 */
#include "block_slow.h"

#include <criterion/criterion.h>
#include <string.h>

#include "../../plugins/transforms/block_length.c"
#include "../../plugins/transforms/block_moves.c"

enum { SWEEPS = 200000, MOST = 2500 };

static uint64_t seed = 1;

static int fake_uniform(gy_call *c, const char *purpose, int64_t row, int64_t n, double *out)
{
    (void)c, (void)purpose, (void)row;
    for (int64_t i = 0; i < n; i++) {
        seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
        out[i] = (double)(seed >> 11) / 9007199254740992.;
    }
    return 0;
}

static const void *fake_extension(gy_call *c, const char *name)
{
    static const gy_rng rng = {sizeof rng, 0, fake_uniform, NULL, NULL, NULL, NULL, NULL};
    (void)c, (void)name;
    return &rng;
}

static int fake_stopped(gy_call *c)
{
    (void)c;
    return 0;
}

/* Whether nodes are together in code where they are in group, of size groups. */
static int alike(const int *code, int n, const int32_t *group, int64_t groups)
{
    int same = groups_of(code, n) == groups;
    for (int i = 0; same && i < n; i++) {
        for (int j = 0; j < i; j++) {
            same = same && (code[i] == code[j]) == (group[i] == group[j]);
        }
    }
    return same;
}

/* Whether groups are together in code where they are in the state; u names the groups of nodes. */
static int alike_above(const int *u, const int *code, const bm_state *s)
{
    int same = 1;
    for (int i = 0; same && i < N; i++) {
        for (int j = 0; j < i; j++) {
            int32_t q = s->group[1][s->group[0][i]], r = s->group[1][s->group[0][j]];
            same = same && (code[u[i]] == code[u[j]]) == (q == r);
        }
    }
    return same;
}

/* Number of the state's hierarchy among all of them, -1 if it is none; weight, if not NULL, gets
 * exp(-length) of every one. */
static int number_of(const bm_state *s, const double *x, double *weight)
{
    int u[N] = {0}, at = 0, found = -1;
    do {
        int A = groups_of(u, N), v[N] = {0}, same = alike(u, N, s->group[0], s->size[1]);
        do {
            if (weight) {
                weight[at] = exp(-slow(x, u, A, v, groups_of(v, A), 0, 2));
            }
            found = same && alike_above(u, v, s) ? at : found;
            at++;
        } while (next(v, A));
    } while (next(u, N) && (weight || found < 0));
    return found;
}

/* The graph of x; arrays with room for all pairs. */
static bm_graph graph_of(const double *x, int32_t *from, int32_t *to, double *value,
                         int64_t *degree)
{
    int64_t edges = 0;
    double sum = 0;
    for (int i = 0, p = 0; i < N; i++) {
        for (int j = i + 1; j < N; j++, p++) {
            if (x[p] > 0) {
                from[edges] = i;
                to[edges] = j;
                value[edges++] = x[p];
                sum += x[p];
                degree[i]++;
                degree[j]++;
            }
        }
    }
    return (bm_graph){N, edges, from, to, value, sum / (double)edges, degree, 0};
}

/* The length of every hierarchy of six nodes equals the one written down anew. */
Test(block_moves, length_of_every_hierarchy)
{
    static int32_t from[PAIRS], to[PAIRS], room[2][N];
    static double space[4000], value[PAIRS], x[PAIRS];
    for (unsigned seed_of = 1; seed_of < 4; seed_of++) {
        int64_t degree[N] = {0};
        random_graph(seed_of, x);
        bm_graph g = graph_of(x, from, to, value, degree);
        bm_space p;
        bm_space_in(space, N, g.edges, &p);
        int u[N] = {0};
        do {
            int A = groups_of(u, N), v[N] = {0};
            do {
                bm_state s = {2, {N, A, groups_of(v, A)}, {room[0], room[1]}, 0};
                for (int i = 0; i < N; i++) {
                    room[0][i] = u[i];
                    room[1][i] = v[i];
                }
                for (g.corrected = 0; g.corrected < 2; g.corrected++) {
                    double want = slow(x, u, A, v, groups_of(v, A), g.corrected, 2);
                    cr_assert(fabs(bm_length(&g, &s, &p) - want) < 1e-9);
                }
            } while (next(v, A));
        } while (next(u, N));
    }
}

/* Metropolis-Hastings at temperature 1 visits every hierarchy as often as exp(-length) says: the
 * total variation from it after 200,000 sweeps over 2471 hierarchies is small, and is not 0. */
Test(block_moves, sample_the_posterior)
{
    static int32_t room[3][BM_LEVELS][N], from[PAIRS], to[PAIRS];
    static double space[4000], draw[2 * N], weight[MOST], seen[MOST], value[PAIRS], x[PAIRS];
    int64_t degree[N] = {0};
    double all = 0, apart = 0;
    random_graph(5, x);
    bm_graph g = graph_of(x, from, to, value, degree);
    bm_state s[3];
    bm_space p;
    gy_host host = {.extension = fake_extension, .stopped = fake_stopped};
    gy_call c = {.host = &host};
    cr_assert(bm_values(N, g.edges) < 4000);
    bm_space_in(space, N, g.edges, &p);
    for (int k = 0; k < 3; k++) {
        s[k].levels = 2;
        for (int l = 0; l < BM_LEVELS; l++) {
            s[k].group[l] = room[k][l];
        }
        bm_begin(&g, 0, &s[k]);
        s[k].length = bm_length(&g, &s[k], &p);
    }
    for (int64_t k = 0; k < SWEEPS; k++) {
        bm_sweep(&c, &g, &s[0], &s[1], &s[2], 1, k, draw, &p);
        int at = number_of(&s[0], x, k == 0 ? weight : NULL);
        cr_assert(at >= 0);
        seen[at] += 1. / SWEEPS;
    }
    for (int k = 0; k < MOST; k++) {
        all += weight[k];
    }
    for (int k = 0; k < MOST; k++) {
        apart += fabs(weight[k] / all - seen[k]) / 2;
    }
    cr_assert(apart < .03 && apart > 1e-4, "%g", apart);
}

/* What is no move: to where it is, alone to a new group, out of a parent that would be left without
 * the way back. */
Test(block_moves, what_is_no_move)
{
    int32_t g0[4] = {0, 0, 1, 2}, g1[4] = {0, 1, 0};
    bm_state s = {2, {4, 3, 2}, {g0, g1}, 0};
    cr_assert_eq(bm_move(&s, 0, 0, 0), 0);
    cr_assert_eq(bm_move(&s, 0, 2, 3), 0);
    cr_assert_eq(bm_move(&s, 0, 2, 0), 0); /* 2 is alone in a group of another parent */
    cr_assert_eq(bm_move(&s, 0, 0, 3), 1); /* a new group, of the same parent */
    cr_assert(s.size[1] == 4 && g0[0] == 3 && g1[3] == 0);
    cr_assert_eq(bm_move(&s, 0, 0, 2), 1); /* and back, into a sibling */
    cr_assert(s.size[1] == 3 && g0[0] == g0[3]);
}

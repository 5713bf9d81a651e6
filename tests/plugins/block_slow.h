/* SPDX-License-Identifier: MIT
 *
 * block_slow.h: the description length of a nested weighted block model of six nodes, written down
 * anew from the formulas of plugins/transforms/block_model.h, and all hierarchies of six nodes.
 */
#ifndef GYRUS_TEST_BLOCK_SLOW_H
#define GYRUS_TEST_BLOCK_SLOW_H

#include <math.h>
#include <stdint.h>

enum { N = 6, PAIRS = 15 };

static inline double lf(int64_t n) /* ln n! */
{
    return lgamma((double)n + 1);
}

static inline double choose(int64_t n, int64_t k)
{
    return lf(n) - lf(k) - lf(n - k);
}

/* ln of n!! for even n, by its factors. */
static inline double double_factorial(int64_t n)
{
    double sum = 0;
    for (int64_t k = n; k > 0; k -= 2) {
        sum += log((double)k);
    }
    return sum;
}

/* Length of groups a[N] in A groups, which are in groups b[A], B of them: the formulas of the
 * header, with sums over nodes and edges and full matrices. */
static inline double slow(const double *x, const int *a, int A, const int *b, int B, int corrected,
                          int levels)
{
    double w[N][N] = {{0}}, X[N][N] = {{0}}, total = 0, edges = 0, s = 0;
    int64_t e[N][N] = {{0}}, f[N][N] = {{0}}, n[N] = {0}, m[N] = {0}, k[N] = {0}, ends[N] = {0};
    for (int i = 0, p = 0; i < N; i++) {
        n[a[i]]++;
        for (int j = i + 1; j < N; j++, p++) {
            w[i][j] = w[j][i] = x[p];
            total += x[p];
            edges += x[p] > 0;
        }
    }
    for (int i = 0; i < N; i++) { /* ends of edges: a matrix with 2 m_rr on its diagonal */
        for (int j = 0; j < N; j++) {
            e[a[i]][a[j]] += w[i][j] > 0;
            X[a[i]][a[j]] += w[i][j];
            k[i] += w[i][j] > 0;
        }
        ends[a[i]] += k[i];
    }
    for (int r = 0; r < A; r++) {
        m[b[r]]++;
        for (int q = 0; q < A; q++) {
            f[b[r]][b[q]] += e[r][q];
        }
    }
    for (int r = 0; r < A; r++) {
        s -= double_factorial(e[r][r]);
        s += corrected ? lf(ends[r]) + choose(n[r] + ends[r] - 1, ends[r]) : 0;
        for (int q = 0; q <= r; q++) {
            int64_t number = r == q ? e[r][r] / 2 : e[r][q];
            double sum = r == q ? X[r][r] / 2 : X[r][q], mean = total / edges;
            s -= q < r ? lf(e[r][q]) : 0;
            /* integral over the rate: mean G(number + 1) / (mean + sum)^(number + 1) */
            s -= number > 0 ? log(mean) + lgamma((double)number + 1) -
                                  ((double)number + 1) * log(mean + sum)
                            : 0;
        }
    }
    for (int i = 0; i < N; i++) {
        s += corrected ? -lf(k[i]) : (double)k[i] * log((double)n[a[i]]);
    }
    s += log(N) + choose(N - 1, A - 1) + lf(N);
    for (int r = 0; r < A; r++) {
        s -= lf(n[r]);
    }
    if (levels == 2) {
        s += log(A) + choose(A - 1, B - 1) + lf(A);
        for (int u = 0; u < B; u++) {
            s -= lf(m[u]);
            s += choose(m[u] * (m[u] + 1) / 2 + f[u][u] / 2 - 1, f[u][u] / 2);
            for (int v = 0; v < u; v++) {
                s += choose(m[u] * m[v] + f[u][v] - 1, f[u][v]);
            }
        }
    }
    int64_t top = levels == 2 ? B : A, all = (int64_t)edges;
    return s + choose(top * (top + 1) / 2 + all - 1, all);
}

/* The next partition of n things as codes that grow by at most one; 0 after the last. */
static inline int next(int *code, int n)
{
    for (int i = n - 1; i > 0; i--) {
        int most = 0;
        for (int j = 0; j < i; j++) {
            most = code[j] > most ? code[j] : most;
        }
        if (code[i] <= most) {
            code[i]++;
            for (int j = i + 1; j < n; j++) {
                code[j] = 0;
            }
            return 1;
        }
    }
    return 0;
}

static inline int groups_of(const int *code, int n)
{
    int most = 0;
    for (int i = 0; i < n; i++) {
        most = code[i] > most ? code[i] : most;
    }
    return most + 1;
}

/* A graph of random edges and weights. */
static inline void random_graph(unsigned seed, double *x)
{
    for (int p = 0; p < PAIRS; p++) {
        seed = seed * 1664525u + 1013904223u;
        x[p] = seed >> 31 ? .1 + (seed >> 8 & 65535) / 20000. : 0;
    }
    x[3] = 1;
}

#endif

/* SPDX-License-Identifier: MIT
 *
 * triplets.h: finds a root and two images whose similarities to the root differ by given amounts in
 * two similarity matrices at once.
 */
#ifndef GYRUS_TRANSFORMS_TRIPLETS_H
#define GYRUS_TRANSFORMS_TRIPLETS_H

#include "common.h"

#include <stdlib.h>

typedef struct tp_triplet {
    int64_t root, first, second;
    int64_t upper_bin, lower_bin; /* 1 .. bins; the sign of lower_bin is that of its difference */
} tp_triplet;

typedef struct tp_near {
    double similarity; /* to the root, in the upper matrix */
    int64_t image;
} tp_near;

typedef struct tp_search {
    gy_call *c;
    const gy_array *upper, *lower; /* [n, n] */
    int64_t n;
    double upper_step, lower_step, tolerance;
    char *used;     /* [n] */
    tp_near *near;  /* [n] room for the images that are left */
    int64_t *roots; /* [n] */
    int root_again; /* whether a root may serve again */
} tp_search;

static inline double tp_at(const gy_array *a, int64_t i, int64_t j)
{
    return gy_element(a, i * a->stride[0] + j * a->stride[1]);
}

/* Standard deviation of the similarities of different images. */
static inline double tp_spread(const gy_array *a, int64_t n)
{
    double mean = 0, square = 0, count = (double)n * (double)(n - 1);
    for (int pass = 0; pass < 2; pass++) {
        for (int64_t i = 0; i < n; i++) {
            double row = 0;
            for (int64_t j = 0; j < n; j++) {
                double v = i == j ? 0 : pass ? tp_at(a, i, j) - mean : tp_at(a, i, j);
                row += pass ? v * v : v;
            }
            square += pass ? row / count : 0;
            mean += pass ? 0 : row / count;
        }
    }
    return sqrt(square);
}

static inline int tp_rising(const void *a, const void *b)
{
    const tp_near *p = (const tp_near *)a, *q = (const tp_near *)b;
    int order = (p->similarity > q->similarity) - (p->similarity < q->similarity);
    return order ? order : (p->image > q->image) - (p->image < q->image);
}

/* Of the pairs of unused images with upper difference k1 and lower difference k2, each within the
 * tolerance, the pair nearest to both; 0 if there is none. Images are sorted by similarity to the
 * root, so that the second images of a first one are a window that moves with it. */
static inline int tp_pair(const tp_search *s, int64_t root, double k1, double k2, tp_triplet *out)
{
    int64_t m = 0, lo = 0, hi = 0;
    double best = 2 * s->tolerance;
    int found = 0;
    for (int64_t j = 0; j < s->n; j++) {
        if (j != root && !s->used[j]) {
            s->near[m++] = (tp_near){tp_at(s->upper, root, j), j};
        }
    }
    qsort(s->near, (size_t)m, sizeof *s->near, tp_rising);
    for (int64_t a = 0; a < m; a++) {
        double top = s->near[a].similarity, low = tp_at(s->lower, root, s->near[a].image);
        while (hi < m && top - s->near[hi].similarity >= k1 - s->tolerance) {
            hi++;
        }
        while (lo < hi && top - s->near[lo].similarity > k1 + s->tolerance) {
            lo++;
        }
        for (int64_t b = lo; b < hi; b++) {
            double upper = fabs(top - s->near[b].similarity - k1);
            double lower = fabs(low - tp_at(s->lower, root, s->near[b].image) - k2);
            double off = upper > lower ? upper : lower;
            if (a != b && lower <= s->tolerance && off < best) {
                best = off;
                found = 1;
                out->first = s->near[a].image;
                out->second = s->near[b].image;
            }
        }
    }
    return found;
}

/* Looks for a triplet of one cell, root by root in the order of `roots`, and marks its images.
 * 1: found; 0: no root has one; negative: told to stop. */
static inline int tp_cell(const tp_search *s, int64_t upper_bin, int64_t lower_bin, tp_triplet *out)
{
    double k1 = (double)upper_bin * s->upper_step, k2 = (double)lower_bin * s->lower_step;
    *out = (tp_triplet){0, 0, 0, upper_bin, lower_bin};
    for (int64_t r = 0; r < s->n; r++) {
        int64_t root = s->roots[r];
        if (s->c->host->stopped(s->c)) {
            return GY_CANCELLED;
        }
        if (!s->used[root] && tp_pair(s, root, k1, k2, out)) {
            out->root = root;
            s->used[out->first] = s->used[out->second] = 1;
            s->used[root] = !s->root_again;
            return 1;
        }
    }
    return 0;
}

#endif

/* SPDX-License-Identifier: MIT
 *
 * test_synthbrain_common.h: two feature tables, and a brain of five regions made of them.
 */
#ifndef GYRUS_TEST_SYNTHBRAIN_COMMON_H
#define GYRUS_TEST_SYNTHBRAIN_COMMON_H

#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { N = 400, P = 6, Q = 5 };

/* Tables a [N, P] and b [N, Q] of normal numbers, by a formula. */
static const double *table(int which)
{
    static double a[N * P], b[N * Q];
    double *to = which ? b : a;
    unsigned state = which ? 77u : 5u;
    for (int k = 0; k < N * (which ? Q : P); k++) {
        double sum = 0; /* sum of 12 uniforms less 6 */
        for (int i = 0; i < 12; i++) {
            state = state * 1664525u + 1013904223u;
            sum += (double)(state >> 8) / 16777216.;
        }
        to[k] = sum - 6;
    }
    return to;
}

static harness *made(const char *const *rois, int n_rois)
{
    static const char *const names[] = {"a", "b"};
    harness *h = harness_new("generator-synthbrain", NULL);
    harness_add_item(h, "features", 2, 64, 2, (const int64_t[]){N, P}, table(0));
    harness_add_item(h, "features", 2, 64, 2, (const int64_t[]){N, Q}, table(1));
    harness_texts(h, "names", 2, names);
    harness_texts(h, "rois", 2 * n_rois, rois);
    harness_number(h, "voxels", 20);
    harness_number(h, "components", 3);
    harness_number(h, "voxel_size", 4);
    return h;
}

static const char *const ROIS[] = {"V1",  "a",   "AG",      "b + a*3", "FFA",
                                   "a.2", "EBA", "a.1 + b", "OPA",     "a.1-3"};

#endif

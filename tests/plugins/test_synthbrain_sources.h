/* SPDX-License-Identifier: MIT
 *
 * test_synthbrain_sources.h: activity of three sources in two ROIs, as generator.synthbrain gives
 * it.
 */
#ifndef GYRUS_TEST_SYNTHBRAIN_SOURCES_H
#define GYRUS_TEST_SYNTHBRAIN_SOURCES_H

#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

enum { ROWS = 300, SOURCES = 3 };

static double active(int64_t i, int64_t k)
{
    return 1.3 * sin(1.7 * (double)(i * SOURCES + k) + .3 * (double)((i * SOURCES + k) % 7));
}

static harness *sources(const char *plugin)
{
    static const char *const roi[] = {"V1", "V1", "IFG"}, *const names[] = {"x", "y", "z"};
    static const double at[3][3] = {{8, -10, -50}, {-90, -85, 20}, {4, 10, 18}};
    static double x[ROWS * SOURCES];
    harness *h = harness_new(plugin, NULL);
    for (int k = 0; k < ROWS * SOURCES; k++) {
        x[k] = active(k / SOURCES, k % SOURCES);
    }
    harness_matrix(h, "x", ROWS, SOURCES, x);
    harness_coord_text(h, "x.source", "roi", 3, roi);
    for (int d = 0; d < 3; d++) {
        harness_coord(h, "x.source", names[d], 3, at[d]);
    }
    return h;
}

#endif

/* SPDX-License-Identifier: MIT
 *
 * decoder.centroid against numpy, and by closed forms.
 */
#include "test_decoder_common.h"

Test(centroid, correlations_equal_numpy)
{
    const labelled *sets[] = {&three, &two, &wide};
    const double *want[] = {three_r, two_r, wide_r};
    for (int k = 0; k < 3; k++) {
        harness *h = decoder("decoder-centroid", sets[k]);
        int64_t edges[4] = {0, 5, 16, sets[k]->n};
        cr_assert_eq(harness_fit(h, 3, edges, NULL), 0, "%s", harness_error(h));
        scores_are(h, sets[k], want[k], 1e-12);
        harness_free(h);
    }
}

/* Two classes, mean patterns (0, 1, 2) and (2, 1, 0): correlations are 1 and -1. */
Test(centroid, closed_form_and_flat_patterns)
{
    double x[12] = {-1, 1, 3, 1, 1, 1, 3, 1, -1, 1, 1, 1}, test[9] = {5, 6, 7, 7, 7, 7, 1, 0, -1};
    harness *h = harness_new("decoder-centroid", NULL);
    harness_matrix(h, "x", 4, 3, x);
    harness_labels(h, "y", 4, (int64_t[]){0, 0, 1, 1});
    harness_levels(h, "y", 2, class_names);
    cr_assert_eq(harness_fit_all(h), 0);
    harness_matrix(h, "x", 3, 3, test);
    harness_labels(h, "y", 3, (int64_t[]){0, 0, 0});
    cr_assert_eq(harness_run(h), 0);
    const double want[6] = {1, -1, 0, 0, -1, 1};
    const int64_t labels[3] = {0, 0, 1};
    for (int i = 0; i < 6; i++) {
        cr_assert(fabs(harness_doubles(h, "score")[i] - want[i]) < 1e-14);
    }
    cr_assert_arr_eq(harness_get(h, "label")->data, labels, sizeof labels);
    harness_free(h);
}

Test(centroid, bad_labels)
{
    refuses_bad_labels("decoder-centroid");
}

/* SPDX-License-Identifier: MIT
 *
 * decoder.ridge-classifier against scikit-learn's Ridge on one-hot labels, primal and kernel form.
 */
#include "test_decoder_common.h"

static void equals(const labelled *d, const double *want)
{
    harness *h = decoder("decoder-ridge-classifier", d);
    double hundred = 100;
    harness_list(h, "alphas", 1, &hundred);
    harness_param(h, "standardise", "false");
    int64_t edges[3] = {0, 11, d->n};
    cr_assert_eq(harness_fit(h, 2, edges, NULL), 0, "%s", harness_error(h));
    scores_are(h, d, want, 1e-10);
    harness_free(h);
}

Test(ridge_classifier, scores_equal_scikit_learn)
{
    equals(&three, three_ridge);
    equals(&two, two_ridge);
    equals(&wide, wide_ridge);
}

/* One alpha for all classes by default, and it is one of those offered. */
Test(ridge_classifier, alphas_on_inner_folds)
{
    const labelled *sets[] = {&three, &wide};
    for (int s = 0; s < 2; s++) {
        harness *h = decoder("decoder-ridge-classifier", sets[s]);
        double alphas[3] = {1, 30, 900};
        int64_t n = sets[s]->n, edges[4] = {0, n / 3, 2 * n / 3, n}, fold_of[3] = {0, 1, 2};
        harness_list(h, "alphas", 3, alphas);
        harness_folds(h, 3);
        cr_assert_eq(harness_fit(h, 3, edges, fold_of), 0, "%s", harness_error(h));
        const double *a = harness_doubles(h, "alpha");
        for (int64_t k = 0; k < sets[s]->classes; k++) {
            cr_assert_eq(a[k], a[0]);
        }
        cr_assert(a[0] == 1 || a[0] == 30 || a[0] == 900);
        harness_free(h);
    }
}

Test(ridge_classifier, bad_labels)
{
    refuses_bad_labels("decoder-ridge-classifier");
}

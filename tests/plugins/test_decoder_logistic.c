/* SPDX-License-Identifier: MIT
 *
 * decoder.logistic against scikit-learn, and by the condition that holds at the optimum.
 */
#include "test_decoder_common.h"

static void equals(const labelled *d, const char *strength, const double *prob)
{
    harness *h = decoder("decoder-logistic", d);
    harness_param(h, "c", strength);
    harness_stride(h, "x");
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    scores_are(h, d, prob, 1e-7);
    harness_free(h);
}

Test(logistic, probabilities_equal_scikit_learn)
{
    equals(&three, "0.7", three_prob);
    equals(&two, "2", two_prob);
    equals(&wide, "1", wide_prob);
}

Test(logistic, weights_equal_scikit_learn)
{
    harness *h = decoder("decoder-logistic", &three);
    harness_param(h, "c", "0.7");
    harness_param(h, "tolerance", "1e-12");
    cr_assert_eq(harness_fit_all(h), 0);
    for (int i = 0; i < 12; i++) {
        cr_assert(fabs(harness_doubles(h, "w")[i] - three_w[i]) < 1e-8);
    }
    for (int i = 0; i < 3; i++) {
        cr_assert(fabs(harness_doubles(h, "intercept")[i] - three_b[i]) < 1e-7, "%.12g, not %.12g",
                  harness_doubles(h, "intercept")[i], three_b[i]);
    }
    harness_free(h);
    h = decoder("decoder-logistic", &two);
    harness_param(h, "c", "2");
    cr_assert_eq(harness_fit_all(h), 0);
    for (int i = 0; i < 3; i++) {
        const double *w = harness_doubles(h, "w");
        cr_assert(fabs(w[3 + i] - w[i] - two_w[i]) < 1e-7);
        cr_assert(fabs(w[3 + i] + w[i]) < 1e-15);
    }
    harness_free(h);
}

/* x = -1, 1 labelled 0, 1, penalty w^2 / 2: at the optimum w = 2 / (1 + exp(w)). */
Test(logistic, closed_form_of_one_feature)
{
    double x[2] = {-1, 1};
    harness *h = harness_new("decoder-logistic", NULL);
    harness_matrix(h, "x", 2, 1, x);
    harness_labels(h, "y", 2, (int64_t[]){0, 1});
    harness_levels(h, "y", 2, class_names);
    cr_assert_eq(harness_fit_all(h), 0);
    double w = 2 * harness_doubles(h, "w")[1];
    cr_assert(fabs(w - 2 / (1 + exp(w))) < 1e-8);
    cr_assert(fabs(harness_doubles(h, "intercept")[1]) < 1e-9);
    harness_free(h);
}

/* Classes far apart with almost no penalty: the loss underflows long before the limit of turns. */
Test(logistic, separable_classes_end)
{
    double x[4] = {-1000, -900, 900, 1000};
    harness *h = harness_new("decoder-logistic", NULL);
    harness_matrix(h, "x", 4, 1, x);
    harness_labels(h, "y", 4, (int64_t[]){0, 0, 1, 1});
    harness_levels(h, "y", 2, class_names);
    harness_param(h, "c", "1e6");
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    cr_assert(harness_doubles(h, "w")[1] > 0);
    harness_free(h);
}

Test(logistic, bad_labels)
{
    refuses_bad_labels("decoder-logistic");
}

Test(logistic, too_few_turns)
{
    harness *h = decoder("decoder-logistic", &three);
    harness_param(h, "turns", "1");
    cr_assert_eq(harness_fit_all(h), -6);
    cr_assert(strstr(harness_error(h), "did not converge"));
    harness_free(h);
}

Test(logistic, cancel_no_service_no_memory)
{
    harness *h = decoder("decoder-logistic", &three);
    harness_stop_after(h, 1);
    cr_assert_eq(harness_fit_all(h), -9);
    harness_free(h);
    h = decoder("decoder-logistic", &three);
    harness_without(h, "gy.linalg/1");
    cr_assert_eq(harness_fit_all(h), -8);
    harness_free(h);
    h = decoder("decoder-logistic", &three);
    harness_memory(h, 500);
    cr_assert_eq(harness_fit_all(h), -5);
    harness_free(h);
}

/* SPDX-License-Identifier: MIT */
#include "harness.h"

#include "../parity/resample_fixture.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static const int64_t FIRST[] = {0, 30};

static harness *begin(const char *drift)
{
    harness *h = harness_new("transform-regress-out", "transform.regress-out");
    harness_matrix(h, "x", 50, 2, rs_x);
    harness_segments(h, "x.row", 2, FIRST);
    harness_param(h, "drift", drift);
    return h;
}

static void expect(harness *h, const double *want)
{
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    for (int k = 0; k < 100; k++) {
        cr_assert_float_eq(harness_doubles(h, "y")[k], want[k], 1e-10, "element %d", k);
    }
    harness_free(h);
}

Test(regress_out, cosine_drift_and_collinear_confounds_equal_numpy)
{
    harness *h = begin("cosine 0.05 Hz");
    harness_matrix(h, "confounds", 50, 3, rs_conf);
    harness_rate(h, "x.row", 2, 0);
    harness_stride(h, "x");
    harness_stride(h, "confounds");
    expect(h, ro_cosine);
}

Test(regress_out, scheme_in_words)
{
    const char *const words[] = {"cosine", "50", "mHz"};
    harness *h = begin("none");
    harness_texts(h, "drift", 3, words);
    harness_matrix(h, "confounds", 50, 3, rs_conf);
    harness_rate(h, "x.row", 2, 0);
    expect(h, ro_cosine);
}

Test(regress_out, polynomial_drift_equals_numpy)
{
    expect(begin("poly 2"), ro_poly);
}

Test(regress_out, nothing_to_remove_but_the_mean_and_not_even_that)
{
    harness *h = begin("none");
    harness_param(h, "constant", "false");
    expect(h, rs_x);
}

static void refused(const char *drift, double step, const char *part)
{
    harness *h = begin(drift);
    if (step > 0) {
        harness_rate(h, "x.row", step, 0);
    }
    cr_assert_eq(harness_resolve(h), GY_PARAM);
    cr_assert_str_eq(harness_where(h), "drift");
    cr_assert_not_null(strstr(harness_error(h), part), "%s", harness_error(h));
    harness_free(h);
}

Test(regress_out, unknown_drift)
{
    refused("spline 3", 2, "'spline 3' is not");
}

Test(regress_out, cosine_without_a_frequency)
{
    refused("cosine", 2, "needs a frequency");
}

Test(regress_out, cosine_in_another_unit)
{
    refused("cosine 3 mm", 2, "'mm' is not a unit");
}

Test(regress_out, cosine_without_a_rate)
{
    refused("cosine 0.01 Hz", 0, "not equally far apart");
}

Test(regress_out, order_out_of_range)
{
    refused("poly 17", 2, "1 to 16");
}

Test(regress_out, as_many_regressors_as_rows)
{
    double x[3] = {1, 2, 4}, z[6] = {1, 0, 0, 1, 0, 0};
    harness *h = harness_new("transform-regress-out", NULL);
    harness_vector(h, "x", 3, x);
    harness_matrix(h, "confounds", 3, 2, z);
    cr_assert_eq(harness_run(h), GY_DATA);
    cr_assert_str_eq(harness_where(h), "confounds");
    harness_free(h);
}

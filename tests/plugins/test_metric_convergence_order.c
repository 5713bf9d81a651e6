/* SPDX-License-Identifier: MIT */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

/* Two numbers for each step: the limits 1 and -2, and errors c step^order. */
static harness *cases(const char *const *steps, double order)
{
    harness *h = harness_new("metric-convergence-order", NULL);
    int64_t n = 3;
    double limit[3] = {1, -2, NAN};
    for (int i = 0; i < 3; i++) {
        double e = pow(strtod(steps[i], NULL), order), x[3] = {1 + .1 * e, -2 - 5 * e, NAN};
        harness_add_item(h, "x", GY_FLOAT, 64, 1, &n, x);
    }
    harness_add_item(h, "reference", GY_FLOAT, 64, 1, &n, limit);
    harness_texts(h, "along", 3, steps);
    return h;
}

Test(convergence, finds_the_order)
{
    static const char *const steps[] = {"0.4 ms", "0.2 ms", "0.1 ms"};
    for (double order = 1; order < 5; order += 1.5) {
        harness *h = cases(steps, order);
        cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
        cr_assert(fabs(*harness_doubles(h, "order") - order) < 1e-10);
        cr_assert(fabs(harness_doubles(h, "error")[2] - 5 * pow(.1, order)) < 1e-14);
        cr_assert(*harness_doubles(h, "values") == 2);
        harness_free(h);
    }
}

Test(convergence, bad_input)
{
    static const struct {
        const char *steps[3], *told;
        double order;
    } all[] = {{{"1", "x", "2"}, "'x' is no step", 1},
               {{"1 ms", "2 ms", "1 s"}, "another unit", 1},
               {{"2", "2", "2"}, "all steps are alike", 1},
               {{"1", "0", "2"}, "is no step", 1}};
    for (size_t k = 0; k < sizeof all / sizeof all[0]; k++) {
        harness *h = cases(all[k].steps, all[k].order);
        cr_assert_lt(harness_fit_all(h), 0);
        cr_assert(strstr(harness_error(h), all[k].told), "%s", harness_error(h));
        harness_free(h);
    }
    harness *h = cases((const char *const[]){"4", "2", "1"}, 1);
    int64_t n = 3;
    harness_add_item(h, "x", GY_FLOAT, 64, 1, &n, (double[]){1, 2, 3});
    cr_assert_eq(harness_resolve(h), -1);
    harness_free(h);

    h = harness_new("metric-convergence-order", NULL); /* a value more, and one equal */
    for (int k = 0; k < 2; k++) {
        harness_add_item(h, "x", GY_FLOAT, 64, 1, &n, (double[]){1, k ? NAN : 2, NAN});
    }
    harness_add_item(h, "reference", GY_FLOAT, 64, 1, &n, (double[]){1.5, 2, NAN});
    harness_texts(h, "along", 2, (const char *const[]){"2", "1"});
    cr_assert_eq(harness_fit_all(h), -7);
    harness_free(h);
}

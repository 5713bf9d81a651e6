/* SPDX-License-Identifier: MIT */
#include "harness.h"
#include "spiking/population.h"

#include <criterion/criterion.h>
#include <math.h>

static harness *script(int64_t entries, const char *const *map)
{
    harness *h = harness_new("generator-spike-source", NULL);
    harness_number(h, "n", 4);
    if (entries) {
        harness_texts(h, "spikes", 2 * entries, map);
    }
    return h;
}

Test(spike_source, script)
{
    harness *h = script(2, (const char *const[]){"3", "0 1.5  2", "0", "7"});
    double want[] = {3, 0, 3, 1.5, 3, 2, 0, 7};
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    const double *p = harness_doubles(h, "population");
    cr_assert(harness_length(h, "entry") == SP_KEYS + 8);
    cr_assert(p[SP_MODEL] == SP_SCRIPT && p[SP_N] == 4);
    cr_assert_arr_eq(p + SP_KEYS, want, sizeof want);
    harness_free(h);
}

Test(spike_source, poisson)
{
    harness *h = script(0, NULL);
    harness_param(h, "kind", "poisson");
    harness_number(h, "rate", 25);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    const double *p = harness_doubles(h, "population");
    cr_assert(p[SP_MODEL] == SP_POISSON && p[SP_RATE] == 25 && isinf(p[SP_UNTIL]));
    harness_number(h, "until", 50);
    cr_assert_eq(harness_run(h), 0);
    cr_assert(harness_doubles(h, "population")[SP_UNTIL] == 50);
    harness_free(h);
}

Test(spike_source, bad_input)
{
    static const char *const maps[][2] = {{"4", "1"},   {"-1", "1"},  {"a", "1"},
                                          {"1.5", "1"}, {"1", "1 x"}, {"1", "-2"}};
    for (size_t k = 0; k < sizeof maps / sizeof maps[0]; k++) {
        harness *h = script(1, maps[k]);
        cr_assert_eq(harness_resolve(h), -1, "%zu", k);
        cr_assert_str_eq(harness_where(h), "spikes");
        harness_free(h);
    }
    harness *h = script(0, NULL);
    cr_assert_eq(harness_resolve(h), -1);
    harness_free(h);
    h = script(1, maps[0]);
    harness_param(h, "kind", "poisson");
    cr_assert_eq(harness_resolve(h), -1);
    harness_free(h);
}

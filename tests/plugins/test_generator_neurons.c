/* SPDX-License-Identifier: MIT */
#include "harness.h"
#include "spiking/population.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static harness *with(const char *model, const char *key, const char *text)
{
    harness *h = harness_new("generator-neurons", NULL);
    harness_number(h, "n", 7);
    harness_param(h, "model", model);
    if (key) {
        harness_param(h, key, text);
    }
    return h;
}

Test(neurons, what_is_written_is_in_the_vector)
{
    harness *h = with("lif-conductance", NULL, NULL);
    harness_number(h, "capacitance", 200);
    harness_number(h, "tau_m", 20);
    harness_number(h, "current", 3);
    harness_number(h, "exc_start_sd", 15);
    harness_list(h, "start", 2, (double[]){-60, -50});
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    const double *p = harness_doubles(h, "population");
    cr_assert(sp_is_population(harness_get(h, "population")));
    cr_assert(p[SP_N] == 7 && p[SP_MODEL] == SP_LIF_COND && p[SP_METHOD] == SP_EXPONENTIAL_EULER);
    cr_assert(p[SP_LEAK] == 10 && p[SP_BIAS_FIRST] == 3 && p[SP_BIAS_LAST] == 3);
    cr_assert(p[SP_START_LOW] == -60 && p[SP_START_HIGH] == -50 && p[SP_EXC_SD] == 15);
    cr_assert(p[SP_ID] >= 0 && p[SP_ID] < 0x1p50 && floor(p[SP_ID]) == p[SP_ID]);
    harness_free(h);
}

Test(neurons, defaults_of_models)
{
    static const struct {
        const char *model;
        int number, method;
    } all[] = {{"lif", SP_LIF, SP_EXACT},
               {"adex", SP_ADEX, SP_EXPONENTIAL_EULER},
               {"izhikevich", SP_IZHIKEVICH, SP_RK4},
               {"hodgkin-huxley", SP_HODGKIN, SP_EXPONENTIAL_EULER}};
    for (int k = 0; k < 4; k++) {
        harness *h = with(all[k].model, "current_to", "9");
        harness_number(h, "leak", 12);
        cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
        const double *p = harness_doubles(h, "population");
        cr_assert((int)p[SP_MODEL] == all[k].number && (int)p[SP_METHOD] == all[k].method);
        cr_assert(p[SP_LEAK] == 12 && p[SP_BIAS_LAST] == 9 && p[SP_START_LOW] == p[SP_REST]);
        cr_assert(p[SP_A] == (k == 1 ? 4 : .02));
        cr_assert_str_eq(sp_model_name(all[k].number), all[k].model);
        harness_free(h);
    }
}

Test(neurons, bad_input)
{
    static const struct {
        const char *model, *key, *text, *where;
    } all[] = {{"lif", "method", "rk4", "method"},
               {"adex", "method", "exact", "method"},
               {"izhikevich", "method", "exponential-euler", "method"},
               {"hodgkin-huxley", "synapse", "alpha", "synapse"},
               {"lif", "reset", "-50", "reset"},
               {"izhikevich", "reset", "30", "reset"},
               {"adex", "peak", "-50", "peak"}};
    for (size_t k = 0; k < sizeof all / sizeof all[0]; k++) {
        harness *h = with(all[k].model, all[k].key, all[k].text);
        cr_assert_eq(harness_run(h), -1, "%s %s", all[k].model, all[k].key);
        cr_assert_str_eq(harness_where(h), all[k].where);
        harness_free(h);
    }
    harness *h = with("lif", NULL, NULL);
    harness_without(h, "gy.rng/1");
    cr_assert_eq(harness_run(h), -8);
    harness_free(h);
}

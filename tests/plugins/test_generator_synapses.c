/* SPDX-License-Identifier: MIT */
#include "harness.h"
#include "spiking_vectors.h"

#include <criterion/criterion.h>

static harness *between(const char *unit)
{
    harness *h = harness_new("generator-synapses", NULL);
    double a[SP_KEYS], b[SP_KEYS];
    lif_vector(a, 11, 3);
    lif_vector(b, 12, 3);
    harness_vector(h, "from", SP_KEYS, a);
    harness_vector(h, "to", SP_KEYS, b);
    harness_number(h, "weight", 5);
    harness_unit(h, "weight", unit);
    harness_number(h, "delay", 1.5);
    return h;
}

Test(synapses, what_is_written_is_in_the_vector)
{
    harness *h = between("nS");
    harness_param(h, "rule", "probability");
    harness_number(h, "probability", .25);
    harness_param(h, "receptor", "inhibitory");
    harness_param(h, "others", "true");
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    const double *q = harness_doubles(h, "projection");
    cr_assert(sp_is_projection(harness_get(h, "projection")));
    cr_assert(q[SQ_FROM] == 11 && q[SQ_TO] == 12 && q[SQ_RULE] == SP_PROBABILITY);
    cr_assert(q[SQ_SHARE] == .25 && q[SQ_RECEPTOR] == SP_INHIBITORY && q[SQ_OTHERS] == 1);
    cr_assert(q[SQ_WEIGHT] == 5 && q[SQ_CURRENT] == 0 && q[SQ_DELAY] == 1.5 && q[SQ_PLASTIC] == 0);
    harness_free(h);
}

Test(synapses, plastic)
{
    harness *h = between("nA");
    harness_param(h, "plasticity", "stdp");
    harness_number(h, "a_plus", 2);
    harness_unit(h, "a_plus", "pA");
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    const double *q = harness_doubles(h, "projection");
    cr_assert(q[SQ_PLASTIC] == 1 && q[SQ_A_PLUS] == 2 && q[SQ_W_MAX] == 5 && q[SQ_CURRENT] == 1);
    harness_free(h);
}

Test(synapses, bad_input)
{
    static const struct {
        const char *key, *text, *where;
    } all[] = {{"probability", ".1", "probability"},
               {"rule", "probability", "probability"},
               {"in_degree", "2", "in_degree"},
               {"rule", "in-degree", "in_degree"},
               {"w_min", "6", "weight"},
               {"w_max", "4", "weight"}};
    for (size_t k = 0; k < sizeof all / sizeof all[0]; k++) {
        harness *h = between("pA");
        harness_param(h, "plasticity", "stdp");
        harness_param(h, all[k].key, all[k].text);
        if (all[k].where[0] == 'w') {
            harness_unit(h, all[k].key, "pA");
        }
        cr_assert_eq(harness_run(h), -1, "%zu", k);
        cr_assert_str_eq(harness_where(h), all[k].where);
        harness_free(h);
    }
    harness *h = between("nS");
    harness_param(h, "plasticity", "stdp");
    harness_number(h, "a_minus", 1);
    harness_unit(h, "a_minus", "pA");
    cr_assert_eq(harness_run(h), -1);
    cr_assert_str_eq(harness_where(h), "a_minus");
    harness_free(h);

    h = between("nS"); /* plastic and drawn pair by pair */
    harness_param(h, "plasticity", "stdp");
    harness_param(h, "rule", "probability");
    harness_number(h, "probability", .5);
    cr_assert_eq(harness_run(h), -1);
    cr_assert_str_eq(harness_where(h), "rule");
    harness_free(h);

    h = between("nS");
    harness_vector(h, "to", 3, (double[]){1, 2, 3});
    cr_assert_eq(harness_run(h), -1);
    cr_assert_str_eq(harness_where(h), "to");
    harness_free(h);
}

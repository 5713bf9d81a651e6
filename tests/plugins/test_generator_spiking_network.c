/* SPDX-License-Identifier: MIT
 *
 * generator.spiking-network: closed forms of one synapse, delays to the step, refractoriness, what
 * is recorded, and what is refused. The core has tests of its own; statistics of a large network
 * and every spike of a small one are compared with independent scripts in tests/answers/spiking.py.
 */
#include "harness.h"
#include "spiking/lif.h"
#include "spiking_vectors.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { source = 1, cells = 2, link_id = 3 };

static harness *network(double step, double duration)
{
    harness *h = harness_new("generator-spiking-network", NULL);
    harness_number(h, "step", step);
    harness_number(h, "duration", duration);
    harness_number(h, "most_spikes", 500);
    return h;
}

static void add(harness *h, const char *port, int64_t n, const double *vector)
{
    harness_add_item(h, port, GY_FLOAT, 64, 1, &n, vector);
}

/* A source that spikes at 3 ms onto one cell, and the cell recorded. */
static harness *one_synapse(double step, int alpha, int inhibitory, double weight, double delay)
{
    harness *h = network(step, 30);
    double s[SP_KEYS + 2], p[SP_KEYS], q[SQ_KEYS];
    script_vector(s, source, 1, 1, (double[]){0, 3});
    lif_vector(p, cells, 1);
    p[SP_SHAPE] = alpha;
    p[SP_THRESHOLD] = 1000;
    synapse_vector(q, link_id, source, cells, SP_ONE_TO_ONE, weight, delay);
    q[SQ_RECEPTOR] = inhibitory;
    add(h, "populations", SP_KEYS + 2, s);
    add(h, "populations", SP_KEYS, p);
    harness_texts(h, "populations", 2, (const char *const[]){"@source", "@cells"});
    add(h, "projections", SQ_KEYS, q);
    harness_texts(h, "projections", 1, (const char *const[]){"@link"});
    harness_list(h, "record", 1, (double[]){1});
    return h;
}

Test(network, psp_of_one_spike)
{
    for (int k = 0; k < 8; k++) {
        int alpha = k & 1, inhibitory = k / 2 & 1;
        double step = k < 4 ? .1 : .5, delay = k < 4 ? 1.3 : 2;
        harness *h = one_synapse(step, alpha, inhibitory, 40, delay);
        cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
        const double *v = harness_doubles(h, "voltage");
        for (int i = 0; i < (int)lround(30 / step); i++) {
            double t = (i + 1) * step - 3 - delay; /* v is told at the end of its step */
            double psp = sp_psp(t < -1e-9 ? -1 : t, inhibitory ? 7 : 2, alpha, 10, 250, 40);
            cr_assert(fabs(v[i] + 65 - (inhibitory ? -psp : psp)) < 1e-11, "%d %d", k, i);
        }
        cr_assert(harness_doubles(h, "counts")[0] == 1 && harness_doubles(h, "events")[0] == 1);
        harness_free(h);
    }
}

/* A strong synapse: the cell spikes in the very step in which the input arrives. */
Test(network, delays_are_exact)
{
    for (int d = 1; d < 40; d += 3) {
        harness *h = one_synapse(.5, 0, 0, 1e6, d * .5);
        double p[SP_KEYS], s[SP_KEYS + 2], q[SQ_KEYS];
        harness_free(h);
        h = network(.5, 30);
        script_vector(s, source, 1, 1, (double[]){0, 3});
        lif_vector(p, cells, 1);
        p[SP_REFRACTORY] = 100;
        synapse_vector(q, link_id, source, cells, SP_ONE_TO_ONE, 1e6, d * .5);
        add(h, "populations", SP_KEYS + 2, s);
        add(h, "populations", SP_KEYS, p);
        add(h, "projections", SQ_KEYS, q);
        cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
        const double *t = harness_doubles(h, "spikes.time");
        const int64_t *who = harness_get(h, "spikes.neuron")->data;
        const int64_t *of = harness_get(h, "spikes.population")->data;
        cr_assert(fabs(t[0] - .003) < 1e-15 && who[0] == 0 && of[0] == 0);
        cr_assert(fabs(t[1] - .003 - d * .0005) < 1e-12 && who[1] == 1 && of[1] == 1);
        cr_assert(isnan(t[2]) && who[2] == -1 && of[2] == -1);
        harness_free(h);
    }
}

/* Constant current: intervals are the refractory time and the rise, on the clock. */
/* Spikes of an adaptive exponential neuron under a steady current, by Euler steps of 1 us (Brette
 * and Gerstner 2005): a hundredth of the step of the network, so the counts may differ by one or
 * two. */
static int adex_by_euler(double current, double ms)
{
    double v = -65, w = 0, dt = .001;
    int n = 0;
    for (double t = 0; t < ms; t += dt) {
        double leak = -25 * (v + 65) + 25 * 2 * exp((v + 50) / 2);
        double dv = (leak - w + current) / 250, dw = (4 * (v + 65) - w) / 100;
        v += dt * dv;
        w += dt * dw;
        if (v > 30) {
            v = -65;
            w += 80;
            n++;
        }
    }
    return n;
}

Test(network, adex_fires_from_its_threshold_on)
{
    for (int k = 0; k < 4; k++) {
        double p[SP_KEYS], current = 300 + 400 * k;
        harness *h = network(.1, 500);
        lif_vector(p, cells, 1);
        p[SP_MODEL] = SP_ADEX;
        p[SP_METHOD] = SP_EXPONENTIAL_EULER;
        p[SP_A] = 4;
        p[SP_B] = 80;
        p[SP_BIAS_FIRST] = p[SP_BIAS_LAST] = current;
        add(h, "populations", SP_KEYS, p);
        cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
        int want = adex_by_euler(current, 500), got = (int)harness_doubles(h, "counts")[0];
        cr_assert(abs(got - want) <= 2 && (k == 0 || want > 5), "%g pA: %d, not %d", current, got,
                  want);
        harness_free(h);
    }
}

Test(network, refractory_intervals)
{
    harness *h = network(.1, 200);
    double p[SP_KEYS];
    lif_vector(p, cells, 3);
    p[SP_REFRACTORY] = 2;
    p[SP_BIAS_FIRST] = 400;
    p[SP_BIAS_LAST] = 800;
    add(h, "populations", SP_KEYS, p);
    harness_texts(h, "populations", 1, (const char *const[]){"@cells"});
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    const double *t = harness_doubles(h, "spikes.time");
    const int64_t *who = harness_get(h, "spikes.neuron")->data;
    for (int k = 0; k < 3; k++) {
        double end = (400 + 200 * k) / 25.,
               rise = ceil(10 * log(end / (end - 15)) / .1 - 1e-9) * .1;
        double last = -1;
        for (int i = 0; i < 500 && !isnan(t[i]); i++) {
            if (who[i] == k) {
                double want = last < 0 ? rise - .1 : last + 2 + rise;
                cr_assert(fabs(t[i] * 1000 - want) < 1e-6, "%d: %g, not %g", k, t[i] * 1000, want);
                last = want;
            }
        }
        cr_assert(last > 150);
    }
    const gy_array *names = harness_out_coord(h, "neuron", "population");
    cr_assert_str_eq(harness_text_of(h, names, 2), "cells");
    cr_assert(((const int64_t *)harness_out_coord(h, "neuron", "index")->data)[2] == 2);
    harness_free(h);
}

/* A pair of spikes at a plastic synapse, its weight at the end, and the delay in the dendrite. */
Test(network, plastic_weight)
{
    harness *h = network(1, 40);
    double s[SP_KEYS + 4], p[SP_KEYS], q[SQ_KEYS], r[SQ_KEYS];
    script_vector(s, source, 2, 2, (double[]){0, 5, 1, 8});
    lif_vector(p, cells, 2);
    synapse_vector(q, link_id, source, cells, SP_ALL_TO_ALL, 1, 1);
    q[SQ_PLASTIC] = 1;
    q[SQ_A_PLUS] = 2;
    q[SQ_A_MINUS] = .5;
    q[SQ_W_MAX] = 10;
    synapse_vector(r, link_id + 1, source, cells, SP_ONE_TO_ONE, 1e6, 1); /* spikes at 6 and 9 */
    p[SP_REFRACTORY] = 30;
    add(h, "populations", SP_KEYS + 4, s);
    add(h, "populations", SP_KEYS, p);
    add(h, "projections", SQ_KEYS, q);
    add(h, "projections", SQ_KEYS, r);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    const double *w = harness_doubles(h, "weights");
    cr_assert(harness_length(h, "plastic") == 4);
    cr_assert(fabs(w[0] - 1 - 2 * exp(-2 / 3.)) < 1e-14); /* seen at 7, after 5 */
    cr_assert(fabs(w[1] - 1 - 2 * exp(-5 / 3.)) < 1e-14);
    cr_assert(fabs(w[2] - 1 + .5 * exp(-1 / 3.)) < 1e-14); /* 8 comes after 7 */
    cr_assert(fabs(w[3] - 1 - 2 * exp(-2 / 3.)) < 1e-14);
    cr_assert(harness_doubles(h, "events")[0] == 6);
    harness_free(h);
}

/* A Poisson source: as many spikes as its rate says, within 5 sd, and none after `until`. */
Test(network, poisson)
{
    harness *h = network(1, 1000);
    double p[SP_KEYS];
    lif_vector(p, source, 200);
    p[SP_MODEL] = SP_POISSON;
    p[SP_RATE] = 50;
    p[SP_UNTIL] = 500;
    harness_number(h, "most_spikes", 10000);
    add(h, "populations", SP_KEYS, p);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    double n = 0, want = 200 * 500 * (1 - exp(-.05));
    for (int i = 0; i < 200; i++) {
        n += harness_doubles(h, "counts")[i];
    }
    cr_assert(fabs(n - want) < 5 * sqrt(want), "%g, not %g", n, want);
    harness_free(h);
}

static void refused(harness *h, int code, const char *where, const char *told)
{
    int got = harness_run(h);
    cr_assert_eq(got, code, "%d: %s", got, harness_error(h));
    cr_assert_str_eq(harness_where(h), where);
    cr_assert(strstr(harness_error(h), told), "%s", harness_error(h));
    harness_free(h);
}

/* Two cells, one projection with a fault. */
static harness *faulty(int key, double value)
{
    harness *h = network(.1, 10);
    double p[SP_KEYS], q[SQ_KEYS];
    lif_vector(p, cells, 2);
    synapse_vector(q, link_id, cells, cells, SP_ALL_TO_ALL, 1, 1);
    q[key] = value;
    add(h, "populations", SP_KEYS, p);
    add(h, "projections", SQ_KEYS, q);
    harness_texts(h, "populations", 1, (const char *const[]){"@cells"});
    harness_texts(h, "projections", 1, (const char *const[]){"@loop"});
    return h;
}

Test(network, bad_projections)
{
    refused(faulty(SQ_DELAY, .05), -1, "projections", "shorter than a step; at least 0.1 ms");
    refused(faulty(SQ_DELAY, .25), -1, "projections", "no whole number");
    refused(faulty(SQ_TO, 9), -1, "projections", "loop goes to a population that is not among");
    refused(faulty(SQ_FROM, 9), -1, "projections", "loop goes from a population");
    refused(faulty(SQ_CURRENT, 0), -1, "projections", "not conductances");
    refused(faulty(SQ_RECEPTOR, SP_NMDA), -1, "projections", "belong to lif-conductance and adex");
    refused(faulty(SQ_MAGIC, 0), -1, "projections", "loop is no projection");
}

Test(network, bad_populations)
{
    static const struct {
        int key, code;
        double value;
        const char *where, *told;
    } all[] = {{SP_MAGIC, -1, 0, "populations", "cells is no population"},
               {SP_REFRACTORY, -1, .25, "step", "no whole number of steps"},
               {SP_MODEL, -1, SP_HODGKIN, "step", "at most 0.01771 ms"}};
    for (int k = 0; k < 3; k++) {
        harness *h = network(.1, 10);
        double p[SP_KEYS];
        lif_vector(p, cells, 2);
        p[all[k].key] = all[k].value;
        if (p[SP_MODEL] == SP_HODGKIN) { /* 250 pF: 39.3 uS in all is the axon's 157 / ms */
            p[SP_METHOD] = SP_RK4;
            p[SP_G_NA] = 30000;
            p[SP_G_K] = 9290 - 25 + 25;
            p[SP_LEAK] = 25;
        }
        add(h, "populations", SP_KEYS, p);
        harness_texts(h, "populations", 1, (const char *const[]){"@cells"});
        refused(h, all[k].code, all[k].where, all[k].told);
    }
    harness *h = network(.1, 10); /* the same one twice */
    double p[SP_KEYS];
    lif_vector(p, cells, 2);
    add(h, "populations", SP_KEYS, p);
    add(h, "populations", SP_KEYS, p);
    refused(h, -1, "populations", "twice");
    refused(network(.1, 0), -1, "duration", "1 to 1e10 steps");
}

Test(network, beyond_memory_and_room)
{
    double p[SP_KEYS], q[SQ_KEYS];
    harness *h = network(.1, 10);
    lif_vector(p, cells, 10000000);
    synapse_vector(q, link_id, cells, cells, SP_ALL_TO_ALL, 1, 1);
    add(h, "populations", SP_KEYS, p);
    add(h, "projections", SQ_KEYS, q);
    refused(h, -1, "projections", "1e12 synapses");

    h = network(.1, 100); /* more spikes than rows */
    lif_vector(p, cells, 100);
    p[SP_BIAS_FIRST] = p[SP_BIAS_LAST] = 5000;
    add(h, "populations", SP_KEYS, p);
    refused(h, -7, "most_spikes", "more than 500 spikes until");

    h = one_synapse(.1, 0, 0, 1, 1);
    harness_list(h, "record", 1, (double[]){2});
    refused(h, -1, "record", "they are 0 to 1");

    h = one_synapse(.1, 0, 0, 1, 1);
    harness_stop_after(h, 20);
    cr_assert_eq(harness_run(h), -9);
    harness_free(h);

    h = one_synapse(.1, 0, 0, 1, 1);
    harness_without(h, "gy.rng/1");
    cr_assert_eq(harness_run(h), -8);
    harness_free(h);
}

/* An NMDA synapse from the keyfile's side: the same input moves a cell more where it is
 * depolarised. */
Test(network, nmda)
{
    double moved[2];
    for (int k = 0; k < 2; k++) {
        harness *h = network(.1, 60);
        double s[SP_KEYS + 2], p[SP_KEYS], q[SQ_KEYS];
        script_vector(s, source, 1, 1, (double[]){0, 3});
        lif_vector(p, cells, 1);
        p[SP_MODEL] = SP_LIF_COND;
        p[SP_METHOD] = SP_EXPONENTIAL_EULER;
        p[SP_THRESHOLD] = 1000;
        p[SP_MAGNESIUM] = 1;
        p[SP_REST] = p[SP_START_LOW] = p[SP_START_HIGH] = k ? -40 : -80;
        synapse_vector(q, link_id, source, cells, SP_ONE_TO_ONE, 10, 1);
        q[SQ_CURRENT] = 0;
        q[SQ_RECEPTOR] = SP_NMDA;
        add(h, "populations", SP_KEYS + 2, s);
        add(h, "populations", SP_KEYS, p);
        add(h, "projections", SQ_KEYS, q);
        harness_list(h, "record", 1, (double[]){1});
        cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
        moved[k] = harness_doubles(h, "voltage")[599] - p[SP_REST];
        harness_free(h);
    }
    cr_assert(moved[0] > 0 && moved[1] > 2 * moved[0], "%g %g", moved[0], moved[1]);
}

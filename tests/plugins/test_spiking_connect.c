/* SPDX-License-Identifier: MIT
 *
 * Wiring and gathering. The functions want a gy_call; this test gives them one that draws, keeps
 * memory and does nothing else.
 */
#include "spiking/connect.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char told[400];

static void *rooms[200]; /* what the host of a call would take back */
static int n_rooms;

static void *room(gy_call *c, int64_t bytes)
{
    if (bytes >= (int64_t)1 << 30 || n_rooms == 200) {
        return NULL;
    }
    return rooms[n_rooms++] = calloc(1, (size_t)bytes + 1);
}

static void take_back(void)
{
    while (n_rooms > 0) {
        free(rooms[--n_rooms]);
    }
}

static int uniform(gy_call *c, const char *purpose, int64_t row, int64_t n, double *out)
{
    uint64_t x = (uint64_t)row * 0xD1B54A32D192ED03u;
    x ^= x >> 31;
    for (int64_t i = 0; i < n; i++) { /* SplitMix64 */
        uint64_t z = x += 0x9E3779B97F4A7C15u;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        out[i] = (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
    }
    return GY_OK;
}

static const void *extension(gy_call *c, const char *name)
{
    static const gy_rng rng = {.size = sizeof rng, .uniform = uniform};
    return strcmp(name, GY_RNG) == 0 ? &rng : NULL;
}

static int stopped(gy_call *c)
{
    return 0;
}

static int fail(gy_call *c, int code, const char *where, const char *text)
{
    snprintf(told, sizeof told, "%s: %s", where, text);
    return code;
}

static const gy_host host = {
    .size = sizeof host, .scratch = room, .extension = extension, .stopped = stopped, .fail = fail};
static gy_call call = {.size = sizeof call, .host = &host};

static int has(const sp_csr *m, int64_t i, int64_t j)
{
    int n = 0;
    for (int64_t k = m->first[i * m->parts]; k < m->first[(i + 1) * m->parts]; k++) {
        n += m->target[k] == j;
    }
    return n;
}

static void check_order(const sp_csr *m)
{
    for (int64_t i = 0; i < m->n_pre; i++) {
        for (int64_t p = 0; p < m->parts; p++) {
            int64_t lo = m->first[i * m->parts + p], hi = m->first[i * m->parts + p + 1];
            for (int64_t k = lo; k < hi; k++) {
                cr_assert(m->target[k] / SP_PART == p && m->target[k] < m->n_post);
                cr_assert(k == lo || m->target[k] > m->target[k - 1]);
            }
        }
    }
}

Test(connect, fixed_rules, .fini = take_back)
{
    sp_csr m;
    for (int others = 0; others < 2; others++) {
        sp_wiring one = {SP_ONE_TO_ONE, 1, 0, 3}, all = {SP_ALL_TO_ALL, 1, others, 3};
        cr_assert_eq(sp_connect(&call, "x", &one, 7, 7, &m), GY_OK);
        cr_assert(m.n == 7 && sp_synapses(&one, 7, 7) == 7);
        for (int64_t k = 0; k < 49; k++) {
            cr_assert(has(&m, k / 7, k % 7) == (k / 7 == k % 7));
        }
        cr_assert_eq(sp_connect(&call, "x", &all, 5, 7, &m), GY_OK);
        cr_assert(m.n == (others ? 30 : 35) && m.n == sp_synapses(&all, 5, 7));
        for (int64_t k = 0; k < 35; k++) {
            cr_assert(has(&m, k / 7, k % 7) == !(others && k / 7 == k % 7));
        }
        check_order(&m);
    }
}

/* Mean and variance of the number of targets are binomial, within 5 standard errors; other sources
 * have other targets. */
Test(connect, probability, .fini = take_back)
{
    sp_csr m;
    double p = .05, shares[] = {1, .5, .001};
    sp_wiring w = {SP_PROBABILITY, p, 0, 77};
    cr_assert_eq(sp_connect(&call, "x", &w, 400, 600, &m), GY_OK);
    check_order(&m);
    double mean = (double)m.n / 400, var = 0, hits[600] = {0};
    for (int64_t i = 0; i < 400; i++) {
        double n = (double)(m.first[i + 1] - m.first[i]);
        var += (n - mean) * (n - mean) / 399;
    }
    cr_assert(fabs(mean - 30) < 5 * sqrt(28.5 / 400) && fabs(var / 28.5 - 1) < 5 * sqrt(2. / 400));
    double spread = 0;
    for (int64_t k = 0; k < m.n; k++) {
        hits[m.target[k]] += 1;
    }
    for (int j = 0; j < 600; j++) {
        spread += (hits[j] - 20) * (hits[j] - 20) / 600 / 19;
    }
    cr_assert(fabs(spread - 1) < 5 * sqrt(2. / 600), "%g", spread);
    for (int s = 0; s < 3; s++) {
        w.share = shares[s];
        cr_assert_eq(sp_connect(&call, "x", &w, 100, 100, &m), GY_OK, "%s", told);
        cr_assert(fabs((double)m.n - 1e4 * shares[s]) <=
                  5 * sqrt(1e4 * shares[s] * (1 - shares[s])));
    }
}

Test(connect, in_degree, .fini = take_back)
{
    sp_csr m;
    for (int others = 0; others < 2; others++) {
        sp_wiring w = {SP_IN_DEGREE, 6, others, 5};
        cr_assert_eq(sp_connect(&call, "x", &w, 20, 30, &m), GY_OK);
        check_order(&m);
        cr_assert(m.n == 180);
        for (int64_t j = 0; j < 30; j++) {
            int n = 0;
            for (int64_t i = 0; i < 20; i++) {
                cr_assert(has(&m, i, j) <= 1 && !(others && i == j && has(&m, i, j)));
                n += has(&m, i, j);
            }
            cr_assert(n == 6);
        }
    }
}

/* Targets in several parts: every part alone, in any order, makes what a plain loop makes. */
Test(connect, gather_by_parts, .fini = take_back)
{
    sp_csr m;
    int64_t n_post = 2 * SP_PART + 100;
    sp_wiring w = {SP_PROBABILITY, .01, 0, 9};
    cr_assert_eq(sp_connect(&call, "x", &w, 50, n_post, &m), GY_OK);
    check_order(&m);
    cr_assert(m.parts == 3);
    int32_t spikes[] = {0, 7, 8, 49};
    double *a = calloc((size_t)n_post, 8), *b = calloc((size_t)n_post, 8);
    for (int64_t p = 2; p >= 0; p--) {
        sp_gather(&m, p, spikes, 4, .3, a);
    }
    int64_t events = 0;
    for (int s = 0; s < 4; s++) {
        for (int64_t j = 0; j < n_post; j++) {
            b[j] += has(&m, spikes[s], j) ? .3 : 0;
            events += has(&m, spikes[s], j);
        }
    }
    cr_assert_arr_eq(a, b, (size_t)n_post * 8);
    cr_assert(events == sp_events(&m, spikes, 4));
    free(a);
    free(b);
}

Test(connect, bad_input, .fini = take_back)
{
    sp_csr m;
    sp_wiring one = {SP_ONE_TO_ONE, 1, 0, 3}, in = {SP_IN_DEGREE, 20, 1, 3};
    sp_wiring all = {SP_ALL_TO_ALL, 1, 0, 3};
    cr_assert_eq(sp_connect(&call, "x", &one, 5, 7, &m), GY_PARAM);
    cr_assert_str_eq(told, "x: one-to-one joins populations of one size, and these have 5 and 7 "
                           "neurons");
    cr_assert_eq(sp_connect(&call, "x", &in, 20, 30, &m), GY_PARAM);
    cr_assert(strstr(told, "19 different sources at most, not 20"));
    cr_assert_eq(sp_connect(&call, "x", &all, 10000000, 10000000, &m), GY_PARAM);
    cr_assert(strstr(told, "do not fit in memory"));
    cr_assert_eq(sp_connect(&call, "x", &all, 100000, 100000, &m), GY_MEMORY);
    cr_assert(strstr(told, "40000 MB"));
}

Test(connect, bytes_are_enough, .fini = take_back)
{
    sp_wiring w = {SP_PROBABILITY, .1, 0, 3};
    int64_t n = sp_synapses(&w, 100, 200);
    cr_assert(n > 2000 && n < 2400);
    cr_assert(sp_connect_bytes(&w, 100, 200) >= 4 * n + 8 * 101 + 20 * 201);
}

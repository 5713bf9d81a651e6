/* SPDX-License-Identifier: Apache-2.0
 *
 * The spiking core: what a synaptic event costs and what a neuron's step costs, beside the memory
 * bandwidth of this machine. One thread.
 *
 *     linear    16,000 neurons with 40 to 640 synapses each: twice the synapses take at most twice
 *               the time (an event at the most synapses, at most 1.5 times as long as at the least)
 *     size      4,000 to 256,000 neurons with 80 synapses each: from synapses in the second cache
 *               to 80 MB of them. At most 8 times as long
 *               In every step one source of 500 spikes. An event reads an index (4 bytes) and reads
 *               and writes an input (16): 20 bytes
 *     membrane  a step of 4,000 conductance neurons by exponential Euler
 *     bandwidth a sum over 256 MiB, the best of five
 *
 * Against Brian2: tests/bench/peer_brian2.py.
 */
#include "bench.h"
#include "spiking/conductance.h"
#include "spiking/connect.h"

#define EVERY 500

static double bandwidth(void)
{
    size_t n = (size_t)32 << 20;
    double *x = g_new(double, n), best = 0, sum = 0;
    for (size_t i = 0; i < n; i++) {
        x[i] = 1;
    }
    for (int round = 0; round < 5; round++) {
        double part[8] = {0};
        bench_time start = bench_now();
        for (size_t i = 0; i < n; i += 8) {
            for (int k = 0; k < 8; k++) {
                part[k] += x[i + (size_t)k];
            }
        }
        bench_time took = bench_since(start);
        sum += part[0];
        best = MAX(best, 8.0 * (double)n / took.cpu);
    }
    g_free(x);
    return sum > 0 ? best : 0;
}

/* Every source reaches degree targets in rising order, one in each of as many equal stretches. */
static sp_csr wiring(int64_t n, int64_t degree, uint64_t *state)
{
    int64_t parts = (n + SP_PART - 1) / SP_PART, at = 0;
    sp_csr m = {n,
                n,
                parts,
                n * degree,
                n * degree,
                g_new0(int64_t, n * parts + 1),
                g_new(int32_t, n * degree)};
    for (int64_t i = 0; i < n; i++) {
        int64_t k = 0;
        for (; k < degree; k++) {
            *state = *state * 6364136223846793005u + 1442695040888963407u;
            int64_t lo = n * k / degree, width = n * (k + 1) / degree - lo;
            m.target[at + k] = (int32_t)(lo + (int64_t)(*state >> 33) % width);
        }
        k = 0;
        for (int64_t p = 0; p < parts; p++) {
            m.first[i * parts + p] = at + k;
            while (k < degree && m.target[at + k] < (p + 1) * SP_PART) {
                k++;
            }
        }
        at += degree;
    }
    m.first[n * parts] = at;
    return m;
}

/* Nanoseconds of an event. */
static double gather(int64_t n, int64_t degree)
{
    uint64_t state = 1;
    sp_csr m = wiring(n, degree, &state);
    double *into = g_new0(double, n), events = 0;
    int32_t *spikes = g_new(int32_t, n / EVERY);
    bench_time start = bench_now();
    for (int step = 0; events < 4e7; step++) {
        for (int64_t s = 0; s < n / EVERY; s++) {
            spikes[s] = (int32_t)(s * EVERY + step * 7919 % EVERY);
        }
        for (int64_t p = 0; p < m.parts; p++) {
            sp_gather(&m, p, spikes, n / EVERY, 1e-9, into);
        }
        events += (double)(n / EVERY * degree);
    }
    double ns = bench_since(start).cpu * 1e9 / events;
    g_free(m.first);
    g_free(m.target);
    g_free(into);
    g_free(spikes);
    return ns;
}

static double membrane(void)
{
    enum { n = 4000 };
    static double v[n], e[n], i[n], bias[n], hold[n];
    sp_synapse_step s = sp_synapse_of(.1, 5, 0, 0, 0, 0);
    sp_membrane k = {.model = SP_LIF_COND,
                     .h = .1,
                     .c = 200,
                     .leak = 10,
                     .rest = -60,
                     .e_inh = -80,
                     .exc = s,
                     .inh = s};
    for (int j = 0; j < n; j++) {
        v[j] = -60;
        e[j] = 30;
        i[j] = 150;
    }
    bench_time start = bench_now();
    for (int step = 0; step < 20000; step++) {
        sp_membrane_exponential(&k, 0, n, v, e, i, NULL, bias, hold, NULL);
    }
    return bench_since(start).cpu / 20000 * 1e6;
}

static void tell(const char *what, int64_t synapses, double ns, double rate)
{
    printf("%s: %8.2e synapses, %.2f ns an event, %.0f million events a second, %.2f of the "
           "bandwidth\n",
           what, (double)synapses, ns, 1e3 / ns, 20e9 / ns / rate);
    fflush(stdout);
}

int main(void)
{
    bench_machine();
    double rate = bandwidth(), first = 0, last = 0;
    printf("bandwidth: %.1f GB/s\n", rate * 1e-9);
    for (int64_t degree = 40; degree <= 640; degree *= 2) {
        last = gather(16000, degree);
        first = degree == 40 ? last : first;
        tell("linear", 16000 * degree, last, rate);
    }
    int over =
        bench_verdict("an event of the most / of the least synapses", last / first, 1.5, "times");
    for (int64_t n = 4000; n <= 256000; n *= 4) {
        last = gather(n, 80);
        first = n == 4000 ? last : first;
        tell("size", n * 80, last, rate);
    }
    printf("membrane: %.1f us a step of 4,000 neurons\n", membrane());
    return over + bench_verdict("an event of the largest / of the smallest network", last / first,
                                8, "times");
}

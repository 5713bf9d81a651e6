/* SPDX-License-Identifier: Apache-2.0
 *
 * bench.h: clocks, the rate of a plain sgemm, and verdicts, for the benchmarks of this folder.
 * Other programs may load the machine: beside wall time stands the time that the threads of this
 * process were really running, which waiting for a core does not lengthen.
 */
#ifndef BENCH_H
#define BENCH_H

#include <cblas.h>
#include <glib.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "compute/cpu/blas.h"

typedef struct bench_time {
    double wall, cpu; /* seconds; cpu: of all threads of this process */
} bench_time;

static inline double bench_clock(clockid_t which)
{
    struct timespec t;
    (void)clock_gettime(which, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static inline bench_time bench_now(void)
{
    return (bench_time){bench_clock(CLOCK_MONOTONIC), bench_clock(CLOCK_PROCESS_CPUTIME_ID)};
}

static inline bench_time bench_since(bench_time start)
{
    bench_time now = bench_now();
    return (bench_time){now.wall - start.wall, now.cpu - start.cpu};
}

/* What one plain sgemm of OpenBLAS with `threads` threads does, n^3, the best of `rounds`: flops
 * per second of wall time, and per second of a thread that runs, times the threads. */
static inline bench_time bench_sgemm_rate(int threads, int n, int rounds)
{
    size_t size = (size_t)n * (size_t)n;
    float *a = g_new(float, 3 * size), *b = a + size, *c = b + size;
    for (size_t i = 0; i < 3 * size; i++) {
        a[i] = (float)(i % 1009) / 1009.0f - 0.5f;
    }
    bench_time best = {0, 0};
    double work = 2.0 * n * (double)n * n;
    openblas_set_num_threads(threads);
    for (int i = 0; i < rounds; i++) {
        bench_time start = bench_now();
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, n, n, n, 1, a, n, b, n, 0, c, n);
        bench_time took = bench_since(start);
        best.wall = MAX(best.wall, work / took.wall);
        best.cpu = MAX(best.cpu, threads * work / took.cpu);
    }
    gy_blas_setup();
    g_free(a);
    return best;
}

/* The line of Linux's load average: how busy the machine was besides. */
static inline void bench_machine(void)
{
    g_autofree char *info = NULL, *load = NULL;
    const char *name = NULL;
    if (g_file_get_contents("/proc/cpuinfo", &info, NULL, NULL)) {
        name = strstr(info, "model name");
        name = name ? strchr(name, ':') : NULL;
    }
    gy_blas_facts facts;
    gy_blas_facts_init(&facts);
    int length = name ? (int)strcspn(name + 2, "\n") : 7;
    (void)g_file_get_contents("/proc/loadavg", &load, NULL, NULL);
    printf("machine: %.*s, %u cores; OpenBLAS kernels %s; load average %.4s\n", length,
           name ? name + 2 : "unknown", g_get_num_processors(), facts.core, load ? load : "?");
    gy_blas_facts_clear(&facts);
}

/* Prints a value against its limit; 1 if it is over. */
static inline int bench_verdict(const char *what, double value, double limit, const char *unit)
{
    printf("%s: %.3g %s, limit %.3g: %s\n", what, value, unit, limit,
           value <= limit ? "met" : "NOT MET");
    fflush(stdout);
    return value <= limit ? 0 : 1;
}

#endif

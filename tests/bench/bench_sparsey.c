/* SPDX-License-Identifier: Apache-2.0
 *
 * Time to store an item in encoder.sparsey, with few and with many items stored. Prints
 * milliseconds of processor an item; the median with many is to be within 1.5 times that with few,
 * both ways. Counted operations are the same to the last: pipelines/sparsey.ini.
 */
#include <glib/gstdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "bench.h"

#define ROUNDS 3

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double children_cpu(void)
{
    struct rusage u;
    (void)getrusage(RUSAGE_CHILDREN, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
           1e-6 * (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec);
}

/* Seconds of processor of `gyrus run` with so many items. */
static double seconds(const char *root, const char *file, int items)
{
    g_autofree char *gyrus = g_build_filename(root, "gyrus", NULL);
    g_autofree char *rows = g_strdup_printf("items.rows=%d", items);
    const char *argv[] = {gyrus, "run", file, "--quiet", "--set", rows, NULL};
    g_autofree char *out = NULL, *err = NULL;
    int status = 0;
    double before = children_cpu();
    if (!g_spawn_sync(NULL, (char **)(uintptr_t)argv, NULL, 0, NULL, NULL, &out, &err, &status,
                      NULL) ||
        status != 0) {
        fprintf(stderr, "gyrus run: %s\n", err ? err : "");
        exit(2);
    }
    return children_cpu() - before;
}

int main(void)
{
    static const int items[] = {1000, 3000, 8000, 10000};
    const char *root = g_getenv("GYRUS_BUILD_ROOT");
    g_autofree char *dir = g_dir_make_tmp("gyrus-bench-XXXXXX", NULL);
    g_autofree char *file = g_build_filename(dir, "sparsey.ini", NULL);
    double few[ROUNDS], many[ROUNDS];
    (void)g_file_set_contents(
        file,
        "[pipeline]\ntitle = Storage\n[items]\nplugin = generator.sdr\n"
        "rows = 1\ncells = 400\nactive = 40\n[memory]\n"
        "plugin = encoder.sparsey\nx = @items\nmodules = 64\nunits = 64\n[cost]\n"
        "plugin = metric.trend\ny = @memory.cost\n",
        -1, NULL);
    for (int i = 0; i < ROUNDS; i++) { /* two thousand after a thousand, and after eight */
        double t[4];
        for (int k = 0; k < 4; k++) {
            t[k] = seconds(root, file, items[k]);
        }
        few[i] = (t[1] - t[0]) / 2;
        many[i] = (t[3] - t[2]) / 2;
    }
    qsort(few, ROUNDS, sizeof *few, by_size);
    qsort(many, ROUNDS, sizeof *many, by_size);
    printf("an item stored and recalled: %.3g ms after 1,000 others, %.3g ms after 8,000\n",
           few[ROUNDS / 2], many[ROUNDS / 2]);
    (void)g_remove(file);
    (void)g_rmdir(dir);
    double ratio = many[ROUNDS / 2] / few[ROUNDS / 2];
    ratio = ratio > 0 && ratio < 1 ? 1 / ratio : ratio > 0 ? ratio : 1e9;
    return bench_verdict("ratio of the medians, the larger way", ratio, 1.5, "times");
}

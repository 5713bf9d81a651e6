/* SPDX-License-Identifier: Apache-2.0
 *
 * The benchmark of generator.synthscenes: 100,000 scenes of 32 x 32 pixels, pictures and
 * attributes, through the host, with 2 threads. Goal: under 30 s. Beside it stands what writing as
 * many bytes costs (memset), and the processor time, which waiting for a busy core does not
 * lengthen.
 *
 *     bench-scenes [THREADS [SCENES]]
 */
#include <stdlib.h>

#include "bench.h"
#include "graph/keyfile_vars.h"
#include "run/run.h"

#define SCENES 100000
#define LIMIT  30.0

static const char keyfile[] = "[pipeline]\ntitle = Scenes benchmark\nseed = 1\n"
                              "[scenes]\nplugin = generator.synthscenes\nscenes = %d\n"
                              "[read]\nplugin = transform.bench-reads\nx = @scenes.images\n"
                              "t = @scenes.attributes\n";

static gboolean make(int threads, int scenes, bench_time *took, uint64_t *peak, uint64_t *predicted)
{
    const char *root = g_getenv("GYRUS_BUILD_ROOT");
    g_autoptr(gy_problems) problems = gy_problems_new();
    gy_registry *r = gy_registry_new();
    g_autofree char *plugins = g_build_filename(root ? root : "build", "plugins", NULL);
    g_autofree char *own = g_build_filename(root ? root : "build", "tests", "bench", NULL);
    if (!gy_registry_add_dir(r, plugins, NULL) || !gy_registry_add_dir(r, own, NULL)) {
        fprintf(stderr, "no plugins in %s; run from the source folder\n", plugins);
        exit(2);
    }
    g_autofree char *text = g_strdup_printf(keyfile, scenes);
    g_autoptr(gy_keyfile) kf = gy_keyfile_scan("bench.ini", text, strlen(text), problems);
    (void)gy_keyfile_apply_profile(kf, NULL, problems);
    (void)gy_keyfile_expand(kf, problems);
    gy_graph *g = gy_graph_build(kf, r, problems);
    gboolean good = g != NULL;
    if (g) {
        gy_probe probe = {.fold = -1};
        gy_run_options o = {.threads = threads, .probe = &probe};
        bench_time start = bench_now();
        g_autoptr(gy_outcome) out = gy_run(g, r, &o, problems);
        *took = bench_since(start);
        good = out->failed == 0;
        *peak = out->peak;
        *predicted = out->predicted;
        gy_graph_free(g);
    }
    g_autofree char *told = gy_problems_format(problems);
    fputs(told, stderr);
    gy_registry_free(r);
    return good;
}

/* What writing n bytes for the first time takes. */
static bench_time fill(size_t n)
{
    bench_time start = bench_now();
    char *bytes = malloc(n);
    if (bytes) {
        memset(bytes, 1, n);
        printf("memset: byte %d, ", bytes[n / 2]);
    }
    bench_time took = bench_since(start);
    free(bytes);
    return took;
}

int main(int n, char **v)
{
    int threads = n > 1 ? atoi(v[1]) : MIN(2, (int)g_get_num_processors());
    int scenes = n > 2 ? atoi(v[2]) : SCENES;
    uint64_t peak = 0, predicted = 0;
    bench_time took = {0, 0};
    bench_machine();
    if (!make(threads, scenes, &took, &peak, &predicted)) {
        return 1;
    }
    size_t bytes = (size_t)scenes * (32 * 32 * 3 + 32);
    bench_time plain = fill(bytes);
    printf("%.1f MB: %.3f s by the clock, %.3f s running\n", (double)bytes * 1e-6, plain.wall,
           plain.cpu);
    printf("generator.synthscenes, %d scenes of 32 px, pictures and attributes, %d threads: %.2f s "
           "by the clock, %.2f s running, %.1f us a scene\n",
           scenes, threads, took.wall, took.cpu, took.cpu / scenes * 1e6);
    int over = bench_verdict("time", took.wall * SCENES / scenes, LIMIT, "s");
    printf("peak %.1f MB, pictures and attributes %.1f MB\n", (double)peak * 1e-6,
           (double)bytes * 1e-6);
    over +=
        bench_verdict("peak / (pictures and attributes)", (double)peak / (double)bytes, 1.1, "");
    over += bench_verdict("predicted peak / peak", (double)predicted / (double)peak, 1.3, "");
    return over + (predicted < peak) > 0;
}

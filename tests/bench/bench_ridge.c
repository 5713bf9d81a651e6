/* SPDX-License-Identifier: Apache-2.0
 *
 * The ridge benchmark: one keyfile through the host, n 3000, p 1000, 20,000 targets, 20 alphas,
 * f32, five inner folds. F = 3.0e12 operations is fixed: what the method needs, rounded up
 *
 *     scores   5 folds x 600 held-out rows x 1000 x 20,000 targets x 20 alphas x 2   2.4e12
 *     targets in the six bases, X'Y, weights                                         0.4e12
 *     Grams, six eigendecompositions of 1000 x 1000, held-out rows in the bases      0.1e12
 *
 * Goals: time at most 1.5 F / rate, with the rate of a plain sgemm of this run at the same threads;
 * peak bytes of the host's arrays at most 1.5 times inputs plus outputs.
 *
 *     bench-ridge [THREADS [TARGETS]]     fewer targets: F shrinks in proportion
 */
#include <stdlib.h>

#include "bench.h"
#include "graph/keyfile_vars.h"
#include "run/run.h"
#include "sugar.h"
#include "value/buffer.h"

#define FLOPS      3.0e12
#define N          3000
#define P          1000
#define TARGETS    20000
#define TIME_LIMIT 1.5
#define PEAK_LIMIT 1.5

static const char keyfile[] = "[pipeline]\ntitle = Ridge benchmark\nseed = 1\n"
                              "[data]\nplugin = generator.bench-data\nn = 3000\n"
                              "features = 1000\ntargets = %d\n"
                              "[split]\nrows = @data.x\nscheme = k-fold\nfolds = 5\n"
                              "[model]\nplugin = encoder.ridge\nx = @data.x\ny = @data.y\n"
                              "alphas = logspace(0, 5, 20)\n";

typedef struct watch {
    bench_time start, fit; /* when the fit began; what it took */
    uint64_t state;        /* bytes of w, intercept, alpha */
    GArray *alpha;         /* double: chosen, per target */
} watch;

static void on_progress(void *data, const char *node, double share)
{
    watch *w = data;
    (void)share;
    if (strcmp(node, "model") == 0) {
        w->start = bench_now();
    }
}

static void on_fit(void *data, const char *node, const char *where, int fold, const gy_state *state)
{
    watch *w = data;
    (void)node;
    (void)where;
    (void)fold;
    w->fit = bench_since(w->start);
    for (guint i = 0; i < state->arrays->len; i++) {
        const gy_value *v = state->arrays->pdata[i];
        w->state += v->bytes->n;
    }
    const gy_value *alpha = gy_state_get(state, "alpha");
    g_array_append_vals(w->alpha, alpha->view.data, (guint)alpha->shape[0]);
}

static gy_registry *registry(void)
{
    const char *root = g_getenv("GYRUS_BUILD_ROOT");
    gy_registry *r = gy_registry_new();
    g_autofree char *plugins = g_build_filename(root ? root : "build", "plugins", NULL);
    g_autofree char *own = g_build_filename(root ? root : "build", "tests", "bench", NULL);
    if (!gy_registry_add_dir(r, plugins, NULL) || !gy_registry_add_dir(r, own, NULL)) {
        fprintf(stderr, "no plugins in %s; run from the source folder\n", plugins);
        exit(2);
    }
    return r;
}

static gboolean fit(int threads, int targets, watch *w, uint64_t *out_peak, uint64_t *out_predicted)
{
    g_autoptr(gy_problems) problems = gy_problems_new();
    gy_registry *r = registry();
    g_autofree char *text = g_strdup_printf(keyfile, targets);
    g_autoptr(gy_keyfile) kf = gy_keyfile_scan("bench.ini", text, strlen(text), problems);
    (void)gy_keyfile_apply_profile(kf, NULL, problems);
    (void)gy_keyfile_expand(kf, problems);
    gy_graph *g = gy_graph_build(kf, r, problems);
    gboolean good = g != NULL;
    if (g) {
        gy_probe probe = {.fold = -1, .on_fit = on_fit, .data = w};
        gy_run_options o = {
            .threads = threads, .probe = &probe, .progress = on_progress, .progress_data = w};
        g_autoptr(gy_outcome) out = gy_run(g, r, &o, problems);
        good = out->failed == 0;
        *out_peak = out->peak;
        *out_predicted = 0;
        gy_graph_free(g);
    }
    g_autofree char *told = gy_problems_format(problems);
    fputs(told, stderr);
    gy_registry_free(r);
    return good;
}

static void tell_alphas(const watch *w)
{
    GHashTable *seen = g_hash_table_new(g_double_hash, g_double_equal);
    for (guint i = 0; i < w->alpha->len; i++) {
        g_hash_table_add(seen, &g_array_index(w->alpha, double, i));
    }
    printf("alphas in use: %u of 20\n", g_hash_table_size(seen));
    g_hash_table_unref(seen);
}

int main(int n, char **v)
{
    int threads = n > 1 ? atoi(v[1]) : MIN(2, (int)g_get_num_processors());
    int targets = n > 2 ? atoi(v[2]) : TARGETS;
    double flops = FLOPS * targets / TARGETS;
    watch w = {.alpha = g_array_new(FALSE, FALSE, sizeof(double))};
    uint64_t peak = 0, predicted = 0;
    gy_blas_setup();
    bench_machine();
    bench_time before = bench_sgemm_rate(threads, 3072, 4);
    if (!fit(threads, targets, &w, &peak, &predicted)) {
        return 1;
    }
    bench_time after = bench_sgemm_rate(threads, 3072, 4);
    bench_time rate = {MAX(before.wall, after.wall), MAX(before.cpu, after.cpu)};
    double in_out = 4.0 * N * (P + (double)targets) + (double)w.state;
    printf("encoder.ridge, n %d, p %d, %d targets, 20 alphas, 5 inner folds, f32, %d threads\n", N,
           P, targets, threads);
    printf("sgemm: %.1f GF/s by the clock, %.1f GF/s while running\n", rate.wall * 1e-9,
           rate.cpu * 1e-9);
    printf("fit: %.2f s; F / rate %.2f s\n", w.fit.wall, flops / rate.wall);
    printf("fit: %.2f s of running threads; F / rate of these %.2f s; ratio %.3f\n", w.fit.cpu,
           threads * flops / rate.cpu, w.fit.cpu * rate.cpu / threads / flops);
    tell_alphas(&w);
    int over = bench_verdict("time / (F / rate)", w.fit.wall * rate.wall / flops, TIME_LIMIT, "");
    printf("peak %.1f MB, inputs and outputs %.1f MB\n", (double)peak * 1e-6, in_out * 1e-6);
    over += bench_verdict("peak / (inputs + outputs)", (double)peak / in_out, PEAK_LIMIT, "");
    g_array_unref(w.alpha);
    return over > 0;
}

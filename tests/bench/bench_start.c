/* SPDX-License-Identifier: Apache-2.0
 *
 * What the host itself costs: `gyrus check` of 30 nodes with 60 plugins installed (20 ms), from the
 * start of the command to the first call of a node (50 ms), and the host's part of a node call
 * (20 us). Each is measured ROUNDS times; the median is judged, the least is printed too.
 */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <math.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "bench.h"
#include "graph/keyfile_vars.h"
#include "plugin/dirs.h"
#include "run/run.h"

#define ROUNDS 15
#define NODES  30
#define CALLS  4000 /* tiles of 512 rows */

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Prints the least and judges the median. */
static int judge(const char *what, double *values, double limit, const char *unit)
{
    qsort(values, ROUNDS, sizeof *values, by_size);
    printf("%s: least %.3g %s; ", what, values[0], unit);
    return bench_verdict("median", values[ROUNDS / 2], limit, unit);
}

static double children_cpu(void)
{
    struct rusage u;
    (void)getrusage(RUSAGE_CHILDREN, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
           1e-6 * (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec);
}

static void command(const char *root, const char *word, const char *file)
{
    g_autofree char *gyrus = g_build_filename(root, "gyrus", NULL);
    const char *argv[] = {gyrus, word, file, strcmp(word, "run") == 0 ? "--quiet" : NULL, NULL};
    g_autoptr(GError) error = NULL;
    g_autofree char *out = NULL, *err = NULL;
    int status = 0;
    if (!g_spawn_sync(NULL, (char **)(uintptr_t)argv, NULL, 0, NULL, NULL, &out, &err, &status,
                      &error) ||
        status != 0) {
        fprintf(stderr, "gyrus %s %s: %s%s\n", word, file, error ? error->message : "",
                err ? err : "");
        exit(2);
    }
}

static int check(const char *root, const char *dir)
{
    g_autoptr(GString) text = g_string_new("[pipeline]\ntitle = Thirty nodes\n"
                                           "[n0]\nplugin = reader.bench-clock\n");
    for (int i = 1; i < NODES; i++) {
        g_string_append_printf(
            text, "[n%d]\nplugin = transform.bench-fill%d\nx = @n%d\nscale = %d\nmode = two\n", i,
            i % 20, i - 1, i);
    }
    g_autofree char *file = g_build_filename(dir, "check.ini", NULL);
    (void)g_file_set_contents(file, text->str, -1, NULL);
    double wall[ROUNDS], cpu[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        double before = children_cpu();
        bench_time start = bench_now();
        command(root, "check", file);
        wall[i] = 1e3 * bench_since(start).wall;
        cpu[i] = 1e3 * (children_cpu() - before);
    }
    qsort(cpu, ROUNDS, sizeof *cpu, by_size);
    printf("gyrus check, 30 nodes: median %.3g ms of processor\n", cpu[ROUNDS / 2]);
    return judge("gyrus check, 30 nodes", wall, 20, "ms");
}

static int first_node(const char *root, const char *dir)
{
    g_autofree char *file = g_build_filename(dir, "first.ini", NULL);
    g_autofree char *to = g_build_filename(dir, "clock", NULL);
    g_autofree char *text = g_strdup_printf("[x]\nplugin = reader.bench-clock\nto = %s\n"
                                            "[m]\nplugin = metric.bench-nothing\nx = @x\n",
                                            to);
    (void)g_file_set_contents(file, text, -1, NULL);
    double wall[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        g_autofree char *told = NULL;
        bench_time start = bench_now();
        command(root, "run", file);
        (void)g_file_get_contents(to, &told, NULL, NULL);
        wall[i] = told ? 1e3 * (g_ascii_strtod(told, NULL) - start.wall) : (double)INFINITY;
    }
    return judge("start to first node", wall, 50, "ms");
}

typedef struct watch {
    bench_time map, score;
} watch;

static void on_progress(void *data, const char *node, double share)
{
    watch *w = data;
    (void)share;
    if (strcmp(node, "a") == 0) {
        w->map = bench_now();
    } else if (strcmp(node, "m") == 0) {
        w->score = bench_now();
    }
}

static int calls(gy_registry *r)
{
    g_autofree char *text = g_strdup_printf("[x]\nplugin = reader.bench-clock\nn = %d\n"
                                            "[a]\nplugin = transform.bench-nothing\nx = @x\n"
                                            "[m]\nplugin = metric.bench-nothing\nx = @a\n",
                                            512 * CALLS);
    double map[ROUNDS], score[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        g_autoptr(gy_problems) problems = gy_problems_new();
        g_autoptr(gy_keyfile) kf = gy_keyfile_scan("calls.ini", text, strlen(text), problems);
        (void)gy_keyfile_apply_profile(kf, NULL, problems);
        (void)gy_keyfile_expand(kf, problems);
        gy_graph *g = gy_graph_build(kf, r, problems);
        watch w = {{0, 0}, {0, 0}};
        gy_run_options o = {.threads = 1, .progress = on_progress, .progress_data = &w};
        g_autoptr(gy_outcome) out = g ? gy_run(g, r, &o, problems) : NULL;
        if (!out || out->failed) {
            g_autofree char *told = gy_problems_format(problems);
            fprintf(stderr, "%s", told);
            exit(2);
        }
        map[i] = 1e6 * (w.score.wall - w.map.wall) / CALLS;
        score[i] = 1e6 * bench_since(w.score).wall / CALLS;
        gy_graph_free(g);
    }
    return judge("call of run", map, 20, "us") + judge("call of add", score, 20, "us");
}

int main(void)
{
    const char *root = g_getenv("GYRUS_BUILD_ROOT");
    g_autofree char *full = g_canonicalize_filename(root ? root : "build", NULL);
    root = full;
    g_autofree char *own = g_build_filename(root, "tests", "bench", NULL);
    g_autofree char *plugins = g_build_filename(root, "plugins", NULL);
    g_autofree char *dir = g_dir_make_tmp("gyrus-bench-XXXXXX", NULL);
    (void)g_setenv("GYRUS_PLUGIN_PATH", own, TRUE);
    gy_registry *r = gy_registry_new();
    (void)gy_registry_add_dir(r, plugins, NULL);
    (void)gy_registry_add_dir(r, own, NULL);
    g_auto(GStrv) ids = gy_registry_ids(r);
    bench_machine();
    printf("nodes installed: %u\n", g_strv_length(ids));
    int over = g_strv_length(ids) < 60 ? 1 : 0;
    over += check(root, dir) + first_node(root, dir) + calls(r);
    gy_registry_free(r);
    static const char *const files[] = {"check.ini", "first.ini", "clock", NULL};
    for (int i = 0; files[i]; i++) {
        g_autofree char *path = g_build_filename(dir, files[i], NULL);
        (void)g_unlink(path);
    }
    (void)g_rmdir(dir);
    return over > 0;
}

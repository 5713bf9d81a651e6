/* SPDX-License-Identifier: Apache-2.0 */
#include "core/error.h"
#include "plugin/registry.h"
#include "so_case.h"

#include <float.h>
#include <string.h>

/* Files whose texts are right and whose code is not; message NULL: it loads. */
static const struct {
    const char *file, *id;
    gy_error_code code;
    const char *message;
} cases[] = {
    {"scale_by", "transform.scale-by", 0, NULL},
    {"fit_without_outputs", "encoder.fit-without-outputs", 0, NULL},
    {"no_entry", "transform.no-entry", GY_ERR_FORMAT, "exports no function gy_plugin_0"},
    {"no_list", "transform.no-list", GY_ERR_FORMAT, "gy_plugin_0 gave no list of nodes"},
    {"no_text", "transform.no-text", GY_ERR_FORMAT, "node 0 of the file has no text"},
    {"no_node", "transform.no-node-a", GY_ERR_FORMAT,
     "gy_plugin_0 gives no node for the text of transform.no-node-b"},
    {"too_small", "transform.too-small", GY_ERR_FORMAT,
     "node 0 of the file has 24 bytes; expected at least 72"},
    {"code_major", "transform.code-major", GY_ERR_UNSUPPORTED,
     "node 0 of the file is made for ABI major 7; this host has major 0"},
    {"code_minor", "transform.code-minor", GY_ERR_UNSUPPORTED,
     "node 0 of the file requires ABI minor 99; this host has minor 1"},
    {"text_differs", "transform.text-differs", GY_ERR_FORMAT,
     "the text of node 0 differs from every text of the file's section .gyrus"},
    {"undefined_symbol", "transform.undefined-symbol", GY_ERR_FORMAT,
     "undefined symbol: gy_test_nobody_has_this"},
    {"no_resolve", "transform.no-resolve", GY_ERR_FORMAT,
     "transform.no-resolve has no function resolve, but it makes an axis"},
    {"no_run", "transform.no-run", GY_ERR_FORMAT, "no function run, but it is a map"},
    {"no_add", "encoder.no-add", GY_ERR_FORMAT, "no function add, but its text has a stat"},
    {"no_solve", "encoder.no-solve", GY_ERR_FORMAT, "no function solve, but its text has state"},
    {"no_solve_all", "encoder.no-solve-all", GY_ERR_FORMAT, "no function solve, but its text has"},
    {"no_solve_metric", "metric.no-solve-metric", GY_ERR_FORMAT,
     "no function solve, but it is a metric"},
    {"no_run_fit", "encoder.no-run-fit", GY_ERR_FORMAT,
     "no function run, but a fit with outputs applies its state"},
};

Test(load, cases)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(gy_registry) r = gy_registry_new();
        g_autofree char *path = so_path(cases[i].file);
        g_autofree char *found = gy_problems_format(gy_registry_problems(r));
        cr_assert(gy_registry_add_file(r, path), "%s: %s", path, found);
        for (int again = 0; again < 2; again++) { /* a failure is remembered */
            g_autoptr(GError) error = NULL;
            const gy_node *node = gy_registry_load(r, cases[i].id, &error);
            if (!cases[i].message) {
                cr_assert(node != NULL, "%s", error ? error->message : "");
                cr_assert_str_eq(node->text, gy_registry_find(r, cases[i].id)->text);
                continue;
            }
            cr_assert(node == NULL, "%s was loaded", cases[i].id);
            cr_assert(strstr(error->message, cases[i].message), "expected: %s\nfound: %s",
                      cases[i].message, error->message);
            cr_assert(strstr(error->message, path), "%s", error->message);
            cr_assert(g_error_matches(error, GY_ERROR, (int)cases[i].code));
        }
        cr_assert_null(gy_registry_load(r, "transform.absent", NULL));
    }
}

/* A file that switches subnormal numbers off when it is loaded changes nothing. */
Test(load, floating_point_mode)
{
    g_autoptr(gy_registry) r = gy_registry_new();
    g_autofree char *path = so_path("flush_to_zero");
    cr_assert(gy_registry_add_file(r, path));
    volatile double smallest = DBL_MIN;
    cr_assert_gt(smallest / 4.0, 0.0);
    g_autoptr(GError) error = NULL;
    cr_assert(gy_registry_load(r, "transform.flush-to-zero", &error), "%s", error->message);
    cr_assert_gt(smallest / 4.0, 0.0, "subnormal numbers became 0");
}

/* Every plugin of this build keeps what its text promises. */
Test(load, every_plugin)
{
    g_autoptr(gy_registry) r = gy_registry_new();
    g_autofree char *dir = g_build_filename(g_getenv("GYRUS_BUILD_ROOT"), "plugins", NULL);
    cr_assert(gy_registry_add_dir(r, dir, NULL));
    g_autofree char *problems = gy_problems_format(gy_registry_problems(r));
    cr_assert_str_eq(problems, "");
    g_auto(GStrv) ids = gy_registry_ids(r);
    cr_assert_gt(g_strv_length(ids), 0);
    for (char **id = ids; *id; id++) {
        g_autoptr(GError) error = NULL;
        cr_assert(gy_registry_load(r, *id, &error), "%s", error->message);
        const gy_sig *sig = gy_registry_find(r, *id);
        cr_assert(sig->licence != NULL, "%s states no licence", *id);
    }
}

/* The template's functions work when they are called as the host does. */
static const gy_array *at_call(gy_call *c, const char *name)
{
    const gy_array *const *arrays = c->impl;
    return arrays[name[0] == 'y'];
}

static gy_array *array(gy_call *c, const char *name)
{
    return (gy_array *)at_call(c, name);
}

static double number(gy_call *c, const char *key)
{
    return key[0] == 'g' ? 2.0 : 1.0;
}

Test(load, template_runs)
{
    g_autoptr(gy_registry) r = gy_registry_new();
    g_autofree char *path = so_path("scale_by");
    cr_assert(gy_registry_add_file(r, path));
    const gy_node *node = gy_registry_load(r, "transform.scale-by", NULL);
    float in[6] = {0, 1, 2, 3, 4, 5}, out[6] = {0};
    const int64_t shape[] = {3, 2}, turned[] = {1, 3}, rows[] = {2, 1};
    const gy_array x = {.size = sizeof x,
                        .code = GY_FLOAT,
                        .bits = 32,
                        .rank = 2,
                        .data = in,
                        .shape = shape,
                        .stride = turned};
    const gy_array y = {.size = sizeof y,
                        .code = GY_FLOAT,
                        .bits = 32,
                        .rank = 2,
                        .data = out,
                        .shape = shape,
                        .stride = rows};
    const gy_array *arrays[] = {&x, &y};
    const gy_host host = {.size = sizeof host, .array = array, .number = number};
    gy_call call = {.size = sizeof call, .host = &host, .impl = arrays};
    cr_assert_eq(node->run(&call), GY_OK);
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 2; j++) {
            cr_assert_eq(out[i * 2 + j], 2.0F * in[i + 3 * j] + 1.0F);
        }
    }
}

static gpointer load_one(gpointer data)
{
    return (gpointer)gy_registry_load(data, "transform.scale-by", NULL);
}

/* Many threads at once, and a second registry of the same file, get the same node. */
Test(load, at_once_and_twice)
{
    g_autoptr(gy_registry) a = gy_registry_new();
    g_autoptr(gy_registry) b = gy_registry_new();
    g_autofree char *path = so_path("scale_by");
    cr_assert(gy_registry_add_file(a, path));
    GThread *threads[8];
    for (int i = 0; i < 8; i++) {
        threads[i] = g_thread_new("load", load_one, a);
    }
    gpointer first = g_thread_join(threads[0]);
    cr_assert_not_null(first);
    for (int i = 1; i < 8; i++) {
        cr_assert_eq(g_thread_join(threads[i]), first);
    }
    cr_assert_null(gy_registry_find(b, "transform.scale-by"));
    cr_assert(gy_registry_add_file(b, path));
    cr_assert_eq(gy_registry_load(b, "transform.scale-by", NULL), first);
}

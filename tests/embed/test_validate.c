/* SPDX-License-Identifier: Apache-2.0
 *
 * The faults of tests/conformance/plugins/faults.c, each of which breaks one promise. */
#include "world.h"

#include "embed/gyrus-host.h"

#define FEED                                                                                       \
    "[vars]\nrows = 20\n[rows]\nplugin = generator.simulated-encoding\nrows = ${rows}\nruns = 2\n" \
    "n_features = 3\n[node]\nx = @rows.features\nplugin = "

typedef struct place {
    char *dir, *plugin;
    gyrus_host *host;
} place;

static place place_new(void)
{
    const char *root = g_getenv("GYRUS_BUILD_ROOT");
    g_autofree char *from = g_build_filename(root, "tests/conformance/faults.so", NULL);
    g_autofree char *bytes = NULL, *plugins = g_build_filename(root, "plugins", NULL);
    gsize n = 0;
    place p = {.dir = g_strdup("/tmp/gyrus-validate-test-XXXXXX"), .host = gyrus_host_new()};
    cr_assert_not_null(g_mkdtemp(p.dir));
    p.plugin = g_build_filename(p.dir, "faults.so", NULL);
    cr_assert(g_file_get_contents(from, &bytes, &n, NULL), "%s", from);
    cr_assert(g_file_set_contents(p.plugin, bytes, (gssize)n, NULL));
    gyrus_host_add_plugins(p.host, plugins);
    return p;
}

static void place_clear(place *p)
{
    remove_all(p->dir);
    gyrus_host_free(p->host);
    g_free(p->dir);
    g_free(p->plugin);
}

static void assert_says(place *p, const char *plugin, const char *keyfile, int code,
                        const char *problem, const char *line)
{
    char *problems = NULL, *text = NULL;
    cr_expect_eq(gyrus_validate(p->host, plugin, keyfile, &problems, &text), code, "%s%s", problems,
                 text);
    cr_expect(strstr(problems, problem) && (*problem || !*problems), "'%s' in '%s'", problem,
              problems);
    cr_expect(strstr(text, line), "'%s' in '%s'", line, text);
    gyrus_free(problems);
    gyrus_free(text);
}

Test(validate, nodes_of_a_keyfile)
{
    static const struct {
        const char *id, *line;
        int code;
    } all[] = {
        {"transform.fault-none", "ok   transform.fault-none: reach\n", GYRUS_OK},
        {"transform.fault-none", " 0 failed\n", GYRUS_OK},
        {"transform.fault-reach", "FAIL transform.fault-reach: reach: ", GYRUS_CHECK},
        {"transform.fault-stride", "FAIL transform.fault-stride: strided: ", GYRUS_CHECK},
        {"encoder.fault-state", "FAIL encoder.fault-state: state: ", GYRUS_CHECK},
        {"transform.fault-none", "     metric.fault-score: not in this keyfile, not checked\n", 0},
    };
    place p = place_new();
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        g_autofree char *text = g_strconcat(FEED, all[i].id, "\n", NULL);
        g_autofree char *file = write_file(p.dir, "k.ini", text);
        assert_says(&p, p.plugin, file, all[i].code, "", all[i].line);
    }
    place_clear(&p);
}

/* One node has two examples, the others none. */
Test(validate, examples_beside_the_plugin)
{
    place p = place_new();
    G_GNUC_UNUSED g_autofree char *a =
        write_file(p.dir, "transform.fault-none.ini", FEED "transform.fault-none\n");
    G_GNUC_UNUSED g_autofree char *b =
        write_file(p.dir, "transform.fault-none.wrong.ini", FEED "transform.fault-none\nz = 1\n");
    assert_says(&p, p.plugin, NULL, GYRUS_CHECK, "", "ok   transform.fault-none: few rows\n");
    assert_says(&p, p.plugin, NULL, GYRUS_CHECK, "", "FAIL transform.fault-none.wrong: runs: ");
    assert_says(&p, p.plugin, NULL, GYRUS_CHECK, "",
                "FAIL transform.fault-reach: has no example: write transform.fault-reach.ini ");
    place_clear(&p);
}

Test(validate, refused)
{
    place p = place_new();
    g_autofree char *other =
        write_file(p.dir, "o.ini", "[r]\nplugin = generator.simulated-encoding\n");
    g_autofree char *wrong = write_file(p.dir, "w.ini", FEED "transform.fault-nine\n");
    g_autofree char *text = write_file(p.dir, "text.so", "no plugin at all");
    assert_says(&p, "/nowhere/p.so", NULL, GYRUS_USAGE, "there is no such file", "");
    assert_says(&p, p.dir, NULL, GYRUS_USAGE, "there is no such file", "");
    assert_says(&p, text, NULL, GYRUS_CHECK, "", "FAIL text.so: text: ");
    assert_says(&p, p.plugin, other, GYRUS_USAGE, "has no node of", "0 failed");
    assert_says(&p, p.plugin, wrong, GYRUS_USAGE, "w.ini:10: error: [node] there is no plugin", "");
    assert_says(&p, p.plugin, "/nowhere/k.ini", GYRUS_USAGE, "/nowhere/k.ini", "");
    place_clear(&p);
}

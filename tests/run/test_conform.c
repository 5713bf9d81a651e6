/* conform.h: each fault of tests/conformance/plugins/faults.c is found by the check that is there
 * for it, and by those only that it cannot help breaking as well; a node without a fault passes all
 * of them. */
#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>

#include "run/conform.h"

/* What may fail, as "check check"; every node is given 40 rows in two runs. */
static const struct fault {
    const char *id, *found, *say;
} faults[] = {
    {"transform.fault-none", "", ""},
    {"transform.fault-reach", "grid reach", "moves row 3 of y, beyond the reach `row`"},
    {"transform.fault-tail", "grid written", "memory of 0xA5: other bits of node"},
    {"transform.fault-thread", "threads", "other bits of node"},
    {"transform.fault-stride", "strided", "strided inputs: other bits of node"},
    {"transform.fault-deaf", "sensitive", "no changed row of x changes an output"},
    {"transform.fault-grid", "grid", "tiles of 512 rows: node"},
    {"transform.fault-cancel", "cancel", "a call that is told to stop says: "},
    {"transform.fault-silent", "few rows", "failed without saying why"},
    {"transform.fault-missing", "missing", "beyond the reach `row`"},
    {"encoder.fault-state", "reach state", "copied state gives other outputs"},
    {"metric.fault-score", "written", "memory of 0xA5: other bits of node"},
};

static gy_registry *registry(void)
{
    const char *root = g_getenv("GYRUS_BUILD_ROOT");
    static const char *const files[] = {"plugins/generator-simulated-encoding.so",
                                        "tests/conformance/faults.so"};
    gy_registry *r = gy_registry_new();
    for (int i = 0; i < 2; i++) {
        g_autofree char *path = g_build_filename(root, files[i], NULL);
        cr_assert(gy_registry_add_file(r, path), "%s", path);
    }
    return r;
}

static char *write_example(const char *dir, const char *id)
{
    g_autofree char *text =
        g_strdup_printf("[vars]\nrows = 20\n[rows]\nplugin = generator.simulated-encoding\n"
                        "rows = ${rows}\nruns = 2\nn_features = 3\n"
                        "[node]\nplugin = %s\nx = @rows.features\n",
                        id);
    char *path = g_build_filename(dir, "example.ini", NULL);
    cr_assert(g_file_set_contents(path, text, -1, NULL));
    return path;
}

Test(conform, every_fault_is_found_by_its_check)
{
    g_autofree char *dir = g_dir_make_tmp("conform-XXXXXX", NULL);
    g_autoptr(gy_registry) r = registry();
    for (gsize i = 0; i < G_N_ELEMENTS(faults); i++) {
        g_autofree char *path = write_example(dir, faults[i].id);
        g_autoptr(GPtrArray) checks = gy_conform(path, faults[i].id, r, dir, NULL);
        g_autoptr(GString) found = g_string_new(NULL), why = g_string_new(NULL);
        for (guint k = 0; k < checks->len; k++) {
            const gy_conform_check *c = checks->pdata[k];
            cr_assert_eq(c->good, c->why == NULL);
            if (!c->good) {
                g_string_append_printf(found, "%s%s", found->len ? " " : "", c->name);
                g_string_append(why, c->why);
            }
        }
        gboolean counts = strcmp(faults[i].found, "threads") == 0; /* and so spoils what follows */
        cr_expect(counts ? g_str_has_prefix(found->str, "threads")
                         : strcmp(found->str, faults[i].found) == 0,
                  "%s: `%s` %s", faults[i].id, found->str, why->str);
        cr_expect(strstr(why->str, faults[i].say), "%s: %s", faults[i].id, why->str);
        (void)g_unlink(path);
    }
    (void)g_rmdir(dir);
}

/* A good node has an answer to each check that applies to it, in the order of conform.h. */
Test(conform, checks_that_apply)
{
    static const char *const expected[] = {"runs",    "threads",  "chunks",    "grid",
                                           "written", "strided",  "reach",     "sensitive",
                                           "cancel",  "few rows", "parameters"};
    g_autofree char *dir = g_dir_make_tmp("conform-XXXXXX", NULL);
    g_autoptr(gy_registry) r = registry();
    g_autofree char *path = write_example(dir, "transform.fault-none");
    g_autoptr(GPtrArray) checks = gy_conform(path, "transform.fault-none", r, dir, NULL);
    cr_assert_eq(checks->len, G_N_ELEMENTS(expected));
    for (guint i = 0; i < checks->len; i++) {
        cr_expect_str_eq(((gy_conform_check *)checks->pdata[i])->name, expected[i]);
    }
    (void)g_unlink(path);
    (void)g_rmdir(dir);
}

/* No file, a file with a mistake, a file without the node: one check, `runs`, that says so. */
Test(conform, what_does_not_run)
{
    static const char *const cases[][3] = {
        {"absent.ini", NULL, "absent.ini"},
        {"wrong.ini", "[node]\nplugin = transform.fault-none\n", "wrong.ini"},
        {"other.ini", "[rows]\nplugin = generator.simulated-encoding\n", "does not run"},
    };
    g_autofree char *dir = g_dir_make_tmp("conform-XXXXXX", NULL);
    g_autoptr(gy_registry) r = registry();
    for (int i = 0; i < 3; i++) {
        g_autofree char *path = g_build_filename(dir, cases[i][0], NULL);
        cr_assert(!cases[i][1] || g_file_set_contents(path, cases[i][1], -1, NULL));
        g_autoptr(GPtrArray) checks = gy_conform(path, "transform.fault-none", r, dir, NULL);
        cr_assert_eq(checks->len, 1);
        const gy_conform_check *c = checks->pdata[0];
        cr_expect(!c->good && !strcmp(c->name, "runs") && strstr(c->why, cases[i][2]), "%s",
                  c->why);
        (void)g_unlink(path);
    }
    (void)g_rmdir(dir);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "embed/gyrus-host.h"

#include "world.h"

#include <stddef.h>

typedef struct place {
    char *dir, *file;
} place;

static place place_new(const char *text)
{
    place p = {.dir = g_strdup("/tmp/gyrus-host-XXXXXX")};
    cr_assert_not_null(g_mkdtemp(p.dir));
    p.file = write_file(p.dir, "key.ini", text);
    return p;
}

static void place_clear(place *p)
{
    remove_all(p->dir);
    g_free(p->dir);
    g_free(p->file);
}

/* A host whose only plugin folder holds one of the two fixtures. */
static gyrus_host *host_of(const place *p, int factor)
{
    g_autofree char *from = fixture(factor), *bytes = NULL;
    g_autofree char *name = g_strdup_printf("plugins-%d", factor);
    g_autofree char *dir = g_build_filename(p->dir, name, NULL);
    g_autofree char *to = g_build_filename(dir, "fixture.so", NULL);
    gsize n = 0;
    cr_assert(g_file_get_contents(from, &bytes, &n, NULL), "%s", from);
    cr_assert_eq(g_mkdir_with_parents(dir, 0755), 0);
    if (!g_file_test(to, G_FILE_TEST_EXISTS)) {
        cr_assert(g_file_set_contents(to, bytes, (gssize)n, NULL));
    }
    gyrus_host *h = gyrus_host_new();
    gyrus_host_add_plugins(h, dir);
    return h;
}

static void assert_run(gyrus_host *h, const char *file, const gyrus_options *o, int code,
                       const char *problem, const char *says)
{
    char *problems = NULL, *summary = NULL;
    cr_assert_eq(gyrus_run(h, file, o, &problems, &summary), code, "%s%s", problems, summary);
    cr_assert_not_null(strstr(problems, problem), "'%s' in '%s'", problem, problems);
    cr_assert_not_null(strstr(summary, says), "'%s' in '%s'", says, summary);
    cr_assert(*problem || !*problems, "%s", problems);
    gyrus_free(problems);
    gyrus_free(summary);
}

static void assert_check(gyrus_host *h, const char *file, int code, const char *problem)
{
    char *problems = NULL;
    cr_assert_eq(gyrus_check(h, file, NULL, &problems), code, "%s", problems);
    cr_assert_not_null(strstr(problems, problem), "'%s' in '%s'", problem, problems);
    cr_assert(*problem || !*problems, "%s", problems);
    gyrus_free(problems);
}

/* 1, 2, 3, 4 have the mean 2.5; the nodes of the second folder have the same ids and double it. */
Test(host, two_hosts_do_not_know_of_each_other)
{
    place p = place_new(KEYFILE);
    gyrus_host *one = host_of(&p, 1), *none = gyrus_host_new(), *two = host_of(&p, 2);
    for (int i = 0; i < 3; i++) {
        assert_check(two, p.file, GYRUS_OK, "");
        assert_run(one, p.file, NULL, GYRUS_OK, "", "score.level mean 2.500000");
        assert_check(none, p.file, GYRUS_USAGE, "key.ini:2: error");
        assert_run(two, p.file, NULL, GYRUS_OK, "", "score.level mean 5.000000");
        assert_check(one, p.file, GYRUS_OK, "");
        assert_run(none, p.file, NULL, GYRUS_USAGE, "generator.count", "");
    }
    char *first = gyrus_inspect(one, "generator.count", NULL);
    char *second = gyrus_inspect(two, "generator.count", "text");
    cr_assert(strstr(first, "revision 1") && strstr(second, "revision 2"));
    cr_assert_null(gyrus_inspect(none, "generator.count", "text"));
    gyrus_host_free(one);
    assert_run(two, p.file, NULL, GYRUS_OK, "", "score.level mean 5.000000");
    gyrus_free(first);
    gyrus_free(second);
    gyrus_host_free(two);
    gyrus_host_free(none);
    gyrus_host_free(NULL);
    place_clear(&p);
}

Test(host, codes_and_options)
{
    place p = place_new(KEYFILE "\n[check]\nscore.level.mean = 2.4 .. 2.6\n");
    gyrus_host *h = host_of(&p, 1);
    const char *const ten[] = {"a.n=10", NULL}, *const bad[] = {"a.n=0", NULL},
                      *const no_key[] = {"a.m=1", NULL};
    int stop = 1;
    const gyrus_options base = {.size = sizeof base};
    gyrus_options met = base, missed = base, ignored = base, wrong = base, fails = base,
                  small = base, stopped = base, profile = base, unset = {0};
    met.check = 1;
    missed.check = 1;
    missed.sets = ten;
    ignored.sets = ten;
    wrong.sets = no_key;
    fails.sets = bad;
    small.memory = 8;
    stopped.stop = &stop;
    profile.profile = "nowhere";
    const struct {
        const gyrus_options *o;
        int code;
        const char *problem, *says;
    } rows[] = {
        {NULL, GYRUS_OK, "", "mean 2.500000"},      {&base, GYRUS_OK, "", "ok"},
        {&met, GYRUS_OK, "", "mean 2.500000"},      {&missed, GYRUS_CHECK, "", "MISS"},
        {&ignored, GYRUS_OK, "", "mean 5.500000"},  {&wrong, GYRUS_USAGE, "m", ""},
        {&fails, GYRUS_FAILED, "at least 1", ""},   {&small, GYRUS_FAILED, "limit", ""},
        {&stopped, GYRUS_CANCELLED, "", ""},        {&profile, GYRUS_USAGE, "nowhere", ""},
        {&unset, GYRUS_USAGE, "gyrus_options", ""},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        assert_run(h, p.file, rows[i].o, rows[i].code, rows[i].problem, rows[i].says);
    }
    assert_run(h, "/nowhere.ini", NULL, GYRUS_USAGE, "/nowhere.ini", "");
    gyrus_host_free(h);
    place_clear(&p);
}

/* A caller built against a shorter struct: what lies behind it is not read. */
Test(host, options_of_an_older_caller)
{
    place p = place_new(KEYFILE);
    gyrus_host *h = host_of(&p, 1);
    const gyrus_options old = {.size = offsetof(gyrus_options, profile),
                               .profile = (const char *)(uintptr_t)1,
                               .out = (const char *)(uintptr_t)1,
                               .stop = (int *)(uintptr_t)1};
    assert_run(h, p.file, &old, GYRUS_OK, "", "mean 2.500000");
    struct {
        gyrus_options o;
        char newer[64];
    } later = {.o = {.size = sizeof later}};
    memset(later.newer, 0xff, sizeof later.newer);
    assert_run(h, p.file, &later.o, GYRUS_OK, "", "mean 2.500000");
    gyrus_host_free(h);
    place_clear(&p);
}

static void on_progress(void *data, const char *node, double share)
{
    double *last = data;
    cr_assert(share >= 0 && share <= 1 && node != NULL);
    *last = share;
}

Test(host, run_folders)
{
    place p = place_new(KEYFILE);
    gyrus_host *h = host_of(&p, 1);
    g_autofree char *out = g_build_filename(p.dir, "new", "run", NULL);
    g_autofree char *page = g_build_filename(out, "report.html", NULL);
    g_autofree char *new = g_path_get_dirname(out);
    const char *const bad[] = {"a.n=0", NULL};
    double last = -1;
    int stop = 1;
    gyrus_options o = {.size = sizeof o, .out = out, .progress = on_progress, .data = &last};
    gyrus_options stopped = {.size = sizeof o, .out = out, .stop = &stop};
    gyrus_options wrong = {.size = sizeof o, .out = out, .profile = "nowhere"};
    assert_run(h, p.file, &stopped, GYRUS_CANCELLED, "", "");
    assert_run(h, p.file, &wrong, GYRUS_USAGE, "nowhere", "");
    cr_assert_not(g_file_test(new, G_FILE_TEST_EXISTS), "nothing is left of a cancelled run");
    assert_run(h, p.file, &o, GYRUS_OK, "", page);
    cr_assert(g_file_test(page, G_FILE_TEST_EXISTS));
    cr_assert(last >= 0, "progress was told");
    assert_run(h, p.file, &o, GYRUS_FAILED, "something already", "");
    o.sets = bad;
    g_autofree char *second = g_build_filename(p.dir, "second", NULL);
    o.out = second;
    g_autofree char *failed = g_strconcat(second, ".failed", NULL);
    assert_run(h, p.file, &o, GYRUS_FAILED, "at least 1", "");
    cr_assert_not(g_file_test(second, G_FILE_TEST_EXISTS), "a run without a result leaves nothing");
    cr_assert_not(g_file_test(failed, G_FILE_TEST_EXISTS), "a run without a result leaves nothing");
    gyrus_host_free(h);
    place_clear(&p);
}

Test(host, lists_and_graphs)
{
    place p = place_new(KEYFILE), q = place_new("[a]\nplugin = generator.cuont\n");
    gyrus_host *h = host_of(&p, 1);
    char *problems = NULL;
    char *list = gyrus_list(h, &problems);
    cr_assert_str_eq(list, "generator.count                  Counts <up> & \"on\"\n"
                           "metric.level                     Mean\n");
    cr_assert_str_eq(problems, "");
    gyrus_free(list);
    gyrus_free(problems);
    gyrus_host_add_plugins(h, "/nowhere/plugins");
    list = gyrus_list(h, &problems);
    cr_assert_not_null(strstr(problems, "/nowhere/plugins"), "%s", problems);
    gyrus_free(list);
    gyrus_free(problems);
    char *dot = gyrus_graph(h, p.file, NULL, &problems);
    cr_assert(g_str_has_prefix(dot, "digraph") && strstr(dot, "\"a\" -> \"score\""));
    cr_assert_str_eq(problems, "");
    gyrus_free(dot);
    gyrus_free(problems);
    cr_assert_null(gyrus_graph(h, q.file, NULL, &problems));
    cr_assert_not_null(strstr(problems, "generator.count"), "a hint: %s", problems);
    gyrus_free(problems);
    cr_assert_null(gyrus_inspect(h, "generator.none", "text"));
    cr_assert_null(gyrus_inspect(h, "generator.count", "yaml"));
    cr_assert_str_eq(gyrus_version(), "0.1.0");
    gyrus_free(NULL);
    gyrus_host_free(h);
    place_clear(&p);
    place_clear(&q);
}

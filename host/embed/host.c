/* SPDX-License-Identifier: Apache-2.0 */
#include "embed/gyrus-host.h"

#include <string.h>

#include "core/error.h"
#include "embed/folder.h"
#include "embed/summary.h"
#include "graph/keyfile_vars.h"
#include "plugin/dirs.h"
#include "plugin/inspect.h"
#include "run/run.h"

struct gyrus_host {
    gy_registry *registry;
};

const char *gyrus_version(void)
{
    return "0.1.0";
}

void gyrus_free(void *p)
{
    g_free(p);
}

gyrus_host *gyrus_host_new(void)
{
    gyrus_host *h = g_new0(gyrus_host, 1);
    h->registry = gy_registry_new();
    return h;
}

void gyrus_host_free(gyrus_host *h)
{
    if (h) {
        gy_registry_free(h->registry);
        g_free(h);
    }
}

void gyrus_host_add_plugins(gyrus_host *h, const char *dir)
{
    GError *error = NULL;
    if (!gy_registry_add_dir(h->registry, dir, &error)) {
        gy_problems_add(gy_registry_problems(h->registry), NULL, 0, "%s", error->message);
        g_error_free(error);
    }
}

void gyrus_host_add_default_plugins(gyrus_host *h)
{
    g_autofree char *exe = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *dir = exe ? g_path_get_dirname(exe) : g_strdup("/");
    g_auto(GStrv) dirs = gy_plugin_dirs(dir);
    for (int i = 0; dirs && dirs[i]; i++) {
        gyrus_host_add_plugins(h, dirs[i]);
    }
}

/* The caller's options as this build knows them: an older caller has fewer, a newer one more. */
static gboolean read_options(const gyrus_options *from, gyrus_options *out, gy_problems *problems)
{
    *out = (gyrus_options){.size = sizeof *out};
    if (from && from->size < sizeof from->size) {
        gy_problems_add(problems, NULL, 0, "size of gyrus_options is not set");
        return FALSE;
    }
    if (from) {
        memcpy(out, from, MIN(from->size, sizeof *out));
    }
    return TRUE;
}

/* Keyfile, profile, overrides, variables, graph: everything that needs no data. */
static gy_graph *read_graph(gyrus_host *h, const char *file, const gyrus_options *options,
                            gy_problems *problems)
{
    gyrus_options o;
    if (!read_options(options, &o, problems)) {
        return NULL;
    }
    g_autoptr(gy_keyfile) kf = gy_keyfile_load(file, problems);
    if (!kf || !gy_keyfile_apply_profile(kf, o.profile, problems)) {
        return NULL;
    }
    for (int i = 0; o.sets && o.sets[i]; i++) {
        (void)gy_keyfile_override(kf, o.sets[i], problems);
    }
    (void)gy_keyfile_expand(kf, problems);
    gy_graph *g = gy_graph_build(kf, h->registry, problems);
    if (g && gy_problems_n_errors(problems) > 0) {
        g_clear_pointer(&g, gy_graph_free);
    }
    return g;
}

int gyrus_check(gyrus_host *h, const char *file, const gyrus_options *o, char **out_problems)
{
    g_autoptr(gy_problems) problems = gy_problems_new();
    g_autoptr(gy_graph) g = read_graph(h, file, o, problems);
    *out_problems = gy_problems_format(problems);
    return g ? GYRUS_OK : GYRUS_USAGE;
}

/* What the file asks for and this version only checks: refused before anything runs. */
static gboolean can_run(const gy_graph *g, gy_problems *problems)
{
    for (unsigned i = 0; i < gy_problems_n(g->not_run); i++) {
        const gy_problem *p = gy_problems_get(g->not_run, i);
        gy_problems_add(problems, p->file, p->line, "%s", p->text);
    }
    return gy_problems_n(g->not_run) == 0;
}

static void to_caller(void *data, gy_log_level level, const char *node, const char *text)
{
    const gyrus_options *o = data;
    if (o->log) {
        o->log(o->data, (int)level, node, text);
    }
}

static int outcome_code(const gy_outcome *o, const gyrus_options *opt, gboolean skip, gboolean met)
{
    if (o->cancelled) {
        return GYRUS_CANCELLED;
    }
    if (o->failed > 0 && (!skip || o->scores->len == 0)) {
        return GYRUS_FAILED;
    }
    return opt->check && (!met || o->failed > 0) ? GYRUS_CHECK : GYRUS_OK;
}

/* "2 of 12 results are missing: [score] subject=3, [score] subject=7" */
static void tell_missing(const gy_outcome *o, GString *summary)
{
    if (o->missing->len == 0) {
        return;
    }
    g_string_append_printf(summary, "%u of %d results %s missing:", o->missing->len, o->wanted,
                           o->missing->len == 1 ? "is" : "are");
    for (guint i = 0; i < o->missing->len; i++) {
        g_string_append_printf(summary, "%s %s", i > 0 ? "," : "", (char *)o->missing->pdata[i]);
    }
    g_string_append_c(summary, '\n');
}

/* A run that failed keeps what its other cases gave, under another name; nothing if that is
 * nothing. */
static gboolean is_worth_a_folder(const gy_outcome *o, int code, gy_folder *folder)
{
    if (!folder->part || o->cancelled ||
        (code == GYRUS_FAILED && o->scores->len == 0 && o->written == 0)) {
        return FALSE;
    }
    if (code == GYRUS_FAILED) {
        gy_folder_fail(folder);
    }
    return TRUE;
}

static int run_graph(gyrus_host *h, const gy_graph *g, const gyrus_options *opt, gy_folder *folder,
                     gy_problems *problems, GString *summary)
{
    g_autoptr(gy_log) log = gy_log_new(GY_LOG_INFO, to_caller, (void *)(uintptr_t)opt);
    g_autofree char *outputs =
        folder->part ? g_build_filename(folder->part, "outputs", NULL) : NULL;
    gy_run_options ro = {.outputs = outputs,
                         .threads = opt->threads,
                         .memory = opt->memory,
                         .chance = opt->chance,
                         .tile = opt->tile,
                         .shuffle = opt->shuffle,
                         .states = opt->state,
                         .cache = opt->cache,
                         .log = log,
                         .progress = opt->progress,
                         .progress_data = opt->data,
                         .stop = opt->stop};
    g_autoptr(gy_outcome) out = gy_run(g, h->registry, &ro, problems);
    g_autoptr(GString) checks = g_string_new(NULL);
    gboolean met = gy_run_check(g, out, checks);
    int code = outcome_code(out, opt, g_strcmp0(g->on_error, "skip") == 0, met);
    if (code != GYRUS_CANCELLED && (code != GYRUS_FAILED || out->scores->len > 0)) {
        gy_summary(g, out, opt->chance, summary);
        g_string_append(summary, checks->str);
        tell_missing(out, summary);
    }
    if (is_worth_a_folder(out, code, folder)) {
        GError *error = NULL;
        g_autofree char *told = gy_problems_format(problems);
        if (!gy_folder_write(folder, g, h->registry, out, checks->str, told, &error)) {
            gy_problems_add(problems, NULL, 0, "%s", error->message);
            g_error_free(error);
            code = GYRUS_FAILED;
        } else {
            g_string_append_printf(summary, "report: %s/report.html\n", folder->path);
        }
    }
    return code;
}

/* A text in which paths of the folder being written are those of the place it was meant for. */
static char *at_its_place(const char *text, const char *part, const char *place)
{
    g_auto(GStrv) pieces = g_strsplit(text, part ? part : "\n\n", -1);
    return g_strjoinv(part ? place : "\n\n", pieces);
}

int gyrus_run(gyrus_host *h, const char *file, const gyrus_options *o, char **out_problems,
              char **out_summary)
{
    g_autoptr(gy_problems) problems = gy_problems_new();
    g_autoptr(gy_graph) g = read_graph(h, file, o, problems);
    gyrus_options opt;
    (void)read_options(g ? o : NULL, &opt, problems);
    GString *summary = g_string_new(NULL);
    gy_folder folder = {0};
    g_autofree char *part = NULL, *place = NULL;
    GError *error = NULL;
    int code = g && can_run(g, problems) ? GYRUS_OK : GYRUS_USAGE;
    if (code == GYRUS_OK && opt.out && !gy_folder_open(&folder, opt.out, &error)) {
        gy_problems_add(problems, NULL, 0, "%s", error->message);
        g_error_free(error);
        code = GYRUS_FAILED;
    }
    if (code == GYRUS_OK) {
        part = g_strdup(folder.part);
        code = run_graph(h, g, &opt, &folder, problems, summary);
        place = g_strdup(folder.path);
    }
    gy_folder_close(&folder);
    g_autofree char *told = gy_problems_format(problems);
    *out_problems = at_its_place(told, part, place);
    *out_summary = g_string_free(summary, FALSE);
    return code;
}

char *gyrus_list(gyrus_host *h, char **out_problems)
{
    g_auto(GStrv) ids = gy_registry_ids(h->registry);
    GString *s = g_string_new(NULL);
    for (int i = 0; ids[i]; i++) {
        const gy_sig *sig = gy_registry_find(h->registry, ids[i]);
        g_string_append_printf(s, "%-32s %s\n", ids[i], sig->summary);
    }
    *out_problems = gy_problems_format(gy_registry_problems(h->registry));
    return g_string_free(s, FALSE);
}

char *gyrus_inspect(gyrus_host *h, const char *id, const char *format)
{
    const gy_sig *sig = gy_registry_find(h->registry, id);
    if (!sig) {
        return NULL;
    }
    if (!format || strcmp(format, "text") == 0) {
        return gy_inspect_text(sig);
    }
    return strcmp(format, "json") == 0       ? gy_inspect_json(sig)
           : strcmp(format, "markdown") == 0 ? gy_inspect_markdown(sig)
                                             : NULL;
}

char *gyrus_graph(gyrus_host *h, const char *file, const gyrus_options *o, char **out_problems)
{
    g_autoptr(gy_problems) problems = gy_problems_new();
    g_autoptr(gy_graph) g = read_graph(h, file, o, problems);
    *out_problems = gy_problems_format(problems);
    return g ? gy_graph_dot(g) : NULL;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * host_run.c: running and peeking. */
#include <string.h>

#include "core/error.h"
#include "embed/folder.h"
#include "embed/host_private.h"
#include "embed/peek.h"
#include "embed/summary.h"

#define NOTES_MAX 200

/* Warnings of nodes, each once, for the report; the caller gets all of them as they come. */
typedef struct gy_listener {
    const gyrus_options *options;
    GMutex lock;
    GHashTable *seen;
    GString *notes;
} gy_listener;

/* What the file asks for and this version only checks: refused before anything runs. */
static gboolean can_run(const gy_graph *g, gy_problems *problems)
{
    for (unsigned i = 0; i < gy_problems_n(g->not_run); i++) {
        const gy_problem *p = gy_problems_get(g->not_run, i);
        gy_problems_add(problems, p->file, p->line, "%s", p->text);
    }
    return gy_problems_n(g->not_run) == 0;
}

/* Nodes that reach out of the process run only if the caller says so, those of needed files too. */
static gboolean may_run(const gy_graph *g, int32_t allow, gy_problems *problems)
{
    gboolean may = TRUE;
    for (guint i = 0; i < g->nodes->len; i++) {
        const gy_gnode *n = gy_graph_node(g, (int)i);
        gboolean exec = n->sig->needs_exec && !(allow & GYRUS_ALLOW_EXEC);
        gboolean network = n->sig->needs_network && !(allow & GYRUS_ALLOW_NETWORK);
        if ((exec || network) && n->copy == 0 && n->need < 0) {
            gy_problems_add(problems, g->file, n->line, "[%s] %s %s: say --allow %s to let it",
                            n->group, n->sig->id, exec ? "runs other programs" : "uses the network",
                            exec ? "exec" : "network");
            may = FALSE;
        }
    }
    for (guint i = 0; i < g->needs->len; i++) {
        const gy_graph *other = g_array_index(g->needs, gy_gneed, i).graph;
        may &= !other || may_run(other, allow, problems);
    }
    return may;
}

static void on_log(void *data, gy_log_level level, const char *node, const char *text)
{
    gy_listener *l = data;
    g_mutex_lock(&l->lock);
    if (level >= GY_LOG_WARNING && g_hash_table_size(l->seen) < NOTES_MAX) {
        char *line = g_strconcat(node, ": ", text, "\n", NULL);
        if (g_hash_table_add(l->seen, line)) {
            g_string_append(l->notes, line);
        }
    }
    g_mutex_unlock(&l->lock);
    if (l->options->log) {
        l->options->log(l->options->data, (int)level, node, text);
    }
}

static void listener_init(gy_listener *l, const gyrus_options *options)
{
    l->options = options;
    l->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    l->notes = g_string_new(NULL);
    g_mutex_init(&l->lock);
}

static void listener_clear(gy_listener *l)
{
    g_hash_table_unref(l->seen);
    g_string_free(l->notes, TRUE);
    g_mutex_clear(&l->lock);
}

/* folder NULL: only a peek. */
static gy_outcome *run_graph(gyrus_host *h, const gy_graph *g, const gyrus_options *opt,
                             gy_listener *listener, const gy_folder *folder, gy_problems *problems)
{
    g_autoptr(gy_log) log = gy_log_new(GY_LOG_INFO, on_log, listener);
    /* a peek judges paths as those of a run folder; nothing is made there */
    g_autofree char *outputs = folder && !folder->part
                                   ? NULL
                                   : g_build_filename(folder ? folder->part : "/", "outputs", NULL);
    gy_run_options ro = {.outputs = outputs,
                         .threads = opt->threads,
                         .memory = opt->memory,
                         .chance = opt->chance,
                         .tile = opt->tile,
                         .shuffle = opt->shuffle,
                         .log = log,
                         .progress = opt->progress,
                         .progress_data = opt->data,
                         .states = opt->state,
                         .cache = opt->cache,
                         .peek = folder == NULL,
                         .stop = opt->stop};
    return gy_run(g, h->registry, &ro, problems);
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

/* The run folder, if there is anything to keep; one that cannot be written is a failure. */
static void write_folder(gy_folder *folder, gy_story *t, gy_problems *problems, GString *summary)
{
    if (!is_worth_a_folder(t->outcome, t->code, folder)) {
        return;
    }
    GError *error = NULL;
    g_autofree char *told = gy_problems_format(problems);
    t->problems = told;
    gy_story_hash(t);
    if (!gy_folder_write(folder, t, &error)) {
        gy_problems_add(problems, NULL, 0, "%s", error->message);
        g_error_free(error);
        t->code = GYRUS_FAILED;
    } else {
        g_string_append_printf(summary, "report: %s/report.html\n", folder->path);
    }
    gy_story_clear(t);
    t->problems = NULL;
}

/* Runs and writes; the result is in out_summary as text or JSON. */
static int run_and_tell(gyrus_host *h, const gy_graph *g, const char *file,
                        const gyrus_options *opt, gy_folder *folder, gy_problems *problems,
                        GString *summary)
{
    gy_listener listener;
    listener_init(&listener, opt);
    g_autoptr(gy_outcome) out = run_graph(h, g, opt, &listener, folder, problems);
    g_autoptr(GString) checks = g_string_new(NULL);
    gboolean met = gy_run_check(g, out, checks);
    gy_story t = {.graph = g,
                  .registry = h->registry,
                  .outcome = out,
                  .checks = checks->str,
                  .notes = listener.notes->str,
                  .profile = opt->profile,
                  .sets = opt->sets,
                  .chance = opt->chance,
                  .allow = opt->allow,
                  .code = outcome_code(out, opt, g_strcmp0(g->on_error, "skip") == 0, met)};
    if (t.code != GYRUS_CANCELLED && (t.code != GYRUS_FAILED || out->scores->len > 0)) {
        gy_summary(g, out, opt->chance, summary);
        g_string_append(summary, checks->str);
        tell_missing(out, summary);
    }
    write_folder(folder, &t, problems, summary);
    if (opt->json) {
        gboolean written = folder->path && !folder->part;
        g_autofree char *json = gy_result_json(&t, file, written ? folder->path : NULL, problems);
        g_string_assign(summary, json);
    }
    listener_clear(&listener);
    return t.code;
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
    g_autoptr(gy_graph) g = gy_host_graph(h, file, o, problems);
    g_autoptr(gy_problems) known = gy_problems_new(); /* a wrong size is a problem already */
    gyrus_options opt;
    (void)gy_host_options(o, &opt, known);
    GString *summary = g_string_new(NULL);
    gy_folder folder = {0};
    g_autofree char *part = NULL, *place = NULL;
    GError *error = NULL;
    int code =
        g && can_run(g, problems) && may_run(g, opt.allow, problems) ? GYRUS_OK : GYRUS_USAGE;
    if (code == GYRUS_OK && opt.out && !gy_folder_open(&folder, opt.out, &error)) {
        gy_problems_add(problems, NULL, 0, "%s", error->message);
        g_error_free(error);
        code = GYRUS_FAILED;
    }
    if (code == GYRUS_OK) {
        part = g_strdup(folder.part);
        code = run_and_tell(h, g, file, &opt, &folder, problems, summary);
        place = g_strdup(folder.path);
    } else if (opt.json) {
        gy_story t = {.code = code};
        g_autofree char *json = gy_result_json(&t, file, NULL, problems);
        g_string_assign(summary, json);
    }
    gy_folder_close(&folder);
    g_autofree char *told = gy_problems_format(problems);
    *out_problems = at_its_place(told, part, place);
    *out_summary = at_its_place(summary->str, part, place);
    g_string_free(summary, TRUE);
    return code;
}

int gyrus_peek(gyrus_host *h, const char *file, const gyrus_options *o, char **out_problems,
               char **out_text)
{
    g_autoptr(gy_problems) problems = gy_problems_new();
    g_autoptr(gy_graph) g = gy_host_graph(h, file, o, problems);
    GString *text = g_string_new(NULL);
    g_autoptr(gy_problems) known = gy_problems_new(); /* a wrong size is a problem already */
    gyrus_options opt;
    (void)gy_host_options(o, &opt, known);
    int code =
        g && can_run(g, problems) && may_run(g, opt.allow, problems) ? GYRUS_OK : GYRUS_USAGE;
    if (code == GYRUS_OK) {
        gy_listener listener;
        listener_init(&listener, &opt);
        g_autoptr(gy_outcome) out = run_graph(h, g, &opt, &listener, NULL, problems);
        gy_peek(g, out, opt.memory, text);
        g_string_append(text, listener.notes->str);
        listener_clear(&listener);
        code = out->cancelled ? GYRUS_CANCELLED : out->failed > 0 ? GYRUS_FAILED : GYRUS_OK;
    }
    *out_problems = gy_problems_format(problems);
    *out_text = g_string_free(text, FALSE);
    return code;
}

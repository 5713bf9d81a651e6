/* pipelines.c: promises that hold for every keyfile of pipelines/, whatever is in it. A plain
 * program that speaks TAP: pipelines FILE PLUGINS [profile=P] [needs=FOLDER] [folds=N]
 * [NAME=VALUE]... needs: a folder of test data, given to the file as its variable `data`; skipped
 * if it is not there.
 *
 * threads    1, 2 and 5 threads, tasks in shuffled order, and inputs read in chunks of one tile and
 *            of three give the same bits of every state and score
 * poison     per fold: every source row that no fit of the fold says it has seen is overwritten
 * with numbers of 1e30 and more; all states of the fold keep every byte sensitive  per fold: the
 * first row that they have seen is overwritten; some state changes chance     with permuted fit
 * targets, if any fit has some, the [check] is not met
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gstdio.h>

#include "core/hash.h"
#include "graph/keyfile_vars.h"
#include "run/run.h"
#include "sugar.h"
#include "value/buffer.h"

typedef struct pipeline {
    gy_registry *registry;
    gy_graph *graph;
    char *outputs; /* a folder for what writers write */
    int folds;     /* how many folds are poisoned, one after the other */
} pipeline;

/* Digests of all states by "node/case/fold", and of all scores. */
typedef struct digests {
    GHashTable *states;
    char scores[GY_DIGEST_HEX];
    int failed;
    gboolean met;
    int folds;
} digests;

static void on_fit(void *data, const char *node, const char *run_case, int fold,
                   const gy_state *state)
{
    digests *d = data;
    gy_hash *h = gy_hash_new("state");
    for (guint i = 0; i < state->arrays->len; i++) {
        const gy_value *v = state->arrays->pdata[i];
        gy_hash_text(h, state->names->pdata[i]);
        gy_hash_blob(h, v->view.data, v->bytes->n);
    }
    uint8_t digest[GY_DIGEST_SIZE];
    char *hex = g_malloc0(GY_DIGEST_HEX);
    gy_hash_end(h, digest);
    gy_hash_hex(digest, hex);
    gy_hash_free(h);
    d->folds = MAX(d->folds, fold + 1);
    g_hash_table_replace(d->states, g_strdup_printf("%s/%s/%d", node, run_case, fold), hex);
}

static digests run(const pipeline *p, int threads, gboolean shuffle, int chunk, int fold,
                   gboolean outside, gboolean chance)
{
    digests d = {.states = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free)};
    gy_probe probe = {
        .fold = fold, .outside = outside, .inside = !outside, .on_fit = on_fit, .data = &d};
    gy_run_options o = {.threads = threads,
                        .shuffle = shuffle,
                        .chunk_tiles = chunk,
                        .probe = &probe,
                        .chance = chance,
                        .outputs = p->outputs};
    g_autoptr(gy_problems) problems = gy_problems_new();
    g_autoptr(gy_outcome) out = gy_run(p->graph, p->registry, &o, problems);
    d.failed = out->failed;
    g_autoptr(GString) report = g_string_new(NULL);
    d.met = gy_run_check(p->graph, out, report);
    gy_hash *h = gy_hash_new("scores");
    for (guint i = 0; i < out->scores->len; i++) {
        const gy_score *s = &g_array_index(out->scores, gy_score, i);
        gy_hash_text(h, s->node);
        gy_hash_text(h, s->run_case);
        gy_hash_text(h, s->item);
        gy_hash_f64(h, s->value);
    }
    uint8_t digest[GY_DIGEST_SIZE];
    gy_hash_end(h, digest);
    gy_hash_hex(digest, d.scores);
    gy_hash_free(h);
    if (d.failed && fold < 0) {
        g_autofree char *text = gy_problems_format(problems);
        fprintf(stderr, "%s", text);
    }
    return d;
}

static int number;

static void tell(gboolean good, const char *name, int fold)
{
    char text[32] = "";
    if (fold >= 0) {
        snprintf(text, sizeof text, " fold %d", fold);
    }
    printf("%sok %d - %s%s\n", good ? "" : "not ", ++number, name, text);
    fflush(stdout);
}

/* States of one fold (fold < 0: of all) that are the same in both, and how many there are. */
static int same_states(const digests *a, const digests *b, int fold, int *out_n)
{
    g_autofree char *tail = g_strdup_printf("/%d", fold);
    GHashTableIter it;
    gpointer key, hex;
    int same = 0;
    *out_n = 0;
    g_hash_table_iter_init(&it, a->states);
    while (g_hash_table_iter_next(&it, &key, &hex)) {
        if (fold >= 0 && !g_str_has_suffix(key, tail)) {
            continue;
        }
        (*out_n)++;
        same += g_strcmp0(hex, g_hash_table_lookup(b->states, key)) == 0;
    }
    return same;
}

static void threads_agree(const pipeline *p, const digests *truth)
{
    static const struct {
        int threads, chunk;
        gboolean shuffle;
        const char *name;
    } all[] = {
        {2, 0, FALSE, "2 threads give the same bits"},
        {5, 3, FALSE, "5 threads and chunks of three tiles give the same bits"},
        {2, 1, TRUE, "shuffled tasks and chunks of one tile give the same bits"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        digests d = run(p, all[i].threads, all[i].shuffle, all[i].chunk, -1, TRUE, FALSE);
        int n = 0, same = same_states(truth, &d, -1, &n);
        tell(same == n && strcmp(truth->scores, d.scores) == 0 && d.failed == truth->failed,
             all[i].name, -1);
        g_hash_table_unref(d.states);
    }
}

static void folds_are_tight(const pipeline *p, const digests *truth)
{
    for (int k = 0; k < MIN(truth->folds, p->folds); k++) {
        int n = 0;
        digests d = run(p, 2, FALSE, 0, k, TRUE, FALSE);
        int same = same_states(truth, &d, k, &n);

        tell(n > 0 && same == n && strcmp(truth->scores, d.scores) != 0,
             "unseen rows change scores but no state", k);
        g_hash_table_unref(d.states);
        digests e = run(p, 2, FALSE, 0, k, FALSE, FALSE);
        same = same_states(truth, &e, k, &n);
        tell(same < n, "a seen row changes a state", k);
        g_hash_table_unref(e.states);
    }
}

/* The folder of test data of a word "needs=FOLDER". */
static char *data_folder(const char *word)
{
    const char *root = g_getenv("GYRUS_TEST_DATA");
    g_autofree char *beside =
        g_build_filename(g_getenv("GYRUS_SOURCE_ROOT"), "..", "shared", "data", NULL);
    return g_build_filename(root ? root : beside, word + strlen("needs="), NULL);
}

/* Profile and overrides as on the command line. FALSE if the data are not there. */
static gboolean adapt(gy_keyfile *kf, char **words, gy_problems *problems)
{
    const char *profile = NULL;
    for (int i = 0; words[i]; i++) {
        profile = g_str_has_prefix(words[i], "profile=") ? words[i] + strlen("profile=") : profile;
    }
    (void)gy_keyfile_apply_profile(kf, profile, problems);
    for (int i = 0; words[i]; i++) {
        if (g_str_has_prefix(words[i], "needs=")) {
            g_autofree char *folder = data_folder(words[i]);
            g_autofree char *set = g_strconcat("data=", folder, NULL);
            if (!g_file_test(folder, G_FILE_TEST_IS_DIR)) {
                printf("1..0 # SKIP no %s: set GYRUS_TEST_DATA\n", words[i] + strlen("needs="));
                return FALSE;
            }
            (void)gy_keyfile_override(kf, set, problems);
        } else if (!g_str_has_prefix(words[i], "profile=") &&
                   !g_str_has_prefix(words[i], "folds=")) {
            (void)gy_keyfile_override(kf, words[i], problems);
        }
    }
    (void)gy_keyfile_expand(kf, problems);
    return TRUE;
}

/* FALSE if the pipeline cannot be read or is skipped; the plan has then been printed. */
static gboolean open_pipeline(pipeline *p, char **words)
{
    g_autoptr(gy_problems) problems = gy_problems_new();
    g_autoptr(gy_keyfile) kf = gy_keyfile_load(words[0], problems);
    if (kf && !adapt(kf, words + 2, problems)) {
        return FALSE;
    }
    p->folds = 4;
    for (int i = 2; words[i]; i++) {
        p->folds = g_str_has_prefix(words[i], "folds=") ? atoi(words[i] + 6) : p->folds;
    }
    p->registry = gy_registry_new();
    (void)gy_registry_add_dir(p->registry, words[1], NULL);
    p->graph = kf ? gy_graph_build(kf, p->registry, problems) : NULL;
    g_autofree char *text = gy_problems_format(problems);
    fprintf(stderr, "%s", text);
    if (!p->graph || gy_problems_n_errors(problems) > 0) {
        printf("1..1\nnot ok 1 - the keyfile is read\n");
        return FALSE;
    }
    p->outputs = g_dir_make_tmp("gyrus-conformance-XXXXXX", NULL);
    return p->outputs != NULL;
}

static void remove_tree(const char *path)
{
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    const char *name = NULL;
    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *inner = g_build_filename(path, name, NULL);
        remove_tree(inner);
    }
    (void)g_remove(path);
}

static void close_pipeline(pipeline *p)
{
    if (p->outputs) {
        remove_tree(p->outputs);
    }
    g_free(p->outputs);
    gy_graph_free(p->graph);
    if (p->registry) {
        gy_registry_free(p->registry);
    }
}

/* Whether some fit is taught something: an input that it reads while fitting only. */
static gboolean has_targets(const gy_graph *graph)
{
    gboolean found = FALSE;
    for (guint i = 0; i < graph->nodes->len; i++) {
        const gy_gnode *n = gy_graph_node(graph, (int)i);
        for (unsigned k = 0; n->fit && k < n->sig->n_in; k++) {
            found |= n->sig->in[k].fit && n->in[k]->len > 0;
        }
    }
    return found;
}

static void keeps_its_promises(const pipeline *p)
{
    digests truth = run(p, 1, FALSE, 0, -1, TRUE, FALSE);
    tell(truth.failed == 0 && truth.met, "the run meets its checks", -1);
    threads_agree(p, &truth);
    folds_are_tight(p, &truth);
    if (g_hash_table_size(truth.states) > 0 && has_targets(p->graph)) {
        digests c = run(p, 2, FALSE, 0, -1, TRUE, TRUE);
        tell(!c.met && c.failed == 0, "permuted targets do not meet the checks", -1);
        g_hash_table_unref(c.states);
    }
    printf("1..%d\n", number);
    g_hash_table_unref(truth.states);
}

int main(int argc, char **argv)
{
    pipeline p = {0};
    if (argc < 3) {
        printf("1..1\nnot ok 1 - usage: pipelines FILE PLUGINS [WORD...]\n");
        return 1;
    }
    if (open_pipeline(&p, argv + 1)) {
        keeps_its_promises(&p);
    }
    close_pipeline(&p);
    return 0;
}

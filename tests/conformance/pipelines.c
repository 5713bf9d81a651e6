/* pipelines.c: promises that hold for every keyfile of pipelines/, whatever is in it. A plain
 * program that speaks TAP. For the file named on the command line: threads    1, 2 and 5 threads,
 * and tasks in shuffled order, give the same bits of every state and score poison     per fold:
 * every source row that no fit of the fold says it has seen is overwritten with numbers of 1e30 and
 * more; all states of the fold keep every byte sensitive  per fold: the first row that they have
 * seen is overwritten; some state changes chance     with permuted fit targets the [check] is not
 * met
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/hash.h"
#include "graph/keyfile_vars.h"
#include "run/run.h"
#include "sugar.h"
#include "value/buffer.h"

typedef struct pipeline {
    gy_registry *registry;
    gy_graph *graph;
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

static digests run(const pipeline *p, int threads, gboolean shuffle, int fold, gboolean outside,
                   gboolean chance)
{
    digests d = {.states = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free)};
    gy_probe probe = {
        .fold = fold, .outside = outside, .inside = !outside, .on_fit = on_fit, .data = &d};
    gy_run_options o = {.threads = threads, .shuffle = shuffle, .probe = &probe, .chance = chance};
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
    static const int threads[] = {2, 5, 2};
    for (int i = 0; i < 3; i++) {
        digests d = run(p, threads[i], i == 2, -1, TRUE, FALSE);
        int n = 0, same = same_states(truth, &d, -1, &n);
        tell(same == n && strcmp(truth->scores, d.scores) == 0 && d.failed == truth->failed,
             i == 2 ? "shuffled tasks give the same bits" : "more threads give the same bits", -1);
        g_hash_table_unref(d.states);
    }
}

static void folds_are_tight(const pipeline *p, const digests *truth)
{
    for (int k = 0; k < MIN(truth->folds, 4); k++) {
        int n = 0;
        digests d = run(p, 2, FALSE, k, TRUE, FALSE);
        int same = same_states(truth, &d, k, &n);
        tell(n > 0 && same == n && strcmp(truth->scores, d.scores) != 0,
             "unseen rows change scores but no state", k);
        g_hash_table_unref(d.states);
        digests e = run(p, 2, FALSE, k, FALSE, FALSE);
        same = same_states(truth, &e, k, &n);
        tell(same < n, "a seen row changes a state", k);
        g_hash_table_unref(e.states);
    }
}

static gboolean open_pipeline(pipeline *p, const char *file, const char *plugins)
{
    g_autoptr(gy_problems) problems = gy_problems_new();
    p->registry = gy_registry_new();
    (void)gy_registry_add_dir(p->registry, plugins, NULL);
    g_autoptr(gy_keyfile) kf = gy_keyfile_load(file, problems);
    if (kf) {
        (void)gy_keyfile_apply_profile(kf, NULL, problems);
        (void)gy_keyfile_expand(kf, problems);
        p->graph = gy_graph_build(kf, p->registry, problems);
    }
    g_autofree char *text = gy_problems_format(problems);
    fprintf(stderr, "%s", text);
    return p->graph != NULL;
}

int main(int argc, char **argv)
{
    pipeline p = {0};
    if (argc < 3 || !open_pipeline(&p, argv[1], argv[2])) {
        printf("1..1\nnot ok 1 - the keyfile is read\n");
        return 1;
    }
    digests truth = run(&p, 1, FALSE, -1, TRUE, FALSE);
    tell(truth.failed == 0 && truth.met, "the run meets its checks", -1);
    threads_agree(&p, &truth);
    folds_are_tight(&p, &truth);
    if (g_hash_table_size(truth.states) > 0) {
        digests c = run(&p, 2, FALSE, -1, TRUE, TRUE);
        tell(!c.met && c.failed == 0, "permuted targets do not meet the checks", -1);
        g_hash_table_unref(c.states);
    }
    printf("1..%d\n", number);
    g_hash_table_unref(truth.states);
    gy_graph_free(p.graph);
    gy_registry_free(p.registry);
    return 0;
}

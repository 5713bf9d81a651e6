/* folding.c and the purge behind it, by enumeration. For each scheme the rows that each fold trains
 * on are written down by hand: T trains, . is scored, - is neither. Then every row in turn is
 * overwritten with 1e30: the fold's state changes exactly where a T stands. Nothing that the host
 * says of itself is asked. */
#include "see_case.h"

#define N 12

typedef struct leak {
    GHashTable *states; /* "fold" -> its mean; "fold/inner" -> sums */
    int row;            /* overwritten; -1: none */
} leak;

static void on_done(void *data, gy_runtime *rt, gy_inst *inst)
{
    const leak *l = data;
    (void)rt;
    if (l->row >= 0 && strcmp(inst->node->name, "t") == 0) {
        gy_value *x = gy_table_column(inst->outs[0].value, "x");
        ((double *)x->view.data)[l->row] = 1e30;
    }
}

static void on_fit(void *data, const char *node, const char *where, int fold, const gy_state *state)
{
    const leak *l = data;
    (void)node;
    (void)where;
    const gy_value *mean = gy_state_get(state, "mean"), *inner = gy_state_get(state, "first");
    double *v = g_new0(double, 9);
    v[0] = ((const double *)mean->view.data)[0];
    for (int64_t k = 0; inner && k < inner->shape[0] && k < 8; k++) {
        v[k + 1] = ((const double *)inner->view.data)[k];
    }
    g_hash_table_insert(l->states, GINT_TO_POINTER(fold + 1), v);
}

static void run_leak(const char *text, leak *l)
{
    g_autoptr(gy_registry) registry = gy_registry_new();
    g_autoptr(gy_problems) problems = gy_problems_new();
    g_autofree char *dir =
        g_build_filename(g_getenv("GYRUS_BUILD_ROOT"), "tests", "run", "plugins2", NULL);
    cr_assert(gy_registry_add_dir(registry, dir, NULL));
    g_autoptr(gy_keyfile) kf = gy_keyfile_scan("case.ini", text, strlen(text), problems);
    (void)gy_keyfile_expand(kf, problems);
    g_autoptr(gy_graph) graph = gy_graph_build(kf, registry, problems);
    l->states = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    gy_probe probe = {.fold = -1, .on_fit = on_fit, .on_done = on_done, .data = l};
    gy_run_options o = {.threads = 1, .probe = &probe};
    if (graph) {
        g_autoptr(gy_outcome) out = gy_run(graph, registry, &o, problems);
        cr_expect_eq(out->failed, 0);
    }
    g_autofree char *why = gy_problems_format(problems);
    cr_assert_str_eq(why, "", "%s\n%s", text, why);
}

/* Compares place `at` of the states of fold k with one row of letters. */
static void check_rows(const char *text, int k, int at, const char *letters, leak *truth,
                       leak *poisoned)
{
    const double *a = g_hash_table_lookup(truth->states, GINT_TO_POINTER(k + 1));
    cr_assert(a != NULL, "no fold %d\n%s", k, text);
    for (int r = 0; r < N; r++) {
        const double *b = g_hash_table_lookup(poisoned[r].states, GINT_TO_POINTER(k + 1));
        cr_assert(b != NULL);
        cr_expect_eq(a[at] != b[at], letters[r] == 'T', "fold %d row %d: %s\n%s", k, r,
                     a[at] != b[at] ? "is seen" : "is not seen", text);
    }
}

/* letters: one text a fold, then NULL; inner: the same of the inner folds of fold 0. */
static void check_scheme(const char *plan, const char *split, const char *past,
                         const char *const *letters, const char *const *inner)
{
    g_autofree char *text = g_strdup_printf(
        "[t]\nplugin = reader.kit-plan\n%s\n[w]\nplugin = transform.kit-window\nx = @t.x\npast = "
        "%s\n%s\n[f]\nplugin = %s\nx = @w\n[m]\nplugin = metric.kit-all\nx = @f\n",
        plan, past, split, inner ? "encoder.kit-sum" : "encoder.kit-total");
    leak truth = {.row = -1}, poisoned[N];
    run_leak(text, &truth);
    for (int r = 0; r < N; r++) {
        poisoned[r] = (leak){.row = r};
        run_leak(text, &poisoned[r]);
    }
    int folds = 0;
    for (; letters[folds]; folds++) {
        check_rows(text, folds, 0, letters[folds], &truth, poisoned);
    }
    cr_expect_null(g_hash_table_lookup(truth.states, GINT_TO_POINTER(folds + 1)), "%s", text);
    for (int k = 0; inner && inner[k]; k++) {
        check_rows(text, 0, k + 1, inner[k], &truth, poisoned);
    }
    g_hash_table_unref(truth.states);
    for (int r = 0; r < N; r++) {
        g_hash_table_unref(poisoned[r].states);
    }
}

#define SPLIT(rest) "[split]\nrows = @t\n" rest
#define FLAT        "g = aaaaaaaaaaaa"
#define GROUPS      "g = aabbccaabbcc"

static const struct {
    const char *plan, *split, *past, *letters[8];
} schemes[] = {
    {FLAT,
     SPLIT("scheme = k-fold\nfolds = 3"),
     "0",
     {"....TTTTTTTT", "TTTT....TTTT", "TTTTTTTT...."}},
    /* a window of one row back: a training row that reads a row the test rows read goes */
    {FLAT,
     SPLIT("scheme = k-fold\nfolds = 3"),
     "1",
     {"....-TTTTTTT", "TTT-....-TTT", "TTTTTTT-...."}},
    {FLAT,
     SPLIT("scheme = k-fold\nfolds = 3\ngap = 1 rows"),
     "0",
     {"....-TTTTTTT", "TTT-....-TTT", "TTTTTTT-...."}},
    {FLAT,
     SPLIT("scheme = k-fold\nfolds = 3\ngap = 1 rows"),
     "1",
     {"....--TTTTTT", "TT--....--TT", "TTTTTT--...."}},
    /* neither gap nor window cross the border of a segment */
    {FLAT "\ns = 000000111111",
     SPLIT("scheme = k-fold\nfolds = 2\ngap = 1 rows"),
     "1",
     {"......TTTTTT", "TTTTTT......"}},
    {GROUPS,
     SPLIT("scheme = leave-one-group-out\ngroups = @t.g"),
     "0",
     {"..TTTT..TTTT", "TT..TTTT..TT", "TTTT..TTTT.."}},
    {GROUPS,
     SPLIT("scheme = leave-one-group-out\ngroups = @t.g"),
     "1",
     {"..-TT-..-TTT", "T-..-TT-..-T", "TTT-..-TT-.."}},
    {"g = aaaaabbbbccc",
     SPLIT("scheme = group-k-fold\nfolds = 2\ngroups = @t.g"),
     "0",
     {".....TTTTTTT", "TTTTT......."}},
    {"g = aabbaabbaabb",
     SPLIT("scheme = stratified\nfolds = 2\ngroups = @t.g"),
     "0",
     {".....T.TTTTT", "TTTTT.T....."}},
    {FLAT,
     SPLIT("scheme = forward\nfolds = 3"),
     "0",
     {"TTT...------", "TTTTTT...---", "TTTTTTTTT..."}},
    {FLAT,
     SPLIT("scheme = forward\nfolds = 3\ngap = 1 rows"),
     "0",
     {"TT-...------", "TTTTT-...---", "TTTTTTTT-..."}},
    {FLAT, SPLIT("scheme = holdout\ntest = last 0.25"), "0", {"TTTTTTTTT..."}},
    {FLAT, SPLIT("scheme = holdout\ntest = first 0.25"), "1", {"...-TTTTTTTT"}},
    {FLAT "\nm = 001100000011", SPLIT("scheme = predefined\ntest = @t.m"), "0", {"TT..TTTTTT.."}},
    {FLAT "\nu = abcdefabcdef",
     SPLIT("scheme = k-fold\nfolds = 3\ntogether = @t.u"),
     "0",
     {"..TTTT..TTTT", "TT..TTTT..TT", "TTTT..TTTT.."}},
    {"g = aaaabbbbcccc\nu = abcdabcdefgh",
     SPLIT("scheme = leave-one-group-out\ngroups = @t.g\ntogether = @t.u"),
     "0",
     {"........TTTT", "TTTTTTTT...."}},
    {GROUPS,
     "[split rows]\nrows = @t\nscheme = k-fold\nfolds = 2\n"
     "[split groups]\nrows = @t\nscheme = leave-one-group-out\ngroups = @t.g",
     "0",
     {"..------TTTT", "--..--TT--TT", "----..TTTT--", "--TTTT..----", "TT--TT--..--",
      "TTTT------.."}},
};

Test(folding, schemes_read_their_training_rows_and_no_others)
{
    for (size_t i = 0; i < G_N_ELEMENTS(schemes); i++) {
        check_scheme(schemes[i].plan, schemes[i].split, schemes[i].past, schemes[i].letters, NULL);
    }
}

/* Inner folds of outer fold 0, which trains on rows 6 to 11. */
Test(folding, inner_folds)
{
    static const char *const outer[] = {"......TTTTTT", "TTTTTT......", NULL};
    static const char *const three[] = {"------..TTTT", "------TT..TT", "------TTTT..", NULL};
    static const char *const last[] = {"------TTTT..", NULL};
    static const char *const gap_outer[] = {"......-TTTTT", "TTTTT-......", NULL};
    static const char *const gap_inner[] = {"-------...-T", "-------TT-..", NULL};
    check_scheme(FLAT, SPLIT("scheme = k-fold\nfolds = 2\ninner = k-fold 3"), "0", outer, three);
    check_scheme(FLAT, SPLIT("scheme = k-fold\nfolds = 2\ninner = holdout last 0.33"), "0", outer,
                 last);
    check_scheme(FLAT, SPLIT("scheme = k-fold\nfolds = 2\ninner = k-fold 2\ngap = 1 rows"), "0",
                 gap_outer, gap_inner);
}

/* A scheme that cannot be had is told, with the line of its group. */
Test(folding, refused)
{
    static const struct {
        const char *plan, *split, *problem;
    } all[] = {
        {FLAT, SPLIT("scheme = k-fold\nfolds = 13"), "13"},
        {FLAT, SPLIT("scheme = leave-one-group-out\ngroups = @t.g"), "group"},
        {FLAT, SPLIT("scheme = k-fold\nfolds = 2\ngap = 12 rows"), "no training row is left"},
        {FLAT, SPLIT("scheme = predefined\ntest = @t.m"), "test"},
        {"g = abbbbbbbbbbb", SPLIT("scheme = stratified\nfolds = 2\ngroups = @t.g"), "has one row"},
        {FLAT, SPLIT("scheme = group-k-fold\nfolds = 2\ngroups = @t"), "not one value per row"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        g_autofree char *text =
            g_strdup_printf("[t]\nplugin = reader.kit-plan\n%s\n%s\n[f]\nplugin "
                            "= encoder.kit-sum\nx = @t.x\n[m]\nplugin = "
                            "metric.kit-all\nx = @f\n",
                            all[i].plan, all[i].split);
        g_autofree char *problems = see_text(text, (gy_run_options){0}, NULL, NULL);
        cr_expect(*problems && strstr(problems, all[i].problem), "%zu: %s", i, problems);
    }
}

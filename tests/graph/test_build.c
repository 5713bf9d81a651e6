/* SPDX-License-Identifier: Apache-2.0
 *
 * The eleven jobs of the language: each parses, type-checks against node texts and means what it
 * says. What the fragments leave out stands in front of them here.
 */
#include "stubs/registry.h"

#include <glib/gstdio.h>

typedef struct gy_job {
    const char *name, *profile, *front;
} gy_job;

#define SIGNAL(name) "[" name "]\nplugin = reader.signal\npath = " name ".npy\n"
#define IMAGES       "[images]\nplugin = reader.images\npath = a.npy\n"
#define R2(name, of)                                                                               \
    "[" name "]\nplugin = metric.r2\npredicted = @" of ".predicted\ntarget = @velocity\n"

static const gy_job jobs[] = {
    {"01", NULL, SIGNAL("confounds") SIGNAL("motion") SIGNAL("words")},
    {"02", NULL, "[vars]\ndata = /study\n"},
    {"02", "live", "[vars]\ndata = /study\n"},
    {"03", NULL, "[vars]\ndata = /study\n[betas]\nplugin = reader.betas\npath = ${subject}.npy\n"},
    {"04", NULL,
     "[vars]\ndata = /study\n" IMAGES "[brain-rdm]\nplugin = reader.rdm\npath = ${subject}.npy\n"},
    {"05", NULL,
     "[rec]\nplugin = reader.recording\npath = ${session}.nwb\n" SIGNAL("position")
         R2("r2-kalman", "kalman") R2("r2-ridge", "ridge")},
    {"06", NULL,
     "[needs]\nclip = models/mini-clip.ini\nldm = models/mini-ldm.ini\n[brain]\nplugin = "
     "reader.betas\npath = b.npy\n"},
    {"07", NULL,
     "[lm]\nplugin = reader.language-model\npath = lm.gguf\n[prompts]\nplugin = "
     "reader.prompts\npath = p.tsv\n"},
    {"08", NULL, ""},
    {"09", NULL, IMAGES},
    {"10", NULL, "[eeg]\nplugin = reader.edf\npath = a.edf\n"},
    {"11", NULL, "[script]\nplugin = reader.script\npath = s.tsv\n"},
};

static const char clip[] = IMAGES "[encoder]\nplugin = encoder.features\nx = @images\n";
static const char ldm[] = "[unet]\nplugin = module.unet\nsize = 4\n";

/* A folder with the two files that jobs need; the caller goes into it. */
static char *workplace(void)
{
    char *dir = g_dir_make_tmp("gyrus-graph-XXXXXX", NULL);
    cr_assert_not_null(dir);
    g_autofree char *models = g_build_filename(dir, "models", NULL);
    g_autofree char *a = g_build_filename(models, "mini-clip.ini", NULL);
    g_autofree char *b = g_build_filename(models, "mini-ldm.ini", NULL);
    cr_assert(g_mkdir_with_parents(models, 0700) == 0);
    cr_assert(g_file_set_contents(a, clip, -1, NULL));
    cr_assert(g_file_set_contents(b, ldm, -1, NULL));
    return dir;
}

static void clean(const char *dir)
{
    static const char *const names[] = {"models/mini-clip.ini", "models/mini-ldm.ini", "models",
                                        ""};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename(dir, names[i], NULL);
        (void)g_remove(path);
    }
}

static gy_graph *graph_of_job(const gy_job *job, gy_registry *registry)
{
    g_autofree char *dir = workplace();
    g_autofree char *file = g_strconcat(job->name, ".ini", NULL);
    g_autofree char *path =
        g_build_filename(g_getenv("GYRUS_SOURCE_ROOT"), "tests", "keyfiles", "jobs", file, NULL);
    g_autofree char *fragment = NULL;
    cr_assert(g_file_get_contents(path, &fragment, NULL, NULL), "%s", path);
    g_autofree char *text = g_strconcat(job->front, fragment, NULL);
    g_autofree char *place = g_build_filename(dir, file, NULL);
    g_autoptr(gy_problems) problems = gy_problems_new();
    g_autoptr(gy_keyfile) kf = gy_keyfile_scan(place, text, strlen(text), problems);
    gy_graph *g = graph_of(kf, job->profile, registry, problems);
    g_autofree char *told = gy_problems_format(problems);
    cr_expect_str_eq(told, "", "job %s:\n%s", job->name, told);
    cr_assert_not_null(g, "job %s", job->name);
    clean(dir);
    return g;
}

/* Sources come first, whatever the order of groups. */
static void is_ordered(const gy_graph *g)
{
    for (guint i = 0; i < g->nodes->len; i++) {
        const gy_gnode *n = gy_graph_node(g, (int)i);
        for (unsigned p = 0; p < n->sig->n_in; p++) {
            for (guint k = 0; k < n->in[p]->len; k++) {
                const gy_link *l = &g_array_index(n->in[p], gy_link, k);
                cr_expect(l->node >= 0 && l->node < (int)i && l->state < (int)i, "%s", n->name);
            }
        }
    }
}

Test(build, the_eleven_jobs_are_graphs)
{
    g_autoptr(gy_registry) registry = texts_registry();
    for (size_t i = 0; i < G_N_ELEMENTS(jobs); i++) {
        g_autoptr(gy_graph) g = graph_of_job(&jobs[i], registry);
        is_ordered(g);
    }
}

static const gy_link *link_of(const gy_graph *g, const char *node, const char *port)
{
    const gy_gnode *n = node_of(g, node);
    return &g_array_index(n->in[gy_sig_port_find(n->sig, port)->index], gy_link, 0);
}

Test(build, voxelwise_encoding)
{
    g_autoptr(gy_registry) registry = texts_registry();
    g_autoptr(gy_graph) g = graph_of_job(&jobs[0], registry);
    cr_expect_str_eq(gy_graph_node(g, link_of(g, "scaled.1", "x")->node)->name, "motion");
    cr_expect_str_eq(gy_graph_node(g, link_of(g, "scaled.2", "x")->node)->name, "words");
    cr_expect_str_eq(gy_graph_node(g, link_of(g, "lagged.2", "x")->node)->name, "scaled.2");
    const gy_gnode *model = node_of(g, "model");
    cr_expect(model->in[0]->len == 2 && model->split && model->fit);
    cr_expect(!node_of(g, "y")->fit && !node_of(g, "y")->split, "scale = segment is no fit");
    cr_expect(node_of(g, "scaled.1")->fit && node_of(g, "lagged.1")->split);
    cr_assert(g->chances->len == 1);
    const gy_gchance *c = &g_array_index(g->chances, gy_gchance, 0);
    cr_expect(!c->refit && c->times == 1000 && c->has_within && c->within.kind == GY_LINK_WORD);
    cr_expect_str_eq(c->scheme, "circular-shift");
    cr_expect_str_eq(c->correct[0], "max");
    cr_expect_str_eq(c->correct[1], "fdr");
    cr_expect(node_of(g, "r")->drawn && !node_of(g, "ceiling")->drawn && !model->drawn);
    cr_expect(node_of(g, "map")->in[0]->len == 3);
    const gy_gcheck *check = &g_array_index(g->checks, gy_gcheck, 0);
    cr_expect(check->lo == 0.15 && check->hi == 0.8);
    cr_expect_str_eq(check->reducer, "p95");
    cr_expect(gy_problems_n(g->not_run) == 0);
}

Test(build, motor_imagery)
{
    g_autoptr(gy_registry) registry = texts_registry();
    g_autoptr(gy_graph) g = graph_of_job(&jobs[1], registry);
    const gy_gtune *t = &g_array_index(g->tunes, gy_gtune, 0);
    cr_assert(g->tunes->len == 1);
    cr_expect_str_eq(gy_graph_node(g, t->node)->name, "csp");
    cr_expect_str_eq(t->candidates[0], "2");
    cr_expect_str_eq(t->candidates[2], "6");
    cr_expect_null(t->candidates[3]);
    cr_expect_str_eq(gy_graph_node(g, g->tune_score)->name, "accuracy");
    cr_expect(g->tune_out == 1, "balanced is the second output");
    cr_expect(link_of(g, "csp", "y")->kind == GY_LINK_PORT);
    cr_expect(node_of(g, "csp")->drawn && node_of(g, "accuracy")->drawn);
    g_autoptr(gy_graph) live = graph_of_job(&jobs[2], registry);
    cr_expect(link_of(live, "csp", "y")->kind == GY_LINK_WORD);
    cr_expect(gy_graph_find(live, "out") >= 0 && gy_graph_find(g, "out") < 0);
}

Test(build, many_brains_one_trunk)
{
    g_autoptr(gy_registry) registry = texts_registry();
    g_autoptr(gy_graph) g = graph_of_job(&jobs[3], registry);
    const gy_gnode *encoder = node_of(g, "clip:encoder"), *adapt = node_of(g, "adapt");
    cr_assert(g->needs->len == 1 && encoder->need == 0);
    cr_expect_str_eq(encoder->sig->id, "encoder.features");
    cr_expect(link_of(g, "target", "key")->out == 1 && link_of(g, "target", "key")->state == -1);
    cr_assert(adapt->phases->len == 1 && adapt->uses->len == 1);
    cr_expect_str_eq(gy_graph_node(g, g_array_index(adapt->phases, gy_link, 0).node)->name,
                     "pretrain");
    const gy_link *query = link_of(g, "retrieval", "query");
    cr_expect_str_eq(gy_graph_node(g, query->node)->name, "trunk");
    cr_expect_str_eq(gy_graph_node(g, query->state)->name, "adapt");
    /* loops in the order of the file: new, subject, share, start */
    cr_expect(node_of(g, "trials")->loops == 2 && adapt->loops == 15);
    cr_expect(node_of(g, "curve")->gathers == 9 && node_of(g, "curve")->loops == 6);
}

Test(build, functions_are_handed_on)
{
    g_autoptr(gy_registry) registry = texts_registry();
    g_autoptr(gy_graph) g = graph_of_job(&jobs[6], registry);
    cr_expect(link_of(g, "face-area", "model")->kind == GY_LINK_MODEL);
    cr_expect(link_of(g, "images", "guide")->kind == GY_LINK_MODEL);
    cr_expect_str_eq(gy_graph_node(g, link_of(g, "images", "model")->node)->name, "ldm:unet");
    g_autoptr(gy_graph) lm = graph_of_job(&jobs[7], registry);
    cr_expect(link_of(lm, "repair", "model")->kind == GY_LINK_PORT, "an output of that name");
    cr_expect(link_of(lm, "repair", "values")->out == 1);
}

Test(build, phases_of_one_network)
{
    g_autoptr(gy_registry) registry = texts_registry();
    g_autoptr(gy_graph) g = graph_of_job(&jobs[10], registry);
    const gy_link *a = link_of(g, "speed-general", "predicted");
    const gy_link *b = link_of(g, "speed-personal", "predicted");
    cr_expect(a->node == b->node && a->out == 0);
    cr_expect_str_eq(gy_graph_node(g, a->state)->name, "general");
    cr_expect_str_eq(gy_graph_node(g, b->state)->name, "personal");
    cr_expect(gy_graph_find(g, "general") < gy_graph_find(g, "personal"));
}

Test(build, two_splits_are_one_two_way_split)
{
    g_autoptr(gy_registry) registry = texts_registry();
    static const char text[] = "[x]\nplugin = reader.array\npath = x.npy\n"
                               "[split a]\nrows = @x\nscheme = k-fold\n"
                               "[split b]\nrows = @x\nscheme = k-fold\nfolds = 3\n";
    g_autoptr(gy_graph) g = good_graph(text, registry);
    cr_assert(g->splits->len == 2);
    cr_expect_str_eq(g_array_index(g->splits, gy_gsplit, 0).name, "a");
    cr_expect(g_array_index(g->splits, gy_gsplit, 1).folds == 3);
}

Test(build, near_words_warn_and_declared_columns_do_not)
{
    g_autoptr(gy_registry) registry = texts_registry();
    static const char text[] = "[t]\nplugin = reader.table\npath = t.tsv\ncolumns = run str; ruin "
                               "i32; tables i32\n[x]\nplugin = reader.array\npath = x.npy\n"
                               "[split]\nrows = @x\nscheme = group-k-fold\ngroups = @t.%s\n";
    const char *const words[][2] = {
        {"run", ""},
        {"ruin", ""},
        {"tables", ""}, /* declared, though almost an output */
        {"session", ""},
        {"rum", "f:11: warning: 't' (reader.table) has no output 'rum', so it is a column or a "
                "coordinate; did you mean 'run'?\n"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        g_auto(GStrv) parts = g_strsplit(text, "%s", 2);
        g_autofree char *made = g_strjoin(words[i][0], parts[0], parts[1], NULL);
        g_autofree char *told = NULL;
        g_autoptr(gy_graph) g = graph_of_text(made, registry, &told);
        cr_expect_not_null(g);
        cr_expect_str_eq(told, words[i][1]);
    }
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * record.c: run.json: what exactly ran. */
#include <string.h>

#include "compute/cpu/blas.h"
#include "core/hash.h"
#include "core/json.h"
#include "embed/folder.h"
#include "embed/gyrus-host.h"

static void text(gy_json *j, const char *key, const char *value)
{
    gy_json_key(j, key);
    gy_json_string(j, value);
}

static void put_hash(gy_json *j, const char *path)
{
    gy_json_begin(j, '{');
    text(j, "path", path);
    uint8_t digest[GY_DIGEST_SIZE];
    char hex[GY_DIGEST_HEX];
    gboolean good = gy_hash_file(path, digest, NULL);
    if (good) {
        gy_hash_hex(digest, hex);
    }
    text(j, "sha256", good ? hex : NULL);
    gy_json_end(j, '}');
}

static void put_plugins(gy_json *j, const gy_graph *g, gy_registry *registry)
{
    gy_json_key(j, "nodes");
    gy_json_begin(j, '[');
    for (guint i = 0; i < g->nodes->len; i++) {
        const gy_gnode *n = gy_graph_node(g, (int)i);
        gy_json_begin(j, '{');
        text(j, "name", n->name);
        text(j, "plugin", n->sig->id);
        gy_json_key(j, "revision");
        gy_json_i64(j, n->sig->revision);
        text(j, "build_id", gy_registry_build_id(registry, n->sig->id));
        text(j, "licence", n->sig->licence);
        gy_json_key(j, "parameters");
        gy_json_begin(j, '{');
        for (unsigned p = 0; p < n->sig->n_params; p++) {
            text(j, n->sig->params[p].name,
                 n->params[p].text ? n->params[p].text : n->sig->params[p].default_text);
        }
        gy_json_end(j, '}');
        gy_json_end(j, '}');
    }
    gy_json_end(j, ']');
}

static void put_fits(gy_json *j, const gy_outcome *o)
{
    gy_json_key(j, "fits");
    gy_json_begin(j, '[');
    for (guint i = 0; i < o->fits->len; i++) {
        const gy_fit_fact *f = o->fits->pdata[i];
        g_autofree char *train = gy_rows_format(&f->train, 0);
        g_autofree char *test = gy_rows_format(&f->test, 0);
        gy_json_begin(j, '{');
        text(j, "node", f->node);
        text(j, "case", f->run_case);
        gy_json_key(j, "fold");
        gy_json_i64(j, f->fold);
        text(j, "train", train);
        text(j, "test", test);
        gy_json_key(j, "purged");
        gy_json_i64(j, f->purged);
        gy_json_key(j, "gap");
        gy_json_i64(j, f->gap);
        gy_json_end(j, '}');
    }
    gy_json_end(j, ']');
}

static void put_choice(gy_json *j, const gy_tune_fact *f)
{
    gy_json_begin(j, '{');
    text(j, "score", f->score);
    text(j, "case", f->run_case);
    gy_json_key(j, "fold");
    gy_json_i64(j, f->fold);
    text(j, "chosen", f->names[f->chosen]);
    gy_json_key(j, "rows");
    gy_json_i64(j, f->n_rows);
    gy_json_key(j, "at_edge");
    gy_json_bool(j, f->at_edge);
    gy_json_key(j, "inner_scores");
    gy_json_begin(j, '{');
    for (guint k = 0; k < f->n; k++) {
        gy_json_key(j, f->names[k]);
        gy_json_f64(j, f->inner[k]);
    }
    gy_json_end(j, '}');
    gy_json_end(j, '}');
}

static void put_choices(gy_json *j, const gy_outcome *o)
{
    gy_json_key(j, "tune");
    gy_json_begin(j, '[');
    for (guint i = 0; i < o->tunes->len; i++) {
        put_choice(j, o->tunes->pdata[i]);
    }
    gy_json_end(j, ']');
}

/* Items whose p is at most .05. */
static void put_below(gy_json *j, const char *key, const double *p, int64_t n)
{
    int64_t below = 0;
    for (int64_t k = 0; p && k < n; k++) {
        below += p[k] <= 0.05;
    }
    if (p) {
        gy_json_key(j, key);
        gy_json_i64(j, below);
    }
}

static void put_chances(gy_json *j, const gy_outcome *o)
{
    gy_json_key(j, "chance");
    gy_json_begin(j, '[');
    for (guint i = 0; i < o->chances->len; i++) {
        const gy_chance_fact *f = o->chances->pdata[i];
        gy_json_begin(j, '{');
        text(j, "node", f->node);
        text(j, "port", f->port);
        text(j, "case", f->run_case);
        if (f->group) {
            text(j, "permute", f->group->permute.text);
            text(j, "within", f->group->has_within ? f->group->within.text : NULL);
            text(j, "scheme", f->group->scheme);
            text(j, "refit", f->group->refit ? "all" : "none");
        }
        text(j, "draws", f->exact ? "every rearrangement once" : "random");
        gy_json_key(j, "times");
        gy_json_i64(j, f->draws->len);
        gy_json_key(j, "observed");
        gy_json_f64(j, f->observed);
        gy_json_key(j, "p");
        gy_json_f64(j, f->p);
        gy_json_key(j, "items");
        gy_json_i64(j, f->n_items);
        gy_json_key(j, "items_without_score");
        gy_json_i64(j, f->n_missing);
        put_below(j, "p_at_most_05", f->item_p, f->n_items);
        put_below(j, "p_max_at_most_05", f->p_max, f->n_items);
        put_below(j, "p_fdr_at_most_05", f->p_fdr, f->n_items);
        put_below(j, "p_holm_at_most_05", f->p_holm, f->n_items);
        gy_json_end(j, '}');
    }
    gy_json_end(j, ']');
}

/* A run is complete, lacks what [pipeline] on_error = skip let go, or failed. */
static void put_status(gy_json *j, const gy_graph *g, const gy_outcome *o, const char *problems)
{
    gboolean skip = g_strcmp0(g->on_error, "skip") == 0;
    text(j, "status", o->failed == 0 ? "complete" : skip ? "incomplete" : "failed");
    gy_json_key(j, "results");
    gy_json_i64(j, o->wanted);
    gy_json_key(j, "missing");
    gy_json_begin(j, '[');
    for (guint i = 0; i < o->missing->len; i++) {
        gy_json_string(j, o->missing->pdata[i]);
    }
    gy_json_end(j, ']');
    gy_json_key(j, "problems");
    gy_json_begin(j, '[');
    g_auto(GStrv) lines = g_strsplit(problems, "\n", -1);
    for (int i = 0; lines[i]; i++) {
        if (lines[i][0] != '\0') {
            gy_json_string(j, lines[i]);
        }
    }
    gy_json_end(j, ']');
}

char *gy_record(const gy_graph *g, gy_registry *registry, const gy_outcome *o, const char *problems)
{
    g_autoptr(gy_json) j = gy_json_new(true);
    gy_blas_facts blas;
    gy_blas_facts_init(&blas);
    gy_json_begin(j, '{');
    text(j, "gyrus", gyrus_version());
    put_status(j, g, o, problems);
    text(j, "title", g->title);
    text(j, "paper", g->paper);
    gy_json_key(j, "keyfile");
    put_hash(j, g->file);
    gy_json_key(j, "seed");
    gy_json_u64(j, g->seed);
    text(j, "precision", g->precision ? g->precision : "f64");
    text(j, "blas", blas.config);
    text(j, "blas_core", blas.core);
    gy_json_key(j, "threads");
    gy_json_i64(j, o->threads);
    gy_json_key(j, "seconds");
    gy_json_f64(j, o->seconds);
    gy_json_key(j, "peak_bytes");
    gy_json_u64(j, o->peak);
    gy_json_key(j, "node_calls");
    gy_json_i64(j, o->calls);
    put_plugins(j, g, registry);
    gy_json_key(j, "inputs");
    gy_json_begin(j, '[');
    for (guint i = 0; i < o->files->len; i++) {
        put_hash(j, o->files->pdata[i]);
    }
    gy_json_end(j, ']');
    put_fits(j, o);
    put_choices(j, o);
    put_chances(j, o);
    gy_json_end(j, '}');
    gy_blas_facts_clear(&blas);
    return gy_json_finish(j);
}

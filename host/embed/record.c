/* SPDX-License-Identifier: Apache-2.0
 *
 * record.c: run.json: what exactly ran, and what came out. docs/run-json.md lists its members. */
#include <string.h>

#include "compute/cpu/blas.h"
#include "embed/gyrus-host.h"
#include "embed/json_parts.h"

static void put_file(gy_json *j, const char *path, const char *hash)
{
    gy_json_begin(j, '{');
    gy_json_member(j, "path", path);
    gy_json_member(j, "sha256", hash);
    gy_json_end(j, '}');
}

static void put_options(gy_json *j, const gy_story *t)
{
    gy_json_key(j, "options");
    gy_json_begin(j, '{');
    gy_json_member(j, "profile", t->profile);
    gy_json_key(j, "set");
    gy_json_begin(j, '[');
    for (int i = 0; t->sets && t->sets[i]; i++) {
        gy_json_string(j, t->sets[i]);
    }
    gy_json_end(j, ']');
    gy_json_key(j, "chance");
    gy_json_bool(j, t->chance);
    gy_json_key(j, "allow");
    gy_json_begin(j, '[');
    if (t->allow & GYRUS_ALLOW_EXEC) {
        gy_json_string(j, "exec");
    }
    if (t->allow & GYRUS_ALLOW_NETWORK) {
        gy_json_string(j, "network");
    }
    gy_json_end(j, ']');
    gy_json_end(j, '}');
}

/* A node in one case: parameters with loop variables and file patterns resolved. */
static void put_case(gy_json *j, const gy_node_fact *f)
{
    gy_json_begin(j, '{');
    gy_json_member(j, "case", f->run_case);
    gy_json_key(j, "parameters");
    gy_json_begin(j, '{');
    for (guint i = 0; i < f->names->len; i++) {
        gy_json_member(j, f->names->pdata[i], f->values->pdata[i]);
    }
    gy_json_end(j, '}');
    gy_json_member(j, "outputs", f->outputs);
    gy_json_end(j, '}');
}

static void put_node(gy_json *j, const gy_story *t, guint number)
{
    const gy_gnode *n = gy_graph_node(t->graph, (int)number);
    const double *seconds = t->outcome->node_seconds;
    gy_json_begin(j, '{');
    gy_json_member(j, "name", n->name);
    gy_json_member(j, "plugin", n->sig->id);
    gy_json_count(j, "revision", n->sig->revision);
    gy_json_member(j, "build_id", gy_registry_build_id(t->registry, n->sig->id));
    gy_json_member(j, "licence", n->sig->licence);
    if (seconds) {
        gy_json_number(j, "seconds", seconds[number]);
    }
    gy_json_key(j, "given");
    gy_json_begin(j, '{');
    for (unsigned p = 0; p < n->sig->n_params; p++) {
        if (n->params[p].text) {
            gy_json_member(j, n->sig->params[p].name, n->params[p].text);
        }
    }
    gy_json_end(j, '}');
    gy_json_key(j, "cases");
    gy_json_begin(j, '[');
    for (guint i = 0; i < t->outcome->nodes->len; i++) {
        const gy_node_fact *f = t->outcome->nodes->pdata[i];
        if (strcmp(f->node, n->name) == 0) {
            put_case(j, f);
        }
    }
    gy_json_end(j, ']');
    gy_json_end(j, '}');
}

static void put_splits(gy_json *j, const gy_graph *g)
{
    gy_json_key(j, "splits");
    gy_json_begin(j, '[');
    for (guint i = 0; i < g->splits->len; i++) {
        const gy_gsplit *s = &g_array_index(g->splits, gy_gsplit, i);
        gy_json_begin(j, '{');
        gy_json_member(j, "name", s->name);
        gy_json_member(j, "scheme", s->scheme);
        gy_json_member(j, "rows", s->rows.text);
        gy_json_member(j, "groups", s->has_groups ? s->groups.text : NULL);
        gy_json_member(j, "together", s->has_together ? s->together.text : NULL);
        gy_json_key(j, "shuffle");
        gy_json_bool(j, s->shuffle);
        gy_json_member(j, "gap", s->gap);
        gy_json_member(j, "inner", s->inner);
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
        gy_json_member(j, "node", f->node);
        gy_json_member(j, "case", f->run_case);
        gy_json_count(j, "fold", f->fold);
        gy_json_count(j, "n_rows", f->n_rows);
        gy_json_member(j, "axis", f->axis);
        gy_json_member(j, "train", train);
        gy_json_member(j, "test", test);
        gy_json_count(j, "purged", f->purged);
        gy_json_count(j, "gap", f->gap);
        gy_json_end(j, '}');
    }
    gy_json_end(j, ']');
}

static void put_chosen(gy_json *j, const gy_outcome *o)
{
    gy_json_key(j, "chosen");
    gy_json_begin(j, '[');
    for (guint i = 0; i < o->chosen->len; i++) {
        const gy_chosen_fact *f = o->chosen->pdata[i];
        gy_json_begin(j, '{');
        gy_json_member(j, "node", f->node);
        gy_json_member(j, "case", f->run_case);
        gy_json_member(j, "parameter", f->param);
        gy_json_key(j, "values");
        gy_json_begin(j, '[');
        for (guint k = 0; k < f->grid->len; k++) {
            gy_json_f64(j, g_array_index(f->grid, double, k));
        }
        gy_json_end(j, ']');
        gy_json_key(j, "counts");
        gy_json_begin(j, '[');
        for (guint k = 0; k < f->count->len; k++) {
            gy_json_i64(j, g_array_index(f->count, int64_t, k));
        }
        gy_json_end(j, ']');
        gy_json_end(j, '}');
    }
    gy_json_end(j, ']');
}

static void put_choice(gy_json *j, const gy_tune_fact *f)
{
    gy_json_begin(j, '{');
    gy_json_member(j, "score", f->score);
    gy_json_member(j, "case", f->run_case);
    gy_json_count(j, "fold", f->fold);
    gy_json_member(j, "chosen", f->names[f->chosen]);
    gy_json_count(j, "rows", f->n_rows);
    gy_json_key(j, "at_edge");
    gy_json_bool(j, f->at_edge);
    gy_json_key(j, "inner_scores");
    gy_json_begin(j, '{');
    for (guint k = 0; k < f->n; k++) {
        gy_json_number(j, f->names[k], f->inner[k]);
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

/* A run is complete, lacks what [pipeline] on_error = skip let go, or failed. */
/* What missing = drop-rows and drop-columns left out. */
static void put_drops(gy_json *j, const gy_outcome *o)
{
    gy_json_key(j, "dropped");
    gy_json_begin(j, '[');
    for (guint i = 0; i < o->drops->len; i++) {
        const gy_drop_fact *f = o->drops->pdata[i];
        gy_json_begin(j, '{');
        gy_json_member(j, "node", f->node);
        gy_json_member(j, "case", f->run_case);
        if (f->fold >= 0) {
            gy_json_count(j, "fold", f->fold);
        }
        gy_json_member(j, "why", "missing values");
        if (f->columns_of) {
            gy_json_member(j, "port", f->columns_of);
        }
        gy_json_count(j, f->columns_of ? "columns_dropped" : "rows_dropped", f->n);
        gy_json_count(j, f->columns_of ? "columns" : "rows", f->of);
        gy_json_member(j, "which", f->rows);
        gy_json_end(j, '}');
    }
    gy_json_end(j, ']');
}

static void put_status(gy_json *j, const gy_graph *g, const gy_outcome *o)
{
    gboolean skip = g_strcmp0(g->on_error, "skip") == 0;
    gy_json_member(j, "status", o->failed == 0 ? "complete" : skip ? "incomplete" : "failed");
    gy_json_count(j, "results", o->wanted);
    gy_json_key(j, "missing");
    gy_json_begin(j, '[');
    for (guint i = 0; i < o->missing->len; i++) {
        gy_json_string(j, o->missing->pdata[i]);
    }
    gy_json_end(j, ']');
}

static void put_machine(gy_json *j, const gy_outcome *o)
{
    gy_blas_facts blas;
    gy_blas_facts_init(&blas);
    gy_json_member(j, "blas", blas.config);
    gy_json_member(j, "blas_core", blas.core);
    gy_blas_facts_clear(&blas);
    gy_json_member(j, "device", "cpu"); /* the only back end there is */
    gy_json_count(j, "threads", o->threads);
    gy_json_number(j, "seconds", o->seconds);
    gy_json_key(j, "peak_bytes");
    gy_json_u64(j, o->peak);
    gy_json_key(j, "predicted_peak_bytes");
    gy_json_u64(j, o->predicted);
    gy_json_count(j, "chunk_tiles", o->chunk_tiles);
    gy_json_count(j, "node_calls", o->calls);
    gy_json_count(j, "failed_parts", o->failed);
}

char *gy_record(const gy_story *t)
{
    const gy_graph *g = t->graph;
    const gy_outcome *o = t->outcome;
    g_autoptr(gy_json) j = gy_json_new(true);
    gy_json_begin(j, '{');
    gy_json_member(j, "gyrus", gyrus_version());
    put_status(j, g, o);
    gy_json_lines(j, "problems", t->problems);
    gy_json_member(j, "title", g->title);
    gy_json_member(j, "paper", g->paper);
    gy_json_key(j, "keyfile");
    put_file(j, g->file, t->keyfile_hash);
    put_options(j, t);
    gy_json_key(j, "seed");
    gy_json_u64(j, g->seed);
    gy_json_member(j, "precision", g->precision ? g->precision : "f64");
    gy_json_key(j, "synthetic");
    gy_json_bool(j, gy_story_is_synthetic(t));
    put_machine(j, o);
    gy_json_count(j, "code", t->code);
    gy_json_key(j, "nodes");
    gy_json_begin(j, '[');
    for (guint i = 0; i < g->nodes->len; i++) {
        put_node(j, t, i);
    }
    gy_json_end(j, ']');
    gy_json_key(j, "inputs");
    gy_json_begin(j, '[');
    for (guint i = 0; i < o->files->len; i++) {
        put_file(j, o->files->pdata[i],
                 t->hashes && i < t->hashes->len ? t->hashes->pdata[i] : NULL);
    }
    gy_json_end(j, ']');
    put_splits(j, g);
    put_fits(j, o);
    put_chosen(j, o);
    put_choices(j, o);
    put_drops(j, o);
    gy_json_scores(j, t);
    gy_json_chances(j, t);
    gy_json_checks(j, t);
    gy_json_lines(j, "warnings", t->notes);
    gy_json_end(j, '}');
    return gy_json_finish(j);
}

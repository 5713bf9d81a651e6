#include "run/states.h"

#include <glib/gstdio.h>
#include <string.h>

#include "core/error.h"
#include "core/hash.h"
#include "core/paths.h"
#include "run/env.h"
#include "run/origin.h"
#include "run/plan.h"

void gy_kept_free(gpointer p)
{
    gy_kept *k = p;
    gy_state_unref(k->state);
    g_free(k->node);
    g_free(k->run_case);
    gy_about_clear(&k->about);
    g_free(k);
}

static const gy_gsplit *split_of(const gy_graph *g)
{
    return g->splits->len > 0 ? &g_array_index(g->splits, gy_gsplit, 0) : NULL;
}

gboolean gy_states_may_refit(const gy_runtime *rt, const gy_gnode *node, GError **error)
{
    const gy_gsplit *s = split_of(rt->graph);
    if (s && !s->refit) {
        g_set_error(error, GY_ERROR, GY_ERR_USAGE,
                    "[%s] is wanted as a fit on all rows, which [split] forbids (refit = false)",
                    node->name);
        return FALSE;
    }
    return TRUE;
}

gboolean gy_states_plan(gy_runtime *rt, const gy_env *env)
{
    const gy_gsplit *s = split_of(rt->graph);
    gboolean good = TRUE;
    for (guint i = 0; s && s->refit_asked && i < rt->graph->nodes->len; i++) {
        const gy_gnode *n = gy_graph_node(rt->graph, (int)i);
        g_autoptr(GError) error = NULL;
        if (n->fit && n->split) {
            good &= gy_plan_get(rt, (int)i, env, &error) != NULL;
        }
    }
    return good;
}

char *gy_states_param(const gy_inst *inst, unsigned param)
{
    const gy_param_value *v = &inst->params[param];
    gboolean path = inst->node->sig->params[param].base == GY_BASE_PATH;
    return path && v->items ? g_strjoinv(";", v->items) : g_strdup(v->text);
}

static void put_seen(gy_runtime *rt, const gy_state *s, gy_about *about)
{
    for (guint i = 0; i < s->seen->len; i++) {
        const gy_seen *seen = &g_array_index(s->seen, gy_seen, i);
        g_autoptr(GPtrArray) origin = gy_origin_of(rt, seen->source);
        g_ptr_array_add(origin, NULL);
        g_autofree char *digests = g_strjoinv(",", (char **)origin->pdata);
        g_autofree char *rows = gy_rows_format(&seen->rows, 0);
        g_autofree char *key = g_strdup_printf("seen.%u", i);
        g_autofree char *text = g_strdup_printf("%s: %s of %" G_GINT64_FORMAT " rows; %s",
                                                seen->source->name, rows, seen->source->n, digests);
        gy_about_put(about, key, text);
    }
}

static void put_keyfile(const gy_graph *g, gy_about *about)
{
    uint8_t digest[GY_DIGEST_SIZE];
    char hex[GY_DIGEST_HEX];
    g_autofree char *full = g_canonicalize_filename(g->file, NULL);
    gy_about_put(about, "keyfile", full);
    if (gy_hash_file(g->file, digest, NULL)) {
        gy_hash_hex(digest, hex);
        gy_about_put(about, "keyfile_sha256", hex);
    }
}

static gy_kept *keep(gy_runtime *rt, const gy_inst *inst)
{
    const gy_sig *sig = inst->node->sig;
    gy_kept *k = g_new0(gy_kept, 1);
    gy_env outside = inst->env;
    outside.fold = GY_OUTSIDE;
    k->state = gy_state_ref(inst->state);
    k->node = g_strdup(inst->node->name);
    k->run_case = gy_env_text(rt->graph, &outside);
    gy_about_init(&k->about);
    g_autofree char *revision = g_strdup_printf("%d", (int)sig->revision);
    const char *build = gy_registry_build_id(rt->registry, sig->id);
    gy_about_put(&k->about, "case", k->run_case);
    gy_about_put(&k->about, "revision", revision);
    gy_about_put(&k->about, "build_id", build ? build : "");
    for (unsigned p = 0; p < sig->n_params; p++) {
        g_autofree char *key = g_strconcat("param.", sig->params[p].name, NULL);
        g_autofree char *text = gy_states_param(inst, p);
        if (text) {
            gy_about_put(&k->about, key, text);
        }
    }
    put_seen(rt, inst->state, &k->about);
    put_keyfile(rt->graph, &k->about);
    return k;
}

void gy_states_collect(gy_runtime *rt, gy_outcome *out)
{
    for (guint i = 0; i < rt->order->len; i++) {
        const gy_inst *inst = rt->order->pdata[i];
        const gy_env *e = &inst->env;
        gboolean all = e->fold < 0 && e->inner == GY_OUTSIDE && e->draw <= 0;
        if (inst->fits && inst->done && inst->state && all) {
            g_ptr_array_add(out->states, keep(rt, inst));
        }
    }
}

char *gy_states_path(const char *dir, const char *node, const char *run_case)
{
    g_autoptr(GString) at = g_string_new(dir);
    g_auto(GStrv) loops = g_strsplit(run_case, ";", -1);
    gy_paths_append(at, "states");
    gy_paths_append(at, node);
    for (int i = 0; loops[i]; i++) {
        gy_paths_append(at, loops[i]);
    }
    gy_paths_append(at, "state" GY_STATE_SUFFIX);
    return g_strdup(at->str);
}

gboolean gy_states_write(const gy_outcome *out, const char *dir, GError **error)
{
    for (guint i = 0; i < out->states->len; i++) {
        const gy_kept *k = out->states->pdata[i];
        g_autofree char *path = gy_states_path(dir, k->node, k->run_case);
        g_autofree char *folder = g_path_get_dirname(path);
        if (g_mkdir_with_parents(folder, 0777) != 0) {
            g_set_error(error, GY_ERROR, GY_ERR_IO, "%s: the folder cannot be made", folder);
            return FALSE;
        }
        if (!gy_state_write(path, k->state, &k->about, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

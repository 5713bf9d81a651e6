#include "run/cache.h"

#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

#include "compute/cpu/blas.h"
#include "core/error.h"
#include "core/hash.h"
#include "run/origin.h"
#include "run/states.h"

static gboolean put_node(gy_runtime *rt, gy_inst *inst, gy_hash *h);

/* The key of what an instance gives: its own, which a fit got when it was made. */
static const uint8_t *key_of(gy_runtime *rt, gy_inst *inst)
{
    rt = inst->rt ? inst->rt : rt;
    if (!inst->key && !inst->fits && !inst->parts && !inst->node->metric) {
        g_autoptr(gy_hash) h = gy_hash_new("gyrus-value/1");
        if (put_node(rt, inst, h)) {
            inst->key = g_malloc(GY_DIGEST_SIZE);
            gy_hash_end(h, inst->key);
        }
    }
    return inst->key;
}

static gboolean put_inputs(gy_runtime *rt, gy_inst *inst, gy_hash *h)
{
    for (unsigned i = 0; i < inst->node->sig->n_in; i++) {
        gy_hash_list(h, inst->in[i].n);
        for (unsigned k = 0; k < inst->in[i].n; k++) {
            const gy_feed *f = &inst->in[i].feeds[k];
            const uint8_t *key = key_of(rt, f->from);
            if (!key) {
                return FALSE;
            }
            gy_hash_digest(h, key);
            gy_hash_i64(h, f->link->kind);
            gy_hash_u64(h, f->link->out);
            gy_hash_text(h, f->link->word);
        }
    }
    return TRUE;
}

static gboolean put_files(gy_runtime *rt, const gy_inst *inst, gy_hash *h)
{
    gy_hash_list(h, inst->files->len);
    for (guint i = 0; i < inst->files->len; i++) {
        const char *digest = gy_origin_file(rt, inst->files->pdata[i]);
        if (!digest) {
            return FALSE;
        }
        gy_hash_text(h, digest);
    }
    return TRUE;
}

/* Everything but the rows. */
static gboolean put_node(gy_runtime *rt, gy_inst *inst, gy_hash *h)
{
    const gy_gnode *n = inst->node;
    const gy_sig *sig = n->sig;
    const char *build = gy_registry_build_id(rt->registry, sig->id);
    /* what reads the world, or edges that are no inputs */
    if (sig->needs_exec || sig->needs_network || n->within || n->pool || n->uses->len > 0 ||
        inst->env.draw > 0 || !build) {
        return FALSE;
    }
    gy_hash_text(h, sig->id);
    gy_hash_i64(h, sig->revision);
    gy_hash_text(h, build);
    gy_hash_text(h, n->missing);
    gy_hash_text(h, n->name);
    gy_hash_u64(h, rt->graph->seed);
    gy_hash_i64(h, inst->random_case);
    gy_hash_text(h, gy_dtype_name(inst->T));
    gy_hash_text(h, gy_dtype_name(inst->U));
    for (unsigned p = 0; p < sig->n_params; p++) {
        g_autofree char *text = gy_states_param(inst, p);
        gy_hash_text(h, sig->params[p].base == GY_BASE_OUT_PATH ? NULL : text);
    }
    return put_files(rt, inst, h) && put_inputs(rt, inst, h);
}

static void put_rows(gy_hash *h, const gy_rows *rows)
{
    gy_hash_list(h, (size_t)rows->n);
    for (int64_t i = 0; i < rows->n; i++) {
        gy_hash_i64(h, rows->span[i].lo);
        gy_hash_i64(h, rows->span[i].hi);
    }
}

gboolean gy_cache_key(gy_runtime *rt, gy_inst *inst, const gy_selection *over)
{
    g_autoptr(gy_hash) h = gy_hash_new("gyrus-fit/1");
    gboolean poisoned =
        rt->probe && rt->probe->fold >= 0; /* sources are not what their files say */
    if (!rt->cache || poisoned || !put_node(rt, inst, h)) {
        return FALSE;
    }
    put_rows(h, over->rows);
    gy_hash_list(h, (size_t)over->n_folds);
    for (int64_t k = 0; k < over->n_folds; k++) {
        put_rows(h, &over->train[k]);
        put_rows(h, &over->held[k]);
    }
    gy_blas_facts blas;
    gy_blas_facts_init(&blas);
    gy_hash_i64(h, rt->tile);
    gy_hash_bool(h, rt->chance);
    gy_hash_text(h, blas.core);
    gy_blas_facts_clear(&blas);
    inst->key = g_malloc(GY_DIGEST_SIZE);
    gy_hash_end(h, inst->key);
    return TRUE;
}

static void tell(gy_runtime *rt, const gy_inst *inst, const char *text)
{
    gy_log_text(rt->log, GY_LOG_WARNING, inst->node->name, text);
}

gboolean gy_cache_get(gy_runtime *rt, gy_inst *inst)
{
    g_autofree char *path = gy_cache_path(rt->cache, inst->key);
    g_autoptr(GError) error = NULL;
    g_auto(gy_about) about = {0};
    char hex[GY_DIGEST_HEX];
    gy_hash_hex(inst->key, hex);
    if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
        return FALSE;
    }
    gy_state *s = gy_state_read(path, rt->mem, &about, &error);
    gboolean mine = s && strcmp(s->id, inst->node->sig->id) == 0 &&
                    g_strcmp0(gy_about_get(&about, "key"), hex) == 0 &&
                    gy_states_fit(inst, s, path, &error);
    if (!mine) {
        g_autofree char *text =
            g_strconcat("made again, the cache has no good file of it: ",
                        error ? error->message : "it holds something else", NULL);
        tell(rt, inst, text);
        gy_state_unref(s);
        return FALSE;
    }
    (void)g_utime(path, NULL); /* used now: goes last when the folder is trimmed */
    g_free(s->node);
    s->node = g_strdup(inst->node->name);
    inst->state = s;
    return TRUE;
}

void gy_cache_put(gy_runtime *rt, const gy_inst *inst)
{
    g_autofree char *path = gy_cache_path(rt->cache, inst->key);
    g_autofree char *dir = g_path_get_dirname(path);
    g_autoptr(GError) error = NULL;
    g_auto(gy_about) about = {0};
    char hex[GY_DIGEST_HEX];
    gy_hash_hex(inst->key, hex);
    gy_about_init(&about);
    gy_about_put(&about, "key", hex);
    if (g_mkdir_with_parents(dir, 0777) != 0) {
        g_set_error(&error, GY_ERROR, GY_ERR_IO, "%s: the folder cannot be made", dir);
    }
    if (!error && gy_state_write(path, inst->state, &about, &error)) {
        rt->cache_grew = TRUE;
        return;
    }
    g_autofree char *text = g_strconcat("nothing is cached any more: ", error->message, NULL);
    tell(rt, inst, text);
    rt->cache = NULL;
}

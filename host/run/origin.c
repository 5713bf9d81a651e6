#include "run/origin.h"

#include <string.h>

#include "core/hash.h"
#include "run/states.h"

const char *gy_origin_file(gy_runtime *rt, const char *path)
{
    const char *known = g_hash_table_lookup(rt->digests, path);
    uint8_t digest[GY_DIGEST_SIZE];
    char *hex;
    if (known || !gy_hash_file(path, digest, NULL)) {
        return known;
    }
    hex = g_malloc(GY_DIGEST_HEX);
    gy_hash_hex(digest, hex);
    g_hash_table_insert(rt->digests, g_strdup(path), hex);
    return hex;
}

static gboolean makes(const gy_inst *inst, const gy_domain *root)
{
    for (unsigned o = 0; o < inst->n_outs; o++) {
        const gy_out *out = &inst->outs[o];
        gboolean tied = FALSE;
        for (guint k = 0; inst->ties && k < inst->ties->len; k++) {
            tied |= g_array_index(inst->ties, gy_tie, k).out == o;
        }
        if (!tied && out->rank > 0 && out->domains[0] && gy_domain_root(out->domains[0]) == root) {
            return TRUE;
        }
    }
    return FALSE;
}

/* The first to make a domain is its source: others only have values on its rows. */
static const gy_inst *find_maker(const gy_runtime *rt, const gy_domain *root)
{
    for (guint i = 0; i < rt->order->len; i++) {
        if (makes(rt->order->pdata[i], root)) {
            return rt->order->pdata[i];
        }
    }
    for (guint i = 0; rt->needs && i < rt->graph->needs->len; i++) {
        const gy_inst *inst = rt->needs[i] ? find_maker(rt->needs[i], root) : NULL;
        if (inst) {
            return inst;
        }
    }
    return NULL;
}

static char *made_digest(const gy_runtime *rt, const gy_inst *inst)
{
    uint8_t digest[GY_DIGEST_SIZE];
    char hex[GY_DIGEST_HEX];
    g_autoptr(gy_hash) h = gy_hash_new("gyrus-made/1");
    gy_hash_text(h, inst->node->sig->id);
    gy_hash_i64(h, inst->node->sig->revision);
    gy_hash_text(h, inst->node->name);
    gy_hash_u64(h, rt->graph->seed);
    gy_hash_i64(h, inst->random_case);
    for (unsigned p = 0; p < inst->node->sig->n_params; p++) {
        g_autofree char *text = gy_states_param(inst, p);
        gy_hash_text(h, text);
    }
    gy_hash_end(h, digest);
    gy_hash_hex(digest, hex);
    return g_strconcat("made:", hex, NULL);
}

GPtrArray *gy_origin_of(gy_runtime *rt, const gy_domain *root)
{
    GPtrArray *of = g_ptr_array_new_with_free_func(g_free);
    const gy_inst *inst = find_maker(rt, root);
    for (guint i = 0; inst && i < inst->files->len; i++) {
        const char *hex = gy_origin_file(rt, inst->files->pdata[i]);
        if (!hex) {
            g_ptr_array_set_size(of, 0);
            return of;
        }
        g_ptr_array_add(of, g_strdup(hex));
    }
    if (inst && inst->files->len == 0) {
        g_ptr_array_add(of, made_digest(inst->rt ? inst->rt : rt, inst));
    }
    return of;
}

gy_kin gy_origin_compare(const GPtrArray *a, int64_t n_a, const GPtrArray *b, int64_t n_b)
{
    gboolean same = a->len > 0 && a->len == b->len && n_a == n_b, any = FALSE;
    for (guint i = 0; i < a->len; i++) {
        for (guint k = 0; k < b->len; k++) {
            gboolean equal = strcmp(a->pdata[i], b->pdata[k]) == 0;
            any |= equal;
            same &= i != k || equal;
        }
    }
    return same ? GY_KIN_SAME : any ? GY_KIN_PART : GY_KIN_NONE;
}

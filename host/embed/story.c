/* SPDX-License-Identifier: Apache-2.0 */
#include "embed/story.h"

#include <string.h>

#include "core/hash.h"

static char *hash_of(const char *path)
{
    uint8_t digest[GY_DIGEST_SIZE];
    char hex[GY_DIGEST_HEX];
    if (!gy_hash_file(path, digest, NULL)) {
        return NULL;
    }
    gy_hash_hex(digest, hex);
    return g_strdup(hex);
}

void gy_story_hash(gy_story *t)
{
    gy_story_clear(t);
    t->keyfile_hash = hash_of(t->graph->file);
    t->hashes = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < t->outcome->files->len; i++) {
        g_ptr_array_add(t->hashes, hash_of(t->outcome->files->pdata[i]));
    }
}

void gy_story_clear(gy_story *t)
{
    g_clear_pointer(&t->keyfile_hash, g_free);
    g_clear_pointer(&t->hashes, g_ptr_array_unref);
}

int gy_story_checks(const gy_story *t, int *out_met)
{
    g_auto(GStrv) lines = g_strsplit(t->checks ? t->checks : "", "\n", -1);
    int n = 0, met = 0;
    for (int i = 0; lines[i]; i++) {
        n += *lines[i] ? 1 : 0;
        met += g_str_has_prefix(lines[i], "ok") ? 1 : 0;
    }
    *out_met = met;
    return n;
}

gboolean gy_story_is_synthetic(const gy_story *t)
{
    for (guint i = 0; i < t->graph->nodes->len; i++) {
        const gy_sig *sig = gy_graph_node(t->graph, (int)i)->sig;
        if (strcmp(sig->kind, "generator") == 0) {
            return TRUE;
        }
    }
    return FALSE;
}

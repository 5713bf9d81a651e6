/* cache_files.c: the folder of the cache: where a key lies, and how it is kept from growing. */
#include <glib/gstdio.h>
#include <string.h>

#include "core/hash.h"
#include "run/cache.h"
#include "value/state_file.h"

char *gy_cache_path(const char *dir, const uint8_t *key)
{
    char hex[GY_DIGEST_HEX], first[3] = {0};
    gy_hash_hex(key, hex);
    memcpy(first, hex, 2);
    g_autofree char *name = g_strconcat(hex, GY_STATE_SUFFIX, NULL);
    return g_build_filename(dir, first, name, NULL);
}

typedef struct gy_entry {
    char *path;
    gint64 used;
    uint64_t bytes;
} gy_entry;

static void clear_entry(gpointer p)
{
    g_free(((gy_entry *)p)->path);
}

static gboolean is_hex(const char *name, size_t n)
{
    size_t i = 0;
    while (i < n && g_ascii_isxdigit(name[i])) {
        i++;
    }
    return i == n;
}

/* Files of the cache in one of its folders; anything else is somebody else's. */
static void add_entries(GArray *all, const char *dir)
{
    g_autoptr(GDir) d = g_dir_open(dir, 0, NULL);
    const char *name = NULL;
    while (d && (name = g_dir_read_name(d))) {
        g_autofree char *path = g_build_filename(dir, name, NULL);
        GStatBuf st;
        gboolean mine = is_hex(name, GY_DIGEST_HEX - 1) &&
                        strcmp(name + GY_DIGEST_HEX - 1, GY_STATE_SUFFIX) == 0;
        if (mine && g_lstat(path, &st) == 0 && S_ISREG(st.st_mode)) {
            gy_entry e = {g_steal_pointer(&path), st.st_mtime, (uint64_t)st.st_size};
            g_array_append_val(all, e);
        }
    }
}

static gint older(gconstpointer a, gconstpointer b)
{
    const gy_entry *x = a, *y = b;
    return x->used < y->used ? -1 : x->used > y->used ? 1 : strcmp(x->path, y->path);
}

int gy_cache_trim(const char *dir, uint64_t most)
{
    g_autoptr(GDir) d = g_dir_open(dir, 0, NULL);
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(gy_entry));
    g_array_set_clear_func(all, clear_entry);
    const char *name = NULL;
    uint64_t bytes = 0;
    int removed = 0;
    while (d && (name = g_dir_read_name(d))) {
        g_autofree char *inner = g_build_filename(dir, name, NULL);
        if (strlen(name) == 2 && is_hex(name, 2)) {
            add_entries(all, inner);
        }
    }
    for (guint i = 0; i < all->len; i++) {
        bytes += g_array_index(all, gy_entry, i).bytes;
    }
    g_array_sort(all, older);
    for (guint i = 0; i < all->len && bytes > most; i++) {
        const gy_entry *e = &g_array_index(all, gy_entry, i);
        if (g_remove(e->path) == 0) {
            removed++;
            bytes -= e->bytes;
        }
    }
    return removed;
}

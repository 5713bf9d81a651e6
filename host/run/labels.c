#include "run/labels.h"

#include <math.h>
#include <string.h>

#include "core/error.h"
#include "core/paths.h"
#include "value/buffer.h"

/* Numbers before words, numbers by value, words in natural order. Texts that are equal that way
 * ("1", "01") go by their bytes, so that the order never depends on where they came from. */
static gint compare(gconstpointer a, gconstpointer b)
{
    const char *x = *(const char *const *)a, *y = *(const char *const *)b;
    char *ex = NULL, *ey = NULL;
    gint64 nx = g_ascii_strtoll(x, &ex, 10), ny = g_ascii_strtoll(y, &ey, 10);
    gboolean ix = *x && !*ex, iy = *y && !*ey;
    int order = ix != iy ? iy - ix : ix && iy ? (nx > ny) - (nx < ny) : gy_natural_compare(x, y);
    return order ? order : strcmp(x, y);
}

static gy_value *sorted(GHashTable *set)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    GHashTableIter it;
    gpointer key;
    g_hash_table_iter_init(&it, set);
    while (g_hash_table_iter_next(&it, &key, NULL)) {
        g_ptr_array_add(names, key);
    }
    g_ptr_array_sort(names, compare);
    return gy_value_new_texts(names->len, (const char *const *)names->pdata);
}

static void add_all(GHashTable *set, const gy_value *v)
{
    for (int64_t i = 0; i < gy_value_rows(v); i++) {
        g_hash_table_add(set, gy_value_cell(v, i));
    }
}

gy_value *gy_labels_of(const gy_value *v, GError **error)
{
    gy_dtype t = gy_value_dtype(v);
    gboolean whole = t.code != GY_FLOAT;
    for (int64_t i = 0; !whole && i < gy_value_rows(v); i++) {
        double x = gy_value_number(v, i);
        if (!(fabs(x) < 0x1p63) || x != trunc(x)) { /* NaN too */
            g_set_error(error, GY_ERROR, GY_ERR_DATA,
                        "labels must be whole numbers or words; row %" G_GINT64_FORMAT " is %g", i,
                        x);
            return NULL;
        }
    }
    g_autoptr(GHashTable) set = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    add_all(set, v);
    return sorted(set);
}

gy_value *gy_labels_union(const gy_value *a, const gy_value *b)
{
    g_autoptr(GHashTable) set = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    add_all(set, a);
    add_all(set, b);
    return sorted(set);
}

gy_value *gy_labels_code(gy_value *v, const gy_value *own, gy_value *levels, GError **error)
{
    int64_t n = gy_value_rows(v), shape[1] = {n};
    g_autoptr(GHashTable) codes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (int64_t i = 0; i < gy_value_rows(levels); i++) {
        g_hash_table_insert(codes, gy_value_cell(levels, i), GSIZE_TO_POINTER((gsize)i + 1));
    }
    gy_mem *mem = v->bytes ? v->bytes->mem : NULL;
    g_autoptr(gy_value) out = gy_value_new_dense(mem, GY_I64, 1, shape, FALSE, error);
    for (int64_t i = 0; out && i < n; i++) {
        g_autofree char *text =
            own ? gy_value_cell(own, (int64_t)gy_value_number(v, i)) : gy_value_cell(v, i);
        gsize code = GPOINTER_TO_SIZE(g_hash_table_lookup(codes, text));
        if (code == 0) {
            g_set_error(error, GY_ERROR, GY_ERR_DATA,
                        "label '%s' of row %" G_GINT64_FORMAT " is not one of the levels", text, i);
            return NULL;
        }
        ((int64_t *)out->view.data)[i] = (int64_t)code - 1;
    }
    if (out) {
        out->levels = gy_value_ref(levels);
    }
    return g_steal_pointer(&out);
}

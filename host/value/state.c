/* SPDX-License-Identifier: Apache-2.0 */
#include "value/state.h"

#include <string.h>

static void clear_seen(gpointer p)
{
    gy_seen *s = p;
    gy_domain_unref(s->source);
    gy_rows_clear(&s->rows);
}

gy_state *gy_state_new(const char *id, const char *node)
{
    gy_state *s = g_new0(gy_state, 1);
    g_atomic_ref_count_init(&s->refs);
    s->id = g_strdup(id);
    s->node = g_strdup(node);
    s->names = g_ptr_array_new_with_free_func(g_free);
    s->arrays = g_ptr_array_new_with_free_func((GDestroyNotify)gy_value_unref);
    s->seen = g_array_new(FALSE, TRUE, sizeof(gy_seen));
    g_array_set_clear_func(s->seen, clear_seen);
    return s;
}

gy_state *gy_state_ref(gy_state *s)
{
    if (s) {
        g_atomic_ref_count_inc(&s->refs);
    }
    return s;
}

void gy_state_unref(gy_state *s)
{
    if (!s || !g_atomic_ref_count_dec(&s->refs)) {
        return;
    }
    g_free(s->id);
    g_free(s->node);
    g_ptr_array_unref(s->names);
    g_ptr_array_unref(s->arrays);
    g_array_unref(s->seen);
    g_free(s);
}

void gy_state_add(gy_state *s, const char *name, gy_value *array)
{
    g_ptr_array_add(s->names, g_strdup(name));
    g_ptr_array_add(s->arrays, array);
}

gy_value *gy_state_get(const gy_state *s, const char *name)
{
    for (guint i = 0; i < s->names->len; i++) {
        if (strcmp(s->names->pdata[i], name) == 0) {
            return s->arrays->pdata[i];
        }
    }
    return NULL;
}

static gy_seen *find_seen(const gy_state *s, const gy_domain *source)
{
    for (guint i = 0; i < s->seen->len; i++) {
        gy_seen *seen = &g_array_index(s->seen, gy_seen, i);
        if (seen->source == source) {
            return seen;
        }
    }
    return NULL;
}

void gy_state_see(gy_state *s, gy_domain *source, const gy_rows *rows)
{
    gy_seen *old = find_seen(s, source);
    if (old) {
        gy_rows both = gy_rows_union(&old->rows, rows);
        gy_rows_clear(&old->rows);
        old->rows = both;
        return;
    }
    gy_seen seen = {gy_domain_ref(source), gy_rows_copy(rows)};
    g_array_append_val(s->seen, seen);
}

const gy_rows *gy_state_seen(const gy_state *s, const gy_domain *source)
{
    const gy_seen *seen = find_seen(s, source);
    return seen ? &seen->rows : NULL;
}

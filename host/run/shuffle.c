#include "run/shuffle.h"

#include <string.h>

/* Rows that move together: positions [lo, hi) of the unit's list of rows. */
typedef struct gy_item {
    int64_t lo, hi;
} gy_item;

typedef struct gy_unit {
    int64_t group, segment; /* segment -1: any */
    GArray *rows;           /* int64_t, rising */
    GArray *items;          /* of gy_item */
} gy_unit;

struct gy_shuffle {
    gy_shuffle_scheme scheme;
    int64_t n;
    uint64_t address;
    GPtrArray *units; /* of gy_unit, in the order of their first rows */
};

gboolean gy_shuffle_is_time(const gy_domain *d)
{
    return d->numerator > 0 || strcmp(d->name, "time") == 0;
}

static void free_unit(gpointer p)
{
    gy_unit *u = p;
    g_array_unref(u->rows);
    g_array_unref(u->items);
    g_free(u);
}

static gy_unit *unit_of(gy_shuffle *s, GHashTable *known, int64_t group, int64_t segment)
{
    g_autofree char *key =
        g_strdup_printf("%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, group, segment);
    gy_unit *u = g_hash_table_lookup(known, key);
    if (!u) {
        u = g_new0(gy_unit, 1);
        u->group = group;
        u->segment = segment;
        u->rows = g_array_new(FALSE, FALSE, sizeof(int64_t));
        u->items = g_array_new(FALSE, FALSE, sizeof(gy_item));
        g_ptr_array_add(s->units, u);
        g_hash_table_insert(known, g_steal_pointer(&key), u);
    }
    return u;
}

/* Adds the k-th row of a unit: to its last item or as a new one. */
static void add_row(gy_unit *u, int64_t row, gboolean joins)
{
    g_array_append_val(u->rows, row);
    gy_item *last = u->items->len > 0 ? &g_array_index(u->items, gy_item, u->items->len - 1) : NULL;
    if (joins && last) {
        last->hi++;
        return;
    }
    gy_item item = {u->rows->len - 1, u->rows->len};
    g_array_append_val(u->items, item);
}

gy_shuffle *gy_shuffle_new(const gy_shuffle_over *over)
{
    const gy_domain *d = over->domain;
    gy_shuffle *s = g_new0(gy_shuffle, 1);
    *s = (gy_shuffle){.scheme = over->scheme, .n = d->n, .address = over->address};
    s->units = g_ptr_array_new_with_free_func(free_unit);
    g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    gboolean signs = s->scheme == GY_SHUFFLE_SIGNS;
    gboolean by_segment =
        s->scheme == GY_SHUFFLE_CIRCULAR || (signs && !over->group && gy_shuffle_is_time(d));
    gboolean whole = signs && (over->group || by_segment); /* a unit is one item */
    int64_t segment = 0, before = -1;
    for (int64_t i = 0; i < d->n; i++) {
        while (segment + 1 < d->n_segments && i >= d->first[segment + 1]) {
            segment++;
        }
        if (over->rows && !gy_rows_contains(over->rows, i)) {
            continue;
        }
        gy_unit *u = unit_of(s, known, over->group ? over->group[i] : 0, by_segment ? segment : -1);
        gboolean joins = whole;
        if (s->scheme == GY_SHUFFLE_BLOCKS && u->rows->len > 0) {
            before = g_array_index(u->rows, int64_t, u->rows->len - 1);
            gy_item *last = &g_array_index(u->items, gy_item, u->items->len - 1);
            joins = before == i - 1 && d->first[segment] <= before &&
                    (over->block == 0 || last->hi - last->lo < over->block);
        }
        add_row(u, i, joins);
    }
    return s;
}

void gy_shuffle_free(gy_shuffle *s)
{
    if (s) {
        g_ptr_array_unref(s->units);
        g_free(s);
    }
}

/* Rearrangements of one unit. */
static double count_of(const gy_shuffle *s, const gy_unit *u)
{
    double count = 1;
    if (s->scheme == GY_SHUFFLE_CIRCULAR) {
        return u->rows->len;
    }
    for (guint i = 0; i < u->items->len && count < 0x1p80; i++) {
        count *= s->scheme == GY_SHUFFLE_SIGNS ? 2 : i + 1;
    }
    return count;
}

double gy_shuffle_count(const gy_shuffle *s)
{
    double count = 1;
    for (guint i = 0; i < s->units->len && count < 0x1p80; i++) {
        count *= count_of(s, s->units->pdata[i]);
    }
    return count;
}

/* Lays the items of a unit out in another order over the unit's rows. */
static void lay_out(const gy_unit *u, const int64_t *order, int64_t *index)
{
    int64_t k = 0;
    for (guint i = 0; i < u->items->len; i++) {
        const gy_item *item = &g_array_index(u->items, gy_item, order[i]);
        for (int64_t j = item->lo; j < item->hi; j++) {
            index[g_array_index(u->rows, int64_t, k++)] = g_array_index(u->rows, int64_t, j);
        }
    }
}

static void turn(const gy_unit *u, int64_t shift, int64_t *index)
{
    int64_t n = u->rows->len;
    for (int64_t i = 0; i < n; i++) {
        index[g_array_index(u->rows, int64_t, i)] =
            g_array_index(u->rows, int64_t, (i + shift) % n);
    }
}

static void flip(const gy_unit *u, guint item, int8_t *sign)
{
    const gy_item *t = &g_array_index(u->items, gy_item, item);
    for (int64_t j = t->lo; j < t->hi; j++) {
        sign[g_array_index(u->rows, int64_t, j)] = -1;
    }
}

static void stay(const gy_shuffle *s, int64_t *index, int8_t *sign)
{
    for (int64_t i = 0; i < s->n; i++) {
        index[i] = i;
        sign[i] = 1;
    }
}

void gy_shuffle_draw(const gy_shuffle *s, gy_rng_key key, uint64_t draw, int64_t *out_index,
                     int8_t *out_sign)
{
    stay(s, out_index, out_sign);
    for (guint i = 0; i < s->units->len; i++) {
        const gy_unit *u = s->units->pdata[i];
        uint64_t row = (s->address << 32) + i;
        int64_t n = u->rows->len, items = u->items->len;
        if (s->scheme == GY_SHUFFLE_CIRCULAR) {
            double x = 0;
            gy_rng_uniform(key, draw, row, 1, &x);
            turn(u, n / 10 + (int64_t)(x * (double)(n - 2 * (n / 10))), out_index);
        } else if (s->scheme == GY_SHUFFLE_SIGNS) {
            g_autofree double *x = g_new(double, (gsize)items);
            gy_rng_uniform(key, draw, row, items, x);
            for (guint k = 0; k < u->items->len; k++) {
                if (x[k] < 0.5) {
                    flip(u, k, out_sign);
                }
            }
        } else {
            g_autofree int64_t *order = g_new(int64_t, (gsize)items);
            gy_rng_permutation(key, draw, row, items, order);
            lay_out(u, order, out_index);
        }
    }
}

/* The number-th permutation of 0 .. n - 1 in lexicographic order (Lehmer's code): 0 is the
 * identity. */
static void permutation_of(uint64_t number, int64_t n, int64_t *order)
{
    for (int64_t i = n - 1; i >= 0; i--) { /* digits: order[i] < n - i */
        uint64_t base = (uint64_t)(n - i);
        order[i] = (int64_t)(number % base);
        number /= base;
    }
    for (int64_t i = n - 2; i >= 0; i--) {
        for (int64_t k = i + 1; k < n; k++) {
            order[k] += order[k] >= order[i];
        }
    }
}

void gy_shuffle_nth(const gy_shuffle *s, uint64_t number, int64_t *out_index, int8_t *out_sign)
{
    stay(s, out_index, out_sign);
    for (guint i = 0; i < s->units->len && number > 0; i++) {
        const gy_unit *u = s->units->pdata[i];
        double count = count_of(s, u);
        uint64_t own = count < 0x1p63 ? number % (uint64_t)count : number;
        number = count < 0x1p63 ? number / (uint64_t)count : 0;
        if (s->scheme == GY_SHUFFLE_CIRCULAR) {
            turn(u, (int64_t)own, out_index);
        } else if (s->scheme == GY_SHUFFLE_SIGNS) {
            for (guint k = 0; k < u->items->len && own >> MIN(k, 63u); k++) {
                if (own >> k & 1u) {
                    flip(u, k, out_sign);
                }
            }
        } else {
            g_autofree int64_t *order = g_new(int64_t, (gsize)u->items->len);
            permutation_of(own, u->items->len, order);
            lay_out(u, order, out_index);
        }
    }
}

/* conform_views.c: the same input in other memory, and another input that differs in one row. */
#include <math.h>
#include <string.h>

#include "run/conform_parts.h"
#include "sugar.h"
#include "value/buffer.h"

static gboolean is_plain(const gy_value *v)
{
    return v->payload == GY_PAYLOAD_ARRAY && v->view.layout == GY_DENSE && v->view.data &&
           v->view.rank > 0 && !(v->view.flags & GY_TEXT);
}

/* A new dense value of as many axes; levels, attributes and domains follow. */
static gy_value *blank(const gy_value *v, int64_t elements)
{
    gy_value *out = gy_value_new_dense(NULL, gy_value_dtype(v), 1, &elements, FALSE, NULL);
    out->view.rank = v->view.rank;
    int64_t step = 1;
    for (int32_t i = v->view.rank - 1; i >= 0; i--) {
        out->shape[i] = v->view.shape[i];
        out->stride[i] = step;
        step *= v->view.shape[i];
        gy_value_set_domain(out, i, v->domains[i]);
    }
    out->levels = v->levels ? gy_value_ref(v->levels) : NULL;
    out->attributes = v->attributes ? g_hash_table_ref(v->attributes) : NULL;
    out->view.first = v->view.first;
    return out;
}

/* Copies all elements of a into b, whatever the strides of both. */
static void copy_elements(const gy_array *a, const gy_array *b)
{
    int64_t at[GY_RANK_MAX] = {0}, n = gy_size_from(a, 0);
    size_t size = a->bits / 8;
    for (int64_t k = 0; k < n; k++) {
        int64_t from = 0, to = 0;
        for (int32_t i = 0; i < a->rank; i++) {
            from += at[i] * a->stride[i];
            to += at[i] * b->stride[i];
        }
        memcpy((char *)b->data + to * (int64_t)size, (char *)a->data + from * (int64_t)size, size);
        for (int32_t i = a->rank - 1; i >= 0 && ++at[i] == a->shape[i]; i--) {
            at[i] = 0;
        }
    }
}

static gy_value *strided_table(gy_value *v)
{
    gy_value *out = gy_value_new_table(v->domains[0]);
    for (guint i = 0; i < v->columns->len; i++) {
        gy_value *c = gy_view_strided(gy_value_ref(v->columns->pdata[i]));
        gy_table_add(out, v->names->pdata[i], c);
    }
    out->attributes = v->attributes ? g_hash_table_ref(v->attributes) : NULL;
    gy_value_unref(v);
    return out;
}

/* The first axis moves fastest and every other element is a gap of 0xFF bytes (NaN). */
gy_value *gy_view_strided(gy_value *v)
{
    if (v->payload == GY_PAYLOAD_TABLE && v->domains[0]) {
        return strided_table(v);
    }
    int64_t n = is_plain(v) ? gy_size_from(&v->view, 0) : 0;
    if (n == 0 || v->view.valid) {
        return v;
    }
    gy_value *out = blank(v, 2 * n);
    memset(out->view.data, 0xFF, (size_t)(2 * n) * (v->view.bits / 8));
    int64_t step = 2;
    for (int32_t i = 0; i < v->view.rank; i++) {
        out->stride[i] = step;
        step *= v->view.shape[i];
    }
    copy_elements(&v->view, &out->view);
    gy_value_unref(v);
    return out;
}

gboolean gy_view_can_change(const gy_inport *in, const gy_feed *f, gboolean missing)
{
    gboolean label = in->levels != NULL;
    gboolean is_float = f->dtype.code == GY_FLOAT;
    if (f->is_rows || f->is_table || f->is_model || (f->dtype.flags & GY_TEXT) || f->rank < 1 ||
        f->shape[0] < 1 || in->port->now) {
        return FALSE; /* what resolve reads decides sizes: another file, not another row */
    }
    if (missing) {
        return in->port->missing && is_float;
    }
    return label ? in->levels->shape[0] > 1 : TRUE;
}

static void change_element(const gy_value *v, void *p, int64_t k, const gy_change *c)
{
    int64_t levels = c->in->levels ? c->in->levels->shape[0] : 0;
    if (v->view.code == GY_FLOAT) {
        double x = v->view.bits == 64 ? *(double *)p : (double)*(float *)p;
        x = c->missing ? (double)NAN : -1.375 * x + 0.625 + 0.0625 * (double)(k % 7);
        if (v->view.bits == 64) {
            *(double *)p = x;
        } else {
            *(float *)p = (float)x;
        }
    } else if (levels > 0) {
        int64_t code = *(int64_t *)p, other = levels - 1 - code; /* far away: order counts too */
        *(int64_t *)p = other != code ? other : (code + 1) % levels;
    } else {
        *(uint8_t *)p ^= 1; /* the lowest bit of an integer or a boolean */
    }
}

gy_value *gy_view_changed(gy_value *v, const gy_change *c)
{
    int64_t n = is_plain(v) ? gy_size_from(&v->view, 0) : 0;
    if (n == 0 || c->row >= v->view.shape[0]) {
        return v;
    }
    gy_value *out = blank(v, n);
    copy_elements(&v->view, &out->view);
    int64_t inner = gy_size_from(&v->view, 1);
    for (int64_t k = 0; k < inner; k++) {
        char *p = (char *)out->view.data + (size_t)(c->row * inner + k) * (v->view.bits / 8);
        change_element(out, p, k, c);
    }
    gy_value_unref(v);
    return out;
}

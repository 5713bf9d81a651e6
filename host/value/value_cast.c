/* SPDX-License-Identifier: Apache-2.0
 *
 * value_cast.c: elements as numbers and text, and conversions of dtype. */
#include <math.h>
#include <string.h>

#include "core/error.h"
#include "core/text.h"
#include "sugar.h"
#include "value/buffer.h"
#include "value/state.h"
#include "value/value.h"

/* Offset, in elements, of the k-th element in C order. */
static int64_t offset_of(const gy_array *a, int64_t k)
{
    int64_t at = 0;
    for (int32_t i = a->rank - 1; i >= 0; i--) {
        at += (k % a->shape[i]) * a->stride[i];
        k /= a->shape[i];
    }
    return at;
}

double gy_value_number(const gy_value *v, int64_t k)
{
    return gy_element(&v->view, offset_of(&v->view, k));
}

const char *gy_value_text(const gy_value *v, int64_t r, int64_t *out_length)
{
    const int64_t *at = v->view.offsets;
    *out_length = at[r + 1] - at[r];
    return (const char *)v->view.data + at[r];
}

/* The fewest digits that read back as the same f32, as gy_text_format_f64 gives them for f64. */
static char *format_f32(double x)
{
    char text[GY_TEXT_F64], form[8];
    for (int digits = 6; digits <= 9; digits++) {
        g_snprintf(form, sizeof form, "%%.%dg", digits);
        g_ascii_formatd(text, sizeof text, form, x);
        if (!isfinite(x) || (float)g_ascii_strtod(text, NULL) == (float)x) {
            break;
        }
    }
    return isfinite(x) ? g_strdup(text) : g_strdup(gy_text_format_f64(x, text));
}

/* Integers never pass through f64, which has 53 bits for them. */
static char *format_number(const gy_value *v, int64_t k)
{
    gy_dtype t = gy_value_dtype(v);
    int64_t at = offset_of(&v->view, k);
    if (t.code == GY_INT && t.bits == 64) {
        return g_strdup_printf("%" G_GINT64_FORMAT, ((const int64_t *)v->view.data)[at]);
    }
    if (t.code == GY_UINT && t.bits == 64) {
        return g_strdup_printf("%" G_GUINT64_FORMAT, ((const uint64_t *)v->view.data)[at]);
    }
    double x = gy_element(&v->view, at);
    if (t.code == GY_FLOAT) {
        char text[GY_TEXT_F64];
        return t.bits == 32 ? format_f32(x) : g_strdup(gy_text_format_f64(x, text));
    }
    return g_strdup_printf("%" G_GINT64_FORMAT, (int64_t)x);
}

char *gy_value_cell(const gy_value *v, int64_t r)
{
    if (v->view.layout == GY_RAGGED) {
        int64_t n = 0;
        const char *t = gy_value_text(v, r, &n);
        return v->view.flags & GY_TEXT ? g_strndup(t, (gsize)n)
                                       : g_strdup_printf("%" G_GINT64_FORMAT " values", n);
    }
    double code = v->levels ? gy_value_number(v, r) : -1;
    if (code >= 0 && code < (double)gy_value_rows(v->levels)) {
        return gy_value_cell(v->levels, (int64_t)code);
    }
    return format_number(v, r);
}

gy_value *gy_value_new_texts(int64_t n, const char *const *strings)
{
    int64_t total = 0;
    for (int64_t i = 0; i < n; i++) {
        total += (int64_t)strlen(strings[i]);
    }
    gy_value *v = gy_value_new_ragged(NULL, GY_STRINGS, n, total, NULL);
    if (!v) {
        return NULL;
    }
    int64_t *at = v->offsets->data;
    for (int64_t i = 0; i < n; i++) {
        size_t length = strlen(strings[i]);
        memcpy((char *)v->view.data + at[i], strings[i], length);
        at[i + 1] = at[i] + (int64_t)length;
    }
    return v;
}

/* Exact: what widens into 64 bits has at most 32, so that f64 holds it on the way. */
static void store(void *data, gy_dtype t, int64_t k, double x)
{
    switch (t.code * 256 + t.bits) {
    case GY_FLOAT * 256 + 64:
        ((double *)data)[k] = x;
        break;
    case GY_FLOAT * 256 + 32:
        ((float *)data)[k] = (float)x;
        break;
    case GY_INT * 256 + 64:
        ((int64_t *)data)[k] = (int64_t)x;
        break;
    case GY_UINT * 256 + 64:
        ((uint64_t *)data)[k] = (uint64_t)x;
        break;
    case GY_INT * 256 + 32:
        ((int32_t *)data)[k] = (int32_t)x;
        break;
    case GY_INT * 256 + 16:
        ((int16_t *)data)[k] = (int16_t)x;
        break;
    case GY_UINT * 256 + 32:
        ((uint32_t *)data)[k] = (uint32_t)x;
        break;
    case GY_UINT * 256 + 16:
        ((uint16_t *)data)[k] = (uint16_t)x;
        break;
    default:
        ((uint8_t *)data)[k] = (uint8_t)x;
        break;
    }
}

/* Whole numbers may become floats if every one of them is one. */
static gboolean are_floats(const gy_value *v, gy_dtype to, GError **error)
{
    gy_dtype from = gy_value_dtype(v);
    int64_t n = gy_size_from(&v->view, 0);
    for (int64_t k = 0; k < n; k++) {
        double x = gy_value_number(v, k), most = to.bits == 64 ? 0x1p53 : 0x1p24;
        if (x <= -most || x >= most) { /* from there on, gaps between floats are wider than 1 */
            g_set_error(error, GY_ERROR, GY_ERR_SHAPE,
                        "%s values cannot become %s without loss: %.0f at element "
                        "%" G_GINT64_FORMAT,
                        gy_dtype_name(from), gy_dtype_name(to), x, k);
            return FALSE;
        }
    }
    return TRUE;
}

gy_value *gy_value_cast(gy_mem *mem, gy_value *v, gy_dtype to, GError **error)
{
    gy_dtype from = gy_value_dtype(v);
    if (v->payload == GY_PAYLOAD_ARRAY && gy_dtype_equal(from, to)) {
        return gy_value_ref(v);
    }
    gboolean narrow = from.code == GY_FLOAT && to.code == GY_FLOAT;
    gboolean whole = (from.code == GY_INT || from.code == GY_UINT) && to.code == GY_FLOAT &&
                     v->payload == GY_PAYLOAD_ARRAY && !(from.flags & GY_TEXT) &&
                     v->view.layout == GY_DENSE;
    if (whole && !gy_dtype_widens(from, to) && !are_floats(v, to, error)) {
        return NULL;
    }
    if (v->view.layout != GY_DENSE || (!gy_dtype_widens(from, to) && !narrow && !whole)) {
        g_set_error(error, GY_ERROR, GY_ERR_SHAPE, "%s values cannot become %s without loss",
                    gy_dtype_name(from), gy_dtype_name(to));
        return NULL;
    }
    gy_value *out = gy_value_new_dense(mem, to, v->view.rank, v->shape, FALSE, error);
    if (!out) {
        return NULL;
    }
    int64_t n = gy_size_from(&v->view, 0);
    for (int64_t k = 0; k < n; k++) {
        store(out->view.data, to, k, gy_value_number(v, k));
    }
    for (int32_t i = 0; i < v->view.rank; i++) {
        gy_value_set_domain(out, i, v->domains[i]);
    }
    out->levels = gy_value_ref(v->levels);
    out->attributes = v->attributes ? g_hash_table_ref(v->attributes) : NULL;
    return out;
}

/* conform_see.c: what an instance has made, as a digest and as numbers. */
#include <math.h>
#include <string.h>

#include "core/hash.h"
#include "run/conform_parts.h"
#include "run/env.h"
#include "sugar.h"
#include "value/buffer.h"

static void see_file(gy_hash *h, const char *path)
{
    g_autofree char *bytes = NULL;
    gsize n = 0;
    gy_hash_text(h, "file");
    if (g_file_get_contents(path, &bytes, &n, NULL)) {
        gy_hash_blob(h, bytes, n);
    }
}

static size_t element(const gy_value *v)
{
    return v->view.bits / 8;
}

static void see_array(gy_hash *h, const gy_value *v, GArray *numbers, gboolean *single)
{
    gy_hash_i64(h, v->view.code * 1000 + v->view.bits);
    for (int32_t i = 0; i < v->view.rank; i++) {
        gy_hash_i64(h, v->view.shape[i]);
    }
    int64_t n = gy_size_from(&v->view, 0);
    if (v->view.layout != GY_DENSE) {
        n = v->view.offsets ? v->view.offsets[v->view.shape[0]] : 0;
        gy_hash_blob(h, v->view.offsets, (size_t)(v->view.shape[0] + 1) * sizeof(int64_t));
    }
    gy_hash_blob(h, n ? v->view.data : "", (size_t)n * element(v));
    *single |= v->view.code == GY_FLOAT && v->view.bits == 32;
    for (int64_t k = 0; numbers && k < n && v->view.layout == GY_DENSE; k++) {
        double x = gy_value_number(v, k);
        g_array_append_val(numbers, x);
    }
}

static void see_value(gy_hash *h, const gy_value *v, GArray *numbers, gboolean *single)
{
    if (v->payload == GY_PAYLOAD_ARRAY) {
        see_array(h, v, numbers, single);
    }
    for (guint i = 0; v->payload == GY_PAYLOAD_TABLE && i < v->columns->len; i++) {
        gy_hash_text(h, v->names->pdata[i]);
        see_value(h, v->columns->pdata[i], numbers, single);
    }
}

static char *digest_of(gy_hash *h)
{
    uint8_t digest[GY_DIGEST_SIZE];
    char *hex = g_malloc0(GY_DIGEST_HEX);
    gy_hash_end(h, digest);
    gy_hash_hex(digest, hex);
    gy_hash_free(h);
    return hex;
}

static void see_state(gy_hash *h, const gy_inst *inst, GArray *numbers, gboolean *single)
{
    for (guint i = 0; inst->fits && inst->state && i < inst->state->arrays->len; i++) {
        gy_hash_text(h, inst->state->names->pdata[i]);
        see_value(h, inst->state->arrays->pdata[i], numbers, single);
    }
}

static void see_outputs(gy_hash *h, const gy_inst *inst, GArray *numbers, gboolean *single)
{
    for (unsigned o = 0; o < inst->n_outs; o++) {
        if (inst->outs[o].value) {
            gy_hash_i64(h, o);
            see_value(h, inst->outs[o].value, numbers, single);
        }
    }
    const gy_sig *sig = inst->node->sig;
    for (unsigned p = 0; p < sig->n_params; p++) {
        if (sig->params[p].base == GY_BASE_OUT_PATH && inst->params[p].text) {
            see_file(h, inst->params[p].text);
        }
    }
}

char *gy_sight_state(const gy_inst *inst)
{
    gboolean single = FALSE;
    gy_hash *h = gy_hash_new("state");
    see_state(h, inst, NULL, &single);
    return digest_of(h);
}

char *gy_sight_outputs(const gy_inst *inst)
{
    gboolean single = FALSE;
    gy_hash *h = gy_hash_new("outputs");
    see_outputs(h, inst, NULL, &single);
    return digest_of(h);
}

gy_sight *gy_sight_new(gy_runtime *rt, const gy_inst *inst)
{
    gy_sight *s = g_new0(gy_sight, 1);
    g_autofree char *where = gy_env_text(rt->graph, &inst->env);
    s->key = g_strdup_printf("%s %s", inst->node->name, where);
    s->numbers = g_array_new(FALSE, FALSE, sizeof(double));
    gy_hash *h = gy_hash_new("sight");
    see_state(h, inst, s->numbers, &s->single);
    see_outputs(h, inst, s->numbers, &s->single);
    s->digest = digest_of(h);
    return s;
}

void gy_sight_free(gpointer sight)
{
    gy_sight *s = sight;
    g_free(s->key);
    g_free(s->digest);
    g_array_unref(s->numbers);
    g_free(s);
}

double gy_sight_distance(const gy_sight *a, const gy_sight *b)
{
    if (a->numbers->len != b->numbers->len || strcmp(a->key, b->key) != 0) {
        return INFINITY;
    }
    double largest = 1, apart = 0;
    for (guint i = 0; i < a->numbers->len; i++) {
        double x = g_array_index(a->numbers, double, i), y = g_array_index(b->numbers, double, i);
        if (isnan(x) != isnan(y) || isinf(x) != isinf(y)) {
            return INFINITY;
        }
        if (isfinite(x)) {
            largest = fmax(largest, fabs(x));
            apart = fmax(apart, fabs(x - y));
        }
    }
    return apart / largest / (a->single ? 1e-3 : 1e-7);
}

static gboolean array_row_differs(const gy_value *a, const gy_value *b, int64_t r)
{
    if (a->view.layout != b->view.layout || gy_value_rows(a) != gy_value_rows(b)) {
        return TRUE;
    }
    size_t size = element(a);
    if (a->view.layout == GY_DENSE) {
        size_t row = (size_t)(a->view.rank > 0 ? gy_size_from(&a->view, 1) : 1) * size;
        return memcmp((char *)a->view.data + (size_t)r * row,
                      (char *)b->view.data + (size_t)r * row, row) != 0;
    }
    const int64_t *p = a->view.offsets + r, *q = b->view.offsets + r;
    size_t n = (size_t)(p[1] - p[0]) * size;
    return p[1] - p[0] != q[1] - q[0] || memcmp((char *)a->view.data + (size_t)p[0] * size,
                                                (char *)b->view.data + (size_t)q[0] * size, n) != 0;
}

gboolean gy_sight_row_differs(const gy_value *a, const gy_value *b, int64_t r)
{
    if (a->payload == GY_PAYLOAD_ARRAY) {
        return array_row_differs(a, b, r);
    }
    for (guint i = 0; a->payload == GY_PAYLOAD_TABLE && i < a->columns->len; i++) {
        if (array_row_differs(a->columns->pdata[i], b->columns->pdata[i], r)) {
            return TRUE;
        }
    }
    return FALSE;
}

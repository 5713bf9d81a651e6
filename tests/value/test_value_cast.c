/* SPDX-License-Identifier: Apache-2.0 */
#include "core/error.h"
#include "value/state.h"
#include "value/value.h"

#include <criterion/criterion.h>
#include <locale.h>
#include <math.h>
#include <string.h>

static gy_value *one(gy_dtype t, const void *data)
{
    const int64_t n = 1;
    return gy_value_new_borrowed(t, 1, &n, data);
}

#define DT(code, bits) ((gy_dtype){code, bits, 0})
#define P(type, x)     (&(const type){x})

Test(value_cast, numbers_and_cells_of_every_dtype)
{
    const struct {
        gy_dtype type;
        const void *data;
        double number;
        const char *cell;
    } rows[] = {
        {GY_F64, P(double, 0.1), 0.1, "0.1"},
        {GY_F64, P(double, -1e300), -1e300, "-1e+300"},
        {GY_F64, P(double, (double)INFINITY), (double)INFINITY, "inf"},
        {GY_F32, P(float, 0.1f), (double)0.1f, "0.1"},
        {GY_F32, P(float, 16777216.0f), 16777216, "16777216"},
        {GY_F32, P(float, -INFINITY), -(double)INFINITY, "-inf"},
        {GY_F32, P(float, 0.25f), 0.25, "0.25"},
        {DT(GY_INT, 8), P(int8_t, -128), -128, "-128"},
        {DT(GY_INT, 16), P(int16_t, -32768), -32768, "-32768"},
        {DT(GY_INT, 32), P(int32_t, INT32_MIN), -2147483648.0, "-2147483648"},
        {GY_I64, P(int64_t, (1LL << 53) + 1), 9007199254740992.0, "9007199254740993"},
        {GY_I64, P(int64_t, INT64_MIN), -0x1p63, "-9223372036854775808"},
        {GY_I64, P(int64_t, INT64_MAX), 0x1p63, "9223372036854775807"},
        {DT(GY_UINT, 64), P(uint64_t, UINT64_MAX), 0x1p64, "18446744073709551615"},
        {DT(GY_UINT, 32), P(uint32_t, UINT32_MAX), 4294967295.0, "4294967295"},
        {DT(GY_UINT, 16), P(uint16_t, 65535), 65535, "65535"},
        {GY_U8, P(uint8_t, 200), 200, "200"},
        {DT(GY_BOOL, 8), P(uint8_t, 1), 1, "1"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(gy_value) v = one(rows[i].type, rows[i].data);
        g_autofree char *cell = gy_value_cell(v, 0);
        cr_assert_eq(gy_value_number(v, 0), rows[i].number, "row %zu", i);
        cr_assert_str_eq(cell, rows[i].cell, "row %zu: %s", i, cell);
    }
    g_autoptr(gy_value) nan = one(GY_F32, P(float, NAN));
    g_autofree char *cell = gy_value_cell(nan, 0);
    cr_assert_str_eq(cell, "nan");
}

Test(value_cast, elements_of_strided_views)
{
    const double x[] = {0, 1, 2, 3, 4, 5};
    const int64_t shape[] = {2, 3};
    g_autoptr(gy_value) v = gy_value_new_borrowed(GY_F64, 2, shape, x);
    v->view.data = (void *)(uintptr_t)(x + 5);
    v->stride[0] = -3;
    v->stride[1] = -1;
    g_autoptr(gy_value) f = gy_value_cast(NULL, v, GY_F32, NULL);
    for (int64_t k = 0; k < 6; k++) {
        cr_assert_eq(gy_value_number(v, k), (double)(5 - k));
        cr_assert_eq(((const float *)f->view.data)[k], (float)(5 - k));
    }
    v->view.data = (void *)(uintptr_t)x;
    v->stride[0] = 0;
    v->stride[1] = 2;
    for (int64_t k = 0; k < 6; k++) {
        cr_assert_eq(gy_value_number(v, k), (double)(k % 3 * 2));
    }
}

/* Largest and smallest of every integer type, through every type that holds them. */
Test(value_cast, widening_is_exact)
{
    static const struct {
        uint8_t code, bits;
    } types[] = {{GY_INT, 8},  {GY_INT, 16},   {GY_INT, 32},  {GY_INT, 64},
                 {GY_UINT, 8}, {GY_UINT, 16},  {GY_UINT, 32}, {GY_UINT, 64},
                 {GY_BOOL, 8}, {GY_FLOAT, 32}, {GY_FLOAT, 64}};
    int cast = 0;
    for (size_t i = 0; i < 9; i++) {
        gy_dtype from = {types[i].code, types[i].bits, 0};
        for (int high = 0; high < 2; high++) {
            uint64_t top = (uint64_t)1 << (from.bits - 1), bits = high ? 2 * (top - 1) + 1 : 0;
            if (from.code == GY_INT) {
                bits = high ? top - 1 : top;
            } else if (from.code == GY_BOOL) {
                bits = (uint64_t)high;
            }
            g_autoptr(gy_value) v = one(from, &bits); /* little-endian: the low bytes */
            g_autofree char *before = gy_value_cell(v, 0);
            for (size_t j = 0; j < G_N_ELEMENTS(types); j++) {
                gy_dtype to = {types[j].code, types[j].bits, 0};
                GError *error = NULL;
                g_autoptr(gy_value) w = gy_value_cast(NULL, v, to, &error);
                gboolean whole = to.code == GY_FLOAT && from.code <= GY_UINT; /* only if exact */
                if (!w && !gy_dtype_widens(from, to)) {
                    cr_assert(g_error_matches(error, GY_ERROR, GY_ERR_SHAPE));
                    g_error_free(error);
                    continue;
                }
                cr_assert(w && (whole || gy_dtype_widens(from, to)));
                g_autofree char *after = gy_value_cell(w, 0);
                double shown = g_ascii_strtod(after, NULL);
                cr_assert_eq(shown, g_ascii_strtod(before, NULL), "%s to %s: %s became %s",
                             gy_dtype_name(from), gy_dtype_name(to), before, after);
                cr_assert(to.code == GY_FLOAT || strcmp(before, after) == 0, "%s: %s", before,
                          after);
                cast++;
            }
        }
    }
    cr_assert(cast > 40);
}

Test(value_cast, f64_to_f32_is_nearest)
{
    const struct {
        double from;
        float to;
    } rows[] = {{0.1, 0.1f},
                {1 + 0x1p-25, 1.0f},
                {1 + 0x1p-24 + 0x1p-40, 1 + 0x1p-23f},
                {1e-60, 0.0f},
                {-0.0, -0.0f}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(gy_value) v = one(GY_F64, &rows[i].from);
        g_autoptr(gy_value) w = gy_value_cast(NULL, v, GY_F32, NULL);
        cr_assert_eq(memcmp(w->view.data, &rows[i].to, 4), 0, "row %zu", i);
    }
}

/* Every whole number below 2^53 is an f64, below 2^24 an f32; the next ones are not told apart. */
Test(value_cast, whole_numbers_become_floats_exactly_or_not_at_all)
{
    const struct {
        int64_t from;
        gy_dtype to;
        gboolean good;
    } rows[] = {{-3, GY_F64, TRUE},
                {(1LL << 53) - 1, GY_F64, TRUE},
                {(1LL << 53) + 1, GY_F64, FALSE},
                {-(1LL << 53) - 1, GY_F64, FALSE},
                {INT64_MAX, GY_F64, FALSE},
                {(1LL << 24) - 1, GY_F32, TRUE},
                {(1LL << 24) + 1, GY_F32, FALSE}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(gy_value) v = one(GY_I64, &rows[i].from);
        g_autoptr(gy_value) w = gy_value_cast(NULL, v, rows[i].to, &error);
        cr_assert_eq(w != NULL, rows[i].good, "row %zu", i);
        cr_assert(w ? gy_value_number(w, 0) == (double)rows[i].from
                    : strstr(error->message, "without loss") != NULL);
    }
}

Test(value_cast, what_cannot_be_cast)
{
    const char *const words[] = {"a"};
    gy_domain *d = gy_domain_new("trial", 1);
    gy_state *s = gy_state_new("x.y", "n");
    gy_value *bad[] = {gy_value_new_texts(1, words), gy_value_new_table(d), gy_value_new_model(s),
                       gy_value_new_ragged(NULL, GY_F32, 1, 2, NULL)};
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        GError *error = NULL;
        cr_assert_null(gy_value_cast(NULL, bad[i], GY_F64, &error), "row %zu", i);
        cr_assert(g_error_matches(error, GY_ERROR, GY_ERR_SHAPE));
        g_error_free(error);
        gy_value_unref(bad[i]);
    }
    gy_domain_unref(d);
    gy_state_unref(s);
    g_autoptr(gy_mem) mem = gy_mem_new(4);
    g_autoptr(gy_value) v = one(GY_F32, P(float, 1));
    GError *error = NULL;
    cr_assert_null(gy_value_cast(mem, v, GY_F64, &error));
    cr_assert(g_error_matches(error, GY_ERROR, GY_ERR_MEMORY));
    g_error_free(error);
    g_autoptr(gy_value) text = one(GY_U8, P(uint8_t, 1));
    cr_assert_null(gy_value_cast(NULL, text, GY_STRINGS, NULL));
}

Test(value_cast, axes_labels_and_attributes_stay)
{
    const char *const words[] = {"face", "house"};
    const int64_t codes[] = {1, 0, 7, -1}, n = 4;
    gy_domain *d = gy_domain_new("trial", 4);
    gy_value *v = gy_value_new_borrowed(GY_I64, 1, &n, codes);
    gy_value_set_domain(v, 0, d);
    gy_value_set_attribute(v, "unit", "s");
    v->levels = gy_value_new_texts(2, words);
    gy_value *same = gy_value_cast(NULL, v, GY_I64, NULL);
    cr_assert_eq(same, v);
    gy_value_unref(same);
    const char *const cells[] = {"house", "face", "7", "-1"};
    for (int64_t r = 0; r < 4; r++) {
        g_autofree char *cell = gy_value_cell(v, r);
        cr_assert_str_eq(cell, cells[r], "codes without a level are shown as they are");
    }
    const int32_t small[] = {1, 0, 1, 1};
    gy_value *w = gy_value_new_borrowed(DT(GY_INT, 32), 1, &n, small);
    gy_value_set_domain(w, 0, d);
    gy_value_set_attribute(w, "unit", "s");
    w->levels = gy_value_ref(v->levels);
    gy_value *x = gy_value_cast(NULL, w, GY_I64, NULL);
    cr_assert_eq(x->domains[0], d);
    cr_assert_eq(x->levels, v->levels);
    cr_assert_str_eq(gy_value_attribute(x, "unit"), "s");
    gy_value_unref(v);
    gy_value_unref(w);
    g_autofree char *cell = gy_value_cell(x, 0);
    cr_assert_str_eq(cell, "house");
    gy_value_unref(x);
    cr_assert_eq(d->refs, 1);
    gy_domain_unref(d);
}

Test(value_cast, scalars_and_nothing)
{
    const float x = 2.5f;
    const int64_t none[] = {0, 3};
    g_autoptr(gy_value) v = gy_value_new_borrowed(GY_F32, 0, NULL, &x);
    g_autoptr(gy_value) w = gy_value_cast(NULL, v, GY_F64, NULL);
    cr_assert_eq(w->view.rank, 0);
    cr_assert_eq(gy_value_number(w, 0), 2.5);
    g_autoptr(gy_value) e = gy_value_new_borrowed(GY_F32, 2, none, &x);
    g_autoptr(gy_value) f = gy_value_cast(NULL, e, GY_F64, NULL);
    cr_assert_eq(gy_value_rows(f), 0);
    cr_assert_eq(f->shape[1], 3);
}

Test(value_cast, texts)
{
    const char *const words[] = {"", "Gr\303\274\303\237e", "b"};
    g_autoptr(gy_value) v = gy_value_new_texts(3, words);
    for (int64_t r = 0; r < 3; r++) {
        int64_t n = -1;
        const char *t = gy_value_text(v, r, &n);
        g_autofree char *cell = gy_value_cell(v, r);
        cr_assert_eq(n, (int64_t)strlen(words[r]));
        cr_assert_eq(memcmp(t, words[r], (size_t)n), 0);
        cr_assert_str_eq(cell, words[r]);
    }
    g_autoptr(gy_value) none = gy_value_new_texts(0, NULL);
    cr_assert_eq(gy_value_rows(none), 0);
    cr_assert_null(gy_value_new_texts(-1, NULL));
    g_autoptr(gy_value) ragged = gy_value_new_ragged(NULL, GY_F64, 1, 3, NULL);
    ((int64_t *)(uintptr_t)ragged->view.offsets)[1] = 3;
    g_autofree char *cell = gy_value_cell(ragged, 0);
    cr_assert_str_eq(cell, "3 values");
}

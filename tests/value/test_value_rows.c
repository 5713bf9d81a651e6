/* SPDX-License-Identifier: Apache-2.0 */
#include "core/error.h"
#include "value/buffer.h"
#include "value/state.h"
#include "value/value.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>

static gy_value *counted(gy_mem *mem, int32_t rank, const int64_t *shape)
{
    gy_value *v = gy_value_new_dense(mem, GY_F64, rank, shape, TRUE, NULL);
    for (size_t k = 0; k < v->bytes->n / 8; k++) {
        ((double *)v->view.data)[k] = (double)k;
    }
    return v;
}

static const struct {
    int64_t n, index[5];
    gboolean shared;
} picks[] = {
    {0, {0}, TRUE},        {1, {4}, TRUE},       {5, {0, 1, 2, 3, 4}, TRUE},
    {2, {1, 4}, TRUE},     {3, {0, 2, 4}, TRUE}, {3, {0, 1, 4}, FALSE},
    {3, {4, 2, 0}, FALSE}, {2, {3, 3}, FALSE},   {5, {4, 4, 0, 1, 2}, FALSE},
};

/* Element k of row index[r] against its closed form: the value is its position. */
static void assert_rows(gy_value *v, gboolean may_share)
{
    int64_t inner = v->shape[1] * v->shape[2];
    for (size_t i = 0; i < G_N_ELEMENTS(picks); i++) {
        g_autoptr(gy_value) w = gy_value_take_rows(v, picks[i].n, picks[i].index, NULL);
        cr_assert_not_null(w, "row %zu", i);
        cr_assert_eq(gy_value_rows(w), picks[i].n);
        cr_assert_eq(w->bytes == v->bytes, may_share && picks[i].shared, "row %zu", i);
        for (int64_t r = 0; r < picks[i].n; r++) {
            for (int64_t k = 0; k < inner; k++) {
                cr_assert_eq(gy_value_number(w, r * inner + k),
                             gy_value_number(v, picks[i].index[r] * inner + k), "row %zu", i);
            }
        }
    }
}

Test(value_rows, rows_of_dense_arrays)
{
    const int64_t shape[] = {5, 2, 3};
    g_autoptr(gy_mem) mem = gy_mem_new(0);
    gy_value *v = counted(mem, 3, shape);
    assert_rows(v, TRUE);
    gy_value *turned = gy_value_share(v); /* last axes swapped, rows from the end */
    turned->view.data = (double *)v->view.data + 24;
    turned->shape[1] = 3;
    turned->shape[2] = 2;
    turned->stride[0] = -6;
    turned->stride[1] = 1;
    turned->stride[2] = 3;
    cr_assert_eq(gy_value_number(turned, 0), 24.0);
    cr_assert_eq(gy_value_number(turned, 6 + 1), 21.0);
    assert_rows(turned, TRUE);
    gy_value *lent = gy_value_new_borrowed(GY_F64, 3, shape, v->view.data);
    assert_rows(lent, FALSE);
    gy_value_unref(lent);
    gy_value_unref(turned);
    gy_value_unref(v);
    cr_assert_eq(gy_mem_current(mem), 0);
}

Test(value_rows, rows_of_a_mapped_file_are_copied_without_account)
{
    char path[] = "/tmp/gyrus-rows-XXXXXX";
    g_close(g_mkstemp(path), NULL);
    const double x[] = {0, 1, 2, 3};
    cr_assert(g_file_set_contents(path, (const char *)x, sizeof x, NULL));
    const int64_t n = 4, back[] = {3, 0, 1};
    g_autoptr(gy_value) v = gy_value_new_mapped(path, 0, GY_F64, 1, &n, NULL);
    g_unlink(path);
    g_autoptr(gy_value) w = gy_value_take_rows(v, 3, back, NULL);
    cr_assert(gy_value_number(w, 0) == 3 && gy_value_number(w, 1) == 0 &&
              gy_value_number(w, 2) == 1);
}

Test(value_rows, rows_of_text_keep_levels_and_attributes)
{
    const char *const words[] = {"", "b", "ccc", "dd", "e"};
    g_autoptr(gy_value) v = gy_value_new_texts(5, words);
    gy_value_set_attribute(v, "unit", "s");
    for (size_t i = 0; i < G_N_ELEMENTS(picks); i++) {
        g_autoptr(gy_value) w = gy_value_take_rows(v, picks[i].n, picks[i].index, NULL);
        cr_assert_eq(gy_value_rows(w), picks[i].n);
        cr_assert_str_eq(gy_value_attribute(w, "unit"), "s");
        for (int64_t r = 0; r < picks[i].n; r++) {
            g_autofree char *cell = gy_value_cell(w, r);
            cr_assert_str_eq(cell, words[picks[i].index[r]], "row %zu", i);
        }
    }
    const int64_t n = 5;
    gy_value *codes = gy_value_new_dense(NULL, GY_I64, 1, &n, TRUE, NULL);
    codes->levels = gy_value_ref(v);
    for (size_t i = 0; i < G_N_ELEMENTS(picks); i++) {
        g_autoptr(gy_value) w = gy_value_take_rows(codes, picks[i].n, picks[i].index, NULL);
        cr_assert_eq(w->levels, v);
    }
    gy_value_unref(codes);
    cr_assert_eq(v->refs, 1);
}

Test(value_rows, rows_that_are_not_there)
{
    const int64_t shape[] = {5, 0}, scalar = 0;
    const char *const words[] = {"a", "b", "c", "d", "e"};
    g_autoptr(gy_value) v = gy_value_new_dense(NULL, GY_F64, 1, shape, TRUE, NULL);
    g_autoptr(gy_value) text = gy_value_new_texts(5, words);
    const struct {
        int64_t n, index[2];
    } bad[] = {{1, {5}}, {1, {-1}}, {2, {0, INT64_MAX}}, {2, {0, INT64_MIN}}, {-1, {0}}};
    gy_value *const of[] = {v, text};
    for (size_t i = 0; i < G_N_ELEMENTS(bad) * 2; i++) {
        GError *error = NULL;
        cr_assert_null(gy_value_take_rows(of[i % 2], bad[i / 2].n, bad[i / 2].index, &error));
        cr_assert(g_error_matches(error, GY_ERROR, GY_ERR_SHAPE), "row %zu", i);
        g_error_free(error);
    }
    g_autoptr(gy_value) empty = gy_value_new_dense(NULL, GY_F64, 2, shape, TRUE, NULL);
    g_autoptr(gy_value) some = gy_value_take_rows(empty, 2, (const int64_t[]){4, 0}, NULL);
    cr_assert(some->shape[0] == 2 && some->shape[1] == 0);
    g_autoptr(gy_value) none = gy_value_new_dense(NULL, GY_F64, 0, NULL, TRUE, NULL);
    cr_assert_null(gy_value_take_rows(none, 1, &scalar, NULL), "a scalar has no rows");
    cr_assert_null(gy_value_take_rows(none, 0, NULL, NULL), "not even none of them");
    gy_domain *d = gy_domain_new("trial", 1);
    gy_value *table = gy_value_new_table(d);
    GError *error = NULL;
    cr_assert_null(gy_value_take_rows(table, 1, &scalar, &error));
    cr_assert(g_error_matches(error, GY_ERROR, GY_ERR_UNSUPPORTED));
    g_error_free(error);
    gy_value_unref(table);
    gy_domain_unref(d);
    g_autoptr(gy_mem) mem = gy_mem_new(40);
    g_autoptr(gy_value) full = gy_value_new_dense(mem, GY_F64, 1, shape, TRUE, NULL);
    cr_assert_null(gy_value_take_rows(full, 2, (const int64_t[]){1, 0}, NULL), "over the limit");
}

Test(value_rows, gather_into_c_order)
{
    const uint16_t x[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    const int64_t shape[] = {2, 3}, stride[] = {-6, 2}, index[] = {1, 0, 1};
    gy_array a = {.size = sizeof a,
                  .code = GY_UINT,
                  .bits = 16,
                  .rank = 2,
                  .shape = shape,
                  .stride = stride,
                  .data = (void *)(uintptr_t)(x + 6)};
    uint16_t out[9];
    gy_gather_rows(&a, 2, NULL, out);
    const uint16_t first[] = {6, 8, 10, 0, 2, 4};
    cr_assert_eq(memcmp(out, first, sizeof first), 0);
    gy_gather_rows(&a, 3, index, out);
    const uint16_t chosen[] = {0, 2, 4, 6, 8, 10, 0, 2, 4};
    cr_assert_eq(memcmp(out, chosen, sizeof chosen), 0);
    gy_array scalar = {
        .size = sizeof a, .code = GY_UINT, .bits = 16, .data = (void *)(uintptr_t)(x + 7)};
    gy_gather_rows(&scalar, 1, NULL, out);
    cr_assert_eq(out[0], 7);
}

Test(value_rows, copies_of_views)
{
    const double x[] = {0, 1, 2, 3, 4, 5};
    const int64_t shape[] = {3, 2}, stride[] = {1, 3}, offsets[] = {0, 2, 2, 5}, none[] = {0, 0};
    gy_array a = {.size = sizeof a,
                  .code = GY_FLOAT,
                  .bits = 64,
                  .rank = 2,
                  .shape = shape,
                  .stride = stride,
                  .data = (void *)(uintptr_t)x};
    g_autoptr(gy_value) v = gy_value_copy_view(NULL, &a, NULL);
    const double turned[] = {0, 3, 1, 4, 2, 5};
    cr_assert_eq(memcmp(v->view.data, turned, sizeof turned), 0);
    a.rank = 1;
    a.layout = GY_RAGGED;
    a.offsets = offsets;
    g_autoptr(gy_value) r = gy_value_copy_view(NULL, &a, NULL);
    cr_assert_eq(memcmp(r->view.data, x, 40), 0);
    cr_assert_eq(memcmp(r->view.offsets, offsets, sizeof offsets), 0);
    a.offsets = none;
    a.shape = none;
    a.data = NULL;
    g_autoptr(gy_value) e = gy_value_copy_view(NULL, &a, NULL);
    cr_assert_eq(gy_value_rows(e), 0);
    gy_array scalar = {
        .size = sizeof a, .code = GY_FLOAT, .bits = 64, .data = (void *)(uintptr_t)(x + 3)};
    g_autoptr(gy_value) s = gy_value_copy_view(NULL, &scalar, NULL);
    cr_assert_eq(gy_value_number(s, 0), 3.0);
    gy_array empty = {.size = sizeof a,
                      .code = GY_FLOAT,
                      .bits = 64,
                      .rank = 2,
                      .shape = (const int64_t[]){3, 0},
                      .stride = stride};
    g_autoptr(gy_value) z = gy_value_copy_view(NULL, &empty, NULL);
    cr_assert_eq(z->shape[0], 3, "no data is needed for no elements");
}

Test(value_rows, views_that_lie)
{
    const double x[] = {0, 1, 2};
    const int64_t n[] = {3, 2, 1}, minus = -1, stride[] = {1, 1, 1, 1, 1, 1, 1, 1, 1};
    const int64_t falling[] = {0, 2, 1, 3}, late[] = {1, 1, 1, 1}, below[] = {0, -1, 0, 0};
    void *data = (void *)(uintptr_t)x;
    const gy_array good = {.size = sizeof good,
                           .code = GY_FLOAT,
                           .bits = 64,
                           .rank = 1,
                           .shape = n,
                           .stride = stride,
                           .data = data};
    gy_array bad[14];
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        bad[i] = good;
    }
    bad[0].rank = -1;
    bad[1].rank = 9;
    bad[2].bits = 16;
    bad[3].code = 5;
    bad[4].shape = NULL;
    bad[5].stride = NULL;
    bad[6].data = NULL;
    bad[7].shape = &minus;
    bad[8].layout = GY_RAGGED; /* without offsets */
    for (int i = 9; i < 13; i++) {
        bad[i].layout = GY_RAGGED;
        bad[i].offsets = i == 9 ? falling : i == 10 ? late : below;
    }
    bad[12].rank = 2;
    bad[12].offsets = (const int64_t[]){0, 1, 2, 3};
    bad[13].code = GY_UINT;
    bad[13].bits = 8;
    bad[13].flags = GY_TEXT; /* text is ragged */
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        GError *error = NULL;
        cr_assert_null(gy_value_copy_view(NULL, &bad[i], &error), "row %zu", i);
        cr_assert(g_error_matches(error, GY_ERROR, GY_ERR_SHAPE), "row %zu", i);
        g_error_free(error);
    }
    gy_array csr = good;
    csr.layout = GY_CSR;
    GError *error = NULL;
    cr_assert_null(gy_value_copy_view(NULL, &csr, &error));
    cr_assert(g_error_matches(error, GY_ERROR, GY_ERR_UNSUPPORTED));
    g_error_free(error);
}

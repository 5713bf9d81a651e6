/* SPDX-License-Identifier: Apache-2.0 */
#include "value/value.h"

#include "core/error.h"
#include "value/buffer.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>

Test(value, dense_is_c_order)
{
    const struct {
        int32_t rank;
        int64_t shape[4], stride[4];
        size_t bytes; /* of f32 */
    } rows[] = {
        {0, {0}, {0}, 4},        {1, {5}, {1}, 20},
        {2, {3, 4}, {4, 1}, 48}, {4, {2, 3, 4, 5}, {60, 20, 5, 1}, 480},
        {2, {0, 4}, {4, 1}, 0},  {3, {3, 1, 2}, {2, 2, 1}, 24},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(gy_mem) mem = gy_mem_new(0);
        gy_value *v = gy_value_new_dense(mem, GY_F32, rows[i].rank, rows[i].shape, TRUE, NULL);
        cr_assert_eq(v->view.rank, rows[i].rank);
        cr_assert_eq(v->view.size, sizeof(gy_array));
        cr_assert_eq((uintptr_t)v->view.data % GY_MEM_ALIGN, 0);
        cr_assert(gy_dtype_equal(gy_value_dtype(v), GY_F32));
        cr_assert_eq(gy_mem_current(mem), rows[i].bytes);
        cr_assert_eq((size_t)gy_value_bytes(v), rows[i].bytes);
        cr_assert_eq(gy_value_rows(v), rows[i].rank ? rows[i].shape[0] : 1);
        for (int32_t k = 0; k < rows[i].rank; k++) {
            cr_assert_eq(v->view.shape[k], rows[i].shape[k]);
            cr_assert_eq(v->view.stride[k], rows[i].stride[k], "row %zu", i);
        }
        gy_value_unref(v);
        cr_assert_eq(gy_mem_current(mem), 0);
    }
}

Test(value, shapes_that_cannot_be)
{
    const struct {
        gy_dtype type;
        int32_t rank;
        int64_t shape[9];
    } bad[] = {
        {GY_F64, 1, {-1}},
        {GY_F64, 1, {INT64_MAX}},
        {GY_F64, 2, {1LL << 32, 1LL << 32}},
        {GY_F64, 2, {0, INT64_MAX}},
        {GY_F64, -1, {1}},
        {GY_F64, 9, {1, 1, 1, 1, 1, 1, 1, 1, 1}},
        {{GY_FLOAT, 16, 0}, 1, {1}},
        {GY_U8, 2, {1LL << 62, 2}},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        GError *error = NULL;
        cr_assert_null(
            gy_value_new_dense(NULL, bad[i].type, bad[i].rank, bad[i].shape, FALSE, &error),
            "row %zu", i);
        cr_assert(g_error_matches(error, GY_ERROR, GY_ERR_SHAPE), "row %zu", i);
        g_error_free(error);
        cr_assert_null(gy_value_new_borrowed(bad[i].type, bad[i].rank, bad[i].shape, "x"));
    }
    g_autoptr(gy_mem) mem = gy_mem_new(100);
    GError *error = NULL;
    const int64_t n = 13;
    cr_assert_null(gy_value_new_dense(mem, GY_F64, 1, &n, TRUE, &error));
    cr_assert(g_error_matches(error, GY_ERROR, GY_ERR_MEMORY));
    cr_assert_eq(gy_mem_current(mem), 0);
    g_error_free(error);
}

Test(value, ragged_has_offsets_of_zero)
{
    g_autoptr(gy_mem) mem = gy_mem_new(0);
    gy_value *v = gy_value_new_ragged(mem, GY_F64, 3, 5, NULL);
    cr_assert_eq(v->view.layout, GY_RAGGED);
    cr_assert_eq(gy_mem_current(mem), 5 * 8 + 4 * 8);
    cr_assert_eq(gy_value_bytes(v), 72);
    for (int i = 0; i < 4; i++) {
        cr_assert_eq(v->view.offsets[i], 0);
    }
    gy_value_unref(v);
    const int64_t bad[][2] = {{-1, 0}, {INT64_MAX, 0}, {1, -1}, {1, INT64_MAX}, {1LL << 61, 1}};
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        GError *error = NULL;
        cr_assert_null(gy_value_new_ragged(mem, GY_F64, bad[i][0], bad[i][1], &error), "row %zu",
                       i);
        cr_assert_not_null(error, "row %zu", i);
        cr_assert_eq(error->domain, GY_ERROR);
        g_error_free(error);
        cr_assert_null(gy_value_new_ragged(mem, GY_F64, bad[i][0], bad[i][1], NULL));
    }
    cr_assert_eq(gy_mem_current(mem), 0);
    gy_value *none = gy_value_new_ragged(NULL, GY_STRINGS, 0, 0, NULL);
    cr_assert_eq(gy_value_rows(none), 0);
    gy_value_unref(none);
}

Test(value, mapped_is_the_files_bytes)
{
    char path[] = "/tmp/gyrus-value-XXXXXX";
    g_close(g_mkstemp(path), NULL);
    const int32_t x[] = {0, 1, -2, 3, 4};
    cr_assert(g_file_set_contents(path, (const char *)x, sizeof x, NULL));
    const int64_t shape[] = {2, 2}, long_shape[] = {3, 2};
    const gy_dtype i32 = {GY_INT, 32, 0};
    g_autoptr(gy_value) v = gy_value_new_mapped(path, 4, i32, 2, shape, NULL);
    for (int64_t k = 0; k < 4; k++) {
        cr_assert_eq(gy_value_number(v, k), (double)x[k + 1]);
    }
    GError *error = NULL;
    cr_assert_null(gy_value_new_mapped(path, 4, i32, 2, long_shape, &error));
    cr_assert(g_error_matches(error, GY_ERROR, GY_ERR_FORMAT));
    g_clear_error(&error);
    g_unlink(path);
    cr_assert_eq(gy_value_number(v, 3), 4.0, "a map outlives the file's name");
    cr_assert_null(gy_value_new_mapped(path, 0, i32, 2, shape, &error));
    cr_assert(g_error_matches(error, GY_ERROR, GY_ERR_IO));
    g_error_free(error);
}

Test(value, domains_of_axes)
{
    const int64_t shape[] = {2, 3};
    const double x[6] = {0};
    gy_domain *d = gy_domain_new("trial", 2), *e = gy_domain_new("voxel", 3);
    gy_value *v = gy_value_new_borrowed(GY_F64, 2, shape, x);
    gy_value_set_domain(v, 0, d);
    gy_value_set_domain(v, 0, d);
    gy_value_set_domain(v, 1, d);
    gy_value_set_domain(v, 1, e);
    gy_value_set_domain(v, -1, e);
    gy_value_set_domain(v, GY_RANK_MAX, e);
    cr_assert_eq(d->refs, 2);
    cr_assert_eq(e->refs, 2);
    gy_value_set_domain(v, 0, NULL);
    cr_assert_eq(d->refs, 1);
    cr_assert_eq(gy_value_ref(v), v);
    gy_value_unref(v);
    cr_assert_eq(e->refs, 2);
    gy_value_unref(v);
    cr_assert_eq(e->refs, 1);
    gy_domain_unref(d);
    gy_domain_unref(e);
    gy_value_unref(NULL);
    cr_assert_null(gy_value_ref(NULL));
}

Test(value, tables_and_attributes)
{
    const int64_t n = 4;
    gy_domain *d = gy_domain_new("trial", n);
    gy_value *t = gy_value_new_table(d), *c = gy_value_new_dense(NULL, GY_F64, 1, &n, TRUE, NULL);
    gy_table_add(t, "onset", gy_value_ref(c));
    gy_table_add(t, "kind", gy_value_new_dense(NULL, GY_U8, 1, &n, TRUE, NULL));
    cr_assert_eq(gy_value_rows(t), 4);
    cr_assert_eq(gy_value_bytes(t), 32 + 4);
    cr_assert_eq(gy_table_column(t, "onset"), c);
    cr_assert_null(gy_table_column(t, "Onset"));
    cr_assert_null(gy_table_column(c, "onset"), "an array has no columns");
    cr_assert_null(gy_value_attribute(t, "unit"));
    gy_value_set_attribute(t, "unit", "s");
    gy_value_set_attribute(t, "space", "");
    gy_value_set_attribute(t, "unit", "ms");
    cr_assert_str_eq(gy_value_attribute(t, "unit"), "ms");
    cr_assert_str_eq(gy_value_attribute(t, "space"), "");
    gy_value_unref(t);
    cr_assert_eq(c->refs, 1);
    cr_assert_eq(d->refs, 1);
    gy_value_unref(c);
    gy_domain_unref(d);
}

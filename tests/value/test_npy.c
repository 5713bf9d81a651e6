/* SPDX-License-Identifier: Apache-2.0
 *
 * Bytes against the description of numpy.lib.format: magic, version 1.0, little-endian u16 length,
 * an ASCII dictionary that ends in a newline, data from a multiple of 64. npy_load.py has NumPy
 * read the files that this test leaves in GYRUS_NPY_OUT.
 */
#include "value/npy.h"

#include "core/error.h"
#include "value/state.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define DT(code, bits) ((gy_dtype){code, bits, 0})

static char *folder(void)
{
    const char *given = g_getenv("GYRUS_NPY_OUT");
    char *dir = given ? g_strdup(given) : g_strdup("/tmp/gyrus-npy-XXXXXX");
    cr_assert(given ? g_mkdir_with_parents(dir, 0700) == 0 : g_mkdtemp(dir) != NULL);
    return dir;
}

static void assert_file(const char *dir, const gy_value *v, const char *dict, const void *data,
                        size_t n)
{
    g_autofree char *path = g_build_filename(dir, "a.npy", NULL), *bytes = NULL;
    gsize size = 0;
    cr_assert(gy_npy_write(path, v, NULL), "%s", dict);
    cr_assert(g_file_get_contents(path, &bytes, &size, NULL));
    size_t head = 10 + (unsigned char)bytes[8] + 256u * (unsigned char)bytes[9];
    cr_assert_eq(memcmp(bytes, "\x93NUMPY\x01\x00", 8), 0);
    cr_assert_eq(head % 64, 0);
    cr_assert_eq(size, head + n, "%s: %zu bytes", dict, size);
    cr_assert_eq(strncmp(bytes + 10, dict, strlen(dict)), 0, "%.*s", (int)head - 10, bytes + 10);
    for (size_t i = 10 + strlen(dict); i < head - 1; i++) {
        cr_assert_eq(bytes[i], ' ');
    }
    cr_assert_eq(bytes[head - 1], '\n');
    cr_assert_eq(memcmp(bytes + head, data, n), 0, "%s", dict);
    g_unlink(path);
}

Test(npy, every_dtype_and_rank)
{
    g_autofree char *dir = folder();
    const unsigned char x[64] = {0, 1, 0, 1, 1, 0, 1};
    const struct {
        gy_dtype type;
        int32_t rank;
        int64_t shape[3];
        const char *dict;
        size_t n;
    } rows[] = {
        {GY_F64, 1, {3}, "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }", 24},
        {GY_F32, 2, {2, 3}, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", 24},
        {GY_I64, 0, {0}, "{'descr': '<i8', 'fortran_order': False, 'shape': (), }", 8},
        {DT(GY_INT, 32),
         3,
         {1, 2, 2},
         "{'descr': '<i4', 'fortran_order': False, 'shape': (1, 2, 2), }",
         16},
        {DT(GY_INT, 16), 1, {1}, "{'descr': '<i2', 'fortran_order': False, 'shape': (1,), }", 2},
        {DT(GY_INT, 8), 1, {2}, "{'descr': '|i1', 'fortran_order': False, 'shape': (2,), }", 2},
        {GY_U8, 1, {7}, "{'descr': '|u1', 'fortran_order': False, 'shape': (7,), }", 7},
        {DT(GY_UINT, 16), 1, {2}, "{'descr': '<u2', 'fortran_order': False, 'shape': (2,), }", 4},
        {DT(GY_UINT, 32), 1, {2}, "{'descr': '<u4', 'fortran_order': False, 'shape': (2,), }", 8},
        {DT(GY_UINT, 64), 1, {2}, "{'descr': '<u8', 'fortran_order': False, 'shape': (2,), }", 16},
        {DT(GY_BOOL, 8), 1, {7}, "{'descr': '|b1', 'fortran_order': False, 'shape': (7,), }", 7},
        {GY_F64, 2, {0, 3}, "{'descr': '<f8', 'fortran_order': False, 'shape': (0, 3), }", 0},
        {GY_F64, 2, {3, 0}, "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 0), }", 0},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(gy_value) v = gy_value_new_borrowed(rows[i].type, rows[i].rank, rows[i].shape, x);
        assert_file(dir, v, rows[i].dict, x, rows[i].n);
    }
    g_rmdir(dir);
}

Test(npy, strides_become_c_order)
{
    g_autofree char *dir = folder();
    const int16_t x[] = {0, 1, 2, 3, 4, 5}, turned[] = {5, 2, 4, 1, 3, 0};
    const int64_t shape[] = {3, 2};
    g_autoptr(gy_value) v = gy_value_new_borrowed(DT(GY_INT, 16), 2, shape, x + 5);
    v->stride[0] = -1;
    v->stride[1] = -3;
    assert_file(dir, v, "{'descr': '<i2', 'fortran_order': False, 'shape': (3, 2), }", turned, 12);
    const int64_t none[] = {0, 2};
    g_autoptr(gy_value) e = gy_value_new_borrowed(DT(GY_INT, 16), 2, none, x);
    e->stride[0] = -1;
    e->stride[1] = -3;
    assert_file(dir, e, "{'descr': '<i2', 'fortran_order': False, 'shape': (0, 2), }", x, 0);
    g_rmdir(dir);
}

/* For npy_load.py, which knows the same values. */
Test(npy, leaves_files_for_numpy)
{
    if (!g_getenv("GYRUS_NPY_OUT")) {
        cr_skip("only as part of npy_load.py");
    }
    g_autofree char *dir = folder();
    const int64_t shape[] = {2, 3}, none[] = {0, 3};
    const double f[] = {0.5, -1, 2, 3, 4, 1e300};
    const int64_t i[] = {INT64_MIN, INT64_MAX, (1LL << 53) + 1, 0, -1, 7};
    const uint8_t b[] = {1, 0, 0, 1, 1, 0};
    const struct {
        const char *name;
        gy_dtype type;
        int32_t rank;
        const int64_t *shape;
        const void *data;
    } rows[] = {{"f64.npy", GY_F64, 2, shape, f},          {"i64.npy", GY_I64, 2, shape, i},
                {"bool.npy", DT(GY_BOOL, 8), 2, shape, b}, {"u8.npy", GY_U8, 1, shape + 1, b},
                {"scalar.npy", GY_F64, 0, NULL, f},        {"none.npy", GY_F64, 2, none, f}};
    for (size_t k = 0; k < G_N_ELEMENTS(rows); k++) {
        g_autoptr(gy_value) v =
            gy_value_new_borrowed(rows[k].type, rows[k].rank, rows[k].shape, rows[k].data);
        g_autofree char *path = g_build_filename(dir, rows[k].name, NULL);
        cr_assert(gy_npy_write(path, v, NULL));
    }
}

Test(npy, what_is_no_array)
{
    g_autofree char *dir = folder();
    g_autofree char *path = g_build_filename(dir, "a.npy", NULL);
    const char *const words[] = {"a"};
    const int64_t n = 1;
    gy_domain *d = gy_domain_new("trial", 1);
    gy_value *bad[] = {gy_value_new_texts(1, words), gy_value_new_table(d)};
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        GError *error = NULL;
        cr_assert_not(gy_npy_write(path, bad[i], &error));
        cr_assert(g_error_matches(error, GY_ERROR, GY_ERR_UNSUPPORTED));
        g_error_free(error);
        gy_value_unref(bad[i]);
    }
    gy_domain_unref(d);
    GError *error = NULL;
    g_autofree char *lost = g_build_filename(dir, "nowhere", "a.npy", NULL);
    g_autoptr(gy_value) v = gy_value_new_borrowed(GY_F64, 1, &n, (const double[]){1});
    cr_assert_not(gy_npy_write(lost, v, &error));
    cr_assert(g_error_matches(error, GY_ERROR, GY_ERR_IO));
    g_error_free(error);
    cr_assert_not(g_file_test(path, G_FILE_TEST_EXISTS));
    cr_assert_eq(g_rmdir(dir), 0, "nothing is left behind");
}

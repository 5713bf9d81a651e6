/* SPDX-License-Identifier: MIT
 *
 * reader.npy on files written byte by byte, after numpy.lib.format.
 */
#include "files.h"
#include "harness.h"

#include <math.h>

TestSuite(reader_npy, .fini = files_clean);

/* A .npy file: version 1 or 2, dictionary padded so that data begins at a multiple of 64. */
static char *npy(int version, const char *dictionary, const void *data, size_t bytes)
{
    char b[4096] = "\x93NUMPY";
    size_t begin = version > 1 ? 12 : 10, text = strlen(dictionary);
    size_t total = (begin + text + 1 + 63) / 64 * 64, length = total - begin;
    b[6] = (char)version;
    b[8] = (char)(length & 255);
    b[9] = (char)(length >> 8);
    memset(b + begin, ' ', length);
    memcpy(b + begin, dictionary, text);
    b[total - 1] = '\n';
    memcpy(b + total, data, bytes);
    return files_write("a.npy", b, total + bytes);
}

static harness *reader(const char *path)
{
    harness *h = harness_new("reader-npy", NULL);
    harness_param(h, "path", path);
    return h;
}

static const double six[6] = {0, 1, 2, 3, 4, 5};

Test(reader_npy, c_order_is_mapped)
{
    for (int version = 1; version <= 3; version++) {
        harness *h =
            reader(npy(version, "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }", six,
                       sizeof six));
        cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
        gy_array *x = harness_get(h, "x");
        cr_assert(x->rank == 2 && x->shape[0] == 3 && x->shape[1] == 2);
        cr_assert_arr_eq(x->data, six, sizeof six);
        cr_assert_eq(harness_files(h), 0); /* map_file is enough */
        harness_free(h);
    }
}

Test(reader_npy, fortran_order_is_turned)
{
    harness *h =
        reader(npy(1, "{'shape': (3, 2), 'fortran_order': True, 'descr': '<f8'}", six, sizeof six));
    cr_assert_eq(harness_run(h), GY_OK);
    const double want[6] = {0, 3, 1, 4, 2, 5};
    cr_assert_arr_eq(harness_get(h, "x")->data, want, sizeof want);
    cr_assert_eq(harness_files(h), 1);
    harness_free(h);
}

Test(reader_npy, fortran_order_in_three_axes)
{
    int16_t in[24];
    for (int k = 0; k < 24; k++) { /* element (i, j, l) of (2, 3, 4) lies at i + 2 j + 6 l */
        in[k] = (int16_t)(100 * (k % 2) + 10 * (k / 2 % 3) + k / 6);
    }
    harness *h =
        reader(npy(1, "{'descr':'<i2','fortran_order':True,'shape':(2,3,4)}", in, sizeof in));
    cr_assert_eq(harness_run(h), GY_OK);
    const int16_t *out = harness_get(h, "x")->data;
    for (int k = 0; k < 24; k++) {
        cr_assert_eq(out[k], 100 * (k / 12) + 10 * (k / 4 % 3) + k % 4);
    }
    harness_free(h);
}

Test(reader_npy, big_endian_is_swapped)
{
    const unsigned char be[8] = {0, 0, 1, 2, 255, 255, 255, 254};
    harness *h = reader(npy(1, "{'descr': '>i4', 'fortran_order': False, 'shape': (2,)}", be, 8));
    cr_assert_eq(harness_run(h), GY_OK);
    const int32_t *x = harness_get(h, "x")->data;
    cr_assert(x[0] == 258 && x[1] == -2);
    harness_free(h);
}

Test(reader_npy, half_floats_are_widened)
{
    const uint16_t in[] = {0x3c00, 0xc000, 0x7bff, 0x0001, 0x03ff, 0x0400, 0xfc00, 0x8000, 0x7e00};
    const double want[] = {1, -2, 65504, 0x1p-24, 1023 * 0x1p-24, 0x1p-14, -INFINITY, -0.0};
    harness *h =
        reader(npy(1, "{'descr': '<f2', 'fortran_order': False, 'shape': (9,)}", in, sizeof in));
    cr_assert_eq(harness_run(h), GY_OK);
    const float *x = harness_get(h, "x")->data;
    cr_assert_eq(harness_get(h, "x")->bits, 32);
    for (int k = 0; k < 8; k++) {
        cr_assert((double)x[k] == want[k] && !signbit(x[k]) == !signbit(want[k]), "%d", k);
    }
    cr_assert(isnan(x[8]));
    harness_free(h);
}

Test(reader_npy, every_number_type_is_told)
{
    static const struct {
        const char *descr;
        int code, bits;
    } cases[] = {{"<f4", GY_FLOAT, 32}, {"<f8", GY_FLOAT, 64}, {"|i1", GY_INT, 8},
                 {"<i8", GY_INT, 64},   {"|u1", GY_UINT, 8},   {"<u2", GY_UINT, 16},
                 {">u4", GY_UINT, 32},  {"|b1", GY_BOOL, 8},   {"=i4", GY_INT, 32}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char d[100];
        snprintf(d, sizeof d, "{'descr': '%s', 'fortran_order': False, 'shape': (4L,)}",
                 cases[i].descr);
        harness *h = reader(npy(1, d, six, sizeof six));
        cr_assert_eq(harness_run(h), GY_OK, "%s: %s", d, harness_error(h));
        cr_assert_eq(harness_get(h, "x")->code, cases[i].code);
        cr_assert_eq(harness_get(h, "x")->bits, cases[i].bits);
        harness_free(h);
    }
}

Test(reader_npy, empty_arrays_are_arrays)
{
    harness *h = reader(npy(1, "{'descr': '<f8', 'fortran_order': False, 'shape': (0, 5)}", "", 0));
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert_eq(harness_get(h, "x")->shape[1], 5);
    harness_free(h);
}

Test(reader_npy, rows_must_be_as_many)
{
    char *path =
        npy(1, "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2)}", six, sizeof six);
    harness *h = reader(path);
    harness_in_rows(h, "rows", 3);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    harness_in_rows(h, "rows", 4);
    cr_assert_eq(harness_run(h), GY_SHAPE);
    cr_assert_str_eq(harness_where(h), "rows");
    cr_assert(strstr(harness_error(h), "has 3 rows, `rows` has 4"));
    harness_free(h);
}

/* Byte offsets: a version 1 dictionary begins at byte 10. */
Test(reader_npy, bad_headers_are_located)
{
    static const struct {
        const char *dictionary;
        int status;
        const char *where, *text;
    } cases[] = {
        {"'descr'", GY_FORMAT, "byte 10", "'{' is expected"},
        {"{'descr': 3}", GY_FORMAT, "byte 20", "a quoted word"},
        {"{'descr': 'xyz'}", GY_FORMAT, "byte 20", "not a dtype"},
        {"{'descr': '<c16'}", GY_UNSUPPORTED, "path", "<c16"},
        {"{'descr': '<U4'}", GY_UNSUPPORTED, "path", "<U4"},
        {"{'descr': [('a', '<f8')]}", GY_UNSUPPORTED, "path", "structured"},
        {"{'what': 1}", GY_FORMAT, "byte 11", "an unknown key"},
        {"{'shape': (1,), 'shape': (1,)}", GY_FORMAT, "byte 26", "twice"},
        {"{'shape': (1, x)}", GY_FORMAT, "byte 24", "a length is expected"},
        {"{'shape': (-1,)}", GY_FORMAT, "byte 21", "a length is expected"},
        {"{'shape': (1 2)}", GY_FORMAT, "byte 23", "',' or ')'"},
        {"{'shape': (99999999999999999999,)}", GY_FORMAT, "byte 21", "too large"},
        {"{'shape': (1,1,1,1,1,1,1,1,1)}", GY_FORMAT, "byte 37", "more than 8 axes"},
        {"{'fortran_order': 1}", GY_FORMAT, "byte 28", "not True or False"},
        {"{'descr': '<f8', 'shape': (1,)}", GY_FORMAT, "byte 64", "missing"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': ()}", GY_SHAPE, "path",
         "single number"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (7,)}", GY_FORMAT, "byte 176", "ends"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (4611686018427387904, 4)}", GY_FORMAT,
         "byte 10", "the lengths multiply to more than 2^63 bytes"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (1,)} x", GY_FORMAT, "byte 66",
         "follows"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        harness *h = reader(npy(1, cases[i].dictionary, six, sizeof six));
        cr_expect_eq(harness_run(h), cases[i].status, "case %zu", i);
        cr_expect(strstr(harness_error(h), cases[i].text), "case %zu: %s", i, harness_error(h));
        cr_expect(files_placed(harness_where(h), harness_error(h), cases[i].where), "case %zu: %s",
                  i, harness_error(h));
        harness_free(h);
    }
}

Test(reader_npy, bad_files_are_refused)
{
    static const struct {
        const char *bytes;
        size_t n;
        int status;
        const char *where;
    } cases[] = {
        {"", 0, GY_FORMAT, "byte 0"},
        {"PK\3\4aaaaaaaaaaaaaaaa", 20, GY_FORMAT, "byte 0"},
        {"\x93NUMPY\4\0aaaaaaa", 15, GY_UNSUPPORTED, "byte 6"},
        {"\x93NUMPY\1\0\xff\0 ", 11, GY_FORMAT, "byte 8"},
        {"\x93NUMPY\2\0\xff\xff\xff\xff ", 13, GY_FORMAT, "byte 8"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        harness *h = reader(files_write("b.npy", cases[i].bytes, cases[i].n));
        cr_expect_eq(harness_resolve(h), cases[i].status, "case %zu", i);
        cr_expect(files_placed(harness_where(h), harness_error(h), cases[i].where), "case %zu: %s",
                  i, harness_error(h));
        harness_free(h);
    }
    harness *h = reader("/nowhere/a.npy");
    cr_assert_eq(harness_resolve(h), GY_IO);
    cr_assert_str_eq(harness_error(h), "/nowhere/a.npy: cannot open: No such file or directory");
    harness_param(h, "path", "/tmp");
    cr_assert_eq(harness_resolve(h), GY_IO);
    harness_param(h, "path", files_gzip("c.npy.gz", six, 48));
    cr_assert_eq(harness_resolve(h), GY_FORMAT);
    cr_assert(strstr(harness_error(h), "gzip"));
    harness_free(h);
}

Test(reader_npy, little_memory_is_said)
{
    harness *h =
        reader(npy(1, "{'descr': '<f8', 'fortran_order': True, 'shape': (3, 2)}", six, sizeof six));
    cr_assert_eq(harness_resolve(h), GY_OK);
    harness_memory(h, 65536 + 10);
    cr_assert_eq(harness_run(h), GY_MEMORY);
    harness_free(h);
}

/* SPDX-License-Identifier: MIT
 *
 * writer.npy: the bytes of the format, byte by byte; strides, masks; failures leave nothing.
 */
#include "files.h"
#include "harness.h"

#include <math.h>

TestSuite(writer_npy, .fini = files_clean);

static harness *writer(const char *path)
{
    harness *h = harness_new("writer-npy", NULL);
    harness_param(h, "path", path);
    return h;
}

static const double six[6] = {0, 1, 2, 3, 4, 5};

/* The whole file is header (a multiple of 64) and data. */
static void is_file(const char *path, const char *dictionary, const void *data, size_t bytes)
{
    size_t n = 0, length = strlen(dictionary);
    char *b = files_read(path, &n);
    cr_assert(b);
    cr_assert_arr_eq(b, "\x93NUMPY\1\0", 8);
    size_t header = 10u + (unsigned char)b[8] + 256u * (unsigned char)b[9];
    cr_assert(header % 64 == 0 && n == header + bytes, "%zu %zu", header, n);
    cr_assert_arr_eq(b + 10, dictionary, length, "%.80s", b + 10);
    for (size_t i = 10 + length; i < header - 1; i++) {
        cr_assert_eq(b[i], ' ');
    }
    cr_assert_eq(b[header - 1], '\n');
    cr_assert_arr_eq(b + header, data, bytes);
}

Test(writer_npy, shapes_and_types)
{
    static const struct {
        int code, bits, rank;
        int64_t shape[3];
        const char *dictionary;
    } cases[] = {
        {GY_FLOAT, 64, 2, {3, 2}, "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }"},
        {GY_FLOAT, 32, 1, {5}, "{'descr': '<f4', 'fortran_order': False, 'shape': (5,), }"},
        {GY_INT,
         16,
         3,
         {2, 3, 4},
         "{'descr': '<i2', 'fortran_order': False, 'shape': (2, 3, 4), }"},
        {GY_UINT, 8, 1, {3}, "{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }"},
        {GY_BOOL, 8, 1, {2}, "{'descr': '|b1', 'fortran_order': False, 'shape': (2,), }"},
        {GY_FLOAT, 64, 0, {0}, "{'descr': '<f8', 'fortran_order': False, 'shape': (), }"},
        {GY_FLOAT, 64, 2, {0, 4}, "{'descr': '<f8', 'fortran_order': False, 'shape': (0, 4), }"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *path = files_path("w.npy");
        harness *h = writer(path);
        size_t bytes = (size_t)cases[i].bits / 8;
        for (int k = 0; k < cases[i].rank; k++) {
            bytes *= (size_t)cases[i].shape[k];
        }
        harness_in(h, "x", (uint8_t)cases[i].code, (uint8_t)cases[i].bits, cases[i].rank,
                   cases[i].shape, six);
        cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
        is_file(path, cases[i].dictionary, six, bytes);
        cr_assert_eq(access(files_path("w.npy.part"), F_OK), -1);
        harness_free(h);
    }
}

Test(writer_npy, strides_and_masks)
{
    const char *path = files_path("w.npy");
    harness *h = writer(path);
    harness_matrix(h, "x", 3, 2, six);
    harness_stride(h, "x");
    cr_assert_eq(harness_run(h), GY_OK);
    is_file(path, "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }", six, sizeof six);
    harness_matrix(h, "x", 3, 2, six);
    harness_valid(h, "x", (const uint8_t[]){1, 1, 0, 1, 1, 1});
    cr_assert_eq(harness_run(h), GY_OK);
    size_t n = 0;
    char *b = files_read(path, &n);
    double v[6];
    memcpy(v, b + n - sizeof v, sizeof v);
    cr_assert(v[1] == 1 && isnan(v[2]) && v[3] == 3);
    harness_free(h);
}

Test(writer_npy, long_arrays_keep_their_order)
{
    const int64_t n = 70000;
    double *v = malloc((size_t)n * 8);
    for (int64_t i = 0; i < n; i++) {
        v[i] = (double)i * 0.5;
    }
    const char *path = files_path("long.npy");
    harness *h = writer(path);
    harness_vector(h, "x", n, v);
    cr_assert_eq(harness_run(h), GY_OK);
    size_t size;
    char *b = files_read(path, &size);
    cr_assert_arr_eq(b + 128, v, (size_t)n * 8);
    harness_free(h);
    free(v);
}

Test(writer_npy, failures_leave_nothing)
{
    harness *h = writer("/nowhere/w.npy");
    harness_matrix(h, "x", 3, 2, six);
    cr_assert_eq(harness_run(h), GY_IO);
    cr_assert_str_eq(harness_where(h), "path");
    cr_assert_str_eq(harness_error(h), "/nowhere/w.npy: cannot write: No such file or directory");
    char *path = files_text("old.npy", "old");
    harness_param(h, "path", path);
    harness_stop_after(h, 0);
    cr_assert_eq(harness_run(h), GY_CANCELLED);
    size_t n = 0;
    cr_assert_str_eq(files_read(path, &n), "old");
    cr_assert_eq(access(files_path("old.npy.part"), F_OK), -1);
    harness_free(h);
    h = writer(files_folder()); /* a folder is in the way of the last step */
    harness_matrix(h, "x", 3, 2, six);
    cr_assert_eq(harness_run(h), GY_IO);
    char part[200];
    snprintf(part, sizeof part, "%s.part", files_folder());
    cr_assert_eq(access(part, F_OK), -1);
    harness_free(h);
}

Test(writer_npy, what_has_no_form_is_refused)
{
    harness *h = writer(files_path("w.npy"));
    harness_in_text(h, "x", 2, (const char *[]){"a", "b"});
    cr_assert_eq(harness_run(h), GY_UNSUPPORTED);
    int64_t three = 3;
    harness_in(h, "x", GY_INT, 64, 1, &three, six);
    harness_valid(h, "x", (const uint8_t[]){1, 0, 1});
    cr_assert_eq(harness_run(h), GY_DATA);
    cr_assert_eq(access(files_path("w.npy"), F_OK), -1);
    harness_free(h);
}

/* NumPy is an independent reader, where it is installed. */
Test(writer_npy, numpy_reads_it)
{
    if (system("/usr/bin/python3 -c 'import numpy' 2>/dev/null")) {
        cr_skip_test("/usr/bin/python3 has no numpy");
    }
    const char *path = files_path("w.npy");
    harness *h = writer(path);
    harness_matrix(h, "x", 3, 2, six);
    cr_assert_eq(harness_run(h), GY_OK);
    char command[600];
    snprintf(command, sizeof command,
             "/usr/bin/python3 -c 'import numpy as n; a = n.load(\"%s\"); "
             "assert a.dtype == float and (a == n.arange(6.).reshape(3, 2)).all()'",
             path);
    cr_assert_eq(system(command), 0);
    harness_free(h);
}

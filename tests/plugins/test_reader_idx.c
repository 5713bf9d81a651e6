/* SPDX-License-Identifier: MIT
 *
 * reader.idx on files written byte by byte, after the description on the page of MNIST.
 */
#include "files.h"
#include "harness.h"
#include "sugar.h"

#include <math.h>

TestSuite(reader_idx, .fini = files_clean);

static harness *reader(const char *path)
{
    harness *h = harness_new("reader-idx", NULL);
    harness_param(h, "path", path);
    return h;
}

#define BYTES(text) text, sizeof(text) - 1

/* u8[2, 3, 2]: the numbers 0 to 11, of which 10 and 11 are 250 and 251 */
static const char cube[] = "\0\0\x08\3\0\0\0\2\0\0\0\3\0\0\0\2\0\1\2\3\4\5\6\7\x08\x09\xfa\xfb";
#define CUBE (sizeof cube - 1)

Test(reader_idx, bytes_are_mapped_or_unpacked)
{
    for (int packed = 0; packed < 2; packed++) {
        harness *h = reader(packed ? files_gzip("a.gz", cube, CUBE) : files_write("a", cube, CUBE));
        cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
        gy_array *x = harness_get(h, "x");
        cr_assert(x->rank == 3 && x->shape[0] == 2 && x->shape[1] == 3 && x->shape[2] == 2);
        cr_assert(x->code == GY_UINT && x->bits == 8);
        cr_assert_arr_eq(x->data, cube + 16, 12);
        cr_assert_eq(harness_files(h), packed); /* map_file is enough */
        harness_free(h);
    }
}

Test(reader_idx, every_dtype_is_read)
{
    static const struct {
        const char *bytes;
        size_t n;
        int code, bits;
        double first, second;
    } cases[] = {
        {BYTES("\0\0\x08\1\0\0\0\2\1\xff"), GY_UINT, 8, 1, 255},
        {BYTES("\0\0\x09\1\0\0\0\2\1\xff"), GY_INT, 8, 1, -1},
        {BYTES("\0\0\x0b\1\0\0\0\2\1\2\xff\xfe"), GY_INT, 16, 258, -2},
        {BYTES("\0\0\x0c\1\0\0\0\2\0\1\0\2\xff\xff\xff\xfd"), GY_INT, 32, 65538, -3},
        {BYTES("\0\0\x0d\1\0\0\0\2\x3f\xc0\0\0\xff\x80\0\0"), GY_FLOAT, 32, 1.5, -INFINITY},
        {BYTES("\0\0\x0e\1\0\0\0\2\x3f\xf8\0\0\0\0\0\0\xc0\x09\x21\xfb\x54\x44\x2d\x18"), GY_FLOAT,
         64, 1.5, -3.141592653589793},
    };
    for (size_t i = 0; i < 2 * sizeof cases / sizeof *cases; i++) {
        size_t k = i / 2;
        harness *h = reader(i % 2 ? files_gzip("b.gz", cases[k].bytes, cases[k].n)
                                  : files_write("b", cases[k].bytes, cases[k].n));
        cr_assert_eq(harness_run(h), GY_OK, "%zu: %s", k, harness_error(h));
        gy_array *x = harness_get(h, "x");
        cr_expect(x->code == cases[k].code && x->bits == cases[k].bits, "%zu", k);
        cr_expect_eq(gy_element(x, 0), cases[k].first, "%zu", k);
        cr_expect_eq(gy_element(x, 1), cases[k].second, "%zu", k);
        harness_free(h);
    }
}

Test(reader_idx, up_to_eight_axes_and_empty_ones)
{
    harness *h = reader(files_write(
        "c", BYTES("\0\0\x08\x08\0\0\0\1\0\0\0\2\0\0\0\1\0\0\0\1\0\0\0\1\0\0\0\1\0\0\0\1\0\0\0\1"
                   "\5\6")));
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    gy_array *x = harness_get(h, "x");
    cr_assert(x->rank == 8 && x->shape[1] == 2 && ((uint8_t *)x->data)[1] == 6);
    harness_free(h);
    h = reader(files_write("d", BYTES("\0\0\x0e\3\0\0\0\2\0\0\0\0\0\0\1\0")));
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert_eq(harness_get(h, "x")->shape[2], 256);
    harness_free(h);
}

Test(reader_idx, rows_must_be_as_many)
{
    harness *h = reader(files_write("a", cube, CUBE));
    harness_in_rows(h, "rows", 2);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    harness_in_rows(h, "rows", 4);
    cr_assert_eq(harness_run(h), GY_SHAPE);
    cr_assert_str_eq(harness_where(h), "rows");
    cr_assert(strstr(harness_error(h), "has 2 rows, `rows` has 4"));
    harness_free(h);
}

Test(reader_idx, only_the_first_rows)
{
    for (int packed = 0; packed < 2; packed++) {
        harness *h = reader(packed ? files_gzip("a.gz", cube, CUBE) : files_write("a", cube, CUBE));
        harness_number(h, "first", 1);
        cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
        gy_array *x = harness_get(h, "x");
        cr_assert(x->shape[0] == 1 && x->shape[1] == 3 && x->shape[2] == 2);
        cr_assert_arr_eq(x->data, cube + 16, 6);
        harness_number(h, "first", 3);
        cr_assert_eq(harness_resolve(h), GY_PARAM);
        cr_assert_str_eq(harness_where(h), "first");
        harness_free(h);
    }
}

Test(reader_idx, bad_files_are_located)
{
    static const struct {
        const char *bytes;
        size_t n;
        int status;
        const char *where, *text;
    } cases[] = {
        {BYTES(""), GY_FORMAT, "byte 0", "not an IDX file"},
        {BYTES("\0\0\x08"), GY_FORMAT, "byte 3", "not an IDX file"},
        {BYTES("PK\3\4aaaaaaaaaa"), GY_FORMAT, "byte 0", "not an IDX file"},
        {BYTES("\0\1\x08\1\0\0\0\1a"), GY_FORMAT, "byte 1", "not an IDX file"},
        {BYTES("\0\0\x0a\1\0\0\0\1a"), GY_FORMAT, "byte 2", "dtype 10 is none of"},
        {BYTES("\0\0\x08\0"), GY_UNSUPPORTED, "byte 3", "0 axes; 1 to 8"},
        {BYTES("\0\0\x08\x09\0\0\0\1"), GY_UNSUPPORTED, "byte 3", "9 axes; 1 to 8"},
        {BYTES("\0\0\x08\2\0\0\0\1\0\0"), GY_FORMAT, "byte 10", "its header of 12 bytes"},
        {BYTES("\0\0\x08\1\0\0\0\3ab"), GY_FORMAT, "byte 10", "has 3 bytes from byte 8"},
        {BYTES("\0\0\x08\1\0\0\0\3abcd"), GY_FORMAT, "byte 11", "of 3 bytes ends here"},
        {BYTES("\0\0\x0e\3\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\2"), GY_FORMAT, "byte 8",
         "with this length, 4294967295, the array has more than 2^63 bytes"},
        {BYTES("\0\0\x0e\4\0\0\0\2\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\0"), GY_FORMAT, "byte 12",
         "with this length, 4294967295, the array has more than 2^63 bytes"},
        {BYTES("\0\0\x08\2\x80\0\0\0\xff\xff\xff\xff"), GY_FORMAT, "byte 12",
         "has 9223372034707292160 bytes from byte 12"},
    };
    for (size_t i = 0; i < 2 * sizeof cases / sizeof *cases; i++) {
        size_t k = i / 2;
        harness *h = reader(i % 2 ? files_gzip("e.gz", cases[k].bytes, cases[k].n)
                                  : files_write("e", cases[k].bytes, cases[k].n));
        cr_expect_eq(harness_resolve(h), cases[k].status, "case %zu: %s", k, harness_error(h));
        cr_expect(strstr(harness_error(h), cases[k].text), "case %zu: %s", k, harness_error(h));
        cr_expect(files_placed(harness_where(h), harness_error(h), cases[k].where), "case %zu: %s",
                  k, harness_error(h));
        harness_free(h);
    }
}

Test(reader_idx, damaged_gzip_is_located)
{
    size_t n = 0;
    char *path = files_gzip("f.gz", cube, CUBE), *bytes = files_read(path, &n);
    harness *h = reader(files_write("g.gz", bytes, n - 6)); /* without the length, half the CRC */
    cr_assert_eq(harness_resolve(h), GY_FORMAT);
    cr_assert(strstr(harness_error(h), "g.gz: after byte"), "%s", harness_error(h));
    harness_free(h);
    bytes[n - 8] ^= 1; /* the CRC */
    h = reader(files_write("h.gz", bytes, n));
    cr_assert_eq(harness_resolve(h), GY_FORMAT);
    cr_assert(strstr(harness_error(h), "damaged"), "%s", harness_error(h));
    harness_free(h);
}

Test(reader_idx, files_that_are_not_there_or_change)
{
    harness *h = reader("/nowhere/a-ubyte");
    cr_assert_eq(harness_resolve(h), GY_IO);
    cr_assert_str_eq(harness_error(h), "/nowhere/a-ubyte: cannot open: No such file or directory");
    harness_free(h);
    char *path = files_write("i", BYTES("\0\0\x0b\1\0\0\0\2abcd"));
    h = reader(path);
    cr_assert_eq(harness_resolve(h), GY_OK);
    files_write("i", BYTES("\0\0\x0b\1\0\0\0\1ab"));
    cr_assert_eq(harness_run(h), GY_IO);
    cr_assert(strstr(harness_error(h), "changed while it was in use"));
    harness_free(h);
}

Test(reader_idx, a_stop_is_obeyed)
{
    harness *h = reader(files_gzip("a.gz", cube, CUBE));
    cr_assert_eq(harness_resolve(h), GY_OK);
    harness_stop_after(h, 1);
    cr_assert_eq(harness_run(h), GY_CANCELLED);
    harness_free(h);
}

/* SPDX-License-Identifier: MIT
 *
 * writer.table: the text itself, and that reader.table reads it back.
 */
#include "files.h"
#include "harness.h"

#include <math.h>

TestSuite(writer_table, .fini = files_clean);

static harness *writer(const char *path)
{
    harness *h = harness_new("writer-table", NULL);
    harness_param(h, "path", path);
    return h;
}

static const char *const words[4] = {"a b", "", "x\ty\"z", "n/a"};
static const double numbers[4] = {0.1, NAN, -1e300, 1.0 / 3};
static const int64_t whole[4] = {INT64_MAX, -1, 0, INT64_MIN};

static void put_table(harness *h)
{
    int64_t four = 4;
    const uint8_t truth[4] = {1, 0, 1, 0};
    harness_in_text(h, "table.word", 4, words);
    harness_vector(h, "table.number", 4, numbers);
    harness_in(h, "table.whole", GY_INT, 64, 1, &four, whole);
    harness_in(h, "table.truth", GY_BOOL, 8, 1, &four, truth);
}

Test(writer_table, tables_become_text)
{
    const char *path = files_path("t.tsv");
    harness *h = writer(path);
    put_table(h);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    size_t n = 0;
    cr_assert_str_eq(files_read(path, &n),
                     "word\tnumber\twhole\ttruth\n"
                     "a b\t0.1\t9223372036854775807\ttrue\n"
                     "n/a\tn/a\t-1\tfalse\n"
                     "\"x\ty\"\"z\"\t-1e+300\t0\ttrue\n"
                     "\"n/a\"\t0.3333333333333333\t-9223372036854775808\tfalse\n");
    cr_assert_eq(access(files_path("t.tsv.part"), F_OK), -1);
    harness_free(h);
}

Test(writer_table, reader_table_reads_it_back)
{
    const char *path = files_path("t.tsv.gz");
    harness *h = writer(path);
    put_table(h);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    harness_free(h);
    size_t n = 0;
    char *b = files_read(path, &n);
    cr_assert(n > 2 && (unsigned char)b[0] == 0x1f);
    h = harness_new("reader-table", NULL);
    harness_param(h, "path", path);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    for (int i = 0; i < 4; i++) {
        cr_expect_str_eq(harness_row_text(h, "table.word", i), words[i]);
        double v = harness_doubles(h, "table.number")[i];
        cr_expect(isnan(numbers[i]) ? isnan(v) : v == numbers[i]);
        cr_expect_eq(((int64_t *)harness_get(h, "table.whole")->data)[i], whole[i]);
    }
    harness_free(h);
}

Test(writer_table, arrays_become_columns)
{
    const char *path = files_path("t.tsv"), *names[] = {"alpha", "count"};
    const double y[4] = {1, 2, 3, 4.5}, alpha[2] = {1e-7, INFINITY};
    const int32_t count[2] = {7, -8};
    int64_t two = 2;
    harness *h = writer(path);
    harness_add_item(h, "x", GY_FLOAT, 64, 1, &two, alpha);
    harness_add_item(h, "x", GY_INT, 32, 1, &two, count);
    harness_matrix(h, "y", 2, 2, y);
    harness_stride(h, "y");
    harness_valid(h, "y", (const uint8_t[]){1, 1, 0, 1});
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    size_t n = 0;
    cr_assert_str_eq(files_read(path, &n), "x1\tx2\ty1\ty2\n1e-07\t7\t1\t2\ninf\t-8\tn/a\t4.5\n");
    harness_texts(h, "names", 2, names);
    cr_assert_eq(harness_run(h), GY_OK);
    cr_assert(!strncmp(files_read(path, &n), "alpha\tcount\ty1\ty2\n", 18));
    harness_texts(h, "names", 1, names);
    cr_assert_eq(harness_run(h), GY_PARAM);
    cr_assert_str_eq(harness_where(h), "names");
    harness_free(h);
}

Test(writer_table, failures_leave_nothing)
{
    harness *h = writer(files_path("t.tsv"));
    cr_assert_eq(harness_run(h), GY_PARAM);
    cr_assert_eq(access(files_path("t.tsv"), F_OK), -1);
    put_table(h);
    harness_param(h, "path", "/nowhere/t.tsv");
    cr_assert_eq(harness_run(h), GY_IO);
    cr_assert(strstr(harness_error(h), "cannot write: No such file"));
    harness_param(h, "path", "/dev/full/t.tsv");
    cr_assert_eq(harness_run(h), GY_IO);
    harness_param(h, "path", files_path("t.tsv"));
    harness_stop_after(h, 0);
    cr_assert_eq(harness_run(h), GY_CANCELLED);
    cr_assert_eq(access(files_path("t.tsv"), F_OK), -1);
    cr_assert_eq(access(files_path("t.tsv.part"), F_OK), -1);
    harness_free(h);
}

/* A disk that is full: PATH.part is a link to /dev/full. */
Test(writer_table, a_full_disk_is_said)
{
    if (access("/dev/full", W_OK)) {
        cr_skip_test("there is no /dev/full");
    }
    const char *names[] = {"t.tsv", "t.tsv.gz"};
    for (int i = 0; i < 2; i++) {
        char part[300];
        const char *path = files_path(names[i]);
        snprintf(part, sizeof part, "%s.part", path);
        cr_assert_eq(symlink("/dev/full", part), 0);
        harness *h = writer(path);
        put_table(h);
        cr_assert_eq(harness_run(h), GY_IO, "%s", names[i]);
        cr_assert(strstr(harness_error(h), "No space left on device"), "%s", harness_error(h));
        cr_assert_eq(access(path, F_OK), -1);
        harness_free(h);
    }
}

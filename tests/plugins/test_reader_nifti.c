/* SPDX-License-Identifier: MIT
 *
 * reader.nifti against what nibabel reads from the same files (tests/parity/make_nifti.py).
 */
#include "files.h"
#include "harness.h"

#include <math.h>

TestSuite(reader_nifti, .fini = files_clean);

static char *fixture(const char *name)
{
    char *path = files_keep(600);
    const char *root = getenv("GYRUS_SOURCE_ROOT");
    snprintf(path, 600, "%s/tests/parity/nifti/%s", root ? root : ".", name);
    return path;
}

/* Values of a version 1 f64 .npy file. */
static double *expected(const char *name, size_t *out_n)
{
    size_t n = 0;
    char *b = files_read(fixture(name), &n);
    cr_assert(b && n > 10, "%s", name);
    size_t begin = 10u + (unsigned char)b[8] + 256u * (unsigned char)b[9];
    *out_n = (n - begin) / 8;
    return (double *)(void *)memmove(b, b + begin, n - begin);
}

static harness *reader(int64_t n, const char *const *names)
{
    const char *paths[8];
    for (int64_t i = 0; i < n; i++) {
        paths[i] = names[i][0] == '/' ? names[i] : fixture(names[i]);
    }
    harness *h = harness_new("reader-nifti", NULL);
    harness_texts(h, "path", n, paths);
    return h;
}

static harness *of(const char *name)
{
    return reader(1, &name);
}

static int alike(double a, double b, double tolerance)
{
    return isnan(b) ? isnan(a) : fabs(a - b) <= tolerance * (1 + fabs(b));
}

/* What a file gives: TR as a fraction, space. */
static const struct {
    const char *file, *stem, *space;
    int64_t volumes, a, b;
} files[] = {
    {"int16_run1.nii", "int16_run1", "mni", 6, 2, 1},
    {"int16_run2.nii", "int16_run2", "mni", 6, 2, 1},
    {"big.nii.gz", "big", "scanner", 6, 18, 25},
    {"two.nii", "two", "aligned", 6, 333333333, 1000000000},
    {"two_big.nii.gz", "two_big", "aligned", 1, 0, 0},
    {"mask.nii.gz", "mask", "mni", 1, 0, 0},
};

Test(reader_nifti, values_are_those_of_nibabel)
{
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char name[64];
        size_t n;
        snprintf(name, sizeof name, "%s.npy", files[i].stem);
        const double *want = expected(name, &n);
        harness *h = of(files[i].file);
        cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
        cr_assert_eq(harness_length(h, "time"), files[i].volumes);
        cr_assert_eq(harness_length(h, "voxel"), 60);
        cr_assert_eq((size_t)(files[i].volumes * 60), n);
        for (size_t k = 0; k < n; k++) {
            double got = harness_doubles(h, "x")[k];
            cr_assert(alike(got, want[k], 0), "%s[%zu]: %g, not %g", name, k, got, want[k]);
        }
        cr_assert_str_eq(harness_out_attribute(h, "x", "grid"), "5 4 3");
        harness_free(h);
    }
}

Test(reader_nifti, space_and_time_are_those_of_nibabel)
{
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char name[64];
        size_t n;
        snprintf(name, sizeof name, "%s_affine.npy", files[i].stem);
        const double *want = expected(name, &n);
        harness *h = of(files[i].file);
        cr_assert_eq(harness_resolve(h), GY_OK, "%s", harness_error(h));
        const char *p = harness_out_attribute(h, "x", "affine");
        for (size_t k = 0; k < 16; k++) { /* the quaternion is single precision */
            char *end;
            double got = strtod(p, &end);
            cr_assert(alike(got, want[k], 1e-6), "%s[%zu]: %g, not %g", name, k, got, want[k]);
            p = end;
        }
        cr_assert_str_eq(harness_out_attribute(h, "x", "space"), files[i].space);
        int64_t a = 0, b = 0;
        const char *unit;
        double start;
        harness_out_rate(h, "time", &a, &b, &unit, &start);
        cr_expect(a == files[i].a && b == files[i].b, "%s: %ld/%ld", files[i].file, a, b);
        harness_free(h);
    }
}

Test(reader_nifti, runs_are_segments)
{
    const char *two[] = {"int16_run1.nii", "int16_run2.nii"}, *runs[] = {"01", "02"};
    harness *h = reader(2, two);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    size_t n;
    const double *want = expected("int16_run2.npy", &n);
    cr_assert_arr_eq(harness_doubles(h, "x") + 360, want, 360 * 8);
    int64_t count;
    const int64_t *first = harness_out_segments(h, "time", &count);
    cr_assert(count == 2 && first[0] == 0 && first[1] == 6);
    cr_assert_str_eq(harness_text_of(h, harness_out_coord(h, "time", "run"), 6), "2");
    harness_texts(h, "path.run", 2, runs);
    cr_assert_eq(harness_resolve(h), GY_OK);
    cr_assert_str_eq(harness_text_of(h, harness_out_coord(h, "time", "run"), 5), "01");
    cr_assert_str_eq(harness_text_of(h, harness_out_coord(h, "time", "run"), 6), "02");
    harness_free(h);
}

Test(reader_nifti, masks_choose_voxels)
{
    size_t n;
    const double *mask = expected("mask.npy", &n), *want = expected("int16_run1.npy", &n);
    harness *h = of("int16_run1.nii");
    harness_param(h, "mask", fixture("mask.nii.gz"));
    harness_param(h, "dtype", "f32");
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert_eq(harness_length(h, "voxel"), 12);
    const int64_t *index = harness_out_coord(h, "voxel", "index")->data;
    const float *x = harness_get(h, "x")->data;
    int64_t v = 0;
    for (int64_t k = 0; k < 60; k++) {
        if (mask[k] != 0) {
            cr_assert_eq(index[v], k);
            cr_assert_eq(x[12 * 3 + v], (float)want[60 * 3 + k]);
            v++;
        }
    }
    cr_assert_eq(v, 12);
    cr_assert_eq(harness_files(h), 2);
    harness_free(h);
}

/* Voxel (2, 1, 1) is constant in both runs, (0, 3, 2) in the second. */
Test(reader_nifti, voxels_that_never_vary_can_be_left_out)
{
    const char *two[] = {"int16_run1.nii", "int16_run2.nii"};
    harness *h = reader(2, two);
    harness_param(h, "select", "varying");
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert_eq(harness_length(h, "voxel"), 58);
    const int64_t *index = harness_out_coord(h, "voxel", "index")->data;
    int64_t sum = 0;
    for (int i = 0; i < 58; i++) {
        sum += index[i];
    }
    cr_assert_eq(sum, 59 * 60 / 2 - (2 + 5 * (1 + 4 * 1)) - (0 + 5 * (3 + 4 * 2)));
    harness_free(h);
    size_t n = 0;
    char *image = files_read(fixture("int16_run1.nii"), &n);
    memcpy(image + 352 + 5 * 120, image + 352, 120); /* the last volume is the first */
    h = of(files_write("back.nii", image, n));
    harness_param(h, "select", "varying");
    cr_assert_eq(harness_run(h), GY_OK);
    cr_assert_eq(harness_length(h, "voxel"), 59);
    harness_free(h);
    h = of("mask.nii.gz"); /* one volume: nothing varies */
    harness_param(h, "select", "varying");
    cr_assert_eq(harness_resolve(h), GY_DATA);
    cr_assert_str_eq(harness_where(h), "select");
    harness_free(h);
    h = reader(2, two); /* the word instead of a mask; the host makes a path of it */
    harness_param(h, "mask", "/data/varying");
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert_eq(harness_length(h, "voxel"), 58);
    harness_free(h);
}

Test(reader_nifti, places_must_agree)
{
    harness *h = of("int16_run1.nii");
    harness_param(h, "mask", fixture("mask_moved.nii"));
    cr_assert_eq(harness_resolve(h), GY_SHAPE);
    cr_assert_str_eq(harness_where(h), "mask");
    cr_assert(strstr(harness_error(h), "mask_moved.nii: lies elsewhere than "));
    cr_assert(
        strstr(harness_error(h), "int16_run1.nii: entry 1, 4 of its affine is -90.49, not -90.5"),
        "%s", harness_error(h));
    harness_free(h);
}

Test(reader_nifti, rows_and_tr)
{
    harness *h = of("int16_run1.nii");
    harness_number(h, "tr", 1.5);
    cr_assert_eq(harness_resolve(h), GY_OK);
    int64_t a, b;
    const char *unit;
    double start;
    cr_assert(harness_out_rate(h, "time", &a, &b, &unit, &start));
    cr_assert(a == 3 && b == 2 && start == 0);
    harness_in_rows(h, "rows", 6);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    harness_in_rows(h, "rows", 7);
    cr_assert_eq(harness_run(h), GY_SHAPE);
    cr_assert_str_eq(harness_where(h), "rows");
    harness_free(h);
}

/* Damage to int16_run1.nii: `n` bytes at `at`. */
Test(reader_nifti, damaged_headers_are_located)
{
    static const struct {
        int at, n;
        const char *bytes;
        int status;
        const char *where, *says;
    } cases[] = {
        {0, 1, "\x5d", GY_FORMAT, "byte 0", "not a NIfTI file"},
        {344, 4, "ni1", GY_UNSUPPORTED, "byte 344", ".hdr/.img"},
        {344, 4, "n+3", GY_FORMAT, "byte 344", "magic bytes of NIfTI-1"},
        {70, 2, "\x20\0", GY_UNSUPPORTED, "byte 70", "datatype 32"},
        {72, 2, "\x20\0", GY_FORMAT, "byte 72", "bitpix 32"},
        {40, 2, "\0\0", GY_FORMAT, "byte 40", "dim[0] is 0"},
        {40, 2, "\x08\0", GY_FORMAT, "byte 40", "dim[0] is 8"},
        {42, 2, "\xff\xff", GY_FORMAT, "byte 42", "dim[1] is -1, not a length"},
        {48, 2, "\0\0", GY_FORMAT, "byte 48", "dim[4] is 0, not a length"},
        {40, 12, "\5\0\5\0\4\0\3\0\1\0\6\0", GY_UNSUPPORTED, "byte 50", "more than four axes"},
        {48, 2, "\7\0", GY_FORMAT, "byte 1072", "the file ends here, its voxels at byte 1192"},
        {42, 8, "\xff\x7f\xff\x7f\xff\x7f\xff\x7f", GY_FORMAT, "byte 1072", "the file ends here"},
        {108, 4, "\0\0\x80\x3f", GY_FORMAT, "byte 108", "vox_offset 1 is inside"},
        {108, 4, "\0\0\xc0\x7f", GY_FORMAT, "byte 108", "not a whole number"},
        {116, 4, "\0\0\x80\x7f", GY_FORMAT, "byte 116", "scl_inter"},
        {280, 4, "\0\0\x80\x7f", GY_FORMAT, "byte 280", "finite"},
    };
    size_t n = 0;
    char *good = files_read(fixture("int16_run1.nii"), &n);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char bad[2048];
        memcpy(bad, good, n);
        memcpy(bad + cases[i].at, cases[i].bytes, (size_t)cases[i].n);
        harness *h = of(files_write("bad.nii", bad, n));
        cr_expect_eq(harness_resolve(h), cases[i].status, "case %zu", i);
        cr_expect(files_placed(harness_where(h), harness_error(h), cases[i].where), "case %zu: %s",
                  i, harness_error(h));
        cr_expect(strstr(harness_error(h), cases[i].says), "case %zu: %s", i, harness_error(h));
        harness_free(h);
    }
}

Test(reader_nifti, files_cut_short_are_refused)
{
    size_t n = 0;
    char *good = files_read(fixture("big.nii.gz"), &n);
    harness *h = of(files_write("cut.nii.gz", good, n - 300));
    cr_assert_eq(harness_resolve(h), GY_OK, "%s", harness_error(h));
    cr_assert_eq(harness_run(h), GY_FORMAT);
    cr_assert(strstr(harness_error(h), "unpacked: the file ends in volume"), "%s",
              harness_error(h));
    harness_free(h);
    good[n / 2] ^= 0x55;
    h = of(files_write("hurt.nii.gz", good, n));
    cr_assert_eq(harness_run(h), GY_FORMAT, "%s", harness_error(h));
    harness_free(h);
    h = of(files_write("short.nii", "\x5c\1\0\0aaaa", 8));
    cr_assert_eq(harness_resolve(h), GY_FORMAT);
    harness_free(h);
    h = of("/nowhere/a.nii");
    cr_assert_eq(harness_resolve(h), GY_IO);
    harness_free(h);
    h = of("int16_run1.nii");
    harness_memory(h, 30);
    cr_assert_eq(harness_resolve(h), GY_MEMORY);
    harness_memory(h, -1);
    cr_assert_eq(harness_resolve(h), GY_OK);
    harness_stop_after(h, 2);
    cr_assert_eq(harness_run(h), GY_CANCELLED);
    harness_free(h);
}

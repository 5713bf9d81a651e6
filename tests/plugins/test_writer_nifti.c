/* SPDX-License-Identifier: MIT
 *
 * writer.nifti: read back by reader.nifti and, where it is installed, by nibabel.
 */
#include "files.h"
#include "harness.h"

#include <math.h>

TestSuite(writer_nifti, .fini = files_clean);

static const char affine[] = "-3 0.25 0 90.5 0 2.5 -0.5 -12 0.125 0 4 7 0 0 0 1";
static const double X[8] = {1, 2, 3, 4, 10, 20, 30, 40};
static const int64_t index4[4] = {0, 5, 6, 23};

static harness *writer(const char *path)
{
    harness *h = harness_new("writer-nifti", NULL);
    harness_param(h, "path", path);
    harness_matrix(h, "x", 2, 4, X);
    harness_attribute(h, "x", "grid", "2 3 4");
    harness_attribute(h, "x", "affine", affine);
    harness_coord_i64(h, "x.voxel", "index", 4, index4);
    return h;
}

static harness *reader(const char *path)
{
    harness *h = harness_new("reader-nifti", NULL);
    harness_param(h, "path", path);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    return h;
}

/* Reads back: 24 voxels, those of index4 have X's rows, all others are NaN. */
static void is_image(const char *path, int64_t rows, const double *values)
{
    harness *r = reader(path);
    cr_assert_eq(harness_length(r, "time"), rows);
    cr_assert_eq(harness_length(r, "voxel"), 24);
    cr_assert_str_eq(harness_out_attribute(r, "x", "grid"), "2 3 4");
    cr_assert_str_eq(harness_out_attribute(r, "x", "affine"), affine);
    const double *x = harness_doubles(r, "x");
    for (int64_t t = 0; t < rows; t++) {
        int64_t v = 0;
        for (int64_t k = 0; k < 24; k++) {
            if (v < 4 && index4[v] == k) {
                cr_assert_eq(x[24 * t + k], values[4 * t + v]);
                v++;
            } else {
                cr_assert(isnan(x[24 * t + k]));
            }
        }
    }
    harness_free(r);
}

Test(writer_nifti, images_read_back)
{
    const char *names[] = {"w.nii", "w.nii.gz"}, *types[] = {"f32", "f64"};
    for (int i = 0; i < 4; i++) {
        const char *path = files_path(names[i / 2]);
        harness *h = writer(path);
        harness_param(h, "dtype", types[i % 2]);
        cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
        is_image(path, 2, X);
        size_t n = 0;
        unsigned char *b = (unsigned char *)files_read(path, &n);
        cr_assert_eq(b[0] == 0x1f, i / 2);
        float size[3] = {0, 0, 0}; /* lengths of the affine's columns */
        memcpy(size, b + 80, i / 2 ? 0 : sizeof size);
        cr_assert(i / 2 || fabs(size[0] - sqrt(9 + 0.125 * 0.125)) < 1e-6);
        cr_assert(i / 2 || fabs(size[1] - sqrt(0.25 * 0.25 + 2.5 * 2.5)) < 1e-6);
        cr_assert(i / 2 || fabs(size[2] - sqrt(0.25 + 16)) < 1e-6);
        cr_assert(i / 2 || n == 352 + 48 * (size_t)(4 + 4 * (i % 2)));
        harness_free(h);
    }
}

Test(writer_nifti, maps_strides_and_masks)
{
    const char *path = files_path("w.nii");
    harness *h = writer(path);
    harness_stride(h, "x");
    harness_number(h, "tr", 0.72);
    cr_assert_eq(harness_run(h), GY_OK);
    is_image(path, 2, X);
    harness *r = reader(path);
    int64_t a, b;
    const char *unit;
    double start;
    cr_assert(harness_out_rate(r, "time", &a, &b, &unit, &start));
    cr_assert(a == 18 && b == 25);
    harness_free(r);
    harness *k = writer(path); /* the TR that the rows have */
    harness_rate(k, "x.0", 1.5, 0);
    cr_assert_eq(harness_run(k), GY_OK);
    r = reader(path);
    cr_assert(harness_out_rate(r, "time", &a, &b, &unit, &start));
    cr_assert(a == 3 && b == 2);
    harness_free(r);
    harness_free(k);
    harness_vector(h, "x", 4, X); /* one map */
    cr_assert_eq(harness_run(h), GY_OK);
    is_image(path, 1, X);
    harness_valid(h, "x", (const uint8_t[]){1, 0, 1, 1});
    cr_assert_eq(harness_run(h), GY_OK);
    r = reader(path);
    cr_assert(isnan(harness_doubles(r, "x")[5]) && harness_doubles(r, "x")[6] == 3);
    harness_free(r);
    harness_free(h);
}

Test(writer_nifti, space_may_come_from_like)
{
    const char *path = files_path("w.nii");
    harness *h = harness_new("writer-nifti", NULL);
    harness_param(h, "path", path);
    harness_vector(h, "x", 4, X);
    cr_assert_eq(harness_run(h), GY_DATA);
    cr_assert(strstr(harness_error(h), "does not say where its voxels lie"));
    harness_matrix(h, "like", 2, 4, X);
    harness_attribute(h, "like", "grid", "2 3 4");
    harness_attribute(h, "like", "affine", affine);
    harness_attribute(h, "like", "space", "mni");
    cr_assert_eq(harness_run(h), GY_SHAPE);
    harness_coord_i64(h, "like.voxel", "index", 4, index4);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    is_image(path, 1, X);
    harness *r = reader(path);
    cr_assert_str_eq(harness_out_attribute(r, "x", "space"), "mni");
    harness_free(r);
    harness_free(h);
}

Test(writer_nifti, long_axes_need_nifti_2)
{
    const char *path = files_path("w.nii");
    double *x = calloc(40000, 8);
    x[39999] = 5;
    harness *h = harness_new("writer-nifti", NULL);
    harness_param(h, "path", path);
    harness_vector(h, "x", 40000, x);
    harness_attribute(h, "x", "grid", "40000 1 1");
    harness_attribute(h, "x", "affine", affine);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    size_t n = 0;
    cr_assert_arr_eq(files_read(path, &n) + 4, "n+2\0\r\n\032\n", 8);
    harness *r = reader(path);
    cr_assert_eq(harness_doubles(r, "x")[39999], 5);
    cr_assert_str_eq(harness_out_attribute(r, "x", "affine"), affine);
    harness_free(r);
    harness_free(h);
    free(x);
}

Test(writer_nifti, what_does_not_fit_is_refused)
{
    static const struct {
        const char *key, *value;
        int status;
    } cases[] = {{"grid", "2 3", GY_DATA},
                 {"grid", "2 3 0", GY_DATA},
                 {"grid", "4611686018427387904 4 4", GY_DATA},
                 {"grid", "2 3 3", GY_DATA}, /* index 23 lies outside */
                 {"affine", "1 2 3", GY_DATA},
                 {"affine", "nan 0 0 0 0 0 0 0 0 0 0 0", GY_DATA}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        harness *h = writer(files_path("bad.nii"));
        harness_attribute(h, "x", cases[i].key, cases[i].value);
        cr_expect_eq(harness_run(h), cases[i].status, "case %zu: %s", i, harness_error(h));
        cr_expect_eq(access(files_path("bad.nii"), F_OK), -1);
        harness_free(h);
    }
    harness *h = writer(files_path("bad.nii"));
    const int64_t twice[4] = {0, 5, 5, 6};
    harness_coord_i64(h, "x.voxel", "index", 4, twice);
    cr_assert_eq(harness_run(h), GY_DATA);
    harness_coord_i64(h, "x.voxel", "index", 3, twice);
    cr_assert_eq(harness_run(h), GY_SHAPE);
    harness_free(h);
    h = writer("/nowhere/w.nii.gz");
    cr_assert_eq(harness_run(h), GY_IO);
    harness_memory(h, 20);
    cr_assert_eq(harness_run(h), GY_MEMORY);
    harness_free(h);
}

Test(writer_nifti, nibabel_reads_it)
{
    if (system("/usr/bin/python3 -c 'import nibabel' 2>/dev/null")) {
        cr_skip_test("/usr/bin/python3 has no nibabel");
    }
    const char *path = files_path("w.nii.gz");
    harness *h = writer(path);
    cr_assert_eq(harness_run(h), GY_OK);
    char command[1200];
    snprintf(command, sizeof command,
             "/usr/bin/python3 -c 'import nibabel, numpy as n\n"
             "i = nibabel.load(\"%s\")\n"
             "assert (i.affine == n.fromstring(\"%s\", sep=\" \").reshape(4, 4)).all()\n"
             "assert i.shape == (2, 3, 4, 2) and i.header.get_xyzt_units() == (\"mm\", \"sec\")\n"
             "v = i.get_fdata().reshape(24, 2, order=\"F\").T\n"
             "assert (v[:, [0, 5, 6, 23]] == [[1, 2, 3, 4], [10, 20, 30, 40]]).all()\n"
             "assert n.isnan(v).sum() == 40' 2>&1",
             path, affine);
    cr_assert_eq(system(command), 0);
    harness_free(h);
}

/* SPDX-License-Identifier: MIT
 *
 * writer.bids: its files read back by reader.nifti and reader.events, and by eye.
 */
#include "files.h"
#include "harness.h"

#include <math.h>

/* Temporary files lie deeper here than files_clean looks. */
static void clean(void)
{
    char command[200];
    snprintf(command, sizeof command, "rm -rf '%s'", files_folder());
    cr_assert_eq(system(command), 0);
}

TestSuite(writer_bids, .fini = clean);

enum { ROWS = 5, VOXELS = 3 };
static const double X[ROWS * VOXELS] = {1, 2, 3, 4.5, 5, 6, 7, 8, 9, .1, .2, .3, 1e9, -1, 0};
static const int64_t run_of[ROWS] = {3, 3, 3, 7, 7}, index3[VOXELS] = {1, 2, 5};

static harness *writer(const char *path)
{
    static const double onset[] = {0, .1, 2}, duration[] = {1, 1, .5};
    static const int64_t run[] = {3, 7, 7};
    static const char *const type[] = {"face", "", "house"};
    harness *h = harness_new("writer-bids", NULL);
    harness_param(h, "path", path);
    harness_matrix(h, "x", ROWS, VOXELS, X);
    harness_attribute(h, "x", "grid", "2 3 1");
    harness_attribute(h, "x", "affine", "3 0 0 -4 0 3 0 -5 0 0 3 0 0 0 0 1");
    harness_coord_i64(h, "x.voxel", "index", VOXELS, index3);
    harness_coord_i64(h, "x.time", "run", ROWS, run_of);
    harness_segments(h, "x.time", 2, (const int64_t[]){0, 3});
    harness_rate(h, "x.time", 1.5, 0);
    harness_in(h, "events.onset", 2, 64, 1, (const int64_t[]){3}, onset);
    harness_in(h, "events.duration", 2, 64, 1, (const int64_t[]){3}, duration);
    harness_in_text(h, "events.trial_type", 3, type);
    harness_in(h, "events.run", 0, 64, 1, (const int64_t[]){3}, run);
    return h;
}

static const char *content(const char *path)
{
    static char text[4096];
    FILE *f = fopen(path, "rb");
    cr_assert(f, "%s", path);
    text[fread(text, 1, sizeof text - 1, f)] = 0;
    fclose(f);
    return text;
}

Test(writer_bids, files_read_back)
{
    char path[400];
    const char *subject = files_path("study/sub-A1");
    harness *h = writer(subject);
    harness_param(h, "task", "view");
    harness_param(h, "dtype", "f64");
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    harness_free(h);
    for (int r = 0; r < 2; r++) {
        snprintf(path, sizeof path, "%s/func/sub-A1_task-view_run-%d_bold.nii.gz", subject,
                 r ? 7 : 3);
        harness *n = harness_new("reader-nifti", NULL);
        harness_param(n, "path", path);
        cr_assert_eq(harness_run(n), GY_OK, "%s", harness_error(n));
        cr_assert_eq(harness_length(n, "time"), r ? 2 : 3);
        const double *x = harness_doubles(n, "x");
        int64_t numerator = 0, denominator = 0;
        const char *unit = NULL;
        double start = 0;
        cr_assert(harness_out_rate(n, "time", &numerator, &denominator, &unit, &start));
        cr_assert_eq(numerator * 2, denominator * 3, "TR 1.5 s");
        for (int64_t t = 0; t < (r ? 2 : 3); t++) {
            for (int v = 0; v < VOXELS; v++) {
                cr_assert_eq(x[6 * t + index3[v]], X[(t + 3 * r) * VOXELS + v]);
            }
            cr_assert(isnan(x[6 * t]) && isnan(x[6 * t + 3]) && isnan(x[6 * t + 4]));
        }
        harness_free(n);
    }
    snprintf(path, sizeof path, "%s/func/sub-A1_task-view_run-7_events.tsv", subject);
    cr_assert_str_eq(content(path), "onset\tduration\ttrial_type\trun\n0.1\t1\tn/a\t7\n"
                                    "2\t0.5\thouse\t7\n");
    harness *e = harness_new("reader-events", NULL);
    harness_param(e, "path", path);
    cr_assert_eq(harness_run(e), GY_OK, "%s", harness_error(e));
    cr_assert_eq(harness_length(e, "event"), 2);
    cr_assert(harness_doubles(e, "events.onset")[0] == .1 &&
              harness_doubles(e, "events.duration")[1] == .5);
    harness_free(e);
    snprintf(path, sizeof path, "%s/func/sub-A1_task-view_run-3_bold.json", subject);
    cr_assert_str_eq(content(path), "{\"RepetitionTime\": 1.5, \"TaskName\": \"view\"}\n");
    snprintf(path, sizeof path, "%s/study/dataset_description.json", files_folder());
    cr_assert(strstr(content(path), "\"BIDSVersion\": \"1.8.0\", \"DatasetType\": \"raw\"}"));
}

Test(writer_bids, bad_input)
{
    static const struct {
        const char *key, *value, *says;
    } all[] = {
        {"path", "subject1", "must be sub- and letters or digits"},
        {"path", "sub-", "must be sub- and letters or digits"},
        {"path", "sub-a_b", "must be sub- and letters or digits"},
        {"task", "two words", "letters and digits"},
        {"name", "a \"b\"", "without quotes"},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        harness *h = writer(files_path("sub-1"));
        harness_param(h, all[i].key, i < 3 ? files_path(all[i].value) : all[i].value);
        cr_assert_eq(harness_run(h), GY_PARAM);
        cr_assert(strstr(harness_error(h), all[i].says), "%s", harness_error(h));
        cr_assert_str_eq(harness_where(h), all[i].key);
        harness_free(h);
    }
    char *file = files_write("sub-2", "x", 1); /* a file where the folder should be */
    harness *h = writer(file);
    cr_assert_eq(harness_run(h), GY_IO);
    cr_assert(strstr(harness_error(h), "sub-2"), "%s", harness_error(h));
    harness_free(h);

    h = harness_new("writer-bids", NULL); /* no rate */
    harness_param(h, "path", files_path("sub-3"));
    harness_matrix(h, "x", ROWS, VOXELS, X);
    cr_assert_eq(harness_run(h), GY_SHAPE);
    harness_free(h);

    h = writer(files_path("sub-4")); /* a run that is no word */
    harness_coord(h, "x.time", "run", ROWS, (const double[]){-1, -1, -1, 2, 2});
    cr_assert_eq(harness_run(h), GY_DATA);
    cr_assert(strstr(harness_error(h), "a run's name is letters and digits"));
    harness_free(h);

    h = writer(files_path("sub-5"));
    harness_in_text(h, "events.trial_type", 3, (const char *const[]){"a\tb", "c", "d"});
    cr_assert_eq(harness_run(h), GY_DATA);
    cr_assert_str_eq(harness_where(h), "events");
    harness_free(h);

    h = writer(files_path("sub-6"));
    harness_stop_after(h, 0);
    cr_assert_eq(harness_run(h), GY_CANCELLED);
    harness_free(h);
}

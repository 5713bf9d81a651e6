/* SPDX-License-Identifier: MIT
 *
 * reader.events on files whose events are known.
 */
#include "files.h"
#include "harness.h"

#include <math.h>

TestSuite(reader_events, .fini = files_clean);

static harness *reader(int64_t n, const char *const *paths)
{
    harness *h = harness_new("reader-events", NULL);
    harness_texts(h, "path", n, paths);
    return h;
}

static harness *of_text(const char *text)
{
    const char *path = files_text("faces.run1.txt", text);
    return reader(1, &path);
}

static void has_events(harness *h, int64_t n, const double *onset, const double *duration,
                       const char *const *code)
{
    cr_assert_eq(harness_length(h, "event"), n);
    for (int64_t i = 0; i < n; i++) {
        cr_expect_eq(harness_doubles(h, "events.onset")[i], onset[i], "%ld", i);
        cr_expect_eq(harness_doubles(h, "events.duration")[i], duration[i], "%ld", i);
        cr_expect_str_eq(harness_row_text(h, "events.code", i), code[i], "%ld", i);
    }
}

Test(reader_events, bids_is_read)
{
    harness *h = of_text("onset\tduration\ttrial_type\tresponse_time\tstim\n"
                         "3.5\t1\tface\t0.5\ta.png\n"
                         "1\t2\thouse\tn/a\tb.png\n"
                         "7\tn/a\tn/a\t0.25\tn/a\n");
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    const double onset[] = {1, 3.5};
    const double duration[] = {2, 1};
    cr_assert_eq(harness_columns(h, "events"), 6);
    cr_assert_str_eq(harness_column_unit(h, "events", "onset"), "s");
    for (int i = 0; i < 2; i++) {
        cr_assert_eq(harness_doubles(h, "events.onset")[i], onset[i]);
        cr_assert_eq(harness_doubles(h, "events.duration")[i], duration[i]);
    }
    cr_assert(isnan(harness_doubles(h, "events.duration")[2]));
    cr_assert_str_eq(harness_row_text(h, "events.code", 0), "house");
    cr_assert_str_eq(harness_row_text(h, "events.code", 2), "");
    cr_assert_eq(harness_doubles(h, "events.value")[1], 1);
    cr_assert(isnan(harness_doubles(h, "events.response_time")[0]));
    cr_assert_eq(harness_doubles(h, "events.response_time")[1], 0.5);
    cr_assert_str_eq(harness_row_text(h, "events.stim", 0), "b.png");
    cr_assert_null(harness_out_coord(h, "event", "run"));
    harness_free(h);
}

Test(reader_events, fsl_is_read)
{
    harness *h = of_text("10 2 0.5\n4 2 1\n");
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    has_events(h, 2, (double[]){4, 10}, (double[]){2, 2}, (const char *[]){"faces", "faces"});
    cr_assert_eq(harness_doubles(h, "events.value")[1], 0.5);
    const char *cond = "house";
    harness_texts(h, "path.cond", 1, &cond);
    cr_assert_eq(harness_run(h), GY_OK);
    cr_assert_str_eq(harness_row_text(h, "events.code", 0), "house");
    harness_free(h);
}

Test(reader_events, files_become_runs)
{
    const char *paths[] = {files_text("a", "5 1 1\n1 1 1\n"), files_text("b", "2 1 1\n"),
                           files_text("c", "0 1 1\n"), files_text("d", "3 1 1\n")};
    const char *runs[] = {"01", "02", "01", "02"}, *conds[] = {"x", "x", "y", "y"};
    harness *h = reader(4, paths);
    harness_texts(h, "path.run", 4, runs);
    harness_texts(h, "path.cond", 4, conds);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    has_events(h, 5, (double[]){0, 1, 5, 2, 3}, (double[]){1, 1, 1, 1, 1},
               (const char *[]){"y", "x", "x", "x", "y"});
    int64_t n;
    const int64_t *first = harness_out_segments(h, "event", &n);
    cr_assert(n == 2 && first[0] == 0 && first[1] == 3);
    const gy_array *run = harness_out_coord(h, "event", "run");
    cr_assert_str_eq(harness_text_of(h, run, 2), "01");
    cr_assert_str_eq(harness_text_of(h, run, 3), "02");
    harness_free(h);
}

Test(reader_events, bids_files_without_a_name_are_runs)
{
    const char *paths[] = {files_text("a.tsv", "onset\tduration\tkind\tn\n5\t1\tx\t1\n"),
                           files_text("b.tsv", "onset\tduration\tkind\tn\n2\t1\ty\tp\n")};
    harness *h = reader(2, paths);
    harness_param(h, "code", "kind");
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    has_events(h, 2, (double[]){5, 2}, (double[]){1, 1}, (const char *[]){"x", "y"});
    cr_assert_str_eq(harness_text_of(h, harness_out_coord(h, "event", "run"), 1), "2");
    cr_assert_str_eq(harness_row_text(h, "events.n", 0), "1"); /* text in one file: text in all */
    harness_free(h);
}

Test(reader_events, bad_files_are_refused)
{
    static const struct {
        const char *text;
        int status;
        const char *where, *says;
    } cases[] = {
        {"onset\tduration\ttrial_type\nn/a\t1\tx\n", GY_DATA, "line 2, column 1", "no onset"},
        {"onset\tduration\ttrial_type\n\n1\t-1\tx\n", GY_DATA, "line 3, column 2", "no duration"},
        {"onset\tduration\ttrial_type\nx\t1\tx\n", GY_DATA, "line 2, column 1", "'x' is no onset"},
        {"onset\ttrial_type\n1\tx\n", GY_FORMAT, "line 1", "no column 'duration'"},
        {"onset\tduration\n1\t2\n", GY_FORMAT, "code", "no column 'trial_type'"},
        {"onset\tduration\ttrial_type\tcode\n1\t2\tx\ty\n", GY_FORMAT, "code", "besides"},
        {"1 2\n", GY_FORMAT, "path", "has 2 columns"},
        {"1 2 3\n1 2\n", GY_FORMAT, "line 2, column 3", "2 cells"},
        {"", GY_FORMAT, "path", "no rows"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        harness *h = of_text(cases[i].text);
        cr_expect_eq(harness_resolve(h), cases[i].status, "case %zu", i);
        cr_expect(files_placed(harness_where(h), harness_error(h), cases[i].where), "case %zu: %s",
                  i, harness_error(h));
        cr_expect(strstr(harness_error(h), cases[i].says), "case %zu: %s", i, harness_error(h));
        harness_free(h);
    }
}

Test(reader_events, files_must_fit_together)
{
    const char *paths[] = {files_text("a.tsv", "onset\tduration\ttrial_type\tn\n5\t1\tx\t1\n"),
                           files_text("b.tsv", "onset\tduration\ttrial_type\n2\t1\ty\n")};
    harness *h = reader(2, paths);
    cr_assert_eq(harness_resolve(h), GY_FORMAT);
    cr_assert(strstr(harness_error(h), "b.tsv: has no column 'n', which "), "%s", harness_error(h));
    const char *turned[] = {paths[1], paths[0]};
    harness_texts(h, "path", 2, turned);
    cr_assert_eq(harness_resolve(h), GY_FORMAT);
    cr_assert(strstr(harness_error(h), "a.tsv: has columns that "), "%s", harness_error(h));
    const char *run = "1";
    harness_texts(h, "path.run", 1, &run);
    cr_assert_eq(harness_resolve(h), GY_PARAM);
    harness_free(h);
}

Test(reader_events, unwanted_columns_are_not_touched)
{
    harness *h = of_text("10 2 0.5\n4 2 1\n");
    harness_unwanted(h, "events.onset");
    harness_unwanted(h, "events.value");
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert_eq(harness_doubles(h, "events.duration")[0], 2);
    harness_free(h);
}

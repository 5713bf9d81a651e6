/* SPDX-License-Identifier: MIT
 *
 * reader.table on long tables, and on the grasshopper recordings if the nitime package's data
 * folder is there (NITIME_DATA).
 */
#include "files.h"
#include "harness.h"

#include <time.h>

TestSuite(reader_table_long, .fini = files_clean);

static harness *reader(const char *path)
{
    harness *h = harness_new("reader-table", NULL);
    harness_param(h, "path", path);
    return h;
}

/* 200,000 rows as the recordings have them: times in microseconds and an amplitude. */
Test(reader_table_long, a_long_table_is_fast)
{
    char *text = malloc(200000 * 24), *p = text;
    for (int i = 0; i < 200000; i++) {
        p += sprintf(p, "%d  0.%06d\n", 50 * i, i * 7 % 1000000);
    }
    harness *h = reader(files_write("long.txt", text, (size_t)(p - text)));
    harness_param(h, "time", "c1");
    harness_param(h, "unit", "us");
    struct timespec a, b;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
    double ms = 1e3 * (double)(b.tv_sec - a.tv_sec) + 1e-6 * (double)(b.tv_nsec - a.tv_nsec);
    cr_log_info("200000 rows in %.1f ms", ms);
    cr_assert_lt(ms, 1000, "%.1f ms", ms); /* an optimised build needs 60 */
    cr_assert_eq(harness_doubles(h, "table.c2")[199999], (199999 * 7 % 1000000) / 1e6);
    harness_free(h);
    free(text);
}

Test(reader_table_long, reads_the_grasshopper_recordings)
{
    const char *folder = getenv("NITIME_DATA");
    char path[600];
    snprintf(path, sizeof path, "%s/grasshopper_stimulus1.txt", folder ? folder : "");
    if (!folder || access(path, R_OK)) {
        cr_skip_test("NITIME_DATA does not name the data folder of nitime");
    }
    harness *h = reader(path);
    harness_param(h, "time", "c1");
    harness_param(h, "unit", "us");
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert_eq(harness_length(h, "row"), 200000);
    cr_assert_eq(harness_doubles(h, "table.c2")[0], 0.242911);
    harness_free(h);
    snprintf(path, sizeof path, "%s/grasshopper_spike_times1.txt", folder);
    h = reader(path);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert_eq(((int64_t *)harness_get(h, "table.c1")->data)[0], 6700);
    harness_free(h);
    snprintf(path, sizeof path, "%s/event_related_fmri.csv", folder);
    h = reader(path);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert_str_eq(harness_column(h, "table", 1), "events");
    cr_assert_eq(harness_doubles(h, "table.events")[1], 4);
    harness_free(h);
}

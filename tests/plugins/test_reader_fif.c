/* SPDX-License-Identifier: MIT
 *
 * reader.fif on files written tag by tag, after the format's description.
 */
#include "test_fif.h"

TestSuite(reader_fif, .fini = files_clean);

static void expect_rows(harness *h)
{
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    const gy_array *x = harness_get(h, "x");
    cr_assert(x->rank == 2 && x->shape[0] == 8 && x->shape[1] == 1);
    for (int r = 0; r < 8; r++) {
        cr_assert_float_eq(harness_doubles(h, "x")[r], (10 * r - 20) * 1e-6, 1e-12);
    }
}

Test(reader_fif, samples_of_every_type)
{
    static const int types[] = {2, 16, 3, 4, 5};
    for (int k = 0; k < 5; k++) {
        bytes f;
        whole(&f, types[k]);
        harness *h = reader_of(&f);
        expect_rows(h);
        int64_t a = 0, b = 0;
        const char *unit = NULL;
        double start = 1;
        harness_out_rate(h, "time", &a, &b, &unit, &start);
        cr_assert(a == 1 && b == 256 && !strcmp(unit, "s") && start == 0);
        cr_assert_str_eq(harness_text_of(h, harness_out_coord(h, "channel", "name"), 0), "Oz");
        cr_assert_str_eq(harness_text_of(h, harness_out_coord(h, "time", "run"), 7), "1");
        cr_assert_str_eq(harness_out_attribute(h, "x", "unit"), "V");
        harness_free(h);
    }
}

/* Changes of the stimulus channel to another value than 0; what it begins with is no change. */
Test(reader_fif, events_of_the_stimulus_channel)
{
    bytes f;
    whole(&f, 4);
    harness *h = reader_of(&f);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    static const int64_t sample[] = {3, 5, 7}, code[] = {5, 2, 5};
    cr_assert_eq(harness_length(h, "event"), 3);
    for (int k = 0; k < 3; k++) {
        cr_assert_eq(((int64_t *)harness_get(h, "events.sample")->data)[k], sample[k]);
        cr_assert_eq(((int64_t *)harness_get(h, "events.code")->data)[k], code[k]);
        cr_assert_float_eq(harness_doubles(h, "events.onset")[k], (double)sample[k] / 256, 1e-15);
    }
    harness_free(h);
}

Test(reader_fif, gzip_and_single_precision)
{
    bytes f;
    whole(&f, 4);
    harness *h = reader(files_gzip("a_raw.fif.gz", f.b, f.n));
    harness_param(h, "dtype", "f32");
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert_eq(harness_get(h, "x")->bits, 32);
    cr_assert_eq(((float *)harness_get(h, "x")->data)[7], (float)(50 * (2 * (double)0.5e-6f)));
    harness_free(h);
}

Test(reader_fif, stops_when_told)
{
    bytes f;
    whole(&f, 4);
    harness *h = reader_of(&f);
    harness_stop_after(h, 2);
    cr_assert_eq(harness_run(h), GY_CANCELLED);
    harness_free(h);
}

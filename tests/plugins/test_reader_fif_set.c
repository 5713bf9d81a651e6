/* SPDX-License-Identifier: MIT
 *
 * reader.fif: several files, and event files.
 */
#include "test_fif.h"

TestSuite(reader_fif_set, .fini = files_clean);

Test(reader_fif_set, event_file)
{
    bytes f;
    whole(&f, 4);
    harness *h = reader_of(&f);
    const char *events = event_file(24);
    harness_texts(h, "event_path", 1, &events);
    harness_param(h, "channels", "all");
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert_eq(harness_length(h, "channel"), 2);
    cr_assert_float_eq(harness_doubles(h, "x")[7], 5, 1e-12);
    const int64_t *sample = harness_get(h, "events.sample")->data;
    const int64_t *code = harness_get(h, "events.code")->data;
    cr_assert(harness_length(h, "event") == 2 && sample[0] == 3 && sample[1] == 6);
    cr_assert(code[0] == 7 && code[1] == -1);
    harness_free(h);
}

Test(reader_fif_set, two_files_are_two_segments)
{
    bytes f;
    whole(&f, 4);
    const char *paths[2] = {files_write("1_raw.fif", f.b, f.n), NULL};
    whole(&f, 2);
    paths[1] = files_write("2_raw.fif", f.b, f.n);
    harness *h = reader(paths[0]);
    const char *const runs[] = {"a", "b"};
    harness_texts(h, "path", 2, paths);
    harness_texts(h, "path.run", 2, runs);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    int64_t n = 0;
    const int64_t *first = harness_out_segments(h, "time", &n);
    cr_assert(n == 2 && first[1] == 8);
    first = harness_out_segments(h, "event", &n);
    cr_assert(n == 2 && first[1] == 3);
    cr_assert_str_eq(harness_text_of(h, harness_out_coord(h, "event", "run"), 3), "b");
    cr_assert_float_eq(harness_doubles(h, "x")[15], 50e-6, 1e-12);
    harness_free(h);
}

Test(reader_fif_set, event_files_that_do_not_fit)
{
    bytes f;
    whole(&f, 4);
    harness *h = reader_of(&f);
    const char *events = event_file(20);
    harness_texts(h, "event_path", 1, &events);
    refused(h, GY_FORMAT, "byte 36", "not triples");
    h = reader_of(&f);
    events = files_write("b-eve.fif", f.b, f.n); /* a raw file */
    harness_texts(h, "event_path", 1, &events);
    char place[40];
    snprintf(place, sizeof place, "byte %d", (int)f.n);
    refused(h, GY_FORMAT, place, "no list of events");
    h = reader_of(&f);
    const char *const two[] = {events, events};
    harness_texts(h, "event_path", 2, two);
    refused(h, GY_PARAM, "event_path", "2 event files for 1 raw files");
}

Test(reader_fif_set, files_that_differ)
{
    bytes f;
    whole(&f, 4);
    const char *paths[2] = {files_write("1_raw.fif", f.b, f.n), NULL};
    memcpy(f.b + 76 + 16 + 80, "Cz", 2);
    paths[1] = files_write("2_raw.fif", f.b, f.n);
    harness *h = reader(paths[0]);
    harness_texts(h, "path", 2, paths);
    refused(h, GY_SHAPE, "path", "channel 1 is 'Cz'");
    h = reader(paths[0]);
    harness_texts(h, "path", 2, (const char *const[]){paths[0], paths[0]});
    harness_texts(h, "path.run", 2, (const char *const[]){"x", "x"});
    refused(h, GY_PARAM, "path", "is run 'x', as ");
    h = reader(paths[0]);
    harness_param(h, "stim", "TRIG");
    refused(h, GY_PARAM, "stim", "has no channel 'TRIG'");
}

/* SPDX-License-Identifier: MIT
 *
 * reader.fif: files that are not what they should be.
 */
#include "test_fif.h"

TestSuite(reader_fif_tags, .fini = files_clean);

Test(reader_fif_tags, wrong_magic)
{
    refused(reader(files_text("a.fif", "this is some text, and no recording at all")), GY_FORMAT,
            "byte 0", "not a FIF file");
    refused(reader(files_text("b.fif", "")), GY_FORMAT, "byte 0", "not a FIF file");
    refused(reader("/nowhere/a_raw.fif"), GY_IO, "path", "cannot open");
}

Test(reader_fif_tags, little_endian)
{
    const char b[36] = {100, 0, 0, 0, 31};
    refused(reader(files_write("a.fif", b, sizeof b)), GY_UNSUPPORTED, "byte 0", "little-endian");
}

/* Every length of the file: never a success but the whole, and never without a place. */
Test(reader_fif_tags, cut_anywhere)
{
    bytes f;
    whole(&f, 4);
    for (size_t n = 0; n < f.n - 16; n++) {
        harness *h = reader(files_write("a.fif", f.b, n));
        int status = harness_resolve(h);
        int between = n == f.n - 16 - 16 - 24; /* behind the first buffer */
        cr_assert(status == GY_FORMAT || between, "%d bytes: %s", (int)n, harness_error(h));
        cr_assert(between || strstr(harness_error(h), "byte "), "%s", harness_error(h));
        harness_free(h);
    }
}

Test(reader_fif_tags, sizes_and_places_out_of_the_file)
{
    static const int64_t sizes[] = {-1, 2147483647, -2147483648LL};
    static const int64_t places[] = {-2, 40, 2147483647};
    for (int k = 0; k < 3; k++) { /* the tag behind the file id, at byte 36 */
        bytes f;
        whole(&f, 4);
        set32(&f, 36 + 8, sizes[k]);
        refused(reader_of(&f), GY_FORMAT, "byte 36", "tag 200 has");
        whole(&f, 4);
        set32(&f, 36 + 12, places[k]);
        refused(reader_of(&f), GY_FORMAT, "byte 36", "the next one is at byte");
    }
}

Test(reader_fif_tags, numbers_of_channels)
{
    bytes f;
    whole(&f, 4);
    set32(&f, 36 + 16, 0);
    refused(reader_of(&f), GY_FORMAT, "byte 36", "0 channels");
    whole(&f, 4);
    set32(&f, 36 + 16, 2147483647);
    refused(reader_of(&f), GY_FORMAT, "byte 36", "2147483647 channels");
    whole(&f, 4);
    set32(&f, 36 + 16, 1);
    refused(reader_of(&f), GY_FORMAT, "byte 188", "a channel more than the 1");
    whole(&f, 4);
    set32(&f, 36 + 16, 4);
    refused(reader_of(&f), GY_FORMAT, "byte 320", "not whole rows of 4 channels");
}

Test(reader_fif_tags, things_that_are_not_read)
{
    bytes f;
    head(&f);
    buffer(&f, 4, 0, 5, STIM);
    tag_int(&f, 301, 2);
    refused(reader_of(&f), GY_UNSUPPORTED, "path", "byte 376: the recording has a gap");
    head(&f);
    tag(&f, 300, 20, 8);
    put32(&f, 0);
    put32(&f, 0);
    refused(reader_of(&f), GY_UNSUPPORTED, "path", "samples of type 20");
    head(&f);
    size_t end = f.n;
    refused(reader_of(&f), GY_FORMAT, end == 320 ? "byte 320" : "?", "no samples");
}

Test(reader_fif_tags, odd_numbers)
{
    bytes f;
    whole(&f, 4);
    set32(&f, 36 + 20 + 16, 0x7fc00000); /* a rate that is NaN */
    refused(reader_of(&f), GY_FORMAT, "byte 56", "a sampling rate of");
    whole(&f, 4);
    set32(&f, 76 + 16 + 12, 0x7f800000); /* an infinite range */
    refused(reader_of(&f), GY_FORMAT, "byte 76", "calibration of");
    whole(&f, 4);
    set32(&f, 300 + 16, -5);
    refused(reader_of(&f), GY_FORMAT, "byte 300", "the first sample is -5");
}

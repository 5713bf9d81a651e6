/* SPDX-License-Identifier: MIT
 *
 * test_decoder_cca.h: pieces of the fixture for the decoders of flicker.
 */
#ifndef GYRUS_TEST_DECODER_CCA_H
#define GYRUS_TEST_DECODER_CCA_H

#include "harness.h"

#include "../parity/cca_fixture.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

enum { ROWS = 4, TIME = 40, BANDS = 2, CHANNELS = 4 };
static const double FREQUENCIES[] = {7, 9.5, 12};

static inline harness *begin(int banks, double harmonics)
{
    static double first[ROWS * TIME * CHANNELS]; /* band 0 alone */
    const int64_t all[] = {ROWS, TIME, BANDS, CHANNELS}, one[] = {ROWS, TIME, CHANNELS};
    harness *h = harness_new(banks ? "decoder-fbcca" : "decoder-cca", NULL);
    for (int k = 0; k < ROWS * TIME * CHANNELS; k++) {
        first[k] = eeg[k / CHANNELS * BANDS * CHANNELS + k % CHANNELS];
    }
    harness_in(h, "x", GY_FLOAT, 64, banks ? 4 : 3, banks ? all : one,
               banks ? (const void *)eeg : first);
    harness_list(h, "frequencies", 3, FREQUENCIES);
    harness_number(h, "harmonics", harmonics);
    harness_number(h, "rate", 100);
    return h;
}

static inline void expect(harness *h, const double *want)
{
    harness_stride(h, "x");
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    for (int k = 0; k < ROWS * 3; k++) {
        cr_assert_float_eq(harness_doubles(h, "score")[k], want[k], 1e-9, "%d: %.17g not %.17g", k,
                           harness_doubles(h, "score")[k], want[k]);
    }
    for (int i = 0; i < ROWS; i++) {
        static const char *const names[] = {"7", "9.5", "12"};
        const double *s = want + 3 * i;
        int best = s[0] >= s[1] && s[0] >= s[2] ? 0 : s[1] >= s[2] ? 1 : 2;
        cr_assert_str_eq(harness_row_text(h, "label", i), names[best]);
    }
    harness_free(h);
}

static inline void refused(harness *h, const char *where, const char *part)
{
    cr_assert_lt(harness_resolve(h), 0);
    cr_assert_str_eq(harness_where(h), where);
    cr_assert_not_null(strstr(harness_error(h), part), "%s", harness_error(h));
    harness_free(h);
}

#endif

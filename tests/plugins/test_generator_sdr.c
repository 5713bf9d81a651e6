/* SPDX-License-Identifier: MIT
 *
 * generator.sdr: as many active cells as asked for, drawn evenly; families and noise as told.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

enum { ROWS = 3000, CELLS = 60, ACTIVE = 10 };

static harness *made(void)
{
    harness *h = harness_new("generator-sdr", NULL);
    harness_number(h, "rows", ROWS);
    harness_number(h, "cells", CELLS);
    harness_number(h, "active", ACTIVE);
    return h;
}

static const uint8_t *bytes(harness *h, const char *name)
{
    return harness_get(h, name)->data;
}

static int overlap(const uint8_t *a, const uint8_t *b)
{
    int n = 0;
    for (int j = 0; j < CELLS; j++) {
        n += a[j] && b[j];
    }
    return n;
}

/* Every cell is active in a tenth of the rows (10 of 60: a sixth); every pair of cells together in
 * 10 * 9 / (60 * 59) of them; five standard errors. */
Test(sdr, sets_are_even)
{
    harness *h = made();
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    const uint8_t *x = bytes(h, "x");
    double one = ACTIVE / (double)CELLS, two = ACTIVE * 9. / (CELLS * 59.);
    for (int i = 0; i < ROWS; i++) {
        cr_assert_eq(overlap(x + i * CELLS, x + i * CELLS), ACTIVE);
    }
    for (int a = 0; a < CELLS; a++) {
        for (int b = a; b < CELLS; b++) {
            double n = 0, p = a == b ? one : two;
            for (int i = 0; i < ROWS; i++) {
                n += x[i * CELLS + a] && x[i * CELLS + b];
            }
            cr_assert(fabs(n / ROWS - p) < 5 * sqrt(p * (1 - p) / ROWS), "%d %d %g", a, b, n);
        }
    }
    harness_free(h);
}

Test(sdr, noise_moves_a_share)
{
    harness *h = made();
    harness_number(h, "noise", .3);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    const uint8_t *x = bytes(h, "x"), *y = bytes(h, "noisy");
    double lost[CELLS] = {0}, won[CELLS] = {0};
    for (int i = 0; i < ROWS; i++) {
        cr_assert_eq(overlap(y + i * CELLS, y + i * CELLS), ACTIVE);
        cr_assert_eq(overlap(x + i * CELLS, y + i * CELLS), 7);
        for (int j = 0; j < CELLS; j++) {
            lost[j] += x[i * CELLS + j] && !y[i * CELLS + j];
            won[j] += !x[i * CELLS + j] && y[i * CELLS + j];
        }
    }
    for (int j = 0; j < CELLS; j++) { /* three of sixty */
        cr_assert(fabs(lost[j] / ROWS - .05) < .02 && fabs(won[j] / ROWS - .05) < .02, "%d", j);
    }
    uint8_t *kept = malloc((size_t)(ROWS * CELLS));
    memcpy(kept, y, (size_t)(ROWS * CELLS));
    harness_unwanted(h, "x"); /* noisy does not depend on it */
    cr_assert_eq(harness_run(h), 0);
    cr_assert_arr_eq(bytes(h, "noisy"), kept, ROWS * CELLS);
    free(kept);
    harness_free(h);
}

Test(sdr, families_are_near_their_prototype)
{
    harness *h = made();
    harness_number(h, "families", 4);
    harness_number(h, "spread", .2);
    harness_number(h, "sequence", 100);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    const uint8_t *x = bytes(h, "x");
    const int64_t *family = harness_out_coord(h, "row", "family")->data;
    const int64_t *sequence = harness_out_coord(h, "row", "sequence")->data;
    double rows[4] = {0}, same = 0, other = 0, n_same = 0, n_other = 0;
    for (int i = 0; i < ROWS; i++) {
        cr_assert(family[i] >= 0 && family[i] < 4 && sequence[i] == i / 100);
        rows[family[i]]++;
        for (int k = 0; k < i && k < 50; k++) {
            double n = overlap(x + i * CELLS, x + k * CELLS);
            cr_assert(family[i] != family[k] || n >= 6); /* 2 of 10 left in each */
            *(family[i] == family[k] ? &same : &other) += n;
            *(family[i] == family[k] ? &n_same : &n_other) += 1;
        }
    }
    for (int f = 0; f < 4; f++) {
        cr_assert(fabs(rows[f] / ROWS - .25) < 5 * sqrt(.25 * .75 / ROWS));
    }
    /* kept by both: 8 * 8 / 10, and 2 * 2 / 50 by chance */
    cr_assert(fabs(same / n_same - 6.48) < .05, "%g", same / n_same);
    cr_assert(other / n_other < 4);
    int64_t segments = 0;
    cr_assert_eq(harness_out_segments(h, "row", &segments)[1], 100);
    cr_assert_eq(segments, 30);
    harness_free(h);
}

Test(sdr, purposes_draw_other_patterns)
{
    harness *h = made(), *other = made();
    harness_param(other, "purpose", "others");
    cr_assert(harness_run(h) == 0 && harness_run(other) == 0);
    cr_assert(memcmp(bytes(h, "x"), bytes(other, "x"), CELLS * 10) != 0);
    harness_free(h);
    harness_free(other);
}

Test(sdr, impossible_patterns_are_refused)
{
    static const struct {
        const char *key, *value, *where;
    } cases[] = {{"active", "61", "active"},
                 {"cells", "12", "noise"},
                 {"rows", "100000000", "rows"},
                 {"sequence", "7", "sequence"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        harness *h = made();
        harness_number(h, "noise", .5);
        harness_param(h, cases[i].key, cases[i].value);
        if (i == 2) {
            harness_number(h, "cells", 1e10);
        }
        cr_expect_eq(harness_resolve(h), GY_PARAM, "%zu", i);
        cr_expect_str_eq(harness_where(h), cases[i].where, "%zu: %s", i, harness_error(h));
        harness_free(h);
    }
}

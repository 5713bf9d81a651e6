/* SPDX-License-Identifier: MIT */
#include "harness.h"

#include "../parity/hrf_fixture.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static const char *const TYPE[] = {"a", "b", "a", "b", "a"};

static harness *begin(const char *model)
{
    harness *h = harness_new("transform-hrf", "transform.hrf");
    harness_vector(h, "events.onset", 5, hrf_onset);
    harness_vector(h, "events.duration", 5, hrf_duration);
    harness_vector(h, "events.modulation", 5, hrf_value);
    harness_in_text(h, "events.trial_type", 5, TYPE);
    harness_in_rows(h, "to", 30);
    harness_rate(h, "to.time", 2, 0);
    harness_param(h, "model", model);
    return h;
}

static void expect(harness *h, const double *want, int columns)
{
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert_eq(harness_get(h, "y")->shape[1], columns);
    for (int k = 0; k < 30 * columns; k++) {
        cr_assert_float_eq(harness_doubles(h, "y")[k], want[k], 1e-10,
                           "element %d: %.17g not %.17g", k, harness_doubles(h, "y")[k], want[k]);
    }
}

Test(hrf, glover_equals_the_script)
{
    harness *h = begin("glover");
    harness_stride(h, "events.onset");
    expect(h, hrf_glover, 2);
    harness_free(h);
}

Test(hrf, spm_equals_the_script)
{
    harness *h = begin("spm");
    expect(h, hrf_spm, 2);
    harness_free(h);
}

Test(hrf, fir_equals_the_script)
{
    harness *h = begin("fir");
    harness_list(h, "delays", 3, (const double[]){0, 1, 3});
    expect(h, hrf_fir, 6);
    harness_free(h);
}

Test(hrf, chosen_conditions_in_their_order)
{
    harness *h = begin("glover");
    harness_texts(h, "conditions", 1, (const char *const[]){"b"});
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    for (int i = 0; i < 30; i++) {
        cr_assert_float_eq(harness_doubles(h, "y")[i], hrf_glover[2 * i + 1], 1e-10);
    }
    harness_free(h);
}

Test(hrf, regressor_held_for_one_step)
{
    harness *h = harness_new("transform-hrf", NULL);
    harness_matrix(h, "x", 30, 1, hrf_x);
    harness_rate(h, "x.time", 2, 0);
    harness_stride(h, "x");
    expect(h, hrf_held, 1);
    harness_free(h);
}

Test(hrf, runs_do_not_touch)
{
    const int64_t first[] = {0, 15};
    const double run[] = {1, 1, 2, 2, 2};
    double of[30], time[30];
    for (int i = 0; i < 30; i++) {
        of[i] = i < 15 ? 1 : 2;
        time[i] = 2 * (i % 15);
    }
    harness *h = begin("glover");
    harness_segments(h, "to.time", 2, first);
    harness_coord(h, "to.time", "run", 30, of);
    harness_coord(h, "to.time", "time", 30, time);
    harness_vector(h, "events.run", 5, run);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    for (int i = 15; i < 20; i++) { /* the first event of run 2 is at 20 s */
        cr_assert_eq(harness_doubles(h, "y")[2 * i], 0);
    }
    cr_assert_float_eq(harness_doubles(h, "y")[2 * 5], hrf_glover[2 * 5], 1e-10);
    int64_t n;
    const int64_t *offsets, *lo, *hi;
    cr_assert(harness_reach(h, "y.time", "events.event", &n, &offsets, &lo, &hi));
    for (int64_t i = 0; i < n; i++) {
        for (int64_t k = offsets[i]; k < offsets[i + 1]; k++) {
            cr_assert_eq(run[lo[k]], of[i]);
        }
    }
    harness_free(h);
}

static void refused(harness *h, const char *where, const char *part)
{
    cr_assert_lt(harness_resolve(h), 0);
    cr_assert_str_eq(harness_where(h), where);
    cr_assert_not_null(strstr(harness_error(h), part), "%s", harness_error(h));
    harness_free(h);
}

/* reader.events calls the conditions `code`. */
Test(hrf, labels_are_code_or_trial_type_or_what_the_file_says)
{
    static const char *const same[] = {"z", "z", "z", "z", "z"};
    harness *h = begin("glover");
    harness_in_text(h, "events.code", 5, same);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert_eq(harness_get(h, "y")->shape[1], 1, "code comes first, and has one condition");
    harness_param(h, "label_column", "trial_type");
    expect(h, hrf_glover, 2);
    harness_free(h);
    h = begin("glover");
    harness_param(h, "label_column", "kind");
    refused(h, "label_column", "the events have no column 'kind'");
}

Test(hrf, neither_events_nor_x)
{
    harness *h = harness_new("transform-hrf", NULL);
    harness_in_rows(h, "to", 30);
    refused(h, "events", "give events");
}

Test(hrf, fir_without_delays)
{
    refused(begin("fir"), "delays", "needs delays");
}

Test(hrf, delay_beyond_the_length)
{
    harness *h = begin("fir");
    harness_list(h, "delays", 1, (const double[]){16});
    refused(h, "delays", "lie between");
}

Test(hrf, several_segments_without_runs)
{
    const int64_t first[] = {0, 15};
    harness *h = begin("spm");
    harness_segments(h, "to.time", 2, first);
    refused(h, "events", "need a run column");
}

Test(hrf, response_shorter_than_a_sample)
{
    harness *h = begin("spm");
    harness_number(h, "length", 0.001);
    refused(h, "length", "shorter than a fine sample");
}

Test(hrf, irregular_rows)
{
    double t[30] = {0};
    harness *h = harness_new("transform-hrf", NULL);
    harness_matrix(h, "x", 30, 1, hrf_x);
    harness_coord(h, "x.time", "time", 30, t);
    refused(h, "x", "not equally far apart");
}

/* SPDX-License-Identifier: MIT */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

/* Neurons: 0 other, 1-2 cues, 3-5 contents. Operations at 0 (learn), 10 (cue 0), 20 (cue 1), 30
 * (content). The answers come 5 ms later. */
static harness *recall(int64_t n, const double *time, const int64_t *neuron)
{
    harness *h = harness_new("metric-recall-exact", NULL);
    static const char *const names[] = {"in", "cues", "cues", "contents", "contents", "contents"};
    static const int64_t kind[] = {0, 2, 2, 3}, cue[] = {0, 0, 1, -1};
    static const int64_t of[] = {0, 0, 1, 1, 2, 3, 3}, who[] = {0, 2, 0, 2, 1, 2, 0};
    static const double start[] = {0, .01, .02, .03};
    static const double when[] = {.005, .005, .015, .016, .025, .035, .036};
    int64_t four = 4, seven = 7;
    harness_in(h, "spikes.time", GY_FLOAT, 64, 1, &n, time);
    harness_in(h, "spikes.neuron", GY_INT, 64, 1, &n, neuron);
    harness_in_rows(h, "neurons", 6);
    harness_coord_text(h, "neurons.neuron", "population", 6, names);
    harness_in(h, "operations.time", GY_FLOAT, 64, 1, &four, start);
    harness_in(h, "operations.kind", GY_INT, 64, 1, &four, kind);
    harness_in(h, "operations.cue", GY_INT, 64, 1, &four, cue);
    harness_in(h, "answers.operation", GY_INT, 64, 1, &seven, of);
    harness_in(h, "answers.time", GY_FLOAT, 64, 1, &seven, when);
    harness_in(h, "answers.neuron", GY_INT, 64, 1, &seven, who);
    harness_texts(h, "outputs", 2, (const char *const[]){"cues", "contents"});
    harness_number(h, "latency", .005);
    harness_number(h, "tolerance", .00025);
    return h;
}

static const double right_time[] = {.001, .005, .005, .015, .016, .025, .035, .036, NAN};
static const int64_t right[] = {0, 1, 3, 1, 3, 2, 3, 1, -1};

static double score(harness *h, const char *name)
{
    return *harness_doubles(h, name);
}

Test(recall, all_right)
{
    harness *h = recall(9, right_time, right);
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    const double *exact = harness_doubles(h, "exact");
    cr_assert(exact[0] == 1 && isnan(exact[1]) && exact[2] == 1 && exact[3] == 1);
    cr_assert(score(h, "all") == 1 && score(h, "absent") == 0 && score(h, "extra") == 0);
    cr_assert(score(h, "capacity") == 6);
    harness_free(h);
}

/* One spike gone, one too many, one late. */
Test(recall, faults)
{
    double time[9];
    int64_t neuron[9];
    memcpy(time, right_time, sizeof time);
    memcpy(neuron, right, sizeof neuron);
    time[4] = NAN; /* content of the first recall */
    harness *h = recall(9, time, neuron);
    cr_assert_eq(harness_fit_all(h), 0);
    cr_assert(harness_doubles(h, "exact")[2] == .5 && score(h, "all") == .75);
    cr_assert(score(h, "absent") == 1 && score(h, "extra") == 0 && score(h, "capacity") == 3);
    harness_free(h);

    time[4] = .017;
    h = recall(9, time, neuron);
    cr_assert_eq(harness_fit_all(h), 0);
    cr_assert(score(h, "absent") == 1 && score(h, "extra") == 1 && score(h, "all") == .75);
    harness_free(h);

    memcpy(time, right_time, sizeof time);
    time[8] = .04;
    neuron[8] = 5;
    h = recall(9, time, neuron);
    cr_assert_eq(harness_fit_all(h), 0);
    cr_assert(score(h, "extra") == 1 && harness_doubles(h, "exact")[3] == 0);
    cr_assert(score(h, "capacity") == 6);
    harness_free(h);

    time[8] = .002; /* before any answer can be */
    h = recall(9, time, neuron);
    cr_assert_eq(harness_fit_all(h), 0);
    cr_assert(score(h, "extra") == 1 && score(h, "all") == 1);
    harness_free(h);
}

Test(recall, bad_input)
{
    harness *h = recall(9, right_time, right);
    harness_texts(h, "outputs", 2, (const char *const[]){"cues", "none"});
    cr_assert_eq(harness_fit_all(h), -1);
    cr_assert(strstr(harness_error(h), "no population 'none'"));
    harness_free(h);

    int64_t n = 4, seven = 7, bad_kind[] = {0, 4, 2, 3}, bad_of[] = {0, 0, 1, 1, 2, 3, 4};
    h = recall(9, right_time, right);
    harness_in(h, "operations.kind", GY_INT, 64, 1, &n, bad_kind);
    cr_assert_eq(harness_fit_all(h), -7);
    harness_free(h);
    h = recall(9, right_time, right);
    harness_in(h, "answers.operation", GY_INT, 64, 1, &seven, bad_of);
    cr_assert_eq(harness_fit_all(h), -7);
    harness_free(h);
}

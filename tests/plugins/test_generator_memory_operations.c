/* SPDX-License-Identifier: MIT */
#include "harness.h"
#include "spiking/population.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static harness *plan(int64_t n, const char *const *operations)
{
    harness *h = harness_new("generator-memory-operations", NULL);
    harness_number(h, "n_cues", 3);
    harness_number(h, "n_contents", 4);
    if (n) {
        harness_texts(h, "plan", n, operations);
    }
    return h;
}

static int answered(harness *h, int64_t operation, int64_t neuron, double ms)
{
    const int64_t *of = harness_get(h, "answers.operation")->data;
    const int64_t *who = harness_get(h, "answers.neuron")->data;
    const double *t = harness_doubles(h, "answers.time");
    int n = 0;
    for (int64_t i = 0; i < harness_length(h, "answer"); i++) {
        n += of[i] == operation && who[i] == neuron && fabs(t[i] * 1000 - ms) < 1e-9;
    }
    return n;
}

Test(memory_operations, answers_are_sets)
{
    static const char *const all[] = {"learn 0 = 0 1", "learn 1 = 1 2", "cue 0",
                                      "content 1",     "learn 0 = 3 1", "50 content 0"};
    harness *h = plan(6, all);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    /* cues are neurons 0..2, bits 3..6; times 0, 7, 14, 20, 26, 50 */
    static const double want[][3] = {
        {0, 0, 5},  {0, 0, 7},  {0, 3, 5},  {0, 3, 7},  {0, 4, 5},  {0, 4, 7},  /* learn */
        {1, 1, 12}, {1, 1, 14}, {1, 4, 12}, {1, 4, 14}, {1, 5, 12}, {1, 5, 14}, /* learn */
        {2, 0, 19}, {2, 3, 20}, {2, 4, 20},                                     /* by cue */
        {3, 4, 25}, {3, 0, 26}, {3, 1, 26},                                     /* by content */
        {4, 0, 31}, {4, 0, 33}, {4, 6, 31}, {4, 6, 33}, {4, 4, 31}, {4, 4, 33},
        {4, 3, 32}, {5, 3, 55}}; /* bit 0 is forgotten: no cue */
    cr_assert(harness_length(h, "answer") == (int64_t)(sizeof want / sizeof want[0]));
    for (size_t k = 0; k < sizeof want / sizeof want[0]; k++) {
        cr_assert(answered(h, (int64_t)want[k][0], (int64_t)want[k][1], want[k][2]) == 1, "%zu", k);
    }
    const int64_t *kind = harness_get(h, "operations.kind")->data;
    const int64_t *cue = harness_get(h, "operations.cue")->data;
    cr_assert(kind[0] == 0 && kind[1] == 0 && kind[2] == 2 && kind[3] == 3 && kind[4] == 1);
    cr_assert(cue[1] == 1 && cue[3] == -1 && cue[4] == 0);
    cr_assert(harness_doubles(h, "operations.time")[5] == .05);
    const double *c = harness_doubles(h, "cues"), *b = harness_doubles(h, "contents");
    cr_assert(harness_length(h, "a") == SP_KEYS + 2 * 10 && c[SP_N] == 3 && b[SP_N] == 4);
    cr_assert(harness_length(h, "b") == SP_KEYS + 2 * 20 && c[SP_ID] != b[SP_ID]);
    cr_assert(c[SP_KEYS] == 0 && c[SP_KEYS + 5] == 2 && b[SP_KEYS + 2 * 3] == 1);
    harness_free(h);
}

Test(memory_operations, drawn)
{
    harness *h = plan(0, NULL);
    harness_number(h, "bits", 2);
    harness_number(h, "relearned", 1);
    harness_number(h, "learn_time", 10);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    const int64_t *kind = harness_get(h, "operations.kind")->data;
    int n[4] = {0};
    cr_assert(harness_length(h, "operation") == 3 + 3 + 4 + 1 + 3 + 4);
    for (int i = 0; i < 18; i++) {
        n[kind[i]]++;
    }
    cr_assert(n[0] == 3 && n[1] == 1 && n[2] == 6 && n[3] == 8);
    cr_assert(harness_doubles(h, "operations.time")[3] == .03);
    cr_assert(harness_length(h, "b") == SP_KEYS + 2 * (4 * 2 * 3 + 8));
    harness_free(h);
}

Test(memory_operations, bad_input)
{
    static const char *const bad[] = {"learn 3 = 0", "learn 0 = 4", "cue -1",   "forget 0",
                                      "cue 0 = 1",   "learn 0",     "content x"};
    for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++) {
        harness *h = plan(1, &bad[k]);
        cr_assert_eq(harness_resolve(h), -1, "%s", bad[k]);
        cr_assert_str_eq(harness_where(h), "plan");
        harness_free(h);
    }
    harness *h = plan(2, (const char *const[]){"5 cue 0", "5 cue 1"});
    cr_assert_eq(harness_resolve(h), -1);
    cr_assert(strstr(harness_error(h), "operation 1 is at 5 ms"));
    harness_free(h);
    h = plan(0, NULL);
    harness_number(h, "bits", 5);
    cr_assert_eq(harness_resolve(h), -1);
    cr_assert_str_eq(harness_where(h), "bits");
    harness_free(h);
}

/* SPDX-License-Identifier: MIT
 *
 * generator.synthbrain: what it refuses, and in which words.
 */
#include "test_synthbrain_common.h"

Test(synthbrain, named_columns)
{
    static const char *const rois[] = {"FFA", " a.shape.red cube * 2 "}, *const wrong[] = {
                                                                             "FFA", "a.hats"};
    static const char *const names[] = {"x", "y", "z", "shape.red cube", "u", "v"};
    harness *h = made(rois, 1);
    harness_coord_text(h, "features.0.1", "name", 6, names);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    cr_assert(fabs(harness_doubles(h, "weights")[3 * harness_length(h, "voxel")] - 1) < 1e-12);
    harness_texts(h, "rois", 2, wrong);
    cr_assert_eq(harness_resolve(h), -1);
    cr_assert(strstr(harness_error(h), "no column 'hats' (it has 6)"), "%s", harness_error(h));
    harness_free(h);
}

Test(synthbrain, bad_input)
{
    static const struct {
        const char *key, *value, *where, *says;
    } all[] = {
        {"voxels", "90000", "voxels", "are more than the brain of subject 1 has: "},
        {"background", "10000000", "voxels", "are more than the brain"},
        {"runs", "401", "runs", "at most 400"},
        {"repeats", "1000000000000000000", "repeats", "do not fit in memory"},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        harness *h = made(ROIS, 5);
        harness_param(h, all[i].key, all[i].value);
        cr_assert_eq(harness_resolve(h), -1, "%s", all[i].key);
        cr_assert_str_eq(harness_where(h), all[i].where);
        cr_assert(strstr(harness_error(h), all[i].says), "%s", harness_error(h));
        harness_free(h);
    }
    static const struct {
        const char *value, *says;
    } terms[] = {
        {"faces", "the tables are a, b"},      {"a.6", "no column '6' (it has 6)"},
        {"a.2-6", "no column '2-6'"},          {"a.3-2", "no column '3-2'"},
        {"a*0", "must be a number above 0"},   {"a*-1", "must be a number above 0"},
        {"a*x", "must be a number above 0"},   {"a +", "joined by +"},
        {"a+a+a+a+a+a+a+a+a", "1 to 8 terms"},
    };
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
        const char *const rois[] = {"V1", terms[i].value};
        harness *h = made(rois, 1);
        cr_assert_eq(harness_resolve(h), -1, "%s", terms[i].value);
        cr_assert_str_eq(harness_where(h), "rois");
        cr_assert(strstr(harness_error(h), terms[i].says), "%s", harness_error(h));
        harness_free(h);
    }
}

Test(synthbrain, bad_maps)
{
    static const struct {
        const char *map, *key, *value, *says;
    } all[] = {
        {"sizes", "V1", "0", "a ROI has 1 voxel at least"},
        {"sizes", "V9", "10", "there is no ROI (see rois) 'V9'"},
        {"sizes", "V1", "many", "is not a number"},
        {"centre", "c", "1", "there is no table (see names) 'c'"},
        {"spread", "a", "0", "must be above 0"},
        {"spread", "a", "-2", "must be above 0"},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        const char *const entry[] = {all[i].key, all[i].value};
        harness *h = made(ROIS, 5);
        harness_texts(h, all[i].map, 2, entry);
        cr_assert_eq(harness_resolve(h), -1);
        cr_assert_str_eq(harness_where(h), all[i].map);
        cr_assert(strstr(harness_error(h), all[i].says), "%s", harness_error(h));
        harness_free(h);
    }
    static const char *const names[] = {"a", "a", "c"};
    for (int n = 1; n < 4; n++) { /* one name, two equal ones, three */
        harness *h = made(ROIS, 5);
        harness_texts(h, "names", n, names);
        cr_assert_eq(harness_resolve(h), -1);
        cr_assert_str_eq(harness_where(h), "names");
        harness_free(h);
    }
}

Test(synthbrain, hosts_that_lack_something)
{
    harness *h = made(ROIS, 5);
    harness_without(h, "gy.rng/1");
    cr_assert_eq(harness_resolve(h), -8);
    harness_free(h);
    h = made(ROIS, 5);
    cr_assert_eq(harness_resolve(h), 0);
    harness_without(h, "gy.map/1");
    cr_assert_eq(harness_run(h), -8);
    harness_free(h);
    h = made(ROIS, 5);
    harness_memory(h, 1000);
    cr_assert_eq(harness_resolve(h), -5);
    harness_free(h);
    for (int polls = 1; polls < 600; polls += 149) {
        h = made(ROIS, 5);
        cr_assert_eq(harness_resolve(h), 0);
        harness_stop_after(h, polls);
        cr_assert_eq(harness_run(h), -9);
        harness_free(h);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "report_world.h"

Test(story, counts_checks)
{
    const struct {
        const char *checks;
        int n, met;
    } rows[] = {{NULL, 0, 0}, {"", 0, 0}, {"ok a\nMISS b\nok c\n", 3, 2}, {"MISS a", 1, 0}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        gy_story t = {.checks = rows[i].checks};
        int met = -1;
        cr_assert_eq(gy_story_checks(&t, &met), rows[i].n);
        cr_assert_eq(met, rows[i].met);
    }
}

/* SHA-256 of nothing: FIPS 180-4 test vectors. */
Test(story, hashes)
{
    world w = world_new();
    g_autofree char *empty = write_file(w.dir, "empty", "");
    g_ptr_array_add(w.outcome->files, g_strdup("/nowhere"));
    g_ptr_array_add(w.outcome->files, g_strdup(empty));
    gy_story t = story_of(&w);
    gy_story_hash(&t);
    gy_story_hash(&t);
    cr_assert_eq(strlen(t.keyfile_hash), 64);
    cr_assert_eq(t.hashes->len, 2);
    cr_assert_null(t.hashes->pdata[0]);
    cr_assert_str_eq(t.hashes->pdata[1],
                     "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    gy_story_clear(&t);
    gy_story_clear(&t);
    cr_assert(gy_story_is_synthetic(&t), "a generator is in the graph");
    world_clear(&w);
}

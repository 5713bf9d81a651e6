/* SPDX-License-Identifier: Apache-2.0 */
#include "report_world.h"

/* SHA-256 of "abc": FIPS 180-4, example B.1. */
Test(report_provenance, what_ran)
{
    world w = world_new();
    g_ptr_array_add(w.outcome->files, write_file(w.dir, "abc", "abc"));
    g_ptr_array_add(w.outcome->files, g_strdup("/nowhere/at/all"));
    const char *const sets[] = {"a.n=4", NULL};
    gy_story t = story_of(&w);
    t.profile = "small";
    t.sets = sets;
    gy_story_hash(&t);
    g_autoptr(GString) s = g_string_new(NULL);
    gy_report_provenance(s, &t);
    const char *const parts[] = {
        "keyfile key.ini; profile small; set a.n=4; seed 0; 2 threads; 1.25 s; at most 3.5 MB",
        "7 node calls",
        "OpenBLAS",
        "2 input files and their SHA-256",
        "<td>abc<td><code>ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "<td>all<td><code>cannot be read",
        "metric.level 1<td>MIT<td><code>",
        "[score]\nplugin"};
    assert_order(s->str, parts, G_N_ELEMENTS(parts));
    gy_story_clear(&t);
    world_clear(&w);
}

Test(report_provenance, no_files)
{
    world w = world_new();
    g_autofree char *s = section(gy_report_provenance, &w);
    cr_assert_not_null(strstr(s, "<p>No input files.</p>"));
    cr_assert_null(strstr(s, "SHA-256</summary>"));
    world_clear(&w);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "report_world.h"

Test(result, of_a_run)
{
    world w = world_new();
    g_autoptr(gy_problems) problems = gy_problems_new();
    add_result(&w, "s=1", 0, 0.5);
    add_score(&w, "s=1;fold=0", "", 0.25);
    add_chance(&w, "s=1", 1);
    gy_story t = story_of(&w);
    t.code = 4;
    t.checks = "MISS score = 1\nok   b\n";
    t.notes = "a: say \"it\"\n";
    gy_problems_warn(problems, "key.ini", 3, "careful");
    g_autofree char *j = gy_result_json(&t, "key.ini", "/out", problems);
    const char *const parts[] = {
        "{\"gyrus\":",
        "\"code\":4",
        "\"status\":\"check not met\"",
        "\"file\":\"key.ini\"",
        "\"folder\":\"/out\"",
        "\"report\":\"/out/report.html\"",
        "\"peak_bytes\":3500000",
        "\"scores\":[{\"node\":\"score\",\"port\":\"level\",\"case\":\"s=1\",\"mean\":0.5,"
        "\"chance\":0",
        "\"ceiling\":null",
        "\"in_sample\":false,\"folds\":[0.25]",
        "\"chance\":[{",
        "\"draws\":[0]",
        "\"checks\":[{\"text\":\"score = 1\",\"met\":false},{\"text\":\"b\",\"met\":true}]",
        "\"warnings\":[\"a: say \\\"it\\\"\"]",
        "\"problems\":[{\"file\":\"key.ini\",\"line\":3,\"severity\":\"warning\",\"text\":"
        "\"careful\"}]}\n"};
    assert_order(j, parts, G_N_ELEMENTS(parts));
    cr_assert_eq(count_of(j, "\n"), 1, "one line");
    world_clear(&w);
}

Test(result, of_no_run)
{
    g_autoptr(gy_problems) problems = gy_problems_new();
    gy_problems_add(problems, NULL, 0, "wrong");
    const struct {
        int code;
        const char *status;
    } rows[] = {{0, "ok"}, {2, "refused"}, {3, "failed"}, {130, "cancelled"}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        gy_story t = {.code = rows[i].code};
        g_autofree char *j = gy_result_json(&t, "k.ini", NULL, problems);
        g_autofree char *status = g_strdup_printf("\"status\":\"%s\"", rows[i].status);
        cr_assert(strstr(j, status) && strstr(j, "\"folder\":null,\"report\":null"), "%s", j);
        cr_assert(strstr(j, "\"file\":null,\"line\":0") && !strstr(j, "scores"), "%s", j);
    }
}

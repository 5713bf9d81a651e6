/* SPDX-License-Identifier: Apache-2.0 */
#include "world.h"

static void assert_has(const char *text, const char *part)
{
    cr_assert_not_null(strstr(text, part), "%s in %s", part, text);
}

/* SHA-256 of "abc": FIPS 180-4, example B.1. */
Test(record, says_what_ran)
{
    world w = world_new();
    g_autofree char *abc = write_file(w.dir, "abc", "abc");
    g_ptr_array_add(w.outcome->files, g_strdup(abc));
    g_ptr_array_add(w.outcome->files, g_strdup("/nowhere/at/all"));
    add_fit(&w, "subject=1", 2, gy_rows_range(0, 4), gy_rows_range(4, 6), 8);
    w.graph->seed = UINT64_MAX;
    gy_gnode *a = gy_graph_node(w.graph, gy_graph_find(w.graph, "a"));
    set_text(&a->params[0].text, "9");
    gy_story t = story_of(&w);
    gy_story_hash(&t);
    g_autofree char *j = gy_record(&t);
    gy_story_clear(&t);
    cr_assert_not_null(j, "the calls made one value");
    assert_has(j,
               "\"sha256\": \"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"");
    assert_has(j, "\"path\": \"/nowhere/at/all\",\n      \"sha256\": null");
    assert_has(j, "\"seed\": 18446744073709551615");
    assert_has(j, "\"precision\": \"f64\"");
    assert_has(j, "\"threads\": 2");
    assert_has(j, "\"seconds\": 1.25");
    assert_has(j, "\"peak_bytes\": 3500000");
    assert_has(j, "\"node_calls\": 7");
    assert_has(j, "\"title\": null");
    assert_has(j, "\"plugin\": \"generator.count\"");
    assert_has(j, "\"n\": \"9\"");
    assert_has(j, "\"licence\": \"MIT\"");
    assert_has(j, "\"case\": \"subject=1\"");
    assert_has(j, "\"fold\": 2");
    assert_has(j, "\"purged\": 3");
    assert_has(j, "\"gap\": 2");
    g_auto(gy_rows) train = gy_rows_range(0, 4);
    g_autofree char *shown = gy_rows_format(&train, 0);
    g_autofree char *line = g_strdup_printf("\"train\": \"%s\"", shown);
    assert_has(j, line);
    const char *id = gy_registry_build_id(w.registry, "metric.level");
    cr_assert_eq(strlen(id), 40);
    assert_has(j, id);
    world_clear(&w);
}

/* RFC 8259, 7: quotes, backslashes and control characters are escaped; the host also escapes '<'.
 */
Test(record, texts_are_escaped)
{
    const struct {
        const char *title, *shown;
    } rows[] = {
        {"say \"it\"", "\"title\": \"say \\\"it\\\"\""},
        {"a\\b", "\"title\": \"a\\\\b\""},
        {"a\nb\tc", "\"title\": \"a\\nb\\tc\""},
        {"</script>", "\"title\": \"\\u003c/script>\""},
        {"Gr\xc3\xb6\xc3\x9f"
         "e",
         "\"title\": \"Gr\xc3\xb6\xc3\x9f"
         "e\""},
        {"a\xff", "\"title\": \"a\xef\xbf\xbd\""},
        {"\x01", "\"title\": \"\\u0001\""},
    };
    world w = world_new();
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        set_text(&w.graph->title, rows[i].title);
        gy_story t = story_of(&w);
        g_autofree char *j = gy_record(&t);
        assert_has(j, rows[i].shown);
    }
    world_clear(&w);
}

/* The record of the same facts has the same bytes. */
Test(record, is_the_same_twice)
{
    world w = world_new();
    gy_story t = story_of(&w);
    g_autofree char *a = gy_record(&t), *b = gy_record(&t);
    cr_assert_str_eq(a, b);
    cr_assert(g_str_has_prefix(a, "{\n") && g_str_has_suffix(a, "}\n"));
    world_clear(&w);
}

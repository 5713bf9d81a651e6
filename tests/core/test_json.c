/* SPDX-License-Identifier: Apache-2.0 */
#include "core/json.h"

#include <criterion/criterion.h>
#include <math.h>

static void write_sample(gy_json *j)
{
    gy_json_begin(j, '{');
    gy_json_key(j, "title");
    gy_json_string(j, "a \"b\" \\ c\n\t\x01</script> \xc3\xa9");
    gy_json_key(j, "numbers");
    gy_json_begin(j, '[');
    gy_json_f64(j, 0.1);
    gy_json_f64(j, (double)NAN);
    gy_json_f64(j, -(double)INFINITY);
    gy_json_i64(j, INT64_MIN);
    gy_json_u64(j, UINT64_MAX);
    gy_json_end(j, ']');
    gy_json_key(j, "empty");
    gy_json_begin(j, '{');
    gy_json_end(j, '}');
    gy_json_key(j, "none");
    gy_json_begin(j, '[');
    gy_json_end(j, ']');
    gy_json_key(j, "yes");
    gy_json_bool(j, true);
    gy_json_key(j, "no");
    gy_json_bool(j, false);
    gy_json_key(j, "null");
    gy_json_string(j, NULL);
    gy_json_end(j, '}');
}

Test(json, one_line)
{
    g_autoptr(gy_json) j = gy_json_new(false);
    write_sample(j);
    g_autofree char *text = gy_json_finish(j);
    cr_assert_str_eq(text, "{\"title\":\"a \\\"b\\\" \\\\ c\\n\\t\\u0001\\u003c/script> \xc3\xa9\","
                           "\"numbers\":[0.1,null,null,-9223372036854775808,18446744073709551615],"
                           "\"empty\":{},\"none\":[],\"yes\":true,\"no\":false,\"null\":null}");
}

Test(json, indented)
{
    g_autoptr(gy_json) j = gy_json_new(true);
    gy_json_begin(j, '[');
    gy_json_begin(j, '{');
    gy_json_key(j, "a");
    gy_json_i64(j, 1);
    gy_json_key(j, "b");
    gy_json_begin(j, '[');
    gy_json_end(j, ']');
    gy_json_end(j, '}');
    gy_json_null(j);
    gy_json_end(j, ']');
    g_autofree char *text = gy_json_finish(j);
    cr_assert_str_eq(text, "[\n  {\n    \"a\": 1,\n    \"b\": []\n  },\n  null\n]\n");
}

Test(json, bad_bytes_are_replaced)
{
    g_autoptr(gy_json) j = gy_json_new(false);
    gy_json_string(j, "a\xff"
                      "b");
    g_autofree char *text = gy_json_finish(j);
    cr_assert_str_eq(text, "\"a\xef\xbf\xbd"
                           "b\"");
}

/* Programs of calls: brackets as they are, k a key, 1 a value, ! a bracket that is none. */
Test(json, misuse_gives_null)
{
    static const char *const bad[] = {"",    "{", "[",    "}",     "{]",  "[}",   "{1}",
                                      "{k}", "k", "[k1]", "{kk1}", "11",  "[][]", "1[]",
                                      "[]]", "!", "{k!}", "{k1",   "{}}", "[1]1", "{k1}{k1}"};
    static const char *const good[] = {"1", "{}", "[]", "{k1}", "{k1k1}", "[11]", "[{}{k[]}]"};
    for (size_t i = 0; i < G_N_ELEMENTS(bad) + G_N_ELEMENTS(good); i++) {
        bool fine = i >= G_N_ELEMENTS(bad);
        const char *program = fine ? good[i - G_N_ELEMENTS(bad)] : bad[i];
        g_autoptr(gy_json) j = gy_json_new(i % 2 == 0);
        for (const char *c = program; *c != '\0'; c++) {
            if (*c == 'k') {
                gy_json_key(j, "k");
            } else if (*c == '1') {
                gy_json_i64(j, 1);
            } else if (*c == '}' || *c == ']') {
                gy_json_end(j, *c);
            } else {
                gy_json_begin(j, *c);
            }
        }
        g_autofree char *text = gy_json_finish(j);
        cr_assert_eq(text != NULL, fine, "%s", program);
    }
    gy_json_free(NULL);
}

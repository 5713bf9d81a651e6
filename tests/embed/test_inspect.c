/* SPDX-License-Identifier: Apache-2.0 */
#include "embed/summary.h"

#include <criterion/criterion.h>

static const char text[] = "gyrus 0 1 0\n"
                           "encoder.try 3 | Say \"what\" <it> does\n"
                           "in  x f64[row, k] | features\n"
                           "in  y f64[row] fit optional | target\n"
                           "out p f64[row] unit=s | guess\n"
                           "state w f64[k] | weights\n"
                           "stat s f64[k]\n"
                           "param n i64 = 4 | how many\n"
                           "param path path optional\n"
                           "doc | One.\n"
                           "doc | Two.\n"
                           "licence | MIT\n"
                           "cite | A 2024\n";

static const struct {
    const char *format, *expected;
} rows[] = {
    {"text",
     "encoder.try (revision 3): Say \"what\" <it> does\n\nOne.\n\nTwo.\n"
     "\nInputs\n  x f64[row, k]: features\n  y f64[row], optional, for fitting only: target\n"
     "\nOutputs\n  p f64[row] in s: guess\n"
     "\nState\n  w f64[k]: weights\n"
     "\nParameters\n  n i64 = 4: how many\n  path path, optional\n"
     "\nLicence: MIT\nCite: A 2024\n"},
    {"markdown", "# encoder.try (revision 3)\n\nSay \"what\" <it> does\n\nOne.\n\nTwo.\n"
                 "\n## Inputs\n- x f64[row, k]: features\n"
                 "- y f64[row], optional, for fitting only: target\n"
                 "\n## Outputs\n- p f64[row] in s: guess\n"
                 "\n## State\n- w f64[k]: weights\n"
                 "\n## Parameters\n- n i64 = 4: how many\n- path path, optional\n"
                 "\nLicence: MIT\nCite: A 2024\n"},
    {"yaml", NULL},
    {"", NULL},
};

Test(inspect, readable_and_markdown)
{
    g_autoptr(gy_problems) problems = gy_problems_new();
    g_autoptr(gy_sig) sig = gy_sig_parse(text, "x", problems);
    g_autofree char *told = gy_problems_format(problems);
    cr_assert_not_null(sig, "%s", told);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *found = gy_inspect(sig, rows[i].format);
        cr_assert(g_strcmp0(found, rows[i].expected) == 0, "%s: %s", rows[i].format, found);
    }
}

Test(inspect, json_for_tools)
{
    g_autoptr(gy_problems) problems = gy_problems_new();
    g_autoptr(gy_sig) sig = gy_sig_parse(text, "x", problems);
    g_autofree char *found = gy_inspect(sig, "json");
    const char *const parts[] = {"\"id\": \"encoder.try\"",
                                 "\"revision\": 3",
                                 "\"summary\": \"Say \\\"what\\\" \\u003cit> does\"",
                                 "\"licence\": \"MIT\"",
                                 "\"type\": \"f64[row, k]\"",
                                 "\"unit\": \"s\"",
                                 "\"optional\": true",
                                 "\"default\": \"4\"",
                                 "\"default\": null"};
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
        cr_assert_not_null(strstr(found, parts[i]), "%s in %s", parts[i], found);
    }
}

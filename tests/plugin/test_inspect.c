/* SPDX-License-Identifier: Apache-2.0 */
#include "plugin/inspect.h"

#include "sig_case.h"

#define RIDGE                                                                                      \
    VERSION "encoder.ridge 3 | a linear model\nin x T[row, v] | features\n"                        \
            "in target T[row, k] fit unit=V\nout y T[row, k] | a | b\nstate w T[v, k]\n"           \
            "stat g f64[v, v]\nparam alpha f64 = 1 >0 | penalty\nreach y.row row\ntile k\n"        \
            "serial one\nneeds exec\ndoc | A paragraph.\nlicence | MIT\ncite | Hoerl 1970.\n"

/* Written by hand from the layout that inspect.h describes. */
static const char page[] = "encoder.ridge: a linear model\n"
                           "\nA paragraph.\n"
                           "\nInputs\n"
                           "  x       T[row, v]                            features\n"
                           "  target  T[row, k]  only for fitting; unit V\n"
                           "\nOutputs\n"
                           "  y  T[row, k]    a | b\n"
                           "\nParameters\n"
                           "  alpha  f64  default 1; > 0  penalty\n"
                           "\nState\n"
                           "  w  T[v, k]\n"
                           "\nConduct\n"
                           "  y.row reads every input: row\n"
                           "  fitted, rows block by block\n"
                           "  parts of axis k are computed apart\n"
                           "  one call at a time (one)\n"
                           "  needs permission: exec\n"
                           "\nReferences\n"
                           "  Hoerl 1970.\n"
                           "\nLicence MIT; revision 3, ABI 0.0\n";

Test(inspect, text)
{
    g_autoptr(gy_sig) s = right(RIDGE);
    g_autofree char *text = gy_inspect_text(s);
    cr_assert_str_eq(text, page);
}

static const char reference[] =
    "## encoder.ridge\n\na linear model\n\nA paragraph.\n"
    "\n**Inputs**\n\n| name | type | | |\n|---|---|---|---|\n"
    "| `x` | `T[row, v]` |  | features |\n"
    "| `target` | `T[row, k]` | only for fitting; unit V |  |\n"
    "\n**Outputs**\n\n| name | type | | |\n|---|---|---|---|\n"
    "| `y` | `T[row, k]` |  | a \\| b |\n"
    "\n**Parameters**\n\n| name | type | | |\n|---|---|---|---|\n"
    "| `alpha` | `f64` | default 1; > 0 | penalty |\n"
    "\n**State**\n\n| name | type | | |\n|---|---|---|---|\n"
    "| `w` | `T[v, k]` |  |  |\n"
    "\n**Conduct**\n\n- y.row reads every input: row\n- fitted, rows block by block\n"
    "- parts of axis k are computed apart\n- one call at a time (one)\n- needs permission: exec\n"
    "\n**References**\n\n- Hoerl 1970.\n"
    "\nLicence MIT; revision 3, ABI 0.0\n";

Test(inspect, markdown)
{
    g_autoptr(gy_sig) s = right(RIDGE);
    g_autofree char *text = gy_inspect_markdown(s);
    cr_assert_str_eq(text, reference);
}

Test(inspect, condition)
{
    g_autoptr(gy_sig) s = right(VERSION "transform.t 1 | s\nin x f64[row]\nout y f64[row]\n"
                                        "state m f64[]\nblock all\nparam how choice(a, b) = a\n"
                                        "fit-when how=a\nreach y.row row when how=a,b\n");
    g_autofree char *text = gy_inspect_text(s);
    cr_assert(strstr(text, "  y.row reads every input: row when how=a,b\n"
                           "  fitted, with all rows at once\n  fitted only when how=a\n"),
              "%s", text);
    g_autofree char *json = gy_inspect_json(s);
    cr_assert(strstr(json,
                     "\"kind\":\"row\",\"when\":{\"param\":\"how\",\"values\":[\"a\",\"b\"]}}],"
                     "\"fit_when\":{\"param\":\"how\",\"values\":[\"a\"]},"),
              "%s", json);
}

Test(inspect, little_to_say)
{
    g_autoptr(gy_sig) s = right(VERSION "metric.m 1 | s\nin x f64[row]\nblock all\nout y f64[]\n"
                                        "needs network\nneeds exec\n");
    g_autofree char *text = gy_inspect_text(s);
    cr_assert_str_eq(text, "metric.m: s\n\nInputs\n  x  f64[row]\n\nOutputs\n  y  f64[]\n"
                           "\nConduct\n  a metric, with all rows at once\n"
                           "  needs permission: exec, network\n"
                           "\nLicence not stated; revision 1, ABI 0.0\n");
}

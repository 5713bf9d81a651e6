/* SPDX-License-Identifier: Apache-2.0
 *
 * Conditions of statements: `when PARAM=VALUE,...`.
 */
#include "plugin/sig_scan.h"

#include <string.h>

static const char *const truth[] = {"true", "false", NULL};

bool gy_sig_link_when(gy_sig_reader *r, const char *text, gy_sig_when *out)
{
    g_auto(GStrv) sides = g_strsplit(text, "=", 2);
    if (!sides[0] || !sides[1]) {
        gy_sig_error(r, "expected PARAM=VALUE,..., found '%s'", text);
        return false;
    }
    for (unsigned i = 0; i < r->params->len; i++) {
        const gy_sig_param *p = &g_array_index(r->params, gy_sig_param, i);
        if (strcmp(p->name, sides[0]) != 0) {
            continue;
        }
        const char *const *legal = p->base == GY_BASE_BOOL ? truth : p->choices;
        g_auto(GStrv) values = g_strsplit(sides[1], ",", -1);
        for (int k = 0; values[k]; k++) {
            if (!legal || !g_strv_contains(legal, values[k])) {
                gy_sig_error(r, "'%s' is not a value that %s can have", values[k], p->name);
                return false;
            }
        }
        out->param = (int)i;
        out->values = gy_sig_keep_list(r, values);
        return true;
    }
    gy_sig_error(r, "expected a choice or bool parameter, found '%s'", sides[0]);
    return false;
}

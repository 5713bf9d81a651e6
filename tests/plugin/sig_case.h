/* SPDX-License-Identifier: Apache-2.0
 *
 * sig_case.h: texts with one mistake each, and the message that must name it.
 */
#ifndef TESTS_PLUGIN_SIG_CASE_H
#define TESTS_PLUGIN_SIG_CASE_H

#include "plugin/sig.h"

#include <criterion/criterion.h>
#include <string.h>

/* Lines 1 to 4 of most texts here; the statement in question is on line 5. */
#define VERSION "gyrus 0 1 0\n"
#define BASE    VERSION "transform.t 1 | sum\nin x f64[row, v]\nout y f64[row, v]\n"

/* One text. message NULL: it is right. Otherwise exactly one problem, at `line`, whose text holds
 * `message`. */
typedef struct sig_case {
    const char *text;
    int line;
    const char *message;
} sig_case;

static inline gy_sig *right(const char *text)
{
    g_autoptr(gy_problems) problems = gy_problems_new();
    gy_sig *sig = gy_sig_parse(text, "t.so", problems);
    g_autofree char *all = gy_problems_format(problems);
    cr_assert(sig != NULL, "%s", all);
    cr_assert_eq(gy_problems_n(problems), 0, "%s", all);
    return sig;
}

static inline void check_case(const sig_case *c)
{
    if (!c->message) {
        gy_sig_unref(right(c->text));
        return;
    }
    g_autoptr(gy_problems) problems = gy_problems_new();
    gy_sig *sig = gy_sig_parse(c->text, "t.so", problems);
    g_autofree char *all = gy_problems_format(problems);
    cr_assert(sig == NULL, "parsed, but expected: %s", c->message);
    cr_assert_eq(gy_problems_n(problems), 1, "expected: %s\nfound: %s", c->message, all);
    const gy_problem *p = gy_problems_get(problems, 0);
    cr_assert_str_eq(p->file, "t.so");
    cr_assert_eq(p->line, c->line, "expected line %d: %s", c->line, all);
    cr_assert(strstr(p->text, c->message), "expected: %s\nfound: %s", c->message, all);
}

#define CHECK_CASES(cases)                                                                         \
    for (size_t i_ = 0; i_ < sizeof(cases) / sizeof(cases)[0]; i_++) {                             \
        check_case(&(cases)[i_]);                                                                  \
    }

#endif

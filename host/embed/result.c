/* SPDX-License-Identifier: Apache-2.0
 *
 * result.c: what `gyrus run FILE --json` says. Also when nothing ran: then it has problems only. */
#include "embed/gyrus-host.h"
#include "embed/json_parts.h"

static const char *status_of(int code)
{
    return code == GYRUS_OK          ? "ok"
           : code == GYRUS_USAGE     ? "refused"
           : code == GYRUS_CHECK     ? "check not met"
           : code == GYRUS_CANCELLED ? "cancelled"
                                     : "failed";
}

static void put_problems(gy_json *j, gy_problems *problems)
{
    gy_json_key(j, "problems");
    gy_json_begin(j, '[');
    for (unsigned i = 0; i < gy_problems_n(problems); i++) {
        const gy_problem *p = gy_problems_get(problems, i);
        gy_json_begin(j, '{');
        gy_json_member(j, "file", p->file);
        gy_json_count(j, "line", p->line);
        gy_json_member(j, "severity", p->severity == GY_SEVERITY_ERROR ? "error" : "warning");
        gy_json_member(j, "text", p->text);
        gy_json_end(j, '}');
    }
    gy_json_end(j, ']');
}

char *gy_result_json(const gy_story *t, const char *file, const char *out, gy_problems *problems)
{
    g_autoptr(gy_json) j = gy_json_new(false);
    g_autofree char *report = out ? g_build_filename(out, "report.html", NULL) : NULL;
    gy_json_begin(j, '{');
    gy_json_member(j, "gyrus", gyrus_version());
    gy_json_count(j, "code", t->code);
    gy_json_member(j, "status", status_of(t->code));
    gy_json_member(j, "file", file);
    gy_json_member(j, "folder", out);
    gy_json_member(j, "report", report);
    if (t->outcome) {
        gy_json_number(j, "seconds", t->outcome->seconds);
        gy_json_key(j, "peak_bytes");
        gy_json_u64(j, t->outcome->peak);
        gy_json_count(j, "failed_parts", t->outcome->failed);
        gy_json_scores(j, t);
        gy_json_chances(j, t);
        gy_json_checks(j, t);
        gy_json_lines(j, "warnings", t->notes);
    }
    put_problems(j, problems);
    gy_json_end(j, '}');
    g_autofree char *line = gy_json_finish(j);
    return g_strconcat(line, "\n", NULL);
}

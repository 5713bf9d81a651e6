/* SPDX-License-Identifier: Apache-2.0
 *
 * Flags, ranges and reach in words.
 */
#include "plugin/inspect.h"

#include <stdarg.h>

/* Appends "; fact" (or "fact", if it is the first). */
G_GNUC_PRINTF(2, 3)
static void say(GString *s, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_string_append(s, s->len ? "; " : "");
    g_string_append_vprintf(s, format, args);
    va_end(args);
}

static void say_score(GString *s, const gy_sig_port *p)
{
    static const char *const close[] = {"mean over folds", "sum over folds",
                                        "not joined over folds"};
    if (p->has_close) {
        say(s, "%s", close[p->close]);
    }
    if (p->has_chance) {
        say(s, "chance %g", p->chance);
    }
    if (p->has_bounds) {
        say(s, "from %g to %g", p->bounds[0], p->bounds[1]);
    }
    if (p->best != GY_BEST_UNSAID) {
        say(s, "%s is better", p->best == GY_BEST_HIGH ? "higher" : "lower");
    }
}

char *gy_inspect_port_facts(const gy_sig *sig, const gy_sig_port *p)
{
    static const char *const merge[] = {"sum", "minimum", "maximum"};
    GString *s = g_string_new(NULL);
    const struct {
        bool yes;
        const char *words;
    } flags[] = {
        {p->fit, "only for fitting"},
        {p->optional, p->role == GY_ROLE_OUT ? "computed when wanted" : "optional"},
        {p->many, "one or more"},
        {p->now, "known before the run"},
        {p->missing, "may have missing values"},
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(flags); i++) {
        if (flags[i].yes) {
            say(s, "%s", flags[i].words);
        }
    }
    if (p->unit) {
        say(s, "unit %s", p->unit);
    }
    if (p->like >= 0) {
        say(s, "unit and attributes of %s", sig->in[p->like].name);
    }
    if (p->levels >= 0) {
        say(s, "levels of %s", sig->in[p->levels].name);
    }
    if (p->has_merge) {
        say(s, "%s over rows", merge[p->merge]);
    }
    say_score(s, p);
    return g_string_free(s, FALSE);
}

char *gy_inspect_range(const gy_sig_param *p)
{
    if (p->has_lo && p->has_hi && !p->lo_open && !p->hi_open) {
        return g_strdup_printf("%g..%g", p->lo, p->hi);
    }
    GString *s = g_string_new(NULL);
    if (p->has_lo) {
        g_string_append_printf(s, "%s %g", p->lo_open ? ">" : ">=", p->lo);
    }
    if (p->has_hi) {
        g_string_append_printf(s, "%s%s %g", p->has_lo ? ", " : "", p->hi_open ? "<" : "<=", p->hi);
    }
    return g_string_free(s, FALSE);
}

char *gy_inspect_param_facts(const gy_sig_param *p)
{
    GString *s = g_string_new(NULL);
    if (p->has_default) {
        say(s, "default %s", p->default_text);
    } else {
        say(s, "%s", p->optional ? "optional" : "required");
    }
    g_autofree char *range = gy_inspect_range(p);
    if (range[0]) {
        say(s, "%s%s%s", range, p->units ? " " : "", p->units ? p->units[0] : "");
    }
    return g_string_free(s, FALSE);
}

static void add_extent(GString *s, const gy_sig *sig, const gy_sig_extent *e)
{
    if (e->param >= 0) {
        g_string_append(s, sig->params[e->param].name);
    } else {
        g_string_append_printf(s, "%" G_GINT64_FORMAT, e->rows);
    }
}

char *gy_inspect_when(const gy_sig *sig, const gy_sig_when *when)
{
    g_autofree char *values = g_strjoinv(",", (char **)when->values);
    return g_strdup_printf("%s=%s", sig->params[when->param].name, values);
}

char *gy_inspect_reach(const gy_sig *sig, const gy_sig_reach *r)
{
    GString *s = g_string_new(NULL);
    g_string_append_printf(s, "%s.%s reads ", sig->out[r->out].name, r->symbol);
    if (r->in >= 0) {
        g_string_append_printf(s, "%s.%s: ", sig->in[r->in].name, r->in_symbol);
    } else {
        g_string_append(s, "every input: ");
    }
    g_string_append(s, gy_sig_reach_name(r->kind));
    if (r->kind == GY_SIG_REACH_WINDOW) {
        g_string_append_c(s, '(');
        add_extent(s, sig, &r->before);
        g_string_append(s, ", ");
        add_extent(s, sig, &r->after);
        g_string_append_c(s, ')');
    }
    if (r->when.param >= 0) {
        g_autofree char *condition = gy_inspect_when(sig, &r->when);
        g_string_append_printf(s, " when %s", condition);
    }
    return g_string_free(s, FALSE);
}

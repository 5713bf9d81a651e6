/* SPDX-License-Identifier: Apache-2.0
 *
 * Defaults against choices and ranges, as far as a text can tell by itself: numbers, lists, series,
 * booleans and choices. Units other than the listed ones are converted where keyfiles are read, and
 * maps, schemes and specs are read there too.
 */
#include "plugin/sig_scan.h"

#include <math.h>
#include <string.h>

static bool in_range(const gy_sig_param *p, double v)
{
    bool above = !p->has_lo || (p->lo_open ? v > p->lo : v >= p->lo);
    bool below = !p->has_hi || (p->hi_open ? v < p->hi : v <= p->hi);
    return above && below;
}

static void check_value(gy_sig_reader *r, const gy_sig_param *p, double v)
{
    if (!in_range(p, v)) {
        gy_sig_error(r, "expected the default of '%s' in its range, found %g", p->name, v);
    }
}

/* linspace(a, b, n), logspace(lo, hi, n), arange(a, b, step): the two ends. */
static bool check_series(gy_sig_reader *r, const gy_sig_param *p, const char *item)
{
    static const char *const series[] = {"linspace", "logspace", "arange", NULL};
    g_autofree char *head = NULL;
    const char *tail = "";
    g_auto(GStrv) part = gy_sig_bracket(item, '(', ')', &head, &tail);
    if (!part || *tail || !g_strv_contains(series, head)) {
        return false;
    }
    double a = 0.0, b = 0.0, n = 0.0;
    if (g_strv_length(part) != 3 || !gy_sig_is_real(part[0], &a) || !gy_sig_is_real(part[1], &b) ||
        !gy_sig_is_real(part[2], &n)) {
        gy_sig_error(r, "expected %s(number, number, number), found '%s'", head, item);
        return true;
    }
    bool power = head[1] == 'o';
    check_value(r, p, power ? pow(10.0, a) : a);
    if (head[0] != 'a') { /* the end of arange is not one of its values */
        check_value(r, p, power ? pow(10.0, b) : b);
    }
    return true;
}

/* Splits "3 ms" into number and unit. *out_known: the number is in the parameter's base unit. */
static bool read_number(const gy_sig_param *p, const char *item, double *out_value, bool *out_known)
{
    g_auto(GStrv) words = g_strsplit_set(item, " ", 2);
    if (!words[0] || !gy_sig_is_real(words[0], out_value)) {
        return false;
    }
    const char *unit = words[1] ? g_strstrip(words[1]) : "";
    bool units = p->base == GY_BASE_QUANTITY || p->base == GY_BASE_INTERVAL;
    if (strcmp(unit, "%") == 0 && !units && p->base != GY_BASE_I64) {
        *out_value /= 100.0;
    } else if (unit[0] ? !units : units && p->base == GY_BASE_QUANTITY) { /* as in a keyfile */
        return false;
    }
    *out_known = !unit[0] || !units || strcmp(unit, p->units[0]) == 0;
    return true;
}

static void check_number(gy_sig_reader *r, const gy_sig_param *p, const char *item)
{
    double v = 0.0;
    bool known = false;
    int64_t whole = 0;
    if (!read_number(p, item, &v, &known)) {
        gy_sig_error(r, "expected a number as default of '%s', found '%s'", p->name, item);
    } else if (p->base == GY_BASE_I64 && !gy_sig_is_integer(item, &whole)) {
        gy_sig_error(r, "expected a whole number as default of '%s', found '%s'", p->name, item);
    } else if (known) {
        check_value(r, p, v);
    }
}

/* a .. b, or a;b */
static void check_interval(gy_sig_reader *r, const gy_sig_param *p)
{
    const char *separator = strstr(p->default_text, "..") ? ".." : ";";
    g_auto(GStrv) ends = g_strsplit(p->default_text, separator, -1);
    if (g_strv_length(ends) != 2) {
        gy_sig_error(r, "expected an interval LOW .. HIGH as default of '%s', found '%s'", p->name,
                     p->default_text);
        return;
    }
    check_number(r, p, g_strstrip(ends[0]));
    check_number(r, p, g_strstrip(ends[1]));
}

static void check_item(gy_sig_reader *r, const gy_sig_param *p, const char *item)
{
    switch (p->base) {
    case GY_BASE_F64:
    case GY_BASE_I64:
    case GY_BASE_QUANTITY:
        if (p->is_list && (check_series(r, p, item) || strstr(item, ".."))) {
            return;
        }
        check_number(r, p, item);
        return;
    case GY_BASE_BOOL:
        if (strcmp(item, "true") != 0 && strcmp(item, "false") != 0) {
            gy_sig_error(r, "expected true or false as default of '%s', found '%s'", p->name, item);
        }
        return;
    case GY_BASE_CHOICE:
        if (!g_strv_contains(p->choices, item)) {
            g_autofree char *all = g_strjoinv(", ", (char **)p->choices);
            gy_sig_error(r, "expected one of %s as default of '%s', found '%s'", all, p->name,
                         item);
        }
        return;
    default:
        return;
    }
}

void gy_sig_check_default(gy_sig_reader *r, const gy_sig_param *p)
{
    if (p->base == GY_BASE_INTERVAL && !p->is_list) {
        check_interval(r, p);
        return;
    }
    if (p->base == GY_BASE_SHARE) {
        double share = 0.0;
        bool known = false;
        if (read_number(p, p->default_text, &share, &known)) {
            check_value(r, p, share);
        }
        return;
    }
    if (!p->is_list) {
        check_item(r, p, p->default_text);
        return;
    }
    g_auto(GStrv) items = g_strsplit(p->default_text, ";", -1);
    bool plain = true;
    for (char **item = items; *item; item++) {
        g_strstrip(*item);
        plain = plain && !strchr(*item, '(') && !strstr(*item, "..");
        check_item(r, p, *item);
    }
    if (plain && p->exact >= 0 && g_strv_length(items) != (guint64)p->exact) {
        gy_sig_error(r, "expected %" G_GINT64_FORMAT " values as default of '%s', found %u",
                     p->exact, p->name, g_strv_length(items));
    }
}

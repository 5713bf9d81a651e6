/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers, quantities and intervals. */
#include "graph/literal_scan.h"

#include <math.h>
#include <string.h>

bool gy_cursor_at_number(gy_cursor *cursor)
{
    gy_cursor_skip_blanks(cursor);
    const char *p = cursor->at;
    if (p < cursor->end && (*p == '+' || *p == '-')) {
        p++;
    }
    return p < cursor->end && g_ascii_isdigit(*p);
}

static const char *skip_digits(const char *p, const char *end)
{
    while (p < end && g_ascii_isdigit(*p)) {
        p++;
    }
    return p;
}

bool gy_cursor_number(gy_cursor *cursor, double *out_number)
{
    if (!gy_cursor_at_number(cursor)) {
        return gy_cursor_expected(cursor, "a number");
    }
    const char *from = cursor->at;
    const char *end = cursor->end;
    const char *p = skip_digits(from + (*from == '+' || *from == '-'), end);
    /* a dot counts only before a digit, so that `1..8` is two numbers */
    if (end - p >= 2 && *p == '.' && g_ascii_isdigit(p[1])) {
        p = skip_digits(p + 1, end);
    }
    if (p < end && (*p == 'e' || *p == 'E')) {
        const char *e = p + 1;
        e += e < end && (*e == '+' || *e == '-');
        p = e < end && g_ascii_isdigit(*e) ? skip_digits(e, end) : p;
    }
    g_autofree char *text = g_strndup(from, (gsize)(p - from));
    double number = g_ascii_strtod(text, NULL);
    if (!isfinite(number)) {
        return gy_cursor_fail(cursor, from, "the number `%.40s` is too large", text);
    }
    cursor->at = p;
    *out_number = number;
    return true;
}

/* The letters behind a number, and the unit they are; NULL and no error when there are none. */
static bool take_unit(gy_cursor *cursor, const gy_unit **out_unit)
{
    gy_cursor_skip_blanks(cursor);
    const char *from = cursor->at;
    const char *p = from;
    while (p < cursor->end && (g_ascii_isalpha(*p) || *p == '%' || ((unsigned char)*p & 0x80))) {
        p++;
    }
    if (p == from) {
        *out_unit = NULL;
        return true;
    }
    g_autofree char *name = g_strndup(from, (gsize)(p - from));
    const gy_unit *unit = gy_unit_find(name);
    if (unit == NULL) {
        const gy_unit *near = gy_unit_nearest(name);
        g_autofree char *hint = near ? g_strdup_printf("; did you mean `%s`?", near->name) : NULL;
        return gy_cursor_fail(cursor, from, "unknown unit `%.40s`%s", name, hint ? hint : "");
    }
    cursor->at = p;
    *out_unit = unit;
    return true;
}

bool gy_cursor_any_quantity(gy_cursor *cursor, double *out_number, const gy_unit **out_unit)
{
    double number = 0;
    const gy_unit *unit = NULL;
    if (!gy_cursor_number(cursor, &number) || !take_unit(cursor, &unit)) {
        return false;
    }
    *out_number = number;
    *out_unit = unit ? unit : gy_unit_find("");
    return true;
}

static bool check_whole(gy_cursor *cursor, const char *from, double number)
{
    if (number != floor(number) || fabs(number) > 9007199254740992.0) {
        g_autofree char *text = g_strndup(from, (gsize)(cursor->at - from));
        return gy_cursor_fail(cursor, from, "expected a whole number%s, found `%.40s`",
                              number == floor(number) ? " between -2^53 and 2^53" : "", text);
    }
    return true;
}

/* Says what would have been right: "a time such as `3 ms`", "a plain number". */
static char *describe_unit(const gy_unit *unit, const gy_want *want)
{
    if (unit->dimension == GY_DIMENSION_NONE) {
        return g_strdup("a plain number");
    }
    g_autoptr(GString) s = g_string_new(NULL);
    g_string_append_printf(s, "a %s such as `3 %s`", gy_dimension_name(unit->dimension),
                           unit->name);
    if (want->other && want->other != unit) {
        g_string_append_printf(s, " or a %s such as `3 %s`",
                               gy_dimension_name(want->other->dimension), want->other->name);
    }
    return g_strconcat(s->str, want->or_rows ? " or `3 rows`" : "", NULL);
}

/* Says what was expected where no number begins. */
static bool no_number(gy_cursor *cursor, const gy_want *want, const gy_unit *wanted)
{
    const char *p = cursor->at;
    if (cursor->end - p >= 2 && p[0] == '.' && g_ascii_isdigit(p[1])) {
        return gy_cursor_fail(cursor, p, "a number begins with a digit: write 0 before the dot");
    }
    gy_want one = *want;
    one.list = false;
    g_autofree char *what = wanted->dimension == GY_DIMENSION_NONE ? g_strdup(gy_want_name(&one))
                                                                   : describe_unit(wanted, want);
    if (want->choices == NULL) {
        return gy_cursor_expected(cursor, what);
    }
    g_autofree char *words = g_strjoinv("`, `", (char **)want->choices);
    g_autofree char *both = g_strdup_printf("%s, or `%s`", what, words);
    return gy_cursor_expected(cursor, both);
}

bool gy_cursor_quantity(gy_cursor *cursor, const gy_want *want, double *out_number,
                        const gy_unit **out_unit)
{
    const gy_unit *plain = gy_unit_find("");
    const gy_unit *wanted = want->unit ? want->unit : plain;
    if (!gy_cursor_at_number(cursor)) {
        return no_number(cursor, want, wanted);
    }
    const char *from = cursor->at;
    double number = 0;
    const gy_unit *unit = NULL;
    if (!gy_cursor_any_quantity(cursor, &number, &unit)) {
        return false;
    }
    g_autofree char *text = g_strchomp(g_strndup(from, (gsize)(cursor->at - from)));
    if (want->or_rows && unit->dimension == GY_DIMENSION_ROWS) {
        wanted = unit;
    }
    if (want->other && unit->dimension == want->other->dimension) {
        wanted = want->other;
    }
    if (unit == plain && wanted->dimension != GY_DIMENSION_NONE) {
        g_autofree char *what = describe_unit(wanted, want);
        return gy_cursor_fail(cursor, from, "expected %s, found `%.40s` without a unit (%s)", what,
                              text, gy_dimension_units(wanted->dimension));
    }
    if (unit->dimension != wanted->dimension) {
        g_autofree char *what = describe_unit(wanted, want);
        return gy_cursor_fail(cursor, from, "expected %s, found a %s, `%.40s`", what,
                              gy_dimension_name(unit->dimension), text);
    }
    if (!gy_unit_convert(number, unit, wanted, &number)) {
        return gy_cursor_fail(cursor, from, "the number `%.40s` is too large", text);
    }
    bool whole = want->kind == GY_LITERAL_INTEGER || wanted->dimension == GY_DIMENSION_ROWS;
    if (whole && !check_whole(cursor, from, number)) {
        return false;
    }
    *out_number = number;
    *out_unit = wanted;
    return true;
}

/* `a .. b` or, for a window, `a;b` */
bool gy_literal_read_interval(gy_cursor *cursor, const gy_want *want, gy_literal *literal)
{
    bool check = want->kind == GY_LITERAL_CHECK;
    const char *both = check ? "both ends, `low .. high`" : "an interval, `low .. high`";
    gy_cursor_skip_blanks(cursor);
    const char *from = cursor->at;
    double low = 0;
    double high = 0;
    const gy_unit *low_unit = NULL;
    const gy_unit *high_unit = NULL;
    if (!gy_cursor_at_number(cursor) && gy_cursor_take(cursor, "..")) {
        return gy_cursor_fail(cursor, from, "expected %s, found only the upper end", both);
    }
    if (!gy_cursor_quantity(cursor, want, &low, &low_unit)) {
        return false;
    }
    bool dots = gy_cursor_take(cursor, "..");
    if (!dots && (check || !gy_cursor_take(cursor, ";"))) {
        return gy_cursor_expected(cursor, check ? "`..` and the upper end: a check has two ends"
                                                : "`..` and the upper end");
    }
    if (gy_cursor_done(cursor)) {
        return gy_cursor_fail(cursor, cursor->at, "expected %s, found only the lower end", both);
    }
    const char *second = cursor->at;
    if (!gy_cursor_quantity(cursor, want, &high, &high_unit)) {
        return false;
    }
    if (!dots) {
        gy_cursor_take(cursor, ";");
    }
    if (!gy_cursor_end(cursor, "the interval")) {
        return false;
    }
    if (low_unit != high_unit) {
        return gy_cursor_fail(cursor, second, "one end counts rows and the other is a %s",
                              gy_dimension_name(want->unit->dimension));
    }
    if (check ? high < low : high <= low) {
        return gy_cursor_fail(cursor, second, "the upper end is %s the lower end",
                              high < low ? "below" : "equal to");
    }
    gy_literal_push_number(literal, low);
    gy_literal_push_number(literal, high);
    literal->unit = low_unit;
    return true;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of numbers, and the series that stand for many. */
#include "graph/literal_scan.h"

#include <math.h>
#include <string.h>

static const char *const series_names[] = {"linspace", "logspace", "arange", NULL};

static bool read_count(gy_cursor *cursor, size_t *out_count)
{
    const gy_want whole = {.kind = GY_LITERAL_INTEGER};
    const gy_unit *unit = NULL;
    double n = 0;
    gy_cursor_skip_blanks(cursor);
    const char *from = cursor->at;
    if (!gy_cursor_quantity(cursor, &whole, &n, &unit)) {
        return false;
    }
    if (n < 1 || n > GY_SERIES_MAX) {
        return gy_cursor_fail(cursor, from, "a series has 1 to %d values, found `%.0f`",
                              GY_SERIES_MAX, n);
    }
    *out_count = (size_t)n;
    return true;
}

static bool read_comma(gy_cursor *cursor, const char *form)
{
    if (gy_cursor_take(cursor, ",")) {
        return true;
    }
    g_autofree char *what = g_strdup_printf("`,` as in %s", form);
    return gy_cursor_expected(cursor, what);
}

static bool push_value(gy_cursor *cursor, const char *from, const gy_want *want, double value,
                       gy_literal *literal)
{
    if (!isfinite(value)) {
        return gy_cursor_fail(cursor, from, "a value of this series is too large");
    }
    bool whole = want->kind == GY_LITERAL_INTEGER || literal->unit->dimension == GY_DIMENSION_ROWS;
    if (whole && (value != floor(value) || fabs(value) > 9007199254740992.0)) {
        return gy_cursor_fail(cursor, from, "expected whole numbers, this series contains %.6g",
                              value);
    }
    gy_literal_push_number(literal, value);
    return true;
}

/* numpy.linspace(a, b, n): a + i (b - a) / (n - 1), the last one exactly b; n = 1 gives a. */
static double linspace(double a, double b, size_t n, size_t i)
{
    if (n == 1) {
        return a;
    }
    return i == n - 1 ? b : (double)i * ((b - a) / (double)(n - 1)) + a;
}

static bool push_spaced(gy_cursor *cursor, const char *from, const gy_want *want, double a,
                        double b, bool log, gy_literal *literal)
{
    size_t n = 0;
    if (!read_comma(cursor, log ? "logspace(lo, hi, n)" : "linspace(a, b, n)") ||
        !read_count(cursor, &n)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        double value = linspace(a, b, n, i);
        if (!push_value(cursor, from, want, log ? pow(10, value) : value, literal)) {
            return false;
        }
    }
    return true;
}

/* numpy.arange(a, b, step): ceil((b - a) / step) values a + i delta, delta = (a + step) - a */
static bool push_arange(gy_cursor *cursor, const char *from, const gy_want *want, double a,
                        double b, gy_literal *literal)
{
    double step = 0;
    const gy_unit *unit = NULL;
    if (!read_comma(cursor, "arange(a, b, step)")) {
        return false;
    }
    gy_cursor_skip_blanks(cursor);
    const char *at_step = cursor->at;
    if (!gy_cursor_quantity(cursor, want, &step, &unit)) {
        return false;
    }
    if (unit != literal->unit) {
        return gy_cursor_fail(cursor, at_step, "the step is in another unit than the ends");
    }
    if (step == 0) {
        return gy_cursor_fail(cursor, at_step, "the step is 0");
    }
    double count = ceil((b - a) / step);
    if (!(count >= 1)) {
        return gy_cursor_fail(cursor, at_step,
                              "this arange is empty: the step does not lead from "
                              "the first number towards the second");
    }
    if (count > GY_SERIES_MAX) {
        return gy_cursor_fail(cursor, from, "a series has 1 to %d values, found `%.0f`",
                              GY_SERIES_MAX, count);
    }
    double delta = (a + step) - a;
    for (size_t i = 0; i < (size_t)count; i++) {
        double value = i == 1 ? a + step : a + (double)i * delta;
        if (!push_value(cursor, from, want, value, literal)) {
            return false;
        }
    }
    return true;
}

bool gy_literal_read_series(gy_cursor *cursor, const char *name, const gy_want *want,
                            gy_literal *literal)
{
    if (!g_strv_contains(series_names, name)) {
        g_autofree char *hint = gy_hint(name, series_names);
        return gy_cursor_fail(cursor, cursor->at - strlen(name),
                              "unknown series `%.40s`, there are linspace, logspace and arange%s",
                              name, hint);
    }
    bool log = g_str_equal(name, "logspace");
    const char *from = cursor->at - strlen(name);
    if (log && want->unit != NULL && want->unit->dimension != GY_DIMENSION_NONE) {
        return gy_cursor_fail(cursor, from, "logspace makes plain numbers, expected %s with a unit",
                              gy_want_name(want));
    }
    /* the arguments of logspace are exponents: whole results do not need whole exponents */
    const gy_want exponent = {.kind = GY_LITERAL_NUMBER};
    const gy_want *ends = log ? &exponent : want;
    double a = 0;
    double b = 0;
    const gy_unit *unit_a = NULL;
    const gy_unit *unit_b = NULL;
    if (!gy_cursor_take(cursor, "(")) {
        return gy_cursor_expected(cursor, "`(`");
    }
    if (!gy_cursor_quantity(cursor, ends, &a, &unit_a) || !read_comma(cursor, "name(a, b, c)") ||
        !gy_cursor_quantity(cursor, ends, &b, &unit_b)) {
        return false;
    }
    if (unit_a != unit_b || (literal->n_numbers > 0 && literal->unit != unit_a)) {
        return gy_cursor_fail(cursor, from, "one number counts rows and another does not");
    }
    literal->unit = unit_a;
    bool pushed = g_str_equal(name, "arange") ? push_arange(cursor, from, want, a, b, literal)
                                              : push_spaced(cursor, from, want, a, b, log, literal);
    if (pushed && !gy_cursor_take(cursor, ")")) {
        return gy_cursor_expected(cursor, "`)`");
    }
    return pushed;
}

/* Behind `a ..`: whole numbers count up one by one; quantities wait for somebody who knows a step
 */
static bool read_range(gy_cursor *cursor, const char *from, const gy_want *want, double low,
                       gy_literal *literal)
{
    double high = 0;
    const gy_unit *unit = NULL;
    if (!gy_cursor_quantity(cursor, want, &high, &unit)) {
        return false;
    }
    if (unit != literal->unit) {
        return gy_cursor_fail(cursor, from, "one end counts rows and the other does not");
    }
    bool whole = low == floor(low) && high == floor(high);
    bool steps = unit->dimension != GY_DIMENSION_NONE && unit->dimension != GY_DIMENSION_ROWS;
    if (high < low || (steps && high == low)) {
        return gy_cursor_fail(cursor, from, "the upper end is %s the lower end",
                              high < low ? "below" : "equal to");
    }
    if (steps) {
        literal->kind = GY_LITERAL_RANGE;
        gy_literal_push_number(literal, low);
        gy_literal_push_number(literal, high);
        return true;
    }
    if (!whole) {
        return gy_cursor_fail(cursor, from,
                              "`a .. b` counts whole numbers; write arange(a, b, step) for others");
    }
    if (high - low >= GY_SERIES_MAX) {
        return gy_cursor_fail(cursor, from, "a series has 1 to %d values, found `%.0f`",
                              GY_SERIES_MAX, high - low + 1);
    }
    for (double value = low; value <= high; value++) {
        if (!push_value(cursor, from, want, value, literal)) {
            return false;
        }
    }
    return true;
}

static bool read_item(gy_cursor *cursor, const gy_want *want, gy_literal *literal)
{
    const char *from = cursor->at;
    bool letter = from < cursor->end && g_ascii_islower(*from);
    g_autofree char *word = letter ? gy_cursor_name(cursor, '-') : NULL;
    if (word != NULL && cursor->at < cursor->end && *cursor->at == '(' && want->list) {
        return gy_literal_read_series(cursor, word, want, literal) &&
               gy_cursor_end(cursor, "the series");
    }
    if (word != NULL && cursor->at < cursor->end && *cursor->at == '(') {
        return gy_cursor_fail(cursor, from, "expected %s, found a series", gy_want_name(want));
    }
    cursor->at = from;
    double number = 0;
    const gy_unit *unit = NULL;
    if (!gy_cursor_quantity(cursor, want, &number, &unit)) {
        return false;
    }
    if (literal->n_numbers > 0 && literal->unit != unit) {
        return gy_cursor_fail(cursor, from, "one number counts rows and another does not");
    }
    literal->unit = unit;
    if (want->list && gy_cursor_take(cursor, "..")) {
        return read_range(cursor, from, want, number, literal) &&
               gy_cursor_end(cursor, "the range");
    }
    gy_literal_push_number(literal, number);
    return gy_cursor_end(cursor, "the number");
}

bool gy_literal_read_numbers(gy_cursor *cursor, const gy_want *want, gy_literal *literal)
{
    if (!want->list) {
        return read_item(cursor, want, literal);
    }
    gy_cursor item;
    int more;
    size_t items = 0;
    while ((more = gy_cursor_item(cursor, &item)) == 1) {
        const char *from = item.at;
        if (!read_item(&item, want, literal)) {
            return false;
        }
        items++;
        if (literal->n_numbers > GY_SERIES_MAX) {
            return gy_cursor_fail(cursor, from, "a list has at most %d numbers", GY_SERIES_MAX);
        }
        if (literal->kind == GY_LITERAL_RANGE && items > 1) {
            return gy_cursor_fail(cursor, from,
                                  "`low .. high` stands for a whole list and cannot be one item");
        }
    }
    return more == 0;
}

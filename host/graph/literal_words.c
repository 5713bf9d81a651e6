/* SPDX-License-Identifier: Apache-2.0 */
/* Maps, columns, shares, schemes and specs: values made of words. */
#include "graph/literal_scan.h"

#include <string.h>

static const char *const dtypes[] = {"i8",  "i16", "i32", "i64", "u8",   "u16", "u32",
                                     "u64", "f32", "f64", "str", "bool", NULL};

static char *trimmed(const char *from, const char *to)
{
    return g_strstrip(g_strndup(from, (gsize)(to - from)));
}

static bool map_has(const gy_literal *literal, const char *from)
{
    for (size_t i = 0; i < literal->n_texts; i += 2) {
        if (g_str_equal(literal->texts[i], from)) {
            return true;
        }
    }
    return false;
}

bool gy_literal_read_map(gy_cursor *cursor, gy_literal *literal)
{
    gy_cursor item;
    int more;
    while ((more = gy_cursor_item(cursor, &item)) == 1) {
        const char *arrow = g_strstr_len(item.at, item.end - item.at, "->");
        if (arrow == NULL) {
            return gy_cursor_expected(&item, "a pair such as `T1 -> fists`");
        }
        g_autofree char *from = trimmed(item.at, arrow);
        g_autofree char *to = trimmed(arrow + 2, item.end);
        if (from[0] == '\0' || to[0] == '\0') {
            return gy_cursor_fail(&item, from[0] == '\0' ? item.at : arrow,
                                  "expected a word on both sides of `->`");
        }
        if (strstr(to, "->") != NULL) {
            return gy_cursor_fail(&item, arrow, "two `->` in one pair; pairs are separated by `;`");
        }
        if (!gy_literal_room(&item, literal->n_texts / 2)) {
            return false;
        }
        if (map_has(literal, from)) {
            return gy_cursor_fail(&item, item.at, "`%.200s` is mapped twice", from);
        }
        gy_literal_push_text(literal, g_steal_pointer(&from));
        gy_literal_push_text(literal, g_steal_pointer(&to));
    }
    return more == 0;
}

static void push_column(gy_literal *literal, gy_column column)
{
    size_t n = literal->n_columns;
    if ((n & (n - 1)) == 0) {
        literal->columns = g_renew(gy_column, literal->columns, n == 0 ? 1 : 2 * n);
    }
    literal->columns[literal->n_columns++] = column;
}

/* The unit after the dtype of a column; `str` and `bool` have none. */
static bool read_column_unit(gy_cursor *item, const char *dtype, const gy_unit **out_unit)
{
    gy_cursor_skip_blanks(item);
    g_autofree char *name = trimmed(item->at, item->end);
    if (name[0] != '\0' && (g_str_equal(dtype, "str") || g_str_equal(dtype, "bool"))) {
        return gy_cursor_fail(item, item->at, "a column of type %s has no unit", dtype);
    }
    const gy_unit *unit = gy_unit_find(name);
    if (unit == NULL) {
        const gy_unit *near = gy_unit_nearest(name);
        g_autofree char *hint = near ? g_strdup_printf("; did you mean `%s`?", near->name) : NULL;
        return gy_cursor_fail(item, item->at, "unknown unit `%.40s`%s", name, hint ? hint : "");
    }
    *out_unit = unit;
    return true;
}

bool gy_literal_read_columns(gy_cursor *cursor, gy_literal *literal)
{
    gy_cursor item;
    int more;
    while ((more = gy_cursor_item(cursor, &item)) == 1) {
        const char *from = item.at;
        g_autofree char *name = gy_cursor_name(&item, '_');
        if (name == NULL || (item.at < item.end && *item.at != ' ' && *item.at != '\t')) {
            item.at = from;
            return gy_cursor_expected(&item, "a column such as `t f64 s`: a name (a-z, 0-9, _), a "
                                             "type and perhaps a unit");
        }
        gy_cursor_skip_blanks(&item);
        const char *at_dtype = item.at;
        g_autofree char *dtype = gy_cursor_name(&item, '_');
        if (dtype == NULL) {
            return gy_cursor_expected(&item, "a type (i8 to i64, u8 to u64, f32, f64, str, bool)");
        }
        if (!g_strv_contains(dtypes, dtype)) {
            g_autofree char *hint = gy_hint(dtype, dtypes);
            return gy_cursor_fail(&item, at_dtype,
                                  "expected a type (i8 to i64, u8 to u64, f32, f64, str, bool), "
                                  "found `%.40s`%s",
                                  dtype, hint);
        }
        const gy_unit *unit = NULL;
        if (!read_column_unit(&item, dtype, &unit)) {
            return false;
        }
        if (!gy_literal_room(&item, literal->n_columns)) {
            return false;
        }
        for (size_t i = 0; i < literal->n_columns; i++) {
            if (g_str_equal(literal->columns[i].name, name)) {
                return gy_cursor_fail(&item, from, "the column `%.200s` is listed twice", name);
            }
        }
        push_column(literal, (gy_column){g_steal_pointer(&name), g_steal_pointer(&dtype), unit});
    }
    return more == 0;
}

/* [first | last] share [by @edge;@edge] */
bool gy_literal_read_share(gy_cursor *cursor, gy_literal *literal)
{
    const gy_want plain = {.kind = GY_LITERAL_SHARE};
    double share = 0;
    gy_cursor_skip_blanks(cursor);
    const char *from = cursor->at;
    g_autofree char *word = gy_cursor_name(cursor, '-');
    if (word != NULL && !g_str_equal(word, "first") && !g_str_equal(word, "last")) {
        cursor->at = from;
        return gy_cursor_expected(cursor, gy_want_name(&plain));
    }
    gy_cursor_skip_blanks(cursor);
    from = cursor->at;
    if (!gy_cursor_at_number(cursor)) {
        return gy_cursor_expected(cursor, gy_want_name(&plain));
    }
    if (!gy_cursor_number(cursor, &share)) {
        return false;
    }
    share = gy_cursor_take(cursor, "%") ? share / 100 : share;
    if (!(share > 0 && share <= 1)) {
        return gy_cursor_fail(cursor, from, "a share is above 0 and at most 1, found `%.6g`",
                              share);
    }
    gy_literal_push_number(literal, share);
    gy_literal_push_text(literal, word ? g_steal_pointer(&word) : g_strdup(""));
    if (gy_cursor_done(cursor)) {
        return true;
    }
    if (!gy_cursor_take(cursor, "by")) {
        return gy_cursor_expected(cursor, "`by @edge` or the end of the share");
    }
    if (gy_cursor_done(cursor)) {
        return gy_cursor_expected(cursor, "an edge such as `@trials.image` after `by`");
    }
    gy_cursor item;
    int more;
    while ((more = gy_cursor_item(cursor, &item)) == 1) {
        gy_edge edge;
        if (!gy_cursor_edge(&item, &edge)) {
            return false;
        }
        gy_literal_push_edge(literal, edge);
        if (!gy_cursor_end(&item, "the edge")) {
            return false;
        }
    }
    return more == 0;
}

static void push_argument(gy_phrase *phrase, gy_argument argument)
{
    size_t n = phrase->n_arguments;
    if ((n & (n - 1)) == 0) {
        phrase->arguments = g_renew(gy_argument, phrase->arguments, n == 0 ? 1 : 2 * n);
    }
    phrase->arguments[phrase->n_arguments++] = argument;
}

static const char *token_end(const char *p, const char *end)
{
    while (p < end && *p != ' ' && *p != '\t') {
        p++;
    }
    return p;
}

/* Reads the argument text [from, to) as a number with a unit if it is one. A unit that stands in
 * the next word belongs to it too: `0.01 Hz`. Returns where the argument ends. */
static const char *read_argument_value(const gy_cursor *item, const char *from, const char *to,
                                       gy_argument *argument)
{
    const char *next = to;
    while (next < item->end && (*next == ' ' || *next == '\t')) {
        next++;
    }
    const char *tries[2] = {token_end(next, item->end), to};
    for (size_t i = 0; i < 2; i++) {
        gy_cursor number = {item->text, from, tries[i], NULL};
        double value;
        const gy_unit *unit = NULL;
        if (gy_cursor_at_number(&number) && gy_cursor_any_quantity(&number, &value, &unit) &&
            gy_cursor_done(&number)) {
            argument->is_number = true;
            argument->number = value;
            argument->unit = unit;
            argument->text = g_strndup(from, (gsize)(tries[i] - from));
            return tries[i];
        }
    }
    argument->text = g_strndup(from, (gsize)(to - from));
    return to;
}

static bool phrase_has(const gy_phrase *phrase, const char *key)
{
    for (size_t i = 0; i < phrase->n_arguments; i++) {
        if (g_strcmp0(phrase->arguments[i].key, key) == 0) {
            return true;
        }
    }
    return false;
}

static bool read_argument(gy_cursor *item, gy_phrase *phrase)
{
    const char *from = item->at;
    const char *to = token_end(from, item->end);
    const char *equals = memchr(from, '=', (size_t)(to - from));
    gy_argument argument = {.unit = gy_unit_find("")};
    g_autofree char *key = NULL;
    if (equals != NULL) {
        key = gy_cursor_name(item, '_');
        if (key == NULL || item->at != equals || equals + 1 == to) {
            return gy_cursor_fail(item, from, "expected `key=value` without blanks, found `%.*s`",
                                  (int)MIN(to - from, 200), from);
        }
        if (phrase_has(phrase, key)) {
            return gy_cursor_fail(item, from, "`%.200s` is given twice", key);
        }
        from = equals + 1;
    } else if (phrase->n_arguments > 0 && phrase->arguments[phrase->n_arguments - 1].key != NULL) {
        return gy_cursor_fail(item, from,
                              "`%.*s` stands behind a `key=value`; positions come first",
                              (int)MIN(to - from, 200), from);
    }
    item->at = read_argument_value(item, from, to, &argument);
    argument.key = g_steal_pointer(&key);
    push_argument(phrase, argument);
    return true;
}

static bool read_phrase(gy_cursor *item, const gy_want *want, gy_literal *literal)
{
    gy_cursor_skip_blanks(item);
    const char *from = item->at;
    g_autofree char *word = gy_cursor_name(item, '-');
    if (word == NULL || token_end(item->at, item->end) != item->at) {
        item->at = from;
        return gy_cursor_expected(item, "a word (a-z, 0-9, -)");
    }
    if (want->choices != NULL && !g_strv_contains(want->choices, word)) {
        g_autofree char *list = g_strjoinv(", ", (char **)want->choices);
        g_autofree char *hint = gy_hint(word, want->choices);
        return gy_cursor_fail(item, from, "expected one of %s, found `%.200s`%s", list, word, hint);
    }
    size_t n = literal->n_phrases;
    if (!gy_literal_room(item, n)) {
        return false;
    }
    if ((n & (n - 1)) == 0) {
        literal->phrases = g_renew(gy_phrase, literal->phrases, n == 0 ? 1 : 2 * n);
    }
    gy_phrase *phrase = &literal->phrases[literal->n_phrases++];
    *phrase = (gy_phrase){g_steal_pointer(&word), gy_cursor_column(item, from), 0, NULL};
    while (!gy_cursor_done(item)) {
        if (!gy_literal_room(item, phrase->n_arguments) || !read_argument(item, phrase)) {
            return false;
        }
    }
    return true;
}

bool gy_literal_read_phrases(gy_cursor *cursor, const gy_want *want, gy_literal *literal)
{
    if (want->kind == GY_LITERAL_SCHEME) {
        return read_phrase(cursor, want, literal);
    }
    gy_cursor item;
    int more;
    while ((more = gy_cursor_item(cursor, &item)) == 1) {
        if (!read_phrase(&item, want, literal)) {
            return false;
        }
    }
    return more == 0;
}

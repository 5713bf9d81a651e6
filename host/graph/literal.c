/* SPDX-License-Identifier: Apache-2.0 */
#include "graph/literal.h"

#include "graph/literal_scan.h"

#include <math.h>
#include <string.h>

bool gy_text_is_edge(const char *text)
{
    while (*text == ' ' || *text == '\t') {
        text++;
    }
    return *text == '@';
}

static const char *const names[] = {
    [GY_LITERAL_NONE] = "nothing",
    [GY_LITERAL_NUMBER] = "a number",
    [GY_LITERAL_INTEGER] = "a whole number",
    [GY_LITERAL_QUANTITY] = "a number",
    [GY_LITERAL_BOOL] = "`true` or `false`",
    [GY_LITERAL_CHOICE] = "a word",
    [GY_LITERAL_TEXT] = "a text",
    [GY_LITERAL_PATH] = "a path",
    [GY_LITERAL_INTERVAL] = "an interval, `low .. high`",
    [GY_LITERAL_RANGE] = "a range",
    [GY_LITERAL_CHECK] = "both ends, `low .. high`",
    [GY_LITERAL_MAP] = "pairs such as `T1 -> fists;T2 -> feet`",
    [GY_LITERAL_COLUMNS] = "columns such as `run str; t f64 s`",
    [GY_LITERAL_SHARE] = "a share such as `0.2`, `last 0.2` or `0.1 by @trials.image`",
    [GY_LITERAL_SCHEME] = "a word and its arguments, such as `k-fold 5`",
    [GY_LITERAL_SPEC] = "a spec such as `linear 64; relu`",
    [GY_LITERAL_EDGE] = "an edge such as `@node` or `@node.port`",
};

static const char *const list_names[] = {
    [GY_LITERAL_NUMBER] = "a list of numbers",   [GY_LITERAL_INTEGER] = "a list of whole numbers",
    [GY_LITERAL_QUANTITY] = "a list of numbers", [GY_LITERAL_BOOL] = "a list of true or false",
    [GY_LITERAL_CHOICE] = "a list of words",     [GY_LITERAL_TEXT] = "a list of texts",
    [GY_LITERAL_PATH] = "a list of paths",       [GY_LITERAL_EDGE] = "a list of edges",
};

const char *gy_want_name(const gy_want *want)
{
    size_t kind = (size_t)want->kind;
    if (want->list && kind < G_N_ELEMENTS(list_names) && list_names[kind] != NULL) {
        return list_names[kind];
    }
    return kind < G_N_ELEMENTS(names) ? names[kind] : "nothing";
}

void gy_literal_finish(gy_literal *literal)
{
    for (size_t i = 0; i < literal->n_texts; i++) {
        g_free(literal->texts[i]);
    }
    for (size_t i = 0; i < literal->n_edges; i++) {
        gy_edge_finish(&literal->edges[i]);
    }
    for (size_t i = 0; i < literal->n_columns; i++) {
        g_free(literal->columns[i].name);
        g_free(literal->columns[i].dtype);
    }
    for (size_t i = 0; i < literal->n_phrases; i++) {
        gy_phrase *phrase = &literal->phrases[i];
        for (size_t k = 0; k < phrase->n_arguments; k++) {
            g_free(phrase->arguments[k].key);
            g_free(phrase->arguments[k].text);
        }
        g_free(phrase->arguments);
        g_free(phrase->word);
    }
    g_free(literal->numbers);
    g_free(literal->texts);
    g_free(literal->edges);
    g_free(literal->columns);
    g_free(literal->phrases);
    *literal = (gy_literal){.kind = GY_LITERAL_NONE};
}

/* An item of a list of texts without its escapes. */
static char *unescape(const char *from, const char *to)
{
    GString *text = g_string_sized_new((gsize)(to - from));
    for (const char *p = from; p < to; p++) {
        if (*p == '\\' && p + 1 < to && (p[1] == ';' || p[1] == '\\')) {
            p++;
        }
        g_string_append_c(text, *p);
    }
    return g_string_free(text, FALSE);
}

/* `1..8` or `01..08` in a list of texts. Returns 1 if it was one, 0 if not, -1 on failure. */
static int read_counted(gy_cursor *item, gy_literal *literal)
{
    static const char digits[] = "0123456789";
    g_autofree char *text = g_strndup(item->at, (gsize)(item->end - item->at));
    size_t low_width = strspn(text, digits);
    size_t dots = low_width + strspn(text + low_width, " \t");
    if (low_width == 0 || low_width > 15 || !g_str_has_prefix(text + dots, "..")) {
        return 0;
    }
    const char *second = text + dots + 2;
    second += strspn(second, " \t");
    size_t high_width = strspn(second, digits);
    if (high_width == 0 || high_width > 15 || second[high_width] != '\0') {
        return 0;
    }
    gint64 low = g_ascii_strtoll(text, NULL, 10);
    gint64 high = g_ascii_strtoll(second, NULL, 10);
    if (high < low || high - low >= GY_SERIES_MAX) {
        gy_cursor_fail(item, item->at,
                       high < low ? "the upper end is below the lower end"
                                  : "a series has 1 to 1000000 values");
        return -1;
    }
    int width = text[0] == '0' ? (int)low_width : 1;
    for (gint64 i = low; i <= high; i++) {
        gy_literal_push_text(literal, g_strdup_printf("%0*" G_GINT64_FORMAT, width, i));
    }
    return 1;
}

static bool read_choice(gy_cursor *item, const gy_want *want, gy_literal *literal)
{
    g_autofree char *word = g_strndup(item->at, (gsize)(item->end - item->at));
    if (want->choices == NULL || !g_strv_contains(want->choices, word)) {
        const char *none[] = {NULL};
        const char *const *choices = want->choices ? want->choices : none;
        g_autofree char *list = g_strjoinv(", ", (char **)choices);
        g_autofree char *hint = gy_hint(word, choices);
        return gy_cursor_fail(item, item->at, "expected one of %s, found `%.200s`%s", list, word,
                              hint);
    }
    gy_literal_push_text(literal, g_steal_pointer(&word));
    return true;
}

static bool read_bool(gy_cursor *item, gy_literal *literal)
{
    bool yes = gy_cursor_take(item, "true");
    if (!yes && !gy_cursor_take(item, "false")) {
        return gy_cursor_expected(item, "`true` or `false`");
    }
    gy_literal_push_number(literal, yes ? 1 : 0);
    return gy_cursor_end(item, yes ? "`true`" : "`false`");
}

static bool read_edge(gy_cursor *item, gy_literal *literal)
{
    gy_edge edge;
    if (!gy_cursor_edge(item, &edge)) {
        return false;
    }
    gy_literal_push_edge(literal, edge);
    return gy_cursor_end(item, "the edge");
}

/* One item of the kinds that are made of words, [at, end) trimmed. */
static bool read_item(gy_cursor *item, const gy_want *want, gy_literal *literal)
{
    switch (want->kind) {
    case GY_LITERAL_BOOL:
        return read_bool(item, literal);
    case GY_LITERAL_CHOICE:
        return read_choice(item, want, literal);
    case GY_LITERAL_EDGE:
        return read_edge(item, literal);
    default:
        break;
    }
    if (want->list && want->counts) {
        int counted = read_counted(item, literal);
        if (counted != 0) {
            return counted > 0;
        }
    }
    gy_literal_push_text(literal, want->list ? unescape(item->at, item->end)
                                             : g_strndup(item->at, (gsize)(item->end - item->at)));
    return true;
}

static bool read_items(gy_cursor *cursor, const gy_want *want, gy_literal *literal)
{
    if (!want->list) {
        return read_item(cursor, want, literal);
    }
    gy_cursor item;
    int more;
    while ((more = gy_cursor_item(cursor, &item)) == 1) {
        if (!read_item(&item, want, literal)) {
            return false;
        }
    }
    return more == 0;
}

/* `auto` where a number may also be chosen for you */
static bool is_word_instead(const gy_cursor *cursor, const gy_want *want)
{
    bool numeric = want->kind == GY_LITERAL_NUMBER || want->kind == GY_LITERAL_INTEGER ||
                   want->kind == GY_LITERAL_QUANTITY || want->kind == GY_LITERAL_SHARE;
    if (!numeric || want->choices == NULL) {
        return false;
    }
    g_autofree char *word = g_strndup(cursor->at, (gsize)(cursor->end - cursor->at));
    return g_strv_contains(want->choices, word);
}

static bool read_value(gy_cursor *cursor, const gy_want *want, gy_literal *literal)
{
    if (is_word_instead(cursor, want)) {
        literal->kind = GY_LITERAL_CHOICE;
        return read_choice(cursor, want, literal);
    }
    switch (want->kind) {
    case GY_LITERAL_NUMBER:
    case GY_LITERAL_INTEGER:
    case GY_LITERAL_QUANTITY:
        return gy_literal_read_numbers(cursor, want, literal);
    case GY_LITERAL_INTERVAL:
    case GY_LITERAL_CHECK:
        return gy_literal_read_interval(cursor, want, literal);
    case GY_LITERAL_MAP:
        return gy_literal_read_map(cursor, literal);
    case GY_LITERAL_COLUMNS:
        return gy_literal_read_columns(cursor, literal);
    case GY_LITERAL_SHARE:
        return gy_literal_read_share(cursor, literal);
    case GY_LITERAL_SCHEME:
    case GY_LITERAL_SPEC:
        return gy_literal_read_phrases(cursor, want, literal);
    case GY_LITERAL_BOOL:
    case GY_LITERAL_CHOICE:
    case GY_LITERAL_TEXT:
    case GY_LITERAL_PATH:
    case GY_LITERAL_EDGE:
        return read_items(cursor, want, literal);
    case GY_LITERAL_NONE:
    case GY_LITERAL_RANGE:
        break;
    }
    return gy_cursor_fail(cursor, cursor->at, "no value is expected here");
}

bool gy_literal_parse(const char *text, const gy_want *want, gy_literal *out_literal,
                      GError **error)
{
    g_autoptr(GError) failure = NULL;
    gy_cursor cursor = {text, text, text + strlen(text), &failure};
    if (!g_utf8_validate(text, -1, NULL)) {
        gy_cursor_fail(&cursor, text, "the value is not UTF-8");
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    gy_cursor_skip_blanks(&cursor);
    while (cursor.end > cursor.at && (cursor.end[-1] == ' ' || cursor.end[-1] == '\t')) {
        cursor.end--;
    }
    g_auto(gy_literal) literal = {.kind = want->kind, .is_list = want->list};
    literal.unit = want->unit != NULL ? want->unit : gy_unit_find("");
    bool read = cursor.at == cursor.end ? gy_cursor_expected(&cursor, gy_want_name(want))
                                        : read_value(&cursor, want, &literal);
    if (!read) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    *out_literal = literal;
    literal = (gy_literal){.kind = GY_LITERAL_NONE}; /* given away */
    return true;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "graph/literal_scan.h"

#include "core/error.h"
#include "core/problems.h"

#include <string.h>

size_t gy_cursor_column(const gy_cursor *cursor, const char *where)
{
    size_t column = 1;
    for (const char *p = cursor->text; p < where; p++) {
        column += ((unsigned char)*p & 0xC0) != 0x80; /* continuation bytes are no characters */
    }
    return column;
}

bool gy_cursor_fail(gy_cursor *cursor, const char *where, const char *format, ...)
{
    if (cursor->error == NULL) {
        return false; /* somebody only tries: spare the walk to the column */
    }
    va_list list;
    va_start(list, format);
    g_autofree char *message = g_strdup_vprintf(format, list);
    va_end(list);
    g_set_error(cursor->error, GY_ERROR, GY_ERR_USAGE, "column %" G_GSIZE_FORMAT ": %s",
                gy_cursor_column(cursor, where), message);
    return false;
}

bool gy_cursor_expected(gy_cursor *cursor, const char *what)
{
    gy_cursor_skip_blanks(cursor);
    const char *from = cursor->at;
    const char *to = from;
    while (to < cursor->end && !strchr(" \t;,)", *to)) {
        to++;
    }
    if (to == from && to < cursor->end) {
        to++;
    }
    if (to == from) {
        return gy_cursor_fail(cursor, from, "expected %s, found nothing", what);
    }
    return gy_cursor_fail(cursor, from, "expected %s, found `%.*s`", what, (int)MIN(to - from, 200),
                          from);
}

void gy_cursor_skip_blanks(gy_cursor *cursor)
{
    while (cursor->at < cursor->end && (*cursor->at == ' ' || *cursor->at == '\t')) {
        cursor->at++;
    }
}

bool gy_cursor_done(gy_cursor *cursor)
{
    gy_cursor_skip_blanks(cursor);
    return cursor->at == cursor->end;
}

bool gy_cursor_take(gy_cursor *cursor, const char *token)
{
    gy_cursor_skip_blanks(cursor);
    size_t length = strlen(token);
    if ((size_t)(cursor->end - cursor->at) < length || memcmp(cursor->at, token, length) != 0) {
        return false;
    }
    cursor->at += length;
    return true;
}

bool gy_cursor_end(gy_cursor *cursor, const char *after_what)
{
    if (gy_cursor_done(cursor)) {
        return true;
    }
    if (*cursor->at == ';') {
        return gy_cursor_fail(cursor, cursor->at, "expected one value, found a list");
    }
    g_autofree char *what = g_strdup_printf("the end of %s", after_what);
    return gy_cursor_expected(cursor, what);
}

int gy_cursor_item(gy_cursor *cursor, gy_cursor *out_item)
{
    if (gy_cursor_done(cursor)) {
        return 0;
    }
    const char *from = cursor->at;
    const char *to = from;
    while (to < cursor->end && *to != ';') {
        bool escape = *to == '\\' && to + 1 < cursor->end && (to[1] == ';' || to[1] == '\\');
        to += escape ? 2 : 1;
    }
    cursor->at = to < cursor->end ? to + 1 : to;
    if (to == from) {
        gy_cursor_fail(cursor, from, "empty item before `;` in a list");
        return -1;
    }
    while (to > from && (to[-1] == ' ' || to[-1] == '\t')) {
        to--;
    }
    *out_item = (gy_cursor){cursor->text, from, to, cursor->error};
    return 1;
}

char *gy_cursor_name(gy_cursor *cursor, char extra)
{
    gy_cursor_skip_blanks(cursor);
    const char *p = cursor->at;
    if (p == cursor->end || !g_ascii_islower(*p)) {
        return NULL;
    }
    while (p < cursor->end && (g_ascii_islower(*p) || g_ascii_isdigit(*p) || *p == extra)) {
        p++;
    }
    char *name = g_strndup(cursor->at, (gsize)(p - cursor->at));
    cursor->at = p;
    return name;
}

bool gy_cursor_edge(gy_cursor *cursor, gy_edge *out_edge)
{
    if (!gy_cursor_take(cursor, "@")) {
        return gy_cursor_expected(cursor, "an edge such as `@node` or `@node.port`");
    }
    const char *at = cursor->at;
    bool blank = at < cursor->end && (*at == ' ' || *at == '\t');
    g_autofree char *node = blank ? NULL : gy_cursor_name(cursor, '-');
    g_autofree char *state = NULL;
    if (node != NULL && cursor->at < cursor->end && *cursor->at == ':') {
        cursor->at++;
        state = g_steal_pointer(&node);
        node = gy_cursor_name(cursor, '-');
    }
    if (node == NULL) {
        return gy_cursor_expected(cursor, state != NULL ? "a node name (a-z, 0-9, -) after `:`"
                                                        : "a node name (a-z, 0-9, -) after `@`");
    }
    g_autofree char *port = NULL;
    g_autofree char *column = NULL;
    char **parts[2] = {&port, &column};
    for (size_t i = 0; i < 2 && cursor->at < cursor->end && *cursor->at == '.'; i++) {
        cursor->at++;
        *parts[i] = gy_cursor_name(cursor, '_');
        if (*parts[i] == NULL) {
            return gy_cursor_expected(cursor, "a port or column name (a-z, 0-9, _) after `.`");
        }
    }
    *out_edge = (gy_edge){g_steal_pointer(&state), g_steal_pointer(&node), g_steal_pointer(&port),
                          g_steal_pointer(&column)};
    return true;
}

void gy_edge_finish(gy_edge *edge)
{
    g_free(edge->state);
    g_free(edge->node);
    g_free(edge->port);
    g_free(edge->column);
    *edge = (gy_edge){NULL, NULL, NULL, NULL};
}

bool gy_literal_room(gy_cursor *cursor, size_t n)
{
    return n < GY_ITEMS_MAX ||
           gy_cursor_fail(cursor, cursor->at, "more than %d items", GY_ITEMS_MAX);
}

char *gy_hint(const char *word, const char *const *words)
{
    const char *near = gy_nearest(word, words);
    return near != NULL ? g_strdup_printf("; did you mean `%s`?", near) : g_strdup("");
}

void gy_literal_push_number(gy_literal *literal, double number)
{
    size_t n = literal->n_numbers;
    if ((n & (n - 1)) == 0) { /* the capacity is the next power of two */
        literal->numbers = g_renew(double, literal->numbers, n == 0 ? 1 : 2 * n);
    }
    literal->numbers[literal->n_numbers++] = number;
}

void gy_literal_push_text(gy_literal *literal, char *text)
{
    size_t n = literal->n_texts;
    if ((n & (n - 1)) == 0) {
        literal->texts = g_renew(char *, literal->texts, n == 0 ? 1 : 2 * n);
    }
    literal->texts[literal->n_texts++] = text;
}

void gy_literal_push_edge(gy_literal *literal, gy_edge edge)
{
    size_t n = literal->n_edges;
    if ((n & (n - 1)) == 0) {
        literal->edges = g_renew(gy_edge, literal->edges, n == 0 ? 1 : 2 * n);
    }
    literal->edges[literal->n_edges++] = edge;
}

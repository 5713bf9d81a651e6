/* SPDX-License-Identifier: Apache-2.0
 *
 * literal_scan.h: the pieces the literal parsers share. Private to literal*.c.
 *
 * A cursor is a stretch [at, end) of a value that is being read from the left. Readers advance `at`
 * past what they took and return true, or fill the error and return false; they skip blanks before
 * what they read, never after. `text` is the start of the whole value: columns count from it.
 */
#ifndef GY_GRAPH_LITERAL_SCAN_H
#define GY_GRAPH_LITERAL_SCAN_H

#include "graph/literal.h"

typedef struct gy_cursor {
    const char *text;
    const char *at;
    const char *end;
    GError **error;
} gy_cursor;

/* Column, from 1, of `where` in characters of the whole value. */
size_t gy_cursor_column(const gy_cursor *cursor, const char *where);

/* Fails with `column N: message`, N that of `where`. Always false. */
bool gy_cursor_fail(gy_cursor *cursor, const char *where, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/* Fails with "column N: expected WHAT, found `...`", quoting the next word or "nothing". */
bool gy_cursor_expected(gy_cursor *cursor, const char *what);

void gy_cursor_skip_blanks(gy_cursor *cursor);

/* True when only blanks are left. */
bool gy_cursor_done(gy_cursor *cursor);

/* Takes `token` if it is next (after blanks). */
bool gy_cursor_take(gy_cursor *cursor, const char *token);

/* True when only blanks are left; else fails: expected the end of WHAT, or one value, found ... */
bool gy_cursor_end(gy_cursor *cursor, const char *after_what);

/* Cuts the next item of a `;` list off, blanks trimmed, never empty. Returns 1 and *out_item, 0 at
 * the end of the list, -1 on an empty item. A backslash protects `;` and itself. */
int gy_cursor_item(gy_cursor *cursor, gy_cursor *out_item);

/* Takes a run of [a-z0-9] and `extra` characters that begins with a-z; NULL (no error set) when
 * the next character cannot begin one. Caller frees. */
char *gy_cursor_name(gy_cursor *cursor, char extra);

/* True when a number could begin here: a digit, or a sign or dot before one. */
bool gy_cursor_at_number(gy_cursor *cursor);

/* Takes a decimal number: [+-]digits[.digits][e[+-]digits]; no hex, inf or nan. */
bool gy_cursor_number(gy_cursor *cursor, double *out_number);

/* Takes a number and the unit behind it, if any, and converts. Without want_unit any unit is fine
 * and *out_unit says which; else the number is converted to want_unit, or counts rows when
 * or_rows and the text says so. `what` names the expectation in errors. */
bool gy_cursor_quantity(gy_cursor *cursor, const gy_want *want, double *out_number,
                        const gy_unit **out_unit);

/* Takes a number and a unit as written, for arguments whose type nobody knows yet. */
bool gy_cursor_any_quantity(gy_cursor *cursor, double *out_number, const gy_unit **out_unit);

/* Takes `@[S:]node[.port[.column]]`. */
bool gy_cursor_edge(gy_cursor *cursor, gy_edge *out_edge);
void gy_edge_finish(gy_edge *edge);

/* "... did you mean `x`?" for the nearest of a NULL-terminated list, or "". Caller frees. */
char *gy_hint(const char *word, const char *const *words);

/* Appends; texts are taken over. */
void gy_literal_push_number(gy_literal *literal, double number);
void gy_literal_push_text(gy_literal *literal, char *text);
void gy_literal_push_edge(gy_literal *literal, gy_edge edge);

/* Fails when a map, a column list, a spec or the arguments of one word already have
 * GY_ITEMS_MAX members: names are compared pairwise, and no honest file comes near. */
bool gy_literal_room(gy_cursor *cursor, size_t n);

/* The kinds, one reader each: [at, end) is the whole value, trimmed. */
bool gy_literal_read_numbers(gy_cursor *cursor, const gy_want *want, gy_literal *literal);
bool gy_literal_read_interval(gy_cursor *cursor, const gy_want *want, gy_literal *literal);
bool gy_literal_read_map(gy_cursor *cursor, gy_literal *literal);
bool gy_literal_read_columns(gy_cursor *cursor, gy_literal *literal);
bool gy_literal_read_share(gy_cursor *cursor, gy_literal *literal);
bool gy_literal_read_phrases(gy_cursor *cursor, const gy_want *want, gy_literal *literal);

/* Appends the values of `name(a, b, c)`; the cursor stands behind the name. */
bool gy_literal_read_series(gy_cursor *cursor, const char *name, const gy_want *want,
                            gy_literal *literal);

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * literal.h: the values of a keyfile.
 *
 * The text right of `=` has no type of its own. The port or parameter it is meant for says what it
 * wants, and gy_literal_parse reads the text as that or says, with the column, what was expected
 * and what was found. Variables must be expanded before (keyfile_vars.h).
 *
 *   wanted     written                                  comes back as
 *   NUMBER     1e-3, 20 %                               numbers
 *   INTEGER    64                                       numbers (whole, within +-2^53)
 *   QUANTITY   3 ms, 14 rows                            numbers in the wanted unit
 *   BOOL       true, false                              numbers 1 or 0
 *   CHOICE     a word of the given list                 texts
 *   TEXT       anything                                 texts
 *   PATH       anything                                 texts, as written: not made absolute here
 *   INTERVAL   0 ms .. 450 ms, or 7 Hz;30 Hz            numbers {low, high}, half-open [low, high)
 *   CHECK      0.10 .. 0.30                             numbers {low, high}, closed
 *   MAP        T1 -> fists;T2 -> feet                   texts {from, to} per item
 *   COLUMNS    run str; t f64 s                         columns
 *   SHARE      0.2, last 0.2, 0.1 by @trials.image      numbers {share}, texts {"", first, last},
 * edges SCHEME     k-fold 5, stdp tau=3ms a_plus=6          one phrase SPEC       conv1d 120 k=10;
 * relu                    phrases EDGE       @node.port, @a;@b                        edges
 *
 * Lists. Items stand between `;`, blanks around them do not count, one `;` may follow the last item
 * (as GKeyFile writes lists), an empty item is an error. In lists of texts and paths `\;` is a
 * semicolon and `\\` a backslash; any other backslash stays. Where one value is wanted a list is
 * refused, except that a single text or path keeps its semicolons.
 *
 * Series. In a list of numbers an item may be
 *   linspace(a, b, n)     n values from a to b, both included
 *   logspace(lo, hi, n)   10 to the power of linspace(lo, hi, n)
 *   arange(a, b, step)    a, a + step, ... below b
 *   1..8                  whole numbers, both ends included
 * with the meaning of numpy's functions. `0 ms .. 450 ms` where a list of quantities is wanted
 * stands for every step of an axis that only the caller knows: the kind of the result is then RANGE
 * and its two numbers are the ends, half-open like every window.
 *
 * Allocation is GLib's. Sizes are bounded: see GY_SERIES_MAX, GY_ITEMS_MAX.
 */
#ifndef GY_GRAPH_LITERAL_H
#define GY_GRAPH_LITERAL_H

#include "graph/units.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#define GY_SERIES_MAX 1000000 /* values of a series or of a list of numbers */
#define GY_ITEMS_MAX  4096    /* pairs of a map, columns, phrases, arguments of a word */

typedef enum gy_literal_kind {
    GY_LITERAL_NONE,
    GY_LITERAL_NUMBER,
    GY_LITERAL_INTEGER,
    GY_LITERAL_QUANTITY,
    GY_LITERAL_BOOL,
    GY_LITERAL_CHOICE,
    GY_LITERAL_TEXT,
    GY_LITERAL_PATH,
    GY_LITERAL_INTERVAL,
    GY_LITERAL_RANGE, /* only as a result: see Series above */
    GY_LITERAL_CHECK,
    GY_LITERAL_MAP,
    GY_LITERAL_COLUMNS,
    GY_LITERAL_SHARE,
    GY_LITERAL_SCHEME,
    GY_LITERAL_SPEC,
    GY_LITERAL_EDGE,
} gy_literal_kind;

/* What the caller wants. Zero fields mean: one value, no words, a plain number. */
typedef struct gy_want {
    gy_literal_kind kind;
    bool list;    /* NUMBER to PATH and EDGE: one or more items */
    bool counts;  /* lists of TEXT: `1..8` is eight texts, `01..08` keeps the zeros */
    bool or_rows; /* QUANTITY, INTERVAL: `14 rows` is accepted beside the unit; look at .unit */
    const gy_unit *unit;  /* QUANTITY, INTERVAL, CHECK: numbers come back in it; NULL is plain */
    const gy_unit *other; /* QUANTITY: of another dimension that is as good; NULL: none */
    /* NULL-terminated. CHOICE and SCHEME: the words there are. NUMBER, INTEGER, QUANTITY, SHARE:
     * words accepted in place of a number, such as `auto`; the result is then of kind CHOICE. */
    const char *const *choices;
} gy_want;

/* `@S:node.port.column`; parts not written are NULL. What stands right of the first dot may turn
 * out to be a port, a column or a coordinate: that is for the graph to find out. */
typedef struct gy_edge {
    char *state;
    char *node;
    char *port;
    char *column;
} gy_edge;

/* One word after the first of a spec or scheme. `key` is NULL for a positional one. `0.01 Hz` is
 * one argument; is_number is then true, and number and unit are as written (unit "" if none). */
typedef struct gy_argument {
    char *key;
    char *text;
    bool is_number;
    double number;
    const gy_unit *unit;
} gy_argument;

typedef struct gy_phrase {
    char *word;
    size_t column; /* of the word in the value, from 1 */
    size_t n_arguments;
    gy_argument *arguments;
} gy_phrase;

/* `t f64 s`: name, dtype (i8 ... u64, f32, f64, str, bool), unit ("" if none). */
typedef struct gy_column {
    char *name;
    char *dtype;
    const gy_unit *unit;
} gy_column;

typedef struct gy_literal {
    gy_literal_kind kind; /* the wanted one, or RANGE or CHOICE as said above */
    bool is_list;         /* as wanted: a list of one is still a list */
    const gy_unit *unit;  /* of numbers; never NULL after a parse */
    size_t n_numbers;
    double *numbers;
    size_t n_texts;
    char **texts;
    size_t n_edges;
    gy_edge *edges;
    size_t n_phrases;
    gy_phrase *phrases;
    size_t n_columns;
    gy_column *columns;
} gy_literal;

/* [any] Reads `text` (UTF-8, blanks at both ends ignored) as `want`. On success *out_literal, whose
 * old content is not looked at, holds the value: release it with gy_literal_finish. On failure
 * out_literal is untouched and the error (GY_ERROR, GY_ERR_USAGE) has a message such as
 *   column 1: expected a time such as `3 ms`, found a frequency, `3 Hz`
 * Columns count characters of `text` from 1. */
bool gy_literal_parse(const char *text, const gy_want *want, gy_literal *out_literal,
                      GError **error);

/* [any] Frees what a literal owns and zeroes it. A zeroed literal may be finished. */
void gy_literal_finish(gy_literal *literal);

/* [any] Whether a value is an edge or a list that begins with one: it begins with `@`. */
bool gy_text_is_edge(const char *text);

/* [any] The canonical name of a kind in messages: "a number", "a list of edges". Static. */
const char *gy_want_name(const gy_want *want);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(gy_literal, gy_literal_finish)

#endif

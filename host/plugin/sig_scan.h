/* SPDX-License-Identifier: Apache-2.0
 *
 * sig_scan.h: what the parts of the text parser share. Private to host/plugin/sig*.c.
 *
 * A line is cut into words at blanks; blanks inside (...) and [...] do not cut, so that
 * `f64[row, v]` and `window(past, 0)` are one word each. What follows ` | ` is the documentation.
 */
#ifndef GY_PLUGIN_SIG_SCAN_H
#define GY_PLUGIN_SIG_SCAN_H

#include "plugin/sig.h"

typedef struct gy_sig_reader {
    gy_sig *sig;
    const char *source; /* file for messages, may be NULL */
    gy_problems *problems;
    unsigned n_errors;

    /* the line being read */
    int line;
    const char *line_text;
    GPtrArray *words; /* char *, owned */
    const char *doc;  /* in sig->strings; NULL if there is none */
    bool has_bar;     /* ` | ` was there, with or without text after it */

    /* what was read */
    GArray *arrays[6]; /* gy_sig_port by gy_sig_role */
    GArray *params, *reach;
    GPtrArray *docs, *cites;
    /* names that can only be looked up once the whole text is read */
    GPtrArray *late; /* gy_sig_late *, owned */
} gy_sig_reader;

/* A reference by name: `like=x`, `levels=y`, `reach y.row x.time window(a, 0)`, `tile v`. */
typedef struct gy_sig_late {
    enum gy_sig_late_what {
        GY_LATE_LIKE,
        GY_LATE_LEVELS,
        GY_LATE_REACH,
        GY_LATE_TILE,
        GY_LATE_FIT
    } what;
    int line;
    char *line_text;
    unsigned index;  /* of the output */
    char *a, *b, *c; /* like, levels, tile, fit-when: a; reach: OUT.SYMBOL, IN or NULL, REACH */
    char *when;      /* reach: PARAM=VALUE,... or NULL */
} gy_sig_late;

/* Appends a problem at the current line, followed by the text of the line. */
void gy_sig_error(gy_sig_reader *r, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Unknown word: tells the host's minor, the minor that the file requires, and the nearest word. */
void gy_sig_unknown(gy_sig_reader *r, const char *word, const char *const *known);

/* Cuts `line` (bytes without newline) into r->words and r->doc. False after an error. */
bool gy_sig_scan_line(gy_sig_reader *r, const char *line, int number);

/* Word i of the line, NULL past the end. */
const char *gy_sig_word(const gy_sig_reader *r, unsigned i);

/* `PARAM=VALUE,...` of a choice or bool parameter. False after an error. */
bool gy_sig_link_when(gy_sig_reader *r, const char *text, gy_sig_when *out);

/* Keeps a string as long as the sig. */
const char *gy_sig_keep(gy_sig_reader *r, const char *text);
/* The same for a list; the strings are kept too. */
const char *const *gy_sig_keep_list(gy_sig_reader *r, char **list);

/* [a-z][a-z0-9_]*, with '-' when `dash`. */
bool gy_sig_is_name(const char *text, bool dash);
/* A whole word that is a decimal integer or a finite-or-infinite real, in the C locale. */
bool gy_sig_is_integer(const char *text, int64_t *out_value);
bool gy_sig_is_real(const char *text, double *out_value);

/* "head(a, b)" -> trimmed operands of the bracket, NULL if `word` is not of that form. An empty
 * bracket gives an empty list. The caller frees with g_strfreev. *out_head is what stands before
 * `open`, the caller frees; *out_tail points behind `close`. */
char **gy_sig_bracket(const char *word, char open, char close, char **out_head,
                      const char **out_tail);

/* Reads TYPE or PTYPE from a word; false after an error. out_type / out_param fields untouched on
 * failure. */
bool gy_sig_read_type(gy_sig_reader *r, const char *word, gy_sig_type *out_type);
bool gy_sig_read_param_type(gy_sig_reader *r, const char *word, gy_sig_param *out_param);

/* Statements, from r->words. */
void gy_sig_read_array(gy_sig_reader *r, gy_sig_role role);
void gy_sig_read_param(gy_sig_reader *r);
void gy_sig_read_reach(gy_sig_reader *r);
/* Default and range of a parameter against each other, where numbers tell. */
void gy_sig_check_default(gy_sig_reader *r, const gy_sig_param *p);

/* After the last line: looks names up, checks the node as a whole. */
void gy_sig_link(gy_sig_reader *r);
void gy_sig_check(gy_sig_reader *r);

#endif

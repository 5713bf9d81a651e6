/* SPDX-License-Identifier: MIT
 *
 * delimited.h: rows of cells in CSV, TSV, semicolon or blank separated text (RFC 4180 quoting).
 *
 * The text is loaded whole (source.h), checked to be UTF-8 once, and then walked row by row without
 * copying: cells point into it. Blank lines and lines whose first character is the comment
 * character are skipped. A row of another length than the first is an error that names line and
 * column. Lines and columns count from 1, columns in cells. All functions are [any].
 */
#ifndef GYRUS_READERS_DELIMITED_H
#define GYRUS_READERS_DELIMITED_H

#include "source.h"

typedef struct cell {
    const char *text; /* not terminated; inside the quotes if it was quoted */
    int64_t n;
    int64_t doubled; /* number of "" in it, each one character of the value */
    int quoted;
} cell;

typedef struct delimited {
    gy_call *c;
    const char *path;
    const char *begin, *p, *end;
    int64_t line;   /* of the row read last */
    int64_t next;   /* line at which p stands */
    char separator; /* ',' ';' '\t', or ' ' for runs of blanks */
    char comment;   /* 0: none */
    cell *cells;    /* [n], of the row read last */
    int64_t n, room;
    unsigned char stop[256]; /* characters at which an unquoted cell may end */
} delimited;

/* Loads a file. separator: auto, comma, tab, space or semicolon; auto takes the first of tab, comma
 * and semicolon that the first row has outside of quotes, else blanks. comment: one character, or
 * "none". GY_FORMAT for bytes that are not UTF-8 or for NUL. */
int delimited_open(gy_call *c, const char *path, const char *separator, const char *comment,
                   delimited *out);

/* The same for text that is already in memory (size bytes, [size] is 0). */
int delimited_over(gy_call *c, const source *s, const char *separator, const char *comment,
                   delimited *out);

/* 1: the next row is in cells; 0: there is none; negative: failed. */
int delimited_next(delimited *d);

/* Back to the first row. */
void delimited_rewind(delimited *d);

/* fail at a cell of the row read last; column < 0: at the line. */
int delimited_fail(const delimited *d, int code, int64_t column, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* -- what a cell says -- */

/* 1 if it is empty or n/a (and not quoted); with `numbers` also NaN. */
int cell_missing(const cell *x, int numbers);
/* 1 and the value, if the cell is a whole number of 64 bits. */
int cell_integer(const cell *x, int64_t *out);
/* 1 and the value, if the cell is a decimal number, inf or nan; independent of the locale. */
int cell_number(const cell *x, double *out);
/* 1 and the value, if the cell is true, false, 1 or 0. */
int cell_truth(const cell *x, int *out);
/* Bytes of its value, and the value itself. */
int64_t cell_length(const cell *x);
void cell_copy(const cell *x, char *out);
int cell_is(const cell *x, const char *word);

#endif

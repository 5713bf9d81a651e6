/* SPDX-License-Identifier: MIT
 *
 * columns.h: names, types and units of the columns of a delimited text: taken from the header, the
 * user's `columns` and the cells themselves. [any]
 */
#ifndef GYRUS_READERS_COLUMNS_H
#define GYRUS_READERS_COLUMNS_H

#include "delimited.h"

typedef struct column {
    char name[200];
    char unit[40];
    uint8_t code, bits;
    uint16_t flags;
    int given; /* the type is the user's: a cell that does not fit is an error */
    int64_t text_bytes;
    int missing, whole, number; /* seen while looking through the cells */
    int64_t largest;            /* |whole numbers|, at most 2^63 - 1 */
} column;

typedef struct layout {
    column *columns; /* [n], scratch */
    int64_t n, rows;
    int header; /* the first row is names */
} layout;

/* Reads all rows once: header or not, types, number of rows. header: auto, true or false. */
int columns_learn(delimited *d, const char *header, layout *out);

/* Index of a column, -1 if there is none. */
int64_t columns_find(const layout *l, const char *name);

/* Declares the columns of table port `port`. */
int columns_declare(gy_call *c, const char *port, const layout *l);

/* Fills the columns of table port `port` from the rows. */
int columns_fill(delimited *d, const char *port, const layout *l);

#endif

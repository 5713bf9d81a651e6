/* SPDX-License-Identifier: MIT
 *
 * assign.h: the best one-to-one assignment of rows to columns.
 */
#ifndef GYRUS_METRICS_ASSIGN_H
#define GYRUS_METRICS_ASSIGN_H

#include "sugar.h"

/* Bytes of `space` for as_best. */
int64_t as_bytes(int64_t rows, int64_t columns);

/* gain[rows, columns] in C order, finite. to[row] = column so that the sum of gains is as large as
 * it can be and no column is taken twice; -1 for rows that are left over when there are more rows
 * than columns. Hungarian method with shortest augmenting paths, O(n^3) (Jonker & Volgenant 1987).
 */
void as_best(int64_t rows, int64_t columns, const double *gain, int64_t *to, void *space);

#endif

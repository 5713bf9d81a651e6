/* SPDX-License-Identifier: Apache-2.0
 *
 * correct.h: p values of many items at once. p may hold NaN: such an item is no test, is not
 * counted and gives NaN. out may be p. [any] */
#ifndef GY_RUN_CORRECT_H
#define GY_RUN_CORRECT_H

#include <stdint.h>

/* Adjusted p values [n] that keep the chance of any false finding below a level, whatever the
 * dependence: of sorted p, max over j <= i of (m - j) p_j, j from 0, at most 1 (Holm 1979,
 * Scandinavian Journal of Statistics 6, 65-70). */
void gy_correct_holm(const double *p, int64_t n, double *out);
/* Adjusted p values [n] that keep the expected share of false findings below a level, for
 * independent or positively dependent items: min over j >= i of m p_j / (j + 1), at most 1
 * (Benjamini and Hochberg 1995, Journal of the Royal Statistical Society B 57, 289-300). */
void gy_correct_fdr(const double *p, int64_t n, double *out);

#endif

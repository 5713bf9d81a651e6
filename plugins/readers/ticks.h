/* SPDX-License-Identifier: MIT
 *
 * ticks.h: a column of times becomes the time axis of the rows.
 */
#ifndef GYRUS_READERS_TICKS_H
#define GYRUS_READERS_TICKS_H

#include "columns.h"

/* Gives axis `row` the coordinate `t` in seconds from column `name`, written in `unit` (s, ms, us
 * or ns), and a rate when the times are regular. Times are whole ticks: units divided by 10^(digits
 * after the point, at most 9 in the column), so the check is exact. GY_PARAM: no such column;
 * GY_DATA: a time is missing or does not rise; GY_FORMAT: not a number. [any] */
int ticks_set(delimited *d, const layout *l, const char *name, const char *unit);

#endif

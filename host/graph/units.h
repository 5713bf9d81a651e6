/* SPDX-License-Identifier: Apache-2.0
 *
 * units.h: the units a quantity in a keyfile may carry.
 *
 * A quantity such as `3 ms` is a number and a unit; a parameter says in which unit its node wants
 * the number, and the host converts. Only parameters convert, edges never do.
 *
 * Names are case-sensitive: `ms` is a millisecond, `MS` is nothing. Every unit belongs to one
 * dimension and is an exact ratio mul/div to the base unit of that dimension:
 *
 *   time          s ms us min h      base s
 *   frequency     Hz kHz             base Hz
 *   voltage       V mV uV            base V
 *   length        m cm mm um         base m
 *   current       A mA uA nA pA      base A
 *   conductance   S mS uS nS         base S
 *   capacitance   F uF nF pF         base F
 *   rows          rows               base rows (a count of rows of a domain)
 *   plain number  (nothing) %        base 1; 20 % is 0.2
 *
 * A ratio of integers and not a factor, because 35 * 0.001 is not the double nearest to 0.035 and
 * 35 / 1000 is: `35 ms` and `0.035 s` must be the same number.
 */
#ifndef GY_GRAPH_UNITS_H
#define GY_GRAPH_UNITS_H

#include <stdbool.h>
#include <stddef.h>

typedef enum gy_dimension {
    GY_DIMENSION_NONE, /* a plain number; `%` lives here too */
    GY_DIMENSION_TIME,
    GY_DIMENSION_FREQUENCY,
    GY_DIMENSION_VOLTAGE,
    GY_DIMENSION_LENGTH,
    GY_DIMENSION_CURRENT,
    GY_DIMENSION_CONDUCTANCE,
    GY_DIMENSION_CAPACITANCE,
    GY_DIMENSION_ROWS,
} gy_dimension;

/* value in base units = value * mul / div. Units are constants of the program: never freed, and
 * two units are the same iff their pointers are. */
typedef struct gy_unit {
    const char *name; /* "" is the plain number */
    gy_dimension dimension;
    double mul;
    double div;
} gy_unit;

/* [any] The unit of this exact name ("" for the plain number), or NULL. */
const gy_unit *gy_unit_find(const char *name);

/* [any] The base unit of a dimension; the plain number for an unknown value. */
const gy_unit *gy_unit_base(gy_dimension dimension);

/* [any] "time", "frequency", ... for messages; "plain number" for GY_DIMENSION_NONE. */
const char *gy_dimension_name(gy_dimension dimension);

/* [any] The units of a dimension for messages, "s, ms, us, min, h". */
const char *gy_dimension_units(gy_dimension dimension);

/* [any] The unit whose name is most like `name` (another case, `sec`, `µV`, one letter off), or
 * NULL when none is near. Never returns the plain number. */
const gy_unit *gy_unit_nearest(const char *name);

/* [any] *out_value = value, given in `from`, expressed in `to`. One multiplication and one
 * division, so the result is correctly rounded whenever the scaled value is exact.
 * False, and out_value untouched, when the dimensions differ or the result is not finite. */
bool gy_unit_convert(double value, const gy_unit *from, const gy_unit *to, double *out_value);

#endif

/* twins.h: rows that training and test have in common, not by where they come from but by what they
 * hold. [control] */
#ifndef GY_TWINS_H
#define GY_TWINS_H

#include "run/runtime.h"

/* Before a fit of an outer fold: warns, once for a node and case, if a row of its features in the
 * training rows is bit for bit one of the test rows. Looks at matrices of floats with at least
 * three columns and at rows with at least three different numbers, not all whole; not beyond a
 * million rows or 4 GiB. */
void gy_twins_look(gy_runtime *rt, const gy_inst *inst);

#endif

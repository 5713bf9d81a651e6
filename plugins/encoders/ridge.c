/* SPDX-License-Identifier: MIT
 *
 * ridge.c: encoder.ridge, responses from features.
 */
#include "ridge.h"

GY_SAY(
    text,
    "encoder.ridge 1 | Ridge regression of responses on features\n"
    "in  x T[row, p]     | features\n"
    "in  y T[row, t] fit | responses\n"
    "out predicted T[row, t] like=y | predicted responses\n" RIDGE_ARRAYS(
        "t") "param per_target bool = true | an alpha for each target, or one for all (which must "
             "then fit one tile of targets)\n"
             "tile t\n"
             "reach predicted.row row\n" RIDGE_NOTES);

static int run(gy_call *c)
{
    return ridge_run(c, "predicted");
}

GY_PLUGIN(text, ridge_resolve, run, ridge_add, 0, ridge_solve)

/* SPDX-License-Identifier: MIT
 *
 * ridge.c: decoder.ridge, stimuli (numbers) from responses: the same regression as encoder.ridge.
 */
#include "../encoders/ridge.h"

GY_SAY(
    text,
    "decoder.ridge 1 | Ridge regression of a stimulus on responses\n"
    "in  x T[row, p]     | responses\n"
    "in  y T[row, t] fit | stimulus, numbers; for classes see decoder.ridge-classifier\n"
    "out predicted T[row, t] like=y | reconstructed stimulus\n" RIDGE_ARRAYS(
        "t") "param per_target bool = true | an alpha for each target, or one for all (which must "
             "then fit one tile of targets)\n"
             "tile t\n"
             "reach predicted.row row\n" RIDGE_NOTES);

static int run(gy_call *c)
{
    return ridge_run(c, "predicted");
}

GY_PLUGIN(text, ridge_resolve, run, ridge_add, 0, ridge_solve)

/* SPDX-License-Identifier: MIT */
#include "gyrus.h"

GY_SAY(text, "transform.unknown-word 1 | s\nin x f64[row]\nout y f64[row]\nglows | blue\n");
static int run(gy_call *c)
{
    (void)c;
    return GY_OK;
}
GY_PLUGIN(text, 0, run, 0, 0, 0)

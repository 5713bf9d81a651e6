/* SPDX-License-Identifier: MIT */
#define GY_REQUIRED 99
#include "gyrus.h"

GY_SAY(text, "transform.newer-minor 1 | s\nin x f64[row] sparkling\nout y f64[row]\n");
static int run(gy_call *c)
{
    (void)c;
    return GY_OK;
}
GY_PLUGIN(text, 0, run, 0, 0, 0)

/* SPDX-License-Identifier: MIT */
#include "gyrus.h"

/* Built twice: one id in two files. */
GY_SAY(text, "transform.twin 1 | s\nin x f64[row]\nout y f64[row]\n");
static int run(gy_call *c)
{
    (void)c;
    return GY_OK;
}
GY_PLUGIN(text, 0, run, 0, 0, 0)

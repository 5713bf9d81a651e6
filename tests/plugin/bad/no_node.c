/* SPDX-License-Identifier: MIT */
#include "gyrus.h"

/* Two texts, one node. */
GY_SAY(one, "transform.no-node-a 1 | s\nin x f64[row]\nout y f64[row]\n");
GY_SAY(two, "transform.no-node-b 1 | s\nin x f64[row]\nout y f64[row]\n");
static int run(gy_call *c)
{
    (void)c;
    return GY_OK;
}
GY_PLUGIN(one, 0, run, 0, 0, 0)

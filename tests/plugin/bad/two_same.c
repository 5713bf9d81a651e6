/* SPDX-License-Identifier: MIT */
#include "gyrus.h"

/* Two texts of one id in one file. */
GY_SAY(one, "transform.two-same 1 | s\nin x f64[row]\nout y f64[row]\n");
GY_SAY(two, "transform.two-same 2 | t\nin x f64[row]\nout y f64[row]\n");
static int run(gy_call *c)
{
    (void)c;
    return GY_OK;
}
static const gy_node first = {GY_NODE_HEAD, one, 0, run, 0, 0, 0, 0};
static const gy_node second = {GY_NODE_HEAD, two, 0, run, 0, 0, 0, 0};
GY_PLUGIN_NODES(&first, &second)

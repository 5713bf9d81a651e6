/* SPDX-License-Identifier: MIT */
#include "gyrus.h"

/* The node's text is not the one of the section. */
GY_SAY(text, "transform.text-differs 1 | s\nin x f64[row]\nout y f64[row]\n");
static int run(gy_call *c)
{
    (void)c;
    return GY_OK;
}
GY_PLUGIN("gyrus 0 1 0\ntransform.text-differs 1 | s\nin x f32[row]\nout y f64[row]\n", 0, run, 0,
          0, 0)

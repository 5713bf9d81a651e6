/* SPDX-License-Identifier: MIT */
#include "gyrus.h"

GY_SAY(text, "transform.undefined-symbol 1 | s\nin x f64[row]\nout y f64[row]\n");
int gy_test_nobody_has_this(gy_call *c);
static int run(gy_call *c)
{
    return gy_test_nobody_has_this(c);
}
GY_PLUGIN(text, 0, run, 0, 0, 0)

/* SPDX-License-Identifier: MIT */
#include "gyrus.h"

/* The text requires minor 0, the node 99. */
GY_SAY(text, "transform.code-minor 1 | s\nin x f64[row]\nout y f64[row]\n");
static const gy_node node = {sizeof(gy_node), 0, 99, 99, 0, 0, text, 0, 0, 0, 0, 0, 0};
GY_PLUGIN_NODES(&node)

/* SPDX-License-Identifier: MIT */
#include "gyrus.h"

/* The text says major 0, the node 7. */
GY_SAY(text, "transform.code-major 1 | s\nin x f64[row]\nout y f64[row]\n");
static const gy_node node = {sizeof(gy_node), 7, 0, 0, 0, 0, text, 0, 0, 0, 0, 0, 0};
GY_PLUGIN_NODES(&node)

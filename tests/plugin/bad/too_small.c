/* SPDX-License-Identifier: MIT */
#include "gyrus.h"

/* A node whose size ends before its functions. */
GY_SAY(text, "transform.too-small 1 | s\nin x f64[row]\nout y f64[row]\n");
static const gy_node node = {24, GY_MAJOR, GY_MINOR, GY_REQUIRED, 0, 0, text, 0, 0, 0, 0, 0, 0};
GY_PLUGIN_NODES(&node)

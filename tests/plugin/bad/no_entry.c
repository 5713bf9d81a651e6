/* SPDX-License-Identifier: MIT */
#include "gyrus.h"

/* A text, but no gy_plugin_0. */
GY_SAY(text, "transform.no-entry 1 | s\nin x f64[row]\nout y f64[row]\n");

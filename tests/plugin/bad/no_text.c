/* SPDX-License-Identifier: MIT */
#include "gyrus.h"

GY_SAY(text, "transform.no-text 1 | s\nin x f64[row]\nout y f64[row]\n");
GY_PLUGIN(0, 0, 0, 0, 0, 0)

/* SPDX-License-Identifier: Apache-2.0
 *
 * png.h: a small image inside a page. [any] */
#ifndef GY_PNG_H
#define GY_PNG_H

#include <glib.h>
#include <stdint.h>

/* width x height pixels of four bytes (red, green, blue, alpha), rows from the top, as
 * "data:image/png;base64,...". NULL for an empty or huge (over 2^24 pixels) image. The caller
 * frees. Source: PNG specification (ISO/IEC 15948:2003), colour type 6, filter 0. */
char *gy_png_data_uri(int64_t width, int64_t height, const uint8_t *rgba);

#endif

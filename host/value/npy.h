/* SPDX-License-Identifier: Apache-2.0
 *
 * npy.h: arrays as NumPy files, format 1.0, C order, little-endian. [any] */
#ifndef GY_NPY_H
#define GY_NPY_H

#include "value/value.h"

/* Writes a dense array, atomically: magic, version 1.0, the dictionary padded with blanks so that
 * the data begin at a multiple of 64 bytes, the data. Labels are written as codes, bool as one
 * byte. GY_ERR_UNSUPPORTED for tables, models and ragged arrays; else GY_ERR_IO. Source:
 * numpy.lib.format, "Format Version 1.0". */
gboolean gy_npy_write(const char *path, const gy_value *v, GError **error);

#endif

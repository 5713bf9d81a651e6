/* npy.h: arrays as NumPy files, format 1.0, C order, little-endian. [any] */
#ifndef GY_NPY_H
#define GY_NPY_H

#include "value/value.h"

/* Writes a dense array atomically; labels are written as codes. */
gboolean gy_npy_write(const char *path, const gy_value *v, GError **error);

#endif

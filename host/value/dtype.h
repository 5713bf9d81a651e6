/* SPDX-License-Identifier: Apache-2.0
 *
 * dtype.h: element types of values. A dtype is a DLPack type code and its bits; text is a dtype of
 * its own here (ragged u8), so that a port can ask for it. All functions are [any]. */
#ifndef GY_DTYPE_H
#define GY_DTYPE_H

#include <glib.h>
#include <stdint.h>

#include "gyrus.h"

typedef struct gy_dtype {
    uint8_t code, bits;
    uint16_t flags; /* GY_TEXT for text */
} gy_dtype;

#define GY_F64     ((gy_dtype){GY_FLOAT, 64, 0})
#define GY_F32     ((gy_dtype){GY_FLOAT, 32, 0})
#define GY_I64     ((gy_dtype){GY_INT, 64, 0})
#define GY_U8      ((gy_dtype){GY_UINT, 8, 0})
#define GY_STRINGS ((gy_dtype){GY_UINT, 8, GY_TEXT})

gboolean gy_dtype_equal(gy_dtype a, gy_dtype b);
/* Bytes of one element; text: of one byte. 0 for a dtype that does not exist. */
size_t gy_dtype_size(gy_dtype t);
/* "f32", "i64", "text", ...; "?" for one that does not exist. */
const char *gy_dtype_name(gy_dtype t);
/* FALSE if `name` is no dtype. */
gboolean gy_dtype_parse(const char *name, gy_dtype *out);
gboolean gy_dtype_is_float(gy_dtype t);
/* Every value of `from` is a value of `to`: the only conversions an edge may make. FALSE for a
 * dtype that does not exist, and between text and anything else. */
gboolean gy_dtype_widens(gy_dtype from, gy_dtype to);

#endif

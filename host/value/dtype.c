/* SPDX-License-Identifier: Apache-2.0 */
#include "value/dtype.h"

#include <string.h>

static const struct {
    const char *name;
    gy_dtype type;
} known[] = {
    {"f32", {GY_FLOAT, 32, 0}}, {"f64", {GY_FLOAT, 64, 0}}, {"i8", {GY_INT, 8, 0}},
    {"i16", {GY_INT, 16, 0}},   {"i32", {GY_INT, 32, 0}},   {"i64", {GY_INT, 64, 0}},
    {"u8", {GY_UINT, 8, 0}},    {"u16", {GY_UINT, 16, 0}},  {"u32", {GY_UINT, 32, 0}},
    {"u64", {GY_UINT, 64, 0}},  {"bool", {GY_BOOL, 8, 0}},  {"text", {GY_UINT, 8, GY_TEXT}},
};

gboolean gy_dtype_equal(gy_dtype a, gy_dtype b)
{
    return a.code == b.code && a.bits == b.bits && (a.flags & GY_TEXT) == (b.flags & GY_TEXT);
}

const char *gy_dtype_name(gy_dtype t)
{
    for (size_t i = 0; i < G_N_ELEMENTS(known); i++) {
        if (gy_dtype_equal(known[i].type, t)) {
            return known[i].name;
        }
    }
    return "?";
}

size_t gy_dtype_size(gy_dtype t)
{
    return gy_dtype_name(t)[0] == '?' ? 0 : t.bits / 8u;
}

gboolean gy_dtype_parse(const char *name, gy_dtype *out)
{
    for (size_t i = 0; i < G_N_ELEMENTS(known); i++) {
        if (strcmp(known[i].name, name) == 0) {
            *out = known[i].type;
            return TRUE;
        }
    }
    return FALSE;
}

gboolean gy_dtype_is_float(gy_dtype t)
{
    return t.code == GY_FLOAT;
}

/* Bits of integers that the type holds exactly. */
static int exact_bits(gy_dtype t)
{
    switch (t.code) {
    case GY_FLOAT:
        return t.bits == 64 ? 53 : 24;
    case GY_INT:
        return t.bits - 1;
    case GY_BOOL:
        return 1;
    default:
        return t.bits;
    }
}

gboolean gy_dtype_widens(gy_dtype from, gy_dtype to)
{
    if (!gy_dtype_size(from) || !gy_dtype_size(to)) {
        return FALSE;
    }
    if (gy_dtype_equal(from, to)) {
        return TRUE;
    }
    if ((from.flags | to.flags) & GY_TEXT) {
        return FALSE;
    }
    if (from.code == GY_FLOAT) {
        return to.code == GY_FLOAT && from.bits <= to.bits;
    }
    if (from.code == GY_INT && (to.code == GY_UINT || to.code == GY_BOOL)) {
        return FALSE;
    }
    return exact_bits(from) <= exact_bits(to);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "value/dtype.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static const struct {
    const char *name;
    gy_dtype type;
    size_t size;
    double least, most; /* integers that the type holds without a gap: [least, most] */
} rows[] = {
    {"f32", {GY_FLOAT, 32, 0}, 4, -0x1p24, 0x1p24},
    {"f64", {GY_FLOAT, 64, 0}, 8, -0x1p53, 0x1p53},
    {"i8", {GY_INT, 8, 0}, 1, -0x1p7, 0x1p7 - 1},
    {"i16", {GY_INT, 16, 0}, 2, -0x1p15, 0x1p15 - 1},
    {"i32", {GY_INT, 32, 0}, 4, -0x1p31, 0x1p31 - 1},
    {"i64", {GY_INT, 64, 0}, 8, -0x1p63, 0x1p63},
    {"u8", {GY_UINT, 8, 0}, 1, 0, 0x1p8 - 1},
    {"u16", {GY_UINT, 16, 0}, 2, 0, 0x1p16 - 1},
    {"u32", {GY_UINT, 32, 0}, 4, 0, 0x1p32 - 1},
    {"u64", {GY_UINT, 64, 0}, 8, 0, 0x1p64},
    {"bool", {GY_BOOL, 8, 0}, 1, 0, 1},
    {"text", {GY_UINT, 8, GY_TEXT}, 1, 0, 0},
};

Test(dtype, names_and_sizes)
{
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        gy_dtype t = {0, 0, 0};
        cr_assert(gy_dtype_parse(rows[i].name, &t), "%s", rows[i].name);
        cr_assert(gy_dtype_equal(t, rows[i].type), "%s", rows[i].name);
        cr_assert_str_eq(gy_dtype_name(rows[i].type), rows[i].name);
        cr_assert_eq(gy_dtype_size(rows[i].type), rows[i].size, "%s", rows[i].name);
        cr_assert_eq(gy_dtype_is_float(rows[i].type), rows[i].name[0] == 'f');
        for (size_t j = 0; j < G_N_ELEMENTS(rows); j++) {
            cr_assert_eq(gy_dtype_equal(rows[i].type, rows[j].type), i == j);
        }
    }
    cr_assert(gy_dtype_equal(GY_F64, rows[1].type) && gy_dtype_equal(GY_F32, rows[0].type));
    cr_assert(gy_dtype_equal(GY_I64, rows[5].type) && gy_dtype_equal(GY_U8, rows[6].type));
    cr_assert(gy_dtype_equal(GY_STRINGS, rows[11].type));
}

Test(dtype, what_is_no_dtype)
{
    const gy_dtype bad[] = {{GY_FLOAT, 16, 0}, {GY_INT, 0, 0},       {GY_BOOL, 1, 0},
                            {3, 64, 0},        {GY_INT, 8, GY_TEXT}, {255, 255, 0}};
    const char *const names[] = {"", "f", "F64", "f64 ", "float", "i128", "?"};
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        cr_assert_str_eq(gy_dtype_name(bad[i]), "?");
        cr_assert_eq(gy_dtype_size(bad[i]), 0);
        cr_assert_not(gy_dtype_widens(bad[i], GY_F64));
        cr_assert_not(gy_dtype_widens(GY_U8, bad[i]));
        cr_assert_not(gy_dtype_widens(bad[i], bad[i]), "row %zu", i);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        gy_dtype t = GY_F32;
        cr_assert_not(gy_dtype_parse(names[i], &t), "'%s'", names[i]);
        cr_assert(gy_dtype_equal(t, GY_F32), "untouched");
    }
}

/* The rule from the definition: integers of `from` inside the exact integers of `to`; no fraction
 * into an integer; nothing but itself into bool and text. */
static gboolean widens(size_t from, size_t to)
{
    if (from == to) {
        return TRUE;
    }
    gboolean fraction = rows[from].name[0] == 'f', into_fraction = rows[to].name[0] == 'f';
    if (from == 11 || to == 11 || to == 10 || (fraction && !into_fraction)) {
        return FALSE;
    }
    /* 2^63 and 2^64 stand for one less, which a double cannot hold */
    double most = rows[from].most - (rows[from].most >= 0x1p63 ? 1024 : 0);
    return rows[from].least >= rows[to].least && most <= rows[to].most;
}

Test(dtype, widening_loses_nothing)
{
    int n = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        for (size_t j = 0; j < G_N_ELEMENTS(rows); j++) {
            gboolean expected = widens(i, j);
            cr_assert_eq(gy_dtype_widens(rows[i].type, rows[j].type), expected, "%s to %s",
                         rows[i].name, rows[j].name);
            n += expected;
        }
    }
    cr_assert(gy_dtype_widens(rows[4].type, GY_F64) && !gy_dtype_widens(GY_I64, GY_F64));
    cr_assert(n > 12);
}

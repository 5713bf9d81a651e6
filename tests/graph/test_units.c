/* SPDX-License-Identifier: Apache-2.0 */
#include "graph/units.h"

#include <criterion/criterion.h>
#include <glib.h>
#include <string.h>

/* The expected number is written as the C literal of the converted value: conversion must give the
 * very same double, which a factor such as 0.001 does not. */
Test(units, convert_to_the_nearest_double)
{
    static const struct {
        double value;
        const char *from;
        const char *to;
        double expected;
    } rows[] = {{3, "ms", "s", 0.003},      {35, "ms", "s", 0.035},   {0.035, "s", "ms", 35},
                {7, "us", "s", 0.000007},   {2, "min", "s", 120},     {1.5, "h", "min", 90},
                {90, "min", "h", 1.5},      {100, "uV", "V", 0.0001}, {1, "mV", "uV", 1000},
                {2.5, "kHz", "Hz", 2500},   {10, "Hz", "kHz", 0.01},  {2, "cm", "mm", 20},
                {3, "mm", "m", 0.003},      {14, "rows", "rows", 14}, {20, "%", "", 0.2},
                {0.5, "", "%", 50},         {-3, "ms", "us", -3000},  {1, "h", "us", 3.6e9},
                {4096, "um", "cm", 0.4096}, {6, "nS", "uS", 0.006},   {0.27, "nF", "pF", 270},
                {35, "pA", "nA", 0.035},    {1, "uA", "pA", 1e6},     {120, "mS", "S", 0.12}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        double out = -1;
        cr_assert(gy_unit_convert(rows[i].value, gy_unit_find(rows[i].from),
                                  gy_unit_find(rows[i].to), &out));
        cr_expect(out == rows[i].expected, "%g %s is %.17g %s", rows[i].value, rows[i].from, out,
                  rows[i].to);
    }
}

Test(units, dimensions_do_not_mix_and_overflow_is_refused)
{
    double out = 42;
    cr_expect(!gy_unit_convert(1, gy_unit_find("s"), gy_unit_find("Hz"), &out));
    cr_expect(!gy_unit_convert(1, gy_unit_find("rows"), gy_unit_find(""), &out));
    cr_expect(!gy_unit_convert(1e306, gy_unit_find("h"), gy_unit_find("us"), &out));
    cr_expect(!gy_unit_convert(1, gy_unit_find("nA"), gy_unit_find("nS"), &out));
    cr_expect(!gy_unit_convert(1, gy_unit_find("nF"), gy_unit_find("nA"), &out));
    cr_expect(out == 42, "untouched on failure");
}

Test(units, names_are_case_sensitive)
{
    static const char *const unknown[] = {"Ms", "MS", "hz", "HZ", "v", "uv", "row", "sec", " "};
    for (size_t i = 0; i < G_N_ELEMENTS(unknown); i++) {
        cr_expect(gy_unit_find(unknown[i]) == NULL, "%s", unknown[i]);
    }
    cr_expect_str_eq(gy_unit_find("")->name, "");
}

Test(units, hints)
{
    static const struct {
        const char *written;
        const char *meant;
    } rows[] = {{"sec", "s"},   {"MS", "ms"},    {"hz", "Hz"},   {"µV", "uV"},
                {"uv", "uV"},   {"row", "rows"}, {"TR", "rows"}, {"percent", "%"},
                {"khz", "kHz"}, {"µS", "uS"},    {"pf", "pF"}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const gy_unit *near = gy_unit_nearest(rows[i].written);
        cr_assert(near != NULL, "%s", rows[i].written);
        cr_expect_str_eq(near->name, rows[i].meant);
    }
    cr_expect(gy_unit_nearest("parsec") == NULL);
    cr_expect(gy_unit_nearest("x") == NULL);
}

Test(units, base_and_names_of_every_dimension)
{
    for (int d = GY_DIMENSION_NONE; d <= GY_DIMENSION_ROWS; d++) {
        const gy_unit *base = gy_unit_base((gy_dimension)d);
        cr_expect(base->dimension == (gy_dimension)d && base->mul == 1 && base->div == 1);
        cr_expect(strlen(gy_dimension_name((gy_dimension)d)) > 0);
        cr_expect(d == 0 || strstr(gy_dimension_units((gy_dimension)d), base->name) != NULL);
    }
    cr_expect_str_eq(gy_unit_base((gy_dimension)99)->name, "");
}

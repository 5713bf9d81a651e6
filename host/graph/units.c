/* SPDX-License-Identifier: Apache-2.0 */
#include "graph/units.h"

#include <glib.h>
#include <math.h>

/* The base unit of a dimension is the first of its rows. */
static const gy_unit units[] = {
    {"", GY_DIMENSION_NONE, 1, 1},
    {"%", GY_DIMENSION_NONE, 1, 100},
    {"s", GY_DIMENSION_TIME, 1, 1},
    {"ms", GY_DIMENSION_TIME, 1, 1000},
    {"us", GY_DIMENSION_TIME, 1, 1e6},
    {"min", GY_DIMENSION_TIME, 60, 1},
    {"h", GY_DIMENSION_TIME, 3600, 1},
    {"Hz", GY_DIMENSION_FREQUENCY, 1, 1},
    {"kHz", GY_DIMENSION_FREQUENCY, 1000, 1},
    {"V", GY_DIMENSION_VOLTAGE, 1, 1},
    {"mV", GY_DIMENSION_VOLTAGE, 1, 1000},
    {"uV", GY_DIMENSION_VOLTAGE, 1, 1e6},
    {"m", GY_DIMENSION_LENGTH, 1, 1},
    {"cm", GY_DIMENSION_LENGTH, 1, 100},
    {"mm", GY_DIMENSION_LENGTH, 1, 1000},
    {"um", GY_DIMENSION_LENGTH, 1, 1e6},
    {"A", GY_DIMENSION_CURRENT, 1, 1},
    {"mA", GY_DIMENSION_CURRENT, 1, 1000},
    {"uA", GY_DIMENSION_CURRENT, 1, 1e6},
    {"nA", GY_DIMENSION_CURRENT, 1, 1e9},
    {"pA", GY_DIMENSION_CURRENT, 1, 1e12},
    {"S", GY_DIMENSION_CONDUCTANCE, 1, 1},
    {"mS", GY_DIMENSION_CONDUCTANCE, 1, 1000},
    {"uS", GY_DIMENSION_CONDUCTANCE, 1, 1e6},
    {"nS", GY_DIMENSION_CONDUCTANCE, 1, 1e9},
    {"F", GY_DIMENSION_CAPACITANCE, 1, 1},
    {"uF", GY_DIMENSION_CAPACITANCE, 1, 1e6},
    {"nF", GY_DIMENSION_CAPACITANCE, 1, 1e9},
    {"pF", GY_DIMENSION_CAPACITANCE, 1, 1e12},
    {"rows", GY_DIMENSION_ROWS, 1, 1},
};

/* Spellings people write, and what they mean. Distance alone would send `Sec` or `µV` astray. */
static const struct {
    const char *written;
    const char *meant;
} spellings[] = {
    {"sec", "s"},      {"secs", "s"},       {"second", "s"}, {"seconds", "s"}, {"msec", "ms"},
    {"usec", "us"},    {"µs", "us"},        {"μs", "us"},    {"µV", "uV"},     {"μV", "uV"},
    {"µm", "um"},      {"μm", "um"},        {"µA", "uA"},    {"μA", "uA"},     {"µS", "uS"},
    {"μS", "uS"},      {"µF", "uF"},        {"μF", "uF"},    {"ampere", "A"},  {"siemens", "S"},
    {"farad", "F"},    {"minutes", "min"},  {"mins", "min"}, {"hour", "h"},    {"hours", "h"},
    {"hr", "h"},       {"hertz", "Hz"},     {"volt", "V"},   {"volts", "V"},   {"row", "rows"},
    {"percent", "%"},  {"samples", "rows"}, {"trs", "rows"}, {"tr", "rows"},   {"frames", "rows"},
    {"minute", "min"},
};

const gy_unit *gy_unit_find(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
        if (g_str_equal(units[i].name, name)) {
            return &units[i];
        }
    }
    return NULL;
}

const gy_unit *gy_unit_base(gy_dimension dimension)
{
    for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
        if (units[i].dimension == dimension) {
            return &units[i];
        }
    }
    return &units[0];
}

const char *gy_dimension_name(gy_dimension dimension)
{
    switch (dimension) {
    case GY_DIMENSION_TIME:
        return "time";
    case GY_DIMENSION_FREQUENCY:
        return "frequency";
    case GY_DIMENSION_VOLTAGE:
        return "voltage";
    case GY_DIMENSION_LENGTH:
        return "length";
    case GY_DIMENSION_CURRENT:
        return "current";
    case GY_DIMENSION_CONDUCTANCE:
        return "conductance";
    case GY_DIMENSION_CAPACITANCE:
        return "capacitance";
    case GY_DIMENSION_ROWS:
        return "number of rows";
    case GY_DIMENSION_NONE:
        break;
    }
    return "plain number";
}

const char *gy_dimension_units(gy_dimension dimension)
{
    switch (dimension) {
    case GY_DIMENSION_TIME:
        return "s, ms, us, min, h";
    case GY_DIMENSION_FREQUENCY:
        return "Hz, kHz";
    case GY_DIMENSION_VOLTAGE:
        return "V, mV, uV";
    case GY_DIMENSION_LENGTH:
        return "m, cm, mm, um";
    case GY_DIMENSION_CURRENT:
        return "A, mA, uA, nA, pA";
    case GY_DIMENSION_CONDUCTANCE:
        return "S, mS, uS, nS";
    case GY_DIMENSION_CAPACITANCE:
        return "F, uF, nF, pF";
    case GY_DIMENSION_ROWS:
        return "rows";
    case GY_DIMENSION_NONE:
        break;
    }
    return "none or %";
}

const gy_unit *gy_unit_nearest(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(spellings); i++) { /* µS is no µs */
        if (g_str_equal(spellings[i].written, name)) {
            return gy_unit_find(spellings[i].meant);
        }
    }
    for (size_t i = 0; i < G_N_ELEMENTS(spellings); i++) {
        if (g_ascii_strcasecmp(spellings[i].written, name) == 0) {
            return gy_unit_find(spellings[i].meant);
        }
    }
    for (size_t i = 1; i < G_N_ELEMENTS(units); i++) {
        if (g_ascii_strcasecmp(units[i].name, name) == 0) {
            return &units[i];
        }
    }
    /* Unit names are so short that one letter off is already half the word; only the long one
     * can be recognised through a typing slip. */
    return name[0] == 'r' && g_str_has_prefix("rows", name) ? gy_unit_find("rows") : NULL;
}

bool gy_unit_convert(double value, const gy_unit *from, const gy_unit *to, double *out_value)
{
    if (from->dimension != to->dimension) {
        return false;
    }
    /* mul and div are integers below 2^53, so both products are exact and one of them is 1 in
     * most conversions; the common factor of min -> h, us -> ms goes first. */
    double up = from->mul * to->div;
    double down = from->div * to->mul;
    if (up >= down && fmod(up, down) == 0) {
        up /= down;
        down = 1;
    } else if (fmod(down, up) == 0) {
        down /= up;
        up = 1;
    }
    double converted = value * up / down;
    if (!isfinite(converted)) {
        return false;
    }
    *out_value = converted;
    return true;
}

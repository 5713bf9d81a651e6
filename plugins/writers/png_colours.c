/* SPDX-License-Identifier: MIT
 *
 * png_colours.c: colour maps, each a formula.
 */
#include "png_colours.h"

#include <math.h>
#include <string.h>

#define PI 3.14159265358979323846

uint8_t png_byte(double share)
{
    return (uint8_t)lrint(255 * (share < 0 ? 0 : share > 1 ? 1 : share));
}

void png_missing(uint8_t *rgb)
{
    memcpy(rgb, "\xC8\x50\xFF", 3);
}

/* Whole number k as one of twelve colours, 0 black. */
static void label(double v, uint8_t *rgb)
{
    static const uint8_t colours[12][3] = {{228, 26, 28},   {55, 126, 184},  {77, 175, 74},
                                           {152, 78, 163},  {255, 127, 0},   {255, 255, 51},
                                           {166, 86, 40},   {247, 129, 191}, {153, 153, 153},
                                           {102, 194, 165}, {252, 141, 98},  {141, 160, 203}};
    double k = floor(v);
    if (k == 0) {
        memset(rgb, 0, 3);
        return;
    }
    double at = fmod(k - 1, 12);
    memcpy(rgb, colours[(int)(at < 0 ? at + 12 : at)], 3);
}

void png_number(char map, double low, double high, double v, uint8_t *rgb)
{
    static const double ends[2][3] = {{33, 102, 172}, {178, 24, 43}}; /* of signed */
    double t = high > low ? (v - low) / (high - low) : 0.5;
    if (isnan(v)) {
        png_missing(rgb);
        return;
    }
    if (map == 'l') {
        label(isinf(v) ? 0 : v, rgb);
        return;
    }
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    for (int k = 0; k < 3; k++) {
        double far = fabs(2 * t - 1);
        rgb[k] = png_byte(map == 'g'   ? t
                          : map == 'h' ? 3 * t - k
                                       : (ends[t > 0.5][k] * far + 255 * (1 - far)) / 255);
    }
}

/* Hue h in sixths of the circle: red, yellow, green, cyan, blue, violet. */
void png_direction(double right, double down, double high, uint8_t *rgb)
{
    double length = hypot(right, down), hue = atan2(down, right) / PI * 3;
    double full = high > 0 ? length / high : 0;
    if (isnan(right) || isnan(down)) {
        png_missing(rgb);
        return;
    }
    full = full > 1 ? 1 : full;
    hue = hue < 0 ? hue + 6 : hue;
    for (int k = 0; k < 3; k++) {
        double apart = fabs(hue - 2 * k); /* from red, green, blue around the circle */
        apart = apart > 3 ? 6 - apart : apart;
        double pure = apart <= 1 ? 1 : apart >= 2 ? 0 : 2 - apart;
        rgb[k] = png_byte(1 - full * (1 - pure));
    }
}

/* SPDX-License-Identifier: MIT
 *
 * png_colours.h: numbers as colours. All functions are [any].
 */
#ifndef GYRUS_WRITERS_PNG_COLOURS_H
#define GYRUS_WRITERS_PNG_COLOURS_H

#include <stdint.h>

/* A share of 0..1, cut off there, as 0..255. */
uint8_t png_byte(double share);
/* A missing value: violet. */
void png_missing(uint8_t *rgb);
/* v in the range low..high by a map: 'g'rey, 'h'eat, 's'igned, 'l'abels. NaN is missing. */
void png_number(char map, double low, double high, double v, uint8_t *rgb);
/* A movement: the direction is the hue (right red, down green, left cyan, up violet), the length is
 * the saturation, full at `high`; nothing is white. */
void png_direction(double right, double down, double high, uint8_t *rgb);

#endif

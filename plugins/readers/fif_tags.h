/* SPDX-License-Identifier: MIT
 *
 * fif_tags.h: the parts of a FIF file that a recording and its events are made of.
 *
 * A FIF file is a row of tags, big-endian: kind, type, size of the data, place of the next tag (0:
 * behind the data, -1: there is none), then the data. Blocks are tags too, 104 and 105. Raw data
 * are buffers of samples, [time, channel] each; a channel's value is sample * cal * range, in SI
 * units.
 *
 * Every size and place is held against the file before it is used. All functions are [any]; errors
 * are those of source.h, with the byte of the tag. Pointers live until the call returns.
 */
#ifndef GYRUS_READERS_FIF_TAGS_H
#define GYRUS_READERS_FIF_TAGS_H

#include "source.h"

#define FIF_NAME 16 /* bytes of a channel's name, its end included */

typedef struct fif_tag {
    int32_t kind, type;
    int64_t place, size; /* of the tag in the file; of its data */
    const unsigned char *data;
} fif_tag;

typedef struct fif_channel {
    char name[FIF_NAME];
    int32_t kind, unit, unit_power; /* unit 107 is volt, times 10 to the unit_power */
    double scale;                   /* range * cal */
} fif_channel;

typedef struct fif_raw {
    int64_t n_channels, n_told, rows, first; /* n_told: descriptions seen; first: of sample 0 */
    double rate;
    fif_channel *channels; /* [n_channels], NULL before their number is known */
    int64_t buffers;
    int32_t type; /* of the samples */
} fif_raw;

/* The tag at `place` of a file; GY_NONE when the file ends there. *out_next: where the next one is,
 * or the file's size. */
int fif_tag_at(gy_call *c, const source *s, int64_t place, fif_tag *out, int64_t *out_next);

/* The first tag must be a file id; what else a file may be is told. */
int fif_check_magic(gy_call *c, const source *s);

/* What a raw file holds; fails where it has no raw data. */
int fif_read_raw(gy_call *c, const source *s, fif_raw *out);

/* 1 if the tag holds samples. */
int fif_is_buffer(const fif_tag *t);

/* Rows of a buffer of n channels. */
int64_t fif_rows(const fif_tag *t, int64_t n);

/* Sample k of a buffer, before calibration. */
double fif_sample(const fif_tag *t, int64_t k);

/* Number k of a tag of i32. */
int32_t fif_integer(const fif_tag *t, int64_t k);

/* The list of an event file: n triples (sample, value before, value). */
int fif_read_events(gy_call *c, const source *s, fif_tag *out, int64_t *out_n);

#endif

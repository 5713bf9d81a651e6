/* SPDX-License-Identifier: Apache-2.0
 *
 * shuffle.h: rearrangements of the rows of one axis, for permutation tests. Rows fall into units,
 * and nothing ever leaves its unit; rows that take no part stay where they are.
 *
 *   labels          the rows of a group change places freely
 *   blocks          stretches of neighbouring rows of a group change places, in themselves unbroken
 *   circular-shift  the rows of a group in a segment are turned by one amount
 *   sign-flip       the rows of an item are negated or not: an item is a group if there are groups,
 *                   a segment on an axis that is time, else a row
 *
 * A test by rearrangement is valid if the null hypothesis makes all of them equally likely: rows
 * of `labels` are independent, a series of `circular-shift` is stationary, what is negated is
 * symmetric around zero (Nichols and Holmes 2002, Human Brain Mapping 15, 1-25; Winkler et al.
 * 2014, NeuroImage 92, 381-397). All functions are [any]. */
#ifndef GY_RUN_SHUFFLE_H
#define GY_RUN_SHUFFLE_H

#include "core/rng.h"
#include "value/domain.h"
#include "value/rows.h"

typedef enum gy_shuffle_scheme {
    GY_SHUFFLE_LABELS,
    GY_SHUFFLE_BLOCKS,
    GY_SHUFFLE_CIRCULAR,
    GY_SHUFFLE_SIGNS,
} gy_shuffle_scheme;

typedef struct gy_shuffle gy_shuffle;

/* What to rearrange. */
typedef struct gy_shuffle_over {
    gy_shuffle_scheme scheme;
    const gy_domain *domain; /* of the rows; its segments and whether it is time */
    const gy_rows *rows;     /* those that take part; NULL: all */
    const int64_t *group;    /* [domain->n] code of each row's group; NULL: one group */
    int64_t block;           /* blocks: most rows of one, 0: as long as a segment lasts */
    uint64_t address;        /* tells shuffles of one key apart (the fold) */
} gy_shuffle_over;

gy_shuffle *gy_shuffle_new(const gy_shuffle_over *over);
void gy_shuffle_free(gy_shuffle *s);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(gy_shuffle, gy_shuffle_free)

/* How many rearrangements there are, the one that changes nothing included; exact up to 2^53. */
double gy_shuffle_count(const gy_shuffle *s);

/* out_index: [domain->n], the row whose value comes to each row; out_sign: [domain->n], 1 or -1. A
 * random rearrangement with an address: the same whoever asks. A circular shift is at least a tenth
 * of its unit, so that a series does not stay beside itself. */
void gy_shuffle_draw(const gy_shuffle *s, gy_rng_key key, uint64_t draw, int64_t *out_index,
                     int8_t *out_sign);
/* The rearrangement of a number below gy_shuffle_count; 0 changes nothing. */
void gy_shuffle_nth(const gy_shuffle *s, uint64_t number, int64_t *out_index, int8_t *out_sign);

/* TRUE if an axis is time, so that its rows cannot be taken for independent. */
gboolean gy_shuffle_is_time(const gy_domain *d);

#endif

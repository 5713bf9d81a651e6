/* The slow reference of the tests of sets: one byte per row, and a small generator of cases. */
#ifndef GY_TESTS_VALUE_BITMAPS_H
#define GY_TESTS_VALUE_BITMAPS_H

#include "core/error.h"
#include "value/rows.h"

#include <criterion/criterion.h>
#include <string.h>

#define MAX_ROWS 64

typedef struct bitmap {
    uint8_t at[MAX_ROWS];
} bitmap;

/* Knuth's MMIX generator, upper bits: the cases are the same everywhere, for ever. */
static inline uint32_t draw(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33);
}

/* A number in [lo, hi], both included. */
static inline int64_t draw_between(uint64_t *state, int64_t lo, int64_t hi)
{
    return lo + (int64_t)(draw(state) % (uint32_t)(hi - lo + 1));
}

/* Any density from none to all, in runs of random length; every kind of edge turns up. */
static inline bitmap draw_bitmap(uint64_t *state, int64_t n)
{
    bitmap map = {{0}};
    int64_t percent = draw_between(state, 0, 4) * 25;
    for (int64_t r = 0; r < n;) {
        int64_t length = draw_between(state, 1, 5), end = MIN(n, r + length);
        uint8_t bit = draw_between(state, 1, 100) <= percent;
        for (; r < end; r++) {
            map.at[r] = bit;
        }
    }
    return map;
}

static inline gy_rows rows_of(const bitmap *map, int64_t n)
{
    return gy_rows_from_bitmap(map->at, n);
}

/* Segment starts of n > 0 rows into start[n]; returns their number. */
static inline int64_t draw_segments(uint64_t *state, int64_t n, int64_t *start)
{
    int64_t n_segments = 0, percent = draw_between(state, 0, 3) * 15;
    for (int64_t r = 0; r < n; r++) {
        if (r == 0 || draw_between(state, 1, 100) <= percent) {
            start[n_segments++] = r;
        }
    }
    return n_segments;
}

/* By counting, not by search. */
static inline int64_t slow_segment(const gy_segments *seg, int64_t row)
{
    int64_t s = -1;
    for (int64_t i = 0; i < seg->n_segments; i++) {
        s += seg->start[i] <= row;
    }
    return s;
}

/* Normal form, and the same rows as the bitmap with nothing beyond n. */
static inline void assert_rows(const gy_rows *rows, const bitmap *want, int64_t n)
{
    bitmap got = {{0}};
    cr_assert((rows->n == 0) == (rows->span == NULL));
    for (int64_t i = 0; i < rows->n; i++) {
        cr_assert(rows->span[i].lo >= 0 && rows->span[i].lo < rows->span[i].hi);
        cr_assert(rows->span[i].hi <= n, "rows to %ld of %ld", (long)rows->span[i].hi, (long)n);
        cr_assert(i == 0 || rows->span[i - 1].hi < rows->span[i].lo, "intervals touch");
        memset(got.at + rows->span[i].lo, 1, (size_t)(rows->span[i].hi - rows->span[i].lo));
    }
    for (int64_t r = 0; r < n; r++) {
        cr_assert_eq(got.at[r], want->at[r] != 0, "row %ld of %ld", (long)r, (long)n);
    }
}

static inline void assert_text(const gy_rows *rows, const char *want)
{
    g_autofree char *got = gy_rows_format(rows, 0);
    cr_assert_str_eq(got, want);
}

static inline void assert_error(bool ok, GError *error, const char *part)
{
    cr_assert(!ok, "accepted, but should say: %s", part);
    cr_assert_not_null(error);
    cr_assert(g_error_matches(error, GY_ERROR, GY_ERR_DATA) ||
                  g_error_matches(error, GY_ERROR, GY_ERR_PARAM),
              "%s has code %d", error->message, error->code);
    cr_assert_not_null(strstr(error->message, part), "\"%s\" lacks \"%s\"", error->message, part);
    g_error_free(error);
}

#endif

/* shuffle.c: what may change places, against brute force on a few rows. */
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "run/shuffle.h"

#define N 7

static gy_domain *rows_of(gboolean segments, gboolean time)
{
    gy_domain *d = gy_domain_new(time ? "time" : "trial", N);
    const int64_t first[] = {0, 4};
    if (segments) {
        cr_assert(gy_domain_set_segments(d, 2, first, NULL));
    }
    return d;
}

static const int64_t groups[N] = {0, 1, 0, 1, 1, 0, 1}; /* 3 and 4 rows */

static const struct {
    gy_shuffle_scheme scheme;
    gboolean grouped, segments, time;
    int64_t block;
    double count;
} cases[] = {
    {GY_SHUFFLE_LABELS, FALSE, FALSE, FALSE, 0, 5040},
    {GY_SHUFFLE_LABELS, TRUE, FALSE, FALSE, 0, 6 * 24},
    {GY_SHUFFLE_BLOCKS, FALSE, FALSE, FALSE, 2, 24},    /* 2 2 2 1 */
    {GY_SHUFFLE_BLOCKS, FALSE, TRUE, FALSE, 3, 6},      /* 3 1 | 3 */
    {GY_SHUFFLE_BLOCKS, FALSE, TRUE, FALSE, 0, 2},      /* 4 | 3 */
    {GY_SHUFFLE_BLOCKS, FALSE, FALSE, FALSE, 0, 1},     /* one */
    {GY_SHUFFLE_BLOCKS, TRUE, FALSE, FALSE, 0, 6 * 6},  /* 0 2 5, 1 34 6 */
    {GY_SHUFFLE_BLOCKS, TRUE, TRUE, FALSE, 0, 6 * 24},  /* the segment parts 3 from 4 */
    {GY_SHUFFLE_CIRCULAR, FALSE, FALSE, TRUE, 0, 7},    //
    {GY_SHUFFLE_CIRCULAR, FALSE, TRUE, TRUE, 0, 4 * 3}, //
    {GY_SHUFFLE_CIRCULAR, TRUE, TRUE, TRUE, 0, 2 * 2 * 1 * 2},
    {GY_SHUFFLE_SIGNS, FALSE, FALSE, FALSE, 0, 128}, //
    {GY_SHUFFLE_SIGNS, TRUE, FALSE, FALSE, 0, 4},    //
    {GY_SHUFFLE_SIGNS, FALSE, TRUE, TRUE, 0, 4},     /* a sign for each segment */
};

static gy_shuffle *shuffle_of(size_t i, gy_domain *d, const gy_rows *rows)
{
    gy_shuffle_over over = {.scheme = cases[i].scheme,
                            .domain = d,
                            .rows = rows,
                            .group = cases[i].grouped ? groups : NULL,
                            .block = cases[i].block};
    return gy_shuffle_new(&over);
}

/* A permutation that keeps to groups and, where the scheme asks, to segments and neighbours. */
static void expect_allowed(size_t i, const int64_t *index, const int8_t *sign)
{
    int seen[N] = {0};
    for (int64_t k = 0; k < N; k++) {
        cr_assert(index[k] >= 0 && index[k] < N && seen[index[k]]++ == 0, "case %zu", i);
        cr_assert(!cases[i].grouped || groups[index[k]] == groups[k], "case %zu", i);
        gboolean flips = cases[i].scheme == GY_SHUFFLE_SIGNS;
        cr_assert(flips ? index[k] == k && abs(sign[k]) == 1 : sign[k] == 1, "case %zu", i);
        if (cases[i].scheme == GY_SHUFFLE_CIRCULAR && cases[i].segments) {
            cr_assert_eq(index[k] >= 4, k >= 4, "case %zu", i);
        }
    }
}

Test(shuffle, every_one_once_and_the_identity_first)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(gy_domain) d = rows_of(cases[i].segments, cases[i].time);
        g_autoptr(gy_shuffle) s = shuffle_of(i, d, NULL);
        g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
        cr_assert_eq(gy_shuffle_count(s), cases[i].count, "case %zu: %g", i, gy_shuffle_count(s));
        for (uint64_t k = 0; k < (uint64_t)cases[i].count; k++) {
            int64_t index[N];
            int8_t sign[N];
            GString *text = g_string_new(NULL);
            gy_shuffle_nth(s, k, index, sign);
            expect_allowed(i, index, sign);
            for (int j = 0; j < N; j++) {
                g_string_append_printf(text, "%d%+d", (int)index[j], sign[j]);
            }
            cr_assert(k > 0 || strcmp(text->str, "0+11+12+13+14+15+16+1") == 0, "case %zu", i);
            cr_assert(g_hash_table_add(seen, g_string_free(text, FALSE)), "case %zu, %d twice", i,
                      (int)k);
        }
    }
}

Test(shuffle, draws_have_an_address_and_reach_everything)
{
    gy_rng_key key = gy_rng_make_key(1, "score", "chance");
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(gy_domain) d = rows_of(cases[i].segments, cases[i].time);
        g_autoptr(gy_shuffle) s = shuffle_of(i, d, NULL);
        gboolean moved[N] = {FALSE}, stayed = FALSE;
        for (uint64_t k = 1; k <= 200; k++) {
            int64_t index[N], again[N];
            int8_t sign[N], same[N];
            gy_shuffle_draw(s, key, k, index, sign);
            expect_allowed(i, index, sign);
            gy_shuffle_draw(s, key, k, again, same);
            cr_assert_arr_eq(index, again, sizeof index);
            cr_assert_arr_eq(sign, same, sizeof sign);
            for (int j = 0; j < N; j++) {
                moved[j] |= index[j] != j || sign[j] < 0;
                stayed |= index[j] == j && sign[j] > 0;
            }
        }
        for (int j = 0; j < N && cases[i].count > 100; j++) {
            cr_assert(moved[j], "case %zu: row %d never moves", i, j);
        }
        cr_assert(stayed);
    }
}

/* Of 100 rows a shift is 10 to 89: a series never stays beside itself. */
Test(shuffle, shifts_are_a_tenth_at_least)
{
    g_autoptr(gy_domain) d = gy_domain_new("time", 100);
    gy_shuffle_over over = {.scheme = GY_SHUFFLE_CIRCULAR, .domain = d};
    g_autoptr(gy_shuffle) s = gy_shuffle_new(&over);
    int64_t least = 100, most = 0, index[100];
    int8_t sign[100];
    for (uint64_t k = 1; k <= 2000; k++) {
        gy_shuffle_draw(s, gy_rng_make_key(1, "s", "chance"), k, index, sign);
        least = MIN(least, index[0]);
        most = MAX(most, index[0]);
        cr_assert_eq(index[99], (index[0] + 99) % 100);
    }
    cr_assert(least == 10 && most == 89, "%d %d", (int)least, (int)most);
}

Test(shuffle, rows_that_take_no_part_stay)
{
    g_autoptr(gy_domain) d = rows_of(FALSE, FALSE);
    g_auto(gy_rows) rows = gy_rows_range(2, 5);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        if (cases[i].grouped || cases[i].segments) {
            continue;
        }
        g_autoptr(gy_shuffle) s = shuffle_of(i, d, &rows);
        for (uint64_t k = 1; k <= 50; k++) {
            int64_t index[N];
            int8_t sign[N];
            gy_shuffle_draw(s, gy_rng_make_key(2, "s", "chance"), k, index, sign);
            for (int j = 0; j < N; j++) {
                gboolean stays = index[j] == j && sign[j] == 1;
                cr_assert(stays || (j >= 2 && j < 5 && index[j] >= 2 && index[j] < 5));
            }
        }
    }
}

Test(shuffle, addresses_part_shuffles_of_one_key)
{
    g_autoptr(gy_domain) d = rows_of(FALSE, FALSE);
    int64_t index[2][N];
    int8_t sign[N];
    for (uint64_t a = 0; a < 2; a++) {
        gy_shuffle_over over = {.scheme = GY_SHUFFLE_LABELS, .domain = d, .address = a};
        g_autoptr(gy_shuffle) s = gy_shuffle_new(&over);
        gy_shuffle_draw(s, gy_rng_make_key(1, "s", "chance"), 5, index[a], sign);
    }
    cr_assert(memcmp(index[0], index[1], sizeof index[0]) != 0);
}

Test(shuffle, nothing_and_very_much)
{
    g_autoptr(gy_domain) none = gy_domain_new("trial", 0), many = gy_domain_new("trial", 5000);
    gy_shuffle_over over = {.scheme = GY_SHUFFLE_LABELS, .domain = none};
    g_autoptr(gy_shuffle) a = gy_shuffle_new(&over);
    over.domain = many;
    g_autoptr(gy_shuffle) b = gy_shuffle_new(&over);
    cr_assert_eq(gy_shuffle_count(a), 1);
    cr_assert(gy_shuffle_count(b) >= 0x1p80);
    cr_assert(!gy_shuffle_is_time(many));
}

/* SPDX-License-Identifier: MIT */
#include "harness.h"

#include <criterion/criterion.h>
#include <string.h>

static const int64_t CODES[] = {0, 2, 1, 2, 3};
static const char *const LEVELS[] = {"0", "a", "b", "c"};

static harness *begin(void)
{
    harness *h = harness_new("transform-indicator", "transform.indicator");
    harness_labels(h, "x", 5, CODES);
    harness_levels(h, "x", 4, LEVELS);
    return h;
}

/* Column j stands for level of[j]. */
static void expect(harness *h, int64_t n, const int64_t *of)
{
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert_eq(harness_get(h, "y")->shape[1], n);
    for (int64_t i = 0; i < 5; i++) {
        for (int64_t j = 0; j < n; j++) {
            cr_assert_eq(harness_doubles(h, "y")[i * n + j], CODES[i] == of[j]);
        }
    }
    for (int64_t j = 0; j < n; j++) {
        const gy_array *names = harness_out_coord(h, "level", "level");
        cr_assert_str_eq(harness_text_of(h, names, j), LEVELS[of[j]]);
    }
    harness_free(h);
}

Test(indicator, every_level)
{
    harness *h = begin();
    const int64_t of[] = {0, 1, 2, 3};
    harness_stride(h, "x");
    expect(h, 4, of);
}

Test(indicator, without_the_zero_code)
{
    const char *const none[] = {"0"};
    const int64_t of[] = {1, 2, 3};
    harness *h = begin();
    harness_texts(h, "except", 1, none);
    expect(h, 3, of);
}

Test(indicator, chosen_levels_in_their_order)
{
    const char *const some[] = {"c", "a"};
    const int64_t of[] = {3, 1};
    harness *h = begin();
    harness_texts(h, "levels", 2, some);
    expect(h, 2, of);
}

static void refused(const char *key, int n, const char *const *texts, const char *part)
{
    harness *h = begin();
    harness_texts(h, key, n, texts);
    cr_assert_lt(harness_resolve(h), 0);
    cr_assert_str_eq(harness_where(h), key);
    cr_assert_not_null(strstr(harness_error(h), part), "%s", harness_error(h));
    harness_free(h);
}

Test(indicator, unknown_level)
{
    refused("levels", 1, (const char *const[]){"d"}, "no level 'd'");
}

Test(indicator, unknown_except)
{
    refused("except", 1, (const char *const[]){"d"}, "no level 'd'");
}

Test(indicator, level_twice)
{
    refused("levels", 2, (const char *const[]){"a", "a"}, "there twice");
}

Test(indicator, nothing_left)
{
    refused("except", 4, LEVELS, "no level is left");
}

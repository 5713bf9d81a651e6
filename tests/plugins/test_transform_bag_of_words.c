/* SPDX-License-Identifier: MIT
 *
 * transform.bag-of-words counted by hand.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static const char *const X[] = {"A red cube, a RED cube!", "the blue cube's edge", "",
                                "red-blue (na\xc3\xafve)", "blue"};

static harness *begin(void)
{
    harness *h = harness_new("transform-bag-of-words", NULL);
    harness_in_text(h, "x", 5, X);
    return h;
}

static void counts(harness *h, int64_t width, const double *want)
{
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert_eq(harness_get(h, "y")->shape[1], width);
    for (int64_t i = 0; i < 5 * width; i++) {
        cr_assert_eq(harness_doubles(h, "y")[i], want[i], "%d: %g, not %g", (int)i,
                     harness_doubles(h, "y")[i], want[i]);
    }
    harness_free(h);
}

Test(words, given)
{
    harness *h = begin();
    harness_param(h, "vocabulary", "given");
    harness_texts(h, "words", 4, (const char *const[]){"blue", "Red", "cube's", "na\xc3\xafve"});
    counts(h, 4, (const double[]){0, 2, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 1, 1, 0, 1, 1, 0, 0, 0});
    h = begin();
    harness_param(h, "vocabulary", "given");
    harness_param(h, "count", "once");
    harness_texts(h, "words", 2, (const char *const[]){"red", "a"});
    harness_texts(h, "except", 1, (const char *const[]){"a"});
    counts(h, 2, (const double[]){1, 0, 0, 0, 0, 0, 1, 0, 0, 0});
}

static const char *word(harness *h, int64_t k)
{
    return (const char *)harness_get(h, "letters")->data + 32 * k;
}

/* In 3 rows: blue; 2: red; 1: the others, by the alphabet. */
Test(words, of_the_training_rows)
{
    static const char *const want[] = {"blue", "red", "cube", "cube's", "edge", "na\xc3\xafve", ""};
    harness *h = begin();
    harness_param(h, "size", "7");
    harness_texts(h, "except", 2, (const char *const[]){"the", "a"});
    cr_assert_eq(harness_fit_all(h), GY_OK, "%s", harness_error(h));
    for (int k = 0; k < 7; k++) {
        cr_assert_str_eq(word(h, k), want[k]);
    }
    const double y[35] = {0, 2, 2, 0, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0,
                          0, 0, 0, 1, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0};
    counts(h, 7, y);
}

/* The most common words only, and those of enough rows. A word that training rows do not have has
 * no column, even where other rows say it. */
Test(words, fewer)
{
    harness *h = begin();
    harness_param(h, "size", "3");
    harness_param(h, "least", "2");
    cr_assert_eq(harness_fit_all(h), GY_OK, "%s", harness_error(h));
    cr_assert(!strcmp(word(h, 0), "blue") && !strcmp(word(h, 1), "red") && !*word(h, 2));
    static const char *const other[] = {"green red", "green", "blue", "", "cube"};
    harness_in_text(h, "x", 5, other);
    counts(h, 3, (const double[]){0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0});
}

Test(words, long_ones_are_cut)
{
    static const char *const x[] = {"abcdefghijklmnopqrstuvwxyz0123456789 b"};
    harness *h = harness_new("transform-bag-of-words", NULL);
    harness_in_text(h, "x", 1, x);
    harness_param(h, "size", "2");
    cr_assert_eq(harness_fit_all(h), GY_OK, "%s", harness_error(h));
    cr_assert(!memcmp(word(h, 0), "abcdefghijklmnopqrstuvwxyz012345", 32));
    cr_assert_str_eq(word(h, 1), "b");
    harness_free(h);
}

static void refused(const char *vocabulary, int64_t n, const char *const *list, const char *where,
                    const char *part)
{
    harness *h = begin();
    harness_param(h, "vocabulary", vocabulary);
    harness_texts(h, "words", n, list);
    cr_assert_lt(harness_run(h), 0);
    cr_assert_str_eq(harness_where(h), where);
    cr_assert(strstr(harness_error(h), part), "%s", harness_error(h));
    harness_free(h);
}

Test(words, refused)
{
    refused("given", 0, NULL, "words", "needs a list of words");
    refused("train", 1, (const char *const[]){"a"}, "words", "needs vocabulary = given");
    refused("given", 1, (const char *const[]){"red cube"}, "words", "'red cube' is not one word");
    refused("given", 2, (const char *const[]){"red", "RED"}, "words", "'red' is there twice");
    harness *h = begin();
    harness_param(h, "least", "4");
    cr_assert_eq(harness_fit_all(h), GY_DATA);
    cr_assert(strstr(harness_error(h), "no word often enough"), "%s", harness_error(h));
    harness_free(h);
}

/* 24577 different words are one too many. */
Test(words, too_many)
{
    static char text[24577 * 7 + 1];
    const char *const x[] = {text};
    for (int i = 0; i < 24577; i++) {
        snprintf(text + 7 * i, 8, "w%05d ", i);
    }
    for (int full = 0; full < 2; full++) {
        text[full ? sizeof text - 1 : 24576 * 7] = 0;
        harness *h = harness_new("transform-bag-of-words", NULL);
        harness_in_text(h, "x", 1, x);
        cr_assert_eq(harness_fit_all(h), full ? GY_DATA : GY_OK, "%s", harness_error(h));
        cr_assert(!full || strstr(harness_error(h), "more than 24576 different words"));
        harness_free(h);
        text[24576 * 7] = 'w';
    }
}

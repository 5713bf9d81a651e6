/* SPDX-License-Identifier: Apache-2.0 */
#include "core/text.h"

#include "core/rng.h"

#include <criterion/criterion.h>
#include <locale.h>
#include <math.h>
#include <string.h>

Test(text, f64)
{
    static const struct {
        const char *token;
        double value;
    } good[] = {{"0", 0},
                {"-0", 0},
                {"1.5", 1.5},
                {"+2", 2},
                {".5", 0.5},
                {"5.", 5},
                {"1e3", 1000},
                {"1E-2", 0.01},
                {"-.5e+1", -5},
                {"007", 7},
                {"1e-400", 0},
                {"0.1", 0.1},
                {"1.7976931348623157e308", 0x1.fffffffffffffp1023},
                {"4.9e-324", 0x1p-1074},
                {"9007199254740993", 9007199254740992.0},
                {"0.000000000000000000000000000000000000000000000000000000000000000000001", 1e-69}};
    static const char *const bad[] = {"",      " 1",  "1 ",  "1,5",      "0x10",   "12abc",
                                      "1e",    "1e+", ".",   "+",        "-.e1",   "--1",
                                      "1.2.3", "inf", "nan", "NaN",      "1e999",  "-1e999",
                                      "1_0",   "e5",  "1\n", "\xd9\xa1", "infinit"};
    for (size_t i = 0; i < G_N_ELEMENTS(good); i++) {
        double out = 77;
        cr_assert(gy_text_f64(good[i].token, -1, i % 2 == 0, &out), "%s", good[i].token);
        cr_assert_eq(out, good[i].value, "%s", good[i].token);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        double out = 77;
        cr_assert_not(gy_text_f64(bad[i], -1, false, &out), "%s", bad[i]);
        cr_assert_eq(out, 77);
    }
    double out = 0;
    cr_assert(gy_text_f64("-0", -1, false, &out) && signbit(out));
    /* only the token counts, not what follows */
    cr_assert(gy_text_f64("12e5", 2, false, &out) && out == 12);
    cr_assert_not(gy_text_f64("12", 0, false, &out));
}

Test(text, f64_special)
{
    static const char *const infinite[] = {"inf", "+Inf", "-INF", "infinity", "-Infinity"};
    static const char *const bad[] = {"+nan", "nan(1)", "in", "infin", "--inf", " inf", "inf "};
    double out;
    for (size_t i = 0; i < G_N_ELEMENTS(infinite); i++) {
        cr_assert(gy_text_f64(infinite[i], -1, true, &out));
        cr_assert_eq(out, infinite[i][0] == '-' ? -(double)INFINITY : (double)INFINITY);
    }
    cr_assert(gy_text_f64("NaN", -1, true, &out) && isnan(out));
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        cr_assert_not(gy_text_f64(bad[i], -1, true, &out), "%s", bad[i]);
    }
}

Test(text, i64)
{
    static const struct {
        const char *token;
        int64_t value;
    } good[] = {{"0", 0},
                {"-0", 0},
                {"+12", 12},
                {"-345", -345},
                {"0009", 9},
                {"9223372036854775807", INT64_MAX},
                {"-9223372036854775808", INT64_MIN}};
    static const char *const bad[] = {"",
                                      "+",
                                      "1.0",
                                      "1e3",
                                      " 1",
                                      "1 ",
                                      "0x1",
                                      "abc",
                                      "--1",
                                      "12a",
                                      "9223372036854775808",
                                      "-9223372036854775809",
                                      "99999999999999999999999"};
    int64_t out;
    for (size_t i = 0; i < G_N_ELEMENTS(good); i++) {
        cr_assert(gy_text_i64(good[i].token, -1, &out), "%s", good[i].token);
        cr_assert_eq(out, good[i].value, "%s", good[i].token);
    }
    out = 77;
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        cr_assert_not(gy_text_i64(bad[i], -1, &out), "%s", bad[i]);
        cr_assert_eq(out, 77);
    }
    cr_assert(gy_text_i64("123", 2, &out) && out == 12);
}

Test(text, format_is_short_and_exact)
{
    static const struct {
        double value;
        const char *text;
    } cases[] = {{0.1, "0.1"},
                 {1, "1"},
                 {-2.5, "-2.5"},
                 {1e21, "1e+21"},
                 {1.0 / 3, "0.3333333333333333"},
                 {0.1 + 0.2, "0.30000000000000004"},
                 {-0.0, "-0"},
                 {100000, "100000"},
                 {(double)NAN, "nan"},
                 {(double)INFINITY, "inf"},
                 {-(double)INFINITY, "-inf"}};
    char out[GY_TEXT_F64];
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        cr_assert_str_eq(gy_text_format_f64(cases[i].value, out), cases[i].text);
    }
    gy_rng_key key = gy_rng_make_key(1, "text", "test");
    for (uint64_t i = 0; i < 20000; i++) {
        uint32_t words[4];
        gy_rng_u32x4(key, 0, i, 0, words);
        double value, back = 0;
        memcpy(&value, words, sizeof value);
        gy_text_format_f64(value, out);
        cr_assert(gy_text_f64(out, -1, true, &back), "%s", out);
        cr_assert(isnan(value) ? isnan(back) : memcmp(&value, &back, sizeof value) == 0);
    }
}

/* A locale with a decimal comma changes nothing. Few machines have one installed; where there is
 * none the test can only see the plain locale. */
Test(text, locale_does_not_matter)
{
    static const char *const commas[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "de_DE", "nl_NL.UTF-8"};
    for (size_t i = 0; i < G_N_ELEMENTS(commas) && setlocale(LC_ALL, commas[i]) == NULL; i++) {
    }
    double out;
    char text[GY_TEXT_F64];
    cr_assert(gy_text_f64("1.5", -1, false, &out) && out == 1.5);
    cr_assert_not(gy_text_f64("1,5", -1, false, &out));
    cr_assert_str_eq(gy_text_format_f64(1.5, text), "1.5");
}

Test(text, utf8)
{
    static const struct {
        const char *bytes;
        size_t n, bad; /* bad = SIZE_MAX: valid */
    } cases[] = {
        {"", 0, SIZE_MAX},
        {"abc", 3, SIZE_MAX},
        {"\xc3\xa9t\xc3\xa9 \xe2\x82\xac \xf0\x9f\xa7\xa0", 14, SIZE_MAX},
        {"ab\xff", 3, 2},
        {"\xe9t\xe9", 3, 0},        /* Latin-1 */
        {"ab\xc3", 3, 2},           /* cut */
        {"\xc0\x80", 2, 0},         /* overlong */
        {"a\xed\xa0\x80", 4, 1},    /* surrogate */
        {"abc\0d", 5, 3},           /* NUL */
        {"\xf4\x90\x80\x80", 4, 0}, /* past U+10FFFF */
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        size_t offset = SIZE_MAX;
        bool valid = gy_text_is_utf8(cases[i].bytes, cases[i].n, &offset);
        cr_assert_eq(valid, cases[i].bad == SIZE_MAX, "case %zu", i);
        cr_assert_eq(offset, cases[i].bad, "case %zu: %zu", i, offset);
    }
    cr_assert_not(gy_text_is_utf8("\xff", 1, NULL));
}

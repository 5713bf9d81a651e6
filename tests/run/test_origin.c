/* test_origin.c: sources of one run and of another. */
#include "run/origin.h"

#include <criterion/criterion.h>

static GPtrArray *list(const char *words)
{
    GPtrArray *a = g_ptr_array_new_with_free_func(g_free);
    for (const char *c = words; *c; c++) {
        g_ptr_array_add(a, g_strndup(c, 1));
    }
    return a;
}

Test(origin, same_bytes_in_the_same_order_are_the_same_rows)
{
    const struct {
        const char *a, *b;
        int64_t n, m;
        gy_kin kin;
    } cases[] = {
        {"x", "x", 5, 5, GY_KIN_SAME},     {"xy", "xy", 5, 5, GY_KIN_SAME},
        {"x", "x", 5, 6, GY_KIN_PART},     {"xy", "yx", 5, 5, GY_KIN_PART},
        {"xy", "x", 5, 5, GY_KIN_PART},    {"x", "yz", 5, 5, GY_KIN_NONE},
        {"", "", 5, 5, GY_KIN_NONE},       {"", "x", 5, 5, GY_KIN_NONE},
        {"xyz", "wyv", 5, 5, GY_KIN_PART},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GPtrArray) a = list(cases[i].a), b = list(cases[i].b);
        cr_expect_eq(gy_origin_compare(a, cases[i].n, b, cases[i].m), cases[i].kin, "case %zu", i);
        cr_expect_eq(gy_origin_compare(b, cases[i].m, a, cases[i].n), cases[i].kin, "case %zu", i);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "core/error.h"

#include <criterion/criterion.h>
#include <gio/gio.h>
#include <limits.h>

/* Status values as in the ABI, written out: a renumbering on either side must show. */
static const struct {
    int status;
    gy_error_code code;
    const char *word;
} known[] = {
    {-1, GY_ERR_PARAM, "param"},
    {-2, GY_ERR_SHAPE, "shape"},
    {-3, GY_ERR_IO, "io"},
    {-4, GY_ERR_FORMAT, "format"},
    {-5, GY_ERR_MEMORY, "memory"},
    {-6, GY_ERR_NUMERIC, "numeric"},
    {-7, GY_ERR_DATA, "data"},
    {-8, GY_ERR_UNSUPPORTED, "unsupported"},
    {-9, GY_ERR_CANCELLED, "cancelled"},
    {-10, GY_ERR_INTERNAL, "internal"},
};

Test(error, status_and_code_are_inverse)
{
    for (size_t i = 0; i < G_N_ELEMENTS(known); i++) {
        cr_assert_eq(gy_error_code_of_status(known[i].status), known[i].code);
        cr_assert_str_eq(gy_error_word(known[i].code), known[i].word);
        g_autoptr(GError) error = g_error_new_literal(GY_ERROR, (int)known[i].code, "x");
        cr_assert_eq(gy_error_status(error), known[i].status);
    }
}

Test(error, unknown_status_is_internal)
{
    const int unknown[] = {0, 1, 2, 77, -11, -64, INT_MIN, INT_MAX};
    for (size_t i = 0; i < G_N_ELEMENTS(unknown); i++) {
        cr_assert_eq(gy_error_code_of_status(unknown[i]), GY_ERR_INTERNAL);
    }
    cr_assert_str_eq(gy_error_word((gy_error_code)1000), "internal");
}

Test(error, host_only_and_foreign_errors)
{
    cr_assert_eq(gy_error_status(NULL), 0);
    g_autoptr(GError) usage = g_error_new_literal(GY_ERROR, GY_ERR_USAGE, "x");
    g_autoptr(GError) leak = g_error_new_literal(GY_ERROR, GY_ERR_LEAK, "x");
    g_autoptr(GError) io = g_error_new_literal(G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "x");
    g_autoptr(GError) file = g_error_new_literal(G_FILE_ERROR, G_FILE_ERROR_ACCES, "x");
    g_autoptr(GError) key = g_error_new_literal(G_KEY_FILE_ERROR, 1, "x");
    cr_assert_eq(gy_error_status(usage), -10);
    cr_assert_eq(gy_error_status(leak), -10);
    cr_assert_eq(gy_error_status(io), -3);
    cr_assert_eq(gy_error_status(file), -3);
    cr_assert_eq(gy_error_status(key), -10);
    cr_assert_str_eq(gy_error_word(GY_ERR_USAGE), "usage");
    cr_assert_str_eq(gy_error_word(GY_ERR_LEAK), "leak");
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "value/buffer.h"

#include "core/error.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>

static char *file_of(const char *bytes, gssize n)
{
    char *path = g_strdup("/tmp/gyrus-buffer-XXXXXX");
    int fd = g_mkstemp(path);
    cr_assert(fd >= 0);
    g_close(fd, NULL);
    cr_assert(g_file_set_contents(path, bytes, n, NULL));
    return path;
}

Test(buffer, counts_in_its_account)
{
    g_autoptr(gy_mem) mem = gy_mem_new(100);
    GError *error = NULL;
    gy_buffer *a = gy_buffer_new(mem, 60, TRUE, &error);
    cr_assert_not_null(a);
    for (int i = 0; i < 60; i++) {
        cr_assert_eq(((char *)a->data)[i], 0);
    }
    cr_assert_eq(gy_mem_current(mem), 60);
    cr_assert_null(gy_buffer_new(mem, 41, FALSE, &error));
    cr_assert(g_error_matches(error, GY_ERROR, GY_ERR_MEMORY));
    g_clear_error(&error);
    cr_assert_eq(gy_buffer_ref(a), a);
    gy_buffer_unref(a);
    cr_assert_eq(gy_mem_current(mem), 60, "one reference is left");
    gy_buffer_unref(a);
    cr_assert_eq(gy_mem_current(mem), 0);
    gy_buffer_unref(NULL);
    cr_assert_null(gy_buffer_ref(NULL));
}

/* Texts and literals belong to no run: no account, no limit, no crash. */
Test(buffer, lives_without_an_account)
{
    gy_buffer *b = gy_buffer_new(NULL, 1000, TRUE, NULL);
    cr_assert_not_null(b);
    cr_assert_not_null(b->mem, "its rows are copied into the account of the buffer");
    gy_buffer *of_same = gy_buffer_new(b->mem, 10, FALSE, NULL);
    cr_assert_eq(gy_mem_current(b->mem), 1010);
    gy_buffer_unref(b);
    cr_assert_eq(gy_mem_current(of_same->mem), 10, "the account outlives its first block");
    gy_buffer_unref(of_same);
}

Test(buffer, maps_or_copies_bytes_of_a_file)
{
    g_autofree char *path = file_of("0123456789abcdef", 16);
    const struct {
        int64_t offset;
        size_t n, align;
        const char *expected;
        gboolean mapped;
    } rows[] = {
        {0, 16, 8, "0123456789abcdef", TRUE},
        {8, 8, 8, "89abcdef", TRUE},
        {4, 8, 4, "456789ab", TRUE},
        {4, 8, 8, "456789ab", FALSE},
        {15, 1, 1, "f", TRUE},
        {16, 0, 8, "", FALSE},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        gy_buffer *b = gy_buffer_map(path, rows[i].offset, rows[i].n, rows[i].align, NULL);
        cr_assert_not_null(b, "row %zu", i);
        cr_assert_eq(b->n, rows[i].n);
        cr_assert_eq((uintptr_t)b->data % rows[i].align, 0, "row %zu", i);
        cr_assert_eq(memcmp(b->data, rows[i].expected, rows[i].n), 0, "row %zu", i);
        cr_assert_eq(b->mapped != NULL, rows[i].mapped, "row %zu", i);
        gy_buffer_unref(b);
    }
    g_unlink(path);
}

Test(buffer, refuses_files_that_end_before)
{
    g_autofree char *path = file_of("0123456789abcdef", 16);
    const struct {
        int64_t offset;
        size_t n;
    } rows[] = {{0, 17}, {16, 1}, {17, 0}, {-1, 1}, {INT64_MAX, 1}, {8, SIZE_MAX}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        GError *error = NULL;
        cr_assert_null(gy_buffer_map(path, rows[i].offset, rows[i].n, 8, &error), "row %zu", i);
        cr_assert(g_error_matches(error, GY_ERROR, GY_ERR_FORMAT), "row %zu", i);
        cr_assert_not_null(strstr(error->message, "ends at byte 16"), "%s", error->message);
        cr_assert_not_null(strstr(error->message, path));
        g_error_free(error);
    }
    g_unlink(path);
}

Test(buffer, empty_and_missing_files)
{
    g_autofree char *path = file_of("", 0);
    gy_buffer *b = gy_buffer_map(path, 0, 0, 8, NULL);
    cr_assert_not_null(b);
    cr_assert_not_null(b->data, "also no bytes have an address");
    gy_buffer_unref(b);
    GError *error = NULL;
    cr_assert_null(gy_buffer_map(path, 0, 1, 8, &error));
    cr_assert(g_error_matches(error, GY_ERROR, GY_ERR_FORMAT));
    g_clear_error(&error);
    g_unlink(path);
    const char *const bad[] = {path, "/tmp"};
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        cr_assert_null(gy_buffer_map(bad[i], 0, 1, 8, &error));
        cr_assert(g_error_matches(error, GY_ERROR, GY_ERR_IO), "%s", bad[i]);
        cr_assert_not_null(strstr(error->message, bad[i]));
        g_clear_error(&error);
    }
}

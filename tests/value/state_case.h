/* SPDX-License-Identifier: Apache-2.0
 *
 * A small state and its file as bytes. */
#ifndef TESTS_VALUE_STATE_CASE_H
#define TESTS_VALUE_STATE_CASE_H

#include "value/state_file.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>

/* w: f64 [2, 3] = 0.5 0 .. ; n: i64 [] = 7; none: f32 [0, 4]; flag: bool [2] = 1 0 */
static inline gy_state *small_state(void)
{
    const int64_t wide[2] = {2, 3}, empty[2] = {0, 4}, two[1] = {2};
    gy_state *s = gy_state_new("encoder.kit", "model");
    gy_value *w = gy_value_new_dense(NULL, GY_F64, 2, wide, TRUE, NULL);
    gy_value *n = gy_value_new_dense(NULL, GY_I64, 0, NULL, TRUE, NULL);
    gy_value *none = gy_value_new_dense(NULL, GY_F32, 2, empty, TRUE, NULL);
    gy_value *flag = gy_value_new_dense(NULL, (gy_dtype){GY_BOOL, 8, 0}, 1, two, TRUE, NULL);
    for (int i = 0; i < 6; i++) {
        ((double *)w->view.data)[i] = i * i + 0.5;
    }
    ((int64_t *)n->view.data)[0] = 7;
    ((uint8_t *)flag->view.data)[0] = 1;
    gy_state_add(s, "w", w);
    gy_state_add(s, "n", n);
    gy_state_add(s, "none", none);
    gy_state_add(s, "flag", flag);
    return s;
}

static inline GBytes *small_bytes(void)
{
    gy_state *s = small_state();
    g_auto(gy_about) about = {0};
    gy_about_init(&about);
    gy_about_put(&about, "case", "a=\"1\"\n<\xc3\xa9>");
    GBytes *bytes = gy_state_pack(s, &about, NULL);
    cr_assert_not_null(bytes);
    gy_state_unref(s);
    return bytes;
}

/* The bytes of a file with this header and n bytes of data; a right digest is put in if the header
 * has 64 zeros for it. */
static inline GByteArray *file_of_header(const char *header, size_t n_data)
{
    GByteArray *b = g_byte_array_new();
    size_t n = strlen(header);
    for (int i = 0; i < 8; i++) {
        guint8 byte = (guint8)((n >> (8 * i)) & 0xff);
        g_byte_array_append(b, &byte, 1);
    }
    g_byte_array_append(b, (const guint8 *)header, (guint)n);
    for (size_t i = 0; i < n_data; i++) {
        g_byte_array_append(b, (const guint8 *)"", 1);
    }
    g_autofree char *sum = g_compute_checksum_for_data(G_CHECKSUM_SHA256, b->data + 8, b->len - 8);
    char *zeros = g_strstr_len((const char *)b->data + 8, (gssize)n, "00000000000000000000");
    if (zeros) {
        memcpy(zeros, sum, 64);
    }
    return b;
}

#endif

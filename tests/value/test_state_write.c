/* SPDX-License-Identifier: Apache-2.0
 *
 * The bytes of a state file, worked out by hand from the description of the format. */
#include "state_case.h"

#include "core/error.h"

#define HEADER                                                                                     \
    "{\"__metadata__\":{\"digest\":\"%s\",\"format\":\"gyrus-state/1\",\"id\":\"encoder.kit\","    \
    "\"node\":\"model\",\"case\":\"a=\\\"1\\\"\\n\\u003c\xc3\xa9>\"},"                             \
    "\"w\":{\"dtype\":\"F64\",\"shape\":[2,3],\"data_offsets\":[0,48]},"                           \
    "\"n\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[48,56]},"                             \
    "\"none\":{\"dtype\":\"F32\",\"shape\":[0,4],\"data_offsets\":[56,56]},"                       \
    "\"flag\":{\"dtype\":\"BOOL\",\"shape\":[2],\"data_offsets\":[56,58]}}"

Test(state_write, is_safetensors_to_the_byte)
{
    g_autoptr(GBytes) bytes = small_bytes();
    gsize n = 0;
    const char *at = g_bytes_get_data(bytes, &n);
    size_t header = 0;
    for (int i = 0; i < 8; i++) {
        header |= (size_t)(guchar)at[i] << (8 * i);
    }
    cr_assert_eq(header % 8, 0);
    cr_assert_eq(n, 8 + header + 58);
    g_autofree char *digest = g_strndup(strstr(at + 8, "digest") + 9, 64);
    g_autofree char *wanted = g_strdup_printf(HEADER, digest);
    g_autofree char *got = g_strchomp(g_strndup(at + 8, header));
    cr_expect_str_eq(got, wanted);
    const char *data = at + 8 + header;
    double w[6];
    int64_t seven = 0;
    memcpy(w, data, sizeof w);
    memcpy(&seven, data + 48, 8);
    for (int i = 0; i < 6; i++) {
        cr_expect_eq(w[i], i * i + 0.5);
    }
    cr_expect(seven == 7 && data[56] == 1 && data[57] == 0);
    /* the digest: everything behind the length, with zeros in its place */
    g_autofree char *copy = g_memdup2(at + 8, n - 8);
    memset(g_strstr_len(copy, (gssize)header, digest), '0', 64);
    g_autofree char *sum =
        g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)copy, n - 8);
    cr_expect_str_eq(sum, digest);
}

Test(state_write, about_keeps_the_last_text_of_a_key)
{
    g_auto(gy_about) a = {0};
    gy_about_init(&a);
    gy_about_put(&a, "k", "one");
    gy_about_put(&a, "l", "two");
    gy_about_put(&a, "k", "three");
    cr_expect_str_eq(gy_about_get(&a, "k"), "three");
    cr_expect_str_eq(gy_about_get(&a, "l"), "two");
    cr_expect_null(gy_about_get(&a, "m"));
    cr_expect_eq(a.keys->len, 2);
}

Test(state_write, only_dense_numbers)
{
    gy_state *s = gy_state_new("a.b", "n");
    const char *const words[] = {"x"};
    gy_state_add(s, "t", gy_value_new_texts(1, words));
    GError *error = NULL;
    cr_expect_null(gy_state_pack(s, NULL, &error));
    cr_assert(g_error_matches(error, GY_ERROR, GY_ERR_UNSUPPORTED));
    cr_expect_str_eq(error->message, "state 't' of a.b is no dense array");
    g_error_free(error);
    gy_state_unref(s);
}

/* A strided part of an array is written in C order; a folder that is not there is told. */
Test(state_write, strides_and_missing_folders)
{
    gy_state *s = small_state();
    const int64_t pick[1] = {1};
    gy_value *row = gy_value_take_rows(gy_state_get(s, "w"), 1, pick, NULL);
    gy_state *t = gy_state_new("a.b", "n");
    gy_state_add(t, "row", row);
    g_autoptr(GBytes) bytes = gy_state_pack(t, NULL, NULL);
    gy_state *back = gy_state_unpack("f", g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes),
                                     NULL, NULL, NULL);
    cr_assert_not_null(back);
    cr_expect_eq(gy_value_number(gy_state_get(back, "row"), 2), 25.5);
    g_autoptr(GError) error = NULL;
    cr_expect(!gy_state_write("/nowhere/x.safetensors", t, NULL, &error));
    cr_expect(g_error_matches(error, GY_ERROR, GY_ERR_IO));
    gy_state_unref(back);
    gy_state_unref(t);
    gy_state_unref(s);
}

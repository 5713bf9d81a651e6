/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading state files: what was written comes back to the bit; everything else is refused with
 * file, key and byte. */
#include "state_case.h"

#include "core/error.h"

static gy_state *read_of(const void *bytes, size_t n, gy_about *about, GError **error)
{
    return gy_state_unpack("f.safetensors", bytes, n, NULL, about, error);
}

Test(state_read, gives_back_every_bit)
{
    g_autoptr(GBytes) bytes = small_bytes();
    g_auto(gy_about) about = {0};
    gy_state *s = small_state();
    gy_state *t = read_of(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), &about, NULL);
    cr_assert_not_null(t);
    cr_expect_str_eq(t->id, "encoder.kit");
    cr_expect_str_eq(t->node, "model");
    cr_expect_str_eq(gy_about_get(&about, "case"), "a=\"1\"\n<\xc3\xa9>");
    cr_assert_eq(t->names->len, s->names->len);
    for (guint i = 0; i < s->names->len; i++) {
        const gy_value *a = s->arrays->pdata[i], *b = gy_state_get(t, s->names->pdata[i]);
        cr_assert_not_null(b);
        cr_expect(gy_dtype_equal(gy_value_dtype(a), gy_value_dtype(b)));
        cr_assert_eq(a->view.rank, b->view.rank);
        cr_expect_eq(memcmp(a->shape, b->shape, sizeof(int64_t) * (size_t)a->view.rank), 0);
        cr_expect_eq(memcmp(a->view.data, b->view.data, (size_t)gy_value_bytes(a)), 0);
    }
    gy_state_unref(s);
    gy_state_unref(t);
}

Test(state_read, a_file_and_no_file)
{
    gy_state *s = small_state();
    g_autofree char *dir = g_dir_make_tmp("gyrus-state-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(dir, "s.safetensors", NULL);
    g_autoptr(GError) error = NULL;
    cr_assert(gy_state_write(path, s, NULL, NULL));
    gy_state *t = gy_state_read(path, NULL, NULL, NULL);
    cr_assert_not_null(t);
    cr_expect_eq(gy_value_number(gy_state_get(t, "w"), 5), 25.5);
    (void)g_remove(path);
    cr_expect_null(gy_state_read(path, NULL, NULL, &error));
    cr_expect(g_error_matches(error, GY_ERROR, GY_ERR_IO));
    (void)g_remove(dir);
    gy_state_unref(s);
    gy_state_unref(t);
}

/* However short it is cut, and whichever bit is turned. */
Test(state_read, refuses_every_cut_and_every_flipped_bit)
{
    g_autoptr(GBytes) bytes = small_bytes();
    gsize n = 0;
    const char *whole = g_bytes_get_data(bytes, &n);
    for (gsize cut = 0; cut < n; cut++) {
        g_autofree char *part = g_memdup2(whole, MAX(cut, 1));
        g_autoptr(GError) error = NULL;
        cr_assert_null(read_of(part, cut, NULL, &error), "cut at %zu", (size_t)cut);
        cr_assert(g_error_matches(error, GY_ERROR, GY_ERR_FORMAT));
        cr_assert(g_str_has_prefix(error->message, "f.safetensors: "), "%s", error->message);
        cr_assert_not_null(strstr(error->message, "byte"), "%s", error->message);
    }
    g_autofree char *bad = g_memdup2(whole, n);
    for (gsize i = 0; i < n; i++) {
        bad[i] = (char)(bad[i] ^ (1 << (i % 8)));
        g_autoptr(GError) error = NULL;
        cr_assert_null(read_of(bad, n, NULL, &error), "bit %zu of byte %zu", (size_t)(i % 8),
                       (size_t)i);
        cr_assert(g_error_matches(error, GY_ERROR, GY_ERR_FORMAT));
        bad[i] = whole[i];
    }
}

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"
#define ABOUT                                                                                      \
    "{\"__metadata__\":{\"digest\":\"" ZEROS "\",\"format\":\"gyrus-state/1\",\"id\":\"a.b\","     \
    "\"node\":\"n\"}"
#define ARRAY(dtype, shape, place)                                                                 \
    "\"w\":{\"dtype\":\"" dtype "\",\"shape\":" shape ",\"data_offsets\":" place "}"

Test(state_read, headers_that_lie_with_the_right_digest)
{
    const struct {
        const char *header;
        size_t data;
        const char *told; /* NULL: it is right */
    } cases[] = {
        {ABOUT "," ARRAY("F64", "[1]", "[0,8]") "}", 8, NULL},
        {ABOUT "," ARRAY("F64", "[1]", "[0,8]") "}   ", 8, NULL},
        {ABOUT "}", 0, NULL},
        {ABOUT "," ARRAY("F64", "[2]", "[0,8]") "}", 8, "'w': data_offsets should be [0,16]"},
        {ABOUT "," ARRAY("F64", "[1]", "[8,16]") "}", 16, "'w': data_offsets should be [0,8]"},
        {ABOUT "," ARRAY("F64", "[1]", "[0,8]") "}", 9, "1 bytes of data belong to no array"},
        {ABOUT "," ARRAY("F64", "[2]", "[0,16]") "}", 8, "'w': needs data up to byte"},
        {ABOUT "," ARRAY("F64", "[9007199254740992,1024]", "[0,8]") "}", 8,
         "'w': its shape is more than a machine holds"},
        {ABOUT "," ARRAY("F64", "[9007199254740993]", "[0,8]") "}", 8,
         "'w': expected a whole number up to 2^53 at byte 177"},
        {ABOUT "," ARRAY("F64", "[-1]", "[0,8]") "}", 8, "expected a whole number"},
        {ABOUT "," ARRAY("F64", "[01]", "[0,8]") "}", 8, "expected a whole number"},
        {ABOUT "," ARRAY("F64", "[1,1,1,1,1,1,1,1,1]", "[0,8]") "}", 8, "more than 8 numbers"},
        {ABOUT "," ARRAY("F63", "[1]", "[0,8]") "}", 8, "'w': 'F63' is no type of numbers"},
        {ABOUT "," ARRAY("f64", "[1]", "[0,8]") "}", 8, "'f64' is no type of numbers"},
        {ABOUT "," ARRAY("TEXT", "[8]", "[0,8]") "}", 8, "'TEXT' is no type of numbers"},
        {ABOUT "," ARRAY("F64", "[1]", "[0,8]") "," ARRAY("F64", "[1]", "[8,16]") "}", 16,
         "'w': is there twice"},
        {ABOUT "} x", 0, "something follows the header"},
        {ABOUT, 0, "expected ','"},
        {"{\"__metadata__\":{\"digest\":\"" ZEROS "\"}}", 0, "the metadata do not say"},
        {"{\"w\":{}, \"__metadata__\":{\"digest\":\"" ZEROS "\"}}", 0,
         "the header does not begin with a digest"},
        {"{\"__metadata__\":{\"digest\":\"" ZEROS "\",\"digest\":\"1\"}}", 0,
         "'digest': is there twice"},
        {"{\"__metadata__\":{\"digest\":\"" ZEROS "\",\"a\":\"\\ud800\"}}", 0, "'a': an escape"},
        {"{\"__metadata__\":{\"digest\":\"" ZEROS "\",\"a\":\"\\u00g0\"}}", 0, "four hexadecimal"},
        {"{\"__metadata__\":{\"digest\":\"" ZEROS "\",\"a\":\"\n\"}}", 0, "a control character"},
        {"{\"__metadata__\":{\"digest\":\"" ZEROS "\",\"\xff\":\"\"}}", 0, "not UTF-8 at byte 102"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        GByteArray *b = file_of_header(cases[i].header, cases[i].data);
        GError *error = NULL;
        gy_state *s = read_of(b->data, b->len, NULL, &error);
        cr_expect((s != NULL) == (cases[i].told == NULL), "case %zu: %s", i,
                  error ? error->message : "accepted");
        if (error && cases[i].told) {
            cr_expect_not_null(strstr(error->message, cases[i].told), "case %zu: %s", i,
                               error->message);
        }
        g_clear_error(&error);
        gy_state_unref(s);
        g_byte_array_unref(b);
    }
}

/* More than the account allows is refused before it is taken. */
Test(state_read, keeps_to_the_limit)
{
    g_autoptr(GBytes) bytes = small_bytes();
    g_autoptr(gy_mem) mem = gy_mem_new(40);
    g_autoptr(GError) error = NULL;
    cr_expect_null(gy_state_unpack("f", g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), mem,
                                   NULL, &error));
    cr_expect(g_error_matches(error, GY_ERROR, GY_ERR_MEMORY));
}

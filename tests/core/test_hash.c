/* SPDX-License-Identifier: Apache-2.0 */
#include "core/hash.h"

#include "core/error.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static void hex_of(const void *bytes, size_t n, char out_hex[GY_DIGEST_HEX])
{
    uint8_t digest[GY_DIGEST_SIZE];
    gy_hash_bytes(bytes, n, digest);
    gy_hash_hex(digest, out_hex);
}

/* FIPS 180-4 examples. */
Test(hash, published_digests)
{
    char hex[GY_DIGEST_HEX];
    hex_of("abc", 3, hex);
    cr_assert_str_eq(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    hex_of(NULL, 0, hex);
    cr_assert_str_eq(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    hex_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56, hex);
    cr_assert_str_eq(hex, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

/* A million times 'a' spans several read blocks; digest from FIPS 180-4. */
Test(hash, file_is_streamed)
{
    g_autofree char *text = g_malloc(1000000);
    memset(text, 'a', 1000000);
    g_autofree char *folder = g_dir_make_tmp("gy-hash-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "a.bin", NULL);
    cr_assert(g_file_set_contents(path, text, 1000000, NULL));
    uint8_t digest[GY_DIGEST_SIZE];
    char hex[GY_DIGEST_HEX];
    cr_assert(gy_hash_file(path, digest, NULL));
    gy_hash_hex(digest, hex);
    cr_assert_str_eq(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");

    memset(digest, 7, sizeof digest);
    g_autoptr(GError) folder_error = NULL;
    cr_assert_not(gy_hash_file(folder, digest, &folder_error));
    cr_assert(g_error_matches(folder_error, GY_ERROR, GY_ERR_IO));
    g_remove(path);
    g_autoptr(GError) error = NULL;
    cr_assert_not(gy_hash_file(path, digest, &error));
    cr_assert(g_error_matches(error, GY_ERROR, GY_ERR_IO));
    cr_assert_not_null(strstr(error->message, path));
    cr_assert_eq(digest[0], 7, "the digest must be untouched on failure");
    g_rmdir(folder);
}

/* Records written by tiny programs: t text, n absent text, b blob, i i64, u u64, f f64, o bool,
 * l list; the rest of the word is the value. */
static void record(const char *program, uint8_t out_digest[GY_DIGEST_SIZE])
{
    g_autoptr(gy_hash) h = gy_hash_new("test/1");
    g_auto(GStrv) words = g_strsplit(program, " ", -1);
    for (char **word = words; *word != NULL && **word != '\0'; word++) {
        const char *value = *word + 1;
        switch (**word) {
        case 't':
            gy_hash_text(h, value);
            break;
        case 'n':
            gy_hash_text(h, NULL);
            break;
        case 'b':
            gy_hash_blob(h, value, strlen(value));
            break;
        case 'i':
            gy_hash_i64(h, g_ascii_strtoll(value, NULL, 10));
            break;
        case 'u':
            gy_hash_u64(h, g_ascii_strtoull(value, NULL, 10));
            break;
        case 'f':
            gy_hash_f64(h, g_ascii_strtod(value, NULL));
            break;
        case 'o':
            gy_hash_bool(h, *value == '1');
            break;
        default:
            gy_hash_list(h, (size_t)g_ascii_strtoull(value, NULL, 10));
        }
    }
    gy_hash_end(h, out_digest);
}

Test(hash, different_records_differ)
{
    static const char *const programs[] = {
        "",    "t",   "n",    "b",    "tab tc", "ta tbc",      "tabc",        "t1",
        "i1",  "u1",  "f1",   "o1",   "o0",     "l1",          "l0",          "i-1",
        "i0",  "f0",  "f-1",  "f2",   "b1",     "tc tab",      "l1 ta l1 tb", "l2 ta tb",
        "n n", "t t", "fnan", "finf", "f-inf",  "l1 l2 ta tb", "u0"};
    uint8_t digests[G_N_ELEMENTS(programs)][GY_DIGEST_SIZE];
    for (size_t i = 0; i < G_N_ELEMENTS(programs); i++) {
        record(programs[i], digests[i]);
        uint8_t again[GY_DIGEST_SIZE];
        record(programs[i], again);
        cr_assert_arr_eq(digests[i], again, GY_DIGEST_SIZE);
        for (size_t j = 0; j < i; j++) {
            cr_assert(memcmp(digests[i], digests[j], GY_DIGEST_SIZE) != 0, "\"%s\" = \"%s\"",
                      programs[i], programs[j]);
        }
    }
}

Test(hash, equal_numbers_hash_equally)
{
    uint8_t zero[GY_DIGEST_SIZE], minus_zero[GY_DIGEST_SIZE];
    record("f0", zero);
    record("f-0", minus_zero);
    cr_assert_arr_eq(zero, minus_zero, GY_DIGEST_SIZE);
    uint8_t nan_plus[GY_DIGEST_SIZE], nan_minus[GY_DIGEST_SIZE];
    g_autoptr(gy_hash) a = gy_hash_new("x");
    g_autoptr(gy_hash) b = gy_hash_new("x");
    gy_hash_f64(a, (double)NAN);
    gy_hash_f64(b, copysign((double)NAN, -1));
    gy_hash_end(a, nan_plus);
    gy_hash_end(b, nan_minus);
    cr_assert_arr_eq(nan_plus, nan_minus, GY_DIGEST_SIZE);
}

/* The byte layout, spelled out, so that a change of the format cannot go unseen: cache keys of
 * older runs would silently miss. */
Test(hash, record_layout)
{
    static const uint8_t bytes[] = {
        1, 3,  0, 0, 0, 0, 0, 0, 0, 'd',  '/',  '1',                                /* domain */
        1, 2,  0, 0, 0, 0, 0, 0, 0, 'h',  'i',                                      /* text */
        4, 8,  0, 0, 0, 0, 0, 0, 0, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, /* i64 -2 */
        8, 32, 0, 0, 0, 0, 0, 0, 0}; /* digest follows */
    uint8_t all[sizeof bytes + GY_DIGEST_SIZE];
    uint8_t inner[GY_DIGEST_SIZE];
    gy_hash_bytes("abc", 3, inner);
    memcpy(all, bytes, sizeof bytes);
    memcpy(all + sizeof bytes, inner, sizeof inner);
    uint8_t expected[GY_DIGEST_SIZE], digest[GY_DIGEST_SIZE];
    gy_hash_bytes(all, sizeof all, expected);
    g_autoptr(gy_hash) h = gy_hash_new("d/1");
    gy_hash_text(h, "hi");
    gy_hash_i64(h, -2);
    gy_hash_digest(h, inner);
    gy_hash_end(h, digest);
    cr_assert_arr_eq(digest, expected, GY_DIGEST_SIZE);
    /* domain separates kinds of records */
    g_autoptr(gy_hash) other = gy_hash_new("d/2");
    gy_hash_text(other, "hi");
    gy_hash_i64(other, -2);
    gy_hash_digest(other, inner);
    gy_hash_end(other, digest);
    cr_assert(memcmp(digest, expected, GY_DIGEST_SIZE) != 0);
}

/* test_cache_files.c: where a key lies; which files go when there are too many. */
#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <utime.h>

#include "core/hash.h"
#include "run/cache.h"

Test(cache_files, path_is_the_key_in_a_folder_of_its_first_two_digits)
{
    uint8_t key[GY_DIGEST_SIZE] = {0xab, 0x01};
    g_autofree char *path = gy_cache_path("/c", key);
    cr_expect_str_eq(path, "/c/ab/ab01000000000000000000000000000000000000000000000000000000000000"
                           ".safetensors");
}

/* File k: key k..., 100 bytes, used at time k. */
static char *put(const char *dir, uint8_t k, time_t used)
{
    uint8_t key[GY_DIGEST_SIZE] = {k};
    char *path = gy_cache_path(dir, key);
    g_autofree char *folder = g_path_get_dirname(path);
    char bytes[100] = {0};
    struct utimbuf when = {used, used};
    cr_assert_eq(g_mkdir_with_parents(folder, 0700), 0);
    cr_assert(g_file_set_contents(path, bytes, sizeof bytes, NULL));
    cr_assert_eq(utime(path, &when), 0);
    return path;
}

Test(cache_files, trim_takes_what_was_not_used_for_longest_and_nothing_else)
{
    const struct {
        uint64_t most;
        int removed;
    } cases[] = {{1000, 0}, {400, 0}, {399, 1}, {200, 2}, {150, 3}, {0, 4}};
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *dir = g_dir_make_tmp("gyrus-cache-XXXXXX", NULL);
        g_autofree char *mine = g_build_filename(dir, "notes.txt", NULL);
        g_autofree char *deep = g_build_filename(dir, "01", "notes.txt", NULL);
        char *path[4];
        static const time_t used[4] = {30, 10, 40, 20};
        for (int k = 0; k < 4; k++) {
            path[k] = put(dir, (uint8_t)(k / 2), used[k]);
            if (k % 2) { /* two in one folder */
                g_free(path[k]);
                uint8_t key[GY_DIGEST_SIZE] = {(uint8_t)(k / 2), 9};
                path[k] = gy_cache_path(dir, key);
                struct utimbuf when = {used[k], used[k]}, first = {used[k - 1], used[k - 1]};
                char bytes[100] = {0};
                cr_assert(g_file_set_contents(path[k], bytes, sizeof bytes, NULL));
                cr_assert(utime(path[k], &when) == 0 && utime(path[k - 1], &first) == 0);
            }
        }
        cr_assert(g_file_set_contents(mine, "x", 1, NULL) &&
                  g_file_set_contents(deep, "x", 1, NULL));
        cr_expect_eq(gy_cache_trim(dir, cases[i].most), cases[i].removed, "case %zu", i);
        static const int order[4] = {1, 3, 0, 2}; /* oldest first */
        for (int k = 0; k < 4; k++) {
            cr_expect_eq(g_file_test(path[order[k]], G_FILE_TEST_EXISTS), k >= cases[i].removed);
            (void)g_remove(path[order[k]]);
        }
        cr_expect(g_file_test(mine, G_FILE_TEST_EXISTS) && g_file_test(deep, G_FILE_TEST_EXISTS));
        for (int k = 0; k < 4; k++) {
            g_free(path[k]);
        }
    }
    cr_expect_eq(gy_cache_trim("/nowhere/at/all", 0), 0);
}

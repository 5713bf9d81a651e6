/* SPDX-License-Identifier: MIT
 *
 * files.h: temporary files for tests of readers and writers. Paths live until the process ends.
 */
#ifndef GYRUS_TEST_FILES_H
#define GYRUS_TEST_FILES_H

#include <criterion/criterion.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

/* A fresh folder; Criterion runs every test in its own process, which leaves it behind empty. */
static inline const char *files_folder(void)
{
    static char folder[64];
    if (!folder[0]) {
        strcpy(folder, "/tmp/gyrus-test-XXXXXX");
        cr_assert(mkdtemp(folder));
    }
    return folder;
}

/* Whether an error is at `place`: a key, or a place in the file ("byte 42"), which has a blank and
 * stands behind the file's name in the text. */
static inline int files_placed(const char *key, const char *error, const char *place)
{
    char text[120];
    snprintf(text, sizeof text, ": %s: ", place);
    return strchr(place, ' ') ? !*key && strstr(error, text) != NULL : !strcmp(key, place);
}

/* n zeroed bytes that live until the process ends, and stay reachable until then. */
static inline char *files_keep(size_t n)
{
    static void *all;
    void **block = calloc(1, 16 + n);
    cr_assert(block);
    *block = all;
    all = block;
    return (char *)block + 16;
}

static inline char *files_path(const char *name)
{
    char *path = files_keep(256);
    snprintf(path, 256, "%s/%s", files_folder(), name);
    return path;
}

static inline char *files_write(const char *name, const void *bytes, size_t n)
{
    char *path = files_path(name);
    FILE *f = fopen(path, "wb");
    cr_assert(f && fwrite(bytes, 1, n, f) == n);
    fclose(f);
    return path;
}

static inline char *files_text(const char *name, const char *text)
{
    return files_write(name, text, strlen(text));
}

static inline char *files_gzip(const char *name, const void *bytes, size_t n)
{
    char *path = files_path(name);
    gzFile z = gzopen(path, "wb");
    cr_assert(z && gzwrite(z, bytes, (unsigned)n) == (int)n);
    gzclose(z);
    return path;
}

/* Whole content, 0-terminated; NULL if there is no such file. */
static inline char *files_read(const char *path, size_t *out_n)
{
    FILE *f = fopen(path, "rb");
    if (!f) {
        return NULL;
    }
    char *b = files_keep(1 << 20);
    *out_n = fread(b, 1, (1 << 20) - 1, f);
    fclose(f);
    return b;
}

/* Removes what the test made. */
static inline void files_clean(void)
{
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", files_folder());
    cr_assert_eq(system(command), 0);
}

#endif

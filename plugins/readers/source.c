/* SPDX-License-Identifier: MIT
 *
 * source.c: files as readers see them. zlib's gz functions read plain files too, but say nothing
 * about their size, so plain files go through stdio.
 */
#include "source.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

#define CHUNK (1 << 18)

int source_fail(gy_call *c, int code, const char *path, const char *where, const char *format, ...)
{
    char text[1200];
    int place = strchr(where, ' ') != NULL; /* keys have no blanks */
    int n = snprintf(text, 700, "%s: %s%s", path, place ? where : "", place ? ": " : "");
    n = n < 0 ? 0 : n < 700 ? n : 699;
    va_list ap;
    va_start(ap, format);
    vsnprintf(text + n, sizeof text - (size_t)n, format, ap);
    va_end(ap);
    return gy_fail(c, code, place ? NULL : where, text);
}

int64_t source_times(int64_t a, int64_t b)
{
    int64_t r;
    return a < 0 || b < 0 || __builtin_mul_overflow(a, b, &r) ? -1 : r;
}

int source_little(void)
{
    const uint16_t one = 1;
    return *(const unsigned char *)&one == 1;
}

void source_swap(void *data, int64_t n, int64_t width)
{
    unsigned char *p = data;
    for (int64_t k = 0; k < n; k++, p += width) {
        for (int64_t i = 0; i < width / 2; i++) {
            unsigned char t = p[i];
            p[i] = p[width - 1 - i];
            p[width - 1 - i] = t;
        }
    }
}

static int cannot(gy_call *c, const char *path, const char *what)
{
    return source_fail(c, GY_IO, path, "path", "cannot %s: %s", what, strerror(errno));
}

/* Opens a regular file and tells its size and whether it is packed. */
static int begin(gy_call *c, const char *path, FILE **out_file, int64_t *out_size, int *out_packed)
{
    struct stat st;
    FILE *f = fopen(path, "rb");
    if (!f) {
        return cannot(c, path, "open");
    }
    if (fstat(fileno(f), &st) || !S_ISREG(st.st_mode)) {
        fclose(f);
        return source_fail(c, GY_IO, path, "path", "is not a regular file");
    }
    unsigned char magic[2] = {0, 0};
    *out_packed = fread(magic, 1, 2, f) == 2 && magic[0] == 0x1f && magic[1] == 0x8b;
    rewind(f);
    *out_file = f;
    *out_size = (int64_t)st.st_size;
    return GY_OK;
}

static int damaged(gy_call *c, const char *path, gzFile z, int64_t at)
{
    int code = Z_OK;
    const char *text = gzerror(z, &code);
    int status = code == Z_MEM_ERROR ? GY_MEMORY : code == Z_ERRNO ? GY_IO : GY_FORMAT;
    char where[48];
    snprintf(where, sizeof where, "after byte %lld unpacked", (long long)at);
    if (code == Z_OK || code == Z_BUF_ERROR) {
        return source_fail(c, GY_FORMAT, path, where, "the gzip stream ends early");
    }
    const char *words = strstr(text, ": "); /* behind the path, which zlib puts in front */
    return source_fail(c, status, path, where, "the gzip stream is damaged: %s",
                       words ? words + 2 : text);
}

/* Reads from a packed file; out NULL counts and throws away. Stops at the end of the content. */
static int unpack(gy_call *c, const char *path, gzFile z, int64_t at, char *out, int64_t want,
                  int64_t *out_got)
{
    char chunk[8192];
    int64_t got = 0;
    while (got < want) {
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        int64_t room = want - got;
        unsigned n =
            (unsigned)(out ? (room < CHUNK ? room : CHUNK)
                           : (room < (int64_t)sizeof chunk ? room : (int64_t)sizeof chunk));
        int r = gzread(z, out ? out + got : chunk, n);
        if (r < 0) {
            return damaged(c, path, z, at + got);
        }
        got += r;
        if (r < (int)n) {
            break;
        }
    }
    int code = Z_OK;
    gzerror(z, &code); /* a stream cut short reads as its end, with Z_BUF_ERROR kept */
    if (got < want && code != Z_OK && code != Z_STREAM_END) {
        return damaged(c, path, z, at + got);
    }
    *out_got = got;
    return GY_OK;
}

static int unpack_part(gy_call *c, const char *path, int64_t offset, int64_t want, char *out,
                       int64_t *out_got)
{
    gzFile z = gzopen(path, "rb");
    if (!z) {
        return cannot(c, path, "open");
    }
    gzbuffer(z, CHUNK);
    int64_t skipped = 0;
    int status = unpack(c, path, z, 0, NULL, offset, &skipped);
    *out_got = 0;
    if (status == GY_OK && skipped == offset) {
        status = unpack(c, path, z, offset, out, want, out_got);
    }
    gzclose_r(z);
    return status;
}

static int read_plain(gy_call *c, const char *path, FILE *f, int64_t offset, int64_t want,
                      void *out, int64_t *out_got)
{
    if (fseeko(f, (off_t)offset, SEEK_SET)) {
        return cannot(c, path, "seek");
    }
    int64_t got = 0;
    while (got < want && !c->host->stopped(c)) {
        int64_t n = want - got < 16 * CHUNK ? want - got : 16 * CHUNK;
        size_t r = fread((char *)out + got, 1, (size_t)n, f);
        got += (int64_t)r;
        if ((int64_t)r < n) {
            if (ferror(f)) {
                return cannot(c, path, "read");
            }
            *out_got = got;
            return GY_OK;
        }
    }
    *out_got = got;
    return got < want ? GY_CANCELLED : GY_OK;
}

int source_part(gy_call *c, const char *path, int64_t offset, int64_t want, void *out,
                int64_t *out_got, int64_t *out_size)
{
    FILE *f;
    int64_t size;
    int packed;
    GY_TRY(begin(c, path, &f, &size, &packed));
    int status = packed ? unpack_part(c, path, offset, want, out, out_got)
                        : read_plain(c, path, f, offset, want, out, out_got);
    fclose(f);
    if (out_size) {
        *out_size = packed ? -1 : size;
    }
    return status;
}

/* The size of packed content is known only after unpacking: the first pass counts. */
int source_load(gy_call *c, const char *path, source *out)
{
    FILE *f;
    int64_t size, got = 0;
    int packed;
    GY_TRY(begin(c, path, &f, &size, &packed));
    fclose(f);
    if (packed) {
        GY_TRY(unpack_part(c, path, 0, INT64_MAX, NULL, &size));
    }
    char *data = size < INT64_MAX ? c->host->scratch(c, size + 1) : NULL;
    if (!data) {
        return source_fail(c, GY_MEMORY, path, "path", "needs %lld bytes of memory",
                           (long long)size);
    }
    GY_TRY(source_part(c, path, 0, size, data, &got, NULL));
    *out = (source){path, data, got};
    return c->host->used_file(c, path);
}

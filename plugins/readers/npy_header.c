/* SPDX-License-Identifier: MIT
 *
 * npy_header.c: parses the dictionary literal strictly: three known keys, each once, in any order.
 */
#include "npy_header.h"

#include <stdio.h>
#include <string.h>

/* Headers of structured dtypes can be long; those of numbers are below this. */
#define HEADER_MAX 65536

typedef struct cursor {
    gy_call *c;
    const char *path;
    const char *begin, *p, *end; /* begin is byte 0 of the file */
} cursor;

static int wrong(const cursor *s, const char *at, const char *what)
{
    char where[48];
    snprintf(where, sizeof where, "byte %lld", (long long)(at - s->begin));
    return source_fail(s->c, GY_FORMAT, s->path, where, "not a .npy header: %s", what);
}

static void blanks(cursor *s)
{
    while (s->p < s->end && (*s->p == ' ' || *s->p == '\n' || *s->p == '\t')) {
        s->p++;
    }
}

/* 1 and past it if the next characters are `word`. */
static int take(cursor *s, const char *word)
{
    blanks(s);
    size_t n = strlen(word);
    if ((size_t)(s->end - s->p) < n || memcmp(s->p, word, n)) {
        return 0;
    }
    s->p += n;
    return 1;
}

/* 'text' or "text" into room bytes. */
static int quoted(cursor *s, char *out, size_t room)
{
    blanks(s);
    const char *at = s->p;
    if (at >= s->end || (*at != '\'' && *at != '"')) {
        return wrong(s, at, "a quoted word is expected");
    }
    const char *close = memchr(at + 1, *at, (size_t)(s->end - at - 1));
    if (!close || (size_t)(close - at) > room) {
        return wrong(s, at, "the quoted word does not end, or is too long");
    }
    memcpy(out, at + 1, (size_t)(close - at - 1));
    out[close - at - 1] = 0;
    s->p = close + 1;
    return GY_OK;
}

static int parse_descr(cursor *s, npy_header *h)
{
    char d[24];
    blanks(s);
    const char *at = s->p;
    if (at < s->end && *at == '[') {
        return source_fail(s->c, GY_UNSUPPORTED, s->path, "path",
                           "structured arrays are not read; save each field by itself");
    }
    GY_TRY(quoted(s, d, sizeof d));
    size_t digits = d[0] && d[1] ? strspn(d + 2, "0123456789") : 0;
    if (digits < 1 || digits > 2 || d[2 + digits] || !strchr("<>|=", d[0])) {
        return wrong(s, at, "descr is not a dtype such as '<f8'");
    }
    h->width = digits == 1 ? d[2] - '0' : (d[2] - '0') * 10 + d[3] - '0';
    h->code = d[1] == 'f' ? GY_FLOAT : d[1] == 'i' ? GY_INT : d[1] == 'u' ? GY_UINT : GY_BOOL;
    h->half = d[1] == 'f' && h->width == 2;
    int whole = (d[1] == 'i' || d[1] == 'u') &&
                (h->width == 1 || h->width == 2 || h->width == 4 || h->width == 8);
    int real = d[1] == 'f' && (h->width == 2 || h->width == 4 || h->width == 8);
    if (!whole && !real && !(d[1] == 'b' && h->width == 1)) {
        return source_fail(s->c, GY_UNSUPPORTED, s->path, "path",
                           "dtype %s is not read; only f2 f4 f8, i and u of 1 to 8 bytes, and bool",
                           d);
    }
    h->swap = h->width > 1 && d[0] == (source_little() ? '>' : '<');
    return GY_OK;
}

static int parse_shape(cursor *s, npy_header *h)
{
    if (!take(s, "(")) {
        return wrong(s, s->p, "shape is not a tuple");
    }
    while (!take(s, ")")) {
        int64_t n = 0;
        const char *at = s->p;
        while (s->p < s->end && *s->p >= '0' && *s->p <= '9') {
            if (__builtin_mul_overflow(n, 10, &n) || __builtin_add_overflow(n, *s->p - '0', &n)) {
                return wrong(s, at, "a length is too large");
            }
            s->p++;
        }
        if (s->p == at) {
            return wrong(s, at, "a length is expected");
        }
        if (h->rank == NPY_RANK) {
            return wrong(s, at, "more than 8 axes");
        }
        h->shape[h->rank++] = n;
        if (s->p < s->end && *s->p == 'L') { /* written by Python 2 */
            s->p++;
        }
        if (!take(s, ",") && (blanks(s), s->p >= s->end || *s->p != ')')) {
            return wrong(s, s->p, "',' or ')' is expected");
        }
    }
    return GY_OK;
}

static int parse_entry(cursor *s, npy_header *h, int *seen)
{
    char key[24];
    blanks(s);
    const char *at = s->p;
    GY_TRY(quoted(s, key, sizeof key));
    int which = !strcmp(key, "descr")           ? 1
                : !strcmp(key, "fortran_order") ? 2
                : !strcmp(key, "shape")         ? 4
                                                : 0;
    if (!which || (*seen & which)) {
        return wrong(s, at, which ? "a key is there twice" : "an unknown key");
    }
    *seen |= which;
    if (!take(s, ":")) {
        return wrong(s, s->p, "':' is expected");
    }
    if (which == 1) {
        return parse_descr(s, h);
    }
    if (which == 4) {
        return parse_shape(s, h);
    }
    h->fortran = take(s, "True");
    return h->fortran || take(s, "False") ? GY_OK
                                          : wrong(s, s->p, "fortran_order is not True or False");
}

static int parse_dictionary(cursor *s, npy_header *h)
{
    int seen = 0;
    if (!take(s, "{")) {
        return wrong(s, s->p, "'{' is expected");
    }
    while (!take(s, "}")) {
        GY_TRY(parse_entry(s, h, &seen));
        if (!take(s, ",") && (blanks(s), s->p >= s->end || *s->p != '}')) {
            return wrong(s, s->p, "',' or '}' is expected");
        }
    }
    blanks(s);
    if (s->p < s->end) {
        return wrong(s, s->p, "something follows the dictionary");
    }
    return seen == 7 ? GY_OK : wrong(s, s->p, "descr, fortran_order or shape is missing");
}

/* Magic, version and length: where the dictionary lies. */
static int parse_prefix(gy_call *c, const char *path, const unsigned char *b, int64_t got,
                        int64_t *out_begin, int64_t *out_length)
{
    if (got < 10 || memcmp(b, "\x93NUMPY", 6)) {
        return source_fail(c, GY_FORMAT, path, "byte 0", "not a .npy file");
    }
    if (b[6] < 1 || b[6] > 3 || b[7] != 0) {
        return source_fail(c, GY_UNSUPPORTED, path, "byte 6", ".npy version %d.%d is not known",
                           b[6], b[7]);
    }
    int wide = b[6] > 1;
    *out_begin = wide ? 12 : 10;
    *out_length = b[8] | b[9] << 8;
    if (wide && got >= 12) {
        *out_length |= (int64_t)b[10] << 16 | (int64_t)b[11] << 24;
    }
    if (*out_length > HEADER_MAX - 12) {
        return source_fail(c, GY_FORMAT, path, "byte 8", "a header of %lld bytes is too long",
                           (long long)*out_length);
    }
    if (*out_begin + *out_length > got) {
        return source_fail(c, GY_FORMAT, path, "byte 8", "the header has %lld bytes, the file %lld",
                           (long long)*out_length, (long long)got);
    }
    return GY_OK;
}

int npy_read_header(gy_call *c, const char *path, npy_header *out)
{
    int64_t got = 0, size = 0, begin = 0, length = 0;
    char *b = c->host->scratch(c, HEADER_MAX);
    if (!b) {
        return gy_fail(c, GY_MEMORY, "path", "no memory for the header");
    }
    GY_TRY(source_part(c, path, 0, HEADER_MAX, b, &got, &size));
    if (size < 0) {
        return source_fail(c, GY_FORMAT, path, "byte 0", "packed with gzip; unpack it first");
    }
    GY_TRY(parse_prefix(c, path, (const unsigned char *)b, got, &begin, &length));
    npy_header h = {.offset = begin + length};
    cursor s = {c, path, b, b + begin, b + begin + length};
    GY_TRY(parse_dictionary(&s, &h));
    h.bytes = h.width;
    for (int32_t i = 0; i < h.rank; i++) {
        h.bytes = source_times(h.bytes, h.shape[i]);
    }
    for (int32_t i = 0; i < h.rank && h.bytes < 0; i++) { /* 0 anywhere: no bytes at all */
        h.bytes = h.shape[i] == 0 ? 0 : h.bytes;
    }
    if (h.bytes < 0) {
        return wrong(&s, b + begin, "the lengths multiply to more than 2^63 bytes");
    }
    if (h.bytes > size - h.offset) {
        char where[48];
        snprintf(where, sizeof where, "byte %lld", (long long)size);
        return source_fail(c, GY_FORMAT, path, where,
                           "the file ends here, the array has %lld bytes from byte %lld",
                           (long long)h.bytes, (long long)h.offset);
    }
    *out = h;
    return GY_OK;
}

int npy_can_map(const npy_header *h)
{
    return !h->swap && !h->half && (!h->fortran || h->rank < 2) && h->bytes > 0 &&
           h->offset % h->width == 0;
}

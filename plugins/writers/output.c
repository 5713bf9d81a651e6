/* SPDX-License-Identifier: MIT
 *
 * output.c: atomic files and numbers as text.
 */
#include "output.h"

#include <errno.h>
#include <locale.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

int output_fail(gy_call *c, int code, const char *path, const char *where, const char *format, ...)
{
    char text[1200];
    int n = snprintf(text, 700, "%s: ", path);
    n = n < 0 ? 0 : n < 700 ? n : 699;
    va_list ap;
    va_start(ap, format);
    vsnprintf(text + n, sizeof text - (size_t)n, format, ap);
    va_end(ap);
    return gy_fail(c, code, where, text);
}

int output_begin(gy_call *c, const char *path, int may_pack, output *out)
{
    size_t n = strlen(path);
    output o = {.c = c, .path = path, .part = c->host->scratch(c, (int64_t)n + 6)};
    if (!o.part) {
        return gy_fail(c, GY_MEMORY, "path", "no memory for the file's name");
    }
    memcpy(o.part, path, n);
    memcpy(o.part + n, ".part", 6);
    o.file = fopen(o.part, "wb");
    if (o.file && may_pack && n > 3 && !strcmp(path + n - 3, ".gz")) {
        int fd = dup(fileno(o.file));
        o.packed = fd >= 0 ? gzdopen(fd, "wb6") : NULL;
        if (!o.packed) {
            int error = errno;
            if (fd >= 0) {
                close(fd);
            }
            fclose(o.file);
            unlink(o.part);
            return output_fail(c, GY_IO, path, "path", "cannot write: %s", strerror(error));
        }
    }
    if (!o.file) {
        return output_fail(c, GY_IO, path, "path", "cannot write: %s", strerror(errno));
    }
    *out = o;
    return GY_OK;
}

void output_bytes(output *o, const void *bytes, int64_t n)
{
    for (int64_t at = 0; at < n && !o->error;) {
        int64_t now = n - at < (1 << 24) ? n - at : 1 << 24;
        errno = 0;
        int good = o->packed
                       ? gzwrite(o->packed, (const char *)bytes + at, (unsigned)now) == (int)now
                       : fwrite((const char *)bytes + at, 1, (size_t)now, o->file) == (size_t)now;
        if (!good) {
            o->error = errno ? errno : EIO;
        }
        at += now;
    }
}

void output_text(output *o, const char *text)
{
    output_bytes(o, text, (int64_t)strlen(text));
}

int output_end(output *o, int status)
{
    errno = 0;
    if (o->packed && gzclose(o->packed) != Z_OK && !o->error) {
        o->error = errno ? errno : EIO;
    }
    if ((fflush(o->file) || fsync(fileno(o->file))) && errno != EINVAL && !o->error) {
        o->error = errno ? errno : EIO;
    }
    if (fclose(o->file) && !o->error) {
        o->error = errno ? errno : EIO;
    }
    if (status >= 0 && o->c->host->stopped(o->c)) {
        status = GY_CANCELLED;
    }
    if (status >= 0 && !o->error && rename(o->part, o->path)) {
        o->error = errno;
    }
    if (status < 0 || o->error) {
        unlink(o->part);
    }
    if (status >= 0 && o->error) {
        return output_fail(o->c, GY_IO, o->path, "path", "cannot write: %s", strerror(o->error));
    }
    return status;
}

static double back(const char *text, char **out_end)
{
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    double v = plain ? strtod_l(text, out_end, plain) : strtod(text, out_end);
    if (plain) {
        freelocale(plain);
    }
    return v;
}

/* The process's locale may write its decimal point as any bytes: they become one point. */
static void plain_point(char *text)
{
    char *to = text;
    for (const char *p = text; *p; p++) {
        if (strchr("0123456789+-einfa", *p)) {
            *to++ = *p;
        } else if (to == text || to[-1] != '.') {
            *to++ = '.';
        }
    }
    *to = 0;
}

void output_number(double v, char *out)
{
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(out, 32, "%.*g", digits, v);
        plain_point(out);
        if (back(out, NULL) == v) {
            return;
        }
    }
}

double output_parse(const char *text, char **out_end)
{
    return back(text, out_end);
}

int64_t output_offset(const gy_array *a, int64_t k)
{
    int64_t at = 0;
    for (int32_t i = a->rank - 1; i >= 0; i--) {
        at += k % a->shape[i] * a->stride[i];
        k /= a->shape[i];
    }
    return at;
}

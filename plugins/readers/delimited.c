/* SPDX-License-Identifier: MIT
 *
 * delimited.c: walks rows of cells.
 */
#include "delimited.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static int is_blank(char ch)
{
    return ch == ' ' || ch == '\t';
}

int delimited_fail(const delimited *d, int code, int64_t column, const char *format, ...)
{
    char text[600], where[64];
    va_list ap;
    va_start(ap, format);
    vsnprintf(text, sizeof text, format, ap);
    va_end(ap);
    int n = snprintf(where, sizeof where, "line %lld", (long long)d->line);
    if (column >= 0) {
        snprintf(where + n, sizeof where - (size_t)n, ", column %lld", (long long)column + 1);
    }
    return source_fail(d->c, code, d->path, where, "%s", text);
}

/* Length of the UTF-8 character at p, 0 if it is not one (also for surrogates, overlong forms). */
static int64_t character(const unsigned char *p, const unsigned char *end)
{
    int64_t n = p[0] < 0x80   ? 1
                : p[0] < 0xC2 ? 0
                : p[0] < 0xE0 ? 2
                : p[0] < 0xF0 ? 3
                : p[0] < 0xF5 ? 4
                              : 0;
    if (n == 0 || end - p < n) {
        return 0;
    }
    for (int64_t i = 1; i < n; i++) {
        if ((p[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    int low = (p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xF0 && p[1] < 0x90);
    int high = (p[0] == 0xED && p[1] > 0x9F) || (p[0] == 0xF4 && p[1] > 0x8F);
    return p[0] && !low && !high ? n : 0;
}

/* The whole text is UTF-8 without NUL; eight ASCII bytes at a time. */
static int check_utf8(delimited *d)
{
    const unsigned char *p = (const unsigned char *)d->begin, *end = (const unsigned char *)d->end;
    while (p < end) {
        uint64_t w = 0x80;
        if (end - p >= 8) {
            memcpy(&w, p, 8);
        }
        uint64_t zero = (w - 0x0101010101010101u) & ~w;
        if (!((w | zero) & 0x8080808080808080u)) {
            p += 8;
            continue;
        }
        int64_t n = character(p, end);
        if (n == 0) {
            const unsigned char *q = (const unsigned char *)d->begin, *start = q;
            for (d->line = 1; q < p; q++) {
                d->line += *q == '\n';
                start = *q == '\n' ? q + 1 : start;
            }
            return delimited_fail(d, GY_FORMAT, -1,
                                  "byte %lld of the line (0x%02x) is not UTF-8 text",
                                  (long long)(p - start) + 1, *p);
        }
        p += n;
    }
    return GY_OK;
}

/* Past blank and comment lines; 0 at the end. */
static int find_row(delimited *d)
{
    while (d->p < d->end) {
        const char *q = d->p;
        while (q < d->end && is_blank(*q) && d->separator != '\t') {
            q++;
        }
        int blank = q == d->end || *q == '\n' || (*q == '\r' && (q + 1 == d->end || q[1] == '\n'));
        if (!blank && !(d->comment && *q == d->comment)) {
            return 1;
        }
        const char *end = memchr(q, '\n', (size_t)(d->end - q));
        d->p = end ? end + 1 : d->end;
        d->next++;
    }
    return 0;
}

static void trim(cell *x)
{
    while (x->n > 0 && is_blank(x->text[x->n - 1])) {
        x->n--;
    }
    while (x->n > 0 && is_blank(*x->text)) {
        x->text++;
        x->n--;
    }
}

/* A quoted cell from its opening quote; returns the first character after it, NULL if unfinished.
 */
static const char *quoted(delimited *d, const char *p, cell *x)
{
    x->quoted = 1;
    x->text = ++p;
    for (; p < d->end; p++) {
        if (*p == '\n') {
            d->next++; /* a line break inside of quotes belongs to the cell */
        }
        if (*p != '"') {
            continue;
        }
        if (p + 1 < d->end && p[1] == '"') {
            x->doubled++;
            p++;
            continue;
        }
        x->n = p - x->text;
        p++;
        while (p < d->end && is_blank(*p) && *p != d->separator && d->separator != ' ') {
            p++;
        }
        return p;
    }
    return NULL;
}

static int at_end(const delimited *d, const char *p)
{
    return p == d->end || *p == '\n' || (*p == '\r' && (p + 1 == d->end || p[1] == '\n'));
}

static int ends_cell(const delimited *d, const char *p)
{
    return at_end(d, p) || *p == d->separator || (d->separator == ' ' && *p == '\t');
}

/* One cell from p; *out_p stands at its separator or at the line's end. */
static int one_cell(delimited *d, const char *p, cell *x, const char **out_p)
{
    const char *q = p;
    while (q < d->end && is_blank(*q) && *q != d->separator) {
        q++;
    }
    *x = (cell){.text = p};
    if (q < d->end && *q == '"') {
        q = quoted(d, q, x);
        if (!q) {
            return delimited_fail(d, GY_FORMAT, d->n, "the quote that opens here is never closed");
        }
        if (!ends_cell(d, q)) {
            return delimited_fail(d, GY_FORMAT, d->n, "text follows the closing quote");
        }
    } else {
        for (;;) { /* a carriage return stops, and goes on if no line ends there */
            while (q < d->end && !d->stop[(unsigned char)*q]) {
                q++;
            }
            if (ends_cell(d, q)) {
                break;
            }
            q++;
        }
        x->n = q - p;
        trim(x);
    }
    *out_p = q;
    return GY_OK;
}

/* All cells of a row; those beyond `room` are counted only. */
static int read_cells(delimited *d)
{
    const char *p = d->p;
    d->line = d->next;
    d->n = 0;
    for (;;) {
        while (d->separator == ' ' && p < d->end && is_blank(*p)) {
            p++;
        }
        if (d->separator == ' ' && d->n > 0 && at_end(d, p)) {
            break;
        }
        cell x;
        GY_TRY(one_cell(d, p, &x, &p));
        if (d->n < d->room) {
            d->cells[d->n] = x;
        }
        d->n++;
        if (at_end(d, p)) {
            break;
        }
        p++;
    }
    p += p < d->end && *p == '\r';
    d->p = p < d->end ? p + 1 : p;
    d->next++;
    return 1;
}

int delimited_next(delimited *d)
{
    if (!find_row(d)) {
        return 0;
    }
    if ((d->next & 4095) == 0 && d->c->host->stopped(d->c)) {
        return GY_CANCELLED;
    }
    GY_TRY(read_cells(d));
    if (d->n != d->room) {
        return delimited_fail(d, GY_FORMAT, d->n < d->room ? d->n : d->room,
                              "the row has %lld cell%s, the first row has %lld", (long long)d->n,
                              d->n == 1 ? "" : "s", (long long)d->room);
    }
    return 1;
}

void delimited_rewind(delimited *d)
{
    d->p = d->begin;
    d->line = 0;
    d->next = 1;
}

static char choose_separator(delimited *d, const char *word)
{
    static const char *const words[] = {"comma", "tab", "space", "semicolon"};
    for (int i = 0; i < 4; i++) {
        if (!strcmp(word, words[i])) {
            return ",\t ;"[i];
        }
    }
    if (!find_row(d)) {
        return ' ';
    }
    int in_quotes = 0, seen[3] = {0, 0, 0};
    for (const char *p = d->p; p < d->end && (in_quotes || *p != '\n'); p++) {
        in_quotes ^= *p == '"';
        const char *hit = in_quotes || !*p ? NULL : strchr("\t,;", *p);
        if (hit) {
            seen[hit - "\t,;"] = 1;
        }
    }
    return seen[0] ? '\t' : seen[1] ? ',' : seen[2] ? ';' : ' ';
}

int delimited_over(gy_call *c, const source *s, const char *separator, const char *comment,
                   delimited *out)
{
    delimited d = {.c = c, .path = s->path, .begin = s->data, .end = s->data + s->size, .next = 1};
    if (s->size >= 3 && !memcmp(s->data, "\xEF\xBB\xBF", 3)) {
        d.begin += 3;
    }
    if (strcmp(comment, "none") != 0) {
        if (!comment[0] || comment[1]) {
            return gy_fail(c, GY_PARAM, "comment", "is one character, or none");
        }
        d.comment = comment[0];
    }
    GY_TRY(check_utf8(&d));
    d.separator = ',';
    delimited_rewind(&d);
    d.separator = choose_separator(&d, separator);
    d.stop['\n'] = d.stop['\r'] = d.stop[(unsigned char)d.separator] = 1;
    d.stop['\t'] = d.separator == ' ' || d.separator == '\t';
    delimited_rewind(&d);
    if (find_row(&d)) { /* the first row tells how many cells a row has */
        GY_TRY(read_cells(&d));
        d.cells = c->host->scratch(c, d.n * (int64_t)sizeof(cell));
        if (!d.cells) {
            return source_fail(c, GY_MEMORY, s->path, "path", "no memory for %lld cells a row",
                               (long long)d.n);
        }
        d.room = d.n;
    }
    delimited_rewind(&d);
    *out = d;
    return GY_OK;
}

int delimited_open(gy_call *c, const char *path, const char *separator, const char *comment,
                   delimited *out)
{
    source s;
    GY_TRY(source_load(c, path, &s));
    return delimited_over(c, &s, separator, comment, out);
}

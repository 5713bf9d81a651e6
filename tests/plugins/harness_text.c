/* SPDX-License-Identifier: MIT
 *
 * harness_text.c: reads the node's text, as far as a unit test needs it.
 */
#include "harness_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Next word of a statement: up to a space outside of brackets. Returns its end. */
static const char *word_end(const char *p, const char *end)
{
    int depth = 0;
    while (p < end && (depth > 0 || *p != ' ')) {
        depth += *p == '[' || *p == '(';
        depth -= *p == ']' || *p == ')';
        p++;
    }
    return p;
}

static const char *skip(const char *p, const char *end)
{
    while (p < end && *p == ' ') {
        p++;
    }
    return p;
}

static void copy_text(char *out, size_t room, const char *p, const char *end)
{
    while (end > p && end[-1] == ' ') {
        end--;
    }
    size_t n = (size_t)(end - p);
    n = n < room - 1 ? n : room - 1;
    memcpy(out, p, n);
    out[n] = 0;
}

/* "f64[row, target]" -> type, axes. */
static void parse_type(h_decl *d, const char *p, const char *end)
{
    const char *open = memchr(p, '[', (size_t)(end - p));
    const char *round = memchr(p, '(', (size_t)(end - p));
    d->naxes = -1;
    if (!open || (round && round < open)) {
        copy_text(d->type, sizeof d->type, p, end);
        return;
    }
    copy_text(d->type, sizeof d->type, p, open);
    d->naxes = 0;
    p = open + 1;
    while (p < end && *p != ']' && d->naxes < H_RANK) {
        p = skip(p, end);
        const char *q = p;
        while (q < end && *q != ',' && *q != ']') {
            q++;
        }
        const char *colon = memchr(p, ':', (size_t)(q - p));
        copy_text(d->axes[d->naxes], sizeof d->axes[0], p, colon ? colon : q);
        d->naxes++;
        p = q < end && *q == ',' ? q + 1 : q;
    }
}

/* A range or a flag ends the default of a parameter. */
static int ends_default(const char *p, const char *end)
{
    return *p == '>' || *p == '<' || !strncmp(p, "optional", 8) ||
           (word_end(p, end) > p && memmem(p, (size_t)(word_end(p, end) - p), "..", 2));
}

static void parse_param(h_decl *d, const char *p, const char *end)
{
    p = skip(p, end);
    if (p < end && *p == '=') {
        const char *from = skip(p + 1, end), *q = from;
        while (q < end && !ends_default(q, end)) {
            q = skip(word_end(q, end), end);
        }
        copy_text(d->fallback, sizeof d->fallback, from, q);
        p = q;
    }
    copy_text(d->rest, sizeof d->rest, p, end);
}

static void parse_line(h_decl *d, const char *p, const char *end)
{
    const char *q = word_end(p, end);
    copy_text(d->word, sizeof d->word, p, q);
    p = skip(q, end);
    d->naxes = -1;
    static const char typed[] = " in out state stat temp carry param ";
    char probe[24];
    snprintf(probe, sizeof probe, " %s ", d->word);
    if (!strstr(typed, probe)) {
        copy_text(d->rest, sizeof d->rest, p, end);
        return;
    }
    q = word_end(p, end);
    copy_text(d->name, sizeof d->name, p, q);
    p = skip(q, end);
    q = word_end(p, end);
    parse_type(d, p, q);
    if (!strcmp(d->word, "param")) {
        parse_param(d, q, end);
    } else {
        p = skip(q, end);
        copy_text(d->rest, sizeof d->rest, p, end);
    }
}

void h_parse(harness *h, const char *text)
{
    int lines = 1;
    for (const char *p = text; *p; p++) {
        lines += *p == '\n';
    }
    h->decls = calloc((size_t)lines, sizeof *h->decls);
    for (const char *p = text; *p;) {
        const char *end = strchr(p, '\n');
        const char *next = end ? end + 1 : p + strlen(p);
        end = end ? end : next;
        const char *bar = memmem(p, (size_t)(end - p), " |", 2);
        p = skip(p, end);
        if (p < end) {
            parse_line(&h->decls[h->ndecls++], p, bar ? bar : end);
        }
        p = next;
    }
}

const h_decl *h_decl_of(const harness *h, const char *name)
{
    for (int i = 0; i < h->ndecls; i++) {
        if (h->decls[i].name[0] && !strcmp(h->decls[i].name, name)) {
            return &h->decls[i];
        }
    }
    return NULL;
}

const h_decl *h_statement(const harness *h, const char *word, const char *name)
{
    for (int i = 0; i < h->ndecls; i++) {
        const h_decl *d = &h->decls[i];
        if (!strcmp(d->word, word) && (!name || !strcmp(d->name, name))) {
            return d;
        }
    }
    return NULL;
}

int h_has_flag(const h_decl *d, const char *flag)
{
    size_t n = strlen(flag);
    for (const char *p = d->rest; (p = strstr(p, flag)); p += n) {
        if ((p == d->rest || p[-1] == ' ') && (!p[n] || p[n] == ' ')) {
            return 1;
        }
    }
    return 0;
}

/* T and U: as the first input of that letter came. */
static int letter(harness *h, const h_decl *d, uint8_t *code, uint8_t *bits)
{
    *code = GY_FLOAT;
    *bits = 64;
    for (int i = 0; i < h->ndecls; i++) {
        const h_decl *other = &h->decls[i];
        h_slot *s = strcmp(other->word, "in") ? NULL : h_find(h, other->name);
        if (s && !strcmp(other->type, d->type)) {
            *bits = s->a.bits;
            return 1;
        }
    }
    return 1;
}

int h_dtype(harness *h, const h_decl *d, uint8_t *code, uint8_t *bits)
{
    const char *t = d->type;
    if (!strcmp(t, "T") || !strcmp(t, "U")) {
        return letter(h, d, code, bits);
    }
    if (!strcmp(t, "label")) {
        t = "i64";
    }
    if (!strcmp(t, "text")) {
        t = "u8";
    }
    if (!strcmp(t, "bool")) {
        *code = GY_BOOL;
        *bits = 8;
        return 1;
    }
    if (strchr("fiu", t[0]) && t[1] >= '1' && t[1] <= '8') {
        *code = t[0] == 'f' ? GY_FLOAT : t[0] == 'i' ? GY_INT : GY_UINT;
        *bits = (uint8_t)atoi(t + 1);
        return 1;
    }
    return 0;
}

/* Default of a list parameter: "1;2;3", "logspace(1, 20, 20)", "linspace(0, 1, 5)". */
void h_default_list(harness *h, const h_decl *d)
{
    double values[256], lo, hi;
    int64_t n = 0, count;
    const char *t = d->fallback;
    int log = !strncmp(t, "logspace", 8);
    if ((log || !strncmp(t, "linspace", 8)) &&
        sscanf(t + 8, " (%lf , %lf , %ld )", &lo, &hi, &count) == 3 && count <= 256) {
        for (; n < count; n++) {
            double v = lo + (hi - lo) * (double)n / (double)(count > 1 ? count - 1 : 1);
            values[n] = log ? __builtin_pow(10, v) : v;
        }
    } else {
        for (char *end; *t && n < 256; t = *end == ';' ? end + 1 : end) {
            values[n] = strtod(t, &end);
            if (end == t) {
                break;
            }
            n++;
            end += strspn(end, " ");
        }
    }
    harness_list(h, d->name, n, values);
}

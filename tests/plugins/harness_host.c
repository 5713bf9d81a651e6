/* SPDX-License-Identifier: MIT
 *
 * harness_host.c: the questions of gy_host, answered from what the test gave.
 */
#include "harness_private.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static harness *of(gy_call *c)
{
    return c->impl;
}

h_fact *h_fact_find(harness *h, const char *kind, const char *a, const char *b)
{
    for (h_fact *f = h->facts; f; f = f->next) {
        if (!strcmp(f->kind, kind) && !strcmp(f->a, a) && !strcmp(f->b, b)) {
            return f;
        }
    }
    return NULL;
}

h_fact *h_fact_new(harness *h, const char *kind, const char *a, const char *b, int made)
{
    h_fact *f = h_fact_find(h, kind, a, b);
    if (!f) {
        h_fact **end = &h->facts; /* in order: columns of a table are counted */
        while (*end) {
            end = &(*end)->next;
        }
        f = *end = calloc(1, sizeof *f);
        snprintf(f->kind, sizeof f->kind, "%s", kind);
        snprintf(f->a, sizeof f->a, "%s", a);
        snprintf(f->b, sizeof f->b, "%s", b);
    }
    if (f->values) {
        h_slot_free(f->values);
        f->values = NULL;
    }
    f->made = made;
    return f;
}

void h_forget_made(harness *h)
{
    for (h_fact **p = &h->facts; *p;) {
        h_fact *f = *p;
        if (!f->made) {
            p = &f->next;
            continue;
        }
        *p = f->next;
        if (f->values) {
            h_slot_free(f->values);
        }
        free(f);
    }
}

static gy_array *ask_array(gy_call *c, const char *name)
{
    harness *h = of(c);
    h_slot *s = h_find(h, name);
    if (!s || h_fact_find(h, "unwanted", name, "")) {
        return NULL;
    }
    if (h->phase == 'r' && s->role == H_IN) {
        char head[64];
        snprintf(head, sizeof head, "%.*s", (int)strcspn(name, ".#"), name);
        const h_decl *d = h_decl_of(h, head);
        if (d && !h_has_flag(d, "now")) { /* values are not there in resolve */
            s->view.data = NULL;
        }
    }
    return &s->view;
}

static gy_array *ask_item(gy_call *c, const char *name, int64_t i)
{
    char full[96];
    snprintf(full, sizeof full, "%s#%ld", name, (long)i);
    return ask_array(c, full);
}

/* Columns of an input or output table: slots or facts whose name begins with "port.". */
static const char *column(harness *h, const char *port, int64_t i)
{
    size_t n = strlen(port);
    int64_t total = 0;
    for (h_slot *s = h->slots; s; s = s->next) {
        total += s->role == H_IN && !strncmp(s->name, port, n) && s->name[n] == '.';
    }
    for (h_slot *s = h->slots; s; s = s->next) { /* slots are newest first */
        if (s->role == H_IN && !strncmp(s->name, port, n) && s->name[n] == '.' && --total == i) {
            return s->name + n + 1;
        }
    }
    return NULL;
}

/* Texts of an entry of a parameter: 2 of a map, 3 of columns. */
static int64_t texts_of_entry(const harness *h, const char *name)
{
    char word[20] = "", key[80] = "";
    for (const char *at = h->node->text; (at = strstr(at, "\nparam ")); at += 7) {
        if (sscanf(at + 7, "%79s %19s", key, word) == 2 && !strcmp(key, name)) {
            return !strcmp(word, "map") ? 2 : !strcmp(word, "columns") ? 3 : 1;
        }
    }
    return 1;
}

static int64_t ask_count(gy_call *c, const char *name)
{
    harness *h = of(c);
    h_fact *f = h_fact_find(h, "param", name, "");
    if (f) {
        return f->n < 0 ? (-f->n - 1) / texts_of_entry(h, name) : 1;
    }
    int64_t n = 0;
    while (ask_item(c, name, n)) {
        n++;
    }
    while (n == 0 && column(h, name, 0)) {
        int64_t k = 0;
        while (column(h, name, k)) {
            k++;
        }
        return k;
    }
    return n;
}

/* The value that holds: given by the test, else the text's default. */
static h_fact *parameter(harness *h, const char *key)
{
    h_fact *f = h_fact_find(h, "param", key, "");
    const h_decl *d = h_decl_of(h, key);
    if (!f && d && d->fallback[0]) {
        harness_param(h, key, d->fallback);
        f = h_fact_find(h, "param", key, "");
        h->resolved = 1;
    }
    return f;
}

static double ask_number(gy_call *c, const char *key)
{
    h_fact *f = parameter(of(c), key);
    return f && f->n == 1 ? f->d[0] : NAN;
}

static int64_t ask_integer(gy_call *c, const char *key)
{
    h_fact *f = parameter(of(c), key);
    return f && f->n == 1 ? f->i[0] : INT64_MIN;
}

static const char *ask_text_item(gy_call *c, const char *key, int64_t i)
{
    h_fact *f = parameter(of(c), key);
    if (f && !f->texts && i == 0) {
        return f->text;
    }
    return f && f->texts && i >= 0 && i < -f->n - 1 ? f->texts[i] : NULL;
}

static const char *ask_text(gy_call *c, const char *key)
{
    return ask_text_item(c, key, 0);
}

static const char *ask_unit(gy_call *c, const char *key)
{
    h_fact *f = h_fact_find(of(c), "unit", key, "");
    return f ? f->text : "";
}

static void *ask_scratch(gy_call *c, int64_t bytes)
{
    harness *h = of(c);
    if (bytes < 0 || (h->memory >= 0 && h->used + bytes > h->memory)) {
        return NULL;
    }
    h->used += bytes;
    h_block *b = calloc(1, sizeof *b);
    b->data = bytes < PTRDIFF_MAX - H_GUARD ? calloc(1, (size_t)bytes + H_GUARD) : NULL;
    if (!b->data) {
        free(b);
        return NULL;
    }
    b->bytes = bytes;
    memset((char *)b->data + bytes, 0xC3, H_GUARD);
    b->next = h->scratch;
    h->scratch = b;
    return b->data;
}

static const gy_array *ask_coord(gy_call *c, const char *axis, const char *name)
{
    h_fact *f = h_fact_find(of(c), "coord", axis, name);
    return f && !f->made ? &f->values->a : NULL;
}

static int ask_rate(gy_call *c, const char *axis, double *step, double *start)
{
    h_fact *f = h_fact_find(of(c), "rate", axis, "");
    if (!f || f->made) {
        return GY_NONE;
    }
    *step = f->d[0];
    *start = f->d[1];
    return GY_OK;
}

/* Without a word of the test an axis is one segment. */
static const int64_t *ask_segments(gy_call *c, const char *axis, int64_t *n)
{
    static const int64_t zero = 0;
    h_fact *f = h_fact_find(of(c), "segments", axis, "");
    *n = f && !f->made ? f->n : 1;
    return f && !f->made ? f->list[0] : &zero;
}

/* "x.time": the axis of that symbol in port x, whole. */
static int64_t ask_length(gy_call *c, const char *axis)
{
    harness *h = of(c);
    const char *dot = strchr(axis, '.');
    h_fact *f = h_fact_find(h, "length", dot ? dot + 1 : axis, "");
    return f ? f->n : -1;
}

static const char *ask_attribute(gy_call *c, const char *port, const char *key)
{
    h_fact *f = h_fact_find(of(c), "attribute", port, key);
    return f && !f->made ? f->text : NULL;
}

static const gy_array *ask_levels(gy_call *c, const char *port)
{
    h_fact *f = h_fact_find(of(c), "levels", port, "");
    return f ? &f->values->a : NULL;
}

static const char *ask_column_name(gy_call *c, const char *port, int64_t i)
{
    return column(of(c), port, i);
}

static int say_fail(gy_call *c, int code, const char *where, const char *text)
{
    harness *h = of(c);
    if (!h->error[0]) {
        snprintf(h->error, sizeof h->error, "%s", text ? text : "");
        snprintf(h->where, sizeof h->where, "%s", where ? where : "");
    }
    return code;
}

static void say_log(gy_call *c, int level, const char *text)
{
    snprintf(of(c)->logged, sizeof of(c)->logged, "%s", text);
}

static void say_progress(gy_call *c, double share)
{
}

static int ask_stopped(gy_call *c)
{
    harness *h = of(c);
    return h->stop_after >= 0 && h->polls++ >= h->stop_after;
}

static const void *ask_extension(gy_call *c, const char *name)
{
    return h_fact_find(of(c), "without", name, "") ? NULL : h_service(name);
}

void h_host_init(harness *h)
{
    h->host = (gy_host){
        .size = sizeof(gy_host),
        .major = GY_MAJOR,
        .minor = GY_MINOR,
        .array = ask_array,
        .count = ask_count,
        .item = ask_item,
        .number = ask_number,
        .integer = ask_integer,
        .text = ask_text,
        .text_item = ask_text_item,
        .unit = ask_unit,
        .scratch = ask_scratch,
        .coord = ask_coord,
        .rate = ask_rate,
        .segments = ask_segments,
        .attribute = ask_attribute,
        .length = ask_length,
        .levels = ask_levels,
        .column_name = ask_column_name,
        .fail = say_fail,
        .log = say_log,
        .progress = say_progress,
        .stopped = ask_stopped,
        .extension = ask_extension,
    };
    h_host_make(&h->host);
}

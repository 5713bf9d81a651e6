/* SPDX-License-Identifier: MIT
 *
 * harness_arrays.c: arrays between guard zones, and what a test puts in.
 */
#include "harness_private.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void h_die(const harness *h, const char *format, ...)
{
    va_list ap;
    fprintf(stderr, "harness: ");
    va_start(ap, format);
    vfprintf(stderr, format, ap);
    va_end(ap);
    fprintf(stderr, "%s%s\n", h && h->error[0] ? "; node said: " : "", h ? h->error : "");
    abort();
}

void *h_keep(harness *h, int64_t bytes)
{
    h_block *b = calloc(1, sizeof *b);
    b->data = calloc(1, (size_t)(bytes > 0 ? bytes : 1));
    b->next = h->kept;
    h->kept = b;
    return b->data;
}

char *h_keep_text(harness *h, const char *text)
{
    char *t = h_keep(h, (int64_t)strlen(text) + 1);
    memcpy(t, text, strlen(text));
    return t;
}

int64_t *h_keep_ints(harness *h, int64_t n, const int64_t *values)
{
    int64_t *v = h_keep(h, n * 8);
    if (n > 0) {
        memcpy(v, values, (size_t)n * 8);
    }
    return v;
}

int64_t h_count(int32_t rank, const int64_t *shape)
{
    int64_t n = 1;
    for (int32_t i = 0; i < rank; i++) {
        n *= shape[i];
    }
    return n;
}

h_slot *h_find(harness *h, const char *name)
{
    for (h_slot *s = h->slots; s; s = s->next) {
        if (!strcmp(s->name, name)) {
            return s;
        }
    }
    return NULL;
}

void h_slot_free(h_slot *s)
{
    free(s->memory);
    free(s->copy);
    free(s->offsets);
    free(s->rows);
    free(s->valid);
    free(s->cells);
    free(s);
}

void h_slot_drop(harness *h, const char *name)
{
    for (h_slot **p = &h->slots; *p; p = &(*p)->next) {
        if (!strcmp((*p)->name, name)) {
            h_slot *s = *p;
            *p = s->next;
            h_slot_free(s);
            return;
        }
    }
}

void h_reset_view(h_slot *s)
{
    s->view = s->a;
    memcpy(s->vshape, s->shape, sizeof s->shape);
    s->view.shape = s->vshape;
}

/* Memory of `bytes` between guards; NaN-like 0xA5 when there is no data. */
static void give_memory(h_slot *s, int64_t bytes, const void *data)
{
    free(s->memory);
    free(s->copy);
    size_t total = (size_t)bytes + 2 * H_GUARD + 64;
    total = (total + 63) / 64 * 64;
    s->memory = aligned_alloc(64, total);
    memset(s->memory, 0xC3, total);
    s->bytes = bytes;
    s->a.data = s->memory + H_GUARD;
    s->copy = NULL;
    if (data) {
        memcpy(s->a.data, data, (size_t)bytes);
        s->copy = malloc((size_t)bytes + 1);
        memcpy(s->copy, data, (size_t)bytes);
    } else {
        memset(s->a.data, s->role == H_OUT ? 0xA5 : 0, (size_t)bytes);
    }
}

h_slot *h_slot_new(harness *h, const char *name, enum h_role role, uint8_t code, uint8_t bits,
                   int32_t rank, const int64_t *shape, const void *data)
{
    if (role != H_VALUES) {
        h_slot_drop(h, name);
    }
    h_slot *s = calloc(1, sizeof *s);
    snprintf(s->name, sizeof s->name, "%s", name);
    s->role = role;
    for (int32_t i = 0; i < rank; i++) {
        s->shape[i] = shape[i];
    }
    int64_t step = 1;
    for (int32_t i = rank - 1; i >= 0; i--) {
        s->stride[i] = step;
        step *= shape[i];
    }
    s->a = (gy_array){.size = sizeof(gy_array), .code = code, .bits = bits, .rank = rank};
    s->a.shape = s->shape;
    s->a.stride = s->stride;
    give_memory(s, h_count(rank, shape) * (bits / 8), data);
    h_reset_view(s);
    if (role != H_VALUES) {
        s->next = h->slots;
        h->slots = s;
    }
    return s;
}

h_slot *h_slot_text(harness *h, const char *name, enum h_role role, int64_t n,
                    const char *const *texts)
{
    int64_t bytes = 0;
    for (int64_t i = 0; i < n; i++) {
        bytes += (int64_t)strlen(texts[i]);
    }
    char *all = calloc(1, (size_t)bytes + 1);
    int64_t *offsets = calloc((size_t)n + 1, 8);
    for (int64_t i = 0; i < n; i++) {
        memcpy(all + offsets[i], texts[i], strlen(texts[i]));
        offsets[i + 1] = offsets[i] + (int64_t)strlen(texts[i]);
    }
    h_slot *s = h_slot_new(h, name, role, GY_UINT, 8, 1, &bytes, all);
    free(all);
    s->offsets = offsets;
    s->shape[0] = n;
    s->a.offsets = offsets;
    s->a.layout = GY_RAGGED;
    s->a.flags = GY_TEXT;
    h_reset_view(s);
    return s;
}

static void check_slot(const harness *h, const h_slot *s)
{
    for (int i = 0; i < H_GUARD; i++) {
        if (s->memory[i] != 0xC3 || s->memory[H_GUARD + s->bytes + i] != 0xC3) {
            h_die(h, "'%s' was written out of bounds", s->name);
        }
    }
    if ((s->role == H_IN || s->role == H_LIST) && s->copy &&
        memcmp(s->copy, s->memory + H_GUARD, (size_t)s->bytes)) {
        h_die(h, "input '%s' was changed", s->name);
    }
}

void h_check(harness *h)
{
    for (h_slot *s = h->slots; s; s = s->next) {
        check_slot(h, s);
    }
}

void harness_in(harness *h, const char *name, uint8_t code, uint8_t bits, int32_t rank,
                const int64_t *shape, const void *data)
{
    const h_decl *d = h_decl_of(h, name);
    uint8_t c = code, b = bits;
    if (!strchr(name, '.') && !strchr(name, '#') && (!d || strcmp(d->word, "in"))) {
        h_die(h, "no input port '%s'", name);
    }
    if (d && strcmp(d->type, "T") && strcmp(d->type, "U") && h_dtype(h, d, &c, &b) &&
        (c != code || b != bits)) {
        h_die(h, "dtype of '%s' is not the declared one", name);
    }
    h->resolved = 0;
    h_slot_new(h, name, H_IN, code, bits, rank, shape, data);
}

void harness_stride(harness *h, const char *name)
{
    h_slot *s = h_find(h, name);
    if (!s || s->a.layout != GY_DENSE) {
        h_die(h, "no dense input '%s'", name);
    }
    int64_t size = s->a.bits / 8, n = h_count(s->a.rank, s->shape), stride[H_RANK], step = 2;
    for (int32_t i = 0; i < s->a.rank; i++) {
        stride[i] = step;
        step *= s->shape[i] > 0 ? s->shape[i] : 1;
    }
    unsigned char *data = malloc((size_t)(step * size) + 1);
    memset(data, 0xFF, (size_t)(step * size));
    for (int64_t k = 0; k < n; k++) {
        int64_t rest = k, at = 0;
        for (int32_t i = s->a.rank - 1; i >= 0; i--) {
            at += rest % s->shape[i] * stride[i];
            rest /= s->shape[i];
        }
        memcpy(data + at * size, (unsigned char *)s->a.data + k * size, (size_t)size);
    }
    give_memory(s, step * size, data);
    free(data);
    memcpy(s->stride, stride, sizeof stride);
    h_reset_view(s);
}

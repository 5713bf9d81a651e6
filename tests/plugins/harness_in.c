/* SPDX-License-Identifier: MIT
 *
 * harness_in.c: the smaller ways to put something into a harness.
 */
#include "harness_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void harness_vector(harness *h, const char *name, int64_t n, const double *data)
{
    harness_in(h, name, GY_FLOAT, 64, 1, &n, data);
}

void harness_matrix(harness *h, const char *name, int64_t n, int64_t m, const double *data)
{
    int64_t shape[2] = {n, m};
    harness_in(h, name, GY_FLOAT, 64, 2, shape, data);
}

void harness_labels(harness *h, const char *name, int64_t n, const int64_t *codes)
{
    harness_in(h, name, GY_INT, 64, 1, &n, codes);
}

void harness_in_text(harness *h, const char *name, int64_t n, const char *const *texts)
{
    h->resolved = 0;
    h_slot_text(h, name, H_IN, n, texts);
}

void harness_in_ragged(harness *h, const char *name, uint8_t code, uint8_t bits, int64_t n,
                       const int64_t *offsets, const void *data)
{
    h->resolved = 0;
    h_slot *s = h_slot_new(h, name, H_IN, code, bits, 1, &offsets[n], data);
    s->offsets = malloc((size_t)(n + 1) * 8);
    memcpy(s->offsets, offsets, (size_t)(n + 1) * 8);
    s->shape[0] = n;
    s->a.offsets = s->offsets;
    s->a.layout = GY_RAGGED;
    h_reset_view(s);
}

void harness_add_item(harness *h, const char *name, uint8_t code, uint8_t bits, int32_t rank,
                      const int64_t *shape, const void *data)
{
    char full[96];
    int i = 0;
    do {
        snprintf(full, sizeof full, "%s#%d", name, i++);
    } while (h_find(h, full));
    harness_in(h, full, code, bits, rank, shape, data);
}

void harness_in_rows(harness *h, const char *name, int64_t n)
{
    int64_t none = 0;
    h->resolved = 0;
    h_slot *s = h_slot_new(h, name, H_IN, GY_UINT, 8, 1, &none, NULL);
    s->shape[0] = n;
    s->a.data = NULL;
    h_reset_view(s);
}

static h_slot *known(harness *h, const char *name)
{
    h_slot *s = h_find(h, name);
    if (!s) {
        h_die(h, "no input '%s'", name);
    }
    return s;
}

void harness_valid(harness *h, const char *name, const uint8_t *valid)
{
    h_slot *s = known(h, name);
    int64_t n = h_count(s->a.rank, s->shape);
    free(s->valid);
    s->valid = malloc((size_t)n + 1);
    memcpy(s->valid, valid, (size_t)n);
    s->a.valid = s->valid;
    h_reset_view(s);
}

void harness_rows(harness *h, const char *name, int64_t first, const int64_t *rows)
{
    h_slot *s = known(h, name);
    free(s->rows);
    s->rows = NULL;
    if (rows) {
        s->rows = malloc((size_t)(s->shape[0] + 1) * 8);
        memcpy(s->rows, rows, (size_t)s->shape[0] * 8);
    }
    s->a.rows = s->rows;
    s->a.first = first;
    h_reset_view(s);
}

static void coord(harness *h, const char *axis, const char *name, h_slot *values)
{
    h_fact_new(h, "coord", axis, name, 0)->values = values;
}

void harness_coord(harness *h, const char *axis, const char *name, int64_t n, const double *values)
{
    coord(h, axis, name, h_slot_new(h, name, H_VALUES, GY_FLOAT, 64, 1, &n, values));
}

void harness_coord_i64(harness *h, const char *axis, const char *name, int64_t n,
                       const int64_t *values)
{
    coord(h, axis, name, h_slot_new(h, name, H_VALUES, GY_INT, 64, 1, &n, values));
}

void harness_coord_text(harness *h, const char *axis, const char *name, int64_t n,
                        const char *const *values)
{
    coord(h, axis, name, h_slot_text(h, name, H_VALUES, n, values));
}

void harness_rate(harness *h, const char *axis, double step, double start)
{
    h_fact *f = h_fact_new(h, "rate", axis, "", 0);
    f->d[0] = step;
    f->d[1] = start;
}

void harness_segments(harness *h, const char *axis, int64_t n, const int64_t *first)
{
    h_fact *f = h_fact_new(h, "segments", axis, "", 0);
    f->n = n;
    f->list[0] = h_keep_ints(h, n, first);
}

void harness_levels(harness *h, const char *port, int64_t n, const char *const *levels)
{
    h_fact_new(h, "levels", port, "", 0)->values = h_slot_text(h, port, H_VALUES, n, levels);
}

void harness_attribute(harness *h, const char *port, const char *key, const char *text)
{
    h_fact_new(h, "attribute", port, key, 0)->text = h_keep_text(h, text);
}

static h_fact *param(harness *h, const char *key)
{
    char head[64];
    snprintf(head, sizeof head, "%.*s", (int)strcspn(key, "."), key);
    const h_decl *d = h_decl_of(h, head);
    if (!d || (strcmp(d->word, "param") && strcmp(d->word, "in"))) {
        h_die(h, "no parameter '%s'", key);
    }
    h->resolved = 0;
    return h_fact_new(h, "param", key, "", 0);
}

void harness_param(harness *h, const char *key, const char *text)
{
    h_fact *f = param(h, key);
    char *end;
    f->text = h_keep_text(h, text);
    f->d[0] = strtod(text, &end);
    f->n = end > text;
    f->i[0] = f->n ? strtoll(text, NULL, 10) : 0;
}

void harness_number(harness *h, const char *key, double value)
{
    h_fact *f = param(h, key);
    char text[40];
    snprintf(text, sizeof text, "%.17g", value);
    f->text = h_keep_text(h, text);
    f->d[0] = value;
    f->i[0] = value > -9e18 && value < 9e18 ? (int64_t)value : INT64_MIN;
    f->n = 1;
}

void harness_unit(harness *h, const char *key, const char *unit)
{
    h_fact_new(h, "unit", key, "", 0)->text = h_keep_text(h, unit);
}

void harness_list(harness *h, const char *key, int64_t n, const double *values)
{
    param(h, key);
    h_fact *f = h_fact_find(h, "param", key, "");
    f->n = -n - 1; /* negative: a list; numbers are f64, also those of an i64 list */
    h_slot_new(h, key, H_LIST, GY_FLOAT, 64, 1, &n, values);
}

void harness_texts(harness *h, const char *key, int64_t n, const char *const *texts)
{
    h_fact *f = param(h, key);
    f->n = -n - 1;
    f->texts = h_keep(h, n * (int64_t)sizeof(char *));
    for (int64_t i = 0; i < n; i++) {
        f->texts[i] = h_keep_text(h, texts[i]);
    }
}

void harness_unwanted(harness *h, const char *out)
{
    h_fact_new(h, "unwanted", out, "", 0);
}

void harness_folds(harness *h, int64_t folds)
{
    h->folds = folds;
}

void harness_stop_after(harness *h, int64_t polls)
{
    h->stop_after = polls;
}

void harness_without(harness *h, const char *service)
{
    h_fact_new(h, "without", service, "", 0);
}

void harness_memory(harness *h, int64_t bytes)
{
    h->memory = bytes;
}

/* SPDX-License-Identifier: MIT
 *
 * harness.c: begins and ends a harness, and answers what came out.
 */
#include "harness_private.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

harness *harness_of(const gy_node *node)
{
    harness *h = calloc(1, sizeof *h);
    h->node = node;
    h->stop_after = h->memory = -1;
    h->call.fold = -1;
    h_parse(h, node->text);
    h_host_init(h);
    return h;
}

/* The text's second line begins with the id. */
static int is_id(const gy_node *node, const char *id)
{
    const char *p = strchr(node->text, '\n');
    return p && !strncmp(p + 1, id, strlen(id)) && p[1 + strlen(id)] == ' ';
}

harness *harness_new(const char *plugin, const char *id)
{
    char path[1024];
    const char *root = getenv("GYRUS_BUILD_ROOT");
    snprintf(path, sizeof path, "%s/plugins/%s.so", root ? root : "build", plugin);
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        h_die(NULL, "%s", dlerror());
    }
    gy_plugin_entry *entry = (gy_plugin_entry *)dlsym(library, "gy_plugin_0");
    if (!entry) {
        h_die(NULL, "%s has no gy_plugin_0", path);
    }
    const gy_node *const *nodes = entry();
    while (*nodes && id && !is_id(*nodes, id)) {
        nodes++;
    }
    if (!*nodes) {
        h_die(NULL, "%s has no node %s", path, id);
    }
    harness *h = harness_of(*nodes);
    h->library = library;
    return h;
}

void harness_free(harness *h)
{
    while (h->facts) {
        h_fact *f = h->facts;
        h->facts = f->next;
        if (f->values) {
            h_slot_free(f->values);
        }
        free(f);
    }
    while (h->slots) {
        h_slot *s = h->slots;
        h->slots = s->next;
        h_slot_free(s);
    }
    while (h->kept) {
        h_block *b = h->kept;
        h->kept = b->next;
        free(b->data);
        free(b);
    }
    free(h->decls);
    if (h->library) {
        dlclose(h->library);
    }
    free(h);
}

const char *harness_error(const harness *h)
{
    return h->error;
}

const char *harness_where(const harness *h)
{
    return h->where;
}

const char *harness_logged(const harness *h)
{
    return h->logged;
}

gy_array *harness_get(harness *h, const char *name)
{
    h_slot *s = h_find(h, name);
    return s ? &s->a : NULL;
}

double *harness_doubles(harness *h, const char *name)
{
    gy_array *a = harness_get(h, name);
    if (a && (a->code != GY_FLOAT || a->bits != 64)) {
        h_die(h, "'%s' is not f64", name);
    }
    return a ? a->data : NULL;
}

const char *harness_text_of(harness *h, const gy_array *a, int64_t i)
{
    if (!a || !(a->flags & GY_TEXT) || i < 0 || i >= a->shape[0]) {
        h_die(h, "no text %ld", (long)i);
    }
    int64_t n = a->offsets[i + 1] - a->offsets[i];
    char *t = h_keep(h, n + 1);
    memcpy(t, (const char *)a->data + a->offsets[i], (size_t)n);
    return t;
}

const char *harness_row_text(harness *h, const char *name, int64_t i)
{
    return harness_text_of(h, harness_get(h, name), i);
}

int64_t harness_length(harness *h, const char *symbol)
{
    h_fact *f = h_fact_find(h, "length", symbol, "");
    return f ? f->n : -1;
}

int64_t harness_columns(harness *h, const char *port)
{
    int64_t n = 0;
    for (h_fact *f = h->facts; f; f = f->next) {
        n += !strcmp(f->kind, "column") && !strcmp(f->a, port);
    }
    return n;
}

const char *harness_column(harness *h, const char *port, int64_t i)
{
    for (h_fact *f = h->facts; f; f = f->next) {
        if (!strcmp(f->kind, "column") && !strcmp(f->a, port) && i-- == 0) {
            return f->b;
        }
    }
    return NULL;
}

const char *harness_column_unit(harness *h, const char *port, const char *column)
{
    h_fact *f = h_fact_find(h, "column", port, column);
    return f ? f->text : NULL;
}

const int64_t *harness_subset(harness *h, const char *symbol, int64_t *out_n)
{
    h_fact *f = h_fact_find(h, "subset", symbol, "");
    *out_n = f ? f->n : -1;
    return f ? f->list[0] : NULL;
}

int harness_reach(harness *h, const char *out_axis, const char *in_axis, int64_t *out_n,
                  const int64_t **out_offsets, const int64_t **out_lo, const int64_t **out_hi)
{
    h_fact *f = h_fact_find(h, "reach", out_axis, in_axis);
    if (!f) {
        return 0;
    }
    *out_n = f->n;
    *out_offsets = f->list[0];
    *out_lo = f->list[1];
    *out_hi = f->list[2];
    return 1;
}

const gy_array *harness_out_coord(harness *h, const char *symbol, const char *name)
{
    h_fact *f = h_fact_find(h, "coord", symbol, name);
    return f && f->made ? &f->values->a : NULL;
}

int harness_out_rate(harness *h, const char *symbol, int64_t *out_numerator,
                     int64_t *out_denominator, const char **out_unit, double *out_start)
{
    h_fact *f = h_fact_find(h, "rate", symbol, "");
    if (!f || !f->made) {
        return 0;
    }
    *out_numerator = f->i[0];
    *out_denominator = f->i[1];
    *out_unit = f->text;
    *out_start = f->d[0];
    return 1;
}

const int64_t *harness_out_segments(harness *h, const char *symbol, int64_t *out_n)
{
    h_fact *f = h_fact_find(h, "segments", symbol, "");
    *out_n = f && f->made ? f->n : -1;
    return f && f->made ? f->list[0] : NULL;
}

const char *harness_out_attribute(harness *h, const char *port, const char *key)
{
    h_fact *f = h_fact_find(h, "made-attribute", port, key);
    return f ? f->text : NULL;
}

int64_t harness_files(harness *h)
{
    int64_t n = 0;
    for (h_fact *f = h->facts; f; f = f->next) {
        n += !strcmp(f->kind, "file");
    }
    return n;
}

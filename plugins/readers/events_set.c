/* SPDX-License-Identifier: MIT
 *
 * events_set.c: loads event files and puts their events in order.
 */
#include "events_set.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *memory(gy_call *c, int64_t n, int64_t width)
{
    int64_t bytes = source_times(n, width);
    return bytes < 0 ? NULL : c->host->scratch(c, bytes);
}

static int no_memory(gy_call *c)
{
    return gy_fail(c, GY_MEMORY, "path", "no memory for the events");
}

/* Name of a file without folder and without what follows the first dot. */
static const char *stem(gy_call *c, const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    size_t n = strcspn(name, ".");
    char *out = c->host->scratch(c, (int64_t)n + 1);
    if (out) {
        memcpy(out, name, n);
    }
    return out;
}

/* All cells, so that events can be taken in any order. */
static int keep_cells(gy_call *c, event_file *f)
{
    int64_t n = f->table.n, row = 0;
    f->cells = memory(c, source_times(f->table.rows, n), (int64_t)sizeof(cell));
    if (!f->cells) {
        return no_memory(c);
    }
    delimited_rewind(&f->text);
    int more = f->table.header ? delimited_next(&f->text) : 1;
    while (more >= 0 && (more = delimited_next(&f->text)) > 0) {
        memcpy(f->cells + row++ * n, f->text.cells, (size_t)n * sizeof(cell));
    }
    return more;
}

/* Which column is what. */
static int find_bids(gy_call *c, event_file *f)
{
    const char *code = c->host->text(c, "code");
    const char *const names[4] = {"onset", "duration", code, "value"};
    for (int k = 0; k < 4; k++) {
        f->at[k] = columns_find(&f->table, names[k]);
        if (f->at[k] < 0 && (k < 2 || (k == 2 && !f->cond))) {
            return source_fail(c, GY_FORMAT, f->text.path, k == 2 ? "code" : "line 1",
                               "there is no column '%s'", names[k]);
        }
    }
    return GY_OK;
}

static int find_fsl(gy_call *c, event_file *f)
{
    if (f->table.n != 3) {
        return source_fail(c, GY_FORMAT, f->text.path, "path",
                           "has %lld columns; a file without a header has three: onset, duration "
                           "and amplitude",
                           (long long)f->table.n);
    }
    for (int k = 0; k < 4; k++) {
        f->at[k] = k < 2 ? k : k == 2 ? -1 : 2;
    }
    f->cond = f->cond ? f->cond : stem(c, f->text.path);
    return f->cond ? GY_OK : no_memory(c);
}

static int load_file(gy_call *c, int64_t i, event_file *f)
{
    const char *format = c->host->text(c, "format"), *path = c->host->text_item(c, "path", i);
    GY_TRY(delimited_open(c, path, "auto", "#", &f->text));
    const char *header = !strcmp(format, "bids")  ? "true"
                         : !strcmp(format, "fsl") ? "false"
                                                  : "auto";
    GY_TRY(columns_learn(&f->text, header, &f->table));
    f->bids = f->table.header;
    f->cond = c->host->text_item(c, "path.cond", i);
    GY_TRY(f->bids ? find_bids(c, f) : find_fsl(c, f));
    return keep_cells(c, f);
}

/* The run of a file: by its capture {run}; BIDS files without one are a run each. */
static int assign_run(gy_call *c, events_set *s, int64_t i)
{
    event_file *f = &s->files[i];
    const char *run = c->host->text_item(c, "path.run", i);
    char number[24];
    snprintf(number, sizeof number, "%lld", (long long)i + 1);
    if (!run && (s->n_files == 1 || !f->bids)) {
        f->run = 0;
        s->n_runs = s->n_runs > 0 ? s->n_runs : 1;
        return GY_OK;
    }
    const char *label = run ? run : number;
    for (f->run = 0; f->run < s->n_runs; f->run++) {
        if (s->runs[f->run] && !strcmp(s->runs[f->run], label)) {
            return GY_OK;
        }
    }
    char *copy = c->host->scratch(c, (int64_t)strlen(label) + 1);
    if (!copy) {
        return no_memory(c);
    }
    strcpy(copy, label);
    s->runs[s->n_runs++] = copy;
    return GY_OK;
}

static int is_other(const event_file *f, int64_t j)
{
    return f->bids && j != f->at[0] && j != f->at[1] && j != f->at[2] && j != f->at[3];
}

static void widen(column *k, const column *other)
{
    k->text_bytes += other->text_bytes;
    if (k->flags != other->flags) {
        k->code = GY_UINT;
        k->bits = 8;
        k->flags = GY_TEXT;
    } else if (k->code != other->code) {
        k->code = GY_FLOAT;
    }
}

/* Further columns: every file with a header has those of the first. */
static int find_others(gy_call *c, events_set *s)
{
    const event_file *first = &s->files[0];
    s->others = memory(c, first->table.n, (int64_t)sizeof(column));
    if (!s->others) {
        return no_memory(c);
    }
    for (int64_t j = 0; j < first->table.n; j++) {
        if (is_other(first, j)) {
            s->others[s->n_others++] = first->table.columns[j];
        }
    }
    for (int64_t i = 1; i < s->n_files; i++) {
        const event_file *f = &s->files[i];
        int64_t have = 0;
        for (int64_t j = 0; j < f->table.n; j++) {
            have += is_other(f, j);
        }
        for (int64_t k = 0; k < s->n_others; k++) {
            int64_t j = columns_find(&f->table, s->others[k].name);
            if (j < 0 || f->bids != first->bids) {
                return source_fail(c, GY_FORMAT, f->text.path, "path",
                                   "has no column '%s', which %s has", s->others[k].name,
                                   first->text.path);
            }
            widen(&s->others[k], &f->table.columns[j]);
        }
        if (have != s->n_others) {
            return source_fail(c, GY_FORMAT, f->text.path, "path", "has columns that %s has not",
                               first->text.path);
        }
    }
    return GY_OK;
}

static int bad_cell(const event_file *f, int64_t row, int64_t j, const char *what)
{
    delimited d = f->text; /* walk to the row again for its line */
    delimited_rewind(&d);
    for (int64_t i = f->table.header ? -1 : 0; i <= row && delimited_next(&d) > 0; i++) {
    }
    const cell *x = &f->cells[row * f->table.n + j];
    return delimited_fail(&d, GY_DATA, j, "'%.*s' is no %s", (int)(x->n < 60 ? x->n : 60), x->text,
                          what);
}

static int take_events(events_set *s, int64_t i, event *out)
{
    const event_file *f = &s->files[i];
    for (int64_t row = 0; row < f->table.rows; row++) {
        const cell *x = f->cells + row * f->table.n, *onset = &x[f->at[0]], *last = &x[f->at[1]];
        event e = {.run = f->run, .file = i, .row = row, .duration = NAN};
        if (cell_missing(onset, 1) || !cell_number(onset, &e.onset) || !isfinite(e.onset)) {
            return bad_cell(f, row, f->at[0], "onset in seconds");
        }
        if (!cell_missing(last, 1) &&
            (!cell_number(last, &e.duration) || !(e.duration >= 0) || !isfinite(e.duration))) {
            return bad_cell(f, row, f->at[1], "duration in seconds (0 or more)");
        }
        out[row] = e;
    }
    return GY_OK;
}

static int compare(const void *pa, const void *pb)
{
    const event *a = pa, *b = pb;
    if (a->run != b->run) {
        return a->run < b->run ? -1 : 1;
    }
    if (a->onset != b->onset) {
        return a->onset < b->onset ? -1 : 1;
    }
    if (a->file != b->file) {
        return a->file < b->file ? -1 : 1;
    }
    return a->row < b->row ? -1 : a->row > b->row;
}

int events_load(gy_call *c, events_set *out)
{
    events_set s = {.n_files = 0};
    while (c->host->text_item(c, "path", s.n_files)) {
        s.n_files++;
    }
    s.files = memory(c, s.n_files, (int64_t)sizeof(event_file));
    s.runs = memory(c, s.n_files + 1, (int64_t)sizeof(char *));
    if (s.n_files == 0) {
        return gy_fail(c, GY_PARAM, "path", "names no file");
    }
    if (!s.files || !s.runs) {
        return no_memory(c);
    }
    for (int64_t i = 0; i < s.n_files; i++) {
        if (!c->host->text_item(c, "path.run", i) != !c->host->text_item(c, "path.run", 0)) {
            return gy_fail(c, GY_PARAM, "path",
                           "some files have a {run} in their names, others not");
        }
        GY_TRY(load_file(c, i, &s.files[i]));
        GY_TRY(assign_run(c, &s, i));
        s.n += s.files[i].table.rows;
    }
    GY_TRY(find_others(c, &s));
    s.events = memory(c, s.n, (int64_t)sizeof(event));
    if (!s.events) {
        return no_memory(c);
    }
    for (int64_t i = 0, at = 0; i < s.n_files; at += s.files[i++].table.rows) {
        GY_TRY(take_events(&s, i, s.events + at));
    }
    qsort(s.events, (size_t)s.n, sizeof(event), compare);
    *out = s;
    return GY_OK;
}

static const cell *cell_at(const events_set *s, const event *e, int64_t j)
{
    const event_file *f = &s->files[e->file];
    return j < 0 ? NULL : &f->cells[e->row * f->table.n + j];
}

const cell *events_other(const events_set *s, const event *e, int64_t k)
{
    return cell_at(s, e, columns_find(&s->files[e->file].table, s->others[k].name));
}

cell events_code(const events_set *s, const event *e)
{
    const event_file *f = &s->files[e->file];
    const cell *x = cell_at(s, e, f->at[2]);
    return x ? *x : (cell){.text = f->cond, .n = (int64_t)strlen(f->cond)};
}

const cell *events_value(const events_set *s, const event *e)
{
    return cell_at(s, e, s->files[e->file].at[3]);
}

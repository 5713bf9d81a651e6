/* SPDX-License-Identifier: MIT
 *
 * reader.events: what happened when.
 */
#include "events_set.h"

#include <math.h>
#include <string.h>

GY_SAY(
    events_text,
    "reader.events 1 | Events of an experiment: BIDS events.tsv or FSL three-column files\n"
    "out   events table[event]                         | onset (s), duration (s), code, value and "
    "the file's further columns, by run and onset\n"
    "param path   path[f]                              | files; {run} and {cond} in their names "
    "are captured\n"
    "param format choice(auto, bids, fsl) = auto       | auto: files with a header are BIDS\n"
    "param code   text = trial_type                    | BIDS column that says what an event is\n"
    "doc | BIDS: columns onset and duration in seconds, `code` becomes the column code. A file "
    "without that column takes the capture {cond} for all of its events. Column value is taken "
    "as it is; without it value is 1.\n"
    "doc | FSL: no header, three columns: onset, duration, amplitude (which becomes value). The "
    "code is the capture {cond}, or else the file's name up to its first dot.\n"
    "doc | Files with the same {run} are one run; without {run} BIDS files are a run each and FSL "
    "files are all one. Runs are segments of the axis `event`, and its coordinate `run` is their "
    "name. A duration may be missing (n/a, NaN), an onset may not.\n"
    "licence | MIT\n"
    "cite | Gorgolewski et al. 2016, The brain imaging data structure, Scientific Data 3:160044\n");

/* value is f64 if it is numbers in every file, else text. */
static int value_is_number(const events_set *s)
{
    for (int64_t i = 0; i < s->n_files; i++) {
        const event_file *f = &s->files[i];
        if (f->at[3] >= 0 && f->table.columns[f->at[3]].flags & GY_TEXT) {
            return 0;
        }
    }
    return 1;
}

static int set_runs(gy_call *c, const events_set *s)
{
    int64_t *first = c->host->scratch(c, (s->n_runs + s->n + 2) * 8),
            *offsets = first + s->n_runs + 1;
    int64_t bytes = 0, n = 0;
    for (int64_t i = 0; first && i < s->n; i++) {
        bytes += (int64_t)strlen(s->runs[s->events[i].run]);
        if (i == 0 || s->events[i].run != s->events[i - 1].run) {
            first[n++] = i;
        }
    }
    char *text = c->host->scratch(c, bytes + 1);
    if (!first || !text) {
        return gy_fail(c, GY_MEMORY, "path", "no memory for the runs");
    }
    for (int64_t i = 0; i < s->n; i++) {
        const char *run = s->runs[s->events[i].run];
        memcpy(text + offsets[i], run, strlen(run));
        offsets[i + 1] = offsets[i] + (int64_t)strlen(run);
    }
    gy_array runs = {.size = sizeof runs,
                     .code = GY_UINT,
                     .bits = 8,
                     .flags = GY_TEXT,
                     .rank = 1,
                     .layout = GY_RAGGED,
                     .data = text,
                     .shape = &s->n,
                     .offsets = offsets};
    int64_t one = 1;
    runs.stride = &one;
    if (n > 0) {
        GY_TRY(c->host->set_segments(c, "event", n, first));
    }
    return c->host->set_coord(c, "event", "run", &runs);
}

static int resolve(gy_call *c)
{
    events_set s;
    GY_TRY(events_load(c, &s));
    GY_TRY(c->host->set_length(c, "event", s.n));
    GY_TRY(c->host->set_column(c, "events", "onset", GY_FLOAT, 64, 0, "s"));
    GY_TRY(c->host->set_column(c, "events", "duration", GY_FLOAT, 64, 0, "s"));
    GY_TRY(c->host->set_column(c, "events", "code", GY_UINT, 8, GY_TEXT, ""));
    int number = value_is_number(&s);
    GY_TRY(c->host->set_column(c, "events", "value", number ? GY_FLOAT : GY_UINT, number ? 64 : 8,
                               number ? 0 : GY_TEXT, ""));
    for (int64_t k = 0; k < s.n_others; k++) {
        const column *o = &s.others[k];
        if (!strcmp(o->name, "code")) {
            return source_fail(c, GY_FORMAT, s.files[0].text.path, "code",
                               "has a column 'code' besides '%s'; say which with `code`",
                               c->host->text(c, "code"));
        }
        GY_TRY(c->host->set_column(c, "events", o->name, o->code, o->bits, o->flags, ""));
    }
    return s.runs[0] ? set_runs(c, &s) : GY_OK;
}

/* A text column: cells first measured, then copied. */
static int fill_text(gy_call *c, const events_set *s, const char *name, int which, int64_t k)
{
    gy_array *a = NULL;
    for (int pass = 0; pass < 2; pass++) {
        int64_t at = 0;
        for (int64_t i = 0; i < s->n; i++) {
            const event *e = &s->events[i];
            cell code = events_code(s, e);
            const cell *x = which == 0   ? &code
                            : which == 1 ? events_value(s, e)
                                         : events_other(s, e, k);
            int64_t n = !x || cell_missing(x, 0) ? 0 : cell_length(x);
            if (pass == 1 && n > 0) {
                cell_copy(x, (char *)a->data + at);
            }
            at += n;
            if (pass == 1) {
                ((int64_t *)a->offsets)[i + 1] = at;
            }
        }
        if (pass == 0) {
            a = c->host->ragged(c, name, at);
            if (!a) {
                return GY_OK; /* not wanted */
            }
            ((int64_t *)a->offsets)[0] = 0;
        }
    }
    return GY_OK;
}

static void fill_number(gy_array *a, int64_t i, const cell *x)
{
    int64_t v = 0;
    double f = NAN;
    if (a->code == GY_INT) {
        (void)cell_integer(x, &v);
        ((int64_t *)a->data)[i] = v;
        return;
    }
    if (!cell_missing(x, 1)) {
        (void)cell_number(x, &f);
    }
    ((double *)a->data)[i] = f;
}

static int fill_others(gy_call *c, const events_set *s)
{
    for (int64_t k = 0; k < s->n_others; k++) {
        char name[280] = "events.";
        strncat(name, s->others[k].name, 200);
        gy_array *a = s->others[k].flags & GY_TEXT ? NULL : gy_get(c, name);
        if (s->others[k].flags & GY_TEXT) {
            GY_TRY(fill_text(c, s, name, 2, k));
        }
        for (int64_t i = 0; a && i < s->n; i++) {
            fill_number(a, i, events_other(s, &s->events[i], k));
        }
    }
    return GY_OK;
}

static int run(gy_call *c)
{
    events_set s;
    GY_TRY(events_load(c, &s));
    gy_array *onset = gy_get(c, "events.onset"), *duration = gy_get(c, "events.duration");
    if ((onset && onset->shape[0] != s.n) || (duration && duration->shape[0] != s.n)) {
        return gy_fail(c, GY_IO, "path", "the files changed while they were in use");
    }
    int number = value_is_number(&s);
    gy_array *value = number ? gy_get(c, "events.value") : NULL;
    for (int64_t i = 0; i < s.n; i++) {
        const event *e = &s.events[i];
        const cell *x = events_value(&s, e);
        if (onset) {
            ((double *)onset->data)[i] = e->onset;
        }
        if (duration) {
            ((double *)duration->data)[i] = e->duration;
        }
        if (value && x) {
            fill_number(value, i, x);
        } else if (value) {
            ((double *)value->data)[i] = 1;
        }
    }
    GY_TRY(fill_text(c, &s, "events.code", 0, 0));
    if (!number) {
        GY_TRY(fill_text(c, &s, "events.value", 1, 0));
    }
    return fill_others(c, &s);
}

GY_PLUGIN(events_text, resolve, run, 0, 0, 0)

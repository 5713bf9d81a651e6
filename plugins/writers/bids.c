/* SPDX-License-Identifier: MIT
 *
 * writer.bids: the time series of a subject, with its events, in the folders of BIDS.
 */
#include "nifti_image.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>

GY_SAY(
    writer_bids_text,
    "writer.bids 1 | Write fMRI runs and their events as a subject of a BIDS data set\n"
    "in    x      real[time, voxel] missing | time series; every segment is a run\n"
    "in    like   real[row, voxel] optional missing | where grid, affine and space come from, if x "
    "does not have them itself\n"
    "in    events table[event] optional missing | onset and duration in seconds from the start of "
    "their run, and further columns; `run` says which run, if there are several\n"
    "param path   out-path                  | the subject's folder, whose name is sub-LABEL; the "
    "folder around it is the data set\n"
    "param task   text = view               | letters and digits\n"
    "param dtype  choice(f32, f64) = f32    | numbers in the images\n"
    "param name   text = A data set written by Gyrus | of the data set\n"
    "doc | Writes func/sub-LABEL_task-TASK_run-RUN_bold.nii.gz, .json and _events.tsv for every "
    "run, and dataset_description.json beside the subject's folder. RUN is the coordinate run of "
    "time, or the segment's number from 1. reader.nifti reads the images back with `path = "
    "FOLDER/func/*_run-{run}_bold.nii.gz`, reader.events the events.\n"
    "doc | The time axis must have a rate, which is the RepetitionTime. Files appear when they are "
    "complete; older ones are replaced.\n"
    "serial bids\n"
    "licence | MIT\n"
    "cite | Gorgolewski et al. 2016, The brain imaging data structure, Scientific Data 3:160044\n");

typedef struct subject {
    gy_call *c;
    const char *path, *label, *task; /* label: "sub-01" */
    double tr;
    int64_t runs, scans;
    const int64_t *first;
    const gy_array *run; /* coordinate of time, or NULL */
    char file[2048];
} subject;

static int is_word(const char *text)
{
    for (; *text; text++) {
        int good = (*text >= '0' && *text <= '9') || (*text >= 'a' && *text <= 'z') ||
                   (*text >= 'A' && *text <= 'Z');
        if (!good) {
            return 0;
        }
    }
    return 1;
}

/* A value of a column or coordinate as text; returns 0 if it has no room. */
static int value_text(const gy_array *a, int64_t i, char *out, size_t room)
{
    if (a->flags & GY_TEXT) {
        size_t n = (size_t)(a->offsets[i + 1] - a->offsets[i]);
        if (n >= room) {
            return 0;
        }
        memcpy(out, (const char *)a->data + a->offsets[i], n);
        out[n] = 0;
        return 1;
    }
    double v = gy_element(a, i * a->stride[0]);
    if ((a->valid && !a->valid[i]) || isnan(v)) {
        snprintf(out, room, "n/a");
    } else {
        output_number(v, out);
    }
    return 1;
}

static int read_subject(gy_call *c, subject *s)
{
    double start = 0;
    *s = (subject){.c = c, .path = c->host->text(c, "path"), .task = c->host->text(c, "task")};
    const char *slash = strrchr(s->path, '/');
    s->label = slash ? slash + 1 : s->path;
    s->first = c->host->segments(c, "x.time", &s->runs);
    s->run = c->host->coord(c, "x.time", "run");
    s->scans = gy_get(c, "x")->shape[0];
    if (strncmp(s->label, "sub-", 4) != 0 || !s->label[4] || !is_word(s->label + 4)) {
        return output_fail(c, GY_PARAM, s->path, "path",
                           "the folder's name must be sub- and letters or digits");
    }
    if (strlen(s->path) > 1000) {
        return gy_fail(c, GY_PARAM, "path", "the path is longer than 1000 bytes");
    }
    if (!*s->task || !is_word(s->task) || strlen(s->task) > 100) {
        return gy_fail(c, GY_PARAM, "task", "a task is letters and digits, at most 100");
    }
    if (c->host->rate(c, "x.time", &s->tr, &start) != GY_OK || !(s->tr > 0)) {
        return gy_fail(c, GY_SHAPE, "x",
                       "its time axis has no rate: the time from scan to scan is "
                       "not known");
    }
    return s->scans > 0 ? GY_OK : gy_fail(c, GY_SHAPE, "x", "has no rows");
}

/* Makes the folder `path` and those around it. */
static int make_folders(subject *s, const char *path)
{
    size_t n = strlen(path);
    for (size_t i = 1; i <= n; i++) {
        if (path[i] != '/' && path[i] != 0) {
            continue;
        }
        snprintf(s->file, sizeof s->file, "%.*s", (int)i, path);
        if (mkdir(s->file, 0777) != 0 && errno != EEXIST) {
            return output_fail(s->c, GY_IO, s->file, "path", "cannot make the folder: %s",
                               strerror(errno));
        }
    }
    return GY_OK;
}

/* Name of run r as text. */
static int run_name(const subject *s, int64_t r, char out[64])
{
    if (!s->run) {
        snprintf(out, 64, "%lld", (long long)r + 1);
        return GY_OK;
    }
    return value_text(s->run, s->first[r], out, 64) && is_word(out) && *out
               ? GY_OK
               : gy_fail(s->c, GY_DATA, "x", "a run's name is letters and digits");
}

/* s->file: PATH/func/sub-LABEL_task-TASK_run-RUN_ENDING */
static void name_file(subject *s, const char *run, const char *ending)
{
    snprintf(s->file, sizeof s->file, "%s/func/%s_task-%s_run-%s_%s", s->path, s->label, s->task,
             run, ending);
}

static int write_sidecar(subject *s, const char *run)
{
    char number[32];
    output o;
    name_file(s, run, "bold.json");
    output_number(s->tr, number);
    GY_TRY(output_begin(s->c, s->file, 0, &o));
    output_text(&o, "{\"RepetitionTime\": ");
    output_text(&o, number);
    output_text(&o, ", \"TaskName\": \"");
    output_text(&o, s->task);
    output_text(&o, "\"}\n");
    return output_end(&o, GY_OK);
}

static const gy_array *column(const subject *s, const char *name)
{
    char full[320];
    snprintf(full, sizeof full, "events.%s", name);
    return gy_get(s->c, full);
}

/* Columns in the order BIDS wants: onset, duration, the others. */
static int write_line(const subject *s, output *o, int64_t event)
{
    static const char *const known[] = {"onset", "duration"};
    char cell[1024];
    int64_t written = 0, n = s->c->host->count(s->c, "events");
    for (int64_t k = -2; k < n; k++) {
        const char *name = k < 0 ? known[k + 2] : s->c->host->column_name(s->c, "events", k);
        const gy_array *a = column(s, name);
        if (!a || (k >= 0 && (strcmp(name, known[0]) == 0 || strcmp(name, known[1]) == 0))) {
            continue;
        }
        output_text(o, written++ ? "\t" : "");
        if (event < 0) {
            output_text(o, name);
            continue;
        }
        if (!value_text(a, event, cell, sizeof cell) || strpbrk(cell, "\t\r\n\"")) {
            return gy_fail(s->c, GY_DATA, "events",
                           "a text has a tab, a quote or a line break, or more than 1000 bytes");
        }
        output_text(o, *cell ? cell : "n/a");
    }
    output_text(o, "\n");
    return GY_OK;
}

static int write_events(subject *s, const char *run)
{
    const gy_array *onset = column(s, "onset"), *of = column(s, "run");
    char name[64];
    output o;
    int status = GY_OK;
    if (!onset || !column(s, "duration")) {
        return gy_fail(s->c, GY_DATA, "events", "BIDS wants the columns onset and duration");
    }
    if (!of && s->runs > 1) {
        return gy_fail(s->c, GY_DATA, "events", "x has several runs: the events need a column run");
    }
    name_file(s, run, "events.tsv");
    GY_TRY(output_begin(s->c, s->file, 0, &o));
    status = write_line(s, &o, -1);
    for (int64_t i = 0; i < onset->shape[0] && status >= 0; i++) {
        int mine = !of || (value_text(of, i, name, sizeof name) && strcmp(name, run) == 0);
        status = mine ? write_line(s, &o, i) : GY_OK;
    }
    return output_end(&o, status);
}

static int write_description(subject *s)
{
    const char *name = s->c->host->text(s->c, "name");
    output o;
    if (strpbrk(name, "\"\\\n\t")) {
        return gy_fail(s->c, GY_PARAM, "name", "a name without quotes, backslashes and tabs");
    }
    snprintf(s->file, sizeof s->file, "%.*sdataset_description.json", (int)(s->label - s->path),
             s->path);
    GY_TRY(output_begin(s->c, s->file, 0, &o));
    output_text(&o, "{\"Name\": \"");
    output_text(&o, name);
    output_text(&o, "\", \"BIDSVersion\": \"1.8.0\", \"DatasetType\": \"raw\"}\n");
    return output_end(&o, GY_OK);
}

static int run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    nifti_image m = {.bits = gy_is(c, "dtype", "f64") ? 64 : 32};
    subject s;
    char name[64], folder[1100];
    GY_TRY(read_subject(c, &s));
    GY_TRY(nifti_image_read(c, x, &m));
    snprintf(folder, sizeof folder, "%s/func", s.path);
    GY_TRY(make_folders(&s, folder));
    m.tr = s.tr;
    for (int64_t r = 0; r < s.runs; r++) {
        m.first = s.first[r];
        m.rows = (r + 1 < s.runs ? s.first[r + 1] : s.scans) - m.first;
        GY_TRY(run_name(&s, r, name));
        name_file(&s, name, "bold.nii.gz");
        GY_TRY(nifti_image_write(c, &m, x, s.file));
        GY_TRY(write_sidecar(&s, name));
        if (c->host->count(c, "events") > 0) {
            GY_TRY(write_events(&s, name));
        }
    }
    return write_description(&s);
}

GY_PLUGIN(writer_bids_text, 0, run, 0, 0, 0)

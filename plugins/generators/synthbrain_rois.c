/* SPDX-License-Identifier: MIT
 *
 * synthbrain_rois.c: parameters, feature tables and what ROIs are tuned to.
 */
#include "synthbrain.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int sb_fail(gy_call *c, int code, const char *where, const char *format, ...)
{
    char text[500];
    va_list ap;
    va_start(ap, format);
    vsnprintf(text, sizeof text, format, ap);
    va_end(ap);
    return gy_fail(c, code, where, text);
}

void *sb_scratch(gy_call *c, int64_t n, int64_t size, const char *what)
{
    int64_t bytes = 0;
    void *p = n < 0 || __builtin_mul_overflow(n, size, &bytes) ? 0 : c->host->scratch(c, bytes);
    if (!p) {
        sb_fail(c, GY_MEMORY, "", "no memory for %lld values of %s", (long long)n, what);
    }
    return p;
}

/* Value of a map for a key as a number; `otherwise` if it is not there. */
static int mapped(gy_call *c, const char *map, const char *key, double otherwise, double *out)
{
    *out = otherwise;
    for (int64_t i = 0; c->host->text_item(c, map, i); i += 2) {
        const char *value = c->host->text_item(c, map, i + 1);
        char *end = 0;
        if (strcmp(c->host->text_item(c, map, i), key) == 0) {
            *out = strtod(value, &end);
            if (end == value || *end || !isfinite(*out)) {
                return sb_fail(c, GY_PARAM, map, "%s -> %s is not a number", key, value);
            }
        }
    }
    return GY_OK;
}

/* Every key of a map must be the name of a table, or of a ROI. */
static int known(const sb_brain *b, const char *map, int of_tables)
{
    for (int64_t i = 0; b->c->host->text_item(b->c, map, i); i += 2) {
        const char *key = b->c->host->text_item(b->c, map, i);
        int found = 0;
        for (int k = 0; k < (of_tables ? b->n_tables : b->n_rois); k++) {
            found |= strcmp(key, of_tables ? b->table[k].name : b->roi[k].name) == 0;
        }
        if (!found) {
            return sb_fail(b->c, GY_PARAM, map, "there is no %s '%s'",
                           of_tables ? "table (see names)" : "ROI (see rois)", key);
        }
    }
    return GY_OK;
}

static int read_tables(sb_brain *b)
{
    gy_call *c = b->c;
    int64_t n = c->host->count(c, "features");
    if (n < 1 || n > SB_TABLES || n != c->host->count(c, "names")) {
        return sb_fail(c, GY_PARAM, "names",
                       "%lld feature tables need as many names (there are %lld), at most %d",
                       (long long)n, (long long)c->host->count(c, "names"), SB_TABLES);
    }
    b->n_tables = (int)n;
    for (int i = 0; i < b->n_tables; i++) {
        sb_table *t = &b->table[i];
        *t = (sb_table){.name = c->host->text_item(c, "names", i),
                        .x = c->host->item(c, "features", i),
                        .first = b->features};
        t->width = gy_size_from(t->x, 1);
        if (t->width < 1 || __builtin_add_overflow(b->features, t->width, &b->features)) {
            return sb_fail(c, GY_SHAPE, "features", "table '%s' has no features, or too many",
                           t->name);
        }
        for (int k = 0; k < i; k++) {
            if (strcmp(b->table[k].name, t->name) == 0) {
                return sb_fail(c, GY_PARAM, "names", "two tables are called '%s'", t->name);
            }
        }
        GY_TRY(mapped(c, "centre", t->name, 0, &t->centre));
        GY_TRY(mapped(c, "spread", t->name, 1, &t->spread));
        if (!(t->spread > 0)) {
            return sb_fail(c, GY_PARAM, "spread", "the spread of '%s' must be above 0", t->name);
        }
    }
    b->stimuli = b->table[0].x->shape[0];
    GY_TRY(known(b, "centre", 1));
    return known(b, "spread", 1);
}

/* Place of a column of table t that is called `name` or is its number; -1. */
static int64_t column_of(const sb_brain *b, int t, const char *name)
{
    char axis[40], *end = 0;
    int64_t k = strtoll(name, &end, 10), width = b->table[t].width;
    if (end != name && !*end) {
        return k >= 0 && k < width ? k : -1;
    }
    snprintf(axis, sizeof axis, "features.%d.1", t);
    const gy_array *names = b->c->host->coord(b->c, axis, "name");
    size_t n = strlen(name);
    for (k = 0; names && names->flags & GY_TEXT && k < names->shape[0] && k < width; k++) {
        if ((size_t)(names->offsets[k + 1] - names->offsets[k]) == n &&
            memcmp((const char *)names->data + names->offsets[k], name, n) == 0) {
            return k;
        }
    }
    return -1;
}

static int no_table(const sb_brain *b, const sb_roi *r, const char *word)
{
    char all[200] = "";
    for (int i = 0; i < b->n_tables; i++) {
        size_t n = strlen(all);
        snprintf(all + n, sizeof all - n, "%s%s", i ? ", " : "", b->table[i].name);
    }
    return sb_fail(b->c, GY_PARAM, "rois",
                   "%s is tuned to '%s', which is not there; the tables are %s", r->name, word,
                   all);
}

/* Ends a text of n bytes before its last blanks. */
static void trim(char *text, size_t *n)
{
    while (*n > 0 && text[*n - 1] == ' ') {
        --*n;
    }
    text[*n] = 0;
}

/* "table", "table.column", either with "*share". */
static int read_term(sb_brain *b, sb_roi *r, const char *word)
{
    char text[2 * SB_NAME], *star = 0, *dot = 0, *end = 0;
    sb_term t = {.table = -1, .share = 1};
    snprintf(text, sizeof text, "%s", word);
    star = strchr(text, '*');
    if (star) {
        size_t n = (size_t)(star - text);
        trim(text, &n);
        t.share = strtod(star + 1, &end);
        if (end == star + 1 || *end || !(t.share > 0) || !isfinite(t.share)) {
            return sb_fail(b->c, GY_PARAM, "rois", "%s: the share of '%s' must be a number above 0",
                           r->name, word);
        }
    }
    for (int i = 0; i < b->n_tables; i++) {
        t.table = strcmp(b->table[i].name, text) == 0 ? i : t.table;
    }
    dot = strchr(text, '.');
    dot = t.table < 0 ? dot : 0;
    if (dot) {
        *dot = 0;
        t.named = 1;
        for (int i = 0; i < b->n_tables; i++) {
            t.table = strcmp(b->table[i].name, text) == 0 ? i : t.table;
        }
    }
    if (t.table < 0) {
        return no_table(b, r, word);
    }
    int64_t column = t.named ? column_of(b, t.table, dot + 1) : 0, last = column;
    if (t.named && column < 0 && dot[1] >= '0' && dot[1] <= '9') { /* a range of columns: 3-7 */
        column = strtoll(dot + 1, &end, 10);
        last = *end == '-' ? strtoll(end + 1, &end, 10) : -1;
        t.named = 0;
        column = *end || last < column || last >= b->table[t.table].width ? -1 : column;
    }
    if (column < 0) {
        return sb_fail(b->c, GY_PARAM, "rois", "%s: table '%s' has no column '%s' (it has %lld)",
                       r->name, text, dot + 1, (long long)b->table[t.table].width);
    }
    t.from = b->table[t.table].first + column;
    t.to = dot ? b->table[t.table].first + last + 1 : t.from + b->table[t.table].width;
    r->term[r->n_terms++] = t;
    return GY_OK;
}

/* "pixels + words.3*2" */
static int read_terms(sb_brain *b, sb_roi *r, const char *value)
{
    char word[2 * SB_NAME];
    double all = 0, named = 0;
    for (int more = 1; more;) {
        size_t n = 0;
        for (; *value && *value != '+'; value++) {
            if ((n > 0 || *value != ' ') && n + 1 < sizeof word) {
                word[n++] = *value;
            }
        }
        trim(word, &n);
        more = *value == '+';
        value += more;
        if (r->n_terms == SB_TERMS || n == 0) {
            return sb_fail(b->c, GY_PARAM, "rois", "%s: 1 to %d terms, joined by +", r->name,
                           SB_TERMS);
        }
        GY_TRY(read_term(b, r, word));
    }
    for (int i = 0; i < r->n_terms; i++) {
        all += r->term[i].share;
        named += r->term[i].named ? r->term[i].share : 0;
        r->n = r->term[i].named ? r->n : b->components;
    }
    for (int i = 0; i < r->n_terms; i++) {
        r->term[i].share /= all;
    }
    r->prefers = named > 0;
    r->preferred = named / all;
    r->source = b->sources;
    r->n += r->prefers;
    b->sources += r->n;
    return GY_OK;
}

static int read_rois(sb_brain *b)
{
    gy_call *c = b->c;
    int64_t n = 0;
    while (c->host->text_item(c, "rois", 2 * n)) {
        n++;
    }
    if (n < 1 || n > SB_ROIS) {
        return sb_fail(c, GY_PARAM, "rois", "there may be 1 to %d ROIs", SB_ROIS);
    }
    b->roi = (sb_roi *)sb_scratch(c, n, (int64_t)sizeof *b->roi, "ROIs");
    if (!b->roi) {
        return GY_MEMORY;
    }
    for (int i = 0; i < (int)n; i++) {
        const char *name = c->host->text_item(c, "rois", 2 * i);
        if (strlen(name) >= SB_NAME || strcmp(name, "none") == 0) {
            return sb_fail(c, GY_PARAM, "rois", "'%s' cannot be the name of a ROI", name);
        }
        snprintf(b->roi[i].name, SB_NAME, "%s", name);
        GY_TRY(read_terms(b, &b->roi[i], c->host->text_item(c, "rois", 2 * i + 1)));
        b->n_rois = i + 1;
    }
    return known(b, "sizes", 0);
}

/* How many voxels ROI i has in this subject: a typical number, more or less. */
static int read_size(sb_brain *b, int i)
{
    double n = 0, u = 0;
    GY_TRY(mapped(b->c, "sizes", b->roi[i].name, (double)gy_integer(b->c, "voxels"), &n));
    GY_TRY(b->rng->uniform_at(b->c, "size", b->subject, i, 1, &u));
    if (!(n >= 1 && n < 1e9)) {
        return sb_fail(b->c, GY_PARAM, "sizes",
                       "%s -> %g: a ROI has 1 voxel at least, and fewer "
                       "than 1e9",
                       b->roi[i].name, n);
    }
    n = floor(n * (1 + gy_number(b->c, "vary") * (2 * u - 1)) + .5);
    b->roi[i].voxels = n < 1 ? 1 : (int64_t)n;
    return GY_OK;
}

int sb_read(gy_call *c, sb_brain *out)
{
    sb_brain b = {.c = c, .rng = (const gy_rng *)c->host->extension(c, GY_RNG)};
    if (!b.rng || !GY_HAS(b.rng, normal_at)) {
        return gy_fail(c, GY_UNSUPPORTED, "", "this host lacks draws at a place (gy.rng/1)");
    }
    b.world = gy_integer(c, "world") * ((int64_t)1 << 32);
    b.subject = gy_integer(c, "subject") + b.world;
    b.repeats = gy_integer(c, "repeats");
    b.runs = gy_integer(c, "runs");
    b.components = gy_integer(c, "components");
    b.background = gy_integer(c, "background");
    GY_TRY(read_tables(&b));
    GY_TRY(read_rois(&b));
    if (__builtin_mul_overflow(b.stimuli, b.repeats, &b.trials) || b.trials > INT64_MAX / 64) {
        return gy_fail(c, GY_PARAM, "repeats", "this many trials do not fit in memory");
    }
    if (b.stimuli < 1 || b.runs > b.trials) {
        return sb_fail(c, GY_PARAM, "runs", "%lld trials cannot fill %lld runs: at most %lld",
                       (long long)b.trials, (long long)b.runs, (long long)b.trials);
    }
    for (int i = 0; i < b.n_rois; i++) {
        GY_TRY(read_size(&b, i));
    }
    *out = b;
    return sb_anatomy(out);
}

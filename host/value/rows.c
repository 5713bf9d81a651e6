/* SPDX-License-Identifier: Apache-2.0 */
#include "value/rows.h"

#include <stdlib.h>
#include <string.h>

void gy_rows_clear(gy_rows *rows)
{
    if (rows) {
        g_free(rows->span);
        *rows = (gy_rows){0, NULL};
    }
}

/* ---- building ---- */

void gy_rows_builder_add(gy_rows_builder *builder, int64_t lo, int64_t hi)
{
    lo = MAX(lo, 0);
    if (hi <= lo) {
        return;
    }
    if (builder->n > 0 && lo <= builder->span[builder->n - 1].hi) {
        gy_span *last = &builder->span[builder->n - 1];
        last->hi = MAX(last->hi, hi);
        return;
    }
    if (builder->n == builder->capacity) {
        builder->capacity = builder->capacity ? 2 * builder->capacity : 4;
        builder->span = g_renew(gy_span, builder->span, (gsize)builder->capacity);
    }
    builder->span[builder->n++] = (gy_span){lo, hi};
}

gy_rows gy_rows_builder_end(gy_rows_builder *builder)
{
    gy_rows rows = {builder->n, builder->span};
    *builder = (gy_rows_builder){0, 0, NULL};
    return rows;
}

gy_rows gy_rows_empty(void)
{
    return (gy_rows){0, NULL};
}

gy_rows gy_rows_range(int64_t lo, int64_t hi)
{
    gy_rows_builder builder = {0, 0, NULL};
    gy_rows_builder_add(&builder, lo, hi);
    return gy_rows_builder_end(&builder);
}

gy_rows gy_rows_copy(const gy_rows *rows)
{
    gy_rows copy = {rows->n, NULL};
    if (rows->n > 0) {
        copy.span = g_memdup2(rows->span, (gsize)rows->n * sizeof(gy_span));
    }
    return copy;
}

static int compare_spans(const void *a, const void *b)
{
    const gy_span *x = a, *y = b;
    return (x->lo > y->lo) - (x->lo < y->lo);
}

gy_rows gy_rows_from_spans(const gy_span *span, int64_t n)
{
    g_autofree gy_span *sorted = NULL;
    for (int64_t i = 1; i < n; i++) {
        if (span[i].lo < span[i - 1].lo) {
            sorted = g_memdup2(span, (gsize)n * sizeof(gy_span));
            qsort(sorted, (size_t)n, sizeof(gy_span), compare_spans);
            span = sorted;
            break;
        }
    }
    gy_rows_builder builder = {0, 0, NULL};
    for (int64_t i = 0; i < n; i++) {
        gy_rows_builder_add(&builder, span[i].lo, span[i].hi);
    }
    return gy_rows_builder_end(&builder);
}

static int compare_int64(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

gy_rows gy_rows_from_indices(const int64_t *index, int64_t n)
{
    g_autofree int64_t *sorted = NULL;
    for (int64_t i = 1; i < n; i++) {
        if (index[i] < index[i - 1]) {
            sorted = g_memdup2(index, (gsize)n * sizeof(int64_t));
            qsort(sorted, (size_t)n, sizeof(int64_t), compare_int64);
            index = sorted;
            break;
        }
    }
    gy_rows_builder builder = {0, 0, NULL};
    for (int64_t i = 0; i < n; i++) {
        /* Row INT64_MAX has no half-open interval and no domain is that long. */
        if (index[i] >= 0 && index[i] < INT64_MAX) {
            gy_rows_builder_add(&builder, index[i], index[i] + 1);
        }
    }
    return gy_rows_builder_end(&builder);
}

gy_rows gy_rows_from_bitmap(const uint8_t *bitmap, int64_t n)
{
    gy_rows_builder builder = {0, 0, NULL};
    for (int64_t r = 0; r < n; r++) {
        if (bitmap[r]) {
            gy_rows_builder_add(&builder, r, r + 1);
        }
    }
    return gy_rows_builder_end(&builder);
}

/* ---- asking ---- */

int64_t gy_rows_count(const gy_rows *rows)
{
    int64_t count = 0;
    for (int64_t i = 0; i < rows->n; i++) {
        count += rows->span[i].hi - rows->span[i].lo;
    }
    return count;
}

bool gy_rows_is_empty(const gy_rows *rows)
{
    return rows->n == 0;
}

bool gy_rows_equal(const gy_rows *a, const gy_rows *b)
{
    if (a->n != b->n) {
        return false;
    }
    return a->n == 0 || memcmp(a->span, b->span, (size_t)a->n * sizeof(gy_span)) == 0;
}

int64_t gy_rows_seek(const gy_rows *rows, int64_t row)
{
    int64_t lo = 0, hi = rows->n;
    while (lo < hi) {
        int64_t mid = lo + (hi - lo) / 2;
        if (rows->span[mid].hi > row) {
            hi = mid;
        } else {
            lo = mid + 1;
        }
    }
    return lo;
}

bool gy_rows_contains(const gy_rows *rows, int64_t row)
{
    int64_t i = gy_rows_seek(rows, row);
    return i < rows->n && rows->span[i].lo <= row;
}

bool gy_rows_touches(const gy_rows *rows, int64_t lo, int64_t hi)
{
    int64_t i = gy_rows_seek(rows, lo);
    return lo < hi && i < rows->n && rows->span[i].lo < hi;
}

bool gy_rows_contains_all(const gy_rows *outer, const gy_rows *inner)
{
    int64_t i = 0;
    for (int64_t j = 0; j < inner->n; j++) {
        while (i < outer->n && outer->span[i].hi < inner->span[j].hi) {
            i++;
        }
        if (i == outer->n || outer->span[i].lo > inner->span[j].lo) {
            return false;
        }
    }
    return true;
}

bool gy_rows_intersects(const gy_rows *a, const gy_rows *b)
{
    int64_t i = 0, j = 0;
    while (i < a->n && j < b->n) {
        if (a->span[i].hi <= b->span[j].lo) {
            i++;
        } else if (b->span[j].hi <= a->span[i].lo) {
            j++;
        } else {
            return true;
        }
    }
    return false;
}

int64_t gy_rows_nth(const gy_rows *rows, int64_t k)
{
    for (int64_t i = 0; k >= 0 && i < rows->n; i++) {
        int64_t length = rows->span[i].hi - rows->span[i].lo;
        if (k < length) {
            return rows->span[i].lo + k;
        }
        k -= length;
    }
    return -1;
}

int64_t gy_rows_rank(const gy_rows *rows, int64_t row)
{
    int64_t rank = 0;
    for (int64_t i = 0; i < rows->n && rows->span[i].lo < row; i++) {
        rank += MIN(row, rows->span[i].hi) - rows->span[i].lo;
    }
    return rank;
}

bool gy_rows_foreach(const gy_rows *rows, gy_rows_visit visit, gpointer user)
{
    for (int64_t i = 0; i < rows->n; i++) {
        if (!visit(rows->span[i], user)) {
            return false;
        }
    }
    return true;
}

int64_t *gy_rows_to_indices(const gy_rows *rows)
{
    int64_t *index = g_new(int64_t, (gsize)gy_rows_count(rows));
    int64_t k = 0;
    for (int64_t i = 0; i < rows->n; i++) {
        for (int64_t r = rows->span[i].lo; r < rows->span[i].hi; r++) {
            index[k++] = r;
        }
    }
    return index;
}

char *gy_rows_format(const gy_rows *rows, int64_t max_spans)
{
    if (rows->n == 0) {
        return g_strdup("none");
    }
    GString *text = g_string_new(NULL);
    int64_t shown = max_spans > 0 ? MIN(max_spans, rows->n) : rows->n;
    for (int64_t i = 0; i < shown; i++) {
        int64_t first = rows->span[i].lo, last = rows->span[i].hi - 1;
        g_string_append_printf(text, "%s%" G_GINT64_FORMAT, i ? "," : "", first);
        if (last > first) {
            g_string_append_printf(text, "-%" G_GINT64_FORMAT, last);
        }
    }
    if (shown < rows->n) {
        g_string_append_printf(text, ",... (%" G_GINT64_FORMAT " rows)", gy_rows_count(rows));
    }
    return g_string_free(text, FALSE);
}

/* ---- combining ---- */

gy_rows gy_rows_union(const gy_rows *a, const gy_rows *b)
{
    gy_rows_builder builder = {0, 0, NULL};
    int64_t i = 0, j = 0;
    while (i < a->n || j < b->n) {
        bool from_a = j == b->n || (i < a->n && a->span[i].lo <= b->span[j].lo);
        gy_span next = from_a ? a->span[i++] : b->span[j++];
        gy_rows_builder_add(&builder, next.lo, next.hi);
    }
    return gy_rows_builder_end(&builder);
}

gy_rows gy_rows_intersect(const gy_rows *a, const gy_rows *b)
{
    gy_rows_builder builder = {0, 0, NULL};
    int64_t i = 0, j = 0;
    while (i < a->n && j < b->n) {
        gy_rows_builder_add(&builder, MAX(a->span[i].lo, b->span[j].lo),
                            MIN(a->span[i].hi, b->span[j].hi));
        if (a->span[i].hi < b->span[j].hi) {
            i++;
        } else {
            j++;
        }
    }
    return gy_rows_builder_end(&builder);
}

gy_rows gy_rows_subtract(const gy_rows *a, const gy_rows *b)
{
    gy_rows_builder builder = {0, 0, NULL};
    int64_t j = 0;
    for (int64_t i = 0; i < a->n; i++) {
        int64_t lo = a->span[i].lo, hi = a->span[i].hi;
        while (j < b->n && b->span[j].hi <= lo) {
            j++;
        }
        /* An interval of b may reach into the next one of a, so j is not moved past it here. */
        for (int64_t k = j; k < b->n && b->span[k].lo < hi; k++) {
            gy_rows_builder_add(&builder, lo, b->span[k].lo);
            lo = MIN(b->span[k].hi, hi);
        }
        gy_rows_builder_add(&builder, lo, hi);
    }
    return gy_rows_builder_end(&builder);
}

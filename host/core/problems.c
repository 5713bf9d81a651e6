/* SPDX-License-Identifier: Apache-2.0 */
#include "core/problems.h"

#include "core/error.h"

#include <stdint.h>
#include <string.h>

struct gy_problems {
    int refs;
    GPtrArray *list; /* of gy_problem */
    unsigned n_errors;
    bool sorted;
};

static void free_problem(void *data)
{
    gy_problem *problem = data;
    g_free(problem->file);
    g_free(problem->text);
    g_free(problem);
}

gy_problems *gy_problems_new(void)
{
    gy_problems *p = g_new0(gy_problems, 1);
    p->refs = 1;
    p->list = g_ptr_array_new_with_free_func(free_problem);
    p->sorted = true;
    return p;
}

gy_problems *gy_problems_ref(gy_problems *p)
{
    p->refs++;
    return p;
}

void gy_problems_unref(gy_problems *p)
{
    if (p == NULL || --p->refs > 0) {
        return;
    }
    g_ptr_array_unref(p->list);
    g_free(p);
}

void gy_problems_addv(gy_problems *p, gy_severity severity, const char *file, int line,
                      const char *format, va_list args)
{
    gy_problem *problem = g_new0(gy_problem, 1);
    problem->file = g_strdup(file);
    problem->line = MAX(line, 0);
    problem->severity = severity;
    problem->text = g_strchomp(g_strdup_vprintf(format, args));
    g_ptr_array_add(p->list, problem);
    p->n_errors += severity == GY_SEVERITY_ERROR;
    p->sorted = false;
}

void gy_problems_add(gy_problems *p, const char *file, int line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    gy_problems_addv(p, GY_SEVERITY_ERROR, file, line, format, args);
    va_end(args);
}

void gy_problems_warn(gy_problems *p, const char *file, int line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    gy_problems_addv(p, GY_SEVERITY_WARNING, file, line, format, args);
    va_end(args);
}

unsigned gy_problems_n_errors(const gy_problems *p)
{
    return p->n_errors;
}

unsigned gy_problems_n(const gy_problems *p)
{
    return p->list->len;
}

static int compare_problems(const void *left, const void *right)
{
    const gy_problem *a = *(gy_problem *const *)left;
    const gy_problem *b = *(gy_problem *const *)right;
    int by_file = g_strcmp0(a->file, b->file);
    return by_file != 0 ? by_file : (a->line > b->line) - (a->line < b->line);
}

/* Insertion of each problem behind its equals: stable, which g_ptr_array_sort does not promise,
 * and lists are short. */
static void sort_problems(gy_problems *p)
{
    if (p->sorted) {
        return;
    }
    for (unsigned i = 1; i < p->list->len; i++) {
        void *moved = p->list->pdata[i];
        unsigned at = i;
        while (at > 0 && compare_problems(&p->list->pdata[at - 1], &moved) > 0) {
            p->list->pdata[at] = p->list->pdata[at - 1];
            at--;
        }
        p->list->pdata[at] = moved;
    }
    p->sorted = true;
}

const gy_problem *gy_problems_get(gy_problems *p, unsigned i)
{
    sort_problems(p);
    return i < p->list->len ? p->list->pdata[i] : NULL;
}

static void append_problem(GString *out, const gy_problem *problem)
{
    if (problem->file != NULL) {
        g_string_append(out, problem->file);
        if (problem->line > 0) {
            g_string_append_printf(out, ":%d", problem->line);
        }
        g_string_append(out, ": ");
    }
    g_string_append(out, problem->severity == GY_SEVERITY_ERROR ? "error: " : "warning: ");
    for (const char *c = problem->text; *c != '\0'; c++) {
        g_string_append_c(out, *c == '\n' || *c == '\r' ? ' ' : *c);
    }
}

char *gy_problems_format(gy_problems *p)
{
    sort_problems(p);
    GString *out = g_string_new(NULL);
    for (unsigned i = 0; i < p->list->len; i++) {
        append_problem(out, p->list->pdata[i]);
        g_string_append_c(out, '\n');
    }
    return g_string_free(out, FALSE);
}

bool gy_problems_to_error(gy_problems *p, GError **error)
{
    if (p->n_errors == 0) {
        return true;
    }
    sort_problems(p);
    unsigned first = 0;
    while (((gy_problem *)p->list->pdata[first])->severity != GY_SEVERITY_ERROR) {
        first++;
    }
    GString *text = g_string_new(NULL);
    append_problem(text, p->list->pdata[first]);
    if (p->n_errors > 1) {
        g_string_append_printf(text, " (and %u more)", p->n_errors - 1);
    }
    g_set_error_literal(error, GY_ERROR, GY_ERR_USAGE, text->str);
    g_string_free(text, TRUE);
    return false;
}

/* Optimal string alignment distance of a and b, three rows of the usual table:
 * d(i,j) = min(d(i-1,j) + 1, d(i,j-1) + 1, d(i-1,j-1) + [a_i != b_j], d(i-2,j-2) + 1 if swapped) */
static size_t edit_distance(const char *a, size_t n_a, const char *b, size_t n_b)
{
    g_autofree size_t *table = g_new(size_t, 3 * (n_b + 1));
    size_t *before = table;
    size_t *above = table + n_b + 1;
    size_t *row = table + 2 * (n_b + 1);
    for (size_t j = 0; j <= n_b; j++) {
        row[j] = j;
    }
    for (size_t i = 1; i <= n_a; i++) {
        size_t *recycled = before;
        before = above;
        above = row;
        row = recycled;
        row[0] = i;
        char x = g_ascii_tolower(a[i - 1]);
        for (size_t j = 1; j <= n_b; j++) {
            char y = g_ascii_tolower(b[j - 1]);
            size_t best = MIN(above[j], row[j - 1]) + 1;
            best = MIN(best, above[j - 1] + (x != y));
            if (i > 1 && j > 1 && x == g_ascii_tolower(b[j - 2]) &&
                y == g_ascii_tolower(a[i - 2])) {
                best = MIN(best, before[j - 2] + 1);
            }
            row[j] = best;
        }
    }
    return row[n_b];
}

const char *gy_nearest(const char *name, const char *const *candidates)
{
    const char *nearest = NULL;
    size_t nearest_distance = SIZE_MAX;
    size_t length = strlen(name);
    for (; *candidates != NULL; candidates++) {
        size_t other = strlen(*candidates);
        size_t longer = MAX(length, other);
        size_t limit = CLAMP(longer / 3, 1, 3);
        if (longer - MIN(length, other) > limit) {
            continue; /* also keeps a hostile, very long name from costing a table */
        }
        size_t distance = edit_distance(name, length, *candidates, other);
        if (distance <= limit && distance < longer && distance < nearest_distance) {
            nearest = *candidates;
            nearest_distance = distance;
        }
    }
    return nearest;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * A growing list of located messages. Checking a keyfile or a node text never stops at the first
 * mistake: each finding is added here and the check goes on, so that the user sees all of them at
 * once, sorted as they lie in the files.
 *
 * A message is one line without file, line or severity in its text; they are kept apart so that
 * `check --json` can give them as fields. Line 0 means "the file as a whole", file NULL means "no
 * file" (a mistake on the command line).
 */
#ifndef GY_CORE_PROBLEMS_H
#define GY_CORE_PROBLEMS_H

#include <glib.h>
#include <stdbool.h>

typedef enum gy_severity { GY_SEVERITY_ERROR, GY_SEVERITY_WARNING } gy_severity;

typedef struct gy_problem {
    char *file; /* as the user wrote it; NULL = none */
    int line;   /* from 1; 0 = none */
    gy_severity severity;
    char *text; /* UTF-8, no newline at the end */
} gy_problem;

typedef struct gy_problems gy_problems;

/* new gives one reference; unref of the last one frees the list; NULL is allowed in unref. The
 * count is not atomic: a list belongs to the thread that checks. [control] */
gy_problems *gy_problems_new(void);
gy_problems *gy_problems_ref(gy_problems *p);
void gy_problems_unref(gy_problems *p);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(gy_problems, gy_problems_unref)

/* Appends an error. A negative line counts as 0. `file` is copied. [control] */
void gy_problems_add(gy_problems *p, const char *file, int line, const char *format, ...)
    G_GNUC_PRINTF(4, 5);

/* The same with a va_list and any severity, for callers that wrap it. */
void gy_problems_addv(gy_problems *p, gy_severity severity, const char *file, int line,
                      const char *format, va_list args) G_GNUC_PRINTF(5, 0);

/* Appends a warning: shown with the errors, but the run goes on. [control] */
void gy_problems_warn(gy_problems *p, const char *file, int line, const char *format, ...)
    G_GNUC_PRINTF(4, 5);

/* Numbers of errors, and of errors and warnings together. */
unsigned gy_problems_n_errors(const gy_problems *p);
unsigned gy_problems_n(const gy_problems *p);

/* Problem i, 0 <= i < n, sorted by file (none first), then line; problems of one line stay in the
 * order in which they were added, and so do files NULL. NULL when i is out of range. Owned by the
 * list, valid until the next add. */
const gy_problem *gy_problems_get(gy_problems *p, unsigned i);

/* All problems in that order, one line each:
 *     file:line: error: text      file: warning: text      error: text
 * A newline inside a text becomes a space, so that a line of output is one problem. The caller
 * frees; "" when there are none. */
char *gy_problems_format(gy_problems *p);

/* True when there are no errors; otherwise false, and `error` is GY_ERR_USAGE with the first error
 * in its text and the number of others. Lets a checking function end in one line. */
bool gy_problems_to_error(gy_problems *p, GError **error);

/* The candidate that `name` most likely meant, for "did you mean" hints; NULL when nothing is near.
 * Near is a Damerau-Levenshtein distance (insert, delete, replace, swap neighbours; restricted
 * form, in bytes, ASCII case ignored) of at most a third of the longer name, at least 1 and at most
 * 3, and less than the length of the longer name (so that "x" is never a hint for "y"). The first
 * of several equally near ones wins. `candidates` ends with NULL; the result is one of its
 * pointers. [any] */
const char *gy_nearest(const char *name, const char *const *candidates);

#endif

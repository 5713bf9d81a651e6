/* SPDX-License-Identifier: Apache-2.0
 *
 * Path patterns of the keyfile: `bold_run-*.nii.gz`, `sub-{subject}/run-{run}.npy`.
 *
 *     *        any characters, also none, within one part of the path (never '/')
 *     {name}   one or more characters within one part; the text found becomes the coordinate
 *              `name`. The same name in a later part must find the same text again.
 *
 * Every other character stands for itself; there is no [a-z], no ?, no ~ and no escape. Neither
 * form finds the leading dot of a hidden file. Where several readings of a name are possible the
 * earlier wildcard takes as little as it can.
 */
#ifndef GY_CORE_PATHS_H
#define GY_CORE_PATHS_H

#include <glib.h>
#include <stdbool.h>

typedef struct gy_capture {
    char *name, *value;
} gy_capture;

typedef struct gy_path {
    char *path;          /* base_dir joined with what was found */
    GPtrArray *captures; /* of gy_capture, in the order of the pattern */
} gy_path;

/* Order of people, not of bytes: runs of digits compare by value ("run-2" before "run-10"), other
 * bytes by their code with '/' first. Numerically equal texts ("1", "01") fall back to bytes, so
 * only identical texts give 0. Any number of digits. Locale-independent. [any] */
int gy_natural_compare(const char *a, const char *b);

/* True if `pattern` holds a wildcard. [any] */
bool gy_paths_is_pattern(const char *pattern);

/* All existing paths that match, sorted by gy_natural_compare, never empty. A relative pattern is
 * taken from `base_dir` (NULL: the working directory, and paths stay relative). A pattern without
 * wildcards gives itself if it exists. NULL on failure:
 *     GY_ERR_PARAM   empty pattern, a '{' that is not `{name}` with name [a-z][a-z0-9_-]*, a name
 *                    twice in one part
 *     GY_ERR_IO      nothing matches; the text names the pattern and the folder looked in
 *     GY_ERR_FORMAT  a captured text is not UTF-8
 * Elements are gy_path, freed with the array (g_ptr_array_unref). [any] */
GPtrArray *gy_paths_expand(const char *pattern, const char *base_dir, GError **error);

/* Appends '/' and a name as one component of a path: it names no other folder ('/' and '%' are
 * written %2F and %25, "." and ".." likewise), and two names stay two. [any] */
void gy_paths_append(GString *path, const char *name);

/* Value of the capture `name`, NULL if there is none. Owned by `path`. [any] */
const char *gy_path_capture(const gy_path *path, const char *name);

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * Writes JSON (RFC 8259): run.json, `--json`, the data block of the report. There is no parser
 * here. The output is a function of the calls alone: members stay in the order written, numbers are
 * the shortest that read back exactly, lines break in one way. The same run gives the same bytes.
 *
 *     gy_json_begin(j, '{'); gy_json_key(j, "n"); gy_json_i64(j, 3); gy_json_end(j, '}');
 *
 * A call in the wrong place (a value without its key, an end without its begin) writes nothing and
 * spoils the writer: gy_json_finish then returns NULL. One thread at a time.
 */
#ifndef GY_CORE_JSON_H
#define GY_CORE_JSON_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct gy_json gy_json;

/* indent: two blanks a level and one member a line; otherwise everything on one line. */
gy_json *gy_json_new(bool indent);
void gy_json_free(gy_json *j); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(gy_json, gy_json_free)

/* '{' and '}' for an object, '[' and ']' for an array. */
void gy_json_begin(gy_json *j, char bracket);
void gy_json_end(gy_json *j, char bracket);

/* Name of the next member of the innermost object. */
void gy_json_key(gy_json *j, const char *key);

/* Values. A string that is not UTF-8 gets U+FFFD for each bad byte; NULL is null. '<' is written as
 * \u003c, so that a text may stand inside an HTML script element. NaN and infinities are null,
 * because JSON has none. Integers beyond 2^53 are written in full. */
void gy_json_string(gy_json *j, const char *text);
void gy_json_f64(gy_json *j, double value);
void gy_json_i64(gy_json *j, int64_t value);
void gy_json_u64(gy_json *j, uint64_t value);
void gy_json_bool(gy_json *j, bool value);
void gy_json_null(gy_json *j);

/* The text, newline at the end if indented; the caller frees. NULL if the calls did not make
 * exactly one value. Only gy_json_free may follow. */
char *gy_json_finish(gy_json *j);

#endif

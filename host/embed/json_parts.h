/* SPDX-License-Identifier: Apache-2.0
 *
 * json_parts.h: parts that run.json and the result of `run --json` have in common; docs/run-json.md
 * describes them. Each writes one member of the innermost object. [control] */
#ifndef GY_JSON_PARTS_H
#define GY_JSON_PARTS_H

#include "core/json.h"
#include "embed/story.h"

void gy_json_member(gy_json *j, const char *key, const char *text);
void gy_json_number(gy_json *j, const char *key, double x);
void gy_json_count(gy_json *j, const char *key, int64_t n);
/* "key": ["line", ...] of the lines of a text that are not empty. */
void gy_json_lines(gy_json *j, const char *key, const char *text);

/* "scores": every score over its folds, with what stands beside it. */
void gy_json_scores(gy_json *j, const gy_story *t);
/* "chance": draws of every [chance]. */
void gy_json_chances(gy_json *j, const gy_story *t);
/* "checks": [{"text": ..., "met": true}]. */
void gy_json_checks(gy_json *j, const gy_story *t);

#endif

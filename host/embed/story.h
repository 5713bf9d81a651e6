/* SPDX-License-Identifier: Apache-2.0
 *
 * story.h: all that a run folder tells about a run: what summary, record and report are made from.
 * Everything is borrowed but the hashes. [control] */
#ifndef GY_STORY_H
#define GY_STORY_H

#include "run/facts.h"

typedef struct gy_story {
    const gy_graph *graph;
    gy_registry *registry;
    const gy_outcome *outcome;
    const char *checks;      /* a line for each [check]: "ok   ..." or "MISS ..." */
    const char *problems;    /* located messages, a line each */
    const char *notes;       /* what nodes warned of, a line each */
    const char *profile;     /* NULL: none */
    const char *const *sets; /* overrides, NULL-terminated; NULL: none */
    gboolean chance;         /* every fit target was permuted */
    int32_t allow;           /* GYRUS_ALLOW_* */
    int code;                /* exit code */
    char *keyfile_hash;      /* SHA-256 in hex, NULL if it cannot be read; owned */
    GPtrArray *hashes;       /* char *, as outcome->files; owned; NULL: not computed */
} gy_story;

/* Reads keyfile and inputs once more for their hashes. */
void gy_story_hash(gy_story *t);
void gy_story_clear(gy_story *t);

/* Number of checks, and of those that hold. */
int gy_story_checks(const gy_story *t, int *out_met);
/* TRUE if a node of kind generator is in the graph: the data are made, not recorded. */
gboolean gy_story_is_synthetic(const gy_story *t);

/* run.json and report.html; free them. */
char *gy_record(const gy_story *t);
char *gy_report(const gy_story *t);
/* The result of a run for programs, one JSON object on one line (docs/run-json.md); out: run
 * folder, NULL if there is none. Free it. */
char *gy_result_json(const gy_story *t, const char *file, const char *out, gy_problems *problems);

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * folder.h: the run folder. Made under a temporary name beside its place and renamed when complete,
 * so that a run that fails to write leaves nothing; a folder that holds a run already is refused.
 */
#ifndef GY_FOLDER_H
#define GY_FOLDER_H

#include "run/run.h"

typedef struct gy_folder {
    char *path; /* final place */
    char *part; /* where it is being written */
} gy_folder;

/* Refuses a place that holds anything, or whose parent cannot be written. */
gboolean gy_folder_open(gy_folder *f, const char *path, GError **error);
/* scores.tsv, outputs/NODE/CASE/PORT.npy, run.json, report.html, log.txt; then the rename. */
gboolean gy_folder_write(gy_folder *f, const gy_graph *graph, gy_registry *registry,
                         const gy_outcome *outcome, const char *checks, const char *problems,
                         GError **error);
/* Removes what was written if the folder was not completed. */
void gy_folder_close(gy_folder *f);

/* record.c: run.json. Free it. */
char *gy_record(const gy_graph *graph, gy_registry *registry, const gy_outcome *outcome);
/* report.c: one self-contained page. Free it. */
char *gy_report(const gy_graph *graph, gy_registry *registry, const gy_outcome *outcome,
                const char *checks, const char *problems);

#endif

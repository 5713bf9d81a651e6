/* SPDX-License-Identifier: Apache-2.0
 *
 * folder.h: the run folder. Made under a temporary name beside its place and renamed when complete,
 * so that a run that fails to write leaves nothing; a folder that holds a run already is refused.
 */
#ifndef GY_FOLDER_H
#define GY_FOLDER_H

#include "embed/story.h"

typedef struct gy_folder {
    char *path; /* final place */
    char *part; /* where it is being written */
    char *made; /* topmost folder above it that open had to make; NULL */
    char *lock; /* PATH.lock, held while this run goes on; gone after it */
    int lock_fd;
} gy_folder;

/* Refuses (GY_ERR_IO) a place that holds anything, that is a link, or whose parent cannot be
 * written; then nothing has been made. An empty folder is taken. So is
 * a place that another run is writing for: each holds a lock that ends with its process. */
gboolean gy_folder_open(gy_folder *f, const char *path, GError **error);
/* Of a run that failed: the folder will be PATH.failed, or PATH.failed-2 and so on where there is
 * one already, so that PATH never holds half a run and stays free for the next. */
void gy_folder_fail(gy_folder *f);
/* scores.tsv, outputs/NODE/CASE/PORT.npy, states/NODE/CASE/state.safetensors (run/states.h),
 * run.json, report.html, log.txt; then the rename. CASE is
 * one folder for each loop, "subject=3"; '/' and '%' of a name are written %2F and %25, so that no
 * value of a loop leads out of the folder. Tabs and line breaks in scores.tsv are written \t and
 * \n, a backslash \\. */
gboolean gy_folder_write(gy_folder *f, const gy_story *story, GError **error);
/* Removes a file or a folder with all that is in it; links are removed, not followed. What cannot
 * be removed stays. */
void gy_folder_remove(const char *path);
/* Removes what was written, and the folders made above it, if the folder was not completed. */
void gy_folder_close(gy_folder *f);

#endif

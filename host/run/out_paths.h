/* out_paths.h: where writers write, and that nothing is lost there. [control] */
#ifndef GY_OUT_PATHS_H
#define GY_OUT_PATHS_H

#include "run/runtime.h"

/* The whole path of a writer's file. A relative one lies in the run folder, at
 * outputs/NODE/LOOP=VALUE, and does not leave it; without a run folder in the working directory, in
 * a folder LOOP=VALUE for each loop that the key does not name. The folder is made. No two writers,
 * and no two cases of one, may write the same file. given: the key as the file has it; NULL: a
 * default. NULL with error. */
char *gy_out_path(gy_runtime *rt, const gy_inst *inst, const gy_given *given, const char *path,
                  GError **error);
/* FALSE, and a problem, if a file that is to be written is one that the plan reads, under whatever
 * name: then nothing may run. */
gboolean gy_out_paths_are_free(gy_runtime *rt);
/* Folders that were made here and hold nothing go again. */
void gy_out_paths_clear(gy_runtime *rt);

#endif

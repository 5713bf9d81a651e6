/* exec.h: second half of an instance's life: running it. [control] */
#ifndef GY_EXEC_H
#define GY_EXEC_H

#include "run/purge.h"
#include "run/runtime.h"

/* Runs an instance whose sources have run, then lets go of values that nothing needs any more. A
 * source that failed makes it fail, with the same error. An instance of a needed file runs in that
 * file's runtime. */
gboolean gy_exec(gy_runtime *rt, gy_inst *inst, GError **error);

/* Runs an instance and, before it, every source that has not run. For what resolve must read. */
gboolean gy_exec_now(gy_runtime *rt, gy_inst *inst, GError **error);

/* Lets go of what an instance reads, once; it will not run (again). */
void gy_exec_release(gy_inst *inst);

/* exec_run.c: calls run over all rows, tile by tile where reach allows. */
gboolean gy_exec_run(gy_runtime *rt, gy_inst *inst, GError **error);

/* Rows of the common axis if run may be given them in tiles, else -1. */
int64_t gy_exec_tiled_rows(const gy_inst *inst);

/* exec_fit.c: fit with inner folds if the text asks for them; or a metric over its test rows. */
gboolean gy_exec_reduce(gy_runtime *rt, gy_inst *inst, GError **error);

/* Whether a fit chooses by inner folds. */
gboolean gy_exec_wants_inner(const gy_inst *inst);

/* Whether everything that an instance reads has run; fails with the error of a source that failed.
 */
gboolean gy_exec_sources(const gy_inst *inst, GError **error);

/* close.c: what several folds of a metric become outside the fold loop. */
gboolean gy_exec_close(gy_runtime *rt, gy_inst *inst, GError **error);

/* Values of all outputs of an instance, allocated. */
gboolean gy_exec_outputs(gy_runtime *rt, gy_inst *inst, gboolean zero, GError **error);

#endif

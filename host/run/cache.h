/* cache.h: fits that need not be made again. A fit is a function of what its key names, so its
 * state may be taken from a file that was written under the same key; the bits are the same. One
 * file per fit, DIR/ab/abcd....safetensors (value/state_file.h), written as soon as the fit is
 * made: a run that was killed goes on where it was.
 *
 * The key is the SHA-256 of: plugin id, revision and build id; parameters as text; dtypes; seed,
 * node name and address of its random numbers; content of every file read; the same of everything
 * upstream; training rows, inner folds; rows of a tile, --chance, BLAS core. Not in it: version of
 * the host, number of threads, paths of what is written. No key, and so no file, has what runs
 * other programs, a draw of [chance], what reads such a value, or a state that came from --state.
 *
 * A file that is damaged, or holds something else, is told in the log and made again. What cannot
 * be written is told once and not cached. [control] */
#ifndef GY_CACHE_H
#define GY_CACHE_H

#include "run/reduce.h"

#define GY_CACHE_BYTES (UINT64_C(4) << 30) /* a folder larger than this loses its oldest files */

/* Fills inst->key for a fit over these rows. FALSE: it has none. */
gboolean gy_cache_key(gy_runtime *rt, gy_inst *inst, const gy_selection *over);
/* TRUE: inst->state was taken from the cache. inst->key must be there. */
gboolean gy_cache_get(gy_runtime *rt, gy_inst *inst);
void gy_cache_put(gy_runtime *rt, const gy_inst *inst);

/* cache_files.c: place of a key below a folder; free it. */
char *gy_cache_path(const char *dir, const uint8_t *key);
/* Removes the files that were not used for longest until at most `most` bytes are left; other files
 * stay. The number removed. */
int gy_cache_trim(const char *dir, uint64_t most);

#endif

/* needs.h: the files of [needs] in a run. A needed file runs in a runtime of its own, on the pool
 * and the memory of the file that needs it, and only as far as its values are asked for: under its
 * state set of fits on all rows, outside its loops. Its instances feed those of this file directly,
 * so that rows are followed across files as they are inside one. [control] */
#ifndef GY_NEEDS_H
#define GY_NEEDS_H

#include "run/flow.h"
#include "run/run.h"

/* The instance that an edge such as @clip:encoder.features reads: made in the other file, once.
 * NULL with error, which has been told with that file and its line. */
gy_inst *gy_needs_inst(gy_runtime *rt, const gy_gnode *node, GError **error);

/* Runs what has been made, files needed by files first. Number of instances that failed. */
int gy_needs_exec(gy_runtime *rt);

/* Adds the instances of all needed files, each before those that read it. Instances inside the
 * folds of their own file are left out: they belong to its scores. */
void gy_needs_add_insts(const gy_runtime *rt, GPtrArray *list);

/* Sources of two files that were made of the same bytes hold the same rows: adds, for every set of
 * `scored`, the rows of its twins in other files; all rows of a twin of which only a part is the
 * same. */
void gy_needs_spread(gy_runtime *rt, GPtrArray *insts, gy_sources *scored);

/* The leak rule for models that another file has fitted: what they have seen must not be read by
 * scored rows, unless who reads them says `allow = pretrained`; then it is told that the score is
 * in-sample. fold < 0: of metrics outside folds. GY_ERR_LEAK names reader, file and rows. */
gboolean gy_needs_clean(gy_runtime *rt, GPtrArray *insts, int fold, const gy_sources *scored,
                        GError **error);
/* The same for every metric that is in no fold: whatever it reads is scored. */
gboolean gy_needs_clean_outside(gy_runtime *rt, const gy_env *env, GError **error);

/* Adds the files that were read, keyfiles included, to the outcome's. */
void gy_needs_files(const gy_runtime *rt, GHashTable *seen, gy_outcome *out);
void gy_needs_close(gy_runtime *rt);

#endif

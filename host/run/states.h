/* states.h: fitted states that outlive the run: kept, written into the run folder, taken from one.
 * What is kept is the fit on all rows of every node: that of a node without [split], and inside one
 * the final fit, which is made when a writer or another file asks for it, or for every node if the
 * file says `refit = true`. [control] */
#ifndef GY_STATES_H
#define GY_STATES_H

#include "run/run.h"
#include "value/state_file.h"

/* One fit on all rows. about: case, revision, build_id, param.NAME, seen.K (see gy_states_collect),
 * keyfile and keyfile_sha256. */
typedef struct gy_kept {
    gy_state *state; /* owned */
    char *node, *run_case;
    gy_about about;
} gy_kept;
void gy_kept_free(gpointer kept);

/* Fits on all rows, for every fit of a case, if the file asks for them. FALSE after telling what
 * could not be made. */
gboolean gy_states_plan(gy_runtime *rt, const gy_env *env);
/* FALSE with error if the file forbids a fit of this node on all rows (refit = false). */
gboolean gy_states_may_refit(const gy_runtime *rt, const gy_gnode *node, GError **error);
/* What the run has fitted on all rows, into out->states. `seen.K` tells the rows of one source:
 * "x: 0-9 of 10 rows; SHA-256 of its files, or of what made it". */
void gy_states_collect(gy_runtime *rt, gy_outcome *out);

/* DIR/states/NODE/VAR=VALUE/state.safetensors; free it. */
char *gy_states_path(const char *dir, const char *node, const char *run_case);
/* Writes all of them below a folder, each whole or not at all. */
gboolean gy_states_write(const gy_outcome *out, const char *dir, GError **error);

/* states_load.c: whether this fit is taken from gy_run_options.states instead of being made. */
gboolean gy_states_given(const gy_runtime *rt, const gy_inst *inst);
/* Takes it from there: inst->state. GY_ERR_IO if it is not there; GY_ERR_DATA if another node,
 * revision or other parameters made it, GY_ERR_SHAPE if it was fitted on other axes; the message
 * names node, file and what differs. */
gboolean gy_states_load(gy_runtime *rt, gy_inst *inst, GError **error);
/* The same for one file. */
gboolean gy_states_take(gy_runtime *rt, gy_inst *inst, const char *path, GError **error);
/* Whether a state has the arrays that this node wants, no more and no less, of the dtypes and
 * lengths that they have here; path is for the message. */
gboolean gy_states_fit(const gy_inst *inst, const gy_state *s, const char *path, GError **error);
/* Text of a parameter as it counts for a state: the value given or the default, absolute paths. */
char *gy_states_param(const gy_inst *inst, unsigned param);

#endif

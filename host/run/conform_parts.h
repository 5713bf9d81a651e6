/* conform_parts.h: what the files of conform.h share. */
#ifndef GY_CONFORM_PARTS_H
#define GY_CONFORM_PARTS_H

#include "run/conform.h"
#include "run/run.h"

typedef enum gy_promise {
    GY_PROMISE_REACH,
    GY_PROMISE_SENSITIVE,
    GY_PROMISE_MISSING,
    GY_PROMISE_STATE,
    GY_PROMISE_CANCEL,
    GY_PROMISES,
} gy_promise;

/* What one instance of the node has made: every number of its outputs and state, and the digest of
 * their bits. */
typedef struct gy_sight {
    char *key; /* "fold=1" and the like */
    char *digest;
    GArray *numbers; /* double */
    gboolean single; /* some of them are f32 */
} gy_sight;

/* A change of one row of one feed. */
typedef struct gy_change {
    const gy_inport *in; /* NULL: nothing is changed */
    const gy_feed *feed;
    int64_t row;
    gboolean missing; /* to NaN */
} gy_change;

/* One run of the keyfile. Above the line: what is asked for. */
typedef struct gy_trial {
    const char *file, *id;
    gy_registry *registry;
    const char *sets[4]; /* as of --set; NULL-terminated */
    int threads;
    gboolean shuffle, strided;
    int64_t tile, chunk_tiles;
    int fill;         /* byte that outputs and state begin with; -1: zero */
    gboolean promise; /* measure the promises of every instance */

    GPtrArray *sights; /* gy_sight, owned */
    gboolean run;      /* the keyfile could be run */
    int failed;
    char *problems;
    gy_change change;
    GString *broken[GY_PROMISES]; /* what was seen, "" if all is well */
    gboolean met[GY_PROMISES];    /* the promise could be measured */
} gy_trial;

void gy_trial_run(gy_trial *t);
void gy_trial_clear(gy_trial *t);

/* conform_see.c */
gy_sight *gy_sight_new(gy_runtime *rt, const gy_inst *inst);
void gy_sight_free(gpointer sight);
/* Largest difference in units of the tolerance; infinite if they are not of one kind. */
double gy_sight_distance(const gy_sight *a, const gy_sight *b);
/* Digest of state arrays, or of outputs; the caller frees. */
char *gy_sight_state(const gy_inst *inst);
char *gy_sight_outputs(const gy_inst *inst);
/* TRUE if row r of the arrays (columns of the tables) differs in a bit, or their shapes do. */
gboolean gy_sight_row_differs(const gy_value *a, const gy_value *b, int64_t r);

/* conform_views.c: both take the value and return a new one, or the value itself where there is
 * nothing to lay out anew or to change. */
gy_value *gy_view_strided(gy_value *v);
gy_value *gy_view_changed(gy_value *v, const gy_change *change);
/* Whether gy_view_changed can change this feed. */
gboolean gy_view_can_change(const gy_inport *in, const gy_feed *f, gboolean missing);

/* conform_promises.c: called when an instance has run and its sources still have their values. */
void gy_conform_promises(gy_trial *t, gy_runtime *rt, gy_inst *inst);

/* conform_params.c: appends to `why` every bad value of a parameter that is not refused; returns
 * how many were tried. */
int gy_conform_params(const gy_trial *t, GString *why);
/* The keyfile with its assignments, NULL with problems. */
gy_graph *gy_conform_graph(const gy_trial *t, const char *more, gy_problems *problems);

#endif

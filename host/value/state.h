/* SPDX-License-Identifier: Apache-2.0
 *
 * state.h: a model: the id of the node that was fitted, its named state arrays, its canonical
 * parameters, and `seen`: for every source domain the rows that its fit, or the fit of a model that
 * fed it, has read. Immutable after the fit; reference counted. [any] */
#ifndef GY_STATE_H
#define GY_STATE_H

#include "value/rows.h"
#include "value/value.h"

typedef struct gy_seen {
    gy_domain *source; /* owned: also keeps the address, which is its identity, from being reused */
    gy_rows rows;
} gy_seen;

typedef struct gy_state {
    gatomicrefcount refs;
    char *id;          /* "encoder.ridge" */
    char *node;        /* name in its keyfile */
    GPtrArray *names;  /* char * */
    GPtrArray *arrays; /* gy_value * */
    GArray *seen;      /* of gy_seen */
    void *maker;       /* how to apply it: set and read by the run floor only */
} gy_state;

gy_state *gy_state_new(const char *id, const char *node);
gy_state *gy_state_ref(gy_state *s);
void gy_state_unref(gy_state *s);
/* Takes the reference of array. */
void gy_state_add(gy_state *s, const char *name, gy_value *array);
gy_value *gy_state_get(const gy_state *s, const char *name);
/* Adds rows of a source to what the model has seen. */
void gy_state_see(gy_state *s, gy_domain *source, const gy_rows *rows);
/* Rows of a source that it has seen; NULL if none. */
const gy_rows *gy_state_seen(const gy_state *s, const gy_domain *source);

gy_value *gy_value_new_model(gy_state *state);
/* A new value with the bytes, shape, levels, attributes, columns and model of another, without
 * domains. */
gy_value *gy_value_share(gy_value *of);

#endif

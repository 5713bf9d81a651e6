/* frame.h: one call of a node's function, seen from the host: what every name of its text is bound
 * to, what it has said, and the scratch to free when it returns. [any]: a frame belongs to one
 * call.
 */
#ifndef GY_FRAME_H
#define GY_FRAME_H

#include "run/inst.h"
#include "run/runtime.h"

typedef enum gy_phase { GY_PHASE_RESOLVE, GY_PHASE_RUN, GY_PHASE_ADD, GY_PHASE_SOLVE } gy_phase;

/* A name and the array it stands for in this call. `name` has static life (it is in the sig) or is
 * owned by the frame's chunk. */
typedef struct gy_bound {
    const char *name;
    int64_t item; /* of a `many` port, else 0 */
    gboolean wanted;
    gy_array view;
    int64_t shape[GY_RANK_MAX], stride[GY_RANK_MAX];
} gy_bound;

struct gy_fit_data; /* statistics of a fit or metric: run/reduce.h */

typedef struct gy_frame {
    gy_call call;
    gy_runtime *rt;
    gy_inst *inst;
    gy_phase phase;
    gy_bound **bound;
    guint n_bound, room;
    GPtrArray *scratch, *keep; /* bytes, values held for the call */
    GStringChunk *names;       /* made-up names of columns */
    struct gy_fit_data *fit;
    int64_t random_case;
    int64_t applied_rows; /* of a model that another node applies: the rows it was given; else -1 */
    gboolean is_serial;   /* this call, or one that it is inside of, is of a node that says so */
    GError *error;        /* set once, by whoever comes first */
    GError *refused;      /* why scratch was refused last; NULL */
} gy_frame;

void gy_frame_init(gy_frame *f, gy_runtime *rt, gy_inst *inst, gy_phase phase);
void gy_frame_finish(gy_frame *f);

/* Binds a name to a view (shape and stride are copied); the latest binding of a name counts. */
gy_bound *gy_frame_bind(gy_frame *f, const char *name, int64_t item, const gy_array *view);
/* Binds rows [lo, hi) of a value's axis 0. `first` counts rows of the whole axis. */
gy_bound *gy_frame_bind_rows(gy_frame *f, const char *name, int64_t item, const gy_value *v,
                             int64_t lo, int64_t hi);
/* Binds a whole value; a table also binds its columns as "name.column". */
void gy_frame_bind_value(gy_frame *f, const char *name, int64_t item, const gy_value *v);
/* Binds rows [lo, hi) of every column of a table, and a length to the port itself. */
void gy_frame_bind_table_rows(gy_frame *f, const char *name, int64_t item, const gy_value *v,
                              int64_t lo, int64_t hi);
/* Binds a `rows` port: a length without data. */
void gy_frame_bind_rows_only(gy_frame *f, const char *name, int64_t item, const gy_feed *feed);
/* Keeps a value alive until the frame ends (takes the reference). */
gy_value *gy_frame_keep(gy_frame *f, gy_value *v);
gy_bound *gy_frame_find(gy_frame *f, const char *name, int64_t item);

/* Calls one function of the node and turns its status into an error that names the node. Positive
 * answers come back in out_answer. */
gboolean gy_frame_call(gy_frame *f, int (*function)(gy_call *), int *out_answer, GError **error);

/* The host table that every call carries; constant. */
extern const gy_host gy_host_table;

/* Parts of the table, by file. */
gy_array *gy_host_array(gy_call *c, const char *name);

static inline gy_frame *gy_frame_of(gy_call *c)
{
    return (gy_frame *)c->impl;
}

#endif

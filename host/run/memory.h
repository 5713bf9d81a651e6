/* memory.h: how many bytes of arrays a planned run will hold at most, told before it runs.
 *
 * The instances are walked in the order of the plan. Alive at a step are the values that a later
 * step still reads or that are kept, the states of all fits so far, and for the step itself its
 * outputs, the copies that its edges make (other rows, other dtypes, codes of labels), the
 * statistics per cell and temporaries of a reduction, for as many parts as run at once, and the
 * scratch that the node has said (set_scratch) or a guess. Lengths that only running tells (text)
 * are taken from the sizes of the files read. Where inputs are read in chunks (chunk.h), an edge
 * copies one chunk, for every part at work. Draws of [chance] are priced as one more pass over
 * what is downstream of the permuted value. [control] */
#ifndef GY_MEMORY_H
#define GY_MEMORY_H

#include "run/reduce.h"
#include "run/run.h"

typedef struct gy_memory_plan {
    uint64_t peak;       /* bytes; what planning itself has held counts too */
    const gy_inst *inst; /* where it is reached; NULL: while planning */
    uint64_t step;       /* bytes that this step adds to what is alive before it */
} gy_memory_plan;

/* Call when every instance is made and purged. */
gy_memory_plan gy_memory_predict(gy_runtime *rt);

/* Predicts, notes it in the outcome and holds it against the limit of the run's account: FALSE,
 * with a problem that names the node and the bytes, if the run cannot keep to it. A run that could
 * not otherwise reads its inputs in chunks: sets rt->chunk_tiles. */
gboolean gy_memory_plan_run(gy_runtime *rt, gy_outcome *out);

/* What an edge copies of its first `rows` rows: chosen rows unless they come in even steps, another
 * dtype, codes; `columns` of an axis alone, if columns >= 0. */
uint64_t gy_memory_feed(const gy_inport *in, const gy_feed *feed, int64_t rows, int32_t axis,
                        int64_t columns);
/* memory_reduce.c: bytes that a fit or metric holds while it adds and solves, without its outputs
 * and state; out_folds: the inner folds of a fit. */
uint64_t gy_memory_reduce(gy_runtime *rt, gy_inst *inst, int64_t *out_folds);
/* Bytes of a state, stat or temp array; of `columns` of the tiled axis if it has that and columns
 * >= 0. */
uint64_t gy_memory_array(const gy_inst *inst, const gy_sig_port *port, int64_t folds,
                         int64_t columns);

#endif

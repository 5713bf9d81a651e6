/* chance.h: [chance SCORE]: the distribution of a score when what the file names is rearranged.
 * With refit = all everything downstream is computed anew for every draw, fits too; with refit =
 * none no fit is, and the rows of every fold's test set are rearranged among themselves. [control]
 */
#ifndef GY_CHANCE_H
#define GY_CHANCE_H

#include "run/run.h"

/* Marks the nodes whose values the draws will read again. */
void gy_chance_keep(gy_runtime *rt);
/* Marks in rt->drawn the nodes that a draw of c computes anew. */
void gy_chance_mark(gy_runtime *rt, const gy_gchance *c);
/* chance_run.c: draws of every [chance] group of the file in every case; facts go into the outcome.
 */
void gy_chance_run(gy_runtime *rt, gy_outcome *out);

/* The rearrangements of one [chance] in one case. */
typedef struct gy_drawing {
    GArray *drawn;  /* of gy_drawn: one for each case of the permuted value and, maybe, fold */
    gboolean exact; /* there are no more than `times`: each is drawn once */
    int64_t draws;  /* how many to draw; the truth is none of them */
} gy_drawing;

typedef struct gy_drawn {
    const gy_inst *from; /* whose output is permuted; borrowed */
    int32_t fold;        /* of the reader; GY_OUTSIDE: whatever it is */
    struct gy_shuffle *shuffle;
} gy_drawn;

/* drawing.c. NULL with a located message (it names the group) where the scheme cannot be: rows
 * along time for independent labels, nothing that could change places. */
gy_drawing *gy_drawing_new(gy_runtime *rt, const gy_gchance *c, const gy_env *env, GError **error);
void gy_drawing_free(gy_drawing *d);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(gy_drawing, gy_drawing_free)

/* Whether an edge reads what the group permutes. */
gboolean gy_chance_is_permuted(const gy_gchance *c, const gy_link *link);
/* Whether an edge reads what the draw at hand rearranges. */
gboolean gy_chance_permutes(const gy_runtime *rt, const gy_inst *inst, const gy_link *link);
/* The value, all rows of the source, as this draw has it; takes v, a new reference comes back. */
gy_value *gy_chance_permute(gy_runtime *rt, const gy_inst *inst, const gy_feed *feed, gy_value *v,
                            GError **error);

#endif

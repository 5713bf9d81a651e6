/* split.h: the folds of the file's [split] in each case, and what follows from them. [control] */
#ifndef GY_SPLIT_H
#define GY_SPLIT_H

#include "run/purge.h"
#include "run/runtime.h"
#include "value/folds.h"

/* The outer folds of one case (of the [foreach] loops). */
typedef struct gy_split_case {
    gy_env env;        /* foreach values only */
    gy_domain *domain; /* owned */
    gy_folds folds;
    int64_t gap; /* rows */
    gboolean gap_auto;
    int64_t *gaps;                /* [fold and final], auto: -1 until known; NULL: `gap` */
    int64_t *unit;                /* together and groups, by row; NULL: each row its own */
    int64_t *group;               /* codes of `groups`, by row; NULL */
    struct gy_split_case *second; /* the other one of a two-way split; owned; NULL */
    gy_sources *scored; /* [fold]: source rows of the scored rows, gap included; after purge */
} gy_split_case;

/* The case that an env is in; made on first use (its rows must be resolvable). NULL with error. */
gy_split_case *gy_split_get(gy_runtime *rt, const gy_env *env, GError **error);
void gy_split_case_free(gpointer p);

/* Gap of one fold in rows, of the final fit (fold < 0). */
int64_t gy_split_gap(const gy_split_case *c, int32_t fold);

/* All instances that belong to the fold (and case) of an env, in plan order; a new array. */
GPtrArray *gy_split_insts(gy_runtime *rt, const gy_env *env);

/* Purges every fold of a case. Call when all its instances have been made. */
gboolean gy_split_purge(gy_runtime *rt, const gy_env *env, GError **error);

/* Inner folds of a fit on its training rows. */
typedef struct gy_inner {
    int64_t n;
    gy_rows *train, *held;
} gy_inner;
gboolean gy_split_inner(gy_runtime *rt, GPtrArray *insts, gy_inst *fit, gy_inner *out,
                        GError **error);
void gy_inner_clear(gy_inner *inner);
/* Inner folds of the split's own rows, before any purge: each [split] makes its own of `rows`, and
 * the two of a two-way split cross. */
gboolean gy_split_inner_rows(gy_runtime *rt, const gy_split_case *c, const gy_rows *rows,
                             gy_folds *out, GError **error);

/* The leak rule, checked once more and independently of the purge: nothing that this fit has seen
 * is read by a scored row of its fold. */
gboolean gy_split_is_clean(gy_runtime *rt, GPtrArray *insts, const gy_inst *fit,
                           const gy_sources *seen, GError **error);

#endif

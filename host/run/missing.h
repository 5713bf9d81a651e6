/* missing.h: missing values (NaN, or a mask) where a node does not take them. By default a node
 * that is given one fails. With `missing = drop-rows` rows that hold one are left out, counted and
 * told: of a map or a fit its rows become a subset of what they were, so that everything downstream
 * meets it there; of a metric the rows are not scored. With `missing = drop-columns` the columns
 * that hold one are left out in the same way. [control] */
#ifndef GY_MISSING_H
#define GY_MISSING_H

#include "run/runtime.h"

/* When the rows of a map or a fit are bound: takes out those in which an input holds a missing
 * value. Sources run first; those inside the folds cannot, and gy_missing_guard refuses theirs. */
gboolean gy_missing_drop(gy_runtime *rt, gy_inst *inst, GError **error);
/* missing_columns.c: the same for columns; of edges that are made inside the folds, guard refuses.
 */
gboolean gy_missing_drop_columns(gy_runtime *rt, gy_inst *inst, GError **error);
/* After its reach is known: refuses to drop rows of a node whose rows read their neighbours. */
gboolean gy_missing_check(const gy_inst *inst, GError **error);
/* Before a metric runs: takes such rows out of those it scores. */
gboolean gy_missing_skip(gy_runtime *rt, gy_inst *inst, GError **error);
/* Before any node runs: missing values may go only where the text says so, infinite ones into no
 * fit. */
gboolean gy_missing_guard(gy_inst *inst, GError **error);
/* After a fit has failed: says of inputs too large to be squared that they are. */
void gy_missing_explain(const gy_inst *inst, GError **error);

/* Rows of axis 0 of a value that hold a missing value. */
gy_rows gy_missing_rows(const gy_value *v);

/* Whether any row of a value holds a missing value in column c of axis 1. */
gboolean gy_missing_in_column(const gy_value *v, int64_t c);

/* What was left out is told once for all folds, draws and candidates: whether this is not the one
 * that tells it; the fact; where it goes (takes it). */
struct gy_drop_fact;
gboolean gy_missing_told(const gy_inst *inst);
struct gy_drop_fact *gy_missing_fact(gy_runtime *rt, const gy_inst *inst, const gy_rows *bad,
                                     int64_t of);
void gy_missing_keep(gy_runtime *rt, struct gy_drop_fact *fact);

/* -- the inside, shared by missing*.c -- */
gboolean gy_missing_drops(const gy_inst *inst);
/* Whether elements of a value can be missing, and whether element k is. */
gboolean gy_missing_may(const gy_value *v);
gboolean gy_missing_at(const gy_value *v, int64_t k);

#endif

/* folding.h: from a [split] group to folds. [control] */
#ifndef GY_FOLDING_H
#define GY_FOLDING_H

#include "run/split.h"

/* Outer folds of a case: reads groups, together and test mask, then the scheme. */
gboolean gy_folding_outer(gy_runtime *rt, gy_split_case *c, const gy_gsplit *s, GError **error);

/* One scheme over some rows: words such as "k-fold 5", "holdout 0.1", "leave-one-group-out". */
gboolean gy_folding_scheme(const gy_split_case *c, const gy_rows *rows, const char *scheme,
                           int64_t folds, const char *test, const int64_t *order, gy_folds *out,
                           GError **error);

/* gap = auto in fold k, once: the largest over the targets of all fits of the fold, measured on
 * what the fits may train on before the gap widens anything, so that no test row has a say in what
 * is purged; on the split's own training rows if no purge has been made. The fits must have been
 * made. Nothing where the file does not say auto. */
gboolean gy_folding_gap(gy_runtime *rt, gy_split_case *c, int32_t k, GError **error);

/* Codes of a coordinate or column by row of d: equal values have equal codes. NULL with error. */
int64_t *gy_folding_codes(gy_runtime *rt, const gy_link *link, const gy_env *env,
                          const gy_domain *d, GError **error);

#endif

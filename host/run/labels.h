/* labels.h: categories. A label port shows codes 0..n-1; its levels are the distinct values of all
 * label ports of the node, numbers in numerical and words in natural order. [any] */
#ifndef GY_LABELS_H
#define GY_LABELS_H

#include "value/value.h"

/* Distinct values of an integer or text array as text, sorted. NULL with error for other dtypes. */
gy_value *gy_labels_of(const gy_value *v, GError **error);
/* Union of two lists of levels, sorted. */
gy_value *gy_labels_union(const gy_value *a, const gy_value *b);
/* Codes i64[row] of v (codes of its own levels, or bare integers or text if own is NULL) in terms
 * of `levels`; an unknown value is an error that names it. */
gy_value *gy_labels_code(gy_value *v, const gy_value *own, gy_value *levels, GError **error);

#endif

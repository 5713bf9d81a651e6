/* origin.h: what rows are beyond one run. Inside a run a domain is its address; in another file, or
 * another run, the rows of a source are the same if it was made of the same bytes. [control] */
#ifndef GY_ORIGIN_H
#define GY_ORIGIN_H

#include "run/runtime.h"

/* SHA-256, as hex, of every file that the source of a root domain has read, in its order; of a
 * source without files one digest of what made it (node, name, parameters, seed), after "made:".
 * Empty if nothing here makes that domain or a file cannot be read. */
GPtrArray *gy_origin_of(gy_runtime *rt, const gy_domain *root);

/* SHA-256 of a file as hex, computed once in a run; NULL if it cannot be read. */
const char *gy_origin_file(gy_runtime *rt, const char *path);

/* How two sources relate. */
typedef enum gy_kin {
    GY_KIN_NONE, /* no common bytes */
    GY_KIN_SAME, /* the same bytes in the same order: row i is row i */
    GY_KIN_PART, /* some common file: which rows are common cannot be told */
} gy_kin;
gy_kin gy_origin_compare(const GPtrArray *a, int64_t n_a, const GPtrArray *b, int64_t n_b);

#endif

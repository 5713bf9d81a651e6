/* pooling_parts.h: the inside of pooling.h, shared by pooling*.c. [control] */
#ifndef GY_POOLING_PARTS_H
#define GY_POOLING_PARTS_H

#include "run/pooling.h"

struct gy_pooling {
    GPtrArray *members; /* of gy_inst; borrowed */
    gy_domain *rows;    /* those of all members, one after the other; owned */
    int64_t *first;     /* [members + 1] first row of each; owned */
};

/* Whether one model can be made of two cases: equal types and axes beyond the rows, equal labels,
 * and the same value where an input has no rows. */
gboolean gy_pooling_meet(const gy_inst *a, const gy_inst *b, GError **error);

#endif

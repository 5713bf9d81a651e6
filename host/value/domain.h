/* SPDX-License-Identifier: Apache-2.0
 *
 * domain.h: what an axis stands for. Two axes meet because they have the same domain, or because
 * one is a subset of the other; never because of a name or an equal length.
 *
 * A domain has an identity (its address), a name (`time`, `trial`, `voxel`), a length, segments
 * (runs), coordinates (run, stimulus, t), and, if regular, a rational step with one start per
 * segment. It may be a subset of a parent: row i of it *is* row index[i] of the parent.
 *
 * Reference counted, immutable once shared. An axis may have no domain: NULL is allowed where a
 * domain is only asked. Errors are GY_ERR_SHAPE. All functions are [any]. */
#ifndef GY_DOMAIN_H
#define GY_DOMAIN_H

#include <glib.h>
#include <stdint.h>

#include "value/rows.h"

typedef struct gy_value gy_value;
typedef struct gy_domain gy_domain;

typedef struct gy_coord {
    char *name;
    gy_value *values; /* [n], any dtype or text */
} gy_coord;

struct gy_domain {
    gatomicrefcount refs;
    char *name;
    int64_t n;
    gy_domain *parent; /* owned, or NULL */
    int64_t *index;    /* [n] rising rows of the parent */
    int64_t n_segments;
    int64_t *first;    /* [n_segments], first[0] = 0 */
    int64_t numerator; /* step = numerator / denominator of `unit`; 0: irregular */
    int64_t denominator;
    char *unit;
    double *start;  /* [n_segments], in `unit` */
    GArray *coords; /* of gy_coord */
};

/* One segment, no coordinates. n >= 0. */
gy_domain *gy_domain_new(const char *name, int64_t n);
/* Row i is row index[i] of parent (copied; n >= 0, rising, in range: else NULL with error).
 * Coordinates, segments and, where rows of a segment stay adjacent, the rate follow. */
gy_domain *gy_domain_subset(gy_domain *parent, const char *name, int64_t n, const int64_t *index,
                            GError **error);
gy_domain *gy_domain_ref(gy_domain *d);
void gy_domain_unref(gy_domain *d);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(gy_domain, gy_domain_unref)

/* Its segments as rows.h wants them: none if there are no rows. Borrowed from d. */
gy_segments gy_domain_segments(const gy_domain *d);

/* While building. Segments: first[0] = 0, strictly rising, < n (n = 0: one segment). Starts become
 * 0, so segments come before the rate. */
gboolean gy_domain_set_segments(gy_domain *d, int64_t n, const int64_t *first, GError **error);
gboolean gy_domain_set_rate(gy_domain *d, int64_t numerator, int64_t denominator, const char *unit,
                            const double *start, GError **error);
/* Takes a reference on values, which must be a dense array or text of n rows. Replaces one of the
 * same name. */
gboolean gy_domain_set_coord(gy_domain *d, const char *name, gy_value *values, GError **error);

/* Values of a coordinate, NULL if there is none; borrowed. */
gy_value *gy_domain_coord(const gy_domain *d, const char *name);
/* Domain that this one is, through all parents, a subset of; itself if it has none; NULL of NULL.
 * Borrowed. */
const gy_domain *gy_domain_root(const gy_domain *d);
/* Rows of `ancestor` that the rows of d are: a new array of d->n, or NULL if it is no ancestor. */
int64_t *gy_domain_rows_in(const gy_domain *d, const gy_domain *ancestor);

/* Where two domains meet. The result is the domain of common rows, and, unless NULL, the row of a
 * (of b) for each of them. Fails when they have no common root, or when one is NULL; the message
 * tells both names and lengths and the first coordinate that differs. */
typedef struct gy_meeting {
    gy_domain *domain;
    int64_t *a, *b; /* NULL: identity */
} gy_meeting;
gboolean gy_domain_meet(gy_domain *a, gy_domain *b, gy_meeting *out, GError **error);
void gy_meeting_clear(gy_meeting *m);

#endif

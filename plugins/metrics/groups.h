/* SPDX-License-Identifier: MIT
 *
 * groups.h: targets grouped by a coordinate (the voxels of each ROI): one score per value. The
 * group of a metric's text is axis `group`, its parameter is `by`; without it all targets are one
 * group.
 */
#ifndef GYRUS_METRIC_GROUPS_H
#define GYRUS_METRIC_GROUPS_H

#include "../transforms/times.h"

typedef struct mt_groups {
    int64_t n;       /* groups, in the order in which they come */
    int64_t *first;  /* [n + 1] group g has column[first[g]] .. column[first[g + 1] - 1] */
    int64_t *column; /* [targets] */
    int64_t *opened; /* [n] first target of each */
} mt_groups;

/* Numbers of scratch that grouping m targets takes. */
static inline int64_t mt_groups_room(int64_t m)
{
    return 4 * m + 1;
}

/* Groups the m targets of axis "predicted.target". */
static inline int mt_group(gy_call *c, int64_t m, mt_groups *out)
{
    const char *by = c->host->text(c, "by");
    const gy_array *coord = by ? c->host->coord(c, "predicted.target", by) : 0;
    int64_t at = 0, *room = (int64_t *)tr_scratch(c, mt_groups_room(m), (int64_t)sizeof *room);
    int64_t *group = room;
    if (!room) {
        return tr_memory(c, "by");
    }
    if (by && !coord) {
        return tr_fail(c, GY_PARAM, "by", "the targets have no coordinate '%s'", by);
    }
    *out = (mt_groups){0, room + m, room + 2 * m + 1, room + 3 * m + 1};
    for (int64_t k = 0; k < m; k++) {
        int64_t g = 0;
        while (g < out->n && coord && !tr_same(coord, k, coord, out->opened[g])) {
            g++;
        }
        if (g == out->n) {
            out->opened[out->n++] = k;
        }
        group[k] = g;
    }
    for (int64_t g = 0; g < out->n; g++) {
        out->first[g] = at;
        for (int64_t k = 0; k < m; k++) {
            if (group[k] == g) {
                out->column[at++] = k;
            }
        }
    }
    out->first[out->n] = at;
    return GY_OK;
}

/* The values of the groups as texts, in the coordinate that scores are listed by. */
static inline int mt_label_groups(gy_call *c, const mt_groups *g, const gy_array *coord)
{
    char *letters = (char *)tr_scratch(c, g->n, 256);
    int64_t *offsets = (int64_t *)tr_scratch(c, g->n + 1, (int64_t)sizeof *offsets);
    if (!letters || !offsets) {
        return tr_memory(c, "by");
    }
    for (int64_t k = 0; k < g->n; k++) {
        offsets[k + 1] = offsets[k] + tr_text(coord, g->opened[k], letters + offsets[k], 256);
    }
    gy_array names = tr_vector(GY_UINT, letters, &g->n);
    names.bits = 8;
    names.flags = GY_TEXT;
    names.layout = GY_RAGGED;
    names.offsets = offsets;
    return c->host->set_coord(c, "group", "label", &names);
}

/* Axis `group` of the outputs, in resolve. */
static inline int mt_name_groups(gy_call *c, int64_t m)
{
    const char *by = c->host->text(c, "by");
    mt_groups g;
    GY_TRY(mt_group(c, m, &g));
    GY_TRY(c->host->set_length(c, "group", g.n));
    if (!by) {
        return GY_OK;
    }
    GY_TRY(mt_label_groups(c, &g, c->host->coord(c, "predicted.target", by)));
    return tr_carry_coord(c, "group", "predicted.target", by, g.n, g.opened);
}

#endif

/* SPDX-License-Identifier: MIT
 *
 * synthbrain_places.c: where regions with well-known names lie, to the centimetre.
 *
 * Rough places in mm of the MNI space, so that pictures and sensors look as one expects. They are
 * no parcellation: a region here is a ball of voxels around its place.
 */
#include "synthbrain.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Left and right unless x is negative: then left only. */
static const struct place {
    const char *name, *network;
    double x, y, z;
} places[] = {
    {"V1", "early-visual", 10, -90, 2},
    {"V2", "early-visual", 18, -94, 10},
    {"V3", "early-visual", 26, -90, 12},
    {"V4", "early-visual", 28, -76, -10},
    {"EV", "early-visual", 14, -90, 2},
    {"LOC", "object", 44, -74, -4},
    {"OFA", "face", 40, -78, -12},
    {"FFA", "face", 40, -50, -18},
    {"STS", "face", 52, -48, 8},
    {"PPA", "place", 28, -44, -8},
    {"RSC", "place", 16, -54, 10},
    {"OPA", "place", 34, -80, 22},
    {"EBA", "body", 48, -68, 2},
    {"FBA", "body", 42, -44, -18},
    {"VWFA", "word", -44, -56, -14},
    {"food", "food", 30, -62, -12},
    {"IFG", "language", -50, 20, 18},
    {"PTL", "language", -56, -44, 4},
    {"ATL", "language", -52, 4, -20},
    {"AG", "language", -44, -62, 30},
    {"A1", "auditory", 48, -20, 6},
    {"M1", "motor", 36, -20, 52},
    {"hippocampus", "memory", 28, -22, -12},
    {"PFC", "control", 34, 46, 18},
};

void sb_place(const sb_brain *b, sb_roi *r, int number)
{
    double u[3] = {0};
    int found = -1;
    for (int i = 0; i < (int)(sizeof places / sizeof *places); i++) {
        found = strcmp(places[i].name, r->name) == 0 ? i : found;
    }
    r->centres = found >= 0 && places[found].x < 0 ? 1 : 2;
    if (found >= 0) {
        snprintf(r->network, sizeof r->network, "%s", places[found].network);
        u[0] = places[found].x;
        u[1] = places[found].y;
        u[2] = places[found].z;
    } else { /* a place of its own, the same in all subjects: a direction, near the surface */
        double n = 0;
        snprintf(r->network, sizeof r->network, "%s", r->name);
        b->rng->normal_at(b->c, "place", 0, number, 3, u);
        for (int d = 0; d < 3; d++) {
            n += u[d] * u[d];
        }
        for (int d = 0; d < 3; d++) {
            u[d] = b->middle[d] + .7 * b->radius[d] * u[d] / sqrt(n);
        }
        u[0] = fabs(u[0]);
    }
    for (int side = 0; side < 2; side++) {
        for (int d = 0; d < 3; d++) {
            r->centre[side][d] = d == 0 && side == 1 ? -u[0] : u[d];
        }
    }
}

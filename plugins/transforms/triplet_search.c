/* SPDX-License-Identifier: MIT
 *
 * triplet_search.c: triplets (root, first, second) of images in which two kinds of similarity to
 * the root are decorrelated. A cell is a pair of wanted differences, (i s1, j s2): i = 1 ..
 * upper_bins, j = -lower_bins .. lower_bins without 0, s a step times the spread of the matrix. A
 * round finds one triplet for every cell, so the histogram of the differences is flat; the last
 * round that cannot be completed is dropped whole. Every wanted upper difference then meets every
 * lower one as often as its negative, and their correlation is 0 but for the tolerance.
 */
#include "triplets.h"

#include <stddef.h>

GY_SAY(
    text,
    "transform.triplet-search 1 | Image triplets with decorrelated similarities\n"
    "in    upper T[image, i] now | similarity of every two images in one representation\n"
    "in    lower U[image, j] now | in the other one, same images\n"
    "out   differences f64[triplet, level] | similarity to the root of the first image less that "
    "of the second: upper, lower\n"
    "out   images i64[triplet, role] | numbers of root, first and second image\n"
    "out   upper_difference f64[triplet] optional | the first column of the differences\n"
    "out   lower_difference f64[triplet] optional | the second\n"
    "param choose choice(balanced, random) = balanced | one of every cell a round, or any three "
    "different images: what one would have without the search\n"
    "param upper_bins i64 = 10 1..1000 | wanted differences: 1, 2, ... steps\n"
    "param lower_bins i64 = 10 1..1000 | and of either sign\n"
    "param step      f64 = 0.5 >0 | a step, in standard deviations of a matrix off its diagonal\n"
    "param tolerance f64 = 0.01 >0 | how far a difference may be from the one wanted\n"
    "param rounds    i64 = 10 1..1000000 | at most so many triplets in every cell\n"
    "param count     i64 = 1000 1..100000000 | random: triplets\n"
    "param root_again bool = false | true: a root may serve again; first and second images never "
    "do\n"
    "reach differences.triplet all\n"
    "doc | Rows carry root, first and second, and for balanced sets upper_bin and lower_bin, the "
    "differences wanted in steps. Which "
    "of the two images comes first is drawn, so that differences of both signs occur in both "
    "columns. Of the pairs of a root that lie within the tolerance the nearest one is taken; roots "
    "are tried in random order.\n"
    "licence | MIT\n"
    "cite | Piriyajitakonkij, Itthipuripat, Ballard, Pappas (2024), arXiv:2409.02241\n");

typedef struct design {
    tp_search s;
    int64_t n; /* triplets */
    tp_triplet *found;
} design;

static int start(gy_call *c, design *d)
{
    const gy_array *upper = gy_get(c, "upper"), *lower = gy_get(c, "lower");
    int64_t n = upper->shape[0],
            cells = 2 * gy_integer(c, "upper_bins") * gy_integer(c, "lower_bins");
    int balanced = gy_is(c, "choose", "balanced");
    if (upper->shape[1] != n || lower->shape[1] != n) {
        return tr_fail(c, GY_SHAPE, upper->shape[1] != n ? "upper" : "lower",
                       "%lld x %lld is not the similarity of every two of %lld images",
                       (long long)n, (long long)(upper->shape[1] != n ? upper : lower)->shape[1],
                       (long long)n);
    }
    if (n < 3) {
        return tr_fail(c, GY_DATA, "upper", "a triplet needs 3 images, here are %lld",
                       (long long)n);
    }
    d->s = (tp_search){c, upper, lower, n, 0, 0, gy_number(c, "tolerance"), 0, 0, 0, 0};
    d->s.root_again = gy_is(c, "root_again", "true");
    int64_t most = balanced ? gy_integer(c, "rounds") : gy_integer(c, "count");
    if (balanced) { /* each triplet uses two images or three up */
        int64_t each = (d->s.root_again ? 2 : 3) * cells, rounds = (n + each - 1) / each;
        most = (most < rounds ? most : rounds) * cells;
    }
    d->found = (tp_triplet *)tr_scratch(c, most + cells, (int64_t)sizeof *d->found);
    d->s.used = (char *)tr_scratch(c, n, 1);
    d->s.near = (tp_near *)tr_scratch(c, n, (int64_t)sizeof(tp_near));
    d->s.roots = (int64_t *)tr_scratch(c, n, 8);
    return d->found && d->s.used && d->s.near && d->s.roots ? GY_OK : tr_memory(c, "upper");
}

static int random_set(gy_call *c, const gy_rng *rng, design *d)
{
    double u[3];
    int64_t n = d->s.n;
    for (d->n = 0; d->n < gy_integer(c, "count"); d->n++) {
        tp_triplet *t = &d->found[d->n];
        GY_TRY(rng->uniform(c, "triplet", d->n, 3, u));
        t->root = (int64_t)(u[0] * (double)n);
        t->first = (t->root + 1 + (int64_t)(u[1] * (double)(n - 1))) % n;
        int64_t lo = t->root < t->first ? t->root : t->first, hi = t->root + t->first - lo;
        t->second = (int64_t)(u[2] * (double)(n - 2)); /* of the images without those two */
        t->second += t->second >= lo;
        t->second += t->second >= hi;
        if (d->n % 1024 == 0 && c->host->stopped(c)) {
            return GY_CANCELLED;
        }
    }
    return GY_OK;
}

/* Rounds over all cells until one finds nothing. */
static int balanced_set(gy_call *c, const gy_rng *rng, design *d)
{
    int64_t uppers = gy_integer(c, "upper_bins"), lowers = gy_integer(c, "lower_bins");
    int64_t cells = 2 * uppers * lowers, rounds = gy_integer(c, "rounds"), done = 0;
    d->s.upper_step = gy_number(c, "step") * tp_spread(d->s.upper, d->s.n);
    d->s.lower_step = gy_number(c, "step") * tp_spread(d->s.lower, d->s.n);
    for (d->n = 0; done < rounds; done++) {
        for (int64_t k = 0; k < cells; k++) { /* the largest differences first: they are rare */
            int64_t i = uppers - k / (2 * lowers), j = lowers - k / 2 % lowers;
            GY_TRY(rng->permutation(c, "roots", done * cells + k, d->s.n, d->s.roots));
            int found = tp_cell(&d->s, i, k % 2 ? j : -j, &d->found[d->n + k]);
            if (found < 0) {
                return found;
            }
            if (!found && done == 0) {
                return tr_fail(
                    c, GY_DATA, "step",
                    "no root has two images %.4g apart in upper and %.4g in lower, within "
                    "%g: fewer bins, a smaller step or a wider tolerance",
                    (double)i * d->s.upper_step, (double)(k % 2 ? j : -j) * d->s.lower_step,
                    d->s.tolerance);
            }
            if (!found) {
                tr_log(c, GY_WARNING, "images for %lld of %lld rounds: %lld triplets",
                       (long long)done, (long long)rounds, (long long)d->n);
                return GY_OK;
            }
        }
        d->n += cells;
    }
    return GY_OK;
}

static int search(gy_call *c, design *d)
{
    const gy_rng *rng = (const gy_rng *)c->host->extension(c, GY_RNG);
    double side = 0;
    if (!rng) {
        return gy_fail(c, GY_UNSUPPORTED, "", "this host has no gy.rng/1");
    }
    GY_TRY(start(c, d));
    if (gy_is(c, "choose", "random")) {
        return random_set(c, rng, d);
    }
    GY_TRY(balanced_set(c, rng, d));
    for (int64_t t = 0; t < d->n; t++) {
        GY_TRY(rng->uniform(c, "side", t, 1, &side));
        if (side < 0.5) {
            tp_triplet q = d->found[t];
            d->found[t] = (tp_triplet){q.root, q.second, q.first, -q.upper_bin, -q.lower_bin};
        }
    }
    return GY_OK;
}

static int set_coord(gy_call *c, const char *name, const design *d, int64_t *room, size_t member)
{
    int64_t one = 1;
    gy_array a = {sizeof a, GY_INT, 64, 0, 1, GY_DENSE, room, &d->n, &one, 0, 0, 0, 0, 0};
    for (int64_t t = 0; t < d->n; t++) {
        memcpy(&room[t], (const char *)&d->found[t] + member, sizeof *room);
    }
    return c->host->set_coord(c, "triplet", name, &a);
}

static int resolve(gy_call *c)
{
    static const int64_t offsets[3] = {0, 5, 10}, roles[4] = {0, 4, 9, 15};
    int64_t two = 2, three = 3, one = 1;
    gy_array level = {sizeof level, GY_UINT, 8,       GY_TEXT, 1, GY_RAGGED, 0,
                      &two,         &one,    offsets, 0,       0, 0,         0};
    gy_array role = {sizeof role, GY_UINT, 8,     GY_TEXT, 1, GY_RAGGED, 0,
                     &three,      &one,    roles, 0,       0, 0,         0};
    level.data = (void *)(uintptr_t) "upperlower";
    role.data = (void *)(uintptr_t) "rootfirstsecond";
    design d = {0};
    GY_TRY(search(c, &d));
    int64_t *room = (int64_t *)tr_scratch(c, d.n + 1, 8);
    if (!room) {
        return tr_memory(c, "upper");
    }
    GY_TRY(c->host->set_length(c, "triplet", d.n));
    GY_TRY(c->host->set_length(c, "level", 2));
    GY_TRY(c->host->set_length(c, "role", 3));
    GY_TRY(c->host->set_coord(c, "level", "name", &level));
    GY_TRY(c->host->set_coord(c, "role", "name", &role));
    GY_TRY(set_coord(c, "root", &d, room, offsetof(tp_triplet, root)));
    GY_TRY(set_coord(c, "first", &d, room, offsetof(tp_triplet, first)));
    GY_TRY(set_coord(c, "second", &d, room, offsetof(tp_triplet, second)));
    if (gy_is(c, "choose", "random")) {
        return GY_OK;
    }
    GY_TRY(set_coord(c, "upper_bin", &d, room, offsetof(tp_triplet, upper_bin)));
    return set_coord(c, "lower_bin", &d, room, offsetof(tp_triplet, lower_bin));
}

static int run(gy_call *c)
{
    double *both = gy_doubles(c, "differences");
    double *upper = gy_doubles(c, "upper_difference"), *lower = gy_doubles(c, "lower_difference");
    gy_array *images = gy_get(c, "images");
    design d = {0};
    GY_TRY(search(c, &d));
    for (int64_t t = 0; t < d.n; t++) {
        const tp_triplet *q = &d.found[t];
        double u = tp_at(d.s.upper, q->root, q->first) - tp_at(d.s.upper, q->root, q->second);
        double v = tp_at(d.s.lower, q->root, q->first) - tp_at(d.s.lower, q->root, q->second);
        int64_t *row = (int64_t *)images->data + 3 * t;
        row[0] = q->root, row[1] = q->first, row[2] = q->second;
        both[2 * t] = u;
        both[2 * t + 1] = v;
        if (upper) {
            upper[t] = u;
        }
        if (lower) {
            lower[t] = v;
        }
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)

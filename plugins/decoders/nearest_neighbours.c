/* SPDX-License-Identifier: MIT
 *
 * nearest_neighbours.c: the classes of the nearest training rows vote.
 */
#include "classes.h"

GY_SAY(text,
       "decoder.nearest-neighbours 1 | Vote of the nearest training rows\n"
       "in    x real[row, p]         | patterns\n"
       "in    y label[row] fit       | classes\n"
       "out   label label[row] levels=y | most votes; of equal ones the class of the nearest row\n"
       "out   score f64[row, class]  | share of the votes\n"
       "state seen  f64[item, p]     | training rows\n"
       "state truth i64[item]        | their classes\n"
       "state n     i64[1]           | how many\n"
       "param neighbours i64 = 1 1..1000 | rows that vote; at most as many as there are\n"
       "param distance choice(euclidean, hamming) = euclidean | hamming: columns that differ\n"
       "reach label.row row\n"
       "reach score.row row\n"
       "block all\n"
       "doc | Of rows at the same distance the earlier ones are nearer.\n"
       "licence | MIT\n"
       "cite | Cover, Hart (1967), IEEE Transactions on Information Theory 13, 21-27\n");

static int resolve(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    int64_t rows = c->host->length(c, "x.row"), p = x->shape[1];
    if (rows > 0 && p > INT64_MAX / 64 / rows) {
        return gy_fail(c, GY_SHAPE, "x", "the training rows do not fit in memory");
    }
    GY_TRY(cl_resolve(c));
    int64_t k = gy_integer(c, "neighbours"), classes = c->host->levels(c, "y")->shape[0];
    GY_TRY(c->host->set_scratch(c, 8 * (p + 2 * k + classes), 0, 0));
    return c->host->set_length(c, "item", rows);
}

static int solve(gy_call *c)
{
    const gy_array *x = gy_get(c, "x"), *y = gy_get(c, "y");
    double *seen = gy_doubles(c, "seen");
    int64_t *truth = gy_get(c, "truth")->data, p = x->shape[1];
    GY_TRY(cl_check_codes(c, y, c->host->levels(c, "y")->shape[0]));
    if (x->shape[0] < 1) {
        return gy_fail(c, GY_DATA, "x", "there is no training row");
    }
    for (int64_t i = 0; i < x->shape[0]; i++) {
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        truth[i] = cl_code(y, i);
        for (int64_t j = 0; j < p; j++) {
            seen[i * p + j] = gy_element(x, i * x->stride[0] + j * x->stride[1]);
        }
    }
    ((int64_t *)gy_get(c, "n")->data)[0] = x->shape[0];
    return GY_OK;
}

/* Distance, or anything above `most` once it is above that. */
static double distance(const double *a, const double *b, int64_t p, int hamming, double most)
{
    double sum = 0;
    for (int64_t lo = 0; lo < p && sum <= most; lo += 64) {
        int64_t hi = lo + 64 < p ? lo + 64 : p;
        double part = 0;
        for (int64_t j = lo; j < hi; j++) {
            double d = a[j] - b[j];
            part += hamming ? d != 0 : d * d;
        }
        sum += part;
    }
    return sum;
}

/* Keeps the k nearest in rising order: near[0 .. *n - 1], who. */
static void insert(double d, int64_t i, int64_t k, int64_t *n, double *near, int64_t *who)
{
    int64_t at = *n < k ? (*n)++ : k - 1;
    for (; at > 0 && near[at - 1] > d; at--) {
        near[at] = near[at - 1];
        who[at] = who[at - 1];
    }
    near[at] = d;
    who[at] = i;
}

static int run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    gy_array *label = gy_get(c, "label"), *score = gy_get(c, "score");
    const double *seen = gy_doubles(c, "seen");
    const int64_t *truth = gy_get(c, "truth")->data;
    int64_t all = ((const int64_t *)gy_get(c, "n")->data)[0], p = x->shape[1];
    int64_t k = gy_integer(c, "neighbours"), classes = c->host->levels(c, "y")->shape[0];
    int hamming = gy_is(c, "distance", "hamming");
    double *row = cl_room(c, p, 8), *near = cl_room(c, k, 8), *votes = cl_room(c, classes, 8);
    int64_t *who = cl_room(c, k, 8);
    if (!row || !near || !who || !votes) {
        return GY_MEMORY;
    }
    for (int64_t i = 0; i < x->shape[0]; i++) {
        int64_t n = 0, best = 0;
        for (int64_t j = 0; j < p; j++) {
            row[j] = gy_element(x, i * x->stride[0] + j * x->stride[1]);
        }
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        for (int64_t t = 0; t < all; t++) {
            double most = n < k ? (double)INFINITY : near[n - 1];
            double d = distance(row, seen + t * p, p, hamming, most);
            if (n < k || d < most) {
                insert(d, t, k, &n, near, who);
            }
        }
        memset(votes, 0, (size_t)classes * sizeof *votes);
        for (int64_t v = 0; v < n; v++) {
            votes[truth[who[v]]] += 1 / (double)n;
        }
        best = truth[who[0]];
        for (int64_t v = 1; v < n; v++) {
            best = votes[truth[who[v]]] > votes[best] + 1e-9 ? truth[who[v]] : best;
        }
        if (label) {
            ((int64_t *)label->data)[i] = best;
        }
        if (score) {
            cl_put_row(score, i, votes);
        }
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, solve)

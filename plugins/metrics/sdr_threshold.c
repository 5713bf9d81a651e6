/* SPDX-License-Identifier: MIT
 *
 * sdr_threshold.c: which threshold of a dendritic segment errs least, for every threshold there is.
 */
#include "sdr_math.h"

GY_SAY(text,
       "metric.sdr-threshold 1 | Errors of a dendritic segment for every threshold, and the best\n"
       "out   best f64[] none            | threshold with the smallest error; of equal ones the "
       "first\n"
       "out   error f64[theta] none best=low | prior * false_match + (1 - prior) * missed\n"
       "out   false_match f64[theta] none best=low | P(a random pattern reaches the threshold)\n"
       "out   missed f64[theta] none best=low | P(the stored pattern with noise does not)\n"
       "out   least f64[] none best=low  | the smallest error\n"
       "param cells     i64 = 2048 >=1\n"
       "param active    i64 = 40 >=1     | active cells of a pattern\n"
       "param synapses  i64 = 20 >=1     | synapses of a segment\n"
       "param moved     i64 = 0 >=0      | active cells that noise has changed for silent ones\n"
       "param prior     f64 = 0.5 0..1   | share of random patterns among those that are shown\n"
       "block all\n"
       "doc | Thresholds are 1 to `synapses`. The probabilities are exact, see metric.sdr-theory; "
       "the error that weighs both kinds is a choice of this node.\n"
       "licence | MIT\n"
       "cite | Ahmad, Hawkins (2016). How do neurons operate on sparse distributed "
       "representations? arXiv:1601.00720\n");

static int check(gy_call *c)
{
    double s = (double)gy_integer(c, "synapses");
    return sdr_check(c, (double)gy_integer(c, "cells"), (double)gy_integer(c, "active"), s, s, 1,
                     (double)gy_integer(c, "moved"));
}

static int resolve(gy_call *c)
{
    int64_t s = gy_integer(c, "synapses"), one = 1;
    GY_TRY(check(c));
    GY_TRY(c->host->set_length(c, "theta", s));
    int64_t *theta = (int64_t *)c->host->scratch(c, s * 8);
    if (!theta) {
        return gy_fail(c, GY_MEMORY, "synapses", "no memory for the thresholds");
    }
    for (int64_t k = 0; k < s; k++) {
        theta[k] = k + 1;
    }
    gy_array a = {.size = sizeof a, .code = GY_INT, .bits = 64, .rank = 1};
    a.data = theta;
    a.shape = &s;
    a.stride = &one;
    return c->host->set_coord(c, "theta", "theta", &a);
}

static int solve(gy_call *c)
{
    double *error = gy_doubles(c, "error"), *match = gy_doubles(c, "false_match");
    double *missed = gy_doubles(c, "missed"), *best = gy_doubles(c, "best");
    double *least = gy_doubles(c, "least"), prior = gy_number(c, "prior"), smallest = 2;
    double n = (double)gy_integer(c, "cells"), a = (double)gy_integer(c, "active");
    double s = (double)gy_integer(c, "synapses"), moved = (double)gy_integer(c, "moved");
    GY_TRY(check(c));
    for (int64_t k = 0; k < (int64_t)s; k++) {
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        double theta = (double)(k + 1), p = exp(sdr_log_false_match(n, a, s, theta));
        double q = exp(sdr_log_missed(a, s, theta, moved)), e = prior * p + (1 - prior) * q;
        if (match) {
            match[k] = p;
        }
        if (missed) {
            missed[k] = q;
        }
        if (error) {
            error[k] = e;
        }
        if (best && e < smallest) {
            best[0] = theta;
        }
        smallest = e < smallest ? e : smallest;
    }
    if (least) {
        least[0] = smallest;
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, 0, 0, 0, solve)

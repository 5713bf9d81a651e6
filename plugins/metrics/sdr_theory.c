/* SPDX-License-Identifier: MIT
 *
 * sdr_theory.c: how often a dendritic segment is wrong about sparse patterns, exactly.
 */
#include "sdr_math.h"

GY_SAY(
    text,
    "metric.sdr-theory 1 | Exact error probabilities of dendritic segments on sparse patterns\n"
    "out   false_match f64[setting] none best=low | P(a random pattern reaches the threshold)\n"
    "out   log10_false_match f64[setting] none | the same as a logarithm, for what f64 cannot "
    "hold\n"
    "out   missed f64[setting] none best=low | P(the stored pattern, with `moved` active cells "
    "changed for silent ones, does not reach it); NaN where patterns are mixed\n"
    "out   log10_missed f64[setting] none\n"
    "param names     text[named] optional | a name of each case, for [check]\n"
    "param cells     i64[case] | cells, n\n"
    "param active    i64[actives] | active cells of a pattern\n"
    "param synapses  i64[each] | synapses of a segment on each of its patterns\n"
    "param threshold i64[thresholds] | overlap from which the segment is active\n"
    "param mixed     i64[unions] optional | patterns mixed on a segment; default: 1\n"
    "param moved     i64[noises] optional | active cells that noise has changed; default: 0\n"
    "block all\n"
    "doc | Patterns are random sets of `active` of `cells` cells, synapses random sets of "
    "`synapses` of a pattern's active cells. With s synapses the overlap of a random pattern is "
    "hypergeometric, P(b) = C(s, b) C(n - s, a - b) / C(n, a), and a false match is the sum over "
    "b >= threshold. With several patterns on a segment this is averaged over the exact "
    "distribution of the number of distinct synapses. Nothing is drawn.\n"
    "licence | MIT\n"
    "cite | Ahmad, Hawkins (2016). How do neurons operate on sparse distributed "
    "representations? arXiv:1601.00720\n");

static double at(gy_call *c, const char *name, int64_t k, double otherwise)
{
    const gy_array *a = gy_get(c, name);
    return a ? gy_at1(a, k) : otherwise;
}

/* Text list -> coordinate `setting`. */
static int set_names(gy_call *c, int64_t n)
{
    int64_t *offsets = (int64_t *)c->host->scratch(c, (n + 1) * 8), bytes = 0, one = 1;
    for (int64_t k = 0; k < n; k++) {
        for (const char *p = c->host->text_item(c, "names", k); p && *p; p++) {
            bytes++;
        }
    }
    char *letters = (char *)c->host->scratch(c, bytes + 1);
    if (!offsets || !letters) {
        return gy_fail(c, GY_MEMORY, "names", "no memory for the names");
    }
    bytes = 0;
    for (int64_t k = 0; k < n; k++) {
        for (const char *p = c->host->text_item(c, "names", k); p && *p; p++) {
            letters[bytes++] = *p;
        }
        offsets[k + 1] = bytes;
    }
    gy_array a = {.size = sizeof a, .code = GY_UINT, .bits = 8, .flags = GY_TEXT, .rank = 1};
    a.layout = GY_RAGGED;
    a.data = letters;
    a.shape = &n;
    a.stride = &one;
    a.offsets = offsets;
    return c->host->set_coord(c, "setting", "setting", &a);
}

/* The largest mixed * synapses: it sizes the working array. */
static int check_all(gy_call *c, int64_t n, int64_t *out_room)
{
    double room = 0;
    static const char *const lists[] = {"active", "synapses", "threshold",
                                        "names",  "mixed",    "moved"};
    for (int i = 0; i < 6; i++) {
        int64_t given = c->host->count(c, lists[i]);
        if (given != n && (given > 0 || i < 3)) {
            return gy_fail(c, GY_PARAM, lists[i], "one for each of `cells` is wanted");
        }
    }
    for (int64_t k = 0; k < n; k++) {
        double s = at(c, "synapses", k, 0), m = at(c, "mixed", k, 1);
        GY_TRY(sdr_check(c, at(c, "cells", k, 0), at(c, "active", k, 0), s,
                         at(c, "threshold", k, 0), m, at(c, "moved", k, 0)));
        room = fmax(room, 2 * (m * s + 1));
    }
    *out_room = (int64_t)room * 8;
    return GY_OK;
}

static int resolve(gy_call *c)
{
    int64_t n = c->host->count(c, "cells"), room = 0;
    GY_TRY(check_all(c, n, &room));
    GY_TRY(c->host->set_length(c, "setting", n));
    GY_TRY(c->host->set_scratch(c, room, 0, 0));
    return c->host->count(c, "names") > 0 ? set_names(c, n) : GY_OK;
}

static void put(gy_call *c, const char *name, int64_t k, double value)
{
    double *to = gy_doubles(c, name);
    if (to) {
        to[k] = value;
    }
}

static int solve(gy_call *c)
{
    int64_t n = c->host->count(c, "cells"), bytes = 0;
    GY_TRY(check_all(c, n, &bytes));
    double *room = (double *)c->host->scratch(c, bytes);
    if (!room) {
        return gy_fail(c, GY_MEMORY, "mixed", "no memory for the distribution of synapses");
    }
    for (int64_t k = 0; k < n; k++) {
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        double a = at(c, "active", k, 0), s = at(c, "synapses", k, 0);
        double m = at(c, "mixed", k, 1), threshold = at(c, "threshold", k, 0);
        double match =
            sdr_log_union(at(c, "cells", k, 0), a, (int64_t)s, (int64_t)m, threshold, room);
        double miss = m > 1 ? (double)NAN : sdr_log_missed(a, s, threshold, at(c, "moved", k, 0));
        put(c, "false_match", k, exp(match));
        put(c, "log10_false_match", k, match / log(10));
        put(c, "missed", k, exp(miss));
        put(c, "log10_missed", k, miss / log(10));
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, 0, 0, 0, solve)

/* SPDX-License-Identifier: MIT
 *
 * sequence_readout.c: which items a nested rhythm holds, and in which order, read from spikes: in
 * each cycle of the slow phase the items in the order of their first spikes.
 */
#include "sugar.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

GY_SAY(
    text,
    "metric.sequence-readout 1 | How many items a rhythm holds, and whether they come in order\n"
    "in  spikes   f64[row, item] | above 0 where the cell of an item fires\n"
    "in  phase    f64[row]       | of the slow rhythm; a cycle begins where it jumps back\n"
    "in  sequence i64[position]  | items in the order in which they were put in\n"
    "out held  f64[] best=high | mean over cycles of how many items fire\n"
    "out order f64[] best=high bounds=0..1 | share of the neighbours in a cycle that keep the "
    "order "
    "of the sequence; NaN without neighbours\n"
    "out first f64[] best=high bounds=0..1 | share of cycles that read out the sequence from its "
    "beginning, without a gap\n"
    "out cycles f64[] | cycles that count; the rows before the first jump are one, those after the "
    "last "
    "none\n"
    "param skip i64 = 0 0..1000000000 | cycles left out at the start, while items come in\n"
    "block all\n"
    "licence | MIT\n"
    "cite | Lisman & Jensen (2013), Neuron 77, 1002-1016\n");

typedef struct sums {
    double cycles, held, pairs, right, first;
} sums;

static int resolve(gy_call *c)
{
    return c->host->set_scratch(c, gy_get(c, "spikes")->shape[1] * 24, 0, 0);
}

/* place[item]: where it stands in the sequence. GY_DATA: an item twice, or none of that number. */
static int places(gy_call *c, const gy_array *sequence, int64_t items, int64_t *place)
{
    for (int64_t i = 0; i < items; i++) {
        place[i] = -1;
    }
    for (int64_t k = 0; k < sequence->shape[0]; k++) {
        int64_t item = ((const int64_t *)sequence->data)[k * sequence->stride[0]];
        if (item < 0 || item >= items || place[item] >= 0) {
            return gy_fail(c, GY_DATA, "sequence", "not a list of different items of `spikes`");
        }
        place[item] = k;
    }
    return GY_OK;
}

/* One complete cycle: order[n] items as they fired. */
static void count(const int64_t *order, int64_t n, const int64_t *place, sums *s)
{
    int from_start = n > 0;
    for (int64_t k = 0; k < n; k++) {
        from_start = from_start && place[order[k]] == k;
        if (k > 0) {
            s->pairs += 1;
            s->right += place[order[k]] > place[order[k - 1]] && place[order[k - 1]] >= 0;
        }
    }
    s->cycles += 1;
    s->held += (double)n;
    s->first += from_start;
}

static int solve(gy_call *c)
{
    const gy_array *spikes = gy_get(c, "spikes"), *phase = gy_get(c, "phase");
    int64_t items = spikes->shape[1], n = 0, cycle = 0;
    int64_t *place = (int64_t *)c->host->scratch(c, items * 24), skip = gy_integer(c, "skip");
    sums s = {0, 0, 0, 0, 0};
    if (!place) {
        return gy_fail(c, GY_MEMORY, "spikes", "no memory for the items");
    }
    int64_t *order = place + items, *seen = order + items;
    GY_TRY(places(c, gy_get(c, "sequence"), items, place));
    for (int64_t r = 0; r < spikes->shape[0]; r++) {
        if (r > 0 && gy_at1(phase, r) < gy_at1(phase, r - 1) - 3.14159265358979323846) {
            if (cycle >= skip) {
                count(order, n, place, &s);
            }
            n = 0;
            memset(seen, 0, (size_t)items * sizeof *seen);
            cycle++;
        }
        for (int64_t i = 0; i < items; i++) {
            if (gy_at2(spikes, r, i) > 0 && !seen[i]) {
                seen[i] = 1;
                order[n++] = i;
            }
        }
        if (r % 1024 == 0 && c->host->stopped(c)) {
            return GY_CANCELLED;
        }
    }
    gy_doubles(c, "held")[0] = s.cycles > 0 ? s.held / s.cycles : (double)NAN;
    gy_doubles(c, "order")[0] = s.pairs > 0 ? s.right / s.pairs : (double)NAN;
    gy_doubles(c, "first")[0] = s.cycles > 0 ? s.first / s.cycles : (double)NAN;
    gy_doubles(c, "cycles")[0] = s.cycles;
    return GY_OK;
}

GY_PLUGIN(text, resolve, 0, 0, 0, solve)

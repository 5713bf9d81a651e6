/* SPDX-License-Identifier: MIT
 *
 * recall_exact.c: whether a memory of spikes answered every operation with the right spikes at the
 * right times, and with no others.
 */
#include "../spiking/population.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

GY_SAY(text,
       "metric.recall-exact 1 | Operations of a spiking memory that are answered exactly\n"
       "in  spikes table[spike] missing | time, neuron: of generator.spiking-network\n"
       "in  neurons rows[neuron] | generator.spiking-network itself: the names of its neurons\n"
       "in  operations table[operation] | time, kind, cue: of generator.memory-operations\n"
       "in  answers table[answer] | operation, time, neuron: of generator.memory-operations\n"
       "out exact f64[kind] none bounds=0..1 best=high chance=0 | share of the operations of a "
       "kind whose spikes are all there, in time, and no others; kinds learn, relearn, by-cue, "
       "by-content; NaN where there is none\n"
       "out all f64[] none bounds=0..1 best=high | the same of all operations\n"
       "out absent f64[] none best=low | spikes that are missing\n"
       "out extra f64[] none best=low | spikes that are too many, or late or early\n"
       "out capacity f64[] none best=high | cues whose last recall was exact, times bits of a "
       "content\n"
       "param outputs text[2] | populations of the network that give out cues and contents\n"
       "param latency quantity(s) = 5 ms >=0 | from an operation to its first answer: a spike "
       "belongs to the last operation that is at least that old\n"
       "param tolerance quantity(s) = 0.25 ms >0 | between two times that count as one\n"
       "block all\n"
       "licence | MIT\n"
       "cite | Casanueva-Morato et al. (2023), arXiv:2310.05868\n");

typedef struct spike {
    int64_t operation, neuron;
    double time;
} spike;

static int in_order(const void *a, const void *b)
{
    const spike *x = a, *y = b;
    if (x->operation != y->operation) {
        return x->operation < y->operation ? -1 : 1;
    }
    if (x->neuron != y->neuron) {
        return x->neuron < y->neuron ? -1 : 1;
    }
    return x->time < y->time ? -1 : x->time > y->time;
}

static double cell(const gy_array *a, int64_t i)
{
    return gy_element(a, i * a->stride[0]);
}

static int columns(gy_call *c, const char *const *names, const gy_array **out, int n)
{
    for (int i = 0; i < n; i++) {
        out[i] = gy_get(c, names[i]);
        if (!out[i] || (out[i]->flags & GY_TEXT) || out[i]->rank != 1) {
            return sp_fail(c, GY_SHAPE, names[i], "there is no such column of numbers");
        }
    }
    return GY_OK;
}

/* First neuron and size of a population by the name of its neurons. */
static int find(gy_call *c, int64_t which, int64_t *out_first, int64_t *out_n)
{
    const char *name = c->host->text_item(c, "outputs", which);
    const gy_array *names = c->host->coord(c, "neurons.neuron", "population");
    int64_t n = names && (names->flags & GY_TEXT) ? names->shape[0] : 0, length, k = 0;
    length = (int64_t)strlen(name);
    *out_n = 0;
    for (int64_t i = 0; i < n; i++) {
        int64_t own = names->offsets[i + 1] - names->offsets[i];
        if (own == length &&
            !memcmp((const char *)names->data + names->offsets[i], name, (size_t)own)) {
            *out_first = *out_n ? *out_first : i;
            *out_n += 1;
        }
        k += 1;
    }
    return *out_n ? GY_OK
                  : sp_fail(c, GY_PARAM, "outputs",
                            "the network has no population '%s' among its "
                            "%lld neurons",
                            name, (long long)k);
}

static int resolve(gy_call *c)
{
    static const char names[] = "learnrelearnby-cueby-content";
    static const int64_t offsets[] = {0, 5, 12, 18, 28};
    int64_t n = 4, one = 1;
    gy_array a = {sizeof a, GY_UINT, 8, GY_TEXT, 1, GY_RAGGED, 0, &n, &one, offsets, 0, 0, 0, 0};
    a.data = (void *)(uintptr_t)names;
    GY_TRY(c->host->set_length(c, "kind", n));
    GY_TRY(c->host->set_coord(c, "kind", "kind", &a));
    double spikes = (double)c->host->length(c, "spikes.spike");
    double answers = (double)c->host->length(c, "answers.answer");
    double others = (double)c->host->length(c, "operations.operation") +
                    (double)c->host->length(c, "neurons.neuron");
    return sp_plan_scratch(c, (double)sizeof(spike) * (fmax(spikes, 0) + fmax(answers, 0)) +
                                  8 * fmax(others, 0) + 64);
}

/* Spikes of both populations, each with the operation that it answers (-1: none yet). */
static int64_t came_out(const gy_array *const *s, const gy_array *start, double latency,
                        const int64_t *first, const int64_t *size, spike *out)
{
    int64_t n = 0;
    for (int64_t i = 0; i < s[0]->shape[0]; i++) {
        double time = cell(s[0], i), neuron = cell(s[1], i);
        for (int k = 0; k < 2 && !isnan(time); k++) {
            int64_t own = (int64_t)neuron - first[k];
            if (own < 0 || own >= size[k]) {
                continue;
            }
            int64_t lo = 0, hi = start->shape[0]; /* operations before hi are old enough */
            while (lo < hi) {
                int64_t mid = lo + (hi - lo) / 2;
                if (cell(start, mid) + latency <= time + 1e-7) {
                    lo = mid + 1;
                } else {
                    hi = mid;
                }
            }
            out[n++] = (spike){lo - 1, own + (k ? size[0] : 0), time};
        }
    }
    qsort(out, (size_t)n, sizeof *out, in_order);
    return n;
}

/* Walks through both sorted lists; wrong[operation] counts what does not meet. */
static void match(const spike *want, int64_t n_want, const spike *got, int64_t n_got,
                  double tolerance, int64_t *wrong, double *absent, double *extra)
{
    int64_t i = 0, j = 0;
    while (i < n_want || j < n_got) {
        int order = 0;
        if (i < n_want && j < n_got) {
            int same = want[i].operation == got[j].operation && want[i].neuron == got[j].neuron &&
                       fabs(want[i].time - got[j].time) <= tolerance;
            order = same ? 0 : in_order(&want[i], &got[j]);
        } else {
            order = i < n_want ? -1 : 1;
        }
        if (order < 0) {
            *absent += 1;
            wrong[want[i].operation] += 1;
        } else if (order > 0) {
            *extra += 1;
            if (got[j].operation >= 0) {
                wrong[got[j].operation] += 1;
            }
        }
        i += order <= 0;
        j += order >= 0;
    }
}

static void summarise(gy_call *c, const gy_array *const *o, const int64_t *wrong, int64_t bits,
                      char *known, int64_t cues)
{
    double *exact = gy_doubles(c, "exact"), sum[4] = {0}, n[4] = {0}, good = 0;
    int64_t all = o[0]->shape[0], kept = 0;
    for (int64_t i = 0; i < all; i++) {
        int64_t kind = (int64_t)cell(o[1], i), cue = (int64_t)cell(o[2], i);
        sum[kind] += wrong[i] == 0;
        n[kind] += 1;
        good += wrong[i] == 0;
        if (kind == 2 && cue >= 0 && cue < cues) {
            known[cue] = wrong[i] == 0;
        }
    }
    for (int64_t k = 0; k < cues; k++) {
        kept += known[k];
    }
    for (int k = 0; k < 4; k++) {
        exact[k] = n[k] > 0 ? sum[k] / n[k] : (double)NAN;
    }
    *gy_doubles(c, "all") = good / (double)all;
    *gy_doubles(c, "capacity") = (double)(kept * bits);
}

static int solve(gy_call *c)
{
    static const char *const names[] = {"spikes.time",     "spikes.neuron",  "operations.time",
                                        "operations.kind", "operations.cue", "answers.operation",
                                        "answers.time",    "answers.neuron"};
    const gy_array *a[8];
    int64_t first[2], size[2];
    GY_TRY(columns(c, names, a, 8));
    GY_TRY(find(c, 0, &first[0], &size[0]));
    GY_TRY(find(c, 1, &first[1], &size[1]));
    int64_t n_want = a[5]->shape[0], operations = a[2]->shape[0];
    spike *got = sp_scratch(c, a[0]->shape[0], sizeof *got);
    spike *want = sp_scratch(c, n_want, sizeof *want);
    int64_t *wrong = sp_scratch(c, operations, 8);
    char *known = sp_scratch(c, size[0], 1);
    if (!got || !want || !wrong || !known) {
        return gy_fail(c, GY_MEMORY, "spikes", "no memory for the spikes");
    }
    for (int64_t i = 0; i < operations; i++) {
        double kind = cell(a[3], i);
        if (!(kind >= 0 && kind <= 3)) {
            return sp_fail(c, GY_DATA, "operations", "kind %g of operation %lld: 0 to 3", kind,
                           (long long)i);
        }
    }
    for (int64_t i = 0; i < n_want; i++) {
        want[i] = (spike){(int64_t)cell(a[5], i), (int64_t)cell(a[7], i), cell(a[6], i)};
        if (want[i].operation < 0 || want[i].operation >= operations) {
            return sp_fail(c, GY_DATA, "answers", "there is no operation %lld",
                           (long long)want[i].operation);
        }
    }
    qsort(want, (size_t)n_want, sizeof *want, in_order);
    int64_t n_got = came_out(a, a[2], gy_number(c, "latency"), first, size, got);
    double *absent = gy_doubles(c, "absent"), *extra = gy_doubles(c, "extra");
    *absent = *extra = 0;
    match(want, n_want, got, n_got, gy_number(c, "tolerance"), wrong, absent, extra);
    summarise(c, a + 2, wrong, size[1], known, size[0]);
    return GY_OK;
}

GY_PLUGIN(text, resolve, 0, 0, 0, solve)

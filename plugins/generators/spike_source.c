/* SPDX-License-Identifier: MIT
 *
 * spike_source.c: spikes that a network is given: listed, or of Poisson processes.
 */
#include "../spiking/population.h"

#include <math.h>
#include <stdlib.h>

GY_SAY(text,
       "generator.spike-source 1 | Spikes to drive generator.spiking-network with\n"
       "out population f64[entry] | for `populations` of generator.spiking-network and `from` of "
       "generator.synapses\n"
       "param kind choice(script, poisson) = script | listed spikes, or random ones\n"
       "param n i64 1..10000000 | sources\n"
       "param spikes map optional | script: source -> times in ms with blanks between, "
       "`0 -> 0 1 2;3 -> 10`; sources count from 0\n"
       "param rate quantity(Hz) = 10 Hz >=0 | poisson: of every source; at most one spike a step\n"
       "param until quantity(ms) optional >0 | poisson: silent from then on\n"
       "doc | A spike belongs to the step in which its time lies.\n"
       "licence | MIT\n");

/* Entries of the map: pairs of texts. */
static int64_t entries_of(gy_call *c)
{
    int64_t n = 0;
    while (c->host->text_item(c, "spikes", 2 * n)) {
        n++;
    }
    return n;
}

/* Spikes of the i-th entry of the map into out (pairs of source and time), or only counted. */
static int read_entry(gy_call *c, int64_t i, double *out, int64_t *out_n)
{
    const char *word = c->host->text_item(c, "spikes", 2 * i);
    const char *times = c->host->text_item(c, "spikes", 2 * i + 1);
    char *end = NULL;
    double source = strtod(word, &end), n = (double)gy_integer(c, "n");
    if (*end || !(source >= 0 && source < n) || floor(source) < source) {
        return sp_fail(c, GY_PARAM, "spikes", "'%s' is no source: they are 0 to %g", word, n - 1);
    }
    int64_t k = 0;
    for (const char *at = times; *at; at = end) {
        double time = strtod(at, &end);
        if (end == at || !(time >= 0 && time < 1e12)) {
            return sp_fail(c, GY_PARAM, "spikes",
                           "'%s' of source %g is no list of times in ms "
                           "from 0 on, such as `0 1 2.5`",
                           times, source);
        }
        while (*end == ' ' || *end == '\t') {
            end++;
        }
        if (out) {
            out[2 * k] = source;
            out[2 * k + 1] = time;
        }
        k++;
    }
    *out_n = k;
    return GY_OK;
}

static int resolve(gy_call *c)
{
    int64_t entries = entries_of(c), n = 0, all = 0;
    int script = gy_is(c, "kind", "script");
    if (script != (entries > 0)) {
        return gy_fail(c, GY_PARAM, "spikes",
                       script ? "a script lists its spikes" : "belongs to kind = script");
    }
    for (int64_t i = 0; i < entries; i++) {
        GY_TRY(read_entry(c, i, NULL, &n));
        all += n;
    }
    return c->host->set_length(c, "entry", SP_KEYS + 2 * all);
}

static int run(gy_call *c)
{
    double *p = gy_doubles(c, "population");
    int64_t entries = entries_of(c), at = SP_KEYS, n = 0;
    for (int k = 0; k < SP_KEYS; k++) {
        p[k] = 0;
    }
    p[SP_MAGIC] = SP_MAGIC_POPULATION;
    p[SP_MODEL] = gy_is(c, "kind", "script") ? SP_SCRIPT : SP_POISSON;
    p[SP_N] = (double)gy_integer(c, "n");
    p[SP_RATE] = gy_number(c, "rate");
    p[SP_UNTIL] = isnan(gy_number(c, "until")) ? HUGE_VAL : gy_number(c, "until");
    for (int64_t i = 0; i < entries; i++) {
        GY_TRY(read_entry(c, i, p + at, &n));
        at += 2 * n;
    }
    return sp_draw_id(c, &p[SP_ID]);
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)

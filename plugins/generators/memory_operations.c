/* SPDX-License-Identifier: MIT
 *
 * memory_operations.c: what is asked of a cue-addressed memory of spikes, when, and what it must
 * answer. A memory is a set of content bits under a cue. The answers follow from what was learned,
 * by set operations alone: nothing here simulates a neuron.
 */
#include "memory_operations.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

GY_SAY(text,
       "generator.memory-operations 1 | Learning and recall by spikes, with the right answers\n"
       "out cues f64[a] | a source of spikes with one neuron for each cue, for "
       "generator.spiking-network\n"
       "out contents f64[b] | the same for each bit of content\n"
       "out operations table[operation] | time (s), kind (0 learn, 1 relearn, 2 by-cue, 3 "
       "by-content), cue (-1 for by-content)\n"
       "out answers table[answer] | operation, time (s), neuron (cues first, then contents): the "
       "spikes that must come out, and no others\n"
       "param n_cues i64 1..100000\n"
       "param n_contents i64 1..100000 | bits of a content\n"
       "param plan text[o] optional | `learn CUE = BITS`, `cue CUE`, `content BITS`, each "
       "perhaps with its time in ms before it; default, or `drawn`: drawn, see below\n"
       "param bits i64 = 3 >=1 | drawn: bits of each content\n"
       "param relearned i64 = 1 >=0 | drawn: cues that are learned anew\n"
       "param learn_time quantity(ms) = 7 ms >0 | from a learning to the next operation that has "
       "no time of its own\n"
       "param recall_time quantity(ms) = 6 ms >0 | the same from a recall\n"
       "param show quantity(ms) = 1 ms >0 | between the three spikes of a learning\n"
       "param latency quantity(ms) = 5 ms >0 | from an operation to its first answer\n"
       "doc | learn shows cue and content three times; both are answered after latency and two "
       "shows later. Bits that the cue had before and has no longer come out once more in between, "
       "one show after latency, and are forgotten. cue: the cue after latency, its content one "
       "show later. content: the bits after latency, all cues with any of them one show later.\n"
       "doc | Drawn: every cue learns a random content (contents overlap); every cue is recalled; "
       "every bit is recalled; the first cues learn another content; all are recalled again.\n"
       "licence | MIT\n"
       "cite | Casanueva-Morato et al. (2023), arXiv:2310.05868\n");

/* -- what is asked -- */

static int read_bits(gy_call *c, const char *all, const char *at, mo_plan *p, char *bits)
{
    char *end = NULL;
    for (; *at; at = end) {
        int64_t bit = strtoll(at, &end, 10);
        if (end == at || bit < 0 || bit >= p->contents) {
            return sp_fail(c, GY_PARAM, "plan", "`%s`: bits are 0 to %lld", all,
                           (long long)(p->contents - 1));
        }
        bits[bit] = 1;
        while (*end == ' ') {
            end++;
        }
    }
    return GY_OK;
}

static int misread(gy_call *c, const char *all)
{
    return sp_fail(c, GY_PARAM, "plan",
                   "`%s`: expected `learn CUE = BITS`, `cue CUE` or "
                   "`content BITS`",
                   all);
}

/* One operation as the file writes it. */
static int read_one(gy_call *c, const char *all, mo_plan *p, mo_operation *o)
{
    char *at = NULL;
    double time = strtod(all, &at);
    o->time = at > all ? time : NAN;
    at += strspn(at, " ");
    if (strncmp(at, "content ", 8) == 0) {
        o->kind = MO_BY_CONTENT;
        o->cue = -1;
        return read_bits(c, all, at + 8, p, o->bits);
    }
    int learn = strncmp(at, "learn ", 6) == 0;
    if (!learn && strncmp(at, "cue ", 4) != 0) {
        return misread(c, all);
    }
    char *end = NULL, *from = at + (learn ? 6 : 4);
    o->kind = learn ? MO_LEARN : MO_BY_CUE;
    o->cue = strtoll(from, &end, 10);
    if (end == from) {
        return misread(c, all);
    }
    if (o->cue < 0 || o->cue >= p->cues) {
        return sp_fail(c, GY_PARAM, "plan", "`%s`: cues are 0 to %lld", all,
                       (long long)(p->cues - 1));
    }
    end += strspn(end, " ");
    if (learn != (*end == '=')) {
        return misread(c, all);
    }
    return learn ? read_bits(c, all, end + 1 + strspn(end + 1, " "), p, o->bits) : GY_OK;
}

static int draw_bits(gy_call *c, const gy_rng *rng, const mo_plan *p, int64_t row, char *bits)
{
    GY_TRY(rng->permutation(c, "contents", row, p->contents, p->order));
    for (int64_t k = 0; k < p->drawn_bits; k++) {
        bits[p->order[k]] = 1;
    }
    return GY_OK;
}

/* Every cue learns, cues and bits are recalled; then the first cues learn anew, and all again. */
static int draw(gy_call *c, mo_plan *p)
{
    const gy_rng *rng = (const gy_rng *)c->host->extension(c, GY_RNG);
    mo_operation *o = p->operation;
    if (!rng) {
        return gy_fail(c, GY_UNSUPPORTED, "", "this host has no gy.rng/1");
    }
    for (int64_t round = 0; round < 2; round++) {
        for (int64_t i = 0; i < (round ? p->relearned : p->cues); i++, o++) {
            o->kind = MO_LEARN;
            o->cue = i;
            GY_TRY(draw_bits(c, rng, p, round * p->cues + i, o->bits));
        }
        for (int64_t i = 0; i < p->cues; i++, o++) {
            o->kind = MO_BY_CUE;
            o->cue = i;
        }
        for (int64_t i = 0; i < p->contents; i++, o++) {
            o->kind = MO_BY_CONTENT;
            o->cue = -1;
            o->bits[i] = 1;
        }
    }
    return GY_OK;
}

static int allocate(gy_call *c, mo_plan *p)
{
    int64_t bits = 0;
    if (__builtin_mul_overflow(p->n + p->cues, p->contents, &bits) || bits > (int64_t)1 << 32) {
        return gy_fail(c, GY_PARAM, "n_contents",
                       "this many cues and contents do not fit in memory");
    }
    p->operation = sp_scratch(c, p->n, sizeof *p->operation);
    p->memory = sp_scratch(c, p->cues * p->contents, 1);
    p->order = sp_scratch(c, p->contents, 8);
    char *room = sp_scratch(c, p->n * p->contents, 1);
    if (!p->operation || !p->memory || !p->order || !room) {
        return gy_fail(c, GY_MEMORY, "n_contents", "no memory for the plan");
    }
    for (int64_t i = 0; i < p->n; i++) {
        p->operation[i].bits = room + i * p->contents;
        p->operation[i].time = NAN;
    }
    return GY_OK;
}

/* Times that the file leaves out. Operations never go back in time, nor meet. */
static int set_times(gy_call *c, mo_plan *p)
{
    double next = 0, last = -1;
    for (int64_t i = 0; i < p->n; i++) {
        mo_operation *o = &p->operation[i];
        o->time = isnan(o->time) ? next : o->time;
        if (!(o->time > last)) {
            return sp_fail(c, GY_PARAM, "plan",
                           "operation %lld is at %g ms, and the one before it at %g ms",
                           (long long)i, o->time, last);
        }
        last = o->time;
        next = o->time + (o->kind == MO_LEARN ? p->learn_time : p->recall_time);
    }
    return GY_OK;
}

int mo_make(gy_call *c, mo_plan *p)
{
    int64_t listed = c->host->count(c, "plan");
    const char *word = listed == 1 ? c->host->text_item(c, "plan", 0) : NULL;
    listed = word && strcmp(word, "drawn") == 0 ? 0 : listed;
    *p = (mo_plan){.cues = gy_integer(c, "n_cues"),
                   .contents = gy_integer(c, "n_contents"),
                   .drawn_bits = gy_integer(c, "bits"),
                   .relearned = gy_integer(c, "relearned"),
                   .learn_time = gy_number(c, "learn_time"),
                   .recall_time = gy_number(c, "recall_time"),
                   .show = gy_number(c, "show"),
                   .latency = gy_number(c, "latency")};
    if (listed == 0 && (p->drawn_bits > p->contents || p->relearned > p->cues)) {
        return sp_fail(c, GY_PARAM, p->relearned > p->cues ? "relearned" : "bits",
                       "a content has %lld bits and there are %lld cues", (long long)p->contents,
                       (long long)p->cues);
    }
    p->n = listed ? listed : 3 * p->cues + 2 * p->contents + p->relearned;
    GY_TRY(allocate(c, p));
    if (listed == 0) {
        GY_TRY(draw(c, p));
    }
    for (int64_t i = 0; i < listed; i++) {
        GY_TRY(read_one(c, c->host->text_item(c, "plan", i), p, &p->operation[i]));
    }
    return set_times(c, p);
}

/* -- what goes out -- */

static int64_t scratch_of(const mo_plan *p)
{
    return p->n * ((int64_t)sizeof *p->operation + p->contents) + p->cues * p->contents +
           8 * p->contents + 64;
}

static int resolve(gy_call *c)
{
    mo_plan p;
    mo_count n = {0};
    static const char *const whole[] = {"kind", "cue"}, *const number[] = {"operation", "neuron"};
    GY_TRY(mo_make(c, &p));
    mo_answer(&p, &n, NULL);
    GY_TRY(c->host->set_length(c, "a", SP_KEYS + 2 * n.cue_spikes));
    GY_TRY(c->host->set_length(c, "b", SP_KEYS + 2 * n.content_spikes));
    GY_TRY(c->host->set_length(c, "operation", p.n));
    GY_TRY(c->host->set_length(c, "answer", n.answers));
    GY_TRY(c->host->set_column(c, "operations", "time", GY_FLOAT, 64, 0, "s"));
    GY_TRY(c->host->set_column(c, "answers", "time", GY_FLOAT, 64, 0, "s"));
    for (int k = 0; k < 2; k++) {
        GY_TRY(c->host->set_column(c, "operations", whole[k], GY_INT, 64, 0, ""));
        GY_TRY(c->host->set_column(c, "answers", number[k], GY_INT, 64, 0, ""));
    }
    return sp_plan_scratch(c, (double)scratch_of(&p));
}

static int source(gy_call *c, double *p, int64_t n, double shift)
{
    memset(p, 0, SP_KEYS * sizeof *p);
    p[SP_MAGIC] = SP_MAGIC_POPULATION;
    p[SP_MODEL] = SP_SCRIPT;
    p[SP_N] = (double)n;
    GY_TRY(sp_draw_id(c, &p[SP_ID]));
    p[SP_ID] += shift; /* two populations of one node */
    return GY_OK;
}

static int run(gy_call *c)
{
    mo_plan p;
    mo_count n = {0};
    double *cues = gy_doubles(c, "cues"), *contents = gy_doubles(c, "contents");
    double *time = gy_doubles(c, "operations.time");
    int64_t *kind = gy_get(c, "operations.kind")->data, *cue = gy_get(c, "operations.cue")->data;
    GY_TRY(mo_make(c, &p));
    GY_TRY(source(c, cues, p.cues, 0));
    GY_TRY(source(c, contents, p.contents, 0.5));
    mo_out out = {cues + SP_KEYS, contents + SP_KEYS, gy_get(c, "answers.operation")->data,
                  gy_get(c, "answers.neuron")->data, gy_doubles(c, "answers.time")};
    mo_answer(&p, &n, &out);
    for (int64_t i = 0; i < p.n; i++) {
        time[i] = p.operation[i].time / 1000;
        kind[i] = p.operation[i].kind;
        cue[i] = p.operation[i].cue;
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)

/* SPDX-License-Identifier: MIT
 *
 * sparsey.c: stores every row once, in order, as a sparse distributed code; similar rows get
 * similar codes. A row costs as much however many have been stored.
 */
#include "sparsey_mac.h"

GY_SAY(
    text,
    "encoder.sparsey 1 | One-trial memory of binary patterns as sparse distributed codes\n"
    "in    x    real[row, cell]           | patterns; cells above 0 are active\n"
    "in    top  real[row, label] optional | a code from above (a class, a higher level)\n"
    "out   code  i32[row, winner]         | recalled: winner of each module, -1 where a mac's "
    "field is silent\n"
    "out   ones  u8[row, unit] optional   | the same as one 1 in each module\n"
    "out   stored i32[row, winner] optional | the code that the row was stored with; -1 if it was "
    "not\n"
    "out   familiarity f64[row] optional  | mean over macs of G, when recalled\n"
    "out   cost f64[row] optional         | weights read and written to store the row; 0 if it "
    "was not stored\n"
    "state up     u8[cell, local]         | weights to the units of the cell's mac\n"
    "state across u8[before, local]       | from the units of a mac, and one for the beginning of "
    "a segment, to its own\n"
    "state down   u8[above, unit]         | from the columns of `top`\n"
    "state kept   i32[item, winner]       | codes at storage, by row of x; 1 more than the winner\n"
    "state spent  f64[item]               | cost, by row of x\n"
    "state frozen i64[mac]                | rows stored before the mac's critical period ended; "
    "-1: it has not\n"
    "param macs    i64 = 1 1..100000  | the columns of x are cut into so many fields\n"
    "param modules i64 = 32 1..10000  | winner-take-all modules of a mac, Q\n"
    "param units   i64 = 32 2..10000  | units of a module, K\n"
    "param recurrent bool = false     | the code one row ago, in the same segment, is an input\n"
    "param chi     f64 = 30 >=0      | how much the familiar is preferred; 0: codes are random\n"
    "param least   f64 = 0.1 0..0.99  | familiarity below which nothing is\n"
    "param slope   f64 = 10 >0        | steepness of the sigmoid\n"
    "param middle  f64 = 0.7 0..1     | its middle\n"
    "param powers  f64[3] = 2;1;1     | exponents of the sums from below, aside and above\n"
    "param freeze  f64 = 1 0..1       | a mac whose share of set weights is above this stores no "
    "more\n"
    "reach code.row row when recurrent=false\n"
    "reach ones.row row when recurrent=false\n"
    "reach stored.row row when recurrent=false\n"
    "reach familiarity.row row when recurrent=false\n"
    "reach cost.row row when recurrent=false\n"
    "reach code.row segment when recurrent=true\n"
    "reach ones.row segment when recurrent=true\n"
    "reach stored.row segment when recurrent=true\n"
    "reach familiarity.row segment when recurrent=true\n"
    "reach cost.row segment when recurrent=true\n"
    "block all\n"
    "doc | Rows are stored in the order of their axis, and a row's draw belongs to the row: what "
    "a row is stored as depends on which rows came before it, not on blocks or threads. Another "
    "order gives other codes, and when the memory is full other rows are lost. Levels of a "
    "hierarchy are nodes, each stored when the one below is complete.\n"
    "licence | MIT\n"
    "cite | Rinkus, Leveille (2017). Superposed episodic and semantic memory via sparse "
    "distributed representation. arXiv:1710.07829\n");

static int sizes(gy_call *c, sp_net *s)
{
    const gy_array *x = gy_get(c, "x"), *top = gy_get(c, "top");
    const gy_array *powers = gy_get(c, "powers");
    *s = (sp_net){.c = c, .macs = gy_integer(c, "macs"), .modules = gy_integer(c, "modules")};
    s->units = gy_integer(c, "units");
    s->local = s->modules * s->units; /* at most 1e8 */
    s->cells = x->shape[1];
    s->field = s->cells / s->macs;
    s->above = top ? top->shape[1] : 0;
    s->recurrent = gy_is(c, "recurrent", "true");
    s->chi = gy_number(c, "chi");
    s->least = gy_number(c, "least");
    s->slope = gy_number(c, "slope");
    s->middle = gy_number(c, "middle");
    for (int64_t i = 0; i < 3; i++) {
        s->power[i] = gy_at1(powers, i);
        if (!(s->power[i] >= 0)) {
            return gy_fail(c, GY_PARAM, "powers", "an exponent is below 0");
        }
    }
    if (s->field < 1 || s->field * s->macs != s->cells) {
        return gy_fail(c, GY_PARAM, "macs", "the columns of x cannot be cut into so many fields");
    }
    double wide = (double)s->cells + (s->recurrent ? (double)s->macs * (double)s->local : 0) +
                  (double)s->above * (double)s->macs;
    if (wide * (double)s->local > 1e12) {
        return gy_fail(c, GY_PARAM, "units", "more than 1e12 weights");
    }
    return GY_OK;
}

static int resolve(gy_call *c)
{
    sp_net s;
    GY_TRY(sizes(c, &s));
    int64_t winners = s.macs * s.modules, all = s.macs * s.local;
    GY_TRY(c->host->set_length(c, "local", s.local));
    GY_TRY(c->host->set_length(c, "winner", winners));
    GY_TRY(c->host->set_length(c, "unit", all));
    GY_TRY(c->host->set_length(c, "before", s.recurrent ? all + s.macs : 1));
    GY_TRY(c->host->set_length(c, "above", s.above > 0 ? s.above : 1));
    GY_TRY(c->host->set_length(c, "item", c->host->length(c, "x.row")));
    GY_TRY(c->host->set_length(c, "mac", s.macs));
    /* run takes as much scratch as solve does, beside code, stored, familiarity and cost */
    int64_t outputs = 8 * winners + 16;
    int64_t one = 8 * (2 * s.cells + s.modules + s.macs + 1 + 2 * s.above + s.local + winners) +
                  4 * (s.local + 2 * winners) + 8 * s.macs + 64;
    return c->host->set_scratch(c, one + c->host->length(c, "x.row") * outputs, 0, 0);
}

static int begin(gy_call *c, sp_net *s)
{
    GY_TRY(sizes(c, s));
    s->rng = (const gy_rng *)c->host->extension(c, GY_RNG);
    s->up = (uint8_t *)gy_get(c, "up")->data;
    s->across = (uint8_t *)gy_get(c, "across")->data;
    s->down = (uint8_t *)gy_get(c, "down")->data;
    s->active = (int64_t *)c->host->scratch(c, s->cells * 8);
    s->first = (int64_t *)c->host->scratch(c, (s->macs + 1) * 8);
    s->tops = (int64_t *)c->host->scratch(c, (s->above + 1) * 8);
    s->sum = (int32_t *)c->host->scratch(c, s->local * 4);
    s->V = (double *)c->host->scratch(c, s->local * 8);
    s->draw = (double *)c->host->scratch(c, s->macs * s->modules * 8);
    s->table = (double *)c->host->scratch(c, (s->cells + s->modules + s->above + 1) * 8);
    if (!s->rng) {
        return gy_fail(c, GY_UNSUPPORTED, "", "this host has no gy.rng/1");
    }
    if (!s->active || !s->first || !s->tops || !s->sum || !s->V || !s->draw || !s->table) {
        return gy_fail(c, GY_MEMORY, "x", "no memory for one pattern");
    }
    return GY_OK;
}

static int64_t row_of(const gy_array *x, int64_t i)
{
    return x->rows ? x->rows[i] : x->first + i;
}

/* Whether view row i follows view row i - 1 in the same segment. *at: a segment at or before. */
static int follows(const int64_t *first, int64_t n, int64_t *at, const gy_array *x, int64_t i)
{
    int64_t row = row_of(x, i);
    while (first && *at + 1 < n && first[*at + 1] <= row) {
        (*at)++;
    }
    return i > 0 && row_of(x, i - 1) == row - 1 && !(first && first[*at] == row);
}

/* Stores one row; macs whose critical period is over choose winners and keep nothing. */
static void store(sp_net *s, const int32_t *before, int32_t *code, int32_t *kept, int64_t *set,
                  int64_t *frozen, int64_t stored)
{
    double most = gy_number(s->c, "freeze") * (double)s->field * (double)s->local;
    for (int64_t m = 0; m < s->macs; m++) {
        int64_t at = m * s->modules;
        (void)sp_choose(s, m, before ? before + at : 0, 1, code + at);
        if (frozen[m] >= 0) {
            continue;
        }
        set[m] += sp_store(s, m, before ? before + at : 0, code + at);
        for (int64_t q = 0; q < s->modules; q++) {
            kept[at + q] = code[at + q] + 1;
        }
        frozen[m] =
            most < (double)s->field * (double)s->local && (double)set[m] > most ? stored + 1 : -1;
    }
}

static int solve(gy_call *c)
{
    sp_net s;
    GY_TRY(begin(c, &s));
    const gy_array *x = gy_get(c, "x"), *top = gy_get(c, "top");
    int64_t winners = s.macs * s.modules, n = 0, at = 0, *frozen = gy_get(c, "frozen")->data;
    const int64_t *first = c->host->segments(c, "x.row", &n);
    int32_t *kept = gy_get(c, "kept")->data, *code = c->host->scratch(c, 2 * winners * 4);
    int64_t *set = c->host->scratch(c, s.macs * 8);
    double *spent = gy_doubles(c, "spent");
    if (!code || !set) {
        return gy_fail(c, GY_MEMORY, "x", "no memory for a code");
    }
    for (int64_t m = 0; m < s.macs; m++) {
        frozen[m] = -1;
    }
    for (int64_t i = 0; i < x->shape[0]; i++) {
        int64_t row = row_of(x, i);
        int32_t *now = code + i % 2 * winners, *before = code + (i + 1) % 2 * winners;
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        GY_TRY(s.rng->uniform(c, "winner", row, winners, s.draw));
        sp_look(&s, x, top, i);
        s.work = 0;
        store(&s, follows(first, n, &at, x, i) ? before : 0, now, kept + row * winners, set, frozen,
              i);
        spent[row] = s.work;
    }
    return GY_OK;
}

/* The winners as ones. */
static void put_ones(const sp_net *s, const int32_t *code, uint8_t *to)
{
    memset(to, 0, (size_t)(s->macs * s->local));
    for (int64_t k = 0; k < s->macs * s->modules; k++) {
        if (code[k] >= 0) {
            to[k * s->units + code[k]] = 1;
        }
    }
}

/* What was kept of a row; rows that the fit has never seen, and callers' own, have nothing. */
static void put_kept(gy_call *c, const sp_net *s, int64_t i, int64_t row)
{
    int64_t winners = s->macs * s->modules;
    const gy_array *kept = gy_get(c, "kept"), *stored = gy_get(c, "stored");
    double *cost = gy_doubles(c, "cost");
    int known = row < kept->shape[0];
    for (int64_t k = 0; stored && k < winners; k++) {
        ((int32_t *)stored->data)[i * winners + k] =
            known ? ((const int32_t *)kept->data)[row * winners + k] - 1 : -1;
    }
    if (cost) {
        cost[i] = known ? gy_doubles(c, "spent")[row] : 0;
    }
}

static int run(gy_call *c)
{
    sp_net s;
    GY_TRY(begin(c, &s));
    const gy_array *x = gy_get(c, "x"), *top = gy_get(c, "top"), *out = gy_get(c, "code");
    gy_array *ones = gy_get(c, "ones");
    double *familiarity = gy_doubles(c, "familiarity");
    int64_t winners = s.macs * s.modules, n = 0, at = 0;
    const int64_t *first = c->host->segments(c, "x.row", &n);
    int32_t *code = c->host->scratch(c, 2 * winners * 4);
    if (!code) {
        return gy_fail(c, GY_MEMORY, "x", "no memory for a code");
    }
    for (int64_t i = 0; i < x->shape[0]; i++) {
        int32_t *now = code + i % 2 * winners, *before = code + (i + 1) % 2 * winners;
        int context = follows(first, n, &at, x, i);
        double G = 0;
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        sp_look(&s, x, top, i);
        for (int64_t m = 0; m < s.macs; m++) {
            int64_t k = m * s.modules;
            G += sp_choose(&s, m, context ? before + k : 0, 0, now + k) / (double)s.macs;
        }
        if (out) {
            memcpy((int32_t *)out->data + i * winners, now, (size_t)winners * sizeof *now);
        }
        if (ones) {
            put_ones(&s, now, (uint8_t *)ones->data + i * s.macs * s.local);
        }
        if (familiarity) {
            familiarity[i] = G;
        }
        put_kept(c, &s, i, row_of(x, i));
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, solve)

/* SPDX-License-Identifier: MIT
 *
 * filter.c: Butterworth filters as second-order sections, forward only (causal) or forward and
 * backward (zero phase).
 *
 * Design: poles of the analogue prototype, frequency transformation, bilinear transformation, all
 * with prewarped edges. A section is b0 + b1/z + b2/z^2 over 1 + a1/z + a2/z^2; all gain is in the
 * first one.
 */
#include "common.h"
#include "sections.h"

GY_SAY(
    text,
    "transform.filter 1 | Low-, high-, band-pass or notch each column in time\n"
    "in    x      T[row, ...]        | values on a regular time axis\n"
    "out   y      T[row, ...]        | filtered values\n"
    "param low    quantity(Hz) optional >0 | keep what is slower than this\n"
    "param high   quantity(Hz) optional >0 | keep what is faster than this\n"
    "param band   interval(Hz) optional | keep what lies between\n"
    "param notch  interval(Hz) optional | remove what lies between\n"
    "param design scheme = butterworth 4 | order of the prototype; a band has twice as many "
    "poles\n"
    "param causal bool = false       | true: forward only, from rest at each segment's head; "
    "false: forward and backward, ends continued oddly, zero phase, twice the attenuation\n"
    "carry z f64[section, 2, ...]    | causal: state of the sections\n"
    "reach y.row past    when causal=true\n"
    "reach y.row segment when causal=false\n"
    "doc | Equal to scipy.signal.butter(output='sos') with sosfilt, or with sosfiltfilt, on each "
    "segment. Give low and high together as band.\n"
    "licence | MIT\n"
    "cite | Butterworth 1930, Experimental Wireless 7, 536-541\n"
    "cite | scipy.signal.butter, Virtanen et al. 2020, Nature Methods 17, 261-272\n");

typedef struct plan {
    char kind; /* l, h, b(and), n(otch) */
    int64_t order, sections;
    double rate, edge[2];
    sc_section s[SC_MOST];
} plan;

static int read_edges(gy_call *c, plan *p)
{
    static const char *const names[] = {"low", "high", "band", "notch"};
    double step = 0, start = 0;
    int given = 0, which = 0;
    for (int i = 0; i < 4; i++) {
        int is = i < 2 ? !isnan(gy_number(c, names[i])) : gy_get(c, names[i]) != 0;
        which = is ? i : which;
        given += is;
    }
    if (given != 1) {
        return gy_fail(c, GY_PARAM, "band", "give exactly one of low, high, band and notch");
    }
    p->kind = "lhbn"[which];
    for (int i = 0; i < 2; i++) {
        p->edge[i] = which < 2 ? gy_number(c, names[which]) : gy_at1(gy_get(c, names[which]), i);
    }
    if (c->host->rate(c, "x.row", &step, &start) != GY_OK || !(step > 0)) {
        return gy_fail(c, GY_SHAPE, "x",
                       "its rows are not equally far apart in time, or have no times (a reader's "
                       "`time`, or `rows` of one that has)");
    }
    p->rate = 1 / step;
    if (!(p->edge[0] > 0) || !(p->edge[1] < p->rate / 2) ||
        (which > 1 && !(p->edge[0] < p->edge[1]))) {
        return tr_fail(c, GY_PARAM, names[which],
                       "edges rise and lie between 0 and half the rate, %g Hz", p->rate / 2);
    }
    return GY_OK;
}

static int read_order(gy_call *c, plan *p)
{
    char words[120], *end = 0;
    const char *name = c->host->text_item(c, "design", 0);
    const char *order = c->host->count(c, "design") > 1 ? c->host->text_item(c, "design", 1) : 0;
    snprintf(words, sizeof words, "%s %s", name ? name : "", order ? order : "");
    if (strncmp(words, "butterworth ", 12) != 0) {
        return tr_fail(c, GY_PARAM, "design", "'%s' is not `butterworth ORDER`", words);
    }
    p->order = strtoll(words + 12, &end, 10);
    if (end == words + 12 || *end != (order ? 0 : ' ') || p->order < 1 || p->order > SC_MOST) {
        return tr_fail(c, GY_PARAM, "design", "the order is 1 to %d", SC_MOST);
    }
    return GY_OK;
}

/* Poles in the s plane after the frequency transformation: order of them, or twice as many. */
static int analogue_poles(const plan *p, const double *w, double complex *pole)
{
    int n = 0;
    double width = w[1] - w[0], centre = w[0] * w[1];
    for (int64_t k = 0; k < p->order; k++) {
        double angle = M_PI * (double)(2 * k + 1 - p->order) / (double)(2 * p->order);
        double complex q = -cexp(I * angle);
        if (2 * k + 1 == p->order) {
            q = -1;
        }
        if (p->kind == 'l' || p->kind == 'h') {
            pole[n++] = p->kind == 'l' ? q * w[0] : w[0] / q;
            continue;
        }
        double complex half = p->kind == 'b' ? q * width / 2 : width / 2 / q;
        double complex root = csqrt(half * half - centre);
        pole[n++] = half + root;
        pole[n++] = half - root;
    }
    return n;
}

/* Zeros: low -1, high +1, band one at each, notch on the circle at the centre. Gain 1 where the
 * analogue prototype has it. */
static int design(gy_call *c, plan *p)
{
    *p = (plan){0};
    GY_TRY(read_edges(c, p));
    GY_TRY(read_order(c, p));
    double complex pole[2 * SC_MOST], pass = p->kind == 'h' ? -1 : 1;
    double w[2] = {2 * tan(M_PI * p->edge[0] / p->rate), 2 * tan(M_PI * p->edge[1] / p->rate)};
    int n = analogue_poles(p, w, pole);
    for (int i = 0; i < n; i++) {
        pole[i] = (2 + pole[i]) / (2 - pole[i]);
    }
    p->sections = sc_pair(pole, n, p->s);
    double centre = 2 * atan(sqrt(w[0] * w[1]) / 2);
    for (int64_t k = 0; k < p->sections; k++) {
        sc_section *s = &p->s[k];
        int single = n % 2 && k + 1 == p->sections; /* the last section has one real pole */
        double z = p->kind == 'l' ? 1 : -1;
        s->b[0] = 1;
        s->b[1] = p->kind == 'b' ? 0 : p->kind == 'n' ? -2 * cos(centre) : single ? z : 2 * z;
        s->b[2] = p->kind == 'b' ? -1 : single ? 0 : 1;
    }
    double g = sc_gain(p->s, p->sections, p->kind == 'b' ? cexp(I * centre) : pass);
    for (int i = 0; i < 3; i++) {
        p->s[0].b[i] /= g;
    }
    return GY_OK;
}

/* Rows added at each end: sosfiltfilt's default, 3 (2 sections + 1 - single-pole sections). */
static int64_t padding(const plan *p)
{
    int64_t single = (p->kind == 'l' || p->kind == 'h') && p->order % 2;
    return 3 * (2 * p->sections + 1 - single);
}

static int resolve(gy_call *c)
{
    plan p;
    GY_TRY(design(c, &p));
    return c->host->set_length(c, "section", p.sections);
}

/* Column k of rows lo .. hi - 1. z: state of the sections of column 0, `apart` values apart. */
static void one_column(const plan *p, const gy_array *x, gy_array *y, const int64_t *col, int64_t m,
                       int64_t k, int64_t lo, int64_t hi, double *v, double *state)
{
    int64_t n = hi - lo, pad = state ? 0 : padding(p);
    for (int64_t i = 0; i < n; i++) {
        v[pad + i] = gy_element(x, (lo + i) * x->stride[0] + col[k]);
    }
    for (int64_t s = 0; s < p->sections && state; s++) {
        double z[2] = {state[2 * s * m + k], state[(2 * s + 1) * m + k]};
        sc_sweep(&p->s[s], v, n, z);
        state[2 * s * m + k] = z[0];
        state[(2 * s + 1) * m + k] = z[1];
    }
    if (!state) {
        sc_both_ways(p->s, p->sections, v, n, pad);
    }
    for (int64_t i = 0; i < n; i++) {
        tr_put(y, (lo + i) * m + k, v[pad + i]);
    }
}

static int run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    gy_array *y = gy_get(c, "y");
    int64_t m = 0, n = 0, *col = tr_columns(c, x, &m), *cut = tr_cuts(c, "x.row", x, &n);
    int causal = gy_is(c, "causal", "true");
    double *z = causal ? gy_doubles(c, "z") : 0;
    plan p;
    GY_TRY(design(c, &p));
    int64_t pad = padding(&p);
    double *v = (double *)tr_scratch(c, x->shape[0] + 2 * pad + 1, (int64_t)sizeof *v);
    z = causal && !z ? (double *)tr_scratch(c, m + 1, 2 * p.sections * (int64_t)sizeof *z) : z;
    if (!col || !cut || !v || (causal && !z)) {
        return tr_memory(c, "x");
    }
    for (int64_t s = 0; s < n; s++) {
        if (!causal && cut[s + 1] - cut[s] <= pad) {
            return tr_fail(c, GY_DATA, "causal",
                           "a segment has %lld rows; zero phase needs more than %lld at this order",
                           (long long)(cut[s + 1] - cut[s]), (long long)pad);
        }
        if (s > 0 && causal) {
            memset(z, 0, (size_t)(2 * p.sections * m) * sizeof *z);
        }
        for (int64_t k = 0; k < m; k++) {
            if (k % 64 == 0 && c->host->stopped(c)) {
                return GY_CANCELLED;
            }
            one_column(&p, x, y, col, m, k, cut[s], cut[s + 1], v, z);
        }
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)

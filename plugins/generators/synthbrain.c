/* SPDX-License-Identifier: MIT
 *
 * synthbrain.c: a brain whose tuning is known, and its fMRI responses. See synthbrain.h.
 */
#include "synthbrain.h"

#include <math.h>
#include <string.h>

GY_SAY(
    text,
    "generator.synthbrain 1 | A brain with planted tuning: features to activity and fMRI "
    "responses\n"
    "in  features real[stimulus, ...] many | feature tables, one row a stimulus; axes after the "
    "first "
    "are flattened\n"
    "out betas    f64[trial, voxel] optional | response to each trial: signal + noise\n"
    "out mean     f64[stimulus, voxel] optional | mean of betas over the repeats of a "
    "stimulus, on the rows of features\n"
    "out signal   f64[trial, voxel] optional | without noise: what an ideal observer predicts\n"
    "out activity f64[trial, source] optional | of the sources of all ROIs, without noise: what "
    "the nodes for MEG, EEG, sEEG, calcium and spikes take\n"
    "out ceiling  f64[voxel] optional | exact correlation of signal and single trials: "
    "s / sqrt(s^2 + n^2), s the sd of signal over the stimuli, n that of the noise; 0 without "
    "signal\n"
    "out ceiling_mean f64[voxel] optional | the same for means over r repeats: s / sqrt(s^2 + n^2 "
    "/ r)\n"
    "out weights  f64[feature, voxel] optional | planted: signal = (features - centre) / spread x "
    "weights\n"
    "out tuning   f64[feature, source] optional | planted, shared by all subjects\n"
    "out mixing   f64[source, voxel] optional | planted: weights = tuning x mixing\n"
    "out signal_sd f64[voxel] optional | s, over the stimuli (ddof 0)\n"
    "out noise_sd f64[voxel] optional | n\n"
    "out position f64[voxel, 3] optional unit=mm | of each voxel\n"
    "param names   text[t]            | a name for each feature table\n"
    "param rois    map                | ROI -> what it is tuned to, `a + b.name*2`: all columns of "
    "table a, and one column of b (its coordinate `name`, or its number from 0) with twice the "
    "share of the squared weights; `a.3-7` is a part of a table. Voxels mix sources drawn over a "
    "table; a single column they all prefer, with a weight above zero\n"
    "param subject i64 = 1 0..1000000 | which brain: voxels, places, mixing and noise; tuning is "
    "the same in all\n"
    "param world   i64 = 0 0..1000000 | another number: other tuning and other subjects, as of "
    "another seed\n"
    "param centre  map optional       | table -> what is subtracted from its features; default 0\n"
    "param spread  map optional       | table -> what they are divided by; default 1\n"
    "param components i64 = 8 1..1000 | sources of a ROI over its tables\n"
    "param voxels  i64 = 60 1..10000000 | typical number of voxels of a ROI\n"
    "param sizes   map optional       | ROI -> its own typical number\n"
    "param vary    f64 = 0.2 0..0.9   | voxels of a ROI differ by up to this share between "
    "subjects\n"
    "param background i64 = 0 0..10000000 | further voxels, without tuning (ROI none)\n"
    "param gain    f64 = 1 >=0        | length of a voxel's weights (median over voxels)\n"
    "param gain_spread f64 = 0 0..3   | sd over voxels of its logarithm\n"
    "param noise   f64 = 1 >=0        | sd of a voxel's noise in a trial (median over voxels)\n"
    "param noise_spread f64 = 0.25 0..3 | sd over voxels of its logarithm\n"
    "param shared  f64 = 0 0..1       | share of the noise variance that is common to the voxels "
    "of a network\n"
    "param repeats i64 = 1 1..100000  | how often each stimulus is shown\n"
    "param runs    i64 = 1 1..100000  | trials are dealt out to so many runs, in their order\n"
    "param order   choice(given, shuffled) = given | of the stimuli in each pass through them\n"
    "param jitter  f64 = 3 0..20      | mm, sd over subjects of the place of a ROI\n"
    "param voxel_size quantity(mm) = 3 mm 1..20 | edge of a voxel\n"
    "reach betas.trial features.stimulus table\n"
    "reach signal.trial features.stimulus table\n"
    "reach activity.trial features.stimulus table\n"
    "reach mean.stimulus features.stimulus row\n"
    "doc | A voxel's response depends on its own stimulus only: features are scaled by `centre` "
    "and "
    "`spread`, never by what the other stimuli are. With features of mean 0 and sd 1 that do not "
    "correlate, the sd of the signal is the voxel's gain.\n"
    "doc | Trials have the coordinates stimulus (row of features), repeat and run; runs are "
    "segments. Trials of one stimulus belong together when splitting (`together = "
    "@brain.stimulus`). With repeats = 1 and order = given, trials are the rows of features, and "
    "meet them in one fit; else `mean` does.\n"
    "doc | Voxels have the coordinates roi, network, x, y, z (mm) and index; writer.nifti writes "
    "them. Sources have roi, network, x, y, z; features have table. ROIs with well-known names "
    "(V1, V2, V3, V4, EV, LOC, OFA, FFA, STS, PPA, RSC, OPA, EBA, FBA, VWFA, food, IFG, PTL, ATL, "
    "AG, A1, M1, hippocampus, PFC) lie roughly where one expects, all others anywhere. This is "
    "synthetic data.\n"
    "licence | MIT\n"
    "cite | Haxby et al. 2011, Neuron 72, 404-416 (shared tuning, mixed anew in every subject)\n"
    "cite | Allen et al. 2022, Nature Neuroscience 25, 116-126 (noise ceiling of repeats)\n");

static int resolve(gy_call *c)
{
    sb_brain b;
    GY_TRY(sb_read(c, &b));
    int64_t wide = b.voxels > b.sources ? b.voxels : b.sources, cells = 0;
    wide = wide > b.features ? wide : b.features;
    if (b.trials > INT64_MAX / 64 / wide || b.features > INT64_MAX / 64 / wide) {
        return gy_fail(c, GY_PARAM, "repeats", "this many trials and voxels do not fit in memory");
    }
    int64_t *stimulus = (int64_t *)sb_scratch(c, b.trials, 8, "trials");
    if (!stimulus) {
        return GY_MEMORY;
    }
    GY_TRY(sb_order(&b, stimulus));
    GY_TRY(sb_say(&b, stimulus));
    cells = b.grid[0] * b.grid[1] * b.grid[2];
    if (!GY_HAS(c->host, set_scratch) || !c->host->set_scratch) {
        return GY_OK;
    }
    return c->host->set_scratch(c, sb_bytes(&b) + 17 * cells, 0, 0);
}

/* Everything that is drawn once: tuning, mixing and noise of voxels, order of trials. */
static int plant(sb_world *w)
{
    sb_brain *b = &w->b;
    gy_call *c = b->c;
    int64_t wide = b->components + 1;
    w->tuning = (double *)sb_scratch(c, b->features * b->sources, 8, "tuning");
    w->activity = (double *)sb_scratch(c, b->stimuli * b->sources, 8, "activity");
    w->mixing = (double *)sb_scratch(c, b->voxels * wide, 8, "mixing");
    w->signal_sd = (double *)sb_scratch(c, 2 * b->voxels, 8, "voxels");
    w->stimulus = (int64_t *)sb_scratch(c, 2 * b->trials, 8, "trials");
    if (!w->tuning || !w->activity || !w->mixing || !w->signal_sd || !w->stimulus) {
        return GY_MEMORY;
    }
    w->noise_sd = w->signal_sd + b->voxels;
    w->trial = w->stimulus + b->trials;
    GY_TRY(sb_tuning(b, w->tuning));
    GY_TRY(sb_activity(b, w->tuning, w->activity));
    GY_TRY(sb_order(b, w->stimulus));
    for (int64_t t = 0; t < b->trials; t++) {
        w->trial[t / b->stimuli * b->stimuli + w->stimulus[t]] = t;
    }
    for (int64_t v = 0; v < b->voxels; v++) {
        GY_TRY(sb_voxel(b, w->tuning, v, w->mixing + v * wide, &w->noise_sd[v]));
    }
    for (int i = 0; i < b->n_rois; i++) { /* the first ROI of a network gives its number */
        w->net[i] = i;
        for (int k = i - 1; k >= 0; k--) {
            w->net[i] = strcmp(b->roi[i].network, b->roi[k].network) == 0 ? k : w->net[i];
        }
    }
    return GY_OK;
}

/* cov[k, l]: covariance (ddof 0) over stimuli of sources k and l of ROI r. */
static void covariance(const sb_world *w, const sb_roi *r, double *cov, double *mean)
{
    const sb_brain *b = &w->b;
    for (int64_t k = 0; k < r->n; k++) {
        mean[k] = 0;
        for (int64_t s = 0; s < b->stimuli; s++) {
            mean[k] += w->activity[s * b->sources + r->source + k] / (double)b->stimuli;
        }
    }
    for (int64_t k = 0; k < r->n; k++) {
        for (int64_t l = 0; l < r->n; l++) {
            double sum = 0;
            for (int64_t s = 0; s < b->stimuli; s++) {
                const double *a = w->activity + s * b->sources + r->source;
                sum += (a[k] - mean[k]) * (a[l] - mean[l]);
            }
            cov[k * r->n + l] = sum / (double)b->stimuli;
        }
    }
}

/* sd of every voxel's signal over the stimuli: its variance is mixing' cov mixing. */
static int spreads(sb_world *w)
{
    const sb_brain *b = &w->b;
    int64_t wide = b->components + 1;
    double *cov = (double *)sb_scratch(b->c, wide * (wide + 1), 8, "sources");
    if (!cov) {
        return GY_MEMORY;
    }
    for (int i = 0; i < b->n_rois; i++) {
        const sb_roi *r = &b->roi[i];
        covariance(w, r, cov, cov + wide * wide);
        for (int64_t v = 0; v < b->voxels; v++) {
            const double *m = w->mixing + v * wide;
            double variance = 0;
            for (int64_t k = 0; b->of[v] == i && k < r->n * r->n; k++) {
                variance += m[k / r->n] * cov[k] * m[k % r->n];
            }
            w->signal_sd[v] = b->of[v] == i ? sqrt(fmax(0, variance)) : w->signal_sd[v];
        }
        if (b->c->host->stopped(b->c)) {
            return GY_CANCELLED;
        }
    }
    return GY_OK;
}

static double ceiling(double signal, double noise, double repeats)
{
    return signal > 0 ? signal / sqrt(signal * signal + noise * noise / repeats) : 0;
}

/* Outputs of one number, or three, per voxel. */
static void write_voxels(const sb_world *w)
{
    const sb_brain *b = &w->b;
    double *one = gy_doubles(b->c, "ceiling"), *many = gy_doubles(b->c, "ceiling_mean");
    double *s = gy_doubles(b->c, "signal_sd"), *n = gy_doubles(b->c, "noise_sd");
    double *at = gy_doubles(b->c, "position"), p[3];
    for (int64_t v = 0; v < b->voxels; v++) {
        double signal = w->signal_sd[v], noise = w->noise_sd[v];
        one ? (void)(one[v] = ceiling(signal, noise, 1)) : (void)0;
        many ? (void)(many[v] = ceiling(signal, noise, (double)b->repeats)) : (void)0;
        s ? (void)(s[v] = signal) : (void)0;
        n ? (void)(n[v] = noise) : (void)0;
        sb_position(b, b->cell[v], p);
        for (int d = 0; at && d < 3; d++) {
            at[3 * v + d] = p[d];
        }
    }
}

/* tuning, mixing, and weights = tuning x mixing. */
static int write_weights(const sb_world *w)
{
    const sb_brain *b = &w->b;
    double *tuning = gy_doubles(b->c, "tuning"), *mixing = gy_doubles(b->c, "mixing");
    double *weights = gy_doubles(b->c, "weights");
    if (tuning) {
        memcpy(tuning, w->tuning, (size_t)(b->features * b->sources) * sizeof *tuning);
    }
    if (mixing) {
        memset(mixing, 0, (size_t)(b->sources * b->voxels) * sizeof *mixing);
    }
    for (int64_t v = 0; mixing && v < b->voxels; v++) {
        const sb_roi *r = b->of[v] < 0 ? 0 : &b->roi[b->of[v]];
        for (int64_t k = 0; r && k < r->n; k++) {
            mixing[(r->source + k) * b->voxels + v] = w->mixing[v * (b->components + 1) + k];
        }
    }
    for (int64_t j = 0; weights && j < b->features; j++) {
        for (int64_t v = 0; v < b->voxels; v++) {
            const sb_roi *r = b->of[v] < 0 ? 0 : &b->roi[b->of[v]];
            double sum = 0;
            for (int64_t k = 0; r && k < r->n; k++) {
                sum += w->tuning[j * b->sources + r->source + k] *
                       w->mixing[v * (b->components + 1) + k];
            }
            weights[j * b->voxels + v] = sum;
        }
        if (b->c->host->stopped(b->c)) {
            return GY_CANCELLED;
        }
    }
    return GY_OK;
}

static int run(gy_call *c)
{
    sb_world w = {.signal_sd = 0};
    GY_TRY(sb_read(c, &w.b));
    GY_TRY(plant(&w));
    GY_TRY(spreads(&w));
    write_voxels(&w);
    GY_TRY(write_weights(&w));
    return sb_respond(&w);
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)

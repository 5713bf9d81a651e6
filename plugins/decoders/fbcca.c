/* SPDX-License-Identifier: MIT
 *
 * fbcca.c: canonical correlations in several sub-bands, weighted: score = sum over bands n of
 * (n^-a + b) r_n^2.
 */
#include "cca.h"

GY_SAY(
    text,
    "decoder.fbcca 1 | Canonical correlation with sines and cosines in each sub-band, summed\n"
    "in    x     T[row, time, band, channel] | pieces of a recording in sub-bands, the widest "
    "first (transform.filterbank, then transform.epoch)\n"
    "out   label text[row]             | name of the target with the largest score; ties take the "
    "first\n"
    "out   score f64[row, target]      | sum over bands n of (n^-a + b) r^2\n"
    "param frequencies quantity(Hz)[target] >0 | of the targets\n"
    "param names text[named] optional  | of the targets, in the order of the frequencies; default: "
    "the frequency in Hz\n"
    "param harmonics i64 = 5 1..100    | sines and cosines of 1 to this many times the frequency\n"
    "param a     f64 = 1.25 0..10      | of the weights\n"
    "param b     f64 = 0.25 0..10      | of the weights\n"
    "param rate  quantity(Hz) optional >0 | rows per second, if the time axis of x does not tell\n"
    "reach label.row row\n"
    "reach score.row row\n"
    "doc | Nothing is fitted to other rows. a = 1.25, b = 0.25 and five harmonics are those of "
    "the paper, which chose a and b on recordings of its own.\n"
    "licence | MIT\n"
    "cite | Chen et al. 2015, Journal of Neural Engineering 12:046008\n");

static int run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    int64_t bands = x->shape[2];
    double *weight = (double *)tr_scratch(c, bands + 1, 8);
    if (!weight) {
        return tr_memory(c, "x");
    }
    for (int64_t n = 0; n < bands; n++) {
        weight[n] = pow((double)(n + 1), -gy_number(c, "a")) + gy_number(c, "b");
    }
    return cc_run(c, weight);
}

GY_PLUGIN(text, cc_resolve, run, 0, 0, 0)

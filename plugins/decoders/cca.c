/* SPDX-License-Identifier: MIT
 *
 * cca.c: which flicker is looked at, without any training.
 */
#include "cca.h"

GY_SAY(
    text,
    "decoder.cca 1 | The frequency whose sines and cosines correlate best with a piece of EEG\n"
    "in    x     T[row, time, channel] | pieces of a recording\n"
    "out   label text[row]             | name of the target with the largest correlation; ties "
    "take the first\n"
    "out   score f64[row, target]      | largest canonical correlation with each target\n"
    "param frequencies quantity(Hz)[target] >0 | of the targets\n"
    "param names text[named] optional  | of the targets, in the order of the frequencies; default: "
    "the frequency in Hz\n"
    "param harmonics i64 = 3 1..100    | sines and cosines of 1 to this many times the frequency\n"
    "param rate  quantity(Hz) optional >0 | rows per second, if the time axis of x does not tell\n"
    "reach label.row row\n"
    "reach score.row row\n"
    "doc | Nothing is fitted to other rows: means, and the weights of channels and of sines, are "
    "those of the piece itself. The phase of the flicker does not matter. A piece needs more "
    "samples than channels and sines together, else every correlation is 1.\n"
    "licence | MIT\n"
    "cite | Lin et al. 2006, IEEE Transactions on Biomedical Engineering 53, 2610-2614\n"
    "cite | Hotelling 1936, Biometrika 28, 321-377\n");

static int run(gy_call *c)
{
    return cc_run(c, 0);
}

GY_PLUGIN(text, cc_resolve, run, 0, 0, 0)

/* SPDX-License-Identifier: Apache-2.0
 *
 * The normal distribution's quantile function, with the same bits on every machine: only + - * /
 * and sqrt, which IEEE 754 rounds exactly, and a logarithm of our own. The host's random normals
 * and confidence intervals use it.
 */
#ifndef GY_CORE_QUANTILE_H
#define GY_CORE_QUANTILE_H

/* z with Phi(z) = p. Method: Wichura 1988, algorithm AS 241 (PPND16), relative error about 1e-16 in
 * p. p = 0 gives -inf, 1 gives +inf, anything outside [0, 1] NaN. [any] */
double gy_normal_quantile(double p);

#endif

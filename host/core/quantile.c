/* SPDX-License-Identifier: Apache-2.0 */
#include "core/quantile.h"

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A fused multiply-add rounds once where two operations round twice: it would change the bits from
 * one processor to the next. */
#if defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#elif defined(__GNUC__)
#pragma GCC optimize("fp-contract=off")
#endif

#define N_TERMS 8

/* Coefficients of AS 241: numerator and denominator of three rational functions, constant first. */
static const double centre_top[N_TERMS] = {3.3871328727963666080e0,  1.3314166789178437745e+2,
                                           1.9715909503065514427e+3, 1.3731693765509461125e+4,
                                           4.5921953931549871457e+4, 6.7265770927008700853e+4,
                                           3.3430575583588128105e+4, 2.5090809287301226727e+3};
static const double centre_bottom[N_TERMS] = {1.0,
                                              4.2313330701600911252e+1,
                                              6.8718700749205790830e+2,
                                              5.3941960214247511077e+3,
                                              2.1213794301586595867e+4,
                                              3.9307895800092710610e+4,
                                              2.8729085735721942674e+4,
                                              5.2264952788528545610e+3};
static const double middle_top[N_TERMS] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                                           5.76949722146069140550e0,  3.64784832476320460504e0,
                                           1.27045825245236838258e0,  2.41780725177450611770e-1,
                                           2.27238449892691845833e-2, 7.74545014278341407640e-4};
static const double middle_bottom[N_TERMS] = {1.0,
                                              2.05319162663775882187e0,
                                              1.67638483018380384940e0,
                                              6.89767334985100004550e-1,
                                              1.48103976427480074590e-1,
                                              1.51986665636164571966e-2,
                                              5.47593808499534494600e-4,
                                              1.05075007164441684324e-9};
static const double tail_top[N_TERMS] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                                         1.78482653991729133580e0,  2.96560571828504891230e-1,
                                         2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                         2.71155556874348757815e-5, 2.01033439929228813265e-7};
static const double tail_bottom[N_TERMS] = {1.0,
                                            5.99832206555887937690e-1,
                                            1.36929880922735805310e-1,
                                            1.48753612908506148525e-2,
                                            7.86869131145613259100e-4,
                                            1.84631831751005468180e-5,
                                            1.42151175831644588870e-7,
                                            2.04426310338993978564e-15};

static double polynomial(const double c[N_TERMS], double x)
{
    double sum = c[N_TERMS - 1];
    for (size_t i = N_TERMS - 1; i-- > 0;) {
        sum = sum * x + c[i];
    }
    return sum;
}

/* -ln(x) for 0 < x < 1. x = m 2^e with m in [1/sqrt 2, sqrt 2);
 * ln m = 2 atanh(s) = 2 (s + s^3/3 + s^5/5 + ...), s = (m - 1)/(m + 1), |s| < 0.172: 11 terms leave
 * less than 2^-60. */
static double minus_log(double x)
{
    int shift = 0;
    if (x < 0x1p-1022) {
        x *= 0x1p54; /* a subnormal has no exponent to read */
        shift = 54;
    }
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    int exponent = (int)(bits >> 52) - 1023 - shift;
    bits = (bits & 0xFFFFFFFFFFFFFu) | (uint64_t)1023 << 52;
    double m;
    memcpy(&m, &bits, sizeof m);
    if (m > 0x1.6a09e667f3bcdp0) {
        m *= 0.5;
        exponent++;
    }
    double s = (m - 1) / (m + 1);
    double square = s * s;
    double sum = 0;
    for (int term = 23; term >= 1; term -= 2) {
        sum = sum * square + 1.0 / term;
    }
    /* ln 2 in two parts: e * high is exact */
    double e = exponent;
    return -(e * 0x1.62e42fefa3800p-1 + (e * 0x1.ef35793c76730p-45 + 2 * s * sum));
}

double gy_normal_quantile(double p)
{
    if (!(p >= 0 && p <= 1)) {
        return (double)NAN;
    }
    double q = p - 0.5;
    if (fabs(q) <= 0.425) {
        double r = 0.180625 - q * q;
        return q * polynomial(centre_top, r) / polynomial(centre_bottom, r);
    }
    double outside = q < 0 ? p : 1 - p; /* exact: p is at least 1/2 */
    if (outside == 0) {
        return q < 0 ? -(double)INFINITY : (double)INFINITY;
    }
    double r = sqrt(minus_log(outside));
    double z = r <= 5 ? polynomial(middle_top, r - 1.6) / polynomial(middle_bottom, r - 1.6)
                      : polynomial(tail_top, r - 5) / polynomial(tail_bottom, r - 5);
    return q < 0 ? -z : z;
}

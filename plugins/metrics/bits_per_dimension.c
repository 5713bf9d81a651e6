/* SPDX-License-Identifier: MIT
 *
 * bits_per_dimension.c: what a code costs, and how much more than it has to.
 */
#include "../writers/code_stream.h"
#include "sugar.h"

#include <math.h>
#include <stddef.h>

GY_SAY(text,
       "metric.bits-per-dimension 1 | Length of codes over the number of coded values\n"
       "in  bits  real[row]          | length of each row's code, or -log2 p\n"
       "in  ideal real[row] optional | -log2 p of each row, to compare with\n"
       "out bpd        f64[] mean best=low | sum of bits / (rows x values of a row)\n"
       "out bpd_file   f64[] mean optional best=low | the same of the file that writer.code-stream "
       "would write of these codes: with index and check sums\n"
       "out excess     f64[] mean optional best=low | mean of bits - ideal over rows\n"
       "out excess_max f64[] mean optional best=low | largest bits - ideal of a row\n"
       "out excess_min f64[] mean optional          | smallest bits - ideal of a row\n"
       "param values i64 = 1 >=1 | values of a row, such as pixels of an image\n"
       "block all\n"
       "doc | The code of a single row, a whole number of bits that needs no other row, costs at "
       "least -log2 p and, if it is an arithmetic code, less than 2 bits more. NaN without rows.\n"
       "licence | MIT\n");

static double value(const gy_array *a, int64_t i)
{
    return gy_element(a, i * a->stride[0]);
}

static void put(gy_call *c, const char *name, double v)
{
    double *out = gy_doubles(c, name);
    if (out) {
        out[0] = v;
    }
}

static int resolve(gy_call *c)
{
    return gy_set_scratch(c, 8 * gy_get(c, "bits")->shape[0] + 8);
}

static int solve(gy_call *c)
{
    const gy_array *bits = gy_get(c, "bits"), *ideal = gy_get(c, "ideal");
    int64_t n = bits->shape[0], d = gy_integer(c, "values");
    double sum = 0, over = 0, most = -INFINITY, least = INFINITY;
    if (!ideal && (gy_get(c, "excess") || gy_get(c, "excess_max") || gy_get(c, "excess_min"))) {
        return gy_fail(c, GY_PARAM, "ideal", "the excess needs `ideal` to compare with");
    }
    for (int64_t i = 0; i < n; i++) {
        double more = ideal ? value(bits, i) - value(ideal, i) : (double)NAN;
        sum += value(bits, i);
        over += more;
        most = more > most ? more : most;
        least = more < least ? more : least;
    }
    if (gy_get(c, "bpd_file")) {
        double *length = (double *)c->host->scratch(c, (n + 1) * 8);
        if (!length) {
            return gy_fail(c, GY_MEMORY, "bits", "no memory for the lengths");
        }
        for (int64_t i = 0; i < n; i++) {
            length[i] = value(bits, i);
        }
        put(c, "bpd_file",
            n > 0 ? 8 * (double)code_stream_size(length, n, 256) / ((double)n * (double)d)
                  : (double)NAN);
    }
    put(c, "bpd", n > 0 ? sum / ((double)n * (double)d) : (double)NAN);
    put(c, "excess", n > 0 ? over / (double)n : (double)NAN);
    put(c, "excess_max", n > 0 ? most : (double)NAN);
    put(c, "excess_min", n > 0 ? least : (double)NAN);
    return GY_OK;
}

GY_PLUGIN(text, resolve, 0, 0, 0, solve)

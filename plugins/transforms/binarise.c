/* SPDX-License-Identifier: MIT
 *
 * binarise.c: pictures, or any arrays, as rows of zeros and ones.
 */
#include "common.h"

GY_SAY(
    text,
    "transform.binarise 1 | 1 where a value is above a threshold; one row per sample\n"
    "in    x real[row, ...]   | values\n"
    "out   y u8[row, cell]    | 0 or 1; all other axes in one\n"
    "param threshold f64 = 0  | values above it become 1\n"
    "param patch i64 = 0 0..1000000 | of pictures (two axes): columns go patch by patch of so many "
    "by so many pixels, instead of line by line; both sides must be multiples of it\n"
    "reach y.row row\n"
    "licence | MIT\n");

static int resolve(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    int64_t patch = gy_integer(c, "patch"), n = 1;
    for (int32_t d = 1; d < x->rank; d++) {
        if (__builtin_mul_overflow(n, x->shape[d], &n)) {
            return tr_fail(c, GY_SHAPE, "x", "a row has more than 2^63 values");
        }
    }
    if (patch > 0 && (x->rank != 3 || x->shape[1] % patch || x->shape[2] % patch)) {
        return tr_fail(c, GY_PARAM, "patch",
                       "patches are of pictures, [row, height, width], with sides that are "
                       "multiples of %lld",
                       (long long)patch);
    }
    GY_TRY(c->host->set_scratch(c, (n + 1) * 8, 0, 0));
    return c->host->set_length(c, "cell", n);
}

/* Offsets of the columns, patch by patch. */
static void by_patch(const gy_array *x, int64_t patch, int64_t *offset)
{
    int64_t k = 0;
    for (int64_t i = 0; i < x->shape[1]; i += patch) {
        for (int64_t j = 0; j < x->shape[2]; j += patch) {
            for (int64_t p = 0; p < patch * patch; p++) {
                offset[k++] = (i + p / patch) * x->stride[1] + (j + p % patch) * x->stride[2];
            }
        }
    }
}

static int run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    uint8_t *y = (uint8_t *)gy_get(c, "y")->data;
    double threshold = gy_number(c, "threshold");
    int64_t n = 0, *offset = tr_columns(c, x, &n), patch = gy_integer(c, "patch");
    if (!offset) {
        return tr_memory(c, "x");
    }
    if (patch > 0) {
        by_patch(x, patch, offset);
    }
    for (int64_t i = 0; i < x->shape[0]; i++) {
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        for (int64_t j = 0; j < n; j++) {
            y[i * n + j] = gy_element(x, i * x->stride[0] + offset[j]) > threshold;
        }
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)

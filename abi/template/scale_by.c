/* SPDX-License-Identifier: MIT
 *
 * A complete plugin: y = gain * x + shift. Copy it, rename it, change it.
 */
#include "sugar.h"

GY_SAY(text, "transform.scale-by 1 | multiplies every value by a gain\n"
             "in    x T[row, ...]              | any array; its first axis is one row per sample\n"
             "out   y T[row, ...]              | same shape, unit and coordinates as x\n"
             "param gain  f64 = 1              | factor\n"
             "param shift f64 = 0 -1e6..1e6    | added after scaling\n"
             "reach y.row row\n"
             "doc   | Values of a shorter dtype are computed in f64 and rounded once.\n"
             "licence | MIT\n"
             "cite    | Author, A. (2026). A paper about scaling. Journal 1, 1-2.\n");

/* Offset of element k (counted in C order) of a, whatever its strides are. */
static int64_t offset_of(const gy_array *a, int64_t k)
{
    int64_t offset = 0;
    for (int32_t axis = a->rank - 1; axis >= 0; axis--) {
        offset += k % a->shape[axis] * a->stride[axis];
        k /= a->shape[axis];
    }
    return offset;
}

static int run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    gy_array *y = gy_get(c, "y");
    double gain = gy_number(c, "gain"), shift = gy_number(c, "shift");
    int64_t n = gy_size_from(y, 0); /* outputs are in C order */
    for (int64_t k = 0; k < n; k++) {
        double value = gain * gy_element(x, offset_of(x, k)) + shift;
        if (y->bits == 32) {
            ((float *)y->data)[k] = (float)value;
        } else {
            ((double *)y->data)[k] = value;
        }
    }
    return GY_OK;
}

GY_PLUGIN(text, 0, run, 0, 0, 0)

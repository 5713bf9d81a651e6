/* SPDX-License-Identifier: MIT
 *
 * gabor_energy.c: a Gabor wavelet pyramid. At f cycles an image there are f x f places; at each
 * place and orientation stand two Gabor filters a quarter cycle apart, and the feature is the
 * length of the pair of their answers, as of a complex cell. All answers of a block of images are
 * one product: grey[image, pixel] bank[pixel, 2 features].
 */
#include "gabor.h"

GY_SAY(
    text,
    "transform.gabor-energy 1 | Local contrast energy by place, orientation and spatial frequency\n"
    "in    x real[row, ...]    | images: [row, height, width] or [row, height, width, channel], "
    "whose channels are averaged\n"
    "out   y f64[row, feature] | square root of the energy: cycles by cycles, in these place by "
    "place, row by row of the image, in these orientation by orientation\n"
    "param cycles f64[k] = 1;2;4 >0 | spatial frequencies in cycles an image height; f stands at "
    "round(f) x round(f) places\n"
    "param orientations i64 = 4 1..360 | evenly over half a turn, from a grating along the width\n"
    "param octaves f64 = 1 >0  | bandwidth of a filter at half its height\n"
    "reach y.row row\n"
    "doc | Filters have mean 0 and length 1, so a flat image has energy 0, and contrast scales it. "
    "Coordinates of the features: cycles, orientation (degrees), top and left (share of the "
    "image).\n"
    "licence | MIT\n"
    "cite | Adelson, Bergen (1985), Journal of the Optical Society of America A 2, 284-299\n"
    "cite | Kay, Naselaris, Prenger, Gallant (2008), Nature 452, 352-355\n");

static int set_coord(gy_call *c, const char *name, double *values, int64_t n)
{
    int64_t one = 1;
    gy_array a = {sizeof a, GY_FLOAT, 64, 0, 1, GY_DENSE, values, &n, &one, 0, 0, 0, 0, 0};
    return c->host->set_coord(c, "feature", name, &a);
}

static int name_features(gy_call *c, const gb_bank *b)
{
    static const char *const names[4] = {"cycles", "orientation", "top", "left"};
    double *value = (double *)tr_scratch(c, b->features + 1, (int64_t)sizeof *value);
    gb_filter f;
    if (!value) {
        return tr_memory(c, "cycles");
    }
    for (int k = 0; k < 4; k++) {
        for (int64_t i = 0; i < b->features; i++) {
            f = gb_filter_of(b, i);
            value[i] = k == 0 ? f.cycles : k == 1 ? f.degrees : k == 2 ? f.top : f.left;
        }
        GY_TRY(set_coord(c, names[k], value, b->features));
    }
    return GY_OK;
}

static int resolve(gy_call *c)
{
    gb_bank b;
    GY_TRY(gb_bank_of(c, &b));
    GY_TRY(c->host->set_length(c, "feature", b.features));
    GY_TRY(name_features(c, &b));
    if (!GY_HAS(c->host, set_scratch) || !c->host->set_scratch) {
        return GY_OK;
    }
    return c->host->set_scratch(c, gb_room(&b, gy_get(c, "x")->shape[0]) * (int64_t)sizeof(double),
                                0, 0);
}

/* grey[count, pixel]: means over the channels of images first .. first + count - 1. */
static void make_grey(const gy_array *x, const gb_bank *b, int64_t first, int64_t count,
                      double *grey)
{
    int64_t channels = x->rank == 4 ? x->shape[3] : 1;
    for (int64_t k = 0; k < count * b->height * b->width; k++) {
        int64_t column = k % b->width, line = k / b->width % b->height;
        int64_t image = first + k / (b->width * b->height);
        int64_t at = image * x->stride[0] + line * x->stride[1] + column * x->stride[2];
        double sum = 0;
        for (int64_t i = 0; i < channels; i++) {
            sum += gy_element(x, at + (x->rank == 4 ? i * x->stride[3] : 0));
        }
        grey[k] = sum / (double)channels;
    }
}

static int run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    const gy_linalg *la = gy_la(c);
    double *y = gy_doubles(c, "y");
    int64_t n = x->shape[0];
    gb_bank b;
    GY_TRY(gb_bank_of(c, &b));
    double *room = (double *)tr_scratch(c, gb_room(&b, n), (int64_t)sizeof *room);
    if (!la) {
        return gy_fail(c, GY_UNSUPPORTED, "", "this host has no gy.linalg/1");
    }
    if (!room) {
        return tr_memory(c, "x");
    }
    int64_t px = b.height * b.width, answers = 2 * b.features, block = n < GB_BLOCK ? n : GB_BLOCK;
    double *bank = room, *grey = bank + px * answers, *out = grey + block * px;
    GY_TRY(gb_fill(c, &b, bank));
    for (int64_t first = 0; first < n; first += block) {
        int64_t count = n - first < block ? n - first : block;
        int64_t g[2] = {count, px}, gs[2] = {px, 1}, k[2] = {px, answers}, ks[2] = {answers, 1};
        int64_t o[2] = {count, answers};
        gy_array A = {sizeof A, GY_FLOAT, 64, 0, 2, GY_DENSE, grey, g, gs, 0, 0, 0, 0, 0};
        gy_array B = {sizeof B, GY_FLOAT, 64, 0, 2, GY_DENSE, bank, k, ks, 0, 0, 0, 0, 0};
        gy_array C = {sizeof C, GY_FLOAT, 64, 0, 2, GY_DENSE, out, o, ks, 0, 0, 0, 0, 0};
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        make_grey(x, &b, first, count, grey);
        GY_TRY(la->gemm(c, 1, &A, &B, 0, &C));
        for (int64_t i = 0; i < count * b.features; i++) {
            y[first * b.features + i] = hypot(out[2 * i], out[2 * i + 1]);
        }
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)

/* SPDX-License-Identifier: MIT
 *
 * arithmetic_encode.c: rows to codes.
 */
#include "arithmetic.h"

#include <string.h>

GY_SAY(text,
       "transform.arithmetic-encode 1 | The arithmetic code of each row under a model\n"
       "in  x     real[row, ...] | whole numbers, as the model was fitted to\n"
       "in  model model(encoder.hidden-chow-liu-tree) | the distribution\n"
       "out code  u8[row, byte]  | the row's code, first bit highest, zeros behind its end\n"
       "out bits  f64[row]       | length of the code in bits: less than -log2 p + 2\n"
       "out ideal f64[row] optional | -log2 p\n"
       "reach code.row row\n"
       "reach bits.row row\n"
       "reach ideal.row row\n"
       "doc | Conditional probabilities are precomputed along the tree, so that a row costs as "
       "much as two sums over the circuit. Only whole numbers are used: the decoder meets the same "
       "numbers on any machine. Codes of rows can stand bit behind bit; writer.code-stream does "
       "that, and what it adds (index and check sums) is in the size of its file.\n"
       "licence | MIT\n"
       "cite | Rissanen (1976), Generalized Kraft inequality and arithmetic coding, IBM J. Res. "
       "Dev. 20, 198-203\n"
       "cite | Liu, Mandt and Van den Broeck (2022), Lossless compression with probabilistic "
       "circuits, ICLR; arXiv 2111.11632\n");

static int variables(gy_call *c, int64_t *out_d, int64_t *out_k)
{
    const gy_model *service = (const gy_model *)c->host->extension(c, GY_MODEL);
    const gy_array *x = gy_get(c, "x");
    int32_t rank = 0;
    int64_t shape[8] = {0}, d = gy_size_from(x, 1);
    if (!service) {
        return gy_fail(c, GY_UNSUPPORTED, "model", "this host lacks gy.model/1");
    }
    GY_TRY(service->shape(c, "model", "transition", &rank, shape));
    if (shape[0] != d) {
        return circuit_fail(c, GY_SHAPE, "x", "rows of %lld values; the model was fitted to %lld",
                            (long long)d, (long long)shape[0]);
    }
    *out_d = d;
    *out_k = shape[1];
    return GY_OK;
}

static int resolve(gy_call *c)
{
    int64_t d = 0, k = 0;
    GY_TRY(variables(c, &d, &k));
    GY_TRY(c->host->set_length(c, "byte", arithmetic_most(d)));
    return gy_set_scratch(c, 24 * d * k + 48 * d + 4096);
}

static int run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    uint8_t *code = (uint8_t *)gy_get(c, "code")->data;
    double *bits = gy_doubles(c, "bits"), *ideal = gy_doubles(c, "ideal"), *room = 0;
    circuit m = {0};
    belief b = {0};
    int64_t d = 0, *column = circuit_columns(c, x, &d), most = arithmetic_most(d);
    int32_t *row = (int32_t *)circuit_room(c, "x", d, 4);
    if (!column || !row) {
        return GY_MEMORY;
    }
    GY_TRY(circuit_from_model(c, "model", &m));
    GY_TRY(belief_begin(c, &m, &b));
    if (ideal) {
        room = (double *)circuit_room(c, "ideal", m.d * m.k, 8);
        GY_TRY(room ? GY_OK : GY_MEMORY);
    }
    for (int64_t i = 0; i < x->shape[0]; i++) {
        GY_TRY(circuit_row(c, x, i, column, d, m.l, row));
        memset(code + i * most, 0, (size_t)most);
        bits[i] = (double)arithmetic_encode(&b, row, code + i * most);
        if (ideal) {
            ideal[i] = -circuit_log2(&m, row, room);
        }
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)

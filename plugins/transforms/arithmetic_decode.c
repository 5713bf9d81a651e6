/* SPDX-License-Identifier: MIT
 *
 * arithmetic_decode.c: codes back to rows.
 */
#include "arithmetic.h"

#include <string.h>

GY_SAY(text,
       "transform.arithmetic-decode 1 | Rows from their arithmetic codes\n"
       "in  code  u8[row, byte] | what transform.arithmetic-encode made, under the same model\n"
       "in  bits  real[row]     | length of each code\n"
       "in  model model(encoder.hidden-chow-liu-tree)\n"
       "out y     u16[row, variable] | the rows\n"
       "param damaged choice(refuse, zero) = refuse | what becomes of a row whose code is damaged: "
       "the "
       "run ends, or its values are 0\n"
       "reach y.row row\n"
       "doc | A code that does not end where `bits` says was made with another model, or is "
       "damaged: the row is named, and where its code ends.\n"
       "licence | MIT\n"
       "cite | Rissanen (1976), Generalized Kraft inequality and arithmetic coding, IBM J. Res. "
       "Dev. 20, 198-203\n");

static int resolve(gy_call *c)
{
    const gy_model *service = (const gy_model *)c->host->extension(c, GY_MODEL);
    int32_t rank = 0;
    int64_t shape[8] = {0};
    if (!service) {
        return gy_fail(c, GY_UNSUPPORTED, "model", "this host lacks gy.model/1");
    }
    GY_TRY(service->shape(c, "model", "transition", &rank, shape));
    GY_TRY(c->host->set_length(c, "variable", shape[0]));
    int64_t bytes = gy_get(c, "code")->shape[1];
    return gy_set_scratch(c, 16 * shape[0] * shape[1] + 36 * shape[0] + bytes + 4096);
}

static int one_row(gy_call *c, belief *b, int64_t i, uint8_t *code, uint16_t *y, int32_t *row)
{
    const gy_array *in = gy_get(c, "code"), *bits = gy_get(c, "bits");
    int64_t n = in->shape[1], d = b->m->d;
    double wanted = gy_element(bits, i * bits->stride[0]);
    memset(y, 0, (size_t)d * sizeof *y);
    for (int64_t k = 0; k < n; k++) {
        code[k] = ((const uint8_t *)in->data)[i * in->stride[0] + k * in->stride[1]];
    }
    int64_t length = arithmetic_decode(b, code, n, 0, row),
            at = in->rows ? in->rows[i] : in->first + i;
    if ((double)length != wanted && gy_is(c, "damaged", "zero")) {
        return GY_OK; /* y is zero */
    }
    if (length < 0) {
        return circuit_fail(c, GY_DATA, "code", "row %lld is not a code of this model",
                            (long long)at);
    }
    if ((double)length != wanted) {
        return circuit_fail(c, GY_DATA, "code",
                            "row %lld: its code ends after bit %lld, not %g: it is damaged, or was "
                            "made with another model",
                            (long long)at, (long long)length, wanted);
    }
    for (int64_t v = 0; v < d; v++) {
        y[v] = (uint16_t)row[v];
    }
    return GY_OK;
}

static int run(gy_call *c)
{
    const gy_array *code = gy_get(c, "code");
    uint16_t *y = (uint16_t *)gy_get(c, "y")->data;
    circuit m = {0};
    belief b = {0};
    GY_TRY(circuit_from_model(c, "model", &m));
    GY_TRY(belief_begin(c, &m, &b));
    int32_t *row = (int32_t *)circuit_room(c, "code", m.d, 4);
    uint8_t *bytes = (uint8_t *)circuit_room(c, "code", code->shape[1], 1);
    if (!row || !bytes) {
        return GY_MEMORY;
    }
    for (int64_t i = 0; i < code->shape[0]; i++) {
        GY_TRY(one_row(c, &b, i, bytes, y + i * m.d, row));
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)

/* SPDX-License-Identifier: MIT
 *
 * code_recall.c: is an item that is shown again given the code that it was stored with?
 */
#include "sugar.h"

#include <math.h>
#include <stddef.h>

GY_SAY(text,
       "metric.code-recall 1 | Recalled codes beside stored ones\n"
       "in    code   real[row, winner] | winner of each module now; below 0: silent\n"
       "in    stored real[row, winner] | at storage; rows that were not stored are below 0 "
       "throughout and are not counted\n"
       "out   exact   f64[] mean bounds=0..1 best=high | share of stored rows with the same winner "
       "in all modules\n"
       "out   modules f64[] mean bounds=0..1 best=high | mean share of modules with the same "
       "winner\n"
       "out   identified f64[] mean bounds=0..1 best=high | share of stored rows that are recalled "
       "exactly, with a code that no other row was stored with\n"
       "out   items   f64[] sum        | rows that were stored\n"
       "block all\n"
       "doc | A memory that is too full gives everything the same code, and recalls that exactly: "
       "look at `identified`.\n"
       "licence | MIT\n");

static double at(const gy_array *a, int64_t i, int64_t q)
{
    return gy_element(a, i * a->stride[0] + q * a->stride[1]);
}

/* Shares of the modules of row i of a that agree with row k of b; -1: row k was not stored. */
static double agreement(const gy_array *a, int64_t i, const gy_array *b, int64_t k)
{
    double modules = 0, same = 0;
    for (int64_t q = 0; q < a->shape[1]; q++) {
        double then = at(b, k, q);
        modules += then >= 0;
        same += then >= 0 && at(a, i, q) == then;
    }
    return modules > 0 ? same / modules : -1;
}

/* Whether no other row was stored with the code of row i. */
static int is_alone(const gy_array *b, int64_t i)
{
    for (int64_t k = 0; k < b->shape[0]; k++) {
        int64_t q = 0;
        while (k != i && q < b->shape[1] && at(b, i, q) == at(b, k, q)) {
            q++;
        }
        if (k != i && q == b->shape[1]) {
            return 0;
        }
    }
    return 1;
}

static void put(gy_call *c, const char *name, double value)
{
    double *to = gy_doubles(c, name);
    if (to) {
        to[0] = value;
    }
}

static int solve(gy_call *c)
{
    const gy_array *code = gy_get(c, "code"), *stored = gy_get(c, "stored");
    double n = 0, exact = 0, modules = 0, identified = 0;
    for (int64_t i = 0; i < code->shape[0]; i++) {
        double same = agreement(code, i, stored, i);
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        if (same >= 0) {
            n++;
            modules += same;
            exact += same == 1;
            identified += same == 1 && is_alone(stored, i);
        }
    }
    put(c, "exact", n > 0 ? exact / n : (double)NAN);
    put(c, "modules", n > 0 ? modules / n : (double)NAN);
    put(c, "identified", n > 0 ? identified / n : (double)NAN);
    put(c, "items", n);
    return GY_OK;
}

GY_PLUGIN(text, 0, 0, 0, 0, solve)

/* SPDX-License-Identifier: MIT
 *
 * accuracy.c: how often labels agree, from their confusion matrix over the test rows.
 */
#include "sugar.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

GY_SAY(text,
       "metric.accuracy 1 | Share of labels that are right\n"
       "in  predicted label[row]\n"
       "in  target    label[row]\n"
       "out accuracy  f64[] mean bounds=0..1 best=high | share of rows whose labels are equal\n"
       "out balanced  f64[] mean bounds=0..1 best=high | mean over the classes that occur of the "
       "share of their rows that is right\n"
       "out chance    f64[] mean | accuracy expected when the predictions are permuted: sum over "
       "classes of share among targets times share among predictions\n"
       "out majority  f64[] mean | share of the most frequent class\n"
       "out confusion f64[truth, guess] sum | rows by true class and predicted class\n"
       "stat table    f64[truth, guess] | rows\n"
       "licence | MIT\n");

static int same_level(const gy_array *a, const gy_array *b, int64_t i)
{
    int64_t n = a->offsets[i + 1] - a->offsets[i];
    return n == b->offsets[i + 1] - b->offsets[i] &&
           memcmp((const char *)a->data + a->offsets[i], (const char *)b->data + b->offsets[i],
                  (size_t)n) == 0;
}

static int resolve(gy_call *c)
{
    const gy_array *a = c->host->levels(c, "predicted"), *b = c->host->levels(c, "target");
    if (!a || !b) {
        return gy_fail(c, GY_DATA, a ? "target" : "predicted", "these labels have no levels");
    }
    int same = a->shape[0] == b->shape[0];
    for (int64_t i = 0; same && i < a->shape[0]; i++) {
        same = same_level(a, b, i);
    }
    if (!same) {
        return gy_fail(c, GY_DATA, "predicted", "predicted and target have other classes");
    }
    GY_TRY(c->host->set_length(c, "truth", a->shape[0]));
    return c->host->set_length(c, "guess", a->shape[0]);
}

static int add(gy_call *c)
{
    const gy_array *p = gy_get(c, "predicted"), *t = gy_get(c, "target");
    gy_array *table = gy_get(c, "table");
    int64_t k = table->shape[0];
    for (int64_t i = 0; i < t->shape[0]; i++) {
        int64_t guess = ((const int64_t *)p->data)[i * p->stride[0]];
        int64_t truth = ((const int64_t *)t->data)[i * t->stride[0]];
        if (guess < 0 || guess >= k || truth < 0 || truth >= k) {
            return gy_fail(c, GY_DATA, guess < 0 || guess >= k ? "predicted" : "target",
                           "a label is not one of the levels");
        }
        ((double *)table->data)[truth * k + guess] += 1;
    }
    return GY_OK;
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
    const gy_array *stat = c->host->stat(c, "table", -1);
    const double *table = (const double *)stat->data;
    double *confusion = gy_doubles(c, "confusion");
    int64_t k = stat->shape[0];
    double n = 0, right = 0, recall = 0, present = 0, chance = 0, most = 0;
    for (int64_t i = 0; i < k * k; i++) {
        n += table[i];
        if (confusion) {
            confusion[i] = table[i];
        }
    }
    for (int64_t i = 0; i < k; i++) {
        double truths = 0, guesses = 0;
        for (int64_t j = 0; j < k; j++) {
            truths += table[i * k + j];
            guesses += table[j * k + i];
        }
        right += table[i * k + i];
        recall += truths > 0 ? table[i * k + i] / truths : 0;
        present += truths > 0;
        chance += truths * guesses;
        most = fmax(most, truths);
    }
    put(c, "accuracy", n > 0 ? right / n : (double)NAN);
    put(c, "balanced", present > 0 ? recall / present : (double)NAN);
    put(c, "chance", n > 0 ? chance / (n * n) : (double)NAN);
    put(c, "majority", n > 0 ? most / n : (double)NAN);
    return GY_OK;
}

GY_PLUGIN(text, resolve, 0, add, 0, solve)

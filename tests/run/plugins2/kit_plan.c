/* SPDX-License-Identifier: MIT
 *
 * kit_plan.c: rows drawn as letters, and nodes that show what the host makes of texts: reach,
 * shapes, dtypes, answers.
 */
#include "sugar.h"

#include <string.h>

GY_SAY(plan_text,
       "reader.kit-plan 1 | One row a letter of g\n"
       "out t table[row:time] | x = row + 1, h the same in f32, g, u and m by letter, w as text\n"
       "param g text | groups: one letter a row\n"
       "param u text optional | units\n"
       "param m text optional | mask: 1 is true\n"
       "param s text optional | a segment begins where the letter changes\n"
       "param rate bool = false | rows are 0.5 s apart\n"
       "licence | MIT\n");

static int plan_resolve(gy_call *c)
{
    const char *g = c->host->text(c, "g"), *s = c->host->text(c, "s");
    int64_t n = (int64_t)strlen(g), first[64] = {0}, k = 1;
    GY_TRY(c->host->set_length(c, "row", n));
    GY_TRY(c->host->set_column(c, "t", "x", GY_FLOAT, 64, 0, 0));
    GY_TRY(c->host->set_column(c, "t", "h", GY_FLOAT, 32, 0, 0));
    GY_TRY(c->host->set_column(c, "t", "w", GY_UINT, 8, GY_TEXT, 0));
    static const char *const letters[] = {"g", "u", "m"};
    for (int i = 0; i < 3; i++) {
        GY_TRY(c->host->set_column(c, "t", letters[i], GY_INT, 64, 0, 0));
    }
    for (int64_t i = 1; s && i < n; i++) {
        if (s[i] != s[i - 1]) {
            first[k++] = i;
        }
    }
    if (s) {
        GY_TRY(c->host->set_segments(c, "row", k, first));
    }
    if (gy_is(c, "rate", "true")) {
        GY_TRY(c->host->set_rate(c, "row", 1, 2, "s", 0));
    }
    return GY_OK;
}

static int plan_run(gy_call *c)
{
    const char *g = c->host->text(c, "g");
    int64_t n = (int64_t)strlen(g);
    gy_array *w = c->host->ragged(c, "t.w", n);
    for (int64_t i = 0; i < n; i++) {
        gy_doubles(c, "t.x")[i] = (double)(i + 1);
        ((float *)gy_get(c, "t.h")->data)[i] = (float)(i + 1);
        ((char *)w->data)[i] = g[i];
        ((int64_t *)(uintptr_t)w->offsets)[i + 1] = i + 1;
    }
    static const char *const letters[] = {"g", "u", "m"}, *const columns[] = {"t.g", "t.u", "t.m"};
    for (int k = 0; k < 3; k++) {
        const char *from = c->host->text(c, letters[k]);
        for (int64_t i = 0; i < n; i++) {
            int64_t code = k == 2 ? from && from[i] == '1' : (from ? from[i] : g[i]);
            ((int64_t *)gy_get(c, columns[k])->data)[i] = code;
        }
    }
    return GY_OK;
}

GY_SAY(reach_text, "transform.kit-reach 1 | An output for each kind of reach\n"
                   "in x f64[row, col]\n"
                   "out a f64[row, col] | says nothing\n"
                   "out r f64[row, col] | row\n"
                   "out w f64[row, col] | window\n"
                   "out p f64[row, col] | past\n"
                   "out s f64[row, col] | segment\n"
                   "out k f64[kept, col] | window around every other row\n"
                   "out t f64[trial, col] | table\n"
                   "out h f64[row, col] | row when whole=false, else nothing\n"
                   "param past quantity(s, rows) = 1 rows\n"
                   "param future i64[f] = 0 | the largest counts\n"
                   "param whole bool = false\n"
                   "param beyond i64 = 0 | the table reads that far beyond the rows\n"
                   "reach r.row row\n"
                   "reach w.row window(past, future)\n"
                   "reach p.row past\n"
                   "reach s.row segment\n"
                   "reach k.kept window(1, 0)\n"
                   "reach t.trial x.row table\n"
                   "reach h.row row when whole=false\n"
                   "licence | MIT\n");

static int reach_resolve(gy_call *c)
{
    int64_t n = gy_get(c, "x")->shape[0], index[64], k = 0;
    for (int64_t i = 0; i < n; i += 2) {
        index[k++] = i;
    }
    GY_TRY(c->host->set_subset(c, "kept", "x.row", k, index));
    GY_TRY(c->host->set_length(c, "trial", 2));
    int64_t offsets[3] = {0, 2, 3}, lo[3] = {0, 4, n - 1}, hi[3] = {2, 5, n};
    hi[2] += gy_integer(c, "beyond");
    return c->host->set_reach(c, "t.trial", "x.row", 2, offsets, lo, hi);
}

static int reach_run(gy_call *c)
{
    static const char *const outs[] = {"a", "r", "w", "p", "s", "k", "t", "h"};
    for (int i = 0; i < 8; i++) {
        gy_array *y = gy_get(c, outs[i]);
        memset(y->data, 0, (size_t)gy_size_from(y, 0) * sizeof(double));
    }
    return GY_OK;
}

GY_SAY(shapes_text, "transform.kit-shapes 1 | An output of said shape\n"
                    "in x T[row, ...]\n"
                    "out y T[row, ...] | zero\n"
                    "param shape i64[d] optional | axes behind the rows\n"
                    "licence | MIT\n");

static int shapes_resolve(gy_call *c)
{
    const gy_array *x = gy_get(c, "x"), *list = gy_get(c, "shape");
    int64_t shape[8] = {x->shape[0]};
    if (!list) {
        return GY_OK;
    }
    for (int64_t i = 0; i < list->shape[0]; i++) {
        shape[i + 1] = (int64_t)gy_at1(list, i);
    }
    return c->host->set_shape(c, "y", x->code, x->bits, (int32_t)list->shape[0] + 1, shape);
}

static int shapes_run(gy_call *c)
{
    gy_array *y = gy_get(c, "y");
    memset(y->data, 0, (size_t)gy_size_from(y, 0) * y->bits / 8);
    return GY_OK;
}

GY_SAY(types_text, "transform.kit-types 1 | Inputs of all classes of dtype\n"
                   "in a T[row] optional\n"
                   "in b T[row] optional\n"
                   "in n f64[row] optional\n"
                   "in i i32[row] optional\n"
                   "in r real[row] optional\n"
                   "in l label[row] optional\n"
                   "in k label[row] optional\n"
                   "in anchor rows[row]\n"
                   "out y T[row] | zero\n"
                   "licence | MIT\n");

GY_SAY(keep_text, "encoder.kit-keep 1 | What it is taught, row by row, of 12 rows\n"
                  "in x f64[row, col]\n"
                  "in y f64[row] fit\n"
                  "out p f64[row, col] | zero\n"
                  "state kept f64[12] | y\n"
                  "block all\n"
                  "reach p.row row\n"
                  "licence | MIT\n");

static int keep_solve(gy_call *c)
{
    const gy_array *y = gy_get(c, "y");
    for (int64_t i = 0; i < y->shape[0] && i < 12; i++) {
        gy_doubles(c, "kept")[i] = gy_at1(y, i);
    }
    return GY_OK;
}

static int keep_run(gy_call *c)
{
    gy_array *p = gy_get(c, "p");
    memset(p->data, 0, (size_t)gy_size_from(p, 0) * sizeof(double));
    return GY_OK;
}

GY_SAY(total_text, "encoder.kit-total 1 | Sum of the training rows, without inner folds\n"
                   "in x f64[row, col]\n"
                   "out p f64[row, col] | zero\n"
                   "state mean f64[col] | sum\n"
                   "stat s f64[col] | sum\n"
                   "reach p.row row\n"
                   "licence | MIT\n");

static int total_add(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    for (int64_t i = 0; i < x->shape[0]; i++) {
        gy_doubles(c, "s")[0] += gy_at2(x, i, 0);
    }
    return GY_OK;
}

static int total_solve(gy_call *c)
{
    gy_doubles(c, "mean")[0] = ((const double *)c->host->stat(c, "s", -1)->data)[0];
    return GY_OK;
}

static const gy_node plan = {GY_NODE_HEAD, plan_text, plan_resolve, plan_run, 0, 0, 0, 0};
static const gy_node reach = {GY_NODE_HEAD, reach_text, reach_resolve, reach_run, 0, 0, 0, 0};
static const gy_node shapes = {GY_NODE_HEAD, shapes_text, shapes_resolve, shapes_run, 0, 0, 0, 0};
static const gy_node types = {GY_NODE_HEAD, types_text, 0, shapes_run, 0, 0, 0, 0};
static const gy_node keep = {GY_NODE_HEAD, keep_text, 0, keep_run, 0, 0, keep_solve, 0};
static const gy_node total = {GY_NODE_HEAD, total_text, 0, keep_run, total_add, 0, total_solve, 0};
GY_PLUGIN_NODES(&total, &plan, &reach, &shapes, &types, &keep)

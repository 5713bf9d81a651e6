/* twins.c: one recording that is there twice. The purge knows rows by where they come from; two
 * files that hold the same numbers are strangers to it, and so are repeats of a stimulus that
 * `together` does not name. So the features of every fit are compared, training rows against test
 * rows, bit for bit. */
#include <math.h>
#include <string.h>

#include "run/env.h"
#include "run/flow.h"
#include "run/probe.h"
#include "run/purge.h"
#include "run/reduce.h"
#include "run/resolve.h"
#include "run/split.h"
#include "run/twins.h"
#include "sugar.h"
#include "value/buffer.h"

#define ROWS_MAX  1000000
#define BYTES_MAX ((int64_t)4 << 30)

typedef struct twin_row {
    uint64_t hash;
    int64_t row; /* that the node sees */
    gboolean test;
} twin_row;

static int by_hash(gconstpointer a, gconstpointer b)
{
    const twin_row *x = a, *y = b;
    return x->hash != y->hash ? (x->hash < y->hash ? -1 : 1)
                              : (x->row > y->row) - (x->row < y->row);
}

/* The features behind an edge, read in place; NULL if there are none to compare. */
static const gy_value *features(const gy_inport *in)
{
    const gy_feed *f = in->n == 1 ? &in->feeds[0] : NULL;
    gboolean plain = f && !in->port->fit && !in->levels && gy_reduce_has_rows(in->port) &&
                     !f->is_rows && !f->is_table && !f->is_model && !f->word && !f->column &&
                     f->source.code == GY_FLOAT && f->rank == 2;
    const gy_value *v = plain ? f->out->value : NULL;
    return v && v->payload == GY_PAYLOAD_ARRAY && v->view.layout == GY_DENSE && v->view.rank == 2 &&
                   v->shape[1] > 2 && gy_value_bytes(v) <= BYTES_MAX
               ? v
               : NULL;
}

/* Rows of fewer than three different numbers, or of whole ones alone, are codes, counts and pauses:
 * equal ones mean nothing. */
static gboolean tells_apart(const gy_value *v, int64_t row, uint64_t *out_hash)
{
    const gy_array *a = &v->view;
    double first = 0, second = 0;
    gboolean whole = TRUE;
    int kinds = 0;
    uint64_t hash = 14695981039346656037u; /* FNV-1a over the numbers' bits */
    for (int64_t c = 0; c < a->shape[1]; c++) {
        double x = gy_element(a, row * a->stride[0] + c * a->stride[1]);
        uint64_t bits;
        whole &= x == floor(x);
        memcpy(&bits, &x, sizeof bits);
        hash = (hash ^ bits) * 1099511628211u;
        hash ^= hash >> 29;
        if (kinds == 0 || (kinds < 3 && x != first && (kinds == 1 || x != second))) {
            second = kinds == 1 ? x : second;
            first = kinds == 0 ? x : first;
            kinds++;
        }
    }
    *out_hash = hash;
    return kinds > 2 && !whole;
}

static gboolean same_row(const gy_value *v, int64_t a, int64_t b)
{
    const gy_array *x = &v->view;
    for (int64_t c = 0; c < x->shape[1]; c++) {
        double p = gy_element(x, a * x->stride[0] + c * x->stride[1]);
        double q = gy_element(x, b * x->stride[0] + c * x->stride[1]);
        if (memcmp(&p, &q, sizeof p) != 0) {
            return FALSE;
        }
    }
    return TRUE;
}

static void add(GArray *all, const gy_value *v, const gy_feed *f, const gy_rows *rows,
                gboolean test)
{
    int64_t n = gy_rows_count(rows);
    g_autofree int64_t *index = gy_rows_to_indices(rows);
    for (int64_t i = 0; i < n; i++) {
        twin_row r = {.row = index[i], .test = test};
        if (tells_apart(v, f->index ? f->index[r.row] : r.row, &r.hash)) {
            g_array_append_val(all, r);
        }
    }
}

/* Pairs of a training and a test row that are the same; the first of them. */
static int64_t count_twins(const gy_value *v, const gy_feed *f, GArray *all, int64_t *out_train,
                           int64_t *out_test)
{
    int64_t n = 0;
    g_array_sort(all, by_hash);
    for (guint lo = 0, hi = 0; lo < all->len; lo = hi) {
        const twin_row *first = &g_array_index(all, twin_row, lo), *train = NULL, *test = NULL;
        for (hi = lo; hi < all->len && g_array_index(all, twin_row, hi).hash == first->hash; hi++) {
            const twin_row *r = &g_array_index(all, twin_row, hi);
            train = !train && !r->test ? r : train;
            test = !test && r->test ? r : test;
        }
        int64_t a = train && f->index ? f->index[train->row] : train ? train->row : 0;
        int64_t b = test && f->index ? f->index[test->row] : test ? test->row : 0;
        if (train && test && same_row(v, a, b)) {
            *out_train = n ? *out_train : train->row;
            *out_test = n ? *out_test : test->row;
            n++;
        }
    }
    return n;
}

static void tell(gy_runtime *rt, const gy_inst *inst, const gy_feed *f, const char *port, int64_t n,
                 int64_t train, int64_t test)
{
    gy_env outside = inst->env;
    outside.fold = GY_OUTSIDE;
    g_autofree char *run_case = gy_env_text(rt->graph, &outside);
    char *key = g_strdup_printf("twins\n%s\n%s\n%s", inst->node->name, port, run_case);
    if (!g_hash_table_add(rt->told, key)) {
        return; /* one fold is enough */
    }
    g_autofree char *text = g_strdup_printf(
        "[%s] %s = %s%s%s: in fold %d %" G_GINT64_FORMAT
        " test row%s the same numbers as a training row, the first are rows %" G_GINT64_FORMAT
        " and %" G_GINT64_FORMAT
        ": one recording twice, or a stimulus that `together` should name?",
        inst->node->name, port, f->link->text, *run_case ? ", " : "", run_case, inst->env.fold, n,
        n == 1 ? " has" : "s have", test, train);
    gy_runtime_warn(rt, inst->node->line, text, "");
}

void gy_twins_look(gy_runtime *rt, const gy_inst *inst)
{
    gy_domain *x = gy_inst_rows(inst);
    gboolean once = inst->env.fold >= 0 && inst->env.inner == GY_OUTSIDE && inst->env.draw <= 0;
    if (!once || !x || inst->pooled || inst->pooling || x->n > ROWS_MAX || rt->chance ||
        (rt->probe && rt->probe->fold >= 0)) {
        return;
    }
    gy_split_case *c = gy_split_get(rt, &inst->case_env, NULL);
    g_auto(gy_rows) test = {0};
    if (!c || !gy_rows_by_identity(x, c->domain, &c->folds.test[inst->env.fold], &test)) {
        return;
    }
    for (unsigned i = 0; i < inst->node->sig->n_in; i++) {
        const gy_value *v = features(&inst->in[i]);
        int64_t train_row = 0, test_row = 0, n = 0;
        if (v) {
            g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(twin_row));
            add(all, v, &inst->in[i].feeds[0], &inst->train, FALSE);
            add(all, v, &inst->in[i].feeds[0], &test, TRUE);
            n = count_twins(v, &inst->in[i].feeds[0], all, &train_row, &test_row);
        }
        if (n > 0) {
            tell(rt, inst, &inst->in[i].feeds[0], inst->in[i].port->name, n, train_row, test_row);
        }
    }
}

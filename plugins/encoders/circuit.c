/* SPDX-License-Identifier: MIT
 *
 * circuit.c: what the fit and the coders of a hidden tree share.
 */
#include "circuit.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int circuit_fail(gy_call *c, int code, const char *where, const char *format, ...)
{
    char text[600];
    va_list ap;
    va_start(ap, format);
    vsnprintf(text, sizeof text, format, ap);
    va_end(ap);
    return c->host->fail(c, code, where, text);
}

void *circuit_room(gy_call *c, const char *where, int64_t n, int64_t size)
{
    int64_t bytes = 0;
    void *room = 0;
    if (n >= 0 && !__builtin_mul_overflow(n, size, &bytes) && bytes < INT64_MAX - 64) {
        room = c->host->scratch(c, bytes > 0 ? bytes : 1);
    }
    if (!room) {
        (void)circuit_fail(c, GY_MEMORY, where, "no memory for %lld values of %lld bytes",
                           (long long)n, (long long)size);
    }
    return room;
}

int circuit_each(gy_call *c, int64_t n, int (*body)(void *context, int64_t i), void *context)
{
    const gy_map *map = (const gy_map *)c->host->extension(c, GY_MAP);
    if (map) {
        return map->each(c, n, body, context);
    }
    for (int64_t i = 0; i < n; i++) {
        GY_TRY(body(context, i));
    }
    return GY_OK;
}

int64_t circuit_preorder(const int64_t *parent, int64_t d, int64_t *order, int64_t *room)
{
    int64_t *child = room, *next = room + d + 1, done = 0, at = d;
    for (int64_t v = 0; v <= d; v++) {
        child[v] = -1;
    }
    for (int64_t v = d - 1; v >= 0; v--) { /* child[d] begins the list of roots */
        int64_t up = parent[v] == -1 ? d : parent[v];
        if (up < 0 || up > d || (up == d && parent[v] != -1)) {
            return v;
        }
        next[v] = child[up];
        child[up] = v;
    }
    /* Down to the first child that is left, else up: child[] is used up on the way. */
    while (1) {
        int64_t v = child[at];
        if (v >= 0) {
            child[at] = next[v];
            order[done++] = v;
            at = v;
        } else if (at == d) {
            break;
        } else {
            at = parent[at] == -1 ? d : parent[at];
        }
    }
    if (done == d) {
        return -1;
    }
    for (int64_t v = 0; v < d; v++) { /* what no root leads to ends in a cycle */
        int64_t u = v, steps = 0;
        while (u >= 0 && steps <= d) {
            u = parent[u];
            steps++;
        }
        if (u >= 0) {
            return u;
        }
    }
    return 0;
}

static int cycle(gy_call *c, const char *where, const int64_t *parent, int64_t d, int64_t v)
{
    char text[400] = "";
    size_t n = 0;
    if (parent[v] < -1 || parent[v] >= d) {
        return circuit_fail(c, GY_DATA, where,
                            "variable %lld has parent %lld; parents are -1 (the root) .. %lld",
                            (long long)v, (long long)parent[v], (long long)d - 1);
    }
    int64_t u = v;
    for (int k = 0; k < 12; k++) {
        n += (size_t)snprintf(text + n, sizeof text - n, "%lld -> ", (long long)u);
        u = parent[u];
        if (u == v) {
            break;
        }
    }
    return circuit_fail(c, GY_DATA, where, "the parents go in a circle: %s%s%lld", text,
                        u == v ? "" : "... -> ", (long long)v);
}

int circuit_tree(gy_call *c, const char *where, const int64_t *parent, int64_t d, int64_t *order)
{
    int64_t *room = (int64_t *)circuit_room(c, where, 2 * d + 2, 8), roots = 0;
    if (!room) {
        return GY_MEMORY;
    }
    int64_t bad = circuit_preorder(parent, d, order, room);
    if (bad >= 0) {
        return cycle(c, where, parent, d, bad);
    }
    for (int64_t v = 0; v < d; v++) {
        roots += parent[v] == -1;
    }
    if (roots != 1) {
        return circuit_fail(c, GY_DATA, where, "a tree has 1 root; %lld variables have parent -1",
                            (long long)roots);
    }
    return GY_OK;
}

static int check_tree(gy_call *c, const char *where, const circuit *m)
{
    int64_t *order = (int64_t *)circuit_room(c, where, m->d, 8);
    if (!order) {
        return GY_MEMORY;
    }
    GY_TRY(circuit_tree(c, where, m->parent, m->d, order));
    if (memcmp(order, m->order, (size_t)m->d * sizeof *order)) {
        return circuit_fail(c, GY_DATA, where,
                            "`order` is not the preorder of the tree (variable %lld first, then "
                            "subtree by subtree)",
                            (long long)order[0]);
    }
    return GY_OK;
}

static int check_tables(gy_call *c, const char *where, const circuit *m)
{
    for (int64_t i = 0; i < m->d * m->k; i++) {
        const uint32_t *row = m->transition + i * m->k;
        const uint32_t *edge = m->leaf + i / m->k * (m->l + 1) * m->k + i % m->k;
        int64_t sum = 0, rising = edge[0] == 0, last = edge[m->l * m->k];
        for (int64_t z = 0; z < m->k; z++) {
            sum += row[z];
        }
        for (int64_t x = 0; x < m->l; x++) {
            rising &= edge[x * m->k] < edge[(x + 1) * m->k];
        }
        if (sum != CIRCUIT_ONE || !rising || last != CIRCUIT_ONE) {
            int leaf = sum == CIRCUIT_ONE;
            return circuit_fail(c, GY_DATA, where,
                                "the %s probabilities of variable %lld, state %lld sum to %.9f, "
                                "not to 1 (exactly 2^24 units%s)",
                                leaf ? "leaf" : "transition", (long long)(i / m->k),
                                (long long)(i % m->k),
                                (double)(leaf ? last - edge[0] : sum) / (double)CIRCUIT_ONE,
                                leaf ? ", edges rising from 0" : "");
        }
    }
    return GY_OK;
}

int circuit_check(gy_call *c, const char *where, const circuit *m)
{
    GY_TRY(check_tree(c, where, m));
    return check_tables(c, where, m);
}

int circuit_from_model(gy_call *c, const char *port, circuit *out)
{
    const gy_model *service = (const gy_model *)c->host->extension(c, GY_MODEL);
    if (!service) {
        return gy_fail(c, GY_UNSUPPORTED, port, "this host lacks gy.model/1");
    }
    const gy_array *parent = service->tap(c, port, "parent");
    const gy_array *order = service->tap(c, port, "order");
    const gy_array *transition = service->tap(c, port, "transition");
    const gy_array *leaf = service->tap(c, port, "leaf");
    if (!parent || !order || !transition || !leaf) {
        return gy_fail(c, GY_DATA, port, "the model has no tables of a hidden tree");
    }
    out->d = parent->shape[0];
    out->k = transition->shape[1];
    out->l = leaf->shape[1] - 1;
    out->parent = (const int64_t *)parent->data;
    out->order = (const int64_t *)order->data;
    out->transition = (const uint32_t *)transition->data;
    out->leaf = (const uint32_t *)leaf->data;
    return circuit_check(c, port, out);
}

double circuit_log2(const circuit *m, const int32_t *x, double *room)
{
    const double unit = 1.0 / (double)CIRCUIT_ONE;
    double bits = 0, last = 0;
    for (int64_t i = 0; i < m->d * m->k; i++) {
        room[i] = 1;
    }
    for (int64_t i = m->d - 1; i >= 0; i--) {
        int64_t v = m->order[i], up = m->parent[v];
        const uint32_t *edge = m->leaf + v * m->k * (m->l + 1);
        const uint32_t *t = m->transition + v * m->k * m->k;
        double *mine = room + v * m->k, sum = 0;
        for (int64_t z = 0; x[v] >= 0 && z < m->k; z++) {
            const uint32_t *e = edge + x[v] * m->k + z;
            mine[z] *= (double)(e[m->k] - e[0]) * unit;
        }
        for (int64_t z = 0; z < m->k; z++) {
            sum += mine[z];
        }
        bits += log2(sum);
        for (int64_t from = 0; from < (up < 0 ? 1 : m->k); from++) {
            double message = 0;
            for (int64_t z = 0; z < m->k; z++) {
                message += (double)t[from * m->k + z] * mine[z];
            }
            message *= unit / sum;
            if (up >= 0) {
                room[up * m->k + from] *= message;
            } else {
                last = message;
            }
        }
    }
    return bits + log2(last);
}

void circuit_round(const double *weight, int64_t n, uint32_t *out)
{
    double sum = 0;
    int64_t total = 0, largest = 0;
    for (int64_t i = 0; i < n; i++) {
        sum += weight[i];
    }
    for (int64_t i = 0; i < n; i++) { /* every one gets 1 unit, the rest is shared out */
        double share = weight[i] / sum * (double)(CIRCUIT_ONE - n);
        out[i] = 1 + (uint32_t)floor(share > 0 ? share : 0);
        total += out[i];
        largest = out[i] > out[largest] ? i : largest;
    }
    out[largest] = (uint32_t)((int64_t)out[largest] + CIRCUIT_ONE - total);
}

int64_t *circuit_columns(gy_call *c, const gy_array *x, int64_t *out_d)
{
    int64_t d = gy_size_from(x, 1);
    int64_t *at = (int64_t *)circuit_room(c, "x", d, (int64_t)sizeof *at);
    for (int64_t i = 0; at && i < d; i++) {
        int64_t rest = i, offset = 0;
        for (int32_t axis = x->rank - 1; axis >= 1; axis--) {
            offset += rest % x->shape[axis] * x->stride[axis];
            rest /= x->shape[axis];
        }
        at[i] = offset;
    }
    *out_d = d;
    return at;
}

int circuit_row(gy_call *c, const gy_array *x, int64_t row, const int64_t *column, int64_t d,
                int64_t l, int32_t *out)
{
    for (int64_t v = 0; v < d; v++) {
        double value = gy_element(x, row * x->stride[0] + column[v]);
        if (isnan(value) || (x->valid && !x->valid[row * d + v])) {
            out[v] = -1;
            continue;
        }
        if (!(value >= 0 && value < (double)l) || value != floor(value)) {
            return circuit_fail(c, GY_DATA, "x",
                                "row %lld, value %lld is %g; values are whole numbers from 0 to "
                                "%lld (levels = %lld)",
                                (long long)(x->rows ? x->rows[row] : x->first + row), (long long)v,
                                value, (long long)l - 1, (long long)l);
        }
        out[v] = (int32_t)value;
    }
    return GY_OK;
}

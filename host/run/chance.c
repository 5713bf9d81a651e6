#include "run/chance.h"

#include <string.h>

#include "core/error.h"
#include "run/shuffle.h"
#include "sugar.h"

gboolean gy_chance_is_permuted(const gy_gchance *c, const gy_link *link)
{
    const gy_link *p = &c->permute;
    return p->node == link->node && p->kind == link->kind && p->out == link->out &&
           g_strcmp0(p->word, link->word) == 0;
}

gboolean gy_chance_permutes(const gy_runtime *rt, const gy_inst *inst, const gy_link *link)
{
    return inst->env.draw > 0 && rt->active && gy_chance_is_permuted(rt->active, link);
}

/* Which shuffle an instance sees, and the number of its rearrangement when all are gone through:
 * the digits of the draw, the first shuffle the lowest. NULL with error. */
static const gy_shuffle *shuffle_of(const gy_drawing *d, const gy_inst *inst, const gy_feed *feed,
                                    uint64_t *out_number, GError **error)
{
    uint64_t number = (uint64_t)inst->env.draw;
    for (guint k = 0; k < d->drawn->len; k++) {
        const gy_drawn *e = &g_array_index(d->drawn, gy_drawn, k);
        uint64_t count = d->exact ? (uint64_t)gy_shuffle_count(e->shuffle) : 1;
        if (e->from == feed->from && (e->fold == GY_OUTSIDE || e->fold == inst->env.fold)) {
            *out_number = number % count;
            return e->shuffle;
        }
        number /= count;
    }
    g_set_error(error, GY_ERROR, GY_ERR_INTERNAL, "[%s] nothing says how to rearrange %s",
                inst->node->name, feed->link->text);
    return NULL;
}

/* A copy whose rows are multiplied by sign[row]. */
static gy_value *flipped(gy_runtime *rt, const gy_feed *feed, const gy_value *v, const int8_t *sign,
                         GError **error)
{
    gy_dtype t = gy_value_dtype(v);
    if (v->payload != GY_PAYLOAD_ARRAY || v->view.layout != GY_DENSE || v->view.code != GY_FLOAT) {
        g_set_error(error, GY_ERROR, GY_ERR_USAGE,
                    "[chance %s] scheme = sign-flip negates numbers with a point (f32, f64), and "
                    "%s is %s",
                    gy_graph_node(rt->graph, rt->active->node)->group, feed->link->text,
                    v->payload == GY_PAYLOAD_ARRAY ? gy_dtype_name(t) : "none");
        return NULL;
    }
    gy_value *out = gy_value_new_dense(rt->mem, t, v->view.rank, v->shape, FALSE, error);
    if (!out) {
        return NULL;
    }
    int64_t n = v->shape[0], inner = gy_size_from(&v->view, 1);
    gy_gather_rows(&v->view, n, NULL, out->view.data);
    for (int64_t i = 0; i < n * inner; i++) {
        if (sign[i / inner] < 0 && t.bits == 32) {
            ((float *)out->view.data)[i] = -((float *)out->view.data)[i];
        } else if (sign[i / inner] < 0) {
            ((double *)out->view.data)[i] = -((double *)out->view.data)[i];
        }
    }
    return out;
}

gy_value *gy_chance_permute(gy_runtime *rt, const gy_inst *inst, const gy_feed *feed, gy_value *v,
                            GError **error)
{
    const gy_gchance *c = rt->active;
    g_autoptr(gy_value) owned G_GNUC_UNUSED = v;
    uint64_t number = 0;
    const gy_shuffle *s = shuffle_of(rt->drawing, inst, feed, &number, error);
    if (!s) {
        return NULL;
    }
    int64_t n = gy_value_rows(v);
    g_autofree int64_t *index = g_new(int64_t, (gsize)MAX(n, 1));
    g_autofree int8_t *sign = g_new(int8_t, (gsize)MAX(n, 1));
    if (rt->drawing->exact) {
        gy_shuffle_nth(s, number, index, sign);
    } else {
        gy_rng_key key =
            gy_rng_make_key(rt->graph->seed, gy_graph_node(rt->graph, c->node)->name, "chance");
        gy_shuffle_draw(s, key, (uint64_t)inst->env.draw, index, sign);
    }
    return strcmp(c->scheme, "sign-flip") == 0 ? flipped(rt, feed, v, sign, error)
                                               : gy_value_take_rows(v, n, index, error);
}

/* Nodes downstream of what is permuted; without refit no fit is one of them. */
void gy_chance_mark(gy_runtime *rt, const gy_gchance *c)
{
    for (guint i = 0; i < rt->graph->nodes->len; i++) {
        gy_gnode *n = gy_graph_node(rt->graph, (int)i);
        gboolean drawn = FALSE;
        for (unsigned p = 0; p < n->sig->n_in && (c->refit || !n->fit); p++) {
            for (guint k = 0; k < n->in[p]->len; k++) {
                const gy_link *l = &g_array_index(n->in[p], gy_link, k);
                drawn |= rt->drawn[l->node] || gy_chance_is_permuted(c, l);
            }
        }
        rt->drawn[i] = drawn;
    }
}

void gy_chance_keep(gy_runtime *rt)
{
    guint n = rt->graph->nodes->len;
    for (guint i = 0; i < rt->graph->chances->len; i++) {
        const gy_gchance *c = &g_array_index(rt->graph->chances, gy_gchance, i);
        gy_chance_mark(rt, c);
        if (c->has_within) {
            rt->keep[c->within.node] = TRUE;
        }
        for (guint k = 0; k < n; k++) {
            const gy_gnode *node = gy_graph_node(rt->graph, (int)k);
            for (unsigned p = 0; rt->drawn[k] && p < node->sig->n_in; p++) {
                for (guint e = 0; e < node->in[p]->len; e++) {
                    rt->keep[g_array_index(node->in[p], gy_link, e).node] = TRUE;
                }
            }
        }
        memset(rt->drawn, 0, n * sizeof *rt->drawn);
    }
    /* every draw chooses anew, and may choose what the truth has not made */
    for (guint k = 0; rt->graph->chances->len > 0 && rt->graph->tunes->len > 0 && k < n; k++) {
        rt->keep[k] |= !gy_graph_node(rt->graph, (int)k)->split;
    }
}

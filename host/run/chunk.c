#include "run/chunk.h"

#include "run/chance.h"
#include "run/probe.h"
#include "run/reduce.h"
#include "run/resolve.h"
#include "value/state.h"

int64_t gy_chunk_rows(const gy_runtime *rt)
{
    gboolean few = rt->chunk_tiles > 0 && rt->tile <= INT64_MAX / rt->chunk_tiles;
    return few ? rt->tile * rt->chunk_tiles : INT64_MAX;
}

gboolean gy_chunk_applies(gy_runtime *rt, const gy_inport *in, const gy_feed *f)
{
    gboolean dense = !f->is_rows && !f->is_table && !f->is_model && !f->word && !in->levels &&
                     (f->column || !f->out->ragged) && !(f->source.flags & GY_TEXT);
    gboolean drawn =
        gy_chance_permutes(rt, in->owner, f->link) || (rt->chance && in->port->fit); /* whole */
    return dense && !drawn && !f->columns && !in->owner->pooling && f->rank > 0 &&
           gy_reduce_has_rows(in->port) && f->shape[0] > gy_chunk_rows(rt);
}

/* A view of elements [lo, hi) of an axis. */
static void narrow(gy_value *v, int32_t axis, int64_t lo, int64_t hi)
{
    size_t size = gy_dtype_size(gy_value_dtype(v));
    v->shape[axis] = hi - lo;
    v->view.data = (char *)v->view.data + lo * v->stride[axis] * (int64_t)size;
}

gy_value *gy_chunk_value(gy_runtime *rt, const gy_inport *in, const gy_feed *f, const gy_chunk *c,
                         GError **error)
{
    g_autoptr(gy_value) whole = gy_feed_pick(f, error);
    if (!whole) {
        return NULL;
    }
    gy_value *v = gy_value_share(whole);
    if (c->axis > 0 && c->axis < v->view.rank) {
        narrow(v, c->axis, c->from, c->to);
    }
    if (f->index) {
        gy_value *rows = gy_value_take_rows_in(rt->mem, v, c->hi - c->lo, f->index + c->lo, error);
        gy_value_unref(v);
        v = rows;
    } else {
        narrow(v, 0, c->lo, c->hi);
    }
    if (v && !gy_dtype_equal(f->source, f->dtype)) {
        gy_value *cast = gy_value_cast(rt->mem, v, f->dtype, error);
        if (!cast) {
            g_prefix_error(error, "[%s] %s = %s: ", in->owner->node->name, in->port->name,
                           f->link->text);
        }
        gy_value_unref(v);
        v = cast;
    }
    if (!v) {
        return NULL;
    }
    if (f->lifted) {
        v->view.rank = 2;
        v->shape[1] = 1;
        v->stride[1] = 1;
    }
    v->view.first = c->lo;
    return gy_probe_feed(rt, in, f, v);
}

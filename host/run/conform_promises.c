/* conform_promises.c: promises of one instance, measured while its sources still have their values:
 * the instance is run again with one row of an input changed, with its state copied, or told to
 * stop, and what it made the first time is put back. */
#include <string.h>

#include "core/error.h"
#include "run/conform_parts.h"
#include "run/exec.h"
#include "run/reduce.h"
#include "run/resolve.h"
#include "sugar.h"
#include "value/buffer.h"

#define GY_ROWS_TRIED 9

static void breaks(gy_trial *t, gy_promise p, const char *format, ...) G_GNUC_PRINTF(3, 4);
static void breaks(gy_trial *t, gy_promise p, const char *format, ...)
{
    va_list ap;
    if (t->broken[p]->len < 400) { /* the first few say enough */
        va_start(ap, format);
        g_string_append(t->broken[p], t->broken[p]->len ? "; " : "");
        g_string_append_vprintf(t->broken[p], format, ap);
        va_end(ap);
    }
}

static gboolean reduces(const gy_inst *inst)
{
    return inst->fits || inst->node->metric;
}

/* Outputs (and the state, of a reduction) laid aside and put back. */
typedef struct gy_aside {
    gy_value **outs;
    gy_state *state;
} gy_aside;

static gy_aside lay_aside(gy_inst *inst, gboolean state)
{
    gy_aside a = {.outs = g_new0(gy_value *, MAX(inst->n_outs, 1))};
    for (unsigned o = 0; o < inst->n_outs; o++) {
        a.outs[o] = g_steal_pointer(&inst->outs[o].value);
    }
    if (state) {
        a.state = g_steal_pointer(&inst->state);
    }
    return a;
}

static void put_back(gy_inst *inst, gy_aside *a)
{
    for (unsigned o = 0; o < inst->n_outs; o++) {
        g_clear_pointer(&inst->outs[o].value, gy_value_unref);
        inst->outs[o].value = a->outs[o];
    }
    if (a->state) {
        g_clear_pointer(&inst->state, gy_state_unref);
        inst->state = a->state;
    }
    g_free(a->outs);
}

/* Runs it again. reduce: the fit or the score; else the map (of a fit: with the state it has). */
static gboolean again(gy_runtime *rt, gy_inst *inst, gboolean reduce, GError **error)
{
    return reduce ? gy_exec_reduce(rt, inst, error) : gy_exec_run(rt, inst, error);
}

/* Output rows that differ from those laid aside, of output o. */
static gy_rows differing(const gy_inst *inst, const gy_aside *a, unsigned o)
{
    gy_rows rows = gy_rows_empty();
    const gy_value *x = a->outs[o], *y = inst->outs[o].value;
    for (int64_t r = 0; x && y && x->payload != GY_PAYLOAD_MODEL && r < gy_value_rows(x); r++) {
        if (gy_sight_row_differs(x, y, r)) {
            g_auto(gy_rows) one = gy_rows_range(r, r + 1);
            gy_rows more = gy_rows_union(&rows, &one);
            gy_rows_clear(&rows);
            rows = more;
        }
    }
    return rows;
}

/* One changed row of a map: what moved must lie in the image of that row. TRUE if anything moved.
 */
static gboolean map_moves(gy_trial *t, gy_inst *inst, const gy_aside *a, gy_promise p)
{
    const gy_change *c = &t->change;
    g_auto(gy_rows) row = gy_rows_range(c->row, c->row + 1);
    gboolean moved = FALSE;
    for (unsigned o = 0; o < inst->n_outs; o++) {
        g_auto(gy_rows) rows = differing(inst, a, o);
        moved |= rows.n > 0;
        const gy_tie *tie = gy_ties_find(inst, o, c->in->port->index);
        if (!tie || rows.n == 0) {
            continue;
        }
        g_auto(gy_rows) image = gy_reach_image(&tie->reach, &row);
        g_auto(gy_rows) beyond = gy_rows_subtract(&rows, &image);
        if (beyond.n > 0) {
            g_autofree char *reach = gy_reach_format(&tie->reach);
            breaks(t, p,
                   "row %" G_GINT64_FORMAT " of %s moves row %" G_GINT64_FORMAT
                   " of %s, beyond the reach `%s`",
                   c->row, c->in->port->name, beyond.span[0].lo, inst->outs[o].port->name, reach);
        }
    }
    return moved;
}

/* Rows worth changing: the ends and some between. */
static int64_t tried(int64_t n, int i)
{
    return n <= GY_ROWS_TRIED ? i : i * (n - 1) / (GY_ROWS_TRIED - 1);
}

/* Whether a failure is the node's word about the values of a port: "[node] bits: ...". */
static gboolean refuses(const GError *error, const char *port)
{
    g_autofree char *where = g_strdup_printf("] %s: ", port);
    return strstr(error->message, where) != NULL;
}

static void change_map(gy_trial *t, gy_runtime *rt, gy_inst *inst, gboolean missing)
{
    const gy_change *c = &t->change;
    gy_promise p = missing ? GY_PROMISE_MISSING : GY_PROMISE_REACH;
    gboolean moved = FALSE;
    int64_t n = c->feed->shape[0];
    for (int i = 0; i < MIN(n, GY_ROWS_TRIED); i++) {
        g_autoptr(GError) error = NULL;
        t->change.row = tried(n, i);
        gy_aside a = lay_aside(inst, FALSE);
        if (again(rt, inst, FALSE, &error)) {
            moved |= map_moves(t, inst, &a, p);
        } else if (refuses(error, c->in->port->name)) {
            moved = TRUE;      /* not every value is allowed, and the node looks at it */
        } else if (!missing) { /* NaN may be refused */
            breaks(t, p, "with row %" G_GINT64_FORMAT " of %s changed: %s", t->change.row,
                   c->in->port->name, error->message);
        }
        put_back(inst, &a);
        t->met[p] = TRUE;
    }
    if (!missing && inst->n_outs > 0) {
        t->met[GY_PROMISE_SENSITIVE] = TRUE;
        if (!moved) {
            breaks(t, GY_PROMISE_SENSITIVE, "no changed row of %s changes an output",
                   c->in->port->name);
        }
    }
}

/* A fit or a metric: a row it is given changes something, another row nothing. */
static void change_reduction(gy_trial *t, gy_runtime *rt, gy_inst *inst, gboolean missing)
{
    const gy_change *c = &t->change;
    const gy_rows *given = inst->fits ? &inst->train : &inst->test;
    gboolean by_row = gy_reduce_has_rows(c->in->port), moved = FALSE, asked = FALSE;
    gy_promise p = missing ? GY_PROMISE_MISSING : GY_PROMISE_REACH;
    int64_t n = c->feed->shape[0];
    for (int i = 0; i < MIN(n, GY_ROWS_TRIED); i++) {
        g_autoptr(GError) error = NULL;
        t->change.row = tried(n, i);
        gboolean own = !by_row || gy_rows_contains(given, t->change.row);
        g_autofree char *before = inst->fits ? gy_sight_state(inst) : gy_sight_outputs(inst);
        gy_aside a = lay_aside(inst, inst->fits);
        gboolean good = again(rt, inst, TRUE, &error);
        g_autofree char *after = inst->fits ? gy_sight_state(inst) : gy_sight_outputs(inst);
        gboolean differs = !good || strcmp(before, after) != 0;
        put_back(inst, &a);
        t->met[p] = TRUE;
        moved |= own && differs;
        asked |= own;
        if (!own && differs) {
            breaks(t, p,
                   "row %" G_GINT64_FORMAT " of %s is read though it is not among the rows %s",
                   t->change.row, c->in->port->name, inst->fits ? "trained on" : "scored");
        }
    }
    if (asked && !missing) {
        t->met[GY_PROMISE_SENSITIVE] = TRUE;
        if (!moved) {
            breaks(t, GY_PROMISE_SENSITIVE, "no changed row of %s changes the %s",
                   c->in->port->name, inst->fits ? "state" : "score");
        }
    }
}

static void change_feed(gy_trial *t, gy_runtime *rt, gy_inst *inst, const gy_inport *in,
                        const gy_feed *feed, gboolean missing)
{
    t->change = (gy_change){.in = in, .feed = feed, .missing = missing};
    if (reduces(inst)) {
        change_reduction(t, rt, inst, missing);
    }
    if (!inst->node->metric && !in->port->fit && inst->code->run) {
        change_map(t, rt, inst, missing);
    }
    t->change.in = NULL;
}

static size_t state_bytes(const gy_value *v)
{
    return (size_t)gy_size_from(&v->view, 0) * (v->view.bits / 8);
}

/* The state arrays copied, the originals overwritten. */
static void copy_state(gy_trial *t, gy_runtime *rt, gy_inst *inst)
{
    g_autofree char *before = gy_sight_outputs(inst);
    g_autoptr(GError) error = NULL;
    gy_state *old = inst->state, *copy = gy_state_new(old->id, old->node);
    for (guint i = 0; i < old->arrays->len; i++) {
        gy_value *v = old->arrays->pdata[i];
        gy_value *twin = gy_value_copy_view(NULL, &v->view, &error);
        gy_state_add(copy, old->names->pdata[i], twin);
        memset(v->view.data, 0xA5, state_bytes(v));
    }
    gy_aside a = lay_aside(inst, FALSE);
    inst->state = copy;
    gboolean good = again(rt, inst, FALSE, &error);
    g_autofree char *after = gy_sight_outputs(inst);
    put_back(inst, &a);
    inst->state = old;
    for (guint i = 0; i < old->arrays->len; i++) {
        gy_value *v = old->arrays->pdata[i];
        const gy_value *twin = copy->arrays->pdata[i];
        memcpy(v->view.data, twin->view.data, state_bytes(v));
    }
    gy_state_unref(copy);
    t->met[GY_PROMISE_STATE] = TRUE;
    if (!good || strcmp(before, after) != 0) {
        breaks(t, GY_PROMISE_STATE, "%s",
               good ? "copied state gives other outputs" : error->message);
    }
}

static void stop_call(gy_trial *t, gy_runtime *rt, gy_inst *inst, gboolean reduce)
{
    g_autoptr(GError) error = NULL;
    gy_aside a = lay_aside(inst, reduce && inst->fits);
    gint64 begin = g_get_monotonic_time();
    int64_t tile = rt->tile;
    rt->tile = INT64_MAX; /* in one call: between tiles the host itself would stop */
    g_atomic_int_set(&rt->stop, 1);
    gboolean good = again(rt, inst, reduce, &error);
    g_atomic_int_set(&rt->stop, 0);
    rt->tile = tile;
    double seconds = (double)(g_get_monotonic_time() - begin) * 1e-6;
    put_back(inst, &a);
    t->met[GY_PROMISE_CANCEL] = TRUE;
    if (!good && !g_error_matches(error, GY_ERROR, GY_ERR_CANCELLED)) {
        breaks(t, GY_PROMISE_CANCEL, "a call that is told to stop says: %s", error->message);
    }
    if (seconds > 2) {
        breaks(t, GY_PROMISE_CANCEL, "a call that is told to stop goes on for %.1f s", seconds);
    }
}

void gy_conform_promises(gy_trial *t, gy_runtime *rt, gy_inst *inst)
{
    for (unsigned i = 0; i < inst->node->sig->n_in; i++) {
        const gy_inport *in = &inst->in[i];
        for (unsigned k = 0; k < in->n; k++) {
            if (gy_view_can_change(in, &in->feeds[k], FALSE)) {
                change_feed(t, rt, inst, in, &in->feeds[k], FALSE);
            }
            if (gy_view_can_change(in, &in->feeds[k], TRUE)) {
                change_feed(t, rt, inst, in, &in->feeds[k], TRUE);
            }
        }
    }
    if (inst->fits && inst->state && inst->code->run) {
        copy_state(t, rt, inst);
    }
    if (reduces(inst)) {
        stop_call(t, rt, inst, TRUE);
    }
    if (!inst->node->metric && inst->code->run) {
        stop_call(t, rt, inst, FALSE);
    }
}

/* ties.c: from reach statements and set_reach to the reach of each output's rows (axis 0) into the
 * rows of each input. Declared in resolve.h and host_table.h. */
#include "run/resolve.h"

#include <string.h>

#include "core/error.h"
#include "run/host_table.h"
#include "run/symbols.h"
#include "sugar.h"

gy_tie *gy_ties_find(const gy_inst *inst, unsigned out, unsigned in)
{
    for (guint i = 0; inst->ties && i < inst->ties->len; i++) {
        gy_tie *t = &g_array_index(inst->ties, gy_tie, i);
        if (t->out == out && t->in == in) {
            return t;
        }
    }
    return NULL;
}

/* "y.trial" -> port index of the wanted role, or -1. */
static int port_of(gy_inst *inst, const char *axis, gy_sig_role role)
{
    const char *dot = strchr(axis, '.');
    g_autofree char *name = dot ? g_strndup(axis, (gsize)(dot - axis)) : g_strdup(axis);
    const gy_sig_port *p = gy_sig_port_find(inst->node->sig, name);
    return p && p->role == role ? (int)p->index : -1;
}

static int64_t rows_of(const gy_inst *inst, unsigned in)
{
    const gy_inport *p = &inst->in[in];
    return p->n == 0 ? 0 : p->feeds[0].rank > 0 ? p->feeds[0].shape[0] : 1;
}

int gy_host_set_reach(gy_call *c, const char *out_axis, const char *in_axis, int64_t n,
                      const int64_t *offsets, const int64_t *lo, const int64_t *hi)
{
    gy_inst *inst = gy_frame_of(c)->inst;
    int out = port_of(inst, out_axis, GY_ROLE_OUT), in = port_of(inst, in_axis, GY_ROLE_IN);
    if (gy_frame_of(c)->phase != GY_PHASE_RESOLVE || out < 0 || in < 0 || n < 0) {
        return gy_host_fail(c, GY_INTERNAL, out_axis, "set_reach: no such axes, or not in resolve");
    }
    if (inst->in[in].n == 0) {
        return GY_OK;
    }
    int64_t total = offsets ? offsets[n] : n;
    gy_tie t = {.out = (unsigned)out, .in = (unsigned)in};
    t.offset = g_new0(int64_t, (gsize)n + 1);
    t.span = g_new0(gy_span, (gsize)MAX(total, 1));
    int64_t kept = 0;
    for (int64_t i = 0; i < n; i++) {
        for (int64_t k = offsets ? offsets[i] : i; k < (offsets ? offsets[i + 1] : i + 1); k++) {
            if (hi[k] > lo[k]) {
                t.span[kept++] = (gy_span){lo[k], hi[k]};
            }
        }
        t.offset[i + 1] = kept;
    }
    t.reach = (gy_reach){.kind = GY_REACH_TABLE,
                         .n_out = n,
                         .n_in = rows_of(inst, (unsigned)in),
                         .offset = t.offset,
                         .span = t.span};
    g_autoptr(GError) error = NULL;
    if (!gy_reach_check(&t.reach, kept, &error)) {
        g_free(t.offset);
        g_free(t.span);
        return gy_host_fail(c, GY_INTERNAL, out_axis, error->message);
    }
    g_array_append_val(inst->ties, t);
    return GY_OK;
}

/* The statement for (out, in): by name, by common symbol, or around the axis of a subset. */
static const gy_sig_reach *statement(const gy_inst *inst, unsigned out, const gy_symbol *so,
                                     unsigned in, const char *in_symbol)
{
    const gy_sig *sig = inst->node->sig;
    const gy_sig_reach *common = NULL;
    for (unsigned i = 0; i < sig->n_reach; i++) {
        const gy_sig_reach *r = &sig->reach[i];
        if (r->out != out || strcmp(r->symbol, so->name) != 0 || !gy_when_holds(inst, &r->when)) {
            continue;
        }
        if (r->in == (int)in) {
            return r;
        }
        gboolean meets = strcmp(in_symbol, so->name) == 0 ||
                         (so->subset_of && strcmp(in_symbol, so->subset_of) == 0);
        if (r->in < 0 && meets) {
            common = r;
        }
    }
    return common;
}

/* Rows of one side of a window: a number, or the largest value of a parameter; times are divided by
 * the step of the axis. */
static gboolean extent(const gy_inst *inst, const gy_sig_extent *e, const gy_domain *d,
                       int64_t *out_rows, GError **error)
{
    *out_rows = e->rows;
    if (e->param < 0) {
        return TRUE;
    }
    const gy_literal *l = &inst->params[e->param].literal;
    double most = 0;
    for (size_t i = 0; i < l->n_numbers; i++) {
        most = i == 0 ? l->numbers[0] : MAX(most, l->numbers[i]);
    }
    const char *unit = l->unit ? l->unit->name : "";
    gboolean in_rows = !*unit || strcmp(unit, "rows") == 0;
    if (!in_rows && l->n_numbers > 0) {
        if (!d || d->numerator == 0) {
            g_set_error(error, GY_ERROR, GY_ERR_SHAPE,
                        "[%s] %s is a time, but the rows have no regular rate", inst->node->name,
                        inst->node->sig->params[e->param].name);
            return FALSE;
        }
        most = most * (double)d->denominator / (double)d->numerator;
    }
    double up = most - 1e-6;
    *out_rows = up <= 0 ? (int64_t)up : (int64_t)up + 1;
    return TRUE;
}

static gboolean tie_by(gy_inst *inst, gy_tie *t, const gy_sig_reach *r, const gy_symbol *so,
                       GError **error)
{
    static const gy_reach_kind kinds[] = {GY_REACH_ROW,     GY_REACH_WINDOW, GY_REACH_PAST,
                                          GY_REACH_SEGMENT, GY_REACH_ALL,    GY_REACH_ALL};
    gy_reach *reach = &t->reach;
    gy_domain *d = inst->in[t->in].feeds[0].domains[0];
    reach->kind = r ? kinds[r->kind] : GY_REACH_ALL;
    if (d && d->n > 0) {
        reach->segments = gy_inst_segments(inst, d);
    } else if (reach->kind != GY_REACH_ROW) {
        reach->kind = GY_REACH_ALL;
    }
    reach->index = so && so->subset_of ? so->index : NULL;
    if (reach->kind == GY_REACH_WINDOW && (!extent(inst, &r->before, d, &reach->before, error) ||
                                           !extent(inst, &r->after, d, &reach->after, error))) {
        return FALSE;
    }
    gboolean centred = reach->kind != GY_REACH_ALL && reach->kind != GY_REACH_TABLE;
    if (centred && !reach->index && reach->n_out != reach->n_in) {
        reach->kind = GY_REACH_ALL;
    }
    return TRUE;
}

static gboolean make_tie(gy_inst *inst, unsigned out, unsigned in, GError **error)
{
    const gy_sig_port *po = inst->outs[out].port, *pi = inst->in[in].port;
    if (inst->in[in].n == 0 || pi->fit || pi->type.form == GY_FORM_MODEL ||
        gy_ties_find(inst, out, in)) {
        return TRUE;
    }
    gy_out *o = &inst->outs[out];
    gy_tie t = {.out = out, .in = in};
    t.reach.n_out = o->rank > 0 ? o->shape[0] : 1;
    t.reach.n_in = rows_of(inst, in);
    t.reach.kind = GY_REACH_ALL;
    const gy_sig_axis *ao = po->type.n_axes > 0 ? &po->type.axes[0] : NULL;
    const gy_sig_axis *ai = pi->type.n_axes > 0 ? &pi->type.axes[0] : NULL;
    if (ao && ai && ao->symbol && ai->symbol) {
        const gy_symbol *so = gy_symbols_find(inst, ao->symbol);
        const gy_sig_reach *r = statement(inst, out, so, in, ai->symbol);
        gy_sig_reach row = {.kind = GY_SIG_REACH_ROW};
        if (!r && pi->type.form == GY_FORM_ROWS && strcmp(ao->symbol, ai->symbol) == 0) {
            r = &row;
        }
        if (!tie_by(inst, &t, r, so, error)) {
            return FALSE;
        }
    }
    g_array_append_val(inst->ties, t);
    return TRUE;
}

gboolean gy_ties_make(gy_inst *inst, GError **error)
{
    for (unsigned o = 0; o < inst->node->sig->n_out; o++) {
        for (unsigned i = 0; i < inst->node->sig->n_in; i++) {
            if (inst->outs[o].payload != GY_PAYLOAD_MODEL && !make_tie(inst, o, i, error)) {
                return FALSE;
            }
        }
    }
    return TRUE;
}

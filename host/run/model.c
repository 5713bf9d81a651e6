/* model.c: the service gy.model/1: a fitted node, called by another one. [any] */
#include <string.h>

#include "core/error.h"
#include "run/host_table.h"
#include "run/reduce.h"
#include "run/resolve.h"
#include "run/symbols.h"
#include "sugar.h"
#include "value/state.h"

/* One use of a model: who calls, through which edge, what is applied. */
typedef struct gy_use {
    gy_call *call;
    const char *port;
    const gy_feed *feed;
    gy_inst *model;
} gy_use;

/* "model" or "models.2"; NULL if there is no such edge. */
static const gy_feed *find_edge(gy_call *c, const char *port)
{
    const gy_inst *inst = gy_frame_of(c)->inst;
    const char *dot = strchr(port, '.');
    g_autofree char *name = dot ? g_strndup(port, (gsize)(dot - port)) : g_strdup(port);
    guint64 k = 0;
    if (dot && !g_ascii_string_to_unsigned(dot + 1, 10, 0, G_MAXUINT32, &k, NULL)) {
        return NULL;
    }
    const gy_sig_port *p = gy_sig_port_find(inst->node->sig, name);
    gboolean good = p && p->role == GY_ROLE_IN && p->type.form == GY_FORM_MODEL;
    if (!good || k >= inst->in[p->index].n) {
        return NULL;
    }
    const gy_feed *f = &inst->in[p->index].feeds[k];
    return f->is_model ? f : NULL;
}

static int refuse(const gy_use *u, int code, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* Both ends in one text: "[caller] port: @fit.model (encoder.ridge) ...". */
static int refuse(const gy_use *u, int code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *why = g_strdup_vprintf(format, args);
    va_end(args);
    g_autofree char *text =
        u->feed ? g_strdup_printf("%s (%s) %s", u->feed->link->text, u->model->node->sig->id, why)
                : g_strdup(why);
    return gy_host_fail(u->call, code, u->port, text);
}

/* State is there once the fit has run: before the caller runs, and in resolve if the port is
 * `now`. */
static gboolean is_there(const gy_use *u)
{
    return u->model->state != NULL;
}

static gboolean is_row(const gy_sig_type *t, unsigned axis)
{
    return g_strcmp0(t->axes[axis].symbol, "row") == 0;
}

/* Lengths of a port for n rows of the axis `row`; of other axes as fitted. */
static gboolean shape_of(const gy_inst *model, const gy_sig_port *port, int64_t n, int32_t *rank,
                         int64_t shape[GY_RANK_MAX])
{
    if (!gy_type_shape(model, port, 0, shape, rank, NULL)) {
        return FALSE;
    }
    int32_t rest = MAX(model->n_rest, 0), at = 0;
    for (unsigned i = 0; i < port->type.n_axes; i++) {
        if (port->type.axes[i].is_rest) {
            at += rest;
            continue;
        }
        if (is_row(&port->type, i)) {
            shape[at] = n;
        } else if (g_strcmp0(port->type.axes[i].symbol, "fold") == 0) {
            shape[at] = -1; /* as many as the fit has inner folds */
        }
        at++;
    }
    return TRUE;
}

static const gy_sig_port *find_port(const gy_inst *model, const char *name, gy_sig_role role)
{
    const gy_sig_port *p = name ? gy_sig_port_find(model->node->sig, name) : NULL;
    return p && p->role == role && p->type.form == GY_FORM_ARRAY ? p : NULL;
}

static gboolean fits_dtype(const gy_inst *model, const gy_sig_port *port, gy_dtype is)
{
    gy_sig_dtype want = port->type.dtype;
    if (want == GY_DTYPE_REAL || want == GY_DTYPE_ANY) {
        return (is.flags & GY_TEXT) == 0;
    }
    return gy_dtype_equal(gy_type_dtype(model, port), is);
}

static char *shape_text(int32_t rank, const int64_t *shape)
{
    GString *s = g_string_new("[");
    for (int32_t i = 0; i < rank; i++) {
        g_string_append_printf(s, "%s%" G_GINT64_FORMAT, i ? ", " : "", shape[i]);
    }
    g_string_append_c(s, ']');
    return g_string_free(s, FALSE);
}

/* What the caller gives as an input or takes as an output, against the text and the fit. */
static int check_array(const gy_use *u, const gy_sig_port *port, const gy_array *a, int64_t rows)
{
    int64_t shape[GY_RANK_MAX], step = 1;
    int32_t rank = 0;
    gboolean is_out = port->role == GY_ROLE_OUT;
    const char *does = is_out ? "gives" : "takes";
    if (!a || a->layout != GY_DENSE || (a->rank > 0 && (!a->shape || !a->stride))) {
        return refuse(u, GY_SHAPE, "%s a dense array as '%s'", does, port->name);
    }
    gy_dtype is = {.code = a->code, .bits = a->bits, .flags = a->flags};
    if (!fits_dtype(u->model, port, is)) {
        return refuse(u, GY_SHAPE, "%s %s as '%s', not %s", does,
                      gy_dtype_name(gy_type_dtype(u->model, port)), port->name, gy_dtype_name(is));
    }
    if (!shape_of(u->model, port, rows, &rank, shape)) {
        return refuse(u, GY_INTERNAL, "has no known lengths of '%s'", port->name);
    }
    gboolean same = rank == a->rank;
    for (int32_t i = 0; same && i < rank; i++) {
        same = shape[i] == a->shape[i];
    }
    if (!same) {
        g_autofree char *wanted = shape_text(rank, shape);
        g_autofree char *given = shape_text(CLAMP(a->rank, 0, GY_RANK_MAX), a->shape);
        return refuse(u, GY_SHAPE, "%s %s as '%s', not %s", does, wanted, port->name, given);
    }
    for (int32_t i = rank - 1; is_out && i >= 0; i--) {
        if (a->shape[i] > 1 && a->stride[i] != step) {
            return refuse(u, GY_SHAPE, "gives '%s' in C order", port->name);
        }
        step *= a->shape[i];
    }
    if (!a->data && gy_size_from(a, 0) > 0) {
        return refuse(u, GY_SHAPE, "%s '%s', which has no data here", does, port->name);
    }
    return GY_OK;
}

/* An output whose rows are not the input's cannot be made for other rows. */
static gboolean has_own_rows(const gy_inst *model, const gy_sig_port *out)
{
    const gy_tie *t = NULL;
    for (unsigned i = 0; i < model->node->sig->n_in && !t; i++) {
        t = gy_reduce_has_rows(&model->node->sig->in[i]) ? gy_ties_find(model, out->index, i)
                                                         : NULL;
    }
    return t && !gy_reduce_has_rows(out);
}

/* Whether the model can be applied with this input alone. */
static int check_use(const gy_use *u, const char *in, const char *out)
{
    const gy_sig *sig = u->model->node->sig;
    const gy_sig_port *from = find_port(u->model, in, GY_ROLE_IN);
    const gy_sig_port *to = find_port(u->model, out, GY_ROLE_OUT);
    if (!from || from->fit) {
        return refuse(u, GY_PARAM, "has no input '%s' to be applied to", in ? in : "");
    }
    if (!to || u->model->outs[to->index].ragged) {
        return refuse(u, GY_PARAM, "has no output array '%s'", out ? out : "");
    }
    for (unsigned i = 0; i < sig->n_in; i++) {
        const gy_sig_port *p = &sig->in[i];
        gboolean other = p != from && !p->fit && p->type.form != GY_FORM_MODEL;
        if (other && u->model->in[i].n > 0) {
            return refuse(u, GY_UNSUPPORTED, "reads '%s' besides '%s', and is given one array",
                          p->name, in);
        }
    }
    if (!u->model->code->run || has_own_rows(u->model, to)) {
        return refuse(u, GY_UNSUPPORTED, "makes rows of its own in '%s'", out);
    }
    return GY_OK;
}

/* Outputs that nobody asked for, but that its run fills. */
static gboolean bind_others(gy_frame *f, const gy_sig_port *asked, int64_t rows, GError **error)
{
    const gy_sig *sig = f->inst->node->sig;
    for (unsigned i = 0; i < sig->n_out; i++) {
        int64_t shape[GY_RANK_MAX];
        int32_t rank = 0;
        const gy_sig_port *p = &sig->out[i];
        if (p == asked || p->optional || p->type.form != GY_FORM_ARRAY || f->inst->outs[i].ragged ||
            !shape_of(f->inst, p, rows, &rank, shape)) {
            continue;
        }
        gy_value *v =
            gy_value_new_dense(f->rt->mem, f->inst->outs[i].dtype, rank, shape, TRUE, error);
        if (!v) {
            return FALSE;
        }
        gy_frame_bind(f, p->name, 0, &gy_frame_keep(f, v)->view);
    }
    return TRUE;
}

static int run_model(const gy_use *u, const gy_sig_port *in, const gy_array *x,
                     const gy_sig_port *out, const gy_array *y, int64_t rows)
{
    gy_frame *caller = gy_frame_of(u->call), f;
    const gy_sig *sig = u->model->node->sig;
    g_autoptr(GError) error = NULL;
    int answer = 0;
    gy_frame_init(&f, u->model->rt ? u->model->rt : caller->rt, u->model, GY_PHASE_RUN);
    f.random_case = u->model->random_case;
    f.applied_rows = rows;
    f.is_serial |= caller->is_serial;
    for (unsigned i = 0; i < sig->n_state; i++) {
        const gy_value *s = gy_state_get(u->model->state, sig->state[i].name);
        gy_frame_bind(&f, sig->state[i].name, 0, &s->view);
    }
    gy_frame_bind(&f, in->name, 0, x)->view.first = 0;
    gy_frame_find(&f, in->name, 0)->view.rows = NULL;
    gy_frame_bind(&f, out->name, 0, y)->view.first = 0;
    gboolean good = bind_others(&f, out, rows, &error) &&
                    gy_frame_call(&f, u->model->code->run, &answer, &error);
    gy_frame_finish(&f);
    return good ? GY_OK : refuse(u, gy_error_status(error), "fails: %s", error->message);
}

static int model_apply(gy_call *c, const char *port, const char *in, const gy_array *x,
                       const char *out, gy_array *y)
{
    gy_use u = {.call = c, .port = port, .feed = find_edge(c, port)};
    if (!u.feed) {
        return refuse(&u, GY_PARAM, "no model comes in here");
    }
    u.model = u.feed->from;
    if (!is_there(&u)) {
        return refuse(&u, GY_INTERNAL, "is not fitted yet");
    }
    int good = check_use(&u, in, out);
    if (good < 0) {
        return good;
    }
    const gy_sig_port *from = find_port(u.model, in, GY_ROLE_IN);
    const gy_sig_port *to = find_port(u.model, out, GY_ROLE_OUT);
    int64_t rows = x && x->rank > 0 && x->shape && gy_reduce_has_rows(from) ? x->shape[0] : 0;
    good = check_array(&u, from, x, rows);
    good = good < 0 ? good : check_array(&u, to, y, rows);
    if (good < 0 || (rows == 0 && gy_reduce_has_rows(from))) {
        return good;
    }
    return run_model(&u, from, x, to, y, rows);
}

static const gy_array *model_tap(gy_call *c, const char *port, const char *name)
{
    gy_use u = {.call = c, .feed = find_edge(c, port)};
    u.model = u.feed ? u.feed->from : NULL;
    const gy_value *v = u.model && is_there(&u) ? gy_state_get(u.model->state, name) : NULL;
    return v ? &v->view : NULL;
}

static const char *model_id(gy_call *c, const char *port)
{
    const gy_feed *f = find_edge(c, port);
    return f ? f->from->node->sig->id : NULL;
}

static int model_shape(gy_call *c, const char *port, const char *name, int32_t *out_rank,
                       int64_t *out_shape)
{
    const gy_feed *f = find_edge(c, port);
    if (!f) {
        return GY_PARAM;
    }
    const gy_sig_port *p = gy_sig_array_find(f->from->node->sig, name);
    p = p ? p : gy_sig_port_find(f->from->node->sig, name);
    gboolean known = p && p->type.form == GY_FORM_ARRAY &&
                     (p->role == GY_ROLE_IN || p->role == GY_ROLE_OUT || p->role == GY_ROLE_STATE);
    int64_t shape[GY_RANK_MAX] = {0};
    int32_t rank = 0;
    if (!known || !shape_of(f->from, p, -1, &rank, shape)) {
        return GY_NONE;
    }
    memcpy(out_shape, shape, sizeof(int64_t) * (size_t)rank);
    *out_rank = rank;
    return GY_OK;
}

const gy_model gy_model_service = {sizeof(gy_model), 0,        model_apply,
                                   model_tap,        model_id, model_shape};

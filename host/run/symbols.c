#include "run/symbols.h"

#include <string.h>

#include "core/error.h"
#include "run/align.h"

static gy_symbol *add_symbol(gy_inst *inst, const char *name)
{
    gy_symbol *old = gy_symbols_find(inst, name);
    if (old) {
        return old;
    }
    gy_symbol s = {.name = name, .axis_name = name, .n = -1};
    g_array_append_val(inst->symbols, s);
    return &g_array_index(inst->symbols, gy_symbol, inst->symbols->len - 1);
}

static void add_type(gy_inst *inst, const gy_sig_type *type)
{
    for (unsigned i = 0; i < type->n_axes; i++) {
        const gy_sig_axis *a = &type->axes[i];
        if (!a->symbol || strcmp(a->symbol, "fold") == 0) {
            continue;
        }
        gy_symbol *s = add_symbol(inst, a->symbol);
        if (a->name) {
            s->axis_name = a->name;
        }
    }
}

static void clear_symbol(gpointer p)
{
    gy_symbol *s = p;
    gy_domain_unref(s->domain);
    g_free(s->subset_of);
}

void gy_symbols_init(gy_inst *inst)
{
    const gy_sig *sig = inst->node->sig;
    inst->symbols = g_array_new(FALSE, TRUE, sizeof(gy_symbol));
    g_array_set_clear_func(inst->symbols, clear_symbol);
    for (unsigned i = 0; i < sig->n_in; i++) {
        add_type(inst, &sig->in[i].type);
    }
    for (unsigned i = 0; i < sig->n_out; i++) {
        add_type(inst, &sig->out[i].type);
    }
    const struct {
        const gy_sig_port *port;
        unsigned n;
    } more[] = {{sig->state, sig->n_state},
                {sig->stat, sig->n_stat},
                {sig->temp, sig->n_temp},
                {sig->carry, sig->n_carry}};
    for (size_t k = 0; k < G_N_ELEMENTS(more); k++) {
        for (unsigned i = 0; i < more[k].n; i++) {
            add_type(inst, &more[k].port[i].type);
        }
    }
    for (unsigned i = 0; i < sig->n_params; i++) {
        if (sig->params[i].symbol) {
            gy_symbol *s = add_symbol(inst, sig->params[i].symbol);
            if (s->domain && s->n > 0) { /* several lists may share a symbol: the first counts */
                continue;
            }
            g_clear_pointer(&s->domain, gy_domain_unref);
            s->n = inst->params[i].n;
            s->domain = gy_domain_new(s->axis_name, MAX(s->n, 0));
        }
    }
}

gy_symbol *gy_symbols_find(const gy_inst *inst, const char *name)
{
    for (guint i = 0; i < inst->symbols->len; i++) {
        gy_symbol *s = &g_array_index(inst->symbols, gy_symbol, i);
        if (strcmp(s->name, name) == 0) {
            return s;
        }
    }
    return NULL;
}

int64_t gy_symbols_length(const gy_inst *inst, const char *name)
{
    const gy_symbol *s = gy_symbols_find(inst, name);
    return s ? s->n : -1;
}

void gy_out_set_attribute(gy_out *o, const char *key, const char *text)
{
    if (!o->attributes) {
        o->attributes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    }
    g_hash_table_replace(o->attributes, g_strdup(key), g_strdup(text));
}

/* The feed of an edge that gave a symbol its domain; NULL: none did. */
static const gy_feed *feed_of(const gy_inst *inst, const gy_symbol *s)
{
    for (unsigned i = 0; s->port && i < inst->node->sig->n_in; i++) {
        for (unsigned k = 0; inst->in[i].port == s->port && k < inst->in[i].n; k++) {
            if (inst->in[i].feeds[k].link->text == s->edge) {
                return &inst->in[i].feeds[k];
            }
        }
    }
    return NULL;
}

/* Symbol and feed axis become one domain; rows may meet in a subset. */
static gboolean bind_symbol(gy_inst *inst, const gy_feed *feed, const gy_sig_port *port,
                            const gy_sig_axis *axis, int32_t at, GError **error)
{
    gy_symbol *s = gy_symbols_find(inst, axis->symbol);
    gy_domain *d = feed->domains[at];
    if (axis->name && d && strcmp(d->name, axis->name) != 0) {
        g_set_error(error, GY_ERROR, GY_ERR_SHAPE,
                    "[%s] %s wants an axis '%s', but axis %d of %s is '%s'", inst->node->name,
                    port->name, axis->name, at, feed->link->text, d->name);
        return FALSE;
    }
    if (!s->domain && s->n < 0) {
        s->domain = gy_domain_ref(d);
        s->n = feed->shape[at];
        s->port = port;
        s->edge = feed->link->text;
        return TRUE;
    }
    if (s->domain && d && s->domain != d) {
        gy_meeting m = {0};
        GError *why = NULL;
        if (!gy_domain_meet(s->domain, d, &m, &why)) {
            const gy_feed *first = at == 0 ? feed_of(inst, s) : NULL;
            gboolean differ = strstr(why->message, "the first difference") != NULL;
            g_autofree char *hint = first ? gy_align_hint(inst, first, feed, differ) : g_strdup("");
            g_set_error(error, GY_ERROR, GY_ERR_SHAPE, "[%s] %s = %s and %s = %s: %s%s",
                        inst->node->name, s->port ? s->port->name : axis->symbol,
                        s->port ? s->edge : "this node's", port->name, feed->link->text,
                        why->message, hint);
            g_error_free(why);
            return FALSE;
        }
        gy_domain_unref(s->domain);
        s->domain = gy_domain_ref(m.domain);
        s->n = s->domain->n;
        gy_meeting_clear(&m);
        return TRUE;
    }
    if (s->n != feed->shape[at]) {
        g_set_error(
            error, GY_ERROR, GY_ERR_SHAPE,
            "[%s] %s = %s has %" G_GINT64_FORMAT " along '%s', the other inputs %" G_GINT64_FORMAT,
            inst->node->name, port->name, feed->link->text, feed->shape[at], axis->symbol, s->n);
        return FALSE;
    }
    if (!s->domain) {
        s->domain = gy_domain_ref(d);
    }
    return TRUE;
}

static gboolean bind_rest(gy_inst *inst, const gy_feed *feed, const gy_sig_port *port, int32_t at,
                          int32_t n, GError **error)
{
    gboolean first = inst->n_rest < 0;
    if (first) {
        inst->n_rest = n;
    }
    gboolean same = inst->n_rest == n;
    for (int32_t i = 0; same && i < n; i++) {
        if (first) {
            inst->rest[i] = feed->domains[at + i];
            inst->rest_n[i] = feed->shape[at + i];
        }
        same = inst->rest_n[i] == feed->shape[at + i];
    }
    if (!same) {
        g_set_error(error, GY_ERROR, GY_ERR_SHAPE,
                    "[%s] %s = %s: its remaining axes differ from those of the other inputs",
                    inst->node->name, port->name, feed->link->text);
    }
    return same;
}

/* Symbols that only `many` ports have beyond their rows differ from edge to edge; so does the shape
 * of values of any shape. */
static gboolean is_free(const gy_sig_port *port, int32_t at)
{
    return port->many && (at > 0 || port->type.axes[0].is_rest);
}

static gboolean bind_feed(gy_inst *inst, const gy_sig_port *port, gy_feed *feed, GError **error)
{
    const gy_sig_type *t = &port->type;
    if (t->form == GY_FORM_MODEL) {
        return TRUE;
    }
    int32_t named = (int32_t)t->n_axes, rest = 0;
    for (unsigned i = 0; i < t->n_axes; i++) {
        if (t->axes[i].is_rest) {
            named--;
            rest = feed->rank - named;
        }
    }
    gboolean fits = rest > 0 || (rest == 0 && (feed->rank == named || feed->is_rows));
    if (rest < 0 || !fits) {
        g_autofree char *want = gy_sig_type_text(t);
        g_set_error(error, GY_ERROR, GY_ERR_SHAPE, "[%s] %s wants %s, but %s has %d ax%s",
                    inst->node->name, port->name, want, feed->link->text, feed->rank,
                    feed->rank == 1 ? "is" : "es");
        return FALSE;
    }
    int32_t at = 0;
    for (unsigned i = 0; i < t->n_axes; i++) {
        const gy_sig_axis *a = &t->axes[i];
        if (a->is_rest) {
            if (!is_free(port, at) && !bind_rest(inst, feed, port, at, rest, error)) {
                return FALSE;
            }
            at += rest;
        } else if (a->symbol && !is_free(port, at)) {
            if (!bind_symbol(inst, feed, port, a, at++, error)) {
                return FALSE;
            }
        } else if (!a->symbol && a->fixed != feed->shape[at++]) {
            g_set_error(error, GY_ERROR, GY_ERR_SHAPE,
                        "[%s] %s wants %" G_GINT64_FORMAT
                        " along axis %d, but %s has %" G_GINT64_FORMAT,
                        inst->node->name, port->name, a->fixed, at - 1, feed->link->text,
                        feed->shape[at - 1]);
            return FALSE;
        } else if (a->symbol && is_free(port, at)) {
            at++;
        }
    }
    return TRUE;
}

/* After all symbols are bound: the rows of each feed that the node sees. */
static gboolean select_rows(gy_inst *inst, const gy_sig_port *port, gy_feed *feed, GError **error)
{
    int32_t at = 0;
    for (unsigned i = 0; i < port->type.n_axes && feed->rank > 0; i++) {
        const gy_sig_axis *a = &port->type.axes[i];
        if (a->is_rest) {
            at += feed->rank - (int32_t)port->type.n_axes + 1;
            continue;
        }
        const gy_symbol *s = a->symbol ? gy_symbols_find(inst, a->symbol) : NULL;
        gy_domain *d = feed->domains[at];
        if (s && s->domain && d && s->domain != d && !is_free(port, at)) {
            gy_meeting m = {0};
            if (at > 1 || !gy_domain_meet(s->domain, d, &m, error)) {
                if (error && !*error) {
                    g_set_error(
                        error, GY_ERROR, GY_ERR_SHAPE,
                        "[%s] %s = %s: only rows and columns may be a subset, not axis %d ('%s')",
                        inst->node->name, port->name, feed->link->text, at, a->symbol);
                }
                return FALSE;
            }
            *(at == 0 ? &feed->index : &feed->columns) = g_steal_pointer(&m.b);
            feed->domains[at] = s->domain;
            feed->shape[at] = s->n;
            gy_meeting_clear(&m);
        }
        at++;
    }
    return TRUE;
}

/* What no input that is there has given, resolve must make. */
static void mark_made(gy_inst *inst)
{
    for (guint i = 0; i < inst->symbols->len; i++) {
        gy_symbol *s = &g_array_index(inst->symbols, gy_symbol, i);
        s->made = !s->domain && s->n < 0;
    }
}

gboolean gy_symbols_bind(gy_inst *inst, GError **error)
{
    inst->n_rest = -1;
    for (int round = 0; round < 2; round++) {
        for (unsigned i = 0; i < inst->node->sig->n_in; i++) {
            gy_inport *in = &inst->in[i];
            for (unsigned k = 0; k < in->n; k++) {
                gboolean good = round == 0 ? bind_feed(inst, in->port, &in->feeds[k], error)
                                           : select_rows(inst, in->port, &in->feeds[k], error);
                if (!good) {
                    return FALSE;
                }
            }
        }
    }
    mark_made(inst);
    return TRUE;
}

/* host_axes.c: the part of the host table that tells about axes, attributes and labels of inputs.
 */
#include "run/host_table.h"
#include "run/resolve.h"
#include "run/symbols.h"

#include <string.h>

/* First feed of a port ("x"), or of the port of an axis ("x.row"). */
static const gy_feed *feed_of(gy_frame *f, const char *name, const char **out_symbol)
{
    const char *dot = strchr(name, '.');
    g_autofree char *port = dot ? g_strndup(name, (gsize)(dot - name)) : g_strdup(name);
    *out_symbol = dot ? dot + 1 : NULL;
    const gy_sig_port *p = gy_sig_port_find(f->inst->node->sig, port);
    if (!p || p->role != GY_ROLE_IN || f->inst->in[p->index].n == 0) {
        return NULL;
    }
    return &f->inst->in[p->index].feeds[0];
}

/* The rows that a model is applied to are the caller's: nothing is known of them but their number.
 */
static gboolean is_foreign(const gy_frame *f, const char *axis)
{
    const char *dot = strchr(axis, '.');
    return f->applied_rows >= 0 && strcmp(dot ? dot + 1 : axis, "row") == 0;
}

/* Domain of an axis of this node, by its symbol, or of an input by its number ("x.0"). */
static const gy_domain *domain_of(gy_frame *f, const char *axis)
{
    const char *dot = strchr(axis, '.');
    const char *symbol = dot ? dot + 1 : axis;
    if (is_foreign(f, axis)) {
        return NULL;
    }
    if (dot && g_ascii_isdigit(symbol[0]) && !symbol[1]) {
        const gy_feed *feed = feed_of(f, axis, &symbol);
        int at = symbol[0] - '0';
        return feed && at < feed->rank && f->applied_rows < 0 ? feed->domains[at] : NULL;
    }
    for (guint i = 0; i < f->inst->symbols->len; i++) {
        const gy_symbol *s = &g_array_index(f->inst->symbols, gy_symbol, i);
        if (strcmp(s->name, symbol) == 0) {
            return s->domain;
        }
    }
    return NULL;
}

/* "x.2.1": the domain of axis 1 of edge 2 of port x, by numbers from 0. */
static const gy_domain *numbered(gy_frame *f, const char *axis)
{
    const char *symbol = NULL;
    const gy_feed *feed = feed_of(f, axis, &symbol);
    char *end = NULL;
    guint64 edge = symbol && g_ascii_isdigit(*symbol) ? g_ascii_strtoull(symbol, &end, 10) : 0;
    guint64 at = end && *end == '.' && g_ascii_isdigit(end[1]) ? g_ascii_strtoull(end + 1, &end, 10)
                                                               : G_MAXUINT64;
    g_autofree char *port = g_strndup(axis, strcspn(axis, "."));
    const gy_sig_port *p = gy_sig_port_find(f->inst->node->sig, port);
    if (!feed || !end || *end || edge >= f->inst->in[p->index].n) {
        return NULL;
    }
    feed += edge;
    return at < (guint64)feed->rank ? feed->domains[at] : NULL;
}

const gy_array *gy_host_coord(gy_call *c, const char *axis, const char *name)
{
    const gy_domain *d = domain_of(gy_frame_of(c), axis);
    d = d ? d : numbered(gy_frame_of(c), axis);
    const gy_value *v = d ? gy_domain_coord(d, name) : NULL;
    return v ? &v->view : NULL;
}

int gy_host_rate(gy_call *c, const char *axis, double *out_step, double *out_start)
{
    const gy_domain *d = domain_of(gy_frame_of(c), axis);
    if (!d || d->numerator == 0) {
        return GY_NONE;
    }
    *out_step = (double)d->numerator / (double)d->denominator;
    *out_start = d->start[0];
    return GY_OK;
}

const int64_t *gy_host_segments(gy_call *c, const char *axis, int64_t *out_n)
{
    static const int64_t whole[] = {0};
    const gy_domain *d = domain_of(gy_frame_of(c), axis);
    if (is_foreign(gy_frame_of(c), axis)) { /* one segment */
        *out_n = 1;
        return whole;
    }
    gy_segments s = d ? gy_inst_segments(gy_frame_of(c)->inst, d) : (gy_segments){0};
    *out_n = s.n_segments;
    return s.start;
}

const char *gy_host_attribute(gy_call *c, const char *port, const char *key)
{
    const char *name = NULL;
    const gy_feed *feed = feed_of(gy_frame_of(c), port, &name);
    const char *column = feed && feed->column ? feed->column : name;
    for (guint i = 0; feed && column && feed->out->columns && i < feed->out->columns->len; i++) {
        const gy_column_desc *d = &g_array_index(feed->out->columns, gy_column_desc, i);
        if (strcmp(d->name, column) == 0) {
            return strcmp(key, "unit") == 0 && *d->unit ? d->unit : NULL;
        }
    }
    if (!feed || !feed->out->attributes) {
        return NULL;
    }
    return g_hash_table_lookup(feed->out->attributes, key);
}

int64_t gy_host_length(gy_call *c, const char *axis)
{
    const char *dot = strchr(axis, '.');
    const gy_symbol *s = gy_symbols_find(gy_frame_of(c)->inst, dot ? dot + 1 : axis);
    return is_foreign(gy_frame_of(c), axis) ? gy_frame_of(c)->applied_rows : s ? s->n : -1;
}

const gy_array *gy_host_levels(gy_call *c, const char *port)
{
    gy_inst *inst = gy_frame_of(c)->inst;
    const gy_sig_port *p = gy_sig_port_find(inst->node->sig, port);
    if (!p || p->role != GY_ROLE_IN || !inst->in[p->index].levels) {
        return NULL;
    }
    return &inst->in[p->index].levels->view;
}

const char *gy_host_column_name(gy_call *c, const char *port, int64_t i)
{
    const char *symbol = NULL;
    const gy_feed *feed = feed_of(gy_frame_of(c), port, &symbol);
    if (!feed || !feed->is_table || i < 0 || i >= (int64_t)feed->out->columns->len) {
        return NULL;
    }
    return g_array_index(feed->out->columns, gy_column_desc, (guint)i).name;
}

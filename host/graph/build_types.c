/* build_types.c: what the texts of both ends of an edge tell before any data is read: kind of value,
 * dtype, axis name, unit. Whatever depends on files is checked when the run resolves its axes. */
#include <string.h>

#include "graph/build.h"
#include "value/dtype.h"

static gboolean known_dtype(gy_sig_dtype d, gy_dtype *out)
{
    return d <= GY_DTYPE_TEXT && gy_dtype_parse(gy_sig_dtype_name(d), out);
}

static void check_kind(gy_build *b, const gy_gnode *n, const gy_sig_port *in, const gy_link *l,
                       const gy_gnode *from)
{
    const gy_sig_port *out = l->kind == GY_LINK_PORT ? &from->sig->out[l->out] : NULL;
    gy_sig_form has = out ? out->type.form : GY_FORM_MODEL;
    gboolean good = has == in->type.form ||
                    (in->type.form == GY_FORM_ROWS && has != GY_FORM_MODEL);
    if (!good) {
        g_autofree char *want = gy_sig_type_text(&in->type);
        g_autofree char *is = out ? gy_sig_type_text(&out->type) : g_strdup("model");
        gy_build_error(b, l->line, "[%s] %s wants %s, but %s is %s", n->name, in->name, want,
                       l->text, is);
    }
}

static void check_dtype(gy_build *b, const gy_gnode *n, const gy_sig_port *in, const gy_link *l,
                        const gy_sig_port *out)
{
    gy_dtype from, to;
    gboolean text = out->type.dtype == GY_DTYPE_TEXT;
    gboolean number = in->type.dtype == GY_DTYPE_T || in->type.dtype == GY_DTYPE_U ||
                      in->type.dtype == GY_DTYPE_REAL;
    gboolean bad = text && number;
    if (known_dtype(out->type.dtype, &from) && known_dtype(in->type.dtype, &to)) {
        bad = !gy_dtype_widens(from, to);
    }
    if (bad) {
        gy_build_error(b, l->line, "[%s] %s wants %s, but %s gives %s, which cannot become it "
                                   "without loss",
                       n->name, in->name, gy_sig_dtype_name(in->type.dtype), l->text,
                       gy_sig_dtype_name(out->type.dtype));
    }
}

static void check_axes(gy_build *b, const gy_gnode *n, const gy_sig_port *in, const gy_link *l,
                       const gy_sig_port *out)
{
    gboolean rest = FALSE;
    for (unsigned i = 0; i < in->type.n_axes; i++) {
        rest |= in->type.axes[i].is_rest;
    }
    for (unsigned i = 0; i < out->type.n_axes; i++) {
        rest |= out->type.axes[i].is_rest;
    }
    if (rest) {
        return;
    }
    if (in->type.n_axes != out->type.n_axes) {
        gboolean column = in->type.n_axes == out->type.n_axes + 1;
        if (!column) {
            g_autofree char *want = gy_sig_type_text(&in->type);
            g_autofree char *is = gy_sig_type_text(&out->type);
            gy_build_error(b, l->line, "[%s] %s wants %s, but %s is %s", n->name, in->name, want,
                           l->text, is);
        }
        return;
    }
    for (unsigned i = 0; i < in->type.n_axes; i++) {
        const char *want = in->type.axes[i].name, *is = out->type.axes[i].name;
        if (want && is && strcmp(want, is) != 0) {
            gy_build_error(b, l->line, "[%s] %s wants axis '%s', but axis %u of %s is '%s'",
                           n->name, in->name, want, i, l->text, is);
        }
    }
}

static void check_edge(gy_build *b, const gy_gnode *n, const gy_sig_port *in, const gy_link *l)
{
    const gy_gnode *from = gy_graph_node(b->g, l->node);
    if (l->kind == GY_LINK_WORD || l->word) {
        return;
    }
    check_kind(b, n, in, l, from);
    const gy_sig_port *out = l->kind == GY_LINK_PORT ? &from->sig->out[l->out] : NULL;
    if (!out || out->type.form != GY_FORM_ARRAY || in->type.form != GY_FORM_ARRAY) {
        return;
    }
    check_dtype(b, n, in, l, out);
    check_axes(b, n, in, l, out);
    if (in->unit && out->unit && strcmp(in->unit, out->unit) != 0) {
        gy_build_error(b, l->line, "[%s] %s is in %s, but %s is in %s", n->name, in->name, in->unit,
                       l->text, out->unit);
    }
}

void gy_build_types(gy_build *b)
{
    for (guint i = 0; i < b->g->nodes->len; i++) {
        const gy_gnode *n = gy_graph_node(b->g, (int)i);
        for (unsigned p = 0; p < n->sig->n_in; p++) {
            for (guint k = 0; k < n->in[p]->len; k++) {
                check_edge(b, n, &n->sig->in[p], &g_array_index(n->in[p], gy_link, k));
            }
        }
    }
}

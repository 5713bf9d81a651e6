/* build_types.c: what the texts of both ends of an edge tell before any data is read: kind of
 * value, dtype, axis name, unit. Whatever depends on files is checked when the run resolves its
 * axes. */
#include <string.h>

#include "graph/build.h"
#include "value/dtype.h"

typedef struct gy_ends {
    gy_build *b;
    const gy_gnode *n;
    const gy_sig_port *in;
    const gy_link *link;
    const gy_gnode *from;
    const gy_sig_port *out; /* NULL: a model, a column, a coordinate */
} gy_ends;

static gboolean known_dtype(gy_sig_dtype d, gy_dtype *out)
{
    return d <= GY_DTYPE_TEXT && gy_dtype_parse(gy_sig_dtype_name(d), out);
}

/* model(encoder), model(encoder.ridge): which nodes may have made it. */
static gboolean check_maker(const gy_ends *e)
{
    const char *wanted = e->in->type.model, *id = e->from->sig->id;
    size_t n = wanted ? strlen(wanted) : 0;
    gboolean kind = wanted && strncmp(id, wanted, n) == 0 && id[n] == '.';
    if (!wanted || e->out || kind || strcmp(id, wanted) == 0) {
        return TRUE;
    }
    gy_build_error(e->b, e->link->line, "[%s] %s wants a model of %s, but '%s' (%s) made %s",
                   e->n->group, e->in->name, wanted, e->from->group, id, e->link->text);
    return FALSE;
}

/* Array, table, model or rows; FALSE after adding the problem. */
static gboolean check_form(const gy_ends *e)
{
    gy_sig_form has = e->out ? e->out->type.form : GY_FORM_MODEL, want = e->in->type.form;
    if (has == want && want == GY_FORM_MODEL) {
        return check_maker(e);
    }
    if (has == want || (want == GY_FORM_ROWS && has != GY_FORM_MODEL)) {
        return TRUE;
    }
    g_autofree char *wanted = gy_sig_type_text(&e->in->type);
    g_autofree char *is = e->out ? gy_sig_type_text(&e->out->type) : g_strdup("model");
    const char *more = "";
    if (want == GY_FORM_ARRAY && has == GY_FORM_TABLE) {
        more = "; name one of its columns";
    } else if (want == GY_FORM_MODEL) {
        more = "; name a model, such as @node.model";
    }
    gy_build_error(e->b, e->link->line, "[%s] %s wants %s, but %s is %s%s", e->n->group,
                   e->in->name, wanted, e->link->text, is, more);
    return FALSE;
}

/* A column or a coordinate is an array with one axis. */
static void check_word(const gy_ends *e)
{
    gy_sig_form want = e->in->type.form;
    if (want == GY_FORM_TABLE || want == GY_FORM_MODEL) {
        g_autofree char *wanted = gy_sig_type_text(&e->in->type);
        gy_build_error(e->b, e->link->line,
                       "[%s] %s wants %s; '%s' (%s) has no output '%s', and a column is none",
                       e->n->group, e->in->name, wanted, e->from->group, e->from->sig->id,
                       e->link->word);
    }
}

static void check_dtype(const gy_ends *e)
{
    gy_sig_dtype has = e->out->type.dtype, want = e->in->type.dtype;
    gy_dtype from, to;
    gboolean number = want == GY_DTYPE_T || want == GY_DTYPE_U || want == GY_DTYPE_REAL;
    gboolean fraction =
        has == GY_DTYPE_F32 || has == GY_DTYPE_F64 || has == GY_DTYPE_T || has == GY_DTYPE_U;
    gboolean bad = (has == GY_DTYPE_TEXT && number) || (fraction && want == GY_DTYPE_LABEL);
    if (known_dtype(has, &from) && known_dtype(want, &to)) {
        bad = !gy_dtype_widens(from, to);
    }
    if (bad) {
        gy_build_error(e->b, e->link->line,
                       "[%s] %s wants %s, but %s gives %s, which cannot become it without loss",
                       e->n->group, e->in->name, gy_sig_dtype_name(want), e->link->text,
                       gy_sig_dtype_name(has));
    }
}

static gboolean has_rest(const gy_sig_type *t)
{
    for (unsigned i = 0; i < t->n_axes; i++) {
        if (t->axes[i].is_rest) {
            return TRUE;
        }
    }
    return FALSE;
}

/* One value per row is one column where a matrix is wanted, so ranks may differ by one. */
static gboolean check_rank(const gy_ends *e)
{
    const gy_sig_type *want = &e->in->type, *has = &e->out->type;
    if (has_rest(want) || has_rest(has) || want->n_axes == has->n_axes ||
        (has->n_axes > 0 && want->n_axes == has->n_axes + 1)) {
        return TRUE;
    }
    g_autofree char *wanted = gy_sig_type_text(want);
    g_autofree char *is = gy_sig_type_text(has);
    gy_build_error(e->b, e->link->line, "[%s] %s wants %s, but %s is %s", e->n->group, e->in->name,
                   wanted, e->link->text, is);
    return FALSE;
}

static void check_axes(const gy_ends *e)
{
    for (unsigned i = 0; i < e->in->type.n_axes && !e->in->type.axes[i].is_rest; i++) {
        const char *want = e->in->type.axes[i].name;
        const char *is = gy_build_axis(e->b->g, e->link, i);
        if (want && is && strcmp(want, is) != 0) {
            gy_build_error(e->b, e->link->line,
                           "[%s] %s wants axis '%s', but axis %u of %s is '%s'", e->n->group,
                           e->in->name, want, i, e->link->text, is);
        }
    }
}

static void check_edge(const gy_ends *e)
{
    if (e->link->kind == GY_LINK_WORD) {
        check_word(e);
        return;
    }
    if (e->link->word) {
        if (e->out && e->out->type.form != GY_FORM_TABLE) {
            gy_build_error(e->b, e->link->line, "%s: '%s' is no table and has no columns",
                           e->link->text, e->out->name);
        }
        return;
    }
    if (!check_form(e) || !e->out || e->out->type.form != GY_FORM_ARRAY ||
        e->in->type.form != GY_FORM_ARRAY) {
        return;
    }
    check_dtype(e);
    if (check_rank(e)) {
        check_axes(e);
    }
    const char *unit = gy_build_unit(e->b->g, e->link);
    if (e->in->unit && unit && strcmp(e->in->unit, unit) != 0) {
        gy_build_error(e->b, e->link->line, "[%s] %s is in %s, but %s is in %s", e->n->group,
                       e->in->name, e->in->unit, e->link->text, unit);
    }
}

/* Copies of a mapped node share the edges of their other ports: those are told once. */
static gboolean told_before(const gy_graph *g, guint node, unsigned port, guint k)
{
    const gy_gnode *n = gy_graph_node(g, (int)node);
    const gy_gnode *first = gy_graph_node(g, (int)(node - n->copy));
    return n->copy > 0 && g_array_index(first->in[port], gy_link, k).node ==
                              g_array_index(n->in[port], gy_link, k).node;
}

void gy_build_types(gy_build *b)
{
    for (guint i = 0; i < b->g->nodes->len; i++) {
        const gy_gnode *n = gy_graph_node(b->g, (int)i);
        for (unsigned p = 0; p < n->sig->n_in; p++) {
            for (guint k = 0; k < n->in[p]->len; k++) {
                const gy_link *l = &g_array_index(n->in[p], gy_link, k);
                const gy_gnode *from = gy_graph_node(b->g, l->node);
                gboolean port = l->kind == GY_LINK_PORT;
                gy_ends e = {b, n, &n->sig->in[p], l, from, port ? &from->sig->out[l->out] : NULL};
                if (!told_before(b->g, i, p, k)) {
                    check_edge(&e);
                }
            }
        }
    }
}

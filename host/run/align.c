#include "run/align.h"

#include <string.h>

/* The input of a node that takes only rows and names them as its output's, if it is not in use. */
static const gy_sig_port *rows_port(const gy_inst *inst)
{
    const gy_sig *sig = inst->node->sig;
    for (unsigned i = 0; i < sig->n_in && strcmp(sig->kind, "reader") == 0; i++) {
        if (sig->in[i].type.form == GY_FORM_ROWS && inst->node->in[i]->len == 0) {
            return &sig->in[i];
        }
    }
    return NULL;
}

/* Axis `at` of a port is this symbol. */
static gboolean is_along(const gy_sig_port *port, const char *symbol)
{
    return port->type.n_axes > 0 && g_strcmp0(port->type.axes[0].symbol, symbol) == 0;
}

/* A node that brings numbers of one axis onto the rows of another: it is given only those rows. */
static gboolean is_onto_rows(const gy_sig *sig)
{
    const char *to =
        sig->n_out > 0 && sig->out[0].type.n_axes > 0 ? sig->out[0].type.axes[0].symbol : NULL;
    gboolean rows = FALSE, other = FALSE;
    for (unsigned i = 0; to && i < sig->n_in; i++) {
        const gy_sig_port *in = &sig->in[i];
        rows |= in->type.form == GY_FORM_ROWS && is_along(in, to);
        other |= in->type.form == GY_FORM_ARRAY && !in->optional && in->type.n_axes > 1 &&
                 in->type.dtype == sig->out[0].type.dtype && !is_along(in, to);
    }
    return rows && other && sig->n_out == 1;
}

/* A node that takes rows by a key: values and keys of one axis, keys of another, which is the
 * output's. */
static gboolean is_by_key(const gy_sig *sig)
{
    const char *to =
        sig->n_out > 0 && sig->out[0].type.n_axes > 0 ? sig->out[0].type.axes[0].symbol : NULL;
    int there = 0, here = 0;
    for (unsigned i = 0; to && i < sig->n_in; i++) {
        const gy_sig_port *in = &sig->in[i];
        gboolean key = in->type.form == GY_FORM_ARRAY && in->type.dtype == GY_DTYPE_ANY &&
                       in->type.n_axes == 1;
        there += key && !is_along(in, to);
        here += key && is_along(in, to);
    }
    return there == 1 && here == 1 && sig->n_in == 3;
}

/* Installed nodes that can do it: "transform.a or transform.b", NULL if none. */
static char *nodes_that(gy_registry *registry, gboolean (*can)(const gy_sig *))
{
    g_autoptr(GPtrArray) found = g_ptr_array_new();
    g_auto(GStrv) ids = gy_registry_ids(registry);
    for (int i = 0; ids[i]; i++) {
        const gy_sig *sig = gy_registry_find(registry, ids[i]);
        if (sig && strcmp(sig->kind, "transform") == 0 && can(sig)) {
            g_ptr_array_add(found, ids[i]);
        }
    }
    g_ptr_array_add(found, NULL);
    return found->len > 1 ? g_strjoinv(" or ", (char **)found->pdata) : NULL;
}

char *gy_align_hint(const gy_inst *inst, const gy_feed *a, const gy_feed *b, gboolean differ)
{
    const gy_domain *da = a->domains[0], *db = b->domains[0];
    const gy_gnode *na = a->from->node, *nb = b->from->node;
    const gy_sig_port *rows = rows_port(b->from);
    const gy_feed *to = a, *of = b;
    if (!rows && (rows = rows_port(a->from)) != NULL) {
        to = b;
        of = a;
    }
    if (rows && da->n == db->n && !differ) {
        return g_strdup_printf("; if row i of one is row i of the other, say %s = @%s in [%s]",
                               rows->name, to->from->node->name, of->from->node->name);
    }
    if (na->sig == nb->sig && na != nb && da->n == db->n &&
        strcmp(na->sig->kind, "transform") == 0) {
        return g_strdup_printf("; [%s] and [%s] each make rows of their own: join what they read, "
                               "let one %s make the rows of both, and take its columns apart",
                               na->name, nb->name, na->sig->id);
    }
    gboolean time = da->numerator > 0 && db->numerator > 0;
    g_autofree char *ids = nodes_that(inst->rt->registry, time ? is_onto_rows : is_by_key);
    return !ids   ? g_strdup("")
           : time ? g_strdup_printf("; %s brings one onto the rows of the other", ids)
                  : g_strdup_printf("; %s takes rows of one by a key that both have", ids);
}

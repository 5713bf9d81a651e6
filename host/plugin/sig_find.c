/* SPDX-License-Identifier: Apache-2.0
 *
 * Questions to a parsed text, and the texts of one file together.
 */
#include "plugin/sig.h"

#include <string.h>

static const gy_sig_port *find_in(const gy_sig_port *list, unsigned n, const char *name)
{
    for (unsigned i = 0; i < n; i++) {
        if (strcmp(list[i].name, name) == 0) {
            return &list[i];
        }
    }
    return NULL;
}

const gy_sig_port *gy_sig_port_find(const gy_sig *sig, const char *name)
{
    const gy_sig_port *p = find_in(sig->in, sig->n_in, name);
    return p ? p : find_in(sig->out, sig->n_out, name);
}

const gy_sig_port *gy_sig_array_find(const gy_sig *sig, const char *name)
{
    const gy_sig_port *p = gy_sig_port_find(sig, name);
    p = p ? p : find_in(sig->state, sig->n_state, name);
    p = p ? p : find_in(sig->stat, sig->n_stat, name);
    p = p ? p : find_in(sig->temp, sig->n_temp, name);
    return p ? p : find_in(sig->carry, sig->n_carry, name);
}

const gy_sig_param *gy_sig_param_find(const gy_sig *sig, const char *name)
{
    for (unsigned i = 0; i < sig->n_params; i++) {
        if (strcmp(sig->params[i].name, name) == 0) {
            return &sig->params[i];
        }
    }
    return NULL;
}

const gy_sig_reach *gy_sig_reach_find(const gy_sig *sig, unsigned out, const char *symbol,
                                      unsigned in, const char *in_symbol)
{
    const gy_sig_reach *general = NULL;
    for (unsigned i = 0; i < sig->n_reach; i++) {
        const gy_sig_reach *r = &sig->reach[i];
        if (r->out != out || strcmp(r->symbol, symbol) != 0) {
            continue;
        }
        if (r->in < 0) {
            general = strcmp(symbol, in_symbol) == 0 ? r : general;
        } else if ((unsigned)r->in == in && strcmp(r->in_symbol, in_symbol) == 0) {
            return r;
        }
    }
    return general;
}

int gy_sig_axis_find(const gy_sig_type *type, const char *symbol)
{
    for (unsigned i = 0; i < type->n_axes; i++) {
        if (type->axes[i].symbol && strcmp(type->axes[i].symbol, symbol) == 0) {
            return (int)i;
        }
    }
    return -1;
}

bool gy_sig_is_fit(const gy_sig *sig)
{
    return sig->n_state > 0;
}

bool gy_sig_is_metric(const gy_sig *sig)
{
    return sig->n_state == 0 && (sig->n_stat > 0 || sig->block_all);
}

static bool input_has_rest(const gy_sig *sig)
{
    for (unsigned i = 0; i < sig->n_in; i++) {
        for (unsigned k = 0; k < sig->in[i].type.n_axes; k++) {
            if (sig->in[i].type.axes[k].is_rest) {
                return true;
            }
        }
    }
    return false;
}

const char *gy_sig_needs_resolve(const gy_sig *sig)
{
    if (sig->makes[0]) {
        return "it makes an axis, whose length only resolve can give";
    }
    bool rest = input_has_rest(sig);
    for (unsigned i = 0; i < sig->n_out; i++) {
        const gy_sig_type *t = &sig->out[i].type;
        if (t->form == GY_FORM_TABLE) {
            return "the columns of an output table are for resolve to give";
        }
        if (t->form == GY_FORM_ARRAY && t->dtype == GY_DTYPE_ANY) {
            return "an output leaves its dtype open";
        }
        for (unsigned k = 0; k < t->n_axes && !rest; k++) {
            if (t->axes[k].is_rest) {
                return "an output leaves its rank open";
            }
        }
    }
    for (unsigned i = 0; i < sig->n_reach; i++) {
        if (sig->reach[i].kind == GY_SIG_REACH_TABLE) {
            return "a reach table is for resolve to give";
        }
    }
    return NULL;
}

/* The licence and citations of the file, for nodes that have none of their own. */
static void inherit(gy_sig *node, const gy_sig *file)
{
    if (!node->licence && file->licence) {
        node->licence = g_string_chunk_insert(node->strings, file->licence);
    }
    if (!node->cites[0] && file->cites[0]) {
        guint n = g_strv_length((char **)file->cites);
        const char **cites = g_new0(const char *, (gsize)n + 1);
        for (guint i = 0; i < n; i++) {
            cites[i] = g_string_chunk_insert(node->strings, file->cites[i]);
        }
        g_ptr_array_add(node->owned, cites);
        node->cites = cites;
    }
}

static bool has_id(const GPtrArray *nodes, const char *id)
{
    for (guint i = 0; i < nodes->len; i++) {
        const gy_sig *sig = g_ptr_array_index(nodes, i);
        if (strcmp(sig->id, id) == 0) {
            return true;
        }
    }
    return false;
}

GPtrArray *gy_sig_parse_all(const char *const *texts, const char *source, gy_problems *problems)
{
    GPtrArray *nodes = g_ptr_array_new_with_free_func((GDestroyNotify)gy_sig_unref);
    g_autoptr(gy_sig) file = NULL;
    for (unsigned i = 0; texts[i]; i++) {
        g_autoptr(gy_sig) sig = gy_sig_parse(texts[i], source, problems);
        if (!sig) {
            continue;
        }
        if (!sig->is_file) {
            if (has_id(nodes, sig->id)) {
                gy_problems_add(problems, source, 2, "two texts of the file are of node '%s'",
                                sig->id);
            } else {
                g_ptr_array_add(nodes, g_steal_pointer(&sig));
            }
        } else if (file) {
            gy_problems_add(problems, source, 2, "expected at most one text 'file | ...'");
        } else {
            file = g_steal_pointer(&sig);
        }
    }
    for (guint i = 0; file && i < nodes->len; i++) {
        inherit(g_ptr_array_index(nodes, i), file);
    }
    return nodes;
}

/* build_check.c: [check] node.port.reducer = low .. high. */
#include <string.h>

#include "graph/build.h"

static const char *const reducers[] = {"min", "max", "mean", "median", "p95", "all", NULL};

static void not_understood(gy_build *b, const gy_key *k, const gy_gnode *n, const char *word)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (unsigned i = 0; i < n->sig->n_out; i++) {
        g_ptr_array_add(names, (gpointer)(uintptr_t)n->sig->out[i].name);
    }
    for (int i = 0; reducers[i]; i++) {
        g_ptr_array_add(names, (gpointer)(uintptr_t)reducers[i]);
    }
    g_ptr_array_add(names, NULL);
    g_autofree char *hint = gy_build_hint(word, (const char *const *)names->pdata);
    gy_build_error(b, k->line,
                   "[check] %s: '%s' is no output of %s and no reducer (min, max, mean, median, "
                   "p95, all)%s",
                   k->name, word, n->sig->id, hint);
}

/* A scalar needs no reducer, anything with an axis does, unless one coordinate is picked. */
static gboolean reducer_fits(gy_build *b, const gy_key *k, const gy_sig_port *p, const gy_gcheck *c)
{
    if (p->type.form != GY_FORM_ARRAY) {
        g_autofree char *is = gy_sig_type_text(&p->type);
        gy_build_error(b, k->line, "[check] %s: %s is %s; a check wants numbers", k->name, p->name,
                       is);
        return FALSE;
    }
    gboolean one = c->word && !c->loop;
    if (p->type.n_axes > 0 && !p->type.axes[0].is_rest && !c->reducer && !one) {
        g_autofree char *is = gy_sig_type_text(&p->type);
        gy_build_error(b, k->line,
                       "[check] %s: %s is %s, many numbers; say which one, %s.min, max, mean, "
                       "median, p95 or all",
                       k->name, p->name, is, k->name);
        return FALSE;
    }
    return TRUE;
}

/* The word may be the variable of a loop around the node; then the value is one of the loop's. */
static gboolean read_loop(gy_build *b, const gy_key *k, const gy_gnode *node, gy_gcheck *c)
{
    for (guint i = 0; i < b->g->foreachs->len; i++) {
        const gy_foreach *f = &g_array_index(b->g->foreachs, gy_foreach, i);
        if (!(node->loops & 1u << i) || strcmp(f->name, c->word) != 0) {
            continue;
        }
        c->loop = TRUE;
        if (!g_strv_contains((const char *const *)f->values, c->value)) {
            g_autofree char *hint = gy_build_hint(c->value, (const char *const *)f->values);
            gy_build_error(b, k->line, "[check] %s: [foreach %s] has no value `%s`%s", k->name,
                           f->name, c->value, hint);
            return FALSE;
        }
    }
    return TRUE;
}

/* node[.port][.coordinate.value][.reducer] */
static gboolean read_key(gy_build *b, const gy_key *k, gy_gcheck *c)
{
    g_auto(GStrv) parts = g_strsplit(k->name, ".", -1);
    guint n = g_strv_length(parts), at = 1;
    c->node = gy_build_node(b, parts[0], k->line);
    if (c->node < 0) {
        return FALSE;
    }
    const gy_gnode *node = gy_graph_node(b->g, c->node);
    const gy_sig_port *p = at < n ? gy_sig_port_find(node->sig, parts[at]) : NULL;
    if (p && p->role == GY_ROLE_OUT) {
        c->out = p->index;
        at++;
    } else if (node->sig->n_out == 0) {
        gy_build_error(b, k->line, "[check] %s: '%s' (%s) has no output", k->name, node->group,
                       node->sig->id);
        return FALSE;
    }
    if (n > at && g_strv_contains(reducers, parts[n - 1])) {
        c->reducer = g_strdup(parts[--n]);
    }
    if (n - at == 2) {
        c->word = g_strdup(parts[at]);
        c->value = g_strdup(parts[at + 1]);
        if (!read_loop(b, k, node, c)) {
            return FALSE;
        }
    } else if (n - at == 1) {
        not_understood(b, k, node, parts[at]);
        return FALSE;
    } else if (n != at) {
        gy_build_error(b, k->line,
                       "[check] %s: expected node.port.reducer, or "
                       "node.port.coordinate.value.reducer",
                       k->name);
        return FALSE;
    }
    return reducer_fits(b, k, &node->sig->out[c->out], c);
}

static void clear(gy_gcheck *c)
{
    g_free(c->key);
    g_free(c->word);
    g_free(c->value);
    g_free(c->reducer);
}

static gy_gcheck copy_of(const gy_gcheck *c, int node)
{
    gy_gcheck d = *c;
    d.key = g_strdup(c->key);
    d.word = g_strdup(c->word);
    d.value = g_strdup(c->value);
    d.reducer = g_strdup(c->reducer);
    d.node = node;
    return d;
}

static void read_check(gy_build *b, const gy_group *group, const gy_key *k)
{
    gy_want want = {.kind = GY_LITERAL_CHECK};
    g_auto(gy_literal) l = {0};
    gy_gcheck c = {.key = g_strdup(k->name), .line = k->line};
    gboolean value = gy_build_value(b, group, k, &want, &l);
    if (read_key(b, k, &c) && value) {
        c.lo = l.numbers[0];
        c.hi = l.numbers[1];
        unsigned copies = gy_graph_node(b->g, c.node)->n_copies; /* each copy must pass */
        for (unsigned i = 0; i < copies; i++) {
            gy_gcheck made = copy_of(&c, c.node + (int)i);
            g_array_append_val(b->g->checks, made);
        }
    }
    clear(&c);
}

void gy_build_checks(gy_build *b)
{
    const gy_group *group = gy_keyfile_group(b->kf, "check", NULL);
    for (guint i = 0; group && i < group->keys->len; i++) {
        read_check(b, group, group->keys->pdata[i]);
    }
}

/* build_mapped.c: a list of edges on a port that takes one. The node is then mapped: one copy per
 * edge of the list, all with the same parameters, and an edge to the node stands for the list of
 * its copies. Lists on several such ports of a node go together, first with first. */
#include <string.h>

#include "graph/build.h"

typedef struct gy_mapper {
    gy_build *b;
    GPtrArray *nodes; /* in their new order */
    int *first;       /* new index of the first copy, by old index */
    unsigned *copies; /* by old index */
} gy_mapper;

/* Links of one list with the copies of their sources put in; NULL after adding the problem. */
static GArray *expand(gy_mapper *m, const GArray *links)
{
    GArray *to = g_array_new(FALSE, TRUE, sizeof(gy_link));
    g_array_set_clear_func(to, gy_link_clear);
    for (guint k = 0; k < links->len; k++) {
        const gy_link *l = &g_array_index(links, gy_link, k);
        if (to->len + m->copies[l->node] > GY_COPIES_MAX) {
            gy_build_error(m->b, l->line, "%s: the list stands for more than %d values", l->text,
                           GY_COPIES_MAX);
            break;
        }
        for (unsigned c = 0; c < m->copies[l->node]; c++) {
            gy_link made = *l;
            made.node = m->first[l->node] + (int)c;
            made.state = l->state < 0 ? -1 : m->first[l->state];
            made.word = g_strdup(l->word);
            made.text = g_strdup(l->text);
            g_array_append_val(to, made);
        }
    }
    return to;
}

static void replace(gy_mapper *m, GArray **links)
{
    GArray *made = expand(m, *links);
    g_array_unref(*links);
    *links = made;
}

/* Copies that a node needs: the length of its lists; all lists of one node are equally long. */
static unsigned count(gy_mapper *m, const gy_gnode *n)
{
    guint most = 1;
    for (unsigned p = 0; p < n->sig->n_in; p++) {
        guint here = n->sig->in[p].many ? 1 : n->in[p]->len;
        if (most > 1 && here > 1 && here != most) {
            gy_build_error(m->b, g_array_index(n->in[p], gy_link, 0).line,
                           "[%s] %s is a list of %u and another port one of %u; each makes a copy "
                           "of the node, so they must be equally long",
                           n->name, n->sig->in[p].name, here, most);
            return 1;
        }
        most = MAX(most, here);
    }
    return most;
}

static void copy_links(GArray *to, const GArray *from, guint at, guint n)
{
    for (guint k = at; k < at + n; k++) {
        gy_link l = g_array_index(from, gy_link, k);
        l.word = g_strdup(l.word);
        l.text = g_strdup(l.text);
        g_array_append_val(to, l);
    }
}

static gy_gnode *copy_of(const gy_gnode *n, unsigned copy, unsigned n_copies)
{
    g_autofree char *name = g_strdup_printf("%s.%u", n->name, copy + 1);
    gy_gnode *c = gy_gnode_new(name, n->line, n->sig);
    g_free(c->group);
    c->group = g_strdup(n->group);
    c->copy = copy;
    c->n_copies = n_copies;
    for (unsigned p = 0; p < n->sig->n_in; p++) {
        gboolean list = !n->sig->in[p].many && n->in[p]->len > 1;
        copy_links(c->in[p], n->in[p], list ? copy : 0, list ? 1 : n->in[p]->len);
    }
    for (unsigned p = 0; p < n->sig->n_params; p++) {
        c->params[p] = n->params[p];
        c->params[p].text = g_strdup(n->params[p].text);
    }
    char **to[] = {&c->within, &c->pool, &c->missing, &c->allow, &c->inner,
                   &c->follows, &c->start, &c->freeze, &c->reset};
    char *const from[] = {n->within, n->pool, n->missing, n->allow, n->inner,
                          n->follows, n->start, n->freeze, n->reset};
    for (size_t i = 0; i < G_N_ELEMENTS(to); i++) {
        *to[i] = g_strdup(from[i]);
    }
    c->within_line = n->within_line;
    c->pool_line = n->pool_line;
    c->missing_line = n->missing_line;
    c->inner_line = n->inner_line;
    c->freeze_line = n->freeze_line;
    c->reset_line = n->reset_line;
    copy_links(c->phases, n->phases, 0, n->phases->len);
    copy_links(c->uses, n->uses, 0, n->uses->len);
    return c;
}

static void take(gy_mapper *m, GPtrArray *old, int at)
{
    gy_gnode *n = old->pdata[at];
    for (unsigned p = 0; p < n->sig->n_in; p++) {
        replace(m, &n->in[p]);
    }
    replace(m, &n->phases);
    replace(m, &n->uses);
    unsigned copies = count(m, n);
    if (copies > 1 && strcmp(n->sig->kind, "trainer") == 0) {
        gy_build_error(m->b, n->line, "[%s] is a trainer and takes no list on a port for one edge",
                       n->name);
        copies = 1;
    }
    m->first[at] = (int)m->nodes->len;
    m->copies[at] = copies;
    if (copies == 1) {
        g_ptr_array_add(m->nodes, n);
        old->pdata[at] = NULL;
        return;
    }
    for (unsigned c = 0; c < copies; c++) {
        g_ptr_array_add(m->nodes, copy_of(n, c, copies));
    }
}

void gy_build_mapped(gy_build *b, const GArray *order)
{
    guint n = b->g->nodes->len;
    g_autofree int *first = g_new0(int, MAX(n, 1));
    g_autofree unsigned *copies = g_new0(unsigned, MAX(n, 1));
    gy_mapper m = {b, g_ptr_array_new_with_free_func(gy_gnode_free), first, copies};
    for (guint i = 0; i < order->len; i++) {
        take(&m, b->g->nodes, g_array_index(order, int, i));
    }
    g_ptr_array_unref(b->g->nodes);
    b->g->nodes = m.nodes;
}

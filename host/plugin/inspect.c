/* SPDX-License-Identifier: Apache-2.0
 *
 * A node on a terminal and on a reference page: the same tables in two dresses.
 */
#include "plugin/inspect.h"

#include <string.h>

#define CELLS 4

/* A page that is being written: rows of name, type, facts, documentation. */
typedef struct page {
    GString *s;
    bool markdown;
    GPtrArray *cells; /* char *, owned, CELLS a row */
} page;

static void add_row(page *p, const char *name, char *type, char *facts, const char *doc)
{
    g_ptr_array_add(p->cells, g_strdup(name));
    g_ptr_array_add(p->cells, type);
    g_ptr_array_add(p->cells, facts);
    g_ptr_array_add(p->cells, g_strdup(doc ? doc : ""));
}

/* A cell of a Markdown table: bars are escaped, name and type are code. */
static void put_markdown(GString *s, const char *text, bool code)
{
    g_string_append(s, " ");
    g_string_append(s, code && text[0] ? "`" : "");
    for (const char *c = text; *c; c++) {
        g_string_append(s, *c == '|' ? "\\" : "");
        g_string_append_c(s, *c);
    }
    g_string_append(s, code && text[0] ? "` |" : " |");
}

static void put_row(page *p, const guint *widths, guint row)
{
    g_string_append(p->s, p->markdown ? "|" : " ");
    gsize end = p->s->len;
    for (guint k = 0; k < CELLS; k++) {
        const char *text = g_ptr_array_index(p->cells, row * CELLS + k);
        if (p->markdown) {
            put_markdown(p->s, text, k < 2);
            end = p->s->len;
        } else {
            g_string_append_printf(p->s, " %s", text);
            end = text[0] ? p->s->len : end;
            for (glong n = g_utf8_strlen(text, -1); n < (glong)widths[k]; n++) {
                g_string_append_c(p->s, ' ');
            }
            g_string_append_c(p->s, ' ');
        }
    }
    g_string_truncate(p->s, end);
    g_string_append_c(p->s, '\n');
}

/* Writes the rows gathered so far under a title, and forgets them. */
static void put_table(page *p, const char *title)
{
    guint widths[CELLS] = {0};
    guint rows = p->cells->len / CELLS;
    for (guint i = 0; i < p->cells->len; i++) {
        glong n = g_utf8_strlen(g_ptr_array_index(p->cells, i), -1);
        widths[i % CELLS] = MAX(widths[i % CELLS], (guint)n);
    }
    if (rows > 0) {
        g_string_append_printf(p->s, p->markdown ? "\n**%s**\n\n" : "\n%s\n", title);
        g_string_append(p->s, p->markdown ? "| name | type | | |\n|---|---|---|---|\n" : "");
    }
    for (guint i = 0; i < rows; i++) {
        put_row(p, widths, i);
    }
    g_ptr_array_set_size(p->cells, 0);
}

static void put_ports(page *p, const gy_sig *sig, const gy_sig_port *list, unsigned n,
                      const char *title)
{
    for (unsigned i = 0; i < n; i++) {
        add_row(p, list[i].name, gy_sig_type_text(&list[i].type),
                gy_inspect_port_facts(sig, &list[i]), list[i].doc);
    }
    put_table(p, title);
}

static void put_list(page *p, const char *title, const char *const *items)
{
    if (items[0]) {
        g_string_append_printf(p->s, p->markdown ? "\n**%s**\n\n" : "\n%s\n", title);
    }
    for (unsigned i = 0; items[i]; i++) {
        g_string_append_printf(p->s, p->markdown ? "- %s\n" : "  %s\n", items[i]);
    }
}

/* What the host may do with it, and what it needs. */
static void put_conduct(page *p, const gy_sig *sig)
{
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
    for (unsigned i = 0; i < sig->n_reach; i++) {
        g_ptr_array_add(lines, gy_inspect_reach(sig, &sig->reach[i]));
    }
    if (gy_sig_is_fit(sig) || gy_sig_is_metric(sig)) {
        g_ptr_array_add(lines, g_strdup_printf("%s, %s", gy_sig_is_fit(sig) ? "fitted" : "a metric",
                                               sig->block_all ? "with all rows at once"
                                                              : "rows block by block"));
    }
    if (sig->fit_when.param >= 0) {
        g_autofree char *condition = gy_inspect_when(sig, &sig->fit_when);
        g_ptr_array_add(lines, g_strdup_printf("fitted only when %s", condition));
    }
    if (sig->tile) {
        g_ptr_array_add(lines, g_strdup_printf("parts of axis %s are computed apart", sig->tile));
    }
    if (sig->serial) {
        g_ptr_array_add(lines, g_strdup_printf("one call at a time (%s)", sig->serial));
    }
    if (sig->needs_exec || sig->needs_network) {
        g_ptr_array_add(lines,
                        g_strdup_printf("needs permission: %s%s%s", sig->needs_exec ? "exec" : "",
                                        sig->needs_exec && sig->needs_network ? ", " : "",
                                        sig->needs_network ? "network" : ""));
    }
    g_ptr_array_add(lines, NULL);
    put_list(p, "Conduct", (const char *const *)lines->pdata);
}

static char *write_page(const gy_sig *sig, bool markdown)
{
    page p = {g_string_new(NULL), markdown, g_ptr_array_new_with_free_func(g_free)};
    g_string_append_printf(p.s, markdown ? "## %s\n\n%s\n" : "%s: %s\n", sig->id, sig->summary);
    for (unsigned i = 0; sig->docs[i]; i++) {
        g_string_append_printf(p.s, "\n%s\n", sig->docs[i]);
    }
    put_ports(&p, sig, sig->in, sig->n_in, "Inputs");
    put_ports(&p, sig, sig->out, sig->n_out, "Outputs");
    for (unsigned i = 0; i < sig->n_params; i++) {
        const gy_sig_param *q = &sig->params[i];
        add_row(&p, q->name, gy_sig_param_type_text(q), gy_inspect_param_facts(q), q->doc);
    }
    put_table(&p, "Parameters");
    put_ports(&p, sig, sig->state, sig->n_state, "State");
    put_conduct(&p, sig);
    put_list(&p, "References", sig->cites);
    g_string_append_printf(p.s, "\n%s%s; revision %" G_GINT64_FORMAT ", ABI %d.%d\n",
                           sig->licence ? "Licence " : "Licence not stated",
                           sig->licence ? sig->licence : "", sig->revision, sig->major,
                           sig->required);
    g_ptr_array_unref(p.cells);
    return g_string_free(p.s, FALSE);
}

char *gy_inspect_text(const gy_sig *sig)
{
    return write_page(sig, false);
}

char *gy_inspect_markdown(const gy_sig *sig)
{
    return write_page(sig, true);
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Writes a literal as one line, so that a table of tests can hold what is expected as text:
 * kind|unit|numbers|texts|edges|columns|phrases, empty parts left out.
 */
#ifndef GY_TESTS_LITERAL_SHOW_H
#define GY_TESTS_LITERAL_SHOW_H

#include "graph/literal.h"

static inline char *literal_show(const gy_literal *l)
{
    GString *s = g_string_new(NULL);
    for (size_t i = 0; i < l->n_numbers; i++) {
        g_string_append_printf(s, "%s%.15g", i ? " " : "", l->numbers[i]);
    }
    if (l->n_numbers > 0 && l->unit->name[0] != '\0') {
        g_string_append_printf(s, " in %s", l->unit->name);
    }
    if (l->kind == GY_LITERAL_RANGE) {
        g_string_append(s, " as range");
    }
    for (size_t i = 0; i < l->n_texts; i++) {
        g_string_append_printf(s, "<%s>", l->texts[i]);
    }
    for (size_t i = 0; i < l->n_edges; i++) {
        const gy_edge *e = &l->edges[i];
        g_string_append_printf(s, "(%s:%s.%s.%s)", e->state ? e->state : "", e->node,
                               e->port ? e->port : "", e->column ? e->column : "");
    }
    for (size_t i = 0; i < l->n_columns; i++) {
        g_string_append_printf(s, "{%s %s %s}", l->columns[i].name, l->columns[i].dtype,
                               l->columns[i].unit->name);
    }
    for (size_t i = 0; i < l->n_phrases; i++) {
        const gy_phrase *p = &l->phrases[i];
        g_string_append_printf(s, "[%s@%zu", p->word, p->column);
        for (size_t k = 0; k < p->n_arguments; k++) {
            const gy_argument *a = &p->arguments[k];
            g_string_append_printf(s, " %s=%s", a->key ? a->key : "", a->text);
            if (a->is_number) {
                g_string_append_printf(s, "#%.15g%s", a->number, a->unit->name);
            }
        }
        g_string_append_c(s, ']');
    }
    return g_string_free(s, FALSE);
}

#endif

/* facts_ceiling.c: the ceilings that metrics were given beside a score. */
#include <math.h>
#include <string.h>

#include "run/facts.h"
#include "sugar.h"

static gy_ceiling_fact *find(const gy_outcome *o, const char *node, const char *port,
                             const char *run_case, size_t length)
{
    for (guint i = 0; i < o->ceilings->len; i++) {
        gy_ceiling_fact *f = o->ceilings->pdata[i];
        if (strcmp(f->node, node) == 0 && strcmp(f->port, port) == 0 &&
            strlen(f->run_case) == length && strncmp(f->run_case, run_case, length) == 0) {
            return f;
        }
    }
    return NULL;
}

static gy_ceiling_fact *make(gy_outcome *o, const char *node, const char *port,
                             const char *run_case)
{
    gy_ceiling_fact *f = find(o, node, port, run_case, strlen(run_case));
    if (!f) {
        f = g_new0(gy_ceiling_fact, 1);
        f->node = g_strdup(node);
        f->port = g_strdup(port);
        f->run_case = g_strdup(run_case);
        f->item_sum = g_array_new(FALSE, TRUE, sizeof(double));
        f->item_n = g_array_new(FALSE, TRUE, sizeof(int64_t));
        g_ptr_array_add(o->ceilings, f);
    }
    return f;
}

void gy_ceiling_fact_free(gpointer p)
{
    gy_ceiling_fact *f = p;
    g_free(f->node);
    g_free(f->port);
    g_free(f->run_case);
    g_array_unref(f->item_sum);
    g_array_unref(f->item_n);
    g_free(f);
}

void gy_facts_ceiling(gy_outcome *o, gy_runtime *rt, const gy_inst *inst)
{
    const gy_feed *score = NULL, *ceiling = NULL;
    const gy_value *s = gy_facts_numbers(inst, "score", &score);
    const gy_value *c = gy_facts_numbers(inst, "ceiling", &ceiling);
    if (!s || !c || !score->out->port) {
        return;
    }
    g_autofree char *run_case = gy_facts_case(rt, score->from);
    gy_ceiling_fact *f = make(o, score->from->node->name, score->out->port->name, run_case);
    int64_t n = gy_size_from(&c->view, 0);
    if (n == gy_size_from(&s->view, 0) && (int64_t)f->item_n->len < n && n < G_MAXUINT) {
        g_array_set_size(f->item_sum, (guint)n);
        g_array_set_size(f->item_n, (guint)n);
    }
    for (int64_t k = 0; k < n; k++) {
        double x = gy_value_number(c, k);
        f->sum += isfinite(x) ? x : 0;
        f->n += isfinite(x) ? 1 : 0;
        if (isfinite(x) && k < (int64_t)f->item_n->len) {
            g_array_index(f->item_sum, double, k) += x;
            g_array_index(f->item_n, int64_t, k)++;
        }
    }
}

double gy_ceiling_of_score(const gy_outcome *o, const gy_score *s)
{
    const char *last = strrchr(s->run_case, ';'), *word = last ? last + 1 : s->run_case;
    size_t length = strlen(s->run_case);
    if (g_str_has_prefix(word, "fold=")) {
        length = last ? (size_t)(last - s->run_case) : 0;
    }
    const gy_ceiling_fact *f = find(o, s->node, s->port, s->run_case, length);
    int64_t n = f && s->k < (int64_t)f->item_n->len ? g_array_index(f->item_n, int64_t, s->k) : 0;
    return n > 0 ? g_array_index(f->item_sum, double, s->k) / (double)n : (double)NAN;
}

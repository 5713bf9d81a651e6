/* SPDX-License-Identifier: MIT
 *
 * task_graph.c: names to numbers, and cycles by name.
 */
#include "task_graph.h"

#include <stdlib.h>

char *task_text(gy_call *c, const gy_array *text, int64_t i)
{
    int64_t n = text->offsets[i + 1] - text->offsets[i];
    char *out = (char *)tr_scratch(c, n + 1, 1);
    if (out) {
        memcpy(out, (const char *)text->data + text->offsets[i], (size_t)n);
    }
    return out;
}

static int read_names(gy_call *c, task_graph *g, int64_t *group)
{
    const gy_array *name = gy_get(c, "name"), *graph = gy_get(c, "graph");
    g->n = name->shape[0];
    g->name = (char **)tr_scratch(c, g->n + 1, (int64_t)sizeof *g->name);
    if (!g->name) {
        return tr_memory(c, "name");
    }
    for (int64_t i = 0; i < g->n; i++) {
        g->name[i] = task_text(c, name, i);
        if (!g->name[i]) {
            return tr_memory(c, "name");
        }
        int other = graph && i > 0 &&
                    gy_element(graph, i * graph->stride[0]) !=
                        gy_element(graph, (i - 1) * graph->stride[0]);
        group[i] = i > 0 ? group[i - 1] + other : 0;
        if (!g->name[i][0] || strpbrk(g->name[i], " \t\n/")) {
            return tr_fail(c, GY_DATA, "name", "task %lld: `%s` is no name (no blanks, no /)",
                           (long long)i, g->name[i]);
        }
        for (int64_t k = i - 1; k >= 0 && group[k] == group[i]; k--) {
            if (!strcmp(g->name[k], g->name[i])) {
                return tr_fail(c, GY_DATA, "name", "there are two tasks `%s`", g->name[i]);
            }
        }
    }
    g->groups = g->n > 0 ? group[g->n - 1] + 1 : 0;
    return GY_OK;
}

/* A task of the same graph; -1 if it has none of that name. */
static int64_t find(const task_graph *g, int64_t i, const char *word, size_t n)
{
    int64_t k = i;
    while (k > 0 && g->group[k - 1] == g->group[i]) {
        k--;
    }
    for (; k < g->n && g->group[k] == g->group[i]; k++) {
        if (strlen(g->name[k]) == n && !memcmp(g->name[k], word, n)) {
            return k;
        }
    }
    return -1;
}

/* Needs of task i into need[], from *at on; need NULL: they are only counted. */
static int read_needs(gy_call *c, const task_graph *g, int64_t i, const char *text, int64_t *need,
                      int64_t *at)
{
    while (*text) {
        size_t n = strcspn(text, " \t,");
        if (n > 0 && !(n == 1 && *text == '-')) {
            int64_t k = need ? find(g, i, text, n) : 0;
            if (k < 0) {
                return tr_fail(c, GY_DATA, "needs", "task `%s` needs `%.*s`, which is no task",
                               g->name[i], (int)n, text);
            }
            if (need) {
                need[*at] = k;
            }
            *at += 1;
        }
        text += n + (text[n] != 0);
    }
    return GY_OK;
}

/* "a -> b -> a": b needs a, and so on; from a task on the cycle. */
static int cycle(gy_call *c, const task_graph *g, int64_t from)
{
    char text[360] = "";
    size_t n = 0;
    int64_t at = from;
    signed char *seen = (signed char *)tr_scratch(c, g->n + 1, 1);
    if (!seen) {
        return tr_memory(c, "needs");
    }
    /* Each first need waits for a cycle too: going on, we come to a task that was seen. */
    while (!seen[at]) {
        seen[at] = 1;
        at = g->need[g->first[at]];
    }
    from = at;
    do {
        int k = snprintf(text + n, sizeof text - n, "%.40s -> ", g->name[at]);
        n += k > 0 && n + (size_t)k < sizeof text ? (size_t)k : 0;
        at = g->need[g->first[at]];
    } while (at != from && n < 300);
    return tr_fail(c, GY_DATA, "needs", "tasks that wait for each other in a circle: %s%s%s", text,
                   at == from ? "" : "... -> ", g->name[from]);
}

int64_t task_graph_order(const task_graph *g, int64_t *order, int64_t *place)
{
    int64_t done = 0, before = -1;
    for (int64_t i = 0; i < g->n; i++) {
        place[i] = -1;
    }
    while (done > before) { /* one sweep adds whatever has all its needs */
        before = done;
        for (int64_t i = 0; i < g->n; i++) {
            int ready = place[i] < 0;
            for (int64_t k = g->first[i]; ready && k < g->first[i + 1]; k++) {
                ready = place[g->need[k]] >= 0;
            }
            if (ready) {
                place[i] = done;
                order[done++] = i;
            }
        }
    }
    for (int64_t i = 0; done < g->n && i < g->n; i++) {
        if (place[i] < 0) {
            return i;
        }
    }
    return -1;
}

void task_graph_chains(const task_graph *g, const int64_t *order, const double *work, double *out)
{
    for (int64_t k = 0; k < g->n; k++) {
        int64_t i = order[k];
        double longest = 0;
        for (int64_t j = g->first[i]; j < g->first[i + 1]; j++) {
            longest = out[g->need[j]] > longest ? out[g->need[j]] : longest;
        }
        out[i] = longest + work[i];
    }
}

static int refuse_cycles(gy_call *c, const task_graph *g, int64_t *need)
{
    int64_t *place = (int64_t *)tr_scratch(c, g->n + 1, 8);
    int64_t *order = (int64_t *)tr_scratch(c, g->n + 1, 8);
    if (!place || !order) {
        return tr_memory(c, "needs");
    }
    int64_t bad = task_graph_order(g, order, place);
    /* Who has no place waits for a cycle; a need without a place leads to it, and goes first. */
    for (int64_t i = 0; bad >= 0 && i < g->n; i++) {
        for (int64_t k = g->first[i]; place[i] < 0 && k < g->first[i + 1]; k++) {
            if (place[need[k]] < 0) {
                int64_t first = need[g->first[i]];
                need[g->first[i]] = need[k];
                need[k] = first;
                break;
            }
        }
    }
    return bad < 0 ? GY_OK : cycle(c, g, bad);
}

int task_graph_read(gy_call *c, task_graph *g)
{
    const gy_array *needs = gy_get(c, "needs");
    int64_t n = needs->shape[0], total = 0;
    *g = (task_graph){0};
    int64_t *group = (int64_t *)tr_scratch(c, n + 1, 8);
    int64_t *first = (int64_t *)tr_scratch(c, n + 1, 8);
    char **text = (char **)tr_scratch(c, n + 1, (int64_t)sizeof *text);
    if (!group || !first || !text) {
        return tr_memory(c, "needs");
    }
    g->group = group;
    g->first = first;
    GY_TRY(read_names(c, g, group));
    for (int64_t i = 0; i < n; i++) {
        first[i] = total;
        text[i] = task_text(c, needs, i);
        if (!text[i]) {
            return tr_memory(c, "needs");
        }
        GY_TRY(read_needs(c, g, i, text[i], 0, &total));
    }
    first[n] = total;
    int64_t *need = (int64_t *)tr_scratch(c, total + 1, 8);
    if (!need) {
        return tr_memory(c, "needs");
    }
    total = 0;
    for (int64_t i = 0; i < n; i++) {
        GY_TRY(read_needs(c, g, i, text[i], need, &total));
    }
    g->need = need;
    return refuse_cycles(c, g, need);
}

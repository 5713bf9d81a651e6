/* params.c: parameters of one instance: the file's text or the default, with the values of the
 * loops it is inside, read as the node's text asks. */
#include "run/resolve.h"

#include <string.h>

#include "core/error.h"
#include "core/paths.h"
#include "graph/param.h"
#include "run/env.h"
#include "run/out_paths.h"
#include "run/tune.h"

static char **items_of(const gy_literal *l)
{
    g_autoptr(GPtrArray) items = g_ptr_array_new();
    for (size_t i = 0; i < l->n_texts; i++) {
        g_ptr_array_add(items, g_strdup(l->texts[i]));
    }
    for (size_t i = 0; i < l->n_columns; i++) {
        g_ptr_array_add(items, g_strdup(l->columns[i].name));
        g_ptr_array_add(items, g_strdup(l->columns[i].dtype));
        g_ptr_array_add(items, g_strdup(l->columns[i].unit ? l->columns[i].unit->name : ""));
    }
    for (size_t i = 0; i < l->n_phrases; i++) {
        g_ptr_array_add(items, g_strdup(l->phrases[i].word));
        for (size_t k = 0; k < l->phrases[i].n_arguments; k++) {
            g_ptr_array_add(items, g_strdup(l->phrases[i].arguments[k].text));
        }
    }
    g_ptr_array_add(items, NULL);
    return (char **)g_ptr_array_steal(items, NULL);
}

/* Files that a path or a list of paths names, with the captures of their patterns. */
static gboolean expand_paths(gy_runtime *rt, const gy_given *given, gy_param_value *v,
                             GError **error)
{
    g_autofree char *here = given && given->from_command_line ? g_get_current_dir() : NULL;
    const char *base = here ? here : rt->graph->dir;
    g_autoptr(GPtrArray) all = g_ptr_array_new();
    for (size_t i = 0; i < v->literal.n_texts; i++) {
        g_autoptr(GPtrArray) found = gy_paths_expand(v->literal.texts[i], base, error);
        if (!found) {
            g_ptr_array_set_free_func(all, g_free);
            return FALSE;
        }
        for (guint k = 0; k < found->len; k++) {
            const gy_path *path = found->pdata[k];
            g_ptr_array_add(all, g_strdup(path->path));
            for (guint j = 0; j < path->captures->len; j++) {
                const gy_capture *capture = path->captures->pdata[j];
                if (!v->captures) {
                    v->captures = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
                                                        (GDestroyNotify)g_ptr_array_unref);
                }
                GPtrArray *of = g_hash_table_lookup(v->captures, capture->name);
                if (!of) {
                    of = g_ptr_array_new_with_free_func(g_free);
                    g_hash_table_insert(v->captures, g_strdup(capture->name), of);
                }
                g_ptr_array_add(of, g_strdup(capture->value));
            }
        }
    }
    v->n = all->len;
    g_strfreev(v->items);
    g_ptr_array_add(all, NULL);
    v->items = (char **)g_ptr_array_steal(all, NULL);
    g_free(v->text);
    v->text = g_strdup(v->items[0]);
    return TRUE;
}

static gboolean parse_one(gy_runtime *rt, gy_inst *inst, unsigned i, GError **error)
{
    const gy_sig_param *p = &inst->node->sig->params[i];
    const gy_given *given = &inst->node->params[i];
    gy_param_value *v = &inst->params[i];
    const char *chosen = gy_tune_text(rt->graph, inst->env.candidate, inst->number, i);
    const char *text = chosen ? chosen : given->text;
    g_autofree char *expanded =
        text ? gy_env_expand(rt->graph, &inst->env, text) : g_strdup(p->default_text);
    if (!expanded) {
        return TRUE; /* optional and left out */
    }
    if (!gy_param_read(p, expanded, &v->literal, error)) {
        g_prefix_error(error, "[%s] ", inst->node->name);
        return FALSE;
    }
    v->items = items_of(&v->literal);
    v->n = gy_literal_count(&v->literal);
    if (p->base == GY_BASE_PATH) {
        gboolean good = expand_paths(rt, given, v, error);
        if (!good) {
            g_prefix_error(error, "[%s] %s: ", inst->node->name, p->name);
        }
        return good;
    }
    if (p->base == GY_BASE_OUT_PATH) {
        v->text = gy_out_path(rt, inst, given, v->literal.texts[0], error);
        if (!v->text) {
            g_prefix_error(error, "[%s] %s: ", inst->node->name, p->name);
        }
        return v->text != NULL;
    }
    gboolean word = v->literal.n_texts == 1 && p->base != GY_BASE_MAP;
    v->text = p->base == GY_BASE_BOOL ? g_strdup(v->literal.numbers[0] > 0 ? "true" : "false")
              : word                  ? g_strdup(v->literal.texts[0])
                                      : g_strdup(g_strstrip(expanded));
    return TRUE;
}

gboolean gy_params_parse(gy_runtime *rt, gy_inst *inst, GError **error)
{
    inst->params = g_new0(gy_param_value, MAX(inst->node->sig->n_params, 1));
    for (unsigned i = 0; i < inst->node->sig->n_params; i++) {
        if (!parse_one(rt, inst, i, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

void gy_params_free(gy_inst *inst)
{
    for (unsigned i = 0; inst->params && i < inst->node->sig->n_params; i++) {
        gy_param_value *v = &inst->params[i];
        gy_literal_finish(&v->literal);
        g_free(v->text);
        g_strfreev(v->items);
        g_clear_pointer(&v->captures, g_hash_table_unref);
    }
    g_clear_pointer(&inst->params, g_free);
}

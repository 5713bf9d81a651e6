/* states_load.c: a fit that is taken from a file instead of being made. */
#include <string.h>

#include "core/error.h"
#include "run/env.h"
#include "run/resolve.h"
#include "run/states.h"

gboolean gy_states_given(const gy_runtime *rt, const gy_inst *inst)
{
    const gy_env *e = &inst->env;
    return rt->states && e->fold < 0 && e->inner == GY_OUTSIDE && e->draw <= 0;
}

static gboolean differs(const gy_inst *inst, const char *path, GError **error, const char *what,
                        const char *was, const char *is)
{
    g_set_error(error, GY_ERROR, GY_ERR_DATA, "[%s] %s: its state was made with %s = %s, not %s",
                inst->node->name, path, what, was ? was : "(none)", is ? is : "(none)");
    return FALSE;
}

/* Same node, same revision, same parameters. Paths may differ: what they hold is not known here. */
static gboolean same_maker(const gy_inst *inst, const gy_state *s, const gy_about *about,
                           const char *path, GError **error)
{
    const gy_sig *sig = inst->node->sig;
    g_autofree char *revision = g_strdup_printf("%d", (int)sig->revision);
    const char *was = gy_about_get(about, "revision");
    if (strcmp(s->id, sig->id) != 0) {
        return differs(inst, path, error, "plugin", s->id, sig->id);
    }
    if (g_strcmp0(was, revision) != 0) {
        return differs(inst, path, error, "version", was, revision);
    }
    for (unsigned p = 0; p < sig->n_params; p++) {
        g_autofree char *key = g_strconcat("param.", sig->params[p].name, NULL);
        g_autofree char *text = gy_states_param(inst, p);
        const char *then = gy_about_get(about, key);
        gboolean path_like =
            sig->params[p].base == GY_BASE_PATH || sig->params[p].base == GY_BASE_OUT_PATH;
        if (!path_like && g_strcmp0(then, text) != 0) {
            return differs(inst, path, error, sig->params[p].name, then, text);
        }
    }
    return TRUE;
}

static char *shape_text(gy_dtype t, int32_t rank, const int64_t *shape)
{
    GString *s = g_string_new(gy_dtype_name(t));
    g_string_append_c(s, '[');
    for (int32_t i = 0; i < rank; i++) {
        g_string_append_printf(s, "%s%" G_GINT64_FORMAT, i ? ", " : "", shape[i]);
    }
    g_string_append_c(s, ']');
    return g_string_free(s, FALSE);
}

/* Every state of the text, with its dtype and lengths. How many inner folds there were is the
 * file's affair. */
static gboolean same_shape(const gy_inst *inst, const gy_sig_port *port, const gy_value *v,
                           const char *path, GError **error)
{
    int64_t shape[GY_RANK_MAX];
    int32_t rank = 0, at = gy_sig_axis_find(&port->type, "fold");
    int64_t folds = v && at >= 0 && at < v->view.rank ? v->shape[at] : 0;
    gy_dtype t = gy_type_dtype(inst, port);
    if (!gy_type_shape(inst, port, folds, shape, &rank, error)) {
        return FALSE;
    }
    gboolean same = v && rank == v->view.rank && gy_dtype_equal(t, gy_value_dtype(v)) &&
                    memcmp(shape, v->shape, sizeof(int64_t) * (size_t)rank) == 0;
    if (!same) {
        g_autofree char *wanted = shape_text(t, rank, shape);
        g_autofree char *is =
            v ? shape_text(gy_value_dtype(v), v->view.rank, v->shape) : g_strdup("not there");
        g_set_error(error, GY_ERROR, GY_ERR_SHAPE, "[%s] %s: its state '%s' is %s, where %s is due",
                    inst->node->name, path, port->name, is, wanted);
    }
    return same;
}

gboolean gy_states_fit(const gy_inst *inst, const gy_state *s, const char *path, GError **error)
{
    const gy_sig *sig = inst->node->sig;
    for (unsigned i = 0; i < sig->n_state; i++) {
        if (!same_shape(inst, &sig->state[i], gy_state_get(s, sig->state[i].name), path, error)) {
            return FALSE;
        }
    }
    if (s->names->len != sig->n_state) {
        g_set_error(error, GY_ERROR, GY_ERR_SHAPE,
                    "[%s] %s: it holds %u arrays, where %s has a state of %u", inst->node->name,
                    path, s->names->len, sig->id, sig->n_state);
        return FALSE;
    }
    return TRUE;
}

gboolean gy_states_take(gy_runtime *rt, gy_inst *inst, const char *path, GError **error)
{
    g_auto(gy_about) about = {0};
    gy_state *s = gy_state_read(path, rt->mem, &about, error);
    if (!s) {
        g_prefix_error(error, "[%s] its state: ", inst->node->name);
        return FALSE;
    }
    if (!same_maker(inst, s, &about, path, error) || !gy_states_fit(inst, s, path, error)) {
        gy_state_unref(s);
        return FALSE;
    }
    g_free(s->node);
    s->node = g_strdup(inst->node->name);
    inst->state = s;
    return TRUE;
}

gboolean gy_states_load(gy_runtime *rt, gy_inst *inst, GError **error)
{
    gy_env outside = inst->env;
    outside.fold = GY_OUTSIDE;
    g_autofree char *where = gy_env_text(rt->graph, &outside);
    g_autofree char *path = gy_states_path(rt->states, inst->node->name, where);
    return gy_states_take(rt, inst, path, error);
}

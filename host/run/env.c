#include "run/env.h"

#include <string.h>

gy_env gy_env_outside(void)
{
    gy_env e = {
        .fold = GY_OUTSIDE, .draw = GY_OUTSIDE, .candidate = GY_OUTSIDE, .inner = GY_OUTSIDE};
    for (int i = 0; i < GY_LOOPS_MAX; i++) {
        e.each[i] = GY_OUTSIDE;
    }
    return e;
}

gy_env gy_env_project(const gy_graph *g, const gy_gnode *node, const gy_env *env)
{
    gy_env e = gy_env_outside();
    for (guint i = 0; i < g->foreachs->len; i++) {
        if (node->loops & (1u << i)) {
            e.each[i] = env->each[i];
        }
    }
    e.draw = env->draw;
    if (node->split) {
        e.fold = env->fold;
        e.inner = env->inner;
    }
    if (node->tuned) {
        e.candidate = env->candidate;
    }
    return e;
}

gboolean gy_env_meet(const gy_graph *g, const gy_env *a, const gy_env *b)
{
    for (guint i = 0; i < g->foreachs->len; i++) {
        if (a->each[i] != GY_OUTSIDE && b->each[i] != GY_OUTSIDE && a->each[i] != b->each[i]) {
            return FALSE;
        }
    }
    return TRUE;
}

static const gy_foreach *each(const gy_graph *g, guint i)
{
    return &g_array_index(g->foreachs, gy_foreach, i);
}

char *gy_env_expand(const gy_graph *g, const gy_env *env, const char *text)
{
    GString *s = g_string_new(text);
    for (guint i = 0; i < g->foreachs->len; i++) {
        g_autofree char *variable = g_strdup_printf("${%s}", each(g, i)->name);
        if (env->each[i] >= 0) {
            g_string_replace(s, variable, each(g, i)->values[env->each[i]], 0);
        }
    }
    return g_string_free(s, FALSE);
}

static void append(GString *s, const char *name, int32_t value, const char *text)
{
    if (value == GY_OUTSIDE) {
        return;
    }
    if (s->len > 0) {
        g_string_append_c(s, ';');
    }
    if (text) {
        g_string_append_printf(s, "%s=%s", name, text);
    } else if (value == GY_FINAL) {
        g_string_append_printf(s, "%s=all", name);
    } else {
        g_string_append_printf(s, "%s=%d", name, value);
    }
}

char *gy_env_text(const gy_graph *g, const gy_env *env)
{
    GString *s = g_string_new(NULL);
    for (guint i = 0; i < g->foreachs->len; i++) {
        append(s, each(g, i)->name, env->each[i],
               env->each[i] >= 0 ? each(g, i)->values[env->each[i]] : NULL);
    }
    append(s, "fold", env->fold, NULL);
    if (env->inner != GY_OUTSIDE) { /* outside, the choice of a fold is no case of its own */
        append(s, "inner", env->inner, NULL);
        append(s, "candidate", env->candidate, NULL);
    }
    append(s, "draw", env->draw > 0 ? env->draw : GY_OUTSIDE, NULL);
    return g_string_free(s, FALSE);
}

char *gy_env_key(int node, const gy_env *env)
{
    GString *s = g_string_new(NULL);
    g_string_append_printf(s, "%d/%d/%d/%d/%d", node, env->fold, env->inner, env->candidate,
                           env->draw);
    for (int i = 0; i < GY_LOOPS_MAX; i++) {
        g_string_append_printf(s, "/%d", env->each[i]);
    }
    return g_string_free(s, FALSE);
}

static gboolean excepted(const gy_graph *g, const gy_env *env)
{
    for (guint i = 0; i < g->foreachs->len; i++) {
        if (!each(g, i)->except) {
            continue;
        }
        g_autofree char *text = gy_env_expand(g, env, each(g, i)->except);
        g_auto(GStrv) words = g_strsplit(text, ";", -1);
        for (int k = 0; words[k]; k++) {
            if (strcmp(g_strstrip(words[k]), each(g, i)->values[env->each[i]]) == 0) {
                return TRUE;
            }
        }
    }
    return FALSE;
}

static gboolean advance(const gy_graph *g, gy_env *env)
{
    for (int i = (int)g->foreachs->len - 1; i >= 0; i--) {
        if (each(g, (guint)i)->values[++env->each[i]]) {
            return TRUE;
        }
        env->each[i] = 0;
    }
    return FALSE;
}

gboolean gy_env_first(const gy_graph *g, gy_env *env)
{
    *env = gy_env_outside();
    for (guint i = 0; i < g->foreachs->len; i++) {
        env->each[i] = 0;
    }
    return !excepted(g, env) || gy_env_next(g, env);
}

gboolean gy_env_next(const gy_graph *g, gy_env *env)
{
    while (advance(g, env)) {
        if (!excepted(g, env)) {
            return TRUE;
        }
    }
    return FALSE;
}

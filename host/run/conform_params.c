/* conform_params.c: values that a parameter must refuse, made from its type and range. */
#include <math.h>
#include <string.h>

#include "graph/keyfile_vars.h"
#include "run/conform_parts.h"

gy_graph *gy_conform_graph(const gy_trial *t, const char *more, gy_problems *problems)
{
    g_autoptr(gy_keyfile) kf = gy_keyfile_load(t->file, problems);
    if (!kf) {
        return NULL;
    }
    (void)gy_keyfile_apply_profile(kf, NULL, problems);
    for (int i = 0; i < 4 && t->sets[i]; i++) {
        (void)gy_keyfile_override(kf, t->sets[i], problems);
    }
    if (more) {
        (void)gy_keyfile_override(kf, more, problems);
    }
    (void)gy_keyfile_expand(kf, problems);
    return gy_graph_build(kf, t->registry, problems);
}

static const gy_gnode *find_node(const gy_graph *g, const char *id)
{
    for (guint i = 0; i < g->nodes->len; i++) {
        const gy_gnode *n = gy_graph_node(g, (int)i);
        if (strcmp(n->sig->id, id) == 0) {
            return n;
        }
    }
    return NULL;
}

/* A number just outside of an end of the range, with the unit that goes with it. */
static char *beyond(const gy_sig_param *p, gboolean high)
{
    double end = high ? p->hi : p->lo;
    gboolean open = high ? p->hi_open : p->lo_open;
    double step = p->base == GY_BASE_I64 ? 1 : fmax(fabs(end), 1) * 1e-6;
    double x = open ? end : high ? end + step : end - step;
    char number[G_ASCII_DTOSTR_BUF_SIZE];
    (void)g_ascii_dtostr(number, sizeof number, x);
    gboolean unit = p->base == GY_BASE_QUANTITY && p->units && p->units[0];
    return g_strdup_printf("%s%s%s", number, unit ? " " : "", unit ? p->units[0] : "");
}

/* Values that no parameter of this type takes, NULL-terminated. */
static char **bad_values(const gy_sig_param *p)
{
    g_autoptr(GPtrArray) bad = g_ptr_array_new();
    gboolean number = p->base == GY_BASE_F64 || p->base == GY_BASE_I64 ||
                      p->base == GY_BASE_QUANTITY || p->base == GY_BASE_SHARE;
    if (p->has_lo && number && isfinite(p->lo)) {
        g_ptr_array_add(bad, beyond(p, FALSE));
    }
    if (p->has_hi && number && isfinite(p->hi)) {
        g_ptr_array_add(bad, beyond(p, TRUE));
    }
    if (number) {
        g_ptr_array_add(bad, g_strdup("many"));
    }
    if (p->base == GY_BASE_I64) {
        g_ptr_array_add(bad, g_strdup("1.5"));
    }
    if (p->base == GY_BASE_BOOL || p->base == GY_BASE_CHOICE) {
        g_ptr_array_add(bad, g_strdup("perhapz"));
    }
    if (p->base == GY_BASE_QUANTITY || p->base == GY_BASE_INTERVAL) {
        g_ptr_array_add(bad, g_strdup("3 furlongs"));
    }
    g_ptr_array_add(bad, NULL);
    return (char **)g_ptr_array_free(g_steal_pointer(&bad), FALSE);
}

int gy_conform_params(const gy_trial *t, GString *why)
{
    int n = 0;
    g_autoptr(gy_problems) problems = gy_problems_new();
    g_autoptr(gy_graph) good = gy_conform_graph(t, NULL, problems);
    const gy_gnode *node = good ? find_node(good, t->id) : NULL;
    for (unsigned i = 0; node && i < node->sig->n_params; i++) {
        const gy_sig_param *p = &node->sig->params[i];
        g_auto(GStrv) bad = bad_values(p);
        for (int k = 0; bad[k]; k++) {
            g_autofree char *set = g_strdup_printf("%s.%s=%s", node->group, p->name, bad[k]);
            g_autoptr(gy_problems) found = gy_problems_new();
            g_autoptr(gy_graph) g = gy_conform_graph(t, set, found);
            g_autofree char *text = gy_problems_format(found);
            n++;
            if (g || !strstr(text, p->name)) {
                g_string_append_printf(why, "%s%s = %s is not refused%s%s", why->len ? "; " : "",
                                       p->name, bad[k], g ? "" : " by its name: ", text);
            }
        }
    }
    return n;
}

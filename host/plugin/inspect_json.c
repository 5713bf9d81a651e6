/* SPDX-License-Identifier: Apache-2.0 */
#include "core/json.h"
#include "plugin/inspect.h"

/* A member that is left out when the text is NULL. */
static void text(gy_json *j, const char *key, const char *value)
{
    if (value) {
        gy_json_key(j, key);
        gy_json_string(j, value);
    }
}

/* A member that is left out when false. */
static void flag(gy_json *j, const char *key, bool value)
{
    if (value) {
        gy_json_key(j, key);
        gy_json_bool(j, true);
    }
}

static void number(gy_json *j, const char *key, double value)
{
    gy_json_key(j, key);
    gy_json_f64(j, value);
}

static void list(gy_json *j, const char *key, const char *const *items)
{
    if (!items) {
        return;
    }
    gy_json_key(j, key);
    gy_json_begin(j, '[');
    for (unsigned i = 0; items[i]; i++) {
        gy_json_string(j, items[i]);
    }
    gy_json_end(j, ']');
}

static void axes(gy_json *j, const gy_sig_type *type)
{
    gy_json_key(j, "axes");
    gy_json_begin(j, '[');
    for (unsigned i = 0; i < type->n_axes; i++) {
        const gy_sig_axis *a = &type->axes[i];
        gy_json_begin(j, '{');
        text(j, "symbol", a->symbol);
        text(j, "name", a->name);
        flag(j, "rest", a->is_rest);
        if (a->fixed >= 0) {
            gy_json_key(j, "length");
            gy_json_i64(j, a->fixed);
        }
        gy_json_end(j, '}');
    }
    gy_json_end(j, ']');
}

static void score(gy_json *j, const gy_sig_port *p)
{
    static const char *const close[] = {"mean", "sum", "none"};
    text(j, "close", p->has_close ? close[p->close] : NULL);
    if (p->has_chance) {
        number(j, "chance", p->chance);
    }
    if (p->has_bounds) {
        gy_json_key(j, "bounds");
        gy_json_begin(j, '[');
        gy_json_f64(j, p->bounds[0]);
        gy_json_f64(j, p->bounds[1]);
        gy_json_end(j, ']');
    }
    if (p->best != GY_BEST_UNSAID) {
        text(j, "best", p->best == GY_BEST_HIGH ? "high" : "low");
    }
}

static void ports(gy_json *j, const gy_sig *sig, const char *key, const gy_sig_port *from,
                  unsigned n)
{
    static const char *const merge[] = {"sum", "min", "max"};
    gy_json_key(j, key);
    gy_json_begin(j, '[');
    for (unsigned i = 0; i < n; i++) {
        const gy_sig_port *p = &from[i];
        g_autofree char *type = gy_sig_type_text(&p->type);
        gy_json_begin(j, '{');
        text(j, "name", p->name);
        text(j, "type", type);
        axes(j, &p->type);
        flag(j, "fit", p->fit);
        flag(j, "optional", p->optional);
        flag(j, "many", p->many);
        flag(j, "now", p->now);
        flag(j, "missing", p->missing);
        text(j, "unit", p->unit);
        text(j, "like", p->like >= 0 ? sig->in[p->like].name : NULL);
        text(j, "levels", p->levels >= 0 ? sig->in[p->levels].name : NULL);
        text(j, "merge", p->has_merge ? merge[p->merge] : NULL);
        score(j, p);
        text(j, "doc", p->doc);
        gy_json_end(j, '}');
    }
    gy_json_end(j, ']');
}

static void end_of_range(gy_json *j, const char *key, const char *open_key, double value, bool open)
{
    number(j, key, value);
    flag(j, open_key, open);
}

static void params(gy_json *j, const gy_sig *sig)
{
    gy_json_key(j, "params");
    gy_json_begin(j, '[');
    for (unsigned i = 0; i < sig->n_params; i++) {
        const gy_sig_param *p = &sig->params[i];
        g_autofree char *type = gy_sig_param_type_text(p);
        gy_json_begin(j, '{');
        text(j, "name", p->name);
        text(j, "type", type);
        text(j, "base", gy_sig_base_name(p->base));
        flag(j, "list", p->is_list);
        list(j, "choices", p->choices);
        list(j, "units", p->units);
        flag(j, "optional", p->optional);
        text(j, "default", p->default_text);
        if (p->has_lo) {
            end_of_range(j, "low", "low_open", p->lo, p->lo_open);
        }
        if (p->has_hi) {
            end_of_range(j, "high", "high_open", p->hi, p->hi_open);
        }
        text(j, "doc", p->doc);
        gy_json_end(j, '}');
    }
    gy_json_end(j, ']');
}

/* A member that is left out when there is no condition. */
static void when(gy_json *j, const char *key, const gy_sig *sig, const gy_sig_when *condition)
{
    if (condition->param < 0) {
        return;
    }
    gy_json_key(j, key);
    gy_json_begin(j, '{');
    text(j, "param", sig->params[condition->param].name);
    list(j, "values", condition->values);
    gy_json_end(j, '}');
}

static void reaches(gy_json *j, const gy_sig *sig)
{
    gy_json_key(j, "reach");
    gy_json_begin(j, '[');
    for (unsigned i = 0; i < sig->n_reach; i++) {
        const gy_sig_reach *r = &sig->reach[i];
        gy_json_begin(j, '{');
        text(j, "out", sig->out[r->out].name);
        text(j, "symbol", r->symbol);
        text(j, "in", r->in >= 0 ? sig->in[r->in].name : NULL);
        text(j, "in_symbol", r->in_symbol);
        text(j, "kind", gy_sig_reach_name(r->kind));
        const gy_sig_extent *sides[] = {&r->before, &r->after};
        for (int k = 0; k < 2 && r->kind == GY_SIG_REACH_WINDOW; k++) {
            gy_json_key(j, k == 0 ? "before" : "after");
            if (sides[k]->param >= 0) {
                gy_json_string(j, sig->params[sides[k]->param].name);
            } else {
                gy_json_i64(j, sides[k]->rows);
            }
        }
        when(j, "when", sig, &r->when);
        gy_json_end(j, '}');
    }
    gy_json_end(j, ']');
}

static void head(gy_json *j, const gy_sig *sig)
{
    text(j, "id", sig->id);
    gy_json_key(j, "revision");
    gy_json_i64(j, sig->revision);
    gy_json_key(j, "abi");
    gy_json_begin(j, '[');
    gy_json_i64(j, sig->major);
    gy_json_i64(j, sig->built);
    gy_json_i64(j, sig->required);
    gy_json_end(j, ']');
    text(j, "summary", sig->summary);
    list(j, "docs", sig->docs);
    text(j, "licence", sig->licence);
    list(j, "cites", sig->cites);
}

char *gy_inspect_json(const gy_sig *sig)
{
    g_autoptr(gy_json) j = gy_json_new(false);
    gy_json_begin(j, '{');
    head(j, sig);
    ports(j, sig, "in", sig->in, sig->n_in);
    ports(j, sig, "out", sig->out, sig->n_out);
    ports(j, sig, "state", sig->state, sig->n_state);
    ports(j, sig, "stat", sig->stat, sig->n_stat);
    ports(j, sig, "temp", sig->temp, sig->n_temp);
    ports(j, sig, "carry", sig->carry, sig->n_carry);
    params(j, sig);
    reaches(j, sig);
    when(j, "fit_when", sig, &sig->fit_when);
    text(j, "tile", sig->tile);
    text(j, "serial", sig->serial);
    flag(j, "block_all", sig->block_all);
    flag(j, "needs_exec", sig->needs_exec);
    flag(j, "needs_network", sig->needs_network);
    gy_json_end(j, '}');
    return gy_json_finish(j);
}

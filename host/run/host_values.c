/* host_values.c: the part of the host table that hands out arrays and parameters. [any] */
#include "run/host_table.h"

#include <math.h>
#include <string.h>

#include "run/gather.h"
#include "run/reduce.h"

static const gy_param_value *param_of(gy_call *c, const char *key)
{
    gy_inst *inst = gy_frame_of(c)->inst;
    const gy_sig_param *p = gy_sig_param_find(inst->node->sig, key);
    return p ? &inst->params[p->index] : NULL;
}

/* A list parameter as an f64 array; bound on first use. */
static gy_array *bind_list(gy_frame *f, const char *name)
{
    const gy_sig_param *p = gy_sig_param_find(f->inst->node->sig, name);
    if (!p) {
        return NULL;
    }
    const gy_literal *l = &f->inst->params[p->index].literal;
    if (l->n_numbers == 0) {
        return NULL;
    }
    int64_t shape[1] = {(int64_t)l->n_numbers}, stride[1] = {1};
    gy_array a = {.code = GY_FLOAT,
                  .bits = 64,
                  .rank = 1,
                  .data = l->numbers,
                  .shape = shape,
                  .stride = stride};
    return &gy_frame_bind(f, p->name, 0, &a)->view;
}

gy_array *gy_host_array(gy_call *c, const char *name)
{
    gy_frame *f = gy_frame_of(c);
    gy_bound *b = gy_frame_find(f, name, 0);
    if (b) {
        return b->wanted ? &b->view : NULL;
    }
    return bind_list(f, name);
}

gy_array *gy_host_item(gy_call *c, const char *name, int64_t i)
{
    gy_bound *b = gy_frame_find(gy_frame_of(c), name, i);
    return b && b->wanted ? &b->view : NULL;
}

static const gy_inport *inport_of(gy_inst *inst, const char *name)
{
    const gy_sig_port *p = gy_sig_port_find(inst->node->sig, name);
    return p && p->role == GY_ROLE_IN ? &inst->in[p->index] : NULL;
}

int64_t gy_host_count(gy_call *c, const char *name)
{
    const gy_param_value *v = param_of(c, name);
    int64_t cases = gy_gather_count(gy_frame_of(c)->rt, gy_frame_of(c)->inst, name);
    if (v) {
        return cases >= 0 ? cases : v->n;
    }
    const gy_inport *in = inport_of(gy_frame_of(c)->inst, name);
    if (in && in->n == 1 && in->feeds[0].is_table) {
        return in->feeds[0].out->columns->len;
    }
    return in ? in->n : 0;
}

double gy_host_number(gy_call *c, const char *key)
{
    const gy_param_value *v = param_of(c, key);
    return v && v->literal.n_numbers > 0 ? v->literal.numbers[0] : (double)NAN;
}

int64_t gy_host_integer(gy_call *c, const char *key)
{
    double x = gy_host_number(c, key);
    return isfinite(x) && fabs(x) <= 9007199254740992.0 ? (int64_t)llround(x) : INT64_MIN;
}

const char *gy_host_text(gy_call *c, const char *key)
{
    const gy_param_value *v = param_of(c, key);
    return v ? v->text : NULL;
}

/* "path.run": the capture {run} of the i-th file. */
static const char *capture_item(gy_call *c, const char *key, const char *dot, int64_t i)
{
    g_autofree char *base = g_strndup(key, (gsize)(dot - key));
    const gy_param_value *v = param_of(c, base);
    const GPtrArray *all = v && v->captures ? g_hash_table_lookup(v->captures, dot + 1) : NULL;
    return all && i >= 0 && i < (int64_t)all->len ? all->pdata[i] : NULL;
}

const char *gy_host_text_item(gy_call *c, const char *key, int64_t i)
{
    const char *dot = strchr(key, '.');
    if (dot) {
        return capture_item(c, key, dot, i);
    }
    const char *gathered = gy_gather_item(gy_frame_of(c)->rt, gy_frame_of(c)->inst, key, i);
    if (gathered) {
        return gathered;
    }
    const gy_param_value *v = param_of(c, key);
    if (!v || !v->items || i < 0 || i >= (int64_t)g_strv_length(v->items)) {
        return NULL;
    }
    return v->items[i];
}

const char *gy_host_unit(gy_call *c, const char *key)
{
    const gy_param_value *v = param_of(c, key);
    return v && v->literal.unit ? v->literal.unit->name : "";
}

gy_array *gy_host_stat(gy_call *c, const char *name, int64_t fold)
{
    gy_frame *f = gy_frame_of(c);
    return f->fit && f->phase == GY_PHASE_SOLVE ? gy_fit_stat(f->fit, name, fold) : NULL;
}

const int64_t *gy_host_fold_rows(gy_call *c, int64_t fold, int32_t held, int64_t *out_n)
{
    gy_frame *f = gy_frame_of(c);
    if (!f->fit || f->phase != GY_PHASE_SOLVE) {
        *out_n = 0;
        return NULL;
    }
    return gy_fit_fold_rows(f->fit, fold, held, out_n);
}

void *gy_host_scratch(gy_call *c, int64_t bytes)
{
    gy_frame *f = gy_frame_of(c);
    void *p = bytes < 0 ? NULL
                        : gy_mem_alloc(f->rt->mem, (size_t)bytes, TRUE,
                                       f->refused ? NULL : &f->refused); /* the first counts */
    if (p) {
        if (!f->scratch) {
            f->scratch = g_ptr_array_new();
        }
        g_ptr_array_add(f->scratch, p);
    }
    return p;
}

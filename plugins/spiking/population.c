/* SPDX-License-Identifier: MIT */
#include "population.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

static int is_vector(const gy_array *a, double magic, int64_t keys)
{
    return a && a->rank == 1 && a->data && a->layout == GY_DENSE && a->shape[0] >= keys &&
           sp_entry(a, 0) >= magic && sp_entry(a, 0) <= magic;
}

int sp_is_population(const gy_array *a)
{
    return is_vector(a, SP_MAGIC_POPULATION, SP_KEYS);
}

int sp_is_projection(const gy_array *a)
{
    return is_vector(a, SP_MAGIC_PROJECTION, SQ_KEYS);
}

double sp_entry(const gy_array *a, int64_t key)
{
    return gy_element(a, key * a->stride[0]);
}

const char *sp_model_name(int model)
{
    static const char *const names[] = {
        "lif", "lif-conductance", "adex", "izhikevich", "hodgkin-huxley", "script", "poisson"};
    return model >= 0 && model < SP_MODELS ? names[model] : "?";
}

int sp_draw_id(gy_call *c, double *out_id)
{
    const gy_rng *rng = (const gy_rng *)c->host->extension(c, GY_RNG);
    double u = 0;
    if (!rng) {
        return gy_fail(c, GY_UNSUPPORTED, "", "this host has no gy.rng/1");
    }
    GY_TRY(rng->uniform(c, "identity", 0, 1, &u));
    *out_id = floor(u * 0x1p50);
    return GY_OK;
}

int sp_fail(gy_call *c, int code, const char *where, const char *format, ...)
{
    char text[400];
    va_list ap;
    va_start(ap, format);
    vsnprintf(text, sizeof text, format, ap);
    va_end(ap);
    return c->host->fail(c, code, where, text);
}

void *sp_scratch(gy_call *c, int64_t n, int64_t size)
{
    int64_t bytes = 0;
    if (n < 0 || __builtin_mul_overflow(n, size, &bytes)) {
        return NULL;
    }
    return c->host->scratch(c, bytes);
}

int sp_plan_scratch(gy_call *c, double bytes)
{
    if (!GY_HAS(c->host, set_scratch) || !c->host->set_scratch) {
        return GY_OK;
    }
    return c->host->set_scratch(c, (int64_t)bytes, 0, 0);
}

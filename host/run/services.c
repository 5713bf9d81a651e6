/* services.c: the tables that nodes get by name, over the kernels of the compute floor. [any] */
#include <string.h>

#include "compute/cpu/fft.h"
#include "compute/cpu/linalg.h"
#include "core/error.h"
#include "core/rng.h"
#include "run/host_table.h"
#include "services.h"

/* Turns the outcome of a kernel into the answer of a service. error is where the kernel puts it:
 * its value must not be read before the kernel has returned. */
static int answer(gy_call *c, gboolean good, GError **error)
{
    if (good) {
        return GY_OK;
    }
    int code = gy_error_status(*error);
    gy_host_fail(c, code, "linalg", (*error)->message);
    g_clear_error(error);
    return code;
}

static gy_linalg_ctx context(gy_call *c)
{
    gy_runtime *rt = gy_frame_of(c)->rt;
    gy_linalg_ctx ctx = {.pool = rt->pool, .mem = rt->mem, .lanes = rt->lanes};
    return ctx;
}

static int la_gemm(gy_call *c, double alpha, const gy_array *A, const gy_array *B, double beta,
                   gy_array *C)
{
    gy_linalg_ctx ctx = context(c);
    GError *e = NULL;
    return answer(c, gy_gemm(&ctx, alpha, A, B, beta, C, &e), &e);
}

static int la_syrk(gy_call *c, double alpha, const gy_array *A, double beta, gy_array *C)
{
    gy_linalg_ctx ctx = context(c);
    GError *e = NULL;
    return answer(c, gy_syrk(&ctx, alpha, A, beta, C, &e), &e);
}

static int la_potrf(gy_call *c, gy_array *A)
{
    gy_linalg_ctx ctx = context(c);
    GError *e = NULL;
    return answer(c, gy_potrf(&ctx, A, &e), &e);
}

static int la_trsm(gy_call *c, const gy_array *L, int32_t transpose, gy_array *B)
{
    gy_linalg_ctx ctx = context(c);
    GError *e = NULL;
    return answer(c, gy_trsm(&ctx, L, transpose != 0, B, &e), &e);
}

static int la_eigh(gy_call *c, const gy_array *A, gy_array *values, gy_array *vectors)
{
    gy_linalg_ctx ctx = context(c);
    GError *e = NULL;
    return answer(c, gy_eigh(&ctx, A, values, vectors, &e), &e);
}

static int la_svd(gy_call *c, const gy_array *A, gy_array *U, gy_array *s, gy_array *Vt)
{
    gy_linalg_ctx ctx = context(c);
    GError *e = NULL;
    return answer(c, gy_svd(&ctx, A, U, s, Vt, &e), &e);
}

static const gy_linalg linalg = {sizeof(gy_linalg), 0,       la_gemm, la_syrk,
                                 la_potrf,          la_trsm, la_eigh, la_svd};

static int fft_any(gy_call *c, int64_t n, int kind, int32_t sign, const double *in, double *out)
{
    GError *e = NULL;
    g_autoptr(gy_fft_plan) plan = gy_fft_cache_get(gy_frame_of(c)->rt->fft, n, kind != 0, &e);
    gboolean good = plan && (kind == 0   ? gy_fft_transform(plan, sign, in, out, &e)
                             : kind == 1 ? gy_fft_forward(plan, in, out, &e)
                                         : gy_fft_inverse(plan, in, out, &e));
    return answer(c, good, &e);
}

static int fft_transform(gy_call *c, int64_t n, int32_t sign, const double *in, double *out)
{
    return fft_any(c, n, 0, sign, in, out);
}

static int fft_forward(gy_call *c, int64_t n, const double *in, double *out)
{
    return fft_any(c, n, 1, -1, in, out);
}

static int fft_inverse(gy_call *c, int64_t n, const double *in, double *out)
{
    return fft_any(c, n, 2, 1, in, out);
}

static const gy_fft fft = {sizeof(gy_fft), 0, fft_transform, fft_forward, fft_inverse};

static gy_rng_key key(gy_call *c, const char *purpose)
{
    const gy_frame *f = gy_frame_of(c);
    return gy_rng_make_key(f->rt->graph->seed, f->inst->node->name, purpose);
}

static uint64_t at(gy_call *c)
{
    return (uint64_t)gy_frame_of(c)->inst->random_case;
}

static int draw_uniform(gy_call *c, const char *purpose, int64_t row, int64_t n, double *out)
{
    gy_rng_uniform(key(c, purpose), at(c), (uint64_t)row, n, out);
    return GY_OK;
}

static int draw_normal(gy_call *c, const char *purpose, int64_t row, int64_t n, double *out)
{
    gy_rng_normal(key(c, purpose), at(c), (uint64_t)row, n, out);
    return GY_OK;
}

static int draw_permutation(gy_call *c, const char *purpose, int64_t row, int64_t n, int64_t *out)
{
    gy_rng_permutation(key(c, purpose), at(c), (uint64_t)row, n, out);
    return GY_OK;
}

/* Key of draws at a place of the caller's own: another stream than that of the cases. */
static gy_rng_key own_key(gy_call *c, const char *purpose)
{
    const gy_frame *f = gy_frame_of(c);
    g_autofree char *own = g_strdup_printf("at %s", purpose);
    return gy_rng_make_key(f->rt->graph->seed, f->inst->node->name, own);
}

static int draw_uniform_at(gy_call *c, const char *purpose, int64_t place, int64_t row, int64_t n,
                           double *out)
{
    gy_rng_uniform(own_key(c, purpose), (uint64_t)place, (uint64_t)row, n, out);
    return GY_OK;
}

static int draw_normal_at(gy_call *c, const char *purpose, int64_t place, int64_t row, int64_t n,
                          double *out)
{
    gy_rng_normal(own_key(c, purpose), (uint64_t)place, (uint64_t)row, n, out);
    return GY_OK;
}

static int draw_permutation_at(gy_call *c, const char *purpose, int64_t place, int64_t row,
                               int64_t n, int64_t *out)
{
    gy_rng_permutation(own_key(c, purpose), (uint64_t)place, (uint64_t)row, n, out);
    return GY_OK;
}

static const gy_rng rng = {sizeof(gy_rng),   0,
                           draw_uniform,     draw_normal,
                           draw_permutation, draw_uniform_at,
                           draw_normal_at,   draw_permutation_at};

typedef struct gy_each {
    int (*body)(void *context, int64_t i);
    void *context;
} gy_each;

static int each_task(void *p, int64_t task, int worker)
{
    (void)worker;
    const gy_each *e = p;
    return e->body(e->context, task);
}

static int map_each(gy_call *c, int64_t n, int (*body)(void *context, int64_t i), void *context)
{
    gy_each e = {body, context};
    for (int64_t i = 0; gy_frame_of(c)->is_serial && i < n;
         i++) { /* it holds the lock: no helpers */
        int answered = body(context, i);
        if (answered != 0) {
            return answered;
        }
    }
    if (gy_frame_of(c)->is_serial) {
        return GY_OK;
    }
    return gy_pool_run(gy_frame_of(c)->rt->pool, n, each_task, &e);
}

static const gy_map map = {sizeof(gy_map), 0, map_each};

const void *gy_services_find(const char *name)
{
    const struct {
        const char *name;
        const void *table;
    } all[] = {{GY_LINALG, &linalg},
               {GY_FFT, &fft},
               {GY_RNG, &rng},
               {GY_MAP, &map},
               {GY_MODEL, &gy_model_service}};
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        if (strcmp(all[i].name, name) == 0) {
            return all[i].table;
        }
    }
    return NULL;
}

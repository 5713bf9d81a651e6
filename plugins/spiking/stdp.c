/* SPDX-License-Identifier: MIT */
#include "stdp.h"

#include <math.h>

int64_t sp_stdp_bytes(int64_t synapses, int64_t n_pre, int64_t n_post)
{
    return 20 * synapses + 16 * n_pre + 24 * n_post + 8;
}

int sp_stdp_make(gy_call *c, const char *where, const sp_csr *m, double w, sp_stdp *out)
{
    out->weight = sp_scratch(c, m->n, 8);
    out->source = sp_scratch(c, m->n, 4);
    out->in_first = sp_scratch(c, m->n_post + 1, 8);
    out->in = sp_scratch(c, m->n, 8);
    out->pre = sp_scratch(c, m->n_pre, 8);
    out->post = sp_scratch(c, m->n_post, 8);
    out->pre_at = sp_scratch(c, m->n_pre, 8);
    out->post_at = sp_scratch(c, m->n_post, 8);
    if (!out->weight || !out->source || !out->in_first || !out->in || !out->pre || !out->post ||
        !out->pre_at || !out->post_at) {
        return sp_fail(c, GY_MEMORY, where, "no memory for %lld plastic synapses", (long long)m->n);
    }
    for (int64_t k = 0; k < m->n; k++) {
        out->weight[k] = w;
        out->in_first[m->target[k] + 1]++;
    }
    for (int64_t j = 0; j < m->n_post; j++) {
        out->in_first[j + 1] += out->in_first[j];
        out->post_at[j] = out->in_first[j]; /* where the next one goes, for now */
    }
    for (int64_t i = 0; i < m->n_pre; i++) {
        for (int64_t k = m->first[i * m->parts]; k < m->first[(i + 1) * m->parts]; k++) {
            out->source[k] = (int32_t)i;
            out->in[out->post_at[m->target[k]]++] = k;
        }
    }
    for (int64_t j = 0; j < m->n_post; j++) {
        out->post_at[j] = 0;
    }
    return GY_OK;
}

static double faded(double trace, int64_t since, double rate)
{
    return trace > 0 ? trace * exp(-(double)since * rate) : 0;
}

void sp_stdp_post(sp_stdp *p, int64_t step, const int32_t *spikes, int64_t n)
{
    for (int64_t s = 0; s < n; s++) {
        int64_t j = spikes[s];
        for (int64_t e = p->in_first[j]; e < p->in_first[j + 1]; e++) {
            int64_t k = p->in[e], i = p->source[k];
            double w =
                p->weight[k] + p->a_plus * faded(p->pre[i], step - p->pre_at[i], p->rate_plus);
            p->weight[k] = w > p->w_max ? p->w_max : w;
        }
        p->post[j] = faded(p->post[j], step - p->post_at[j], p->rate_minus) + 1;
        p->post_at[j] = step;
    }
}

void sp_stdp_pre(const sp_csr *m, sp_stdp *p, int64_t step, const int32_t *spikes, int64_t n,
                 double *into)
{
    for (int64_t s = 0; s < n; s++) {
        int64_t i = spikes[s];
        for (int64_t k = m->first[i * m->parts]; k < m->first[(i + 1) * m->parts]; k++) {
            int64_t j = m->target[k];
            double w =
                p->weight[k] - p->a_minus * faded(p->post[j], step - p->post_at[j], p->rate_minus);
            p->weight[k] = w < p->w_min ? p->w_min : w;
            into[j] += p->weight[k];
        }
        p->pre[i] = faded(p->pre[i], step - p->pre_at[i], p->rate_plus) + 1;
        p->pre_at[i] = step;
    }
}

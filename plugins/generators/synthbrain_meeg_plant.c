/* SPDX-License-Identifier: MIT
 *
 * synthbrain_meeg_plant.c: lead field, time courses, signal and noise of generator.synthbrain-meeg.
 */
#include "synthbrain_head.h"
#include "synthbrain_meeg.h"

static double latency_of(const sm_meeg *m, int64_t k)
{
    static const struct {
        const char *network;
        double latency;
    } known[] = {{"early-visual", .06}, {"object", .12}, {"face", .12}, {"place", .12},
                 {"body", .12},         {"word", .15},   {"food", .15}, {"language", .25}};
    double latency = .2;
    for (int i = 0; i < (int)(sizeof known / sizeof *known); i++) {
        latency = sp_is(m->network, k, known[i].network) ? known[i].latency : latency;
    }
    return sp_mapped(m->c, "latency", m->roi, k, latency);
}

/* Place of source k in the ball of the head, m. */
static int place_of(const sm_meeg *m, int64_t k, double out[3])
{
    static const double middle[3] = {0, -18, 16}, half[3] = {77, 97, 70};
    double far = 0;
    GY_TRY(sp_place(m->c, "x.source", k, out));
    for (int d = 0; d < 3; d++) {
        out[d] = (out[d] - middle[d]) / half[d];
        far += out[d] * out[d];
    }
    for (int d = 0; d < 3; d++) {
        out[d] *= .88 * m->head * (far > 1 ? 1 / sqrt(far) : 1);
    }
    return GY_OK;
}

void sm_sensor(const sm_meeg *m, int64_t i, double out[3])
{
    sb_sensor(i, m->channels, m->head * (m->eeg ? 1 : 1.25), 1.9, out);
}

/* lead[c, k] in uV or fT of a source of activity 1. */
static int plant_lead(sm_meeg *m)
{
    double moment = gy_number(m->c, "moment") * 1e-9;
    for (int64_t k = 0; k < m->sources; k++) {
        double at[3], q[3], mean = 0;
        GY_TRY(place_of(m, k, at));
        GY_TRY(m->rng->normal_at(m->c, "direction", m->subject, k, 3, q));
        double length = sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2]);
        for (int d = 0; d < 3; d++) {
            q[d] *= moment / length;
        }
        for (int64_t i = 0; i < m->channels; i++) {
            double r[3], b[3], *to = &m->lead[i * m->sources + k];
            sm_sensor(m, i, r);
            if (m->eeg) {
                *to = sb_potential(r, at, q) * 1e6;
            } else {
                sb_field(r, at, q, b);
                *to = (b[0] * r[0] + b[1] * r[1] + b[2] * r[2]) / (1.25 * m->head) * 1e15;
            }
            mean += *to / (double)m->channels;
        }
        for (int64_t i = 0; m->average && i < m->channels; i++) {
            m->lead[i * m->sources + k] -= mean;
        }
    }
    return m->c->host->stopped(m->c) ? GY_CANCELLED : GY_OK;
}

/* sd of the noise of every channel: its own, and what the average reference leaves. */
static int plant_noise(sm_meeg *m)
{
    double sd = gy_number(m->c, "noise"), square = 0, n = (double)m->channels;
    sd = isnan(sd) ? (m->eeg ? 1 : 100) : sd;
    for (int64_t i = 0; i < m->channels; i++) {
        double z = 0;
        GY_TRY(m->rng->normal_at(m->c, "channel", m->subject, i, 1, &z));
        m->own[i] = sd * exp(gy_number(m->c, "noise_spread") * z);
        square += m->own[i] * m->own[i];
    }
    for (int64_t i = 0; i < m->channels; i++) {
        double own = m->own[i] * m->own[i];
        m->sd[i] = sqrt(m->average ? own * (1 - 2 / n) + square / (n * n) : own);
    }
    return GY_OK;
}

int sm_plant(sm_meeg *m)
{
    double rise = gy_number(m->c, "rise");
    m->lead = (double *)sp_scratch(m->c, m->channels * m->sources, 8, "the lead field");
    m->course = (double *)sp_scratch(m->c, m->sources * m->times, 8, "time courses");
    m->sd = (double *)sp_scratch(m->c, 2 * m->channels, 8, "channels");
    if (!m->lead || !m->course || !m->sd) {
        return GY_MEMORY;
    }
    m->own = m->sd + m->channels;
    GY_TRY(plant_lead(m));
    GY_TRY(plant_noise(m));
    for (int64_t k = 0; k < m->sources; k++) {
        double latency = latency_of(m, k);
        for (int64_t t = 0; t < m->times; t++) {
            /* a sample that is early by less than a millionth of a step counts as being there */
            double u = (m->start + (double)t * m->step - latency) / rise;
            m->course[k * m->times + t] = u > 1e-6 * m->step / rise ? u * u * exp(2 * (1 - u)) : 0;
        }
    }
    return GY_OK;
}

void sm_add_signal(const sm_meeg *m, int64_t row, double *to)
{
    double evoked = gy_number(m->c, "evoked");
    for (int64_t k = 0; k < m->sources; k++) {
        double a = evoked + gy_at2(m->x, row, k);
        for (int64_t i = 0; i < m->channels; i++) {
            double scale = m->lead[i * m->sources + k] * a;
            for (int64_t t = 0; t < m->times; t++) {
                to[i * m->times + t] += scale * m->course[k * m->times + t];
            }
        }
    }
}

int sm_noise(const sm_meeg *m, int64_t row, double *to)
{
    double a = gy_number(m->c, "smooth");
    int64_t n = m->channels * m->times;
    GY_TRY(m->rng->normal_at(m->c, "noise", m->subject, sp_row(m->x, row), n, to));
    for (int64_t k = 0; k < n; k++) {
        to[k] = k % m->times ? a * to[k - 1] + sqrt(1 - a * a) * to[k] : to[k];
    }
    for (int64_t k = 0; k < n; k++) {
        to[k] *= m->own[k / m->times];
    }
    for (int64_t t = 0; m->average && t < m->times; t++) {
        double mean = 0;
        for (int64_t i = 0; i < m->channels; i++) {
            mean += to[i * m->times + t] / (double)m->channels;
        }
        for (int64_t i = 0; i < m->channels; i++) {
            to[i * m->times + t] -= mean;
        }
    }
    return GY_OK;
}

/* cov[k, l]: covariance (ddof 0) over the rows of x. */
static int covariance(const sm_meeg *m, double *cov, double *mean)
{
    double n = (double)m->x->shape[0];
    memset(mean, 0, (size_t)m->sources * sizeof *mean);
    for (int64_t i = 0; i < m->x->shape[0]; i++) {
        for (int64_t k = 0; k < m->sources; k++) {
            mean[k] += gy_at2(m->x, i, k) / n;
        }
    }
    memset(cov, 0, (size_t)(m->sources * m->sources) * sizeof *cov);
    for (int64_t i = 0; i < m->x->shape[0]; i++) {
        for (int64_t k = 0; k < m->sources; k++) {
            double u = (gy_at2(m->x, i, k) - mean[k]) / n;
            for (int64_t l = 0; l <= k; l++) {
                cov[k * m->sources + l] += u * (gy_at2(m->x, i, l) - mean[l]);
            }
        }
        if (m->c->host->stopped(m->c)) {
            return GY_CANCELLED;
        }
    }
    for (int64_t k = 0; k < m->sources; k++) {
        for (int64_t l = 0; l < k; l++) {
            cov[l * m->sources + k] = cov[k * m->sources + l];
        }
    }
    return GY_OK;
}

int sm_ceiling(const sm_meeg *m, double *ceiling)
{
    int64_t n = m->sources;
    double *cov = (double *)sp_scratch(m->c, n * n + n, 8, "sources");
    if (!cov) {
        return GY_MEMORY;
    }
    GY_TRY(covariance(m, cov, cov + n * n));
    for (int64_t i = 0; i < m->channels; i++) {
        const double *lead = m->lead + i * n;
        for (int64_t t = 0; t < m->times; t++) {
            double variance = 0;
            for (int64_t k = 0; k < n; k++) {
                double a = lead[k] * m->course[k * m->times + t], sum = 0;
                for (int64_t l = 0; a != 0 && l < n; l++) {
                    sum += cov[k * n + l] * lead[l] * m->course[l * m->times + t];
                }
                variance += a * sum;
            }
            variance = fmax(0, variance);
            ceiling[i * m->times + t] =
                variance > 0 ? sqrt(variance / (variance + m->sd[i] * m->sd[i])) : 0;
        }
        if (m->c->host->stopped(m->c)) {
            return GY_CANCELLED;
        }
    }
    return GY_OK;
}

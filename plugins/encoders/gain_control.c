/* SPDX-License-Identifier: MIT
 *
 * gain_control.c: gains that a context asks for. Newton's method on the objective of gain_math.h,
 * damped where a step does not lower it.
 */
#include "../spiking/stimulus_probability.h"
#include "gain_math.h"

GY_SAY(
    text,
    "encoder.gain-control 1 | Linear recurrent network whose gains are optimal for a context\n"
    "in    x           f64[row, neuron]  | drive of each stimulus\n"
    "in    weights     f64[neuron, from] fit | recurrent connections, symmetric\n"
    "in    probability f64[row] fit      | of each stimulus in the context; sums to 1\n"
    "in    reference   f64[row] fit optional | likewise, sums to 1: the context in which gains are "
    "1, which sets what gains are drawn to\n"
    "out   response f64[row, neuron] | steady state, (diag(1 / gain) - weights)^-1 x\n"
    "state gains    f64[neuron]      | optimal gains\n"
    "state closed   f64[neuron]      | optimal gains without connections, in closed form\n"
    "state network  f64[neuron, from] | (diag(1 / gain) - weights)^-1\n"
    "state slope    f64[neuron]      | gradient of the objective at gains of 1\n"
    "state settings f64[3]           | alpha, gamma, and what gains are drawn to\n"
    "state reached  f64[3]           | objective; largest component of its gradient; steps\n"
    "param alpha  f64 = 0.1 >=0  | weight of the activity\n"
    "param gamma  f64 = 1 >0     | weight of the gains' deviation\n"
    "param target f64 = 1 >0     | what gains are drawn to, if there is no `reference`\n"
    "param steps  i64 = 100 1..10000 | at most\n"
    "reach response.row x.row row\n"
    "block all\n"
    "doc | The objective is E|f - D r|^2 + alpha E|r|^2 + gamma sum (gain - target)^2 over the "
    "context, with the decoder D = I - weights, which is exact for gains of 1. Without "
    "connections it is quadratic and the optimum is (q + gamma target) / (q (1 + alpha) + "
    "gamma), q = E f^2.\n"
    "doc | With `reference` the target is the mean over neurons of the one that makes gains of 1 "
    "stationary there. On a ring that is the same after a turn, with a uniform context, all "
    "neurons ask for the same, and gains of 1 are the optimum.\n"
    "doc | In a fold the context is its rows, with the conditional probabilities: each over the "
    "sum "
    "of theirs.\n"
    "licence | MIT\n"
    "cite | Duong, Bredenberg, Heeger, Simoncelli (2023). Adaptive coding efficiency in "
    "recurrent cortical circuits via gain control. arXiv:2305.19869\n");

static int prepare(gy_call *c, gain_net *s)
{
    const gy_array *w = gy_get(c, "weights");
    int64_t n = w->shape[0];
    *s = (gain_net){.c = c, .n = n, .la = gy_la(c), .alpha = gy_number(c, "alpha")};
    s->gamma = gy_number(c, "gamma");
    s->target = gy_number(c, "target");
    double **const all[] = {&s->W, &s->A, &s->B, &s->C, &s->R, &s->S, &s->T, &s->H};
    double **const one[] = {&s->g, &s->next, &s->grad, &s->step};
    if (!s->la) {
        return gy_fail(c, GY_UNSUPPORTED, "", "this host has no gy.linalg/1");
    }
    for (int i = 0; i < 12; i++) {
        double **to = i < 8 ? all[i] : one[i - 8];
        *to = (double *)c->host->scratch(c, (i < 8 ? n : 1) * n * 8);
        if (!*to) {
            return gy_fail(c, GY_MEMORY, "weights", "no memory for the network's matrices");
        }
    }
    for (int64_t i = 0; i < n * n; i++) {
        s->W[i] = gy_at2(w, i / n, i % n);
        if (fabs(s->W[i] - gy_at2(w, i % n, i / n)) > 1e-9 * (1 + fabs(s->W[i]))) {
            return gy_fail(c, GY_DATA, "weights", "the connections are not symmetric");
        }
    }
    return GY_OK;
}

static int resolve(gy_call *c)
{
    const gy_array *w = gy_get(c, "weights");
    int64_t n = w->shape[0];
    if (w->shape[1] != n || n < 1 || n > 4096) {
        return gy_fail(c, GY_SHAPE, "weights", "as many columns as neurons are wanted, 1 to 4096");
    }
    int64_t panels = (n + 127) / 128; /* of 128 columns, which the host's trsm copies */
    return c->host->set_scratch(c, 8 * n * n * 8 + 8 * n * (4 + 128 * panels), 0, 0);
}

/* C = sum p f f' / sum p; the sum is 1 but for rounding, and less in a fold. */
static int moment(gy_call *c, gain_net *s, const char *port)
{
    const gy_array *x = gy_get(c, "x"), *p = gy_get(c, port);
    double sum = 0;
    GY_TRY(stimulus_sum(c, port, &sum));
    memset(s->C, 0, (size_t)(s->n * s->n) * sizeof(double));
    for (int64_t i = 0; i < p->shape[0]; i++) {
        double w = gy_at1(p, i);
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        for (int64_t j = 0; w > 0 && j < s->n; j++) {
            for (int64_t k = 0; k < s->n; k++) {
                s->C[j * s->n + k] += w * gy_at2(x, i, j) * gy_at2(x, i, k);
            }
        }
    }
    for (int64_t i = 0; i < s->n * s->n; i++) {
        s->C[i] /= sum;
    }
    return GY_OK;
}

/* With gains of 1 the network is stable iff all eigenvalues of W are below 1. */
static int unstable(gy_call *c, gain_net *s)
{
    gain_view a, v, e;
    char said[160];
    int64_t one[1] = {1}, length[1] = {s->n};
    gain_matrix(&e, s->g, s->n, 1);
    e.a.rank = 1;
    e.a.shape = length;
    e.a.stride = one;
    GY_TRY(
        s->la->eigh(c, gain_matrix(&a, s->W, s->n, s->n), &e.a, gain_matrix(&v, s->T, s->n, s->n)));
    snprintf(said, sizeof said,
             "the largest eigenvalue is %.6g: with gains of 1 there is no stable response; it must "
             "be below 1",
             s->g[s->n - 1]);
    return gy_fail(c, GY_NUMERIC, "weights", said);
}

/* The target for which gains of 1 are stationary in the reference context, on average. */
static int set_target(gy_call *c, gain_net *s)
{
    double value = 0, mean = 0;
    GY_TRY(moment(c, s, "reference"));
    s->target = 1;
    GY_TRY(gain_objective(s, s->g, &value));
    GY_TRY(gain_slopes(s, s->g));
    for (int64_t i = 0; i < s->n; i++) {
        mean += s->grad[i] / (double)s->n;
    }
    s->target = 1 + mean / (2 * s->gamma);
    return GY_OK;
}

/* step = -(H + damp I)^-1 grad. GY_NONE if that is not positive definite: H may be indefinite far
 * from the optimum, where damp grows. */
static int newton(gain_net *s, double damp)
{
    int64_t n = s->n;
    memcpy(s->A, s->H, (size_t)(n * n) * sizeof(double));
    for (int64_t i = 0; i < n; i++) {
        s->A[i * n + i] += damp;
        s->step[i] = -s->grad[i];
    }
    int status = gain_factor(s, s->A);
    return status == GY_OK ? gain_solve(s, s->A, s->step, 1) : status;
}

static double largest(const double *v, int64_t n)
{
    double most = 0;
    for (int64_t i = 0; i < n; i++) {
        most = fmax(most, fabs(v[i]));
    }
    return most;
}

/* One step that lowers the objective; *damp is what it took. GY_NONE: none does. */
static int descend(gain_net *s, double *value, double *damp)
{
    for (int attempt = 0; attempt < 60; attempt++) {
        if (s->c->host->stopped(s->c)) {
            return GY_CANCELLED;
        }
        int solved = newton(s, *damp);
        GY_TRY(solved);
        if (solved == GY_OK) {
            double lower = 0;
            for (int64_t i = 0; i < s->n; i++) {
                s->next[i] = s->g[i] + s->step[i];
            }
            int status = gain_objective(s, s->next, &lower);
            GY_TRY(status);
            if (status == GY_OK && lower < *value) {
                memcpy(s->g, s->next, (size_t)s->n * sizeof(double));
                *value = lower;
                *damp = *damp < 1e-9 * s->gamma ? 0 : *damp / 10;
                return GY_OK;
            }
        }
        *damp = *damp > 0 ? *damp * 4 : 1e-6 * s->gamma;
    }
    return GY_NONE;
}

static int optimise(gy_call *c, gain_net *s, double *reached)
{
    double value = 0, damp = 0;
    GY_TRY(gain_objective(s, s->g, &value));
    GY_TRY(gain_slopes(s, s->g));
    memcpy(gy_doubles(c, "slope"), s->grad, (size_t)s->n * sizeof(double));
    int64_t steps = 0, most = gy_integer(c, "steps");
    while (steps < most && largest(s->grad, s->n) > 1e-13 * (1 + s->gamma)) {
        int status = descend(s, &value, &damp);
        GY_TRY(status);
        if (status == GY_NONE) { /* rounding: the objective has no lower value near here */
            GY_TRY(gain_objective(s, s->g, &value));
            break;
        }
        GY_TRY(gain_slopes(s, s->g));
        steps++;
        c->host->progress(c, (double)steps / (double)most);
    }
    GY_TRY(gain_slopes(s, s->g));
    reached[0] = value;
    reached[1] = largest(s->grad, s->n);
    reached[2] = (double)steps;
    return GY_OK;
}

static int solve(gy_call *c)
{
    gain_net s;
    double *closed = gy_doubles(c, "closed"), *settings = gy_doubles(c, "settings");
    double *reached = gy_doubles(c, "reached");
    GY_TRY(prepare(c, &s));
    for (int64_t i = 0; i < s.n; i++) {
        s.g[i] = 1;
    }
    int stable = gain_inverse(&s, s.g);
    GY_TRY(stable);
    if (stable == GY_NONE) {
        return unstable(c, &s);
    }
    if (gy_get(c, "reference")) {
        GY_TRY(set_target(c, &s));
    }
    GY_TRY(moment(c, &s, "probability"));
    for (int64_t i = 0; i < s.n; i++) {
        double q = s.C[i * s.n + i];
        closed[i] = (q + s.gamma * s.target) / (q * (1 + s.alpha) + s.gamma);
    }
    GY_TRY(optimise(c, &s, reached));
    if (reached[1] > 1e-6 * (1 + s.gamma)) {
        return gy_fail(c, GY_NUMERIC, "steps", "the gains have not converged in so many steps");
    }
    settings[0] = s.alpha;
    settings[1] = s.gamma;
    settings[2] = s.target;
    memcpy(gy_doubles(c, "gains"), s.g, (size_t)s.n * sizeof(double));
    GY_TRY(gain_inverse(&s, s.g));
    memcpy(gy_doubles(c, "network"), s.B, (size_t)(s.n * s.n) * sizeof(double));
    return GY_OK;
}

static int run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    const double *network = gy_doubles(c, "network");
    double *to = gy_doubles(c, "response");
    int64_t n = x->shape[1];
    for (int64_t i = 0; i < x->shape[0]; i++) {
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        for (int64_t j = 0; j < n; j++) {
            double sum = 0;
            for (int64_t k = 0; k < n; k++) {
                sum += network[j * n + k] * gy_at2(x, i, k);
            }
            to[i * n + j] = sum;
        }
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, solve)

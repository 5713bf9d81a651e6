#include "run/correct.h"

#include <glib.h>
#include <math.h>

typedef struct gy_ranked {
    double p;
    int64_t item;
} gy_ranked;

static int by_p(const void *a, const void *b)
{
    const gy_ranked *x = a, *y = b;
    int order = (x->p > y->p) - (x->p < y->p);
    return order ? order : (x->item > y->item) - (x->item < y->item);
}

/* The items that are tests, by rising p. */
static gy_ranked *ranked(const double *p, int64_t n, int64_t *out_m)
{
    gy_ranked *r = g_new(gy_ranked, (gsize)MAX(n, 1));
    int64_t m = 0;
    for (int64_t i = 0; i < n; i++) {
        if (!isnan(p[i])) {
            r[m++] = (gy_ranked){p[i], i};
        }
    }
    qsort(r, (size_t)m, sizeof *r, by_p);
    *out_m = m;
    return r;
}

void gy_correct_holm(const double *p, int64_t n, double *out)
{
    int64_t m = 0;
    g_autofree gy_ranked *r = ranked(p, n, &m);
    double most = 0;
    for (int64_t i = 0; i < n; i++) {
        out[i] = p[i];
    }
    for (int64_t i = 0; i < m; i++) {
        most = MAX(most, (double)(m - i) * r[i].p);
        out[r[i].item] = MIN(most, 1);
    }
}

void gy_correct_fdr(const double *p, int64_t n, double *out)
{
    int64_t m = 0;
    g_autofree gy_ranked *r = ranked(p, n, &m);
    double least = 1;
    for (int64_t i = 0; i < n; i++) {
        out[i] = p[i];
    }
    for (int64_t i = m; i-- > 0;) {
        least = MIN(least, (double)m / (double)(i + 1) * r[i].p);
        out[r[i].item] = least;
    }
}

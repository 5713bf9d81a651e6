/* SPDX-License-Identifier: MIT
 *
 * assign.c: see assign.h. The table is made square with gains of 0; index 0 stands for "none".
 */
#include "assign.h"

#include <math.h>

int64_t as_bytes(int64_t rows, int64_t columns)
{
    int64_t n = (rows > columns ? rows : columns) + 1;
    return n * 8 * 6;
}

static double cost(int64_t rows, int64_t columns, const double *gain, int64_t i, int64_t j)
{
    return i <= rows && j <= columns ? -gain[(i - 1) * columns + j - 1] : 0;
}

/* One row more is assigned: the cheapest alternating path from it to a free column. */
static void augment(int64_t rows, int64_t columns, const double *gain, int64_t row, int64_t n,
                    double *u, double *v, double *least, int64_t *owner, int64_t *way,
                    int64_t *used)
{
    int64_t at = 0;
    owner[0] = row;
    for (int64_t j = 0; j <= n; j++) {
        least[j] = (double)INFINITY;
        used[j] = 0;
    }
    do {
        double delta = (double)INFINITY;
        int64_t next = 0, from = owner[at];
        used[at] = 1;
        for (int64_t j = 1; j <= n; j++) {
            if (used[j]) {
                continue;
            }
            double reduced = cost(rows, columns, gain, from, j) - u[from] - v[j];
            if (reduced < least[j]) {
                least[j] = reduced;
                way[j] = at;
            }
            if (least[j] < delta) {
                delta = least[j];
                next = j;
            }
        }
        for (int64_t j = 0; j <= n; j++) {
            u[owner[j]] += used[j] ? delta : 0;
            v[j] -= used[j] ? delta : 0;
            least[j] -= used[j] ? 0 : delta;
        }
        at = next;
    } while (owner[at] != 0);
    while (at != 0) {
        owner[at] = owner[way[at]];
        at = way[at];
    }
}

void as_best(int64_t rows, int64_t columns, const double *gain, int64_t *to, void *space)
{
    int64_t n = rows > columns ? rows : columns;
    double *u = (double *)space, *v = u + n + 1, *least = v + n + 1;
    int64_t *owner = (int64_t *)(void *)(least + n + 1), *way = owner + n + 1, *used = way + n + 1;
    for (int64_t j = 0; j <= n; j++) {
        u[j] = v[j] = 0;
        owner[j] = way[j] = 0;
    }
    for (int64_t i = 1; i <= n; i++) {
        augment(rows, columns, gain, i, n, u, v, least, owner, way, used);
    }
    for (int64_t i = 0; i < rows; i++) {
        to[i] = -1;
    }
    for (int64_t j = 1; j <= n; j++) {
        if (owner[j] <= rows && j <= columns) {
            to[owner[j] - 1] = j - 1;
        }
    }
}

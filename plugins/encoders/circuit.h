/* SPDX-License-Identifier: MIT
 *
 * circuit.h: a hidden tree over d variables, as encoder.hidden-chow-liu-tree fits it and as the
 * coders use it.
 *
 * Variable v has a hidden state z_v in 0 .. k - 1 and a value x_v in 0 .. l - 1:
 *
 *     p(x) = sum_z prod_v T_v[z_parent(v), z_v] E_v[z_v, x_v]
 *
 * All probabilities are whole multiples of 2^-24 and none is 0, so that every program that reads
 * the tables sees the same circuit, and a coder needs no rounding of its own:
 *
 *     transition[v, from, state]  u32, each row sums to 2^24; of the root all rows are the prior
 *     leaf[v, edge, state]        u32, cumulative: 0 = first < ... < last = 2^24, l + 1 edges
 *
 * `order` lists the variables so that a parent comes before its children and a subtree is one
 * stretch (preorder). The sum over z is done along the tree: d k^2 steps.
 */
#ifndef GYRUS_ENCODERS_CIRCUIT_H
#define GYRUS_ENCODERS_CIRCUIT_H

#include "sugar.h"

#define CIRCUIT_BITS        24
#define CIRCUIT_ONE         ((int64_t)1 << CIRCUIT_BITS)
#define CIRCUIT_MOST_STATES 64
#define CIRCUIT_MOST_LEVELS 4096

typedef struct circuit {
    int64_t d, k, l;
    const int64_t *parent; /* [d], -1 for the root */
    const int64_t *order;  /* [d] */
    const uint32_t *transition;
    const uint32_t *leaf;
} circuit;

/* Whether the tables are a circuit: one root, no cycle (which is named), a preorder, rows that sum
 * to 2^24. `where` is the port that is blamed. */
int circuit_check(gy_call *c, const char *where, const circuit *m);

/* The tables of a fitted model that comes in through a port; checked. */
int circuit_from_model(gy_call *c, const char *port, circuit *out);

/* parent[d] -> order[d], the preorder that takes children by their number. Returns -1, or a
 * variable on a cycle (or outside of 0 .. d - 1). `room` holds 2 d + 2 values. */
int64_t circuit_preorder(const int64_t *parent, int64_t d, int64_t *order, int64_t *room);

/* The preorder of a tree with one root; refused otherwise, a cycle by its variables. */
int circuit_tree(gy_call *c, const char *where, const int64_t *parent, int64_t d, int64_t *order);

/* log2 p of the values that are there: x[v] < 0 is missing, and summed out. room: d k doubles. */
double circuit_log2(const circuit *m, const int32_t *x, double *room);

/* n weights >= 0 that sum to more than 0 -> whole numbers >= 1 that sum to 2^24. */
void circuit_round(const double *weight, int64_t n, uint32_t *out);

/* A row of an input, of any dtype and strides, as whole numbers; a missing one (mask or NaN) is -1.
 * GY_DATA if a value is not one of 0 .. l - 1. */
int circuit_row(gy_call *c, const gy_array *x, int64_t row, const int64_t *column, int64_t d,
                int64_t l, int32_t *out);

/* Offsets of the elements of a row: all axes after the first, in C order. d values of scratch. */
int64_t *circuit_columns(gy_call *c, const gy_array *x, int64_t *out_d);

/* fail with a formatted text. */
__attribute__((format(printf, 4, 5))) int circuit_fail(gy_call *c, int code, const char *where,
                                                       const char *format, ...);

/* n values of `size` bytes of scratch, NULL if refused (told) or too many. */
void *circuit_room(gy_call *c, const char *where, int64_t n, int64_t size);

/* body(context, i) for i in 0 .. n - 1, on the host's threads if it lends them. */
int circuit_each(gy_call *c, int64_t n, int (*body)(void *context, int64_t i), void *context);

#endif

/* SPDX-License-Identifier: MIT
 *
 * circuit_em.h: expectation-maximisation (Dempster, Laird and Rubin 1977) for the tables of a
 * hidden tree.
 *
 * Rows are taken in blocks of EM_BLOCK, messages up and down the tree are made for a block at a
 * time, a wave of EM_WAVE blocks at once; then the counts of every variable are added up, row by
 * row. Which thread does what changes no sum: all are made in one fixed order, in f64.
 */
#ifndef GYRUS_ENCODERS_CIRCUIT_EM_H
#define GYRUS_ENCODERS_CIRCUIT_EM_H

#include "circuit.h"

#define EM_BLOCK 16
#define EM_WAVE  16
#define EM_HOME  0.9

typedef struct em {
    gy_call *c;
    int64_t n, d, k, l;
    const uint16_t *x; /* [n, d]; l: missing */
    const int64_t *parent, *order;
    double pseudocount, leaf_pseudocount;
    double *t;    /* [d, from k, k] p(z | z of the parent); of the root all rows are the prior */
    double *e;    /* [d, l + 1, k] p(x | z); its last row, of missing values, is 1 */
    double *base; /* [d, l] a tenth of a leaf's pseudocount goes where this variable's values are */
    double *home; /* [4, l] the rest goes where all values in the state's bin are: 4 z / k */
    double *s;    /* [d, k, k] counts of pairs, before they are multiplied with t */
    double *g;    /* [d, l + 1, k] counts of values */
    const int64_t *pick; /* [m] rows of this pass */
    int64_t m;
    double *up, *message, *after; /* [EM_WAVE, d, k, EM_BLOCK] */
    double *log2_likelihood;      /* [EM_WAVE, EM_BLOCK] */
    int64_t first;                /* of the wave, into pick */
} em;

/* Bytes of the arrays that em_begin takes. */
double em_bytes(int64_t d, int64_t k, int64_t l);

/* Takes t, e, base, s, g and the messages from scratch. */
int em_begin(em *m);

/* First tables: hidden states stand for the value of a variable and that of its parent, both
 * truncated to four levels; a fifth of the rows gets random states. state[n, d] is scratch. */
int em_first(em *m, const int64_t limit[3]);

/* Counts s and g of the rows pick[m]: they are cleared first. Sum of log2 p. */
int em_expect(em *m, double *out_log2);

/* New tables from counts; every row of t gets `pseudocount` more in equal parts, every leaf
 * `leaf_pseudocount` as `home` and `base` say. share: what becomes of the counts first. */
void em_maximise(em *m, double share);

/* log2 of the prior whose pseudocounts are used, up to a constant: what em_maximise cannot lower is
 * log2 p + this. */
double em_log2_prior(const em *m);

/* t and e as whole multiples of 2^-24 (circuit.h). */
int em_tables(const em *m, uint32_t *transition, uint32_t *leaf);

#endif

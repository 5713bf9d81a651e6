/* SPDX-License-Identifier: MIT
 *
 * harness_private.h: what the files of the harness share.
 */
#ifndef GYRUS_TEST_HARNESS_PRIVATE_H
#define GYRUS_TEST_HARNESS_PRIVATE_H

#include "harness.h"

#include <stddef.h>

#define H_RANK  8
#define H_GUARD 64

/* One statement of the node's text. */
typedef struct h_decl {
    char word[16], name[64], type[64];
    int naxes;             /* -1: no brackets */
    char axes[H_RANK][40]; /* symbol, number or "..." */
    char rest[400];        /* flags; for a reach or tile line: all operands */
    char fallback[256];    /* default of a parameter, "" if none */
} h_decl;

enum h_role { H_IN, H_OUT, H_STATE, H_STAT, H_TEMP, H_CARRY, H_LIST, H_VALUES };

/* An array with guard zones. `view` is what the node sees. */
typedef struct h_slot {
    struct h_slot *next;
    char name[96];
    enum h_role role;
    gy_array a, view;
    int64_t shape[H_RANK], stride[H_RANK], vshape[H_RANK];
    unsigned char *memory, *copy;
    int64_t bytes;
    int64_t *offsets, *rows;
    unsigned char *valid;
    unsigned char *cells; /* stat: one copy a block */
} h_slot;

/* Everything else that is told or asked, by kind and one or two names. */
typedef struct h_fact {
    struct h_fact *next;
    int made; /* by the node, in resolve */
    char kind[16], a[96], b[96];
    int64_t n, i[3];
    double d[2];
    int64_t *list[3];
    double *doubles;
    char *text;
    char **texts;
    h_slot *values;
    int32_t rank;
} h_fact;

typedef struct h_block {
    struct h_block *next;
    void *data;
    int64_t bytes; /* scratch: a guard follows them */
} h_block;

struct harness {
    void *library;
    const gy_node *node;
    h_decl *decls;
    int ndecls;
    h_slot *slots;
    h_fact *facts;
    h_block *kept, *scratch; /* for the harness's life; for one call */
    gy_call call;
    gy_host host;
    int phase; /* 'r'esolve, 'R'un, 'a'dd, 'm'erge, 's'olve */
    int resolved, carried;
    int64_t folds, polls, stop_after, memory, used;
    int64_t blocks;
    const int64_t *edges, *fold_of;
    char error[512], where[256], logged[512];
};

_Noreturn void h_die(const harness *h, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void *h_keep(harness *h, int64_t bytes);
char *h_keep_text(harness *h, const char *text);
int64_t *h_keep_ints(harness *h, int64_t n, const int64_t *values);

/* harness_text.c */
void h_parse(harness *h, const char *text);
const h_decl *h_decl_of(const harness *h, const char *name);
const h_decl *h_statement(const harness *h, const char *word, const char *name);
int h_has_flag(const h_decl *d, const char *flag);
/* dtype of a declared type; 0 if it is open (any, real, T without inputs is f64). */
int h_dtype(harness *h, const h_decl *d, uint8_t *code, uint8_t *bits);
void h_default_list(harness *h, const h_decl *d);

/* harness_arrays.c */
h_slot *h_find(harness *h, const char *name);
h_slot *h_slot_new(harness *h, const char *name, enum h_role role, uint8_t code, uint8_t bits,
                   int32_t rank, const int64_t *shape, const void *data);
void h_slot_drop(harness *h, const char *name);
void h_slot_free(h_slot *s);
h_slot *h_slot_text(harness *h, const char *name, enum h_role role, int64_t n,
                    const char *const *texts);
void h_reset_view(h_slot *s);
/* Aborts if a guard or an input has changed. */
void h_check(harness *h);
int64_t h_count(int32_t rank, const int64_t *shape);

/* harness_host.c, harness_make.c: the gy_host */
void h_host_init(harness *h);
void h_host_make(gy_host *host);
h_fact *h_fact_find(harness *h, const char *kind, const char *a, const char *b);
h_fact *h_fact_new(harness *h, const char *kind, const char *a, const char *b, int made);
void h_forget_made(harness *h);

/* harness_run.c */
void h_allocate(harness *h, const char *word);
int h_invoke(harness *h, int phase, int (*function)(gy_call *));
void h_symbols(harness *h);
int h_resolved(harness *h);
void h_show_rows(harness *h, const char *symbol, int64_t lo, int64_t hi);

/* harness_services.c */
const void *h_service(const char *name);

#endif

/* SPDX-License-Identifier: MIT
 *
 * harness.h: drives one node from a unit test, with a gy_host of its own that is small, slow and
 * strict, so that a plugin can be tested without the real host.
 *
 * A test gives inputs and parameters, calls harness_resolve, harness_run or harness_fit, and looks
 * at the outputs. The harness reads the node's text: it finds axis symbols from input shapes, lists
 * and set_length, allocates outputs, state, statistics and temporaries from the declared shapes,
 * and fills in the defaults of parameters (numbers, words, `a;b` lists, logspace and linspace).
 *
 * Every array stands between two guard zones. After each call the harness checks that no guard and
 * no input byte has changed, and aborts with a message if one has: a Criterion test then fails.
 * Misuse of the harness (unknown port, axis lengths that differ) aborts too; failures of the node
 * come back as its status, with harness_error. Nothing here is thread-safe except the arrays.
 *
 * Names are those of gy_host: ports, "port.column", axes "port.symbol", "path.run" for captures.
 */
#ifndef GYRUS_TEST_HARNESS_H
#define GYRUS_TEST_HARNESS_H

#include "gyrus.h"
#include "services.h"

#include <stdint.h>

typedef struct harness harness;

/* Loads GYRUS_BUILD_ROOT/plugins/PLUGIN.so ("reader-npy") and takes node `id`, or the first node if
 * id is NULL. harness_of takes a node that is linked into the test. Free with harness_free. */
harness *harness_new(const char *plugin, const char *id);
harness *harness_of(const gy_node *node);
void harness_free(harness *h);

/* -- what goes in: data is copied, C order. A port given twice is replaced. -- */

void harness_in(harness *h, const char *name, uint8_t code, uint8_t bits, int32_t rank,
                const int64_t *shape, const void *data);
/* f64 shorthands for rank 1 and 2. */
void harness_vector(harness *h, const char *name, int64_t n, const double *data);
void harness_matrix(harness *h, const char *name, int64_t n, int64_t m, const double *data);
void harness_labels(harness *h, const char *name, int64_t n, const int64_t *codes);
/* Text (port or "port.column"): one string per row. */
void harness_in_text(harness *h, const char *name, int64_t n, const char *const *texts);
/* A ragged array: row i is data[offsets[i] .. offsets[i + 1]). */
void harness_in_ragged(harness *h, const char *name, uint8_t code, uint8_t bits, int64_t n,
                       const int64_t *offsets, const void *data);
/* The next edge of a `many` port. */
void harness_add_item(harness *h, const char *name, uint8_t code, uint8_t bits, int32_t rank,
                      const int64_t *shape, const void *data);
/* A `rows` port: only a length. */
void harness_in_rows(harness *h, const char *name, int64_t n);
/* Lays a dense input out anew: reversed memory order of axes and gaps of NaN bytes between elements
 * of the last axis, so that a node that ignores strides gives another answer. */
void harness_stride(harness *h, const char *name);
/* Validity mask of an input, one byte per element. */
void harness_valid(harness *h, const char *name, const uint8_t *valid);
/* Row numbers of an input that shows only some rows of its axis. */
void harness_rows(harness *h, const char *name, int64_t first, const int64_t *rows);

void harness_coord(harness *h, const char *axis, const char *name, int64_t n, const double *values);
void harness_coord_i64(harness *h, const char *axis, const char *name, int64_t n,
                       const int64_t *values);
void harness_coord_text(harness *h, const char *axis, const char *name, int64_t n,
                        const char *const *values);
void harness_rate(harness *h, const char *axis, double step, double start);
void harness_segments(harness *h, const char *axis, int64_t n, const int64_t *first);
void harness_levels(harness *h, const char *port, int64_t n, const char *const *levels);
void harness_attribute(harness *h, const char *port, const char *key, const char *text);

/* -- parameters -- */

/* Text; a text that is a number is also one. */
void harness_param(harness *h, const char *key, const char *text);
void harness_number(harness *h, const char *key, double value);
void harness_unit(harness *h, const char *key, const char *unit);
void harness_list(harness *h, const char *key, int64_t n, const double *values);
void harness_texts(harness *h, const char *key, int64_t n, const char *const *texts);
/* harness_texts of a port: how the file writes each edge of it. Of the parameter of a metric that
 * gathers the cases of a loop: the value of the loop for each item of its ports. */

/* An optional output that nobody wants. */
void harness_unwanted(harness *h, const char *out);
/* Number of inner folds that harness_fit will be given, when the text has the symbol `fold`. */
void harness_folds(harness *h, int64_t folds);
/* `stopped` answers 1 from its n-th call on. */
void harness_stop_after(harness *h, int64_t polls);
/* extension(name) answers NULL, as an older host would. */
void harness_without(harness *h, const char *service);
/* scratch refuses once more than `bytes` are asked for in one call. */
void harness_memory(harness *h, int64_t bytes);

/* -- calls; each returns the node's status -- */

int harness_resolve(harness *h);
/* run; resolves first if that was not done. Outputs are allocated anew, filled with 0xA5. */
int harness_run(harness *h);
/* A fit or a metric: add over the blocks of rows edges[b] .. edges[b + 1] (b < blocks) of all
 * inputs whose first axis is `row`, merge, solve, until solve is done. fold_of[b] is the inner fold
 * of a block, NULL without inner folds. With `block all` solve is called with all rows. State stays
 * for a later harness_run, inputs may be replaced in between. */
int harness_fit(harness *h, int64_t blocks, const int64_t *edges, const int64_t *fold_of);
/* The same with one block, without inner folds. */
int harness_fit_all(harness *h);
/* One block of a `past` node: carry is kept from call to call, zero at the first. */
int harness_run_block(harness *h, int64_t lo, int64_t hi);

/* Text of the first failure of the last call and its place, "" if none. */
const char *harness_error(const harness *h);
const char *harness_where(const harness *h);
/* Last message logged, "". */
const char *harness_logged(const harness *h);

/* -- what came out -- */

/* Output, "port.column", state, stat or temp; NULL if there is none. */
gy_array *harness_get(harness *h, const char *name);
double *harness_doubles(harness *h, const char *name);
/* Row i of a text array as a string that lives as long as the harness. */
const char *harness_row_text(harness *h, const char *name, int64_t i);
/* Text i of any text array (coordinates). */
const char *harness_text_of(harness *h, const gy_array *a, int64_t i);
/* Length of an axis symbol, -1 if unknown. */
int64_t harness_length(harness *h, const char *symbol);
int64_t harness_columns(harness *h, const char *port);
const char *harness_column(harness *h, const char *port, int64_t i);
const char *harness_column_unit(harness *h, const char *port, const char *column);
const int64_t *harness_subset(harness *h, const char *symbol, int64_t *out_n);
/* Reach table; offsets NULL for one interval a row. 0 if there is none. */
int harness_reach(harness *h, const char *out_axis, const char *in_axis, int64_t *out_n,
                  const int64_t **out_offsets, const int64_t **out_lo, const int64_t **out_hi);
const gy_array *harness_out_coord(harness *h, const char *symbol, const char *name);
int harness_out_rate(harness *h, const char *symbol, int64_t *out_numerator,
                     int64_t *out_denominator, const char **out_unit, double *out_start);
const int64_t *harness_out_segments(harness *h, const char *symbol, int64_t *out_n);
const char *harness_out_attribute(harness *h, const char *port, const char *key);
/* How many files the node said it read. */
int64_t harness_files(harness *h);

#endif

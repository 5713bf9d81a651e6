/* SPDX-License-Identifier: Apache-2.0
 *
 * value.h: what flows along an edge. A value is an array (dense, ragged or csr), a table (named
 * columns on one row domain) or a model; reference counted and immutable once a node has filled it.
 * Arrays own, share or map their bytes; a view of rows shares them.
 *
 * All functions are [any]; those that fill are for the one owner that is making the value. */
#ifndef GY_VALUE_H
#define GY_VALUE_H

#include "core/alloc.h"
#include "value/domain.h"
#include "value/dtype.h"

#define GY_RANK_MAX 8

typedef enum gy_payload {
    GY_PAYLOAD_ARRAY,
    GY_PAYLOAD_TABLE,
    GY_PAYLOAD_MODEL,
} gy_payload;

typedef struct gy_buffer gy_buffer; /* counted bytes: allocated, mapped or borrowed */

struct gy_value {
    gatomicrefcount refs;
    gy_payload payload;
    gy_array view; /* of an array; its shape, stride and so on point into this struct */
    int64_t shape[GY_RANK_MAX], stride[GY_RANK_MAX];
    gy_domain *domains[GY_RANK_MAX]; /* [rank], owned, may be NULL (an axis without domain) */
    gy_buffer *bytes, *offsets;
    gy_value *levels;       /* text, of a label array; owned */
    GHashTable *attributes; /* char * -> char *, or NULL; owned */
    GPtrArray *names;       /* table: column names */
    GPtrArray *columns;     /* table: gy_value, [row] or [row, ...] */
    struct gy_state *model; /* model: its state; owned */
};

/* Dense, C order, zeroed or not; NULL with error if over the limit (GY_ERR_MEMORY) or if sizes are
 * negative or overflow (GY_ERR_SHAPE). mem NULL, here and below: counted by no limit. */
gy_value *gy_value_new_dense(gy_mem *mem, gy_dtype dtype, int32_t rank, const int64_t *shape,
                             gboolean zero, GError **error);
/* A dense array over memory of somebody else that outlives the value (tests, literals). */
gy_value *gy_value_new_borrowed(gy_dtype dtype, int32_t rank, const int64_t *shape,
                                const void *data);
/* File bytes from `offset`, mapped; refuses a file that is too short. */
gy_value *gy_value_new_mapped(const char *path, int64_t offset, gy_dtype dtype, int32_t rank,
                              const int64_t *shape, GError **error);
/* Ragged rows with room for `total` elements; offsets are zero until filled. */
gy_value *gy_value_new_ragged(gy_mem *mem, gy_dtype dtype, int64_t n, int64_t total,
                              GError **error);
/* Text from n strings, each ended by NUL. NULL if n < 0. */
gy_value *gy_value_new_texts(int64_t n, const char *const *strings);
/* Copy in C order of a view that came through the ABI (dense or ragged); its dtype, sizes, strides
 * and offsets are checked first: GY_ERR_SHAPE, GY_ERR_UNSUPPORTED for other layouts. */
gy_value *gy_value_copy_view(gy_mem *mem, const gy_array *view, GError **error);
gy_value *gy_value_new_table(gy_domain *rows);

gy_value *gy_value_ref(gy_value *v);
void gy_value_unref(gy_value *v);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(gy_value, gy_value_unref)

gy_dtype gy_value_dtype(const gy_value *v);
/* Rows of axis 0 (a table: of its domain; rank 0: 1). */
int64_t gy_value_rows(const gy_value *v);
int64_t gy_value_bytes(const gy_value *v);
/* Sets the domain of an axis (takes a reference; NULL takes it away). An axis beyond GY_RANK_MAX is
 * left out. */
void gy_value_set_domain(gy_value *v, int32_t axis, gy_domain *d);

/* Rows index[0..n) of axis 0 of an array as a new value without domains: a view that shares the
 * bytes if they rise in even steps, else copied. GY_ERR_SHAPE for a row that is not there or a
 * scalar, GY_ERR_UNSUPPORTED for tables, models and csr. */
gy_value *gy_value_take_rows(gy_value *v, int64_t n, const int64_t *index, GError **error);
/* The same; rows copied out of mapped or borrowed bytes are counted by `mem`. */
gy_value *gy_value_take_rows_in(gy_mem *mem, gy_value *v, int64_t n, const int64_t *index,
                                GError **error);
/* Columns index[0..n), positions of axis 1 of a dense array, as a new value without domains,
 * copied. GY_ERR_SHAPE for a column that is not there or an array of less than two axes. A mask of
 * missing elements is not carried. */
gy_value *gy_value_take_columns_in(gy_mem *mem, gy_value *v, int64_t n, const int64_t *index,
                                   GError **error);
/* Rows index[0..n) of axis 0 (NULL: the first n) of a dense array, in C order, into out; of rank 0
 * its one element. Rows are not checked. */
void gy_gather_rows(const gy_array *a, int64_t n, const int64_t *index, void *out);
/* Dense array of another dtype, each value exactly or (f64 to f32) nearest; whole numbers become
 * floats if each of them is below 2^53 (f64) or 2^24 (f32) in size. Domains, levels and attributes
 * stay. The same value if the dtype is the same. GY_ERR_SHAPE for anything else. */
gy_value *gy_value_cast(gy_mem *mem, gy_value *v, gy_dtype to, GError **error);

/* Element (row r of a rank-1 array or text) for people: "3", "0.25", "face". Integers in full,
 * floats in the fewest digits that read back; labels as their level. Free it. */
char *gy_value_cell(const gy_value *v, int64_t r);
/* Element of a dense array in C order as the nearest f64: integers beyond 2^53 are rounded. */
double gy_value_number(const gy_value *v, int64_t k);
/* Row r of a text array; borrowed, not terminated. */
const char *gy_value_text(const gy_value *v, int64_t r, int64_t *out_length);

/* Never changes another value, also when this one was taken from it. */
void gy_value_set_attribute(gy_value *v, const char *key, const char *text);
const char *gy_value_attribute(const gy_value *v, const char *key);

/* Columns of a table. add takes the reference. */
void gy_table_add(gy_value *table, const char *name, gy_value *column);
gy_value *gy_table_column(const gy_value *table, const char *name);

#endif

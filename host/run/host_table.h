/* host_table.h: the functions of gy_host, by file; contracts are in abi/gyrus.h. [any] */
#ifndef GY_HOST_TABLE_H
#define GY_HOST_TABLE_H

#include "run/frame.h"
#include "services.h"

/* host_values.c */
gy_array *gy_host_item(gy_call *c, const char *name, int64_t i);
int64_t gy_host_count(gy_call *c, const char *name);
double gy_host_number(gy_call *c, const char *key);
int64_t gy_host_integer(gy_call *c, const char *key);
const char *gy_host_text(gy_call *c, const char *key);
const char *gy_host_text_item(gy_call *c, const char *key, int64_t i);
const char *gy_host_unit(gy_call *c, const char *key);
gy_array *gy_host_stat(gy_call *c, const char *name, int64_t fold);
const int64_t *gy_host_fold_rows(gy_call *c, int64_t fold, int32_t held, int64_t *out_n);
void *gy_host_scratch(gy_call *c, int64_t bytes);

/* host_axes.c */
const gy_array *gy_host_coord(gy_call *c, const char *axis, const char *name);
int gy_host_rate(gy_call *c, const char *axis, double *out_step, double *out_start);
const int64_t *gy_host_segments(gy_call *c, const char *axis, int64_t *out_n);
const char *gy_host_attribute(gy_call *c, const char *port, const char *key);
const gy_array *gy_host_levels(gy_call *c, const char *port);
const char *gy_host_column_name(gy_call *c, const char *port, int64_t i);

int64_t gy_host_length(gy_call *c, const char *axis);

/* host_resolve.c */
int gy_host_set_length(gy_call *c, const char *symbol, int64_t n);
int gy_host_set_dtype(gy_call *c, const char *port, uint8_t code, uint8_t bits);
int gy_host_set_shape(gy_call *c, const char *port, uint8_t code, uint8_t bits, int32_t rank,
                      const int64_t *shape);
int gy_host_set_column(gy_call *c, const char *port, const char *name, uint8_t code, uint8_t bits,
                       uint16_t flags, const char *unit);
int gy_host_set_coord(gy_call *c, const char *symbol, const char *name, const gy_array *values);
int gy_host_set_rate(gy_call *c, const char *symbol, int64_t numerator, int64_t denominator,
                     const char *unit, const double *start);
int gy_host_set_segments(gy_call *c, const char *symbol, int64_t n, const int64_t *first);
int gy_host_set_subset(gy_call *c, const char *symbol, const char *axis, int64_t n,
                       const int64_t *index);
int gy_host_set_attribute(gy_call *c, const char *port, const char *key, const char *text);
int gy_host_set_block_all(gy_call *c, int32_t all);
int gy_host_set_inner(gy_call *c, int32_t wanted);
/* `ragged` in resolve: what the memory plan is told. */
void gy_host_say_length(gy_call *c, const char *name, int64_t n);
int gy_host_set_scratch(gy_call *c, int64_t bytes, int64_t per_column, int64_t first);
int gy_host_map_file(gy_call *c, const char *port, const char *path, int64_t offset);
int gy_host_used_file(gy_call *c, const char *path);

/* host_reach.c */
int gy_host_set_reach(gy_call *c, const char *out_axis, const char *in_axis, int64_t n,
                      const int64_t *offsets, const int64_t *lo, const int64_t *hi);

/* host_misc.c */
gy_array *gy_host_ragged(gy_call *c, const char *name, int64_t n);
int gy_host_fail(gy_call *c, int code, const char *where, const char *text);
void gy_host_log(gy_call *c, int level, const char *text);
void gy_host_progress(gy_call *c, double share);
int gy_host_stopped(gy_call *c);
const void *gy_host_extension(gy_call *c, const char *name);

/* model.c: the table of gy.model/1. */
extern const gy_model gy_model_service;

/* services.c: the table of a service, NULL if there is none of that name. */
const void *gy_services_find(const char *name);

#endif

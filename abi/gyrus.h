/* SPDX-License-Identifier: MIT
 *
 * gyrus.h: the plugin ABI of Gyrus, major 0.
 *
 * A plugin is a shared object that exports one function, gy_plugin_0, and carries one text per
 * node in the ELF section .gyrus. A node is its text (ports, state, parameters, reach: see
 * docs/abi.md) and up to six functions that are pure: they read and write only the arrays of the
 * call they are given. The host allocates, saves, hashes, tiles, shards and frees every array;
 * there is no instance, no life cycle and nothing to save or load.
 *
 * Four structs cross the boundary, each beginning with its size: gy_node and gy_array are filled by
 * either side, gy_call and gy_host only by the host. They are passed by pointer, never embedded,
 * never copied by value across the boundary, and grow only at the end. A plugin that reads a
 * member newer than its GY_REQUIRED tests `size` first (GY_HAS).
 *
 * Rules for every function of a plugin: return GY_OK or a negative code, after `fail` has said what
 * is wrong and where. Never print, abort, exit, throw, change locale, FP mode, signal handlers, the
 * working directory or the environment; make no threads (gy.map/1 runs loops in parallel); never
 * keep a pointer from one call to the next; never free what the host gave.
 *
 * Thread tags: [any] = may be called from any thread, also at once for different calls, with the
 * call it belongs to. All functions here are [any] unless said otherwise. The host runs a node's
 * functions at once for different calls unless its text says `serial NAME`.
 */
#ifndef GYRUS_H
#define GYRUS_H

#include <stdint.h>

#define GY_MAJOR 0
#define GY_MINOR 1
#ifndef GY_REQUIRED /* smallest host minor this plugin can work with; raise it before the include  \
                     */
#define GY_REQUIRED 0
#endif

/* Status codes. Positive values are answers, negative ones failures. */
#define GY_OK          0
#define GY_AGAIN       1    /* solve: read the training rows once more (pass + 1) */
#define GY_NONE        2    /* there is no such thing (a rate, an attribute), and that is fine */
#define GY_PARAM       (-1) /* a parameter's value cannot be used */
#define GY_SHAPE       (-2) /* shapes, axes or dtypes do not fit */
#define GY_IO          (-3) /* a file cannot be opened, read or written */
#define GY_FORMAT      (-4) /* a file is not what it should be */
#define GY_MEMORY      (-5) /* out of memory, or over the run's --memory */
#define GY_NUMERIC     (-6) /* singular, diverged, undefined */
#define GY_DATA        (-7) /* the values break a promise (label unseen, group of one) */
#define GY_UNSUPPORTED (-8)
#define GY_CANCELLED   (-9)
#define GY_INTERNAL    (-10)

/* gy_array.code: DLPack type codes. */
#define GY_INT   0
#define GY_UINT  1
#define GY_FLOAT 2
#define GY_BOOL  6

/* gy_array.layout */
#define GY_DENSE  0
#define GY_RAGGED 1 /* row i is data[offsets[i] .. offsets[i + 1]) */
#define GY_CSR    2 /* row i holds columns indices[k] with values data[k], k as for GY_RAGGED */

/* gy_array.flags */
#define GY_TEXT 1 /* ragged u8 that is UTF-8 text, one string per row, no terminator */

/* Levels of `log`. */
#define GY_DEBUG   0
#define GY_INFO    1
#define GY_WARNING 2

typedef struct gy_array gy_array;
typedef struct gy_call gy_call;
typedef struct gy_host gy_host;
typedef struct gy_node gy_node;

/* A view of values. Strides are in elements and always present when rank > 0; they may be any
 * value, also 0 or negative, in an input, while outputs, state and statistics are in C order.
 * `first` and `rows` tell which rows of the whole axis this view shows: row i is rows[i], or
 * first + i when rows is NULL. Dense data is aligned to its element; tiles of the host to 64 bytes.
 */
struct gy_array {
    uint32_t size;
    uint8_t code, bits;
    uint16_t flags;
    int32_t rank;
    int32_t layout;
    void *data; /* NULL while sizes are being resolved, unless the port says `now` */
    const int64_t *shape;
    const int64_t *stride;
    const int64_t *offsets;
    const int64_t *indices;
    const uint8_t *valid; /* one byte per element in C order, 0 = missing; NULL = all present */
    const int64_t *rows;
    int64_t first;
};

/* One call. `pass` counts the rounds of add and solve. In add, `fold` is the inner fold for which
 * these rows are held out (-1: none) of `folds` inner folds. `tile` counts the tiles of the axis
 * named by `tile AXIS`: arrays without that axis are written while tile == 0 and read-only after.
 */
struct gy_call {
    uint32_t size;
    int32_t pass;
    const gy_host *host;
    int64_t fold, folds;
    int64_t tile;
    void *impl;
};

/* What a node can ask of the host. Names are those of the node's text; a column of a table port is
 * "port.column"; an axis is "port.symbol". Strings and arrays that come back live until the call
 * returns. Axes that `...` stands for have no symbol; "port.K" names the K-th axis of an input from
 * 0 on, for `coord`, `rate` and `segments`, and "port.E.K" that of the E-th edge of a `many` port,
 * for `coord`. Functions that return int give GY_OK, GY_NONE or a
 * negative code that the node passes on.
 */
struct gy_host {
    uint32_t size;
    uint16_t major, minor;

    /* -- values, in every function -- */

    /* Port, state, stat, temp, carry or list parameter; NULL if absent or not wanted. */
    gy_array *(*array)(gy_call *, const char *name);
    /* Number of edges of a `many` port, entries of a list parameter, columns of a table. */
    int64_t (*count)(gy_call *, const char *name);
    /* i-th edge of a `many` port. */
    gy_array *(*item)(gy_call *, const char *name, int64_t i);
    /* Parameters. Quantities come in the base unit that the text names. Absent optional ones: NaN,
     * INT64_MIN, NULL. A choice or a bool is also text ("true"). */
    double (*number)(gy_call *, const char *key);
    int64_t (*integer)(gy_call *, const char *key);
    const char *(*text)(gy_call *, const char *key);
    const char *(*text_item)(gy_call *, const char *key, int64_t i);
    /* Unit that the user wrote for a quantity ("s", "rows"), "" for a bare number. */
    const char *(*unit)(gy_call *, const char *key);
    /* In solve: the statistic merged over the rows that inner fold `fold` trains on; -1: all rows
     * of this fit. Its strides are C order; it may be overwritten. It lives until the next `stat`
     * of the same name. */
    gy_array *(*stat)(gy_call *, const char *name, int64_t fold);
    /* In solve of a node with `block all`: indices, into the rows shown, of the rows that inner
     * fold `fold` holds out (held = 1) or trains on (held = 0). */
    const int64_t *(*fold_rows)(gy_call *, int64_t fold, int32_t held, int64_t *out_n);
    /* Bytes that live until this call returns, counted against --memory; zeroed; NULL if refused.
     */
    void *(*scratch)(gy_call *, int64_t bytes);

    /* -- axes, attributes and labels of what comes in -- */

    /* These tell about whole axes and ports, also where a view shows only some rows.
     * A coordinate of an axis ("x.time", "run"), one value per position; NULL if there is none. */
    const gy_array *(*coord)(gy_call *, const char *axis, const char *name);
    /* Regular axis: step and start (of segment 0) in the axis's unit; GY_NONE if irregular. */
    int (*rate)(gy_call *, const char *axis, double *out_step, double *out_start);
    /* First row of every segment (runs) of an axis. */
    const int64_t *(*segments)(gy_call *, const char *axis, int64_t *out_n);
    /* Text attribute of a port or of a table's column ("unit", "affine", "space"), NULL if it has
     * none. */
    const char *(*attribute)(gy_call *, const char *port, const char *key);
    /* Levels of a `label` port: text, in the order of its codes 0..n-1. */
    const gy_array *(*levels)(gy_call *, const char *port);
    /* Name of the i-th column of a table port. */
    const char *(*column_name)(gy_call *, const char *port, int64_t i);

    /* -- only in resolve: what goes out. An axis that an input gives (rows = @other) keeps what it
     * has from there: set_length then asserts, set_coord, set_rate and set_segments do nothing. --
     */

    /* Length of an axis symbol that this node makes. */
    int (*set_length)(gy_call *, const char *symbol, int64_t n);
    /* dtype of an output that the text leaves open (`any`). */
    int (*set_dtype)(gy_call *, const char *port, uint8_t code, uint8_t bits);
    /* Shape of an output whose rank the text leaves open (`...`); also sets its dtype. The axes in
     * place of `...` are then new ones; only if there are more than an input's `...` has are the
     * last of them the input's, where the lengths agree. */
    int (*set_shape)(gy_call *, const char *port, uint8_t code, uint8_t bits, int32_t rank,
                     const int64_t *shape);
    /* Column of an output table. Text columns: GY_UINT, 8, GY_TEXT. */
    int (*set_column)(gy_call *, const char *port, const char *name, uint8_t code, uint8_t bits,
                      uint16_t flags, const char *unit);
    /* Coordinate of an axis this node makes; the values are copied. */
    int (*set_coord)(gy_call *, const char *symbol, const char *name, const gy_array *values);
    /* Regular axis: step = numerator / denominator of `unit`; start per segment. */
    int (*set_rate)(gy_call *, const char *symbol, int64_t numerator, int64_t denominator,
                    const char *unit, const double *start);
    int (*set_segments)(gy_call *, const char *symbol, int64_t n, const int64_t *first);
    /* The axis is a subset of an input axis: its row i is row index[i] of `axis`, in rising order.
     * Coordinates and segments follow; values of both axes meet by these rows. */
    int (*set_subset)(gy_call *, const char *symbol, const char *axis, int64_t n,
                      const int64_t *index);
    /* Reach `table`: row i of output axis ("y.trial") reads the rows [lo[k], hi[k]) of the input
     * axis ("x.time") for k in offsets[i] .. offsets[i + 1]; offsets NULL: one interval a row. */
    int (*set_reach)(gy_call *, const char *out_axis, const char *in_axis, int64_t n,
                     const int64_t *offsets, const int64_t *lo, const int64_t *hi);
    int (*set_attribute)(gy_call *, const char *port, const char *key, const char *text);
    /* Give solve all training rows at once instead of calling add (text: `block all`). */
    int (*set_block_all)(gy_call *, int32_t all);
    /* The output is the file's own bytes from `offset`, mapped, in C order. */
    int (*map_file)(gy_call *, const char *port, const char *path, int64_t offset);
    /* This file was read: its content goes into the cache key and the run record. */
    int (*used_file)(gy_call *, const char *path);

    /* -- in run: an output whose length is known only now -- */

    /* Data of a ragged or text output (or column): n elements in all. Fill `offsets` (writable in
     * an output) and `data` of the array that comes back. In resolve it says how long the output
     * will be at most, for the memory plan, and gives NULL. */
    gy_array *(*ragged)(gy_call *, const char *name, int64_t n);

    /* -- errors, messages, services -- */

    /* Says what is wrong (`text`) and where (parameter, port, "byte 132"); returns code. The first
     * failure of a call counts. */
    int (*fail)(gy_call *, int code, const char *where, const char *text);
    void (*log)(gy_call *, int level, const char *text);
    void (*progress)(gy_call *, double share);
    /* 1 when the run is to end: return GY_CANCELLED within 50 ms. */
    int (*stopped)(gy_call *);
    /* Service by name ("gy.linalg/1"); NULL if this host has none. */
    const void *(*extension)(gy_call *, const char *name);

    /* -- minor 1 -- */

    /* Only in resolve: 0 says that this node needs no inner folds with these parameters. */
    int (*set_inner)(gy_call *, int32_t wanted);
    /* Length of a whole input axis ("x.time"), however few of its rows a view shows; -1 if there is
     * no such axis. */
    int64_t (*length)(gy_call *, const char *axis);
    /* Only in resolve: the most scratch, in bytes, that one call takes: of add and solve for a fit
     * or metric, of run for other nodes; services included. `per_column` counts for each column of
     * the tile of `tile AXIS`, `first` only in the first tile. The memory plan is made with it. */
    int (*set_scratch)(gy_call *, int64_t bytes, int64_t per_column, int64_t first);
};

/* A node. Functions that a node does not have are NULL.
 * resolve: sizes, axes and reach of the outputs from parameters and the shapes of the inputs.
 * run: outputs from inputs, parameters and state.
 * add: adds a block of rows into the statistics, which arrive zeroed.
 * merge: adds statistic "b:NAME" into "NAME"; NULL: elementwise sum in fixed order.
 * solve: statistics to state (fit; zeroed before the first pass) or to outputs (metric); GY_AGAIN
 * asks for another pass.
 * extension: drafts by name. */
struct gy_node {
    uint32_t size;
    uint16_t major, minor, required, flags;
    uint32_t reserved;
    const char *text;
    int (*resolve)(gy_call *);
    int (*run)(gy_call *);
    int (*add)(gy_call *);
    int (*merge)(gy_call *);
    int (*solve)(gy_call *);
    const void *(*extension)(const char *name);
};

/* The one exported function: the file's nodes, NULL-terminated. [any] */
typedef const gy_node *const *gy_plugin_entry(void);

#define GY_HAS(object, member) ((object)->size >= GY_END_(object, member))
#define GY_END_(object, member)                                                                    \
    ((uint32_t)((const char *)(&(object)->member + 1) - (const char *)(object)))

#ifdef __cplusplus
#define GY_C extern "C"
#else
#define GY_C
#endif
#define GY_EXPORT     GY_C __attribute__((visibility("default")))
#define GY_STRING_(x) #x
#define GY_STRING(x)  GY_STRING_(x)

/* Text of a node, or the file's own (licence, citation), in the section the host reads without
 * loading code. The first line tells the ABI: major, minor built, minor required. */
#define GY_SAY(name, ...)                                                                          \
    __attribute__((section(".gyrus"), used)) static const char name[] = "gyrus " GY_STRING(        \
        GY_MAJOR) " " GY_STRING(GY_MINOR) " " GY_STRING(GY_REQUIRED) "\n" __VA_ARGS__

#define GY_NODE_HEAD sizeof(gy_node), GY_MAJOR, GY_MINOR, GY_REQUIRED, 0, 0

/* A file with one node: GY_PLUGIN(text, resolve, run, add, merge, solve). */
#define GY_PLUGIN(text, resolve, run, add, merge, solve)                                           \
    static const gy_node gy_node_only = {GY_NODE_HEAD, text, resolve, run, add, merge, solve, 0};  \
    GY_PLUGIN_NODES(&gy_node_only)

/* A file with several nodes, each a static const gy_node beginning with GY_NODE_HEAD. */
#define GY_PLUGIN_NODES(...)                                                                       \
    GY_EXPORT const gy_node *const *gy_plugin_0(void);                                             \
    GY_EXPORT const gy_node *const *gy_plugin_0(void)                                              \
    {                                                                                              \
        static const gy_node *const nodes[] = {__VA_ARGS__, 0};                                    \
        return nodes;                                                                              \
    }

#endif

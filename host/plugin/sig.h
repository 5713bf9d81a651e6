/* SPDX-License-Identifier: Apache-2.0
 *
 * sig.h: the parsed text of a node (docs/abi.md), which is everything the host knows about a node
 * without running it: ports, state, statistics, parameters, reach.
 *
 * A gy_sig is immutable and reference counted; everything it points to lives as long as it does.
 * Parsing finds all mistakes of a text at once. A text with a mistake gives no sig, so whoever
 * holds one need not check it again: names are unique, references are indices that fit, defaults
 * lie in their ranges.
 */
#ifndef GY_PLUGIN_SIG_H
#define GY_PLUGIN_SIG_H

#include "core/problems.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#define GY_SIG_MAX_AXES 8
#define GY_SIG_MAX_TEXT (1 << 20) /* bytes; a longer text is a broken file */

typedef enum gy_sig_form { GY_FORM_ARRAY, GY_FORM_TABLE, GY_FORM_MODEL, GY_FORM_ROWS } gy_sig_form;

/* dtype classes of arrays, in the order of docs/abi.md. */
typedef enum gy_sig_dtype {
    GY_DTYPE_F32,
    GY_DTYPE_F64,
    GY_DTYPE_I8,
    GY_DTYPE_I16,
    GY_DTYPE_I32,
    GY_DTYPE_I64,
    GY_DTYPE_U8,
    GY_DTYPE_U16,
    GY_DTYPE_U32,
    GY_DTYPE_U64,
    GY_DTYPE_BOOL,
    GY_DTYPE_TEXT,
    GY_DTYPE_T, /* f32 or f64, one choice for the whole node; U is a second, independent letter */
    GY_DTYPE_U,
    GY_DTYPE_REAL,
    GY_DTYPE_LABEL,
    GY_DTYPE_ANY,
} gy_sig_dtype;

/* One axis: exactly one of symbol, fixed >= 0 and is_rest says what it is. */
typedef struct gy_sig_axis {
    const char *symbol; /* NULL for a number and for `...` */
    const char *name;   /* the NAME of SYMBOL:NAME; NULL if not written */
    int64_t fixed;      /* -1 unless the axis is a number */
    bool is_rest;
} gy_sig_axis;

/* Table and rows have one axis, model none. dtype is only of arrays. At most one axis is `...`. */
typedef struct gy_sig_type {
    gy_sig_form form;
    const char *model; /* of a model: the id or kind that must have made it; NULL: any */
    gy_sig_dtype dtype;
    unsigned n_axes;
    gy_sig_axis axes[GY_SIG_MAX_AXES];
} gy_sig_type;

typedef enum gy_sig_role {
    GY_ROLE_IN,
    GY_ROLE_OUT,
    GY_ROLE_STATE,
    GY_ROLE_STAT,
    GY_ROLE_TEMP,
    GY_ROLE_CARRY,
} gy_sig_role;

typedef enum gy_sig_close { GY_CLOSE_MEAN, GY_CLOSE_SUM, GY_CLOSE_NONE } gy_sig_close;
typedef enum gy_sig_merge { GY_MERGE_SUM, GY_MERGE_MIN, GY_MERGE_MAX } gy_sig_merge;
typedef enum gy_sig_best { GY_BEST_UNSAID, GY_BEST_HIGH, GY_BEST_LOW } gy_sig_best;

/* One in, out, state, stat, temp or carry statement. */
typedef struct gy_sig_port {
    gy_sig_role role;
    unsigned index; /* in its own list */
    const char *name;
    gy_sig_type type;
    bool fit, optional, many, now, missing;
    const char *unit;   /* NULL if not written */
    int like;           /* out: index of the input named by like=, -1 if not written */
    int levels;         /* out: index of the input named by levels=, -1 */
    gy_sig_close close; /* out */
    bool has_close;     /* mean, sum or none was written */
    bool has_chance, has_bounds;
    double chance, bounds[2];
    gy_sig_best best;
    gy_sig_merge merge; /* stat; what merge= says when has_merge, else sum or the node's function */
    bool has_merge;
    const char *doc; /* NULL if there is none */
    int line;        /* of the text, from 1 */
} gy_sig_port;

typedef enum gy_sig_base {
    GY_BASE_F64,
    GY_BASE_I64,
    GY_BASE_BOOL,
    GY_BASE_TEXT,
    GY_BASE_PATH,
    GY_BASE_CHOICE,
    GY_BASE_QUANTITY,
    GY_BASE_INTERVAL,
    GY_BASE_MAP,
    GY_BASE_COLUMNS,
    GY_BASE_SHARE,
    GY_BASE_SCHEME,
    GY_BASE_SPEC,
    GY_BASE_OUT_PATH,
} gy_sig_base;

typedef struct gy_sig_param {
    unsigned index;
    const char *name;
    gy_sig_base base;
    bool is_list;
    const char *symbol;         /* list: the axis that is its length; NULL if `exact` says it */
    int64_t exact;              /* list: exactly that many; -1 otherwise */
    const char *const *choices; /* NULL-terminated; NULL unless base is CHOICE */
    const char *const *units;   /* NULL-terminated, the base unit first; QUANTITY and INTERVAL */
    bool has_default, optional; /* neither: it must be given; never both */
    const char *default_text;   /* as written; NULL without default */
    bool has_lo, has_hi;        /* range, in the first unit */
    bool lo_open, hi_open;      /* open: the end itself is refused */
    double lo, hi;
    const char *doc;
    int line;
} gy_sig_param;

typedef enum gy_sig_reach_kind {
    GY_SIG_REACH_ROW,
    GY_SIG_REACH_WINDOW,
    GY_SIG_REACH_PAST,
    GY_SIG_REACH_SEGMENT,
    GY_SIG_REACH_ALL,
    GY_SIG_REACH_TABLE,
} gy_sig_reach_kind;

/* One side of a window: rows, or the parameter with that index when param >= 0. */
typedef struct gy_sig_extent {
    int64_t rows;
    int param;
} gy_sig_extent;

/* `when PARAM=VALUE,...`: holds iff the choice or bool `param` has one of the values. */
typedef struct gy_sig_when {
    int param;                 /* -1: no condition */
    const char *const *values; /* NULL-terminated */
} gy_sig_when;

/* `reach OUT.SYMBOL [IN.IN_SYMBOL] KIND`. Without IN (in = -1, in_symbol NULL) it holds for every
 * input that has the symbol, or for the axis that set_subset names. */
typedef struct gy_sig_reach {
    unsigned out;
    const char *symbol;
    int in;
    const char *in_symbol;
    gy_sig_reach_kind kind;
    gy_sig_extent before, after;
    gy_sig_when when;
    int line;
} gy_sig_reach;

typedef struct gy_sig {
    const char *text; /* the whole text as it lies in the file */
    int major, built, required;
    bool is_file; /* the text of the file: only summary, docs, licence and cites are set */
    const char *id, *kind, *name; /* id is kind.name; NULL if is_file */
    int64_t revision;
    const char *summary;
    const char *licence;     /* the node's or else its file's; NULL if neither says one */
    const char *const *docs; /* paragraphs; NULL-terminated, never NULL; so is cites */
    const char *const *cites;

    gy_sig_port *in, *out, *state, *stat, *temp, *carry;
    unsigned n_in, n_out, n_state, n_stat, n_temp, n_carry;
    gy_sig_param *params;
    unsigned n_params;
    gy_sig_reach *reach;
    unsigned n_reach;
    const char *const *makes; /* axis symbols the node makes, in order of appearance; never NULL */
    const char *tile;         /* symbol or NULL */
    const char *serial;       /* name of the lock or NULL */
    bool block_all, needs_exec, needs_network;
    gy_sig_when fit_when; /* a node with state is a fit only then, else a map */

    /* private */
    gatomicrefcount refs;
    GStringChunk *strings;
    GPtrArray *owned;
} gy_sig;

/* Reads one text. Every mistake becomes a problem of file `source` (may be NULL) at its line of the
 * text, and the result is then NULL; the caller owns one reference otherwise. [any] */
gy_sig *gy_sig_parse(const char *text, const char *source, gy_problems *problems);

/* Reads all texts of one file, NULL-terminated: nodes get the licence and the citations of the
 * file's own text where they have none. Two texts of one id, or two of the file, are a mistake.
 * Returns the nodes that are right, in order (elements gy_sig *, freed with the array). [any] */
GPtrArray *gy_sig_parse_all(const char *const *texts, const char *source, gy_problems *problems);

gy_sig *gy_sig_ref(gy_sig *sig);
void gy_sig_unref(gy_sig *sig); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(gy_sig, gy_sig_unref)

/* Look-ups by name; NULL if there is none. port: in and out only; array: every role. [any] */
const gy_sig_port *gy_sig_port_find(const gy_sig *sig, const char *name);
const gy_sig_port *gy_sig_array_find(const gy_sig *sig, const char *name);
const gy_sig_param *gy_sig_param_find(const gy_sig *sig, const char *name);

/* The reach of one axis of an output onto one axis of an input, as the text says it; ALL when the
 * text says nothing. The statement that names the input wins over the one that does not, and the
 * latter holds only for an input axis of the same symbol. NULL: not said, so `all`. [any] */
const gy_sig_reach *gy_sig_reach_find(const gy_sig *sig, unsigned out, const char *symbol,
                                      unsigned in, const char *in_symbol);

/* Position of an axis symbol in a type, -1 if it has none. [any] */
int gy_sig_axis_find(const gy_sig_type *type, const char *symbol);

/* A fit writes state; a metric has no state and reduces rows to outputs. [any] */
bool gy_sig_is_fit(const gy_sig *sig);
bool gy_sig_is_metric(const gy_sig *sig);

/* Whether the node cannot do without a resolve function, and why (static text; NULL if it can):
 * axes it makes, dtypes or ranks it leaves open, reach tables, output tables. [any] */
const char *gy_sig_needs_resolve(const gy_sig *sig);

/* Words of the grammar; static. Type and parameter type as written: "f64[row, v:voxel]",
 * "quantity(s, rows)[a]"; the caller frees. [any] */
const char *gy_sig_dtype_name(gy_sig_dtype dtype);
const char *gy_sig_base_name(gy_sig_base base);
const char *gy_sig_role_name(gy_sig_role role);
const char *gy_sig_reach_name(gy_sig_reach_kind kind);
char *gy_sig_type_text(const gy_sig_type *type);
char *gy_sig_param_type_text(const gy_sig_param *param);

#endif

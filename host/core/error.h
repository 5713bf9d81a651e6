/* SPDX-License-Identifier: Apache-2.0
 *
 * The one error domain of the host. A fallible function returns false or NULL and sets a GError of
 * this domain; the text names the thing that is wrong (file, node, key) and what was expected.
 *
 * The first codes mirror the failure codes of the plugin ABI: the ABI status s < 0 is the code -s
 * (abi/gyrus.h: GY_PARAM is -1, ...), so a plugin's status becomes an error without a table.
 * The codes from GY_ERR_USAGE on exist in the host only. Numbers never change; new ones go last.
 */
#ifndef GY_CORE_ERROR_H
#define GY_CORE_ERROR_H

#include <glib.h>

typedef enum gy_error_code {
    GY_ERR_PARAM = 1,       /* a parameter's value cannot be used */
    GY_ERR_SHAPE = 2,       /* shapes, axes or dtypes do not fit */
    GY_ERR_IO = 3,          /* a file cannot be opened, read or written */
    GY_ERR_FORMAT = 4,      /* a file is not what it should be */
    GY_ERR_MEMORY = 5,      /* out of memory, or over the run's limit */
    GY_ERR_NUMERIC = 6,     /* singular, diverged, undefined */
    GY_ERR_DATA = 7,        /* the values break a promise (label unseen, group of one) */
    GY_ERR_UNSUPPORTED = 8, /* known, but not possible here */
    GY_ERR_CANCELLED = 9,   /* the user or a sibling's failure stopped the work */
    GY_ERR_INTERNAL = 10,   /* a defect of Gyrus or of a plugin */
    GY_ERR_USAGE = 64,      /* wrong command line or keyfile */
    GY_ERR_LEAK = 65        /* test rows would reach a fit */
} gy_error_code;

/* The GError domain of every code above. [any] */
#define GY_ERROR (gy_error_quark())
GQuark gy_error_quark(void);

/* The code of an ABI status. A status that is not a failure (>= 0) or that this host does not know
 * is GY_ERR_INTERNAL: a newer plugin may return a newer code, and unknown must not mean success.
 * [any] */
gy_error_code gy_error_code_of_status(int status);

/* The ABI status (negative) of an error: the inverse for codes the ABI knows. Host-only codes and
 * errors of other domains give the status of GY_ERR_INTERNAL, GIO's file errors that of GY_ERR_IO;
 * NULL gives 0. [any] */
int gy_error_status(const GError *error);

/* One stable word for logs and run.json: "param", "shape", ..., "leak"; "internal" for a number
 * that is no code. Static text. [any] */
const char *gy_error_word(gy_error_code code);

#endif

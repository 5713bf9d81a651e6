/* SPDX-License-Identifier: Apache-2.0
 *
 * keyfile_vars.h: `${name}` in values.
 *
 * Two stages. gy_keyfile_expand puts in the variables of [vars] once, before anything is checked.
 * Variables of [foreach NAME] groups differ from case to case: they stay `${NAME}` and are put in
 * by whoever knows the case, with gy_text_expand.
 *
 * `$${` stands for the two characters `${`. It survives gy_keyfile_expand and becomes `${` in
 * gy_text_expand with GY_EXPAND_FINAL, which therefore every value passes, also one without
 * variables. A `$` before anything but `{` and `${` is a `$`. `{run}` and `{voxel}` have no `$`
 * and are left alone.
 */
#ifndef GY_GRAPH_KEYFILE_VARS_H
#define GY_GRAPH_KEYFILE_VARS_H

#include "graph/keyfile.h"

/* Gives the text of a variable, or NULL to leave it as it is. The text is owned by the callee and
 * must live until the next call. It is put in as it stands and not expanded again. */
typedef const char *(*gy_var_lookup)(const char *name, void *user);

typedef enum gy_expand {
    GY_EXPAND_KEEP, /* `$${` stays: another stage follows */
    GY_EXPAND_FINAL /* `$${` becomes `${`; a variable without a value is an error */
} gy_expand;

/* [any] *out_text = text with its variables put in; the caller frees it. False with GY_ERR_USAGE
 * for `${` without `}`, for what is no variable name (a-z first, then a-z, 0-9 and _), for a
 * variable without a value in the last stage, and for a result above GY_EXPAND_MAX_BYTES. */
#define GY_EXPAND_MAX_BYTES ((size_t)1 << 20)
#define GY_EXPAND_MAX_TOTAL ((size_t)64 << 20) /* all values of a file together */
bool gy_text_expand(const char *text, gy_var_lookup lookup, void *user, gy_expand stage,
                    char **out_text, GError **error);

/* [any] The names of the variables in a text, each once, in order of appearance, NULL-terminated;
 * free with g_strfreev. What is no variable is passed over. */
char **gy_text_vars(const char *text);

/* [any] Puts the variables of [vars] into every value of the file, also into each other, and sets
 * each key's item origins: an item that begins with a variable of the command line is relative to
 * the working directory, even when the key stands in the file. Problems: cycles (once each, the
 * whole circle), unknown variables with a hint, a variable of [vars] that is also a loop's. Values
 * with a problem stay raw. False when there was one. Call once, after profile and overrides. */
bool gy_keyfile_expand(gy_keyfile *keyfile, gy_problems *problems);

#endif

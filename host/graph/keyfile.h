/* SPDX-License-Identifier: Apache-2.0
 *
 * keyfile.h: the text of a keyfile as groups and keys with positions.
 *
 * The syntax is GKeyFile's, read strictly by our own line scanner: GKeyFile hides repeated groups
 * and keys and knows no lines. What the scanner accepts without a problem, g_key_file_get_value
 * reads alike. Nothing here knows what a group or key means; only the grammar of names is checked.
 *
 * Steps, each of which lists every problem it finds and goes on:
 *   scan (or load) -> apply_profile -> override, once per --set -> expand (keyfile_vars.h)
 *
 * Defined rules for what GKeyFile leaves open: UTF-8 without BOM; lines end in \n, or all of them
 * in \r\n; a comment stands on its own line, ` #` in a value is an error; no continuation lines;
 * no key[locale]; a group or a key of a group appears once; no value is empty.
 *
 * Group names: `base`, `base argument`, each with `|profile`: [a-z][a-z0-9-]* for base and profile,
 * [a-z][a-z0-9_.-]* for the argument. Key names: [a-z][a-z0-9_]*; in [needs] `-` is allowed, in
 * [tune] and [check] dotted names `node.port.reducer` are, with letters of both cases after the
 * first dot.
 */
#ifndef GY_GRAPH_KEYFILE_H
#define GY_GRAPH_KEYFILE_H

#include "core/problems.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#define GY_KEYFILE_MAX_BYTES  ((size_t)16 << 20)
#define GY_KEYFILE_MAX_GROUPS 10000 /* later ones are a problem and left out */

/* Where a text was written: relative paths start at the file's folder or at the working directory.
 */
typedef enum gy_origin { GY_ORIGIN_FILE, GY_ORIGIN_COMMAND_LINE } gy_origin;

typedef struct gy_key {
    char *name;
    char *value; /* raw after a scan, expanded after gy_keyfile_expand; never empty */
    int line;    /* from 1; 0 when it came from the command line */
    int column;  /* of the first character of the raw value in its line, from 1; 0 likewise */
    gy_origin origin;
    /* After gy_keyfile_expand: one entry per item of a `;` list, the origin of its beginning.
     * Use gy_key_origin to ask. */
    size_t n_items;
    gy_origin *items;
} gy_key;

typedef struct gy_group {
    char *name;     /* normalised: "base", "base argument", "base argument|profile" */
    char *base;     /* "chance" of [chance r|small] */
    char *argument; /* "r", or NULL */
    char *profile;  /* "small", or NULL; always NULL after gy_keyfile_apply_profile */
    int line;
    GPtrArray *keys; /* of gy_key *, in file order */
    GPtrArray *lost; /* char *: keys whose line was wrong, so that they are not missed as well */
} gy_group;

typedef struct gy_keyfile {
    char *path;        /* as given; used in problems */
    GPtrArray *groups; /* of gy_group *, in file order */
} gy_keyfile;

/* [control] Reads a file. NULL, with a problem, when it cannot be read, is larger than
 * GY_KEYFILE_MAX_BYTES or contains a NUL byte; otherwise as gy_keyfile_scan. */
gy_keyfile *gy_keyfile_load(const char *path, gy_problems *problems);

/* [any] Scans `size` bytes; `path` only names them in problems. Lines with a problem are left out
 * of the result, all others are in it; a value with a trailing comment or backslash is in it
 * without that, so that the rest of the file is checked against what was meant. NULL as for
 * gy_keyfile_load. Free with gy_keyfile_free. */
gy_keyfile *gy_keyfile_scan(const char *path, const char *data, size_t size, gy_problems *problems);

void gy_keyfile_free(gy_keyfile *keyfile);

/* [any] The group without profile of this base and argument (NULL for none), or NULL. */
gy_group *gy_keyfile_group(const gy_keyfile *keyfile, const char *base, const char *argument);

/* [any] The key of this name, or NULL. */
gy_key *gy_group_key(const gy_group *group, const char *name);

/* [any] True if the group has the key, or a wrong line that was told and meant to give it. */
bool gy_group_has(const gy_group *group, const char *name);

/* [any] Where item `item` of the value (0 for a value that is no list) was written. */
gy_origin gy_key_origin(const gy_key *key, size_t item);

/* [any] `[x|profile]` takes the place of `[x]`, whole, or stays where it is when there is no [x];
 * groups of other profiles are dropped. NULL drops all profile groups. A profile that no group of
 * the file has is a problem with the list of those there are; false then, and only the groups
 * without profile remain. */
bool gy_keyfile_apply_profile(gy_keyfile *keyfile, const char *profile, gy_problems *problems);

/* [any] One `--set`: `var=value` replaces a variable of [vars], `group.key=value` replaces or adds
 * a key of a group (the first dot separates: `check.score.mean=0 .. 1`). Problems, without file
 * and line: no `=`, empty value, bad key name, unknown variable or group. False on a problem. */
bool gy_keyfile_override(gy_keyfile *keyfile, const char *assignment, gy_problems *problems);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(gy_keyfile, gy_keyfile_free)

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * keyfile_names.h: the grammar of names, and the making of groups and keys. Private to keyfile*.c.
 */
#ifndef GY_GRAPH_KEYFILE_NAMES_H
#define GY_GRAPH_KEYFILE_NAMES_H

#include "graph/keyfile.h"

/* Splits the text between `[` and `]` into a new group without keys, or returns NULL when it is no
 * group name. */
gy_group *gy_group_new(const char *text, int line);
void gy_group_free(gy_group *group);

gy_key *gy_key_new(const char *name, const char *value, gy_origin origin);
void gy_key_free(gy_key *key);

/* Whether `name` may be a key of the group of this base: see keyfile.h. */
bool gy_key_name_ok(const char *base, const char *name);

/* What a key name of that group looks like, for messages. Static. */
const char *gy_key_name_form(const char *base);

/* Whether a name is [a-z] followed by [a-z0-9] and characters of `extra`. */
bool gy_name_ok(const char *name, const char *extra);

#endif

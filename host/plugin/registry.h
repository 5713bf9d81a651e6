/* SPDX-License-Identifier: Apache-2.0
 *
 * registry.h: the plugins a host knows: their texts at once, their code when first asked for. Code is
 * loaded RTLD_NOW | RTLD_LOCAL and never unloaded; the floating-point mode is kept over loading.
 * Two registries do not share anything but the code that the loader maps once. */
#ifndef GY_PLUGIN_REGISTRY_H
#define GY_PLUGIN_REGISTRY_H

#include "core/problems.h"
#include "gyrus.h"
#include "plugin/sig.h"

typedef struct gy_registry gy_registry;

gy_registry *gy_registry_new(void);
void gy_registry_free(gy_registry *r); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(gy_registry, gy_registry_free)

/* Reads all *.so of a folder and of its folders, in natural order. Files that are no plugins, whose
 * text is wrong or that repeat an id become problems; the rest is usable. A missing folder is none.
 * [control] */
void gy_registry_add_dir(gy_registry *r, const char *dir, gy_problems *problems);
void gy_registry_add_file(gy_registry *r, const char *path, gy_problems *problems);

/* Text of a node, NULL if there is none; borrowed. [any] */
gy_sig *gy_registry_find(const gy_registry *r, const char *id);
/* File of a node, NULL if there is none. [any] */
const char *gy_registry_file(const gy_registry *r, const char *id);
/* All ids, sorted; free with g_strfreev. [any] */
char **gy_registry_ids(const gy_registry *r);

/* The node's code, loaded on first use. Errors tell the file and why: dlopen's reason, no entry, a
 * major or a required minor that this host does not have, a node that is too small, whose text is
 * not the file's, or that lacks a function its text asks for. [any] */
const gy_node *gy_registry_load(gy_registry *r, const char *id, GError **error);

#endif

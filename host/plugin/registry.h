/* SPDX-License-Identifier: Apache-2.0
 *
 * registry.h: the plugins a host knows. Files are added by reading their texts; code is loaded only
 * when a node is about to run, and stays loaded as long as the process lives, because threads, TLS
 * destructors and callbacks of a library do not survive dlclose.
 *
 * There is no global list: two registries in one process do not see each other. Adding is
 * [control]; looking up and loading is [any] once nothing is added any more.
 */
#ifndef GY_PLUGIN_REGISTRY_H
#define GY_PLUGIN_REGISTRY_H

#include "gyrus.h"
#include "plugin/sig.h"

#include <glib.h>
#include <stdbool.h>

typedef struct gy_registry gy_registry;

gy_registry *gy_registry_new(void);
/* Frees the texts and look-up tables; sigs live on where someone holds a reference. NULL allowed.
 */
void gy_registry_free(gy_registry *registry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(gy_registry, gy_registry_free)

/* Adds the *.so files of a folder and of the folders in it (one level), in sorted order. Files that
 * cannot be used go to the problems of the registry, with the reason. False (GY_ERR_IO): the folder
 * itself cannot be read. [control] */
bool gy_registry_add_dir(gy_registry *registry, const char *dir, GError **error);

/* Adds one file. A file that is there already, under whatever path, is not added again. False when
 * it cannot be used (broken, no texts, a text with a mistake, an id that another file has); the
 * reasons are then among the problems. The good nodes of a file with a bad one stay. [control] */
bool gy_registry_add_file(gy_registry *registry, const char *path);

/* All problems so far: file, line of the text, reason. Owned by the registry. [control] */
gy_problems *gy_registry_problems(gy_registry *registry);

/* The parsed text of a node, NULL if no usable file has it. Owned by the registry. [any] */
const gy_sig *gy_registry_find(gy_registry *registry, const char *id);

/* Why no code of this id can be loaded: its file cannot be used, or two files have it. NULL if
 * there is nothing against it, or nothing is known of it. Owned by the registry. [any] */
const char *gy_registry_refusal(gy_registry *registry, const char *id);

/* All ids, sorted, NULL-terminated, for hints and lists; freed with g_strfreev. [any] */
char **gy_registry_ids(gy_registry *registry);

/* File of a node, and the build id of that file (hexadecimal; NULL if it has none). NULL for an id
 * that is not there. Owned by the registry. [any] */
const char *gy_registry_path(gy_registry *registry, const char *id);
const char *gy_registry_build_id(gy_registry *registry, const char *id);

/* The functions of a node: loads its file if that has not happened yet (RTLD_NOW, RTLD_LOCAL), with
 * the floating-point mode restored afterwards, and checks every node of the file: version, size,
 * text equal to the one in the file, functions that the text demands. The result lives as long as
 * the process. Errors: GY_ERR_USAGE (no such node, with a hint), GY_ERR_UNSUPPORTED (version),
 * GY_ERR_FORMAT (anything else about the file). A file that failed once fails the same way again.
 * [any] */
const gy_node *gy_registry_load(gy_registry *registry, const char *id, GError **error);

#endif

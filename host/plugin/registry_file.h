/* SPDX-License-Identifier: Apache-2.0
 *
 * registry_file.h: what registry.c and load.c share about one plugin file. Private to the floor.
 */
#ifndef GY_PLUGIN_REGISTRY_FILE_H
#define GY_PLUGIN_REGISTRY_FILE_H

#include "gyrus.h"
#include "plugin/sig.h"

#include <glib.h>
#include <sys/types.h>

typedef struct gy_plugin_file {
    char *path;
    char *build_id;
    dev_t device;
    ino_t inode;
    GPtrArray *sigs;       /* gy_sig *, owned: the good nodes */
    const gy_node **nodes; /* after loading: nodes[i] is that of sigs[i] */
    bool tried;
    GError *failure; /* of the first try to load */
} gy_plugin_file;

/* Loads and checks the file; afterwards either nodes or failure is set. The caller holds the lock
 * of the registry. */
void gy_plugin_file_load(gy_plugin_file *file);

#endif

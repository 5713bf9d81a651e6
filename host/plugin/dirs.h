/* SPDX-License-Identifier: Apache-2.0
 *
 * dirs.h: where plugins are looked for.
 */
#ifndef GY_PLUGIN_DIRS_H
#define GY_PLUGIN_DIRS_H

#include <glib.h>

/* Folders that exist, in order: the absolute ones of GYRUS_PLUGIN_PATH (separated by ':'; ignored
 * in a process with raised privileges), EXE_DIR/plugins, and, when that does not exist, the folder
 * of the installation. Never the current directory: empty and relative entries are left out. Each
 * folder once. exe_dir may be NULL. NULL-terminated; freed with g_strfreev. [any] */
char **gy_plugin_dirs(const char *exe_dir);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#include "plugin/dirs.h"

#include <plugin/installed.h> /* made by the build */
#include <stdbool.h>
#include <stdlib.h>

/* Adds a folder that exists and is not there yet. */
static bool add(GPtrArray *dirs, const char *dir)
{
    if (!g_path_is_absolute(dir) || !g_file_test(dir, G_FILE_TEST_IS_DIR)) {
        return false;
    }
    g_autofree char *path = g_canonicalize_filename(dir, NULL);
    if (!g_ptr_array_find_with_equal_func(dirs, path, g_str_equal, NULL)) {
        g_ptr_array_add(dirs, g_steal_pointer(&path));
    }
    return true;
}

char **gy_plugin_dirs(const char *exe_dir)
{
    GPtrArray *dirs = g_ptr_array_new();
    const char *wanted = secure_getenv("GYRUS_PLUGIN_PATH");
    g_auto(GStrv) entries = g_strsplit(wanted ? wanted : "", ":", -1);
    for (char **entry = entries; *entry; entry++) {
        add(dirs, *entry);
    }
    g_autofree char *beside = exe_dir ? g_build_filename(exe_dir, "plugins", NULL) : NULL;
    if (!beside || !add(dirs, beside)) {
        add(dirs, GY_INSTALLED_PLUGINS);
    }
    g_ptr_array_add(dirs, NULL);
    return (char **)g_ptr_array_free(dirs, FALSE);
}

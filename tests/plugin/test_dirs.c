/* SPDX-License-Identifier: Apache-2.0 */
#include "plugin/dirs.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>

Test(dirs, order)
{
    g_autofree char *exe = g_dir_make_tmp("gyrus-XXXXXX", NULL);
    g_autofree char *beside = g_build_filename(exe, "plugins", NULL);
    g_autofree char *other = g_dir_make_tmp("gyrus-XXXXXX", NULL);
    g_mkdir(beside, 0700);
    g_autofree char *wanted = g_strdup_printf(":.:relative:/nonexistent/x:%s:%s/../%s:", other,
                                              other, strrchr(other, '/') + 1);
    g_setenv("GYRUS_PLUGIN_PATH", wanted, TRUE);
    g_auto(GStrv) dirs = gy_plugin_dirs(exe);
    cr_assert_eq(g_strv_length(dirs), 2);
    cr_assert_str_eq(dirs[0], other);
    cr_assert_str_eq(dirs[1], beside);

    g_unsetenv("GYRUS_PLUGIN_PATH");
    g_auto(GStrv) plain = gy_plugin_dirs(exe);
    cr_assert_eq(g_strv_length(plain), 1);
    cr_assert_str_eq(plain[0], beside);

    /* without a folder beside the program only that of the installation is left, if it exists */
    g_rmdir(beside);
    g_auto(GStrv) installed = gy_plugin_dirs(exe);
    cr_assert_leq(g_strv_length(installed), 1);
    g_auto(GStrv) nowhere = gy_plugin_dirs(NULL);
    cr_assert_eq(g_strv_length(nowhere), g_strv_length(installed));
    cr_assert(!installed[0] || g_str_has_suffix(installed[0], "/gyrus/plugins"));
    g_rmdir(exe);
    g_rmdir(other);
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * so_case.h: the plugins that tests/plugin/bad builds.
 */
#ifndef TESTS_PLUGIN_SO_CASE_H
#define TESTS_PLUGIN_SO_CASE_H

#include <criterion/criterion.h>
#include <glib.h>

/* The folder of the built modules; the caller frees. */
static inline char *so_dir(void)
{
    const char *root = g_getenv("GYRUS_BUILD_ROOT");
    cr_assert(root != NULL, "GYRUS_BUILD_ROOT is set by `meson test`");
    return g_build_filename(root, "tests", "plugin", "bad", NULL);
}

static inline char *so_path(const char *name)
{
    g_autofree char *dir = so_dir();
    return g_strdup_printf("%s/%s.so", dir, name);
}

#endif

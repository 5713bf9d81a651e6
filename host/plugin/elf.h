/* SPDX-License-Identifier: Apache-2.0
 *
 * elf.h: the texts of a plugin file, read without loading its code. */
#ifndef GY_PLUGIN_ELF_H
#define GY_PLUGIN_ELF_H

#include <glib.h>

/* The texts in section .gyrus of a little-endian ELF64 file: NULL-terminated, free with g_strfreev.
 * NULL with error (GY_ERR_FORMAT, with the offset) if the file is no such file, is cut off, or has
 * no such section. Every offset and size is checked against the file. [any] */
char **gy_elf_texts(const char *path, GError **error);

/* The same over bytes in memory; for tests and fuzzing. */
char **gy_elf_texts_of(const char *bytes, gsize n, GError **error);

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * elf.h: the texts of a plugin file, read without loading it.
 *
 * Reads 64-bit little-endian ELF shared objects: the header, the section headers, their names, and
 * the sections .gyrus and .note.gnu.build-id, nothing else, so that a folder of plugins is read in
 * a few milliseconds. The file is not trusted: every offset and size is checked against the length
 * of the file before it is used. Layout: System V ABI, chapter 4 (gabi), ELF-64.
 */
#ifndef GY_PLUGIN_ELF_H
#define GY_PLUGIN_ELF_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GY_ELF_MAX_TEXTS (4 << 20) /* bytes of section .gyrus; more is a broken file */

/* What a file says. texts: NULL-terminated, without empty ones; none (texts[0] == NULL) when the
 * file has no section .gyrus. build_id: lower-case hexadecimal, NULL if the file has none. */
typedef struct gy_elf {
    char **texts;
    char *build_id;
} gy_elf;

/* Reads a file. *out_elf is finished with gy_elf_finish. Errors: GY_ERR_IO (open, read), GY_ERR_
 * FORMAT (what is wrong, and at which byte); out_elf is then untouched. [any] */
bool gy_elf_read(const char *path, gy_elf *out_elf, GError **error);

/* The same from bytes in memory; `name` stands for the file in messages. [any] */
bool gy_elf_read_bytes(const char *name, const uint8_t *bytes, size_t size, gy_elf *out_elf,
                       GError **error);

void gy_elf_finish(gy_elf *elf);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(gy_elf, gy_elf_finish)

#endif

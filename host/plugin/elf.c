/* SPDX-License-Identifier: Apache-2.0 */
#include "plugin/elf.h"

#include <elf.h>
#include <string.h>

#include "core/error.h"

static gboolean bad(GError **error, gsize at, const char *what)
{
    g_set_error(error, GY_ERROR, GY_ERR_FORMAT, "byte %" G_GSIZE_FORMAT ": %s", at, what);
    return FALSE;
}

/* n bytes at `at` lie in the file. */
static gboolean inside(gsize size, guint64 at, guint64 n)
{
    return at <= size && n <= size - at;
}

static gboolean read_header(const char *bytes, gsize n, Elf64_Ehdr *h, GError **error)
{
    if (n < sizeof *h) {
        return bad(error, n, "the file ends inside the ELF header");
    }
    memcpy(h, bytes, sizeof *h);
    if (memcmp(h->e_ident, ELFMAG, SELFMAG) != 0) {
        return bad(error, 0, "not an ELF file");
    }
    if (h->e_ident[EI_CLASS] != ELFCLASS64 || h->e_ident[EI_DATA] != ELFDATA2LSB) {
        return bad(error, EI_CLASS, "not a little-endian 64-bit ELF file");
    }
    guint64 all = (guint64)h->e_shnum * sizeof(Elf64_Shdr);
    if (h->e_shentsize != sizeof(Elf64_Shdr) || h->e_shstrndx >= h->e_shnum ||
        !inside(n, h->e_shoff, all)) {
        return bad(error, h->e_shoff, "the table of sections does not lie in the file");
    }
    return TRUE;
}

static void section(const char *bytes, const Elf64_Ehdr *h, unsigned i, Elf64_Shdr *out)
{
    memcpy(out, bytes + h->e_shoff + (gsize)i * sizeof *out, sizeof *out);
}

static char **split(const char *bytes, gsize n)
{
    GPtrArray *texts = g_ptr_array_new();
    for (gsize at = 0; at < n;) {
        gsize length = strnlen(bytes + at, n - at);
        if (length > 0) {
            g_ptr_array_add(texts, g_strndup(bytes + at, length));
        }
        at += length + 1;
    }
    g_ptr_array_add(texts, NULL);
    return (char **)g_ptr_array_free(texts, FALSE);
}

char **gy_elf_texts_of(const char *bytes, gsize n, GError **error)
{
    Elf64_Ehdr h;
    Elf64_Shdr names, s;
    if (!read_header(bytes, n, &h, error)) {
        return NULL;
    }
    section(bytes, &h, h.e_shstrndx, &names);
    if (!inside(n, names.sh_offset, names.sh_size)) {
        bad(error, names.sh_offset, "the names of sections do not lie in the file");
        return NULL;
    }
    for (unsigned i = 0; i < h.e_shnum; i++) {
        section(bytes, &h, i, &s);
        gsize room = s.sh_name < names.sh_size ? names.sh_size - s.sh_name : 0;
        if (room < sizeof ".gyrus" ||
            memcmp(bytes + names.sh_offset + s.sh_name, ".gyrus", sizeof ".gyrus") != 0) {
            continue;
        }
        if (s.sh_type == SHT_NOBITS || !inside(n, s.sh_offset, s.sh_size)) {
            bad(error, s.sh_offset, "section .gyrus does not lie in the file");
            return NULL;
        }
        return split(bytes + s.sh_offset, s.sh_size);
    }
    bad(error, h.e_shoff, "there is no section .gyrus: not a plugin of Gyrus");
    return NULL;
}

char **gy_elf_texts(const char *path, GError **error)
{
    g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, error);
    if (!file) {
        return NULL;
    }
    const char *bytes = g_mapped_file_get_contents(file);
    return gy_elf_texts_of(bytes ? bytes : "", g_mapped_file_get_length(file), error);
}

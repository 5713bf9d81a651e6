/* SPDX-License-Identifier: Apache-2.0 */
#include "plugin/elf.h"

#include "core/error.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_NAMES (1 << 20) /* bytes of section names */
#define MAX_NOTE  4096

#if defined(__x86_64__)
#define MACHINE EM_X86_64
#elif defined(__aarch64__)
#define MACHINE EM_AARCH64
#elif defined(__riscv)
#define MACHINE EM_RISCV
#else
#define MACHINE EM_NONE
#endif

/* A file or bytes in memory. */
typedef struct source {
    const char *name;
    int fd;
    const uint8_t *bytes;
    uint64_t size;
} source;

G_GNUC_PRINTF(3, 4)
static bool wrong(const source *s, GError **error, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *what = g_strdup_vprintf(format, args);
    va_end(args);
    g_set_error(error, GY_ERROR, GY_ERR_FORMAT, "%s: %s", s->name, what);
    return false;
}

/* Copies [offset, offset + n) of the file; false when the file does not hold it. */
static bool read_at(const source *s, uint64_t offset, uint64_t n, void *out, const char *what,
                    GError **error)
{
    if (offset > s->size || n > s->size - offset) {
        return wrong(s, error,
                     "%s at byte %" G_GUINT64_FORMAT " (%" G_GUINT64_FORMAT
                     " bytes) lies outside the file of %" G_GUINT64_FORMAT " bytes",
                     what, offset, n, s->size);
    }
    if (s->bytes) {
        if (n > 0) {
            memcpy(out, s->bytes + offset, n);
        }
        return true;
    }
    for (uint64_t done = 0; done < n;) {
        ssize_t got = pread(s->fd, (char *)out + done, n - done, (off_t)(offset + done));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            g_set_error(error, GY_ERROR, GY_ERR_IO,
                        "%s: cannot read %s at byte %" G_GUINT64_FORMAT ": %s", s->name, what,
                        offset + done, got < 0 ? g_strerror(errno) : "the file ended");
            return false;
        }
        done += (uint64_t)got;
    }
    return true;
}

/* The same into new memory, one NUL longer. */
static char *read_block(const source *s, const Elf64_Shdr *h, uint64_t limit, const char *what,
                        GError **error)
{
    if (h->sh_type == SHT_NOBITS || h->sh_size > limit || h->sh_size > s->size) {
        wrong(s, error, "%s has an impossible size of %" G_GUINT64_FORMAT " bytes", what,
              (uint64_t)h->sh_size);
        return NULL;
    }
    g_autofree char *block = g_malloc0((gsize)h->sh_size + 1);
    if (!read_at(s, h->sh_offset, h->sh_size, block, what, error)) {
        return NULL;
    }
    return g_steal_pointer(&block);
}

static bool read_header(const source *s, Elf64_Ehdr *out_header, GError **error)
{
    Elf64_Ehdr h;
    if (s->size < sizeof h || !read_at(s, 0, sizeof h, &h, "the ELF header", NULL)) {
        return wrong(s, error, "not an ELF file: %" G_GUINT64_FORMAT " bytes are too few", s->size);
    }
    if (memcmp(h.e_ident, ELFMAG, SELFMAG) != 0) {
        return wrong(s, error, "not an ELF file: byte 0 does not begin with \\x7fELF");
    }
    if (h.e_ident[EI_CLASS] != ELFCLASS64 || h.e_ident[EI_DATA] != ELFDATA2LSB ||
        h.e_ident[EI_VERSION] != EV_CURRENT) {
        return wrong(s, error, "byte 4: expected a 64-bit little-endian ELF file of version 1");
    }
    if (h.e_type != ET_DYN) {
        return wrong(s, error, "byte 16: expected a shared object (type %d), found type %d", ET_DYN,
                     h.e_type);
    }
    if (h.e_machine != MACHINE) {
        return wrong(s, error, "byte 18: made for machine %d; this host is machine %d", h.e_machine,
                     MACHINE);
    }
    if (h.e_shoff == 0 || h.e_shnum == 0) {
        return wrong(s, error, "byte 40: it has no section headers (stripped off?)");
    }
    if (h.e_shentsize != sizeof(Elf64_Shdr) || h.e_shstrndx >= h.e_shnum) {
        return wrong(s, error, "byte 58: section headers of %d bytes, names in section %d of %d",
                     h.e_shentsize, h.e_shstrndx, h.e_shnum);
    }
    *out_header = h;
    return true;
}

/* Splits a section at its NULs into texts; padding between them is skipped. */
static bool split_texts(const source *s, const char *block, uint64_t size, uint64_t offset,
                        GPtrArray *texts, GError **error)
{
    uint64_t start = 0;
    while (start < size) {
        size_t n = strlen(block + start); /* the block is one NUL longer than size */
        if (start + n == size) {
            return wrong(s, error, "the text at byte %" G_GUINT64_FORMAT " does not end with NUL",
                         offset + start);
        }
        if (n > 0) {
            g_ptr_array_add(texts, g_strndup(block + start, n));
        }
        start += n + 1;
    }
    return true;
}

/* The GNU build id of a note section, NULL if the note is another or broken: it is only a fact for
 * the record, so a broken one does not refuse the file. */
static char *read_build_id(const source *s, const Elf64_Shdr *h)
{
    g_autofree char *block = read_block(s, h, MAX_NOTE, "the build id", NULL);
    Elf64_Nhdr note;
    if (!block || h->sh_size < sizeof note + 4) {
        return NULL;
    }
    memcpy(&note, block, sizeof note);
    const uint8_t *id = (const uint8_t *)block + sizeof note + 4;
    bool fits = note.n_namesz == 4 && note.n_type == NT_GNU_BUILD_ID && note.n_descsz > 0 &&
                note.n_descsz <= h->sh_size - sizeof note - 4 &&
                memcmp(block + sizeof note, "GNU", 4) == 0;
    if (!fits) {
        return NULL;
    }
    GString *hex = g_string_new(NULL);
    for (uint32_t i = 0; i < note.n_descsz; i++) {
        g_string_append_printf(hex, "%02x", id[i]);
    }
    return g_string_free(hex, FALSE);
}

static bool read_sections(const source *s, const Elf64_Ehdr *h, GPtrArray *texts, char **build_id,
                          GError **error)
{
    g_autofree Elf64_Shdr *sections = g_new(Elf64_Shdr, h->e_shnum);
    uint64_t bytes = (uint64_t)h->e_shnum * sizeof *sections;
    if (!read_at(s, h->e_shoff, bytes, sections, "the section headers", error)) {
        return false;
    }
    const Elf64_Shdr *strings = &sections[h->e_shstrndx];
    g_autofree char *names = read_block(s, strings, MAX_NAMES, "the section names", error);
    if (!names) {
        return false;
    }
    for (unsigned i = 0; i < h->e_shnum; i++) {
        const Elf64_Shdr *section = &sections[i];
        if (section->sh_name >= strings->sh_size) {
            return wrong(s, error, "the name of section %u lies outside the section names", i);
        }
        const char *name = names + section->sh_name;
        if (strcmp(name, ".gyrus") == 0) {
            g_autofree char *block =
                read_block(s, section, GY_ELF_MAX_TEXTS, "section .gyrus", error);
            if (!block ||
                !split_texts(s, block, section->sh_size, section->sh_offset, texts, error)) {
                return false;
            }
        } else if (section->sh_type == SHT_NOTE && !*build_id) {
            *build_id = read_build_id(s, section);
        }
    }
    return true;
}

static bool read_source(const source *s, gy_elf *out_elf, GError **error)
{
    Elf64_Ehdr header = {0};
    if (!read_header(s, &header, error)) {
        return false;
    }
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *build_id = NULL;
    if (!read_sections(s, &header, texts, &build_id, error)) {
        return false;
    }
    g_ptr_array_add(texts, NULL);
    out_elf->texts = (char **)g_ptr_array_free(g_steal_pointer(&texts), FALSE);
    out_elf->build_id = g_steal_pointer(&build_id);
    return true;
}

bool gy_elf_read_bytes(const char *name, const uint8_t *bytes, size_t size, gy_elf *out_elf,
                       GError **error)
{
    static const uint8_t nothing[1];
    source s = {.name = name, .fd = -1, .bytes = bytes ? bytes : nothing, .size = size};
    return read_source(&s, out_elf, error);
}

bool gy_elf_read(const char *path, gy_elf *out_elf, GError **error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat st;
    if (fd < 0 || fstat(fd, &st) != 0) {
        g_set_error(error, GY_ERROR, GY_ERR_IO, "%s: %s", path, g_strerror(errno));
        if (fd >= 0) {
            close(fd);
        }
        return false;
    }
    source s = {.name = path, .fd = fd, .size = (uint64_t)st.st_size};
    bool good = S_ISREG(st.st_mode) ? read_source(&s, out_elf, error)
                                    : wrong(&s, error, "not a regular file");
    close(fd);
    return good;
}

void gy_elf_finish(gy_elf *elf)
{
    g_strfreev(elf->texts);
    g_free(elf->build_id);
    elf->texts = NULL;
    elf->build_id = NULL;
}

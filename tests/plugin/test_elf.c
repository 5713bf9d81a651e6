/* SPDX-License-Identifier: Apache-2.0 */
#include "plugin/elf.h"

#include "core/error.h"
#include "so_case.h"

#include <elf.h>
#include <string.h>

/* A shared object made by hand: header, section .gyrus at byte 64, build id at byte 128, names at
 * byte 192, section headers (null, .gyrus, note, names) at byte 256. */
#define IMAGE 512
static const char names[] = "\0.gyrus\0.note\0.shstrtab";
static const char content[] = "\0\0one\ntext\0\0\0two\0";

static void section(uint8_t *image, unsigned i, Elf64_Shdr h)
{
    memcpy(image + 256 + i * sizeof h, &h, sizeof h);
}

static void make_image(uint8_t *image)
{
    memset(image, 0, IMAGE);
    Elf64_Ehdr h = {.e_ident = {0x7f, 'E', 'L', 'F', ELFCLASS64, ELFDATA2LSB, EV_CURRENT},
                    .e_type = ET_DYN,
                    .e_machine = EM_X86_64,
                    .e_shoff = 256,
                    .e_shentsize = sizeof(Elf64_Shdr),
                    .e_shnum = 4,
                    .e_shstrndx = 3};
#if defined(__aarch64__)
    h.e_machine = EM_AARCH64;
#endif
    memcpy(image, &h, sizeof h);
    memcpy(image + 64, content, sizeof content - 1);
    Elf64_Nhdr note = {.n_namesz = 4, .n_descsz = 3, .n_type = NT_GNU_BUILD_ID};
    memcpy(image + 128, &note, sizeof note);
    memcpy(image + 140, "GNU\0\xab\x01\xff", 7);
    memcpy(image + 192, names, sizeof names);
    section(
        image, 1,
        (Elf64_Shdr){
            .sh_name = 1, .sh_type = SHT_PROGBITS, .sh_offset = 64, .sh_size = sizeof content - 1});
    section(image, 2,
            (Elf64_Shdr){.sh_name = 8, .sh_type = SHT_NOTE, .sh_offset = 128, .sh_size = 20});
    section(image, 3,
            (Elf64_Shdr){
                .sh_name = 14, .sh_type = SHT_STRTAB, .sh_offset = 192, .sh_size = sizeof names});
}

Test(elf, image)
{
    uint8_t image[IMAGE];
    make_image(image);
    g_auto(gy_elf) elf = {0};
    g_autoptr(GError) error = NULL;
    cr_assert(gy_elf_read_bytes("t.so", image, IMAGE, &elf, &error), "%s", error->message);
    cr_assert_str_eq(elf.texts[0], "one\ntext");
    cr_assert_str_eq(elf.texts[1], "two");
    cr_assert_null(elf.texts[2]);
    cr_assert_str_eq(elf.build_id, "ab01ff");
}

/* One change of the image: `bytes` of value at `offset`, and the message that names it. */
static const struct {
    unsigned offset, bytes;
    uint64_t value;
    const char *message;
} changes[] = {
    {0, 1, 0x7e, "t.so: not an ELF file: byte 0"},
    {4, 1, 1, "byte 4: expected a 64-bit little-endian ELF file"},
    {5, 1, 2, "byte 4: expected a 64-bit little-endian ELF file"},
    {16, 2, ET_EXEC, "byte 16: expected a shared object (type 3), found type 2"},
    {18, 2, 9999, "byte 18: made for machine 9999"},
    {40, 8, 0, "byte 40: it has no section headers"},
    {40, 8, 400, "the section headers at byte 400 (256 bytes) lies outside the file of 512 bytes"},
    {40, 8, UINT64_MAX - 8, "lies outside the file of 512 bytes"},
    {58, 2, 32, "byte 58: section headers of 32 bytes"},
    {60, 2, 0, "byte 40: it has no section headers"},
    {60, 2, 3, "byte 58: section headers of 64 bytes, names in section 3 of 3"},
    {62, 2, 4, "names in section 4 of 4"},
    {256 + 3 * 64 + 24, 8, UINT64_MAX, "the section names at byte 18446744073709551615"},
    {256 + 3 * 64 + 32, 8, 1 << 30, "the section names has an impossible size of 1073741824 bytes"},
    {256 + 64, 4, 500, "the name of section 1 lies outside the section names"},
    {256 + 64 + 24, 8, 510, "section .gyrus at byte 510 (17 bytes) lies outside"},
    {256 + 64 + 32, 8, 6, "the text at byte 66 does not end with NUL"},
    {256 + 64 + 32, 8, UINT64_MAX, "section .gyrus has an impossible size"},
    {256 + 64 + 4, 4, SHT_NOBITS, "section .gyrus has an impossible size"},
};

Test(elf, changes)
{
    for (size_t i = 0; i < G_N_ELEMENTS(changes); i++) {
        uint8_t image[IMAGE];
        make_image(image);
        memcpy(image + changes[i].offset, &changes[i].value, changes[i].bytes);
        gy_elf elf = {0};
        g_autoptr(GError) error = NULL;
        cr_assert(!gy_elf_read_bytes("t.so", image, IMAGE, &elf, &error), "%s", changes[i].message);
        cr_assert(g_error_matches(error, GY_ERROR, GY_ERR_FORMAT));
        cr_assert(strstr(error->message, changes[i].message), "expected: %s\nfound: %s",
                  changes[i].message, error->message);
        cr_assert_null(elf.texts);
    }
}

/* A broken or absent build id does not refuse the file; nor does an absent .gyrus. */
Test(elf, build_id_is_only_a_fact)
{
    static const unsigned offsets[] = {128, 132, 136, 140, 256 + 2 * 64 + 24, 256 + 2 * 64 + 32};
    for (size_t i = 0; i < G_N_ELEMENTS(offsets); i++) {
        uint8_t image[IMAGE];
        make_image(image);
        memset(image + offsets[i], 0xee, 2);
        g_auto(gy_elf) elf = {0};
        cr_assert(gy_elf_read_bytes("t.so", image, IMAGE, &elf, NULL));
        cr_assert_null(elf.build_id);
    }
    uint8_t image[IMAGE];
    make_image(image);
    image[193] = 'x';
    g_auto(gy_elf) elf = {0};
    cr_assert(gy_elf_read_bytes("t.so", image, IMAGE, &elf, NULL));
    cr_assert_null(elf.texts[0]);
}

/* Truncated at every length and with every byte changed: an answer or an error, never a crash. The
 * copy on the heap is exactly as long as the file, so that a sanitizer sees every step outside. */
Test(elf, truncated_and_flipped)
{
    uint8_t image[IMAGE];
    make_image(image);
    for (size_t n = 0; n <= IMAGE; n++) {
        g_autofree uint8_t *part = g_memdup2(image, n);
        g_auto(gy_elf) elf = {0};
        g_autoptr(GError) error = NULL;
        bool good = gy_elf_read_bytes("t.so", part, n, &elf, &error);
        cr_assert_eq(good, n >= 512, "length %zu", n);
        cr_assert_eq(error == NULL, good);
    }
    static const uint8_t flips[] = {0x01, 0x80, 0xff};
    for (size_t i = 0; i < IMAGE * sizeof flips; i++) {
        g_autofree uint8_t *copy = g_memdup2(image, IMAGE);
        copy[i / sizeof flips] ^= flips[i % sizeof flips];
        g_auto(gy_elf) elf = {0};
        g_autoptr(GError) error = NULL;
        bool good = gy_elf_read_bytes("t.so", copy, IMAGE, &elf, &error);
        cr_assert_eq(error == NULL, good);
    }
}

/* The same for a file that a compiler made: its tables are at other places. */
Test(elf, real_file)
{
    g_autofree char *path = so_path("scale_by");
    g_auto(gy_elf) elf = {0};
    g_autoptr(GError) error = NULL;
    cr_assert(gy_elf_read(path, &elf, &error), "%s", error->message);
    cr_assert(g_str_has_prefix(elf.texts[0], "gyrus 0 1 0\ntransform.scale-by 1 | "));
    cr_assert_null(elf.texts[1]);
    cr_assert_eq(strlen(elf.build_id), 40);
    g_autofree char *bytes = NULL;
    gsize size = 0;
    cr_assert(g_file_get_contents(path, &bytes, &size, NULL));
    for (size_t n = 0; n < size; n += n < 4096 ? 13 : 389) {
        g_autofree uint8_t *part = g_memdup2(bytes, n);
        gy_elf none = {0};
        cr_assert(!gy_elf_read_bytes("t.so", part, n, &none, NULL));
    }
}

Test(elf, files_that_are_none)
{
    gy_elf elf = {0};
    g_autoptr(GError) error = NULL;
    cr_assert(!gy_elf_read("/nonexistent/x.so", &elf, &error));
    cr_assert(g_error_matches(error, GY_ERROR, GY_ERR_IO));
    cr_assert_str_eq(error->message, "/nonexistent/x.so: No such file or directory");
    g_clear_error(&error);
    cr_assert(!gy_elf_read("/dev/null", &elf, &error));
    cr_assert_str_eq(error->message, "/dev/null: not a regular file");
    g_clear_error(&error);
    cr_assert(!gy_elf_read("/", &elf, &error));
    cr_assert_str_eq(error->message, "/: not a regular file");
    g_clear_error(&error);
    cr_assert(!gy_elf_read_bytes("t", NULL, 0, &elf, &error));
    cr_assert_str_eq(error->message, "t: not an ELF file: 0 bytes are too few");
    gy_elf_finish(&elf);
}

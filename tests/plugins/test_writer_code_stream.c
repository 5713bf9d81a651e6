/* SPDX-License-Identifier: MIT
 *
 * writer.code-stream and reader.code-stream: a file by hand, a file there and back, and every way
 * of damaging it.
 */
#include "../../plugins/writers/code_stream.h"
#include "files.h"
#include "harness.h"

#define ROWS  11
#define BYTES 6

static uint8_t code[ROWS * BYTES];
static double length[ROWS];
static const int64_t shape[] = {ROWS, BYTES};

static void make_codes(void)
{
    for (int i = 0; i < ROWS; i++) {
        length[i] = i == 3 ? 0 : 7 + (i * 13) % 37;
        for (int k = 0; k < (int)length[i]; k++) {
            int bit = (i * 5 + k * 3) % 7 < 3;
            code[i * BYTES + k / 8] |= (uint8_t)(bit << (7 - k % 8));
        }
    }
}

static const char *path_of(const char *name)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", files_folder(), name);
    return path;
}

static int64_t read_all(const char *path, uint8_t *out, int64_t room)
{
    FILE *f = fopen(path, "rb");
    cr_assert(f);
    int64_t n = (int64_t)fread(out, 1, (size_t)room, f);
    fclose(f);
    return n;
}

static void write_all(const char *path, const uint8_t *data, int64_t n)
{
    FILE *f = fopen(path, "wb");
    cr_assert(f && fwrite(data, 1, (size_t)n, f) == (size_t)n && fclose(f) == 0);
}

static int written(const char *path, double block)
{
    make_codes();
    harness *h = harness_new("writer-code-stream", NULL);
    harness_in(h, "code", GY_UINT, 8, 2, shape, code);
    harness_vector(h, "bits", ROWS, length);
    harness_stride(h, "code");
    harness_stride(h, "bits");
    harness_param(h, "path", path);
    harness_number(h, "block", block);
    int status = harness_run(h);
    cr_assert_eq(status, GY_OK, "%s", harness_error(h));
    harness_free(h);
    return status;
}

static harness *reader(const char *path)
{
    harness *h = harness_new("reader-code-stream", NULL);
    harness_param(h, "path", path);
    return h;
}

Test(code_stream, two_codes_by_hand)
{
    /* codes 101 and 11110000 1: least 3, width 3 (0 .. 6), index 000 110, codes 1011111000 01 */
    static const uint8_t codes[] = {0xa0, 0, 0xf0, 0x80};
    static const uint8_t data[] = {3, 0, 0, 0, 3, 0x18, 0xbe, 0x10};
    const int64_t two[] = {2, 2};
    const char *path = path_of("two");
    uint8_t file[200], head[8] = {2, 0, 0, 0, 8, 0, 0, 0};
    harness *h = harness_new("writer-code-stream", NULL);
    harness_in(h, "code", GY_UINT, 8, 2, two, codes);
    harness_vector(h, "bits", 2, (const double[]){3, 9});
    harness_param(h, "path", path);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert_eq(read_all(path, file, sizeof file), 12 + 12 + 8 + 12 + 8);
    cr_assert_eq(memcmp(file, "GYCODES1\2\0\0\0", 12), 0);
    cr_assert_eq(memcmp(file + 12, head, 8), 0);
    uint32_t crc = (uint32_t)crc32(crc32(0, head, 8), data, 8);
    uint32_t told = 0;
    for (int k = 3; k >= 0; k--) {
        told = told << 8 | file[20 + k];
    }
    cr_assert_eq(told, crc);
    cr_assert_eq(memcmp(file + 24, data, 8), 0);
    cr_assert_eq(memcmp(file + 32, "\0\0\0\0\10\0\0\0", 8), 0);
    cr_assert_eq(memcmp(file + 44, "\2\0\0\0\0\0\0\0", 8), 0);
    harness_free(h);
}

Test(code_stream, comes_back)
{
    for (int block = 1; block <= 12; block += 3) {
        const char *path = path_of("back");
        uint8_t file[2000];
        written(path, block);
        cr_assert_eq(read_all(path, file, sizeof file), code_stream_size(length, ROWS, block));
        harness *h = reader(path);
        cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
        cr_assert_eq(memcmp(harness_get(h, "code")->data, code, sizeof code), 0);
        cr_assert_eq(memcmp(harness_doubles(h, "bits"), length, sizeof length), 0);
        cr_assert_eq(harness_files(h), 1);
        harness_free(h);
    }
}

static void refused(const uint8_t *file, int64_t n)
{
    const char *path = path_of("bad");
    write_all(path, file, n);
    harness *h = reader(path);
    int status = harness_resolve(h);
    cr_assert(status == GY_FORMAT, "%lld bytes: %d", (long long)n, status);
    cr_assert(strstr(harness_error(h), "byte "), "%s", harness_error(h));
    harness_free(h);
}

/* The width of codes in the head is outside of the check sums: changing it gives other zeros behind
 * the codes, or a refusal; it never gives other codes. */
Test(code_stream, every_changed_bit_is_found)
{
    uint8_t file[2000];
    const char *path = path_of("good");
    written(path, 4);
    int64_t n = read_all(path, file, sizeof file);
    for (int64_t bit = 0; bit < 8 * n; bit++) {
        if (bit / 8 >= 8 && bit / 8 < 12) {
            continue;
        }
        file[bit / 8] = (uint8_t)(file[bit / 8] ^ 1 << bit % 8);
        refused(file, n);
        file[bit / 8] = (uint8_t)(file[bit / 8] ^ 1 << bit % 8);
    }
}

Test(code_stream, every_cut_is_found)
{
    uint8_t file[2000] = {0};
    written(path_of("good"), 4);
    int64_t n = read_all(path_of("good"), file, sizeof file);
    for (int64_t cut = 0; cut < n; cut++) {
        refused(file, cut);
    }
    file[n] = 0;
    refused(file, n + 1);
}

Test(code_stream, block_and_byte_are_named)
{
    uint8_t file[2000];
    const char *path = path_of("good");
    int width = 0;
    int64_t least = 0;
    written(path, 4);
    int64_t n = read_all(path, file, sizeof file);
    int64_t second = 12 + 12 + code_stream_bytes(length, 4, &least, &width);
    char part[100];
    file[second + 14] ^= 1;
    write_all(path, file, n);
    harness *h = reader(path);
    cr_assert_eq(harness_resolve(h), GY_FORMAT);
    snprintf(part, sizeof part, "byte %lld: block 1: its check sum is wrong", (long long)second);
    cr_assert(strstr(harness_error(h), part), "%s", harness_error(h));
    harness_free(h);
}

Test(code_stream, rows_that_are_not_as_many)
{
    const char *path = path_of("rows");
    written(path, 4);
    harness *h = reader(path);
    harness_in_rows(h, "rows", ROWS + 1);
    cr_assert_eq(harness_resolve(h), GY_SHAPE);
    cr_assert(strstr(harness_error(h), "has 11 codes, `rows` has 12 rows"), "%s", harness_error(h));
    harness_free(h);
}

Test(code_stream, lengths_that_cannot_be)
{
    for (int i = 0; i < 2; i++) {
        double wrong[ROWS] = {0};
        wrong[5] = i ? -1 : 8 * BYTES + 1;
        harness *h = harness_new("writer-code-stream", NULL);
        harness_in(h, "code", GY_UINT, 8, 2, shape, code);
        harness_vector(h, "bits", ROWS, wrong);
        harness_param(h, "path", path_of("no"));
        cr_assert_eq(harness_run(h), GY_DATA);
        cr_assert_str_eq(harness_where(h), "bits");
        harness_free(h);
    }
}

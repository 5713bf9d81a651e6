/* SPDX-License-Identifier: MIT
 *
 * libFuzzer target for reader.code-stream: once as it is, and once with the check sums made right,
 * so that what lies behind them is reached too.
 */
#include "fuzz_reader.h"

#include <zlib.h>

static uint32_t number(const uint8_t *at)
{
    return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

/* Writes the right check sum into every block that lies within the file. */
static void mend(uint8_t *data, size_t size)
{
    size_t at = 12;
    while (size >= at + 12 && number(data + at + 4) <= size - at - 12) {
        uint32_t n = number(data + at + 4);
        uint32_t crc = (uint32_t)crc32(crc32(0, data + at, 8), data + at + 12, n);
        for (int k = 0; k < 4; k++) {
            data[at + 8 + (size_t)k] = (uint8_t)(crc >> (8 * k));
        }
        at += 12 + n;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const axes[] = {"row", "byte", NULL};
    fuzz_end(fuzz_begin(data, size), axes);
    uint8_t *copy = malloc(size + 1);
    if (copy) {
        memcpy(copy, data, size);
        mend(copy, size);
        fuzz_end(fuzz_begin(copy, size), axes);
        free(copy);
    }
    return 0;
}

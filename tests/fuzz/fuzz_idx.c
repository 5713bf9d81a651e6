/* SPDX-License-Identifier: MIT
 *
 * libFuzzer target for reader.idx. The header is bounded by the (unpacked) content, so that sizes
 * need no limit here.
 */
#include "fuzz_reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const axes[] = {NULL};
    harness *h = fuzz_begin(data, size);
    fuzz_end(h, axes);
    return 0;
}

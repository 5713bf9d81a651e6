/* SPDX-License-Identifier: MIT
 *
 * libFuzzer target for reader.events. Once plain, once with captures.
 */
#include "fuzz_reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const axes[] = {"event", NULL};
    harness *h = fuzz_begin(data, size);
    fuzz_end(h, axes);
    h = fuzz_begin(data, size);
    const char *cond = "face", *run = "1";
    harness_texts(h, "path.cond", 1, &cond);
    harness_texts(h, "path.run", 1, &run);
    fuzz_end(h, axes);
    return 0;
}

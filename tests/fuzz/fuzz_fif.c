/* SPDX-License-Identifier: MIT
 *
 * libFuzzer target for reader.fif: the bytes once as a raw file, once as its event file too.
 */
#include "fuzz_reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const axes[] = {"time", "channel", NULL};
    harness *h = fuzz_begin(data, size);
    fuzz_end(h, axes);
    h = fuzz_begin(data, size);
    const char *path = fuzz_file(data, size);
    harness_texts(h, "event_path", 1, &path);
    fuzz_end(h, axes);
    return 0;
}

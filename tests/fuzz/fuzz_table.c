/* SPDX-License-Identifier: MIT
 *
 * libFuzzer target for reader.table. Once as it comes, once with parameters.
 */
#include "fuzz_reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const separators[] = {"auto", "comma", "tab", "space", "semicolon"};
    static const char *const axes[] = {"row", NULL};
    harness *h = fuzz_begin(data, size);
    fuzz_end(h, axes);
    if (size < 2) {
        return 0;
    }
    /* The first byte chooses parameters, the rest is the file. */
    h = fuzz_begin(data + 1, size - 1);
    harness_param(h, "separator", separators[data[0] % 5]);
    harness_param(h, "header", data[0] & 32 ? "true" : "false");
    harness_param(h, "time", data[0] & 64 ? "c1" : "c2");
    if (data[0] & 128) {
        const char *columns[] = {"c1", "i32", "s", "c2", "bool", ""};
        harness_texts(h, "columns", 6, columns);
    }
    fuzz_end(h, axes);
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as a plugin file: texts or an error, never a crash. The texts go on to the parser.
 */
#include "plugin/elf.h"
#include "plugin/sig.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    g_auto(gy_elf) elf = {0};
    if (gy_elf_read_bytes("fuzz", bytes, size, &elf, NULL)) {
        g_autoptr(gy_problems) problems = gy_problems_new();
        g_autoptr(GPtrArray) nodes =
            gy_sig_parse_all((const char *const *)elf.texts, "fuzz", problems);
    }
    return 0;
}

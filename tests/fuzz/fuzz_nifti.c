/* SPDX-License-Identifier: MIT
 *
 * libFuzzer target for reader.nifti. Once plain, once with the voxels that vary.
 */
#include "fuzz_reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const axes[] = {"time", "voxel", NULL};
    harness *h = fuzz_begin(data, size);
    fuzz_end(h, axes);
    h = fuzz_begin(data, size);
    harness_param(h, "select", "varying");
    harness_param(h, "dtype", "f32");
    fuzz_end(h, axes);
    return 0;
}

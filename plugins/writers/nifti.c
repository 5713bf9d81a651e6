/* SPDX-License-Identifier: MIT
 *
 * writer.nifti: voxel values as an image.
 */
#include "nifti_image.h"

#include <math.h>

GY_SAY(
    writer_nifti_text,
    "writer.nifti 1 | Write a map or a series of maps as a NIfTI image (.nii, .nii.gz)\n"
    "in    x     real[..., voxel] missing    | one map, or rows of maps (fourth axis of the "
    "image)\n"
    "in    like  real[time, voxel] optional missing | where grid, affine and space come from, "
    "if x does not have them itself\n"
    "param path  out-path                    | the file, gzipped if its name ends with .gz\n"
    "param dtype choice(f32, f64) = f32      | numbers in the file\n"
    "param tr    quantity(s) optional >0     | seconds from row to row; else as the rows of x have "
    "it\n"
    "doc | The attributes grid and affine say where voxels lie, the coordinate `index` of the axis "
    "voxel which voxels of the grid x has (without it: all, in order). reader.nifti gives all "
    "three, and nodes pass them on. Voxels that x has not are NaN.\n"
    "doc | NIfTI-1 if the grid fits (32767 voxels an axis), else NIfTI-2; sform with the code of "
    "the attribute space. The file appears when it is complete; an older one is replaced.\n"
    "licence | MIT\n"
    "cite | Cox et al. 2004, A (sort of) new image data format standard: NIfTI-1, NeuroImage 22\n");

static int run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    nifti_image m = {.bits = gy_is(c, "dtype", "f64") ? 64 : 32, .tr = gy_number(c, "tr")};
    double start;
    if (x->rank < 1 || x->rank > 2) {
        return gy_fail(c, GY_SHAPE, "x",
                       "is neither one map [voxel] nor rows of maps [row, voxel]");
    }
    if (isnan(m.tr) && (x->rank < 2 || c->host->rate(c, "x.0", &m.tr, &start) != GY_OK)) {
        m.tr = 0;
    }
    GY_TRY(nifti_image_read(c, x, &m));
    return nifti_image_write(c, &m, x, c->host->text(c, "path"));
}

GY_PLUGIN(writer_nifti_text, 0, run, 0, 0, 0)

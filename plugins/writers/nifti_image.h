/* SPDX-License-Identifier: MIT
 *
 * nifti_image.h: rows of maps of the port x as an image; grid, affine and voxels come from x, or
 * else from the port like. Functions are [any] and answer a status of gyrus.h, told by `fail`.
 */
#ifndef GYRUS_WRITERS_NIFTI_IMAGE_H
#define GYRUS_WRITERS_NIFTI_IMAGE_H

#include "output.h"

typedef struct nifti_image {
    int64_t grid[3], voxels; /* of the grid */
    double affine[12];
    int code;                     /* of the sform */
    int64_t first, rows, columns; /* rows first .. first + rows - 1 of x */
    const gy_array *index;        /* i64 [columns], NULL: all */
    double tr;
    int bits, two; /* NIfTI-2 */
} nifti_image;

/* Fills all but bits and tr; all rows. */
int nifti_image_read(gy_call *c, const gy_array *x, nifti_image *m);
/* NIfTI-1 if grid and rows fit (32767), else NIfTI-2. */
int nifti_image_write(gy_call *c, const nifti_image *m, const gy_array *x, const char *path);

#endif

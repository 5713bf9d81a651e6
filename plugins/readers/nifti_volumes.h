/* SPDX-License-Identifier: MIT
 *
 * nifti_volumes.h: the voxels of a NIfTI file, volume by volume, as f64; and which of them to keep.
 * Volumes are read front to back once, so packed files cost one unpacking. [any]
 */
#ifndef GYRUS_READERS_NIFTI_VOLUMES_H
#define GYRUS_READERS_NIFTI_VOLUMES_H

#include "nifti_header.h"

/* Gets every volume in turn: raw[voxels] of the file's type in this machine's byte order. A
 * negative answer ends the reading and comes back. */
typedef int nifti_visit(void *context, const nifti_header *h, int64_t volume, const void *raw);

/* Reads all volumes. GY_FORMAT if the file ends early, naming volume and byte. */
int nifti_each_volume(gy_call *c, const char *path, const nifti_header *h, nifti_visit *visit,
                      void *context);

/* Scaled value of voxel k of a volume. */
double nifti_value(const nifti_header *h, const void *raw, int64_t k);

/* Sets keep[k] = 0 where the first volume of a mask file is 0 or NaN. */
int nifti_apply_mask(gy_call *c, const char *path, const nifti_header *h, uint8_t *keep);

/* Sets keep[k] = 0 where the finite values of a file's voxel k are all alike. */
int nifti_apply_varying(gy_call *c, const char *path, const nifti_header *h, uint8_t *keep);

#endif

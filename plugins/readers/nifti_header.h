/* SPDX-License-Identifier: MIT
 *
 * nifti_header.h: the header of a NIfTI-1 or NIfTI-2 file in one piece (magic n+1, n+2), of either
 * byte order. Source: nifti1.h (Cox et al., 2004) and nifti2.h (2011), nifti.nimh.nih.gov.
 */
#ifndef GYRUS_READERS_NIFTI_HEADER_H
#define GYRUS_READERS_NIFTI_HEADER_H

#include "source.h"

#define NIFTI_HEADER_MAX 540

typedef struct nifti_header {
    int version; /* 1 or 2 */
    int swap;    /* other byte order than this machine's */
    uint8_t code, bits;
    int64_t grid[3];     /* nx, ny, nz */
    int64_t voxels;      /* nx ny nz */
    int64_t volumes;     /* 1 for a single image */
    int64_t width;       /* bytes a voxel */
    int64_t offset;      /* of the first voxel */
    int64_t bytes;       /* of all voxels */
    double slope, inter; /* value = raw * slope + inter; 1, 0 if the file does not scale */
    int scaled;
    double affine[16]; /* row-major: mm = affine [i, j, k, 1]' */
    const char *space; /* unknown, scanner, aligned, talairach, mni, template */
    double step;       /* seconds from volume to volume, 0 if unknown */
    int step_guessed;  /* the header has a step but no unit: seconds are assumed */
} nifti_header;

/* Parses `got` bytes from the file's beginning. size: of the file's content, -1 if it is not known
 * (packed). Errors: GY_FORMAT with the byte at which it is wrong; GY_UNSUPPORTED for types other
 * than integers and floats and for more than four axes. [any] */
int nifti_parse(gy_call *c, const char *path, const unsigned char *b, int64_t got, int64_t size,
                nifti_header *out);

/* Reads and parses the header of a file. [any] */
int nifti_read_header(gy_call *c, const char *path, nifti_header *out);

/* GY_OK if both have the same grid, and affines within 1e-4; else fails naming both files. [any] */
int nifti_same_grid(gy_call *c, const char *where, const char *path_a, const nifti_header *a,
                    const char *path_b, const nifti_header *b);

#endif

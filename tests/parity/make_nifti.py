#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Writes small NIfTI files with nibabel, and what nibabel reads back from them.

NAME.nii or NAME.nii.gz, NAME.npy (f64 [time, voxel], voxel index i + nx (j + ny k)) and
NAME_affine.npy (f64 [4, 4]). Run by hand where nibabel is installed; the files are in the repository:
    /usr/bin/python3 tests/parity/make_nifti.py tests/parity/nifti
"""
import sys
from pathlib import Path

import nibabel as nib
import numpy as np

SHAPE = (5, 4, 3, 6)


def rotation():
    a, b = 0.3, -0.7
    z = np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]])
    x = np.array([[1, 0, 0], [0, np.cos(b), -np.sin(b)], [0, np.sin(b), np.cos(b)]])
    affine = np.eye(4)
    affine[:3, :3] = z @ x @ np.diag([3.0, 2.5, -4.0])
    affine[:3, 3] = [-90.5, 12.25, 7]
    return affine


def save(folder, name, image):
    nib.save(image, folder / name)
    back = nib.load(folder / name)
    data = back.get_fdata(dtype=np.float64)
    data = data.reshape(-1, data.shape[3] if data.ndim == 4 else 1, order="F").T
    stem = name.split(".")[0]
    np.save(folder / f"{stem}.npy", np.ascontiguousarray(data))
    np.save(folder / f"{stem}_affine.npy", back.affine)


def main(folder):
    folder.mkdir(exist_ok=True)
    rng = np.random.default_rng(7)
    affine = rotation()

    for run in (1, 2):
        raw = rng.integers(-3000, 3000, SHAPE).astype(np.int16)
        raw[2, 1, 1] = 17  # a voxel that never varies
        if run == 2:
            raw[0, 3, 2] = 5
        image = nib.Nifti1Image(raw, None)
        image.set_sform(affine, 4)
        image.header["pixdim"][4] = 2
        image.header.set_xyzt_units("mm", "sec")
        image.header["scl_slope"], image.header["scl_inter"] = 0.5, 10
        # nibabel rescales when it saves: the raw numbers go in through the header's own writer
        with open(folder / f"int16_run{run}.nii", "wb") as f:
            image.header["vox_offset"] = 352
            image.header.write_to(f)
            f.write(raw.tobytes(order="F"))
        back = nib.load(folder / f"int16_run{run}.nii")
        data = back.get_fdata().reshape(-1, SHAPE[3], order="F").T
        np.save(folder / f"int16_run{run}.npy", np.ascontiguousarray(data))
        np.save(folder / f"int16_run{run}_affine.npy", back.affine)

    mask = np.zeros(SHAPE[:3], np.uint8)
    mask[1:4, 1:3, 0:2] = 1
    image = nib.Nifti1Image(mask, None)
    image.set_sform(affine, 4)
    save(folder, "mask.nii.gz", image)

    moved = affine.copy()
    moved[0, 3] += 0.01
    image = nib.Nifti1Image(mask, None)
    image.set_sform(moved, 4)
    save(folder, "mask_moved.nii", image)

    values = rng.standard_normal(SHAPE).astype(">f4")
    values[1, 2, 0, 3] = np.nan
    header = nib.Nifti1Header(endianness=">")
    header.set_data_dtype(">f4")
    image = nib.Nifti1Image(values, None, header)
    image.set_qform(affine, 1)
    image.header["sform_code"] = 0
    image.header["pixdim"][4] = 720
    image.header.set_xyzt_units("mm", "msec")
    save(folder, "big.nii.gz", image)

    values = rng.standard_normal(SHAPE)
    image = nib.Nifti2Image(values, affine)
    image.header["pixdim"][4] = 1 / 3
    image.header.set_xyzt_units("mm", "sec")
    save(folder, "two.nii", image)

    header = nib.Nifti2Header(endianness=">")
    header.set_data_dtype(">i4")
    save(folder, "two_big.nii.gz",
         nib.Nifti2Image(rng.integers(-9, 9, SHAPE[:3]).astype(">i4"), affine, header))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

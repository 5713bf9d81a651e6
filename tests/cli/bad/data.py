"""Files that are missing, damaged, or other than the keyfile says. TAP."""
import bad
from bad import HEAD, group, nifti, nifti2, noise, npy, packed

suite = bad.Suite()

# name, keyfile, t.tsv, stderr
TABLE = HEAD + group("t", plugin="reader.table", path="t.tsv", columns="a f64; b f64")
TEXTS = TABLE.replace("b f64", "b str")
for name, keyfile, table, stderr in [
    ("missing file", TABLE, None, "k.ini:5: error: [t] path: t.tsv: no such file\n"),
    ("no file of a pattern", TABLE.replace("t.tsv", "sub-*.tsv"), None,
     "k.ini:5: error: [t] path: no file matches \"sub-*.tsv\" (looked in .)\n"),
    ("ragged table", TABLE, b"a\tb\n1\t2\n3\n",
     "k.ini:3: error: [t] t.tsv: line 3, column 2: the row has 1 cell, the first row has 2\n"),
    ("ragged table, a cell too many", TABLE, b"a\tb\n1\t2\n3\t4\t5\n",
     "k.ini:3: error: [t] t.tsv: line 3, column 3: the row has 3 cells, the first row has 2\n"),
    ("non-UTF-8 table", TEXTS, b"a\tb\n1\t\xff\n",
     "k.ini:3: error: [t] t.tsv: line 2: byte 3 of the line (0xff) is not UTF-8 text\n"),
    ("a cell that is no number", TABLE, b"a\tb\n1\t2\n3\tface\n",
     "k.ini:3: error: [t] t.tsv: line 3, column 2: 'face' in column 'b' is not a number\n"),
    ("a column that is not there", TABLE, b"a\tc\n1\t2\n",
     "k.ini:6: error: [t] columns: t.tsv: there is no column 'b'; the file has 2 columns, the first is 'a'\n"),
    ("empty table", TABLE, b"", "k.ini:5: error: [t] path: t.tsv: has no rows\n"),
    ("folder in place of a file", TABLE.replace("t.tsv", "."), None,
     "k.ini:5: error: [t] path: .: is not a regular file\n"),
]:
    suite.run(name, keyfile, {} if table is None else {"t.tsv": table}, 3, stderr)

GZ = packed(b"a\tb\n" + b"".join(b"%d\t%d\n" % (i, i * i) for i in range(3000)))
for name, content, stderr in [
    ("truncated table.gz", GZ[:-40], 
     "k.ini:3: error: [t] t.tsv.gz: after byte 36359 unpacked: the gzip stream ends early\n"),
    ("truncated table.gz, in its header", GZ[:6], 
     "k.ini:3: error: [t] t.tsv.gz: after byte 0 unpacked: the gzip stream ends early\n"),
    ("damaged table.gz", GZ[:-8] + bytes(8), 
     "k.ini:3: error: [t] t.tsv.gz: after byte 0 unpacked: the gzip stream is damaged: incorrect data check\n"),
]:
    suite.run(name, TABLE.replace("t.tsv", "t.tsv.gz"), {"t.tsv.gz": content}, 3, stderr)

# name, x.npy, stderr
ARRAY = HEAD + group("x", plugin="reader.npy", path="x.npy")
GOOD = npy((3, 2), range(6))
for name, content, stderr in [
    ("wrong magic, .npy", b"\x93NUMPZ" + GOOD[6:], "k.ini:3: error: [x] x.npy: byte 0: not a .npy file\n"),
    ("truncated .npy", GOOD[:-9],
     "k.ini:3: error: [x] x.npy: byte 167: the file ends here, the array has 48 bytes from byte 128\n"),
    ("truncated header, .npy", GOOD[:40],
     "k.ini:3: error: [x] x.npy: byte 8: the header has 118 bytes, the file 40\n"),
    ("header sizes that overflow, .npy", npy((1 << 62, 1 << 62), []),
     "k.ini:3: error: [x] x.npy: byte 10: not a .npy header: the lengths multiply to more than 2^63 bytes\n"),
    ("header sizes beyond the file, .npy", npy((1 << 40, 2), []),
     "k.ini:3: error: [x] x.npy: byte 128: the file ends here, the array has 17592186044416 bytes from byte 128\n"),
    ("a length beyond 64 bits, .npy", npy((1 << 70, 2), []),
     "k.ini:3: error: [x] x.npy: byte 61: not a .npy header: a length is too large\n"),
    ("dtype that is not read, .npy", npy((3, 2), range(6), "<c16"),
     "k.ini:5: error: [x] path: x.npy: dtype <c16 is not read; only f2 f4 f8, i and u of 1 to 8 bytes, and bool\n"),
]:
    suite.run(name, ARRAY, {"x.npy": content}, 3, stderr)

# name, suffix and content of the image, mask, stderr
GRID, T = (3, 2, 1), 400
VOLUMES = nifti(GRID, T, noise(6 * T))
GZ, MASK = packed(VOLUMES), nifti(GRID, 1, [1] * 6)
MOVED = nifti(GRID, 1, [1] * 6, affine=(2, 0, 0, 5, 0, 2, 0, 0, 0, 0, 2, 0))
for name, path, image, mask, stderr in [
    ("truncated .nii.gz, in its header", "b.nii.gz", GZ[:60], None,
     "k.ini:3: error: [bold] b.nii.gz: after byte 0 unpacked: the gzip stream ends early\n"),
    ("truncated .nii.gz, in its voxels", "b.nii.gz", GZ[:-40], None,
     "k.ini:3: error: [bold] b.nii.gz: after byte 9919 unpacked: the file ends in volume 398\n"),
    ("truncated .nii.gz, in its last bytes", "b.nii.gz", GZ[:-4], None,
     "k.ini:3: error: [bold] b.nii.gz: after byte 9952 unpacked: the file ends in volume 399\n"),
    ("damaged .nii.gz", "b.nii.gz", GZ[:-8] + bytes(8), None,
     "k.ini:3: error: [bold] b.nii.gz: after byte 0 unpacked: the gzip stream is damaged: incorrect data check\n"),
    ("truncated .nii", "b.nii", VOLUMES[:-1], None,
     "k.ini:3: error: [bold] b.nii: byte 9951: the file ends here, its voxels at byte 9952\n"),
    ("wrong magic, NIfTI", "b.nii", nifti(GRID, 1, noise(6), magic=b"n+9\0"), None,
     "k.ini:3: error: [bold] b.nii: byte 344: the magic bytes of NIfTI-1 are wrong\n"),
    ("half of a pair, NIfTI", "b.nii", nifti(GRID, 1, noise(6), magic=b"ni1\0"), None,
     "k.ini:3: error: [bold] b.nii: byte 344: is half of a .hdr/.img pair; save it as one .nii file\n"),
    ("no NIfTI at all", "b.nii", b"hello" * 100, None,
     "k.ini:3: error: [bold] b.nii: byte 0: not a NIfTI file (the header's size is neither 348 nor 540)\n"),
    ("header sizes that overflow, NIfTI-1", "b.nii", nifti(GRID, 1, [], dims=(4, 32767, 32767, 32767, 32767, 1, 1, 1)),
     None, "k.ini:3: error: [bold] b.nii: byte 352: the file ends here, its voxels at byte 4611123094243246436\n"),
    ("header sizes that overflow, NIfTI-2", "b.nii", nifti2((4, 1 << 40, 1 << 40, 1, 1, 1, 1, 1)), None,
     "k.ini:3: error: [bold] b.nii: byte 16: the lengths multiply to more than 2^63 bytes\n"),
    ("negative size, NIfTI", "b.nii", nifti(GRID, 1, [], dims=(4, -3, 2, 1, 8, 1, 1, 1)), None,
     "k.ini:3: error: [bold] b.nii: byte 42: dim[1] is -3, not a length\n"),
    ("empty mask", "b.nii", VOLUMES, nifti(GRID, 1, [0] * 6),
     "k.ini:6: error: [bold] mask: m.nii: no voxel is left\n"),
    ("mask of another shape", "b.nii", VOLUMES, nifti((2, 2, 1), 1, [1] * 4),
     "k.ini:6: error: [bold] mask: m.nii: is 2 x 2 x 1 voxels, but b.nii is 3 x 2 x 1\n"),
    ("mask of another affine", "b.nii", VOLUMES, MOVED,
     "k.ini:6: error: [bold] mask: m.nii: lies elsewhere than b.nii: entry 1, 4 of its affine is 5, not 0; "
     "resample one of them\n"),
    ("missing mask", "b.nii", VOLUMES, b"", "k.ini:6: error: [bold] mask: m.nii: no such file\n"),
    ("truncated mask", "b.nii", VOLUMES, packed(MASK)[:-12],
     "k.ini:3: error: [bold] m.nii: after byte 354 unpacked: the gzip stream ends early\n"),
]:
    keyfile = HEAD + group("bold", plugin="reader.nifti", path=path, **({} if mask is None else {"mask": "m.nii"}))
    suite.run(name, keyfile, {path: image, **({"m.nii": mask} if mask else {})}, 3, stderr)
suite.end()

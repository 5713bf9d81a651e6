# SPDX-License-Identifier: Apache-2.0
"""NumPy reads what the host writes: npy_load.py TEST_PROGRAM. Exit 77 (skipped) without NumPy."""

import os
import subprocess
import sys
import tempfile

try:
    import numpy as np
except ImportError:
    print('skipped: this Python has no NumPy')
    sys.exit(77)

FRACTIONS = [[0.5, -1, 2], [3, 4, 1e300]]
INTEGERS = [[-2**63, 2**63 - 1, 2**53 + 1], [0, -1, 7]]
FLAGS = [[True, False, False], [True, True, False]]
EXPECTED = {
    'f64.npy': np.array(FRACTIONS, '<f8'),
    'i64.npy': np.array(INTEGERS, '<i8'),
    'bool.npy': np.array(FLAGS, '?'),
    'u8.npy': np.array([1, 0, 0], 'u1'),
    'scalar.npy': np.array(0.5, '<f8'),
    'none.npy': np.zeros((0, 3), '<f8'),
}

with tempfile.TemporaryDirectory() as folder:
    made = subprocess.run([sys.argv[1], '--filter', 'npy/leaves_files_for_numpy', '-j1'],
                          env=dict(os.environ, GYRUS_NPY_OUT=folder), check=False)
    assert made.returncode == 0, made
    assert sorted(os.listdir(folder)) == sorted(EXPECTED), os.listdir(folder)
    for name, expected in EXPECTED.items():
        found = np.load(os.path.join(folder, name), allow_pickle=False)
        assert found.dtype == expected.dtype, (name, found.dtype)
        assert found.shape == expected.shape, (name, found.shape)
        assert found.flags['C_CONTIGUOUS'] and (found == expected).all(), (name, found)
        print('ok', name)

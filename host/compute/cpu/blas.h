/* SPDX-License-Identifier: Apache-2.0
 *
 * OpenBLAS as Gyrus uses it: one thread per call, because its own threads change bits (the same
 * product on 1 and on 2 BLAS threads differs); parallelism is the host's, over a fixed grid.
 */
#ifndef GY_COMPUTE_CPU_BLAS_H
#define GY_COMPUTE_CPU_BLAS_H

#include <glib.h>

/* Sets OpenBLAS of this process to one thread. The number is process-wide in OpenBLAS: every host
 * calls this when it starts; calling it again, also from a second host, changes nothing. The
 * environment is neither read nor written. An embedding application that wants more BLAS threads
 * for itself must know that they also cost Gyrus its promise of equal bits. [control] */
void gy_blas_setup(void);

/* For the run record: the kernels decide bits, so two runs are comparable only on one core name. */
typedef struct gy_blas_facts {
    char *config;  /* "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH ..." */
    char *core;    /* kernels picked for this CPU: "Zen", "SkylakeX", ... */
    int threading; /* build: 0 sequential, 1 threads, 2 OpenMP */
    int threads;   /* threads now; 1 after gy_blas_setup */
} gy_blas_facts;

/* Owned strings; free with gy_blas_facts_clear. [control] */
void gy_blas_facts_init(gy_blas_facts *out);
void gy_blas_facts_clear(gy_blas_facts *facts);

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * The LAPACK routines we call, by their Fortran names inside OpenBLAS (no lapack header is part of
 * it). Column-major, 32-bit integers. gfortran passes a hidden length per character argument, at
 * the end; leaving it out is undefined behaviour that has broken programs, so it is here.
 */
#ifndef GY_COMPUTE_CPU_LAPACK_H
#define GY_COMPUTE_CPU_LAPACK_H

#include <cblas.h>
#include <stddef.h>

void spotrf_(const char *uplo, const blasint *n, float *a, const blasint *lda, blasint *info,
             size_t uplo_length);
void dpotrf_(const char *uplo, const blasint *n, double *a, const blasint *lda, blasint *info,
             size_t uplo_length);

void ssyevd_(const char *jobz, const char *uplo, const blasint *n, float *a, const blasint *lda,
             float *w, float *work, const blasint *lwork, blasint *iwork, const blasint *liwork,
             blasint *info, size_t jobz_length, size_t uplo_length);
void dsyevd_(const char *jobz, const char *uplo, const blasint *n, double *a, const blasint *lda,
             double *w, double *work, const blasint *lwork, blasint *iwork, const blasint *liwork,
             blasint *info, size_t jobz_length, size_t uplo_length);

void sgesdd_(const char *jobz, const blasint *m, const blasint *n, float *a, const blasint *lda,
             float *s, float *u, const blasint *ldu, float *vt, const blasint *ldvt, float *work,
             const blasint *lwork, blasint *iwork, blasint *info, size_t jobz_length);
void dgesdd_(const char *jobz, const blasint *m, const blasint *n, double *a, const blasint *lda,
             double *s, double *u, const blasint *ldu, double *vt, const blasint *ldvt,
             double *work, const blasint *lwork, blasint *iwork, blasint *info, size_t jobz_length);

#endif

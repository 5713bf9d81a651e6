/* SPDX-License-Identifier: Apache-2.0 */
#include "compute/cpu/blas.h"

#include <cblas.h>

void gy_blas_setup(void)
{
    if (openblas_get_num_threads() != 1) {
        openblas_set_num_threads(1);
    }
}

void gy_blas_facts_init(gy_blas_facts *out)
{
    /* openblas_get_config builds its text in a static buffer: copy. */
    *out = (gy_blas_facts){.config = g_strdup(openblas_get_config()),
                           .core = g_strdup(openblas_get_corename()),
                           .threading = openblas_get_parallel(),
                           .threads = openblas_get_num_threads()};
}

void gy_blas_facts_clear(gy_blas_facts *facts)
{
    g_clear_pointer(&facts->config, g_free);
    g_clear_pointer(&facts->core, g_free);
}

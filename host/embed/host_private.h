/* SPDX-License-Identifier: Apache-2.0
 *
 * host_private.h: what host.c and host_run.c share. [control] */
#ifndef GY_HOST_PRIVATE_H
#define GY_HOST_PRIVATE_H

#include "embed/gyrus-host.h"
#include "graph/graph.h"

struct gyrus_host {
    gy_registry *registry;
};

/* The caller's options as this build knows them: an older caller has fewer, a newer one more. FALSE
 * with a problem if the size is not set. */
gboolean gy_host_options(const gyrus_options *from, gyrus_options *out, gy_problems *problems);
/* Keyfile, profile, overrides, variables, graph: everything that needs no data. NULL with problems.
 */
gy_graph *gy_host_graph(gyrus_host *h, const char *file, const gyrus_options *options,
                        gy_problems *problems);

#endif

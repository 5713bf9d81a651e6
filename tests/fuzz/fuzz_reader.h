/* SPDX-License-Identifier: MIT
 *
 * fuzz_reader.h: gives bytes to a reader as its file, through the plugin harness: resolve and run,
 * with guard zones around every array, 64 MiB of scratch and whatever the reader promises checked:
 * a failure has a text and a place, a success has outputs of the sizes that resolve told.
 *
 *     CC=clang meson setup build-fuzz -Dfuzz=true
 *     ninja -C build-fuzz tests/plugins/fuzz_npy
 * and run build-fuzz/tests/plugins/fuzz_npy NEW with an empty folder NEW: libFuzzer writes what it
 * finds there.
 */
#ifndef GYRUS_FUZZ_READER_H
#define GYRUS_FUZZ_READER_H

#include "../plugins/harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
const gy_node *const *gy_plugin_0(void);

/* Bytes -> a path that names them for as long as the process lives. */
static inline const char *fuzz_file(const uint8_t *data, size_t size)
{
    static int fd = -1;
    static char path[64];
    if (fd < 0) {
        fd = memfd_create("fuzz", 0);
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    }
    if (fd < 0 || ftruncate(fd, 0) || pwrite(fd, data, size, 0) != (ssize_t)size) {
        abort();
    }
    return path;
}

static inline harness *fuzz_begin(const uint8_t *data, size_t size)
{
    harness *h = harness_of(gy_plugin_0()[0]);
    harness_memory(h, 64 << 20);
    harness_param(h, "path", fuzz_file(data, size));
    return h;
}

/* Outputs of more than 64 MiB are the host's business, which has a limit of its own. */
static inline void fuzz_end(harness *h, const char *const *axes)
{
    int status = harness_resolve(h);
    double size = 1;
    for (; status >= 0 && *axes; axes++) {
        size *= (double)harness_length(h, *axes);
    }
    if (status >= 0 && size < 4e6) {
        status = harness_run(h);
    }
    /* a key of the node, or a place behind the file's name */
    int placed = harness_where(h)[0] || strstr(harness_error(h), "/proc/self/fd/");
    if (status < 0 && !placed) {
        abort();
    }
    harness_free(h);
}

#endif

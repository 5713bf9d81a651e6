/* SPDX-License-Identifier: Apache-2.0
 *
 * Files that exist whole or not at all. The content goes to a temporary file in the target's own
 * folder (same file system, made with O_EXCL), is flushed to the disk, and then takes the target's
 * name in one step. A reader sees the old file or the new one; a crash, a full disk or Ctrl-C
 * leaves the old one. Temporary names begin with a dot and end in ".part", so that no path pattern
 * (core/paths.h) ever matches one that a power cut left behind.
 *
 * Errors are GY_ERR_IO and name the target and the system's reason.
 */
#ifndef GY_CORE_ATOMIC_H
#define GY_CORE_ATOMIC_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* A file being written. One thread at a time. */
typedef struct gy_atomic gy_atomic;

/* Begins to write `path`; the folder must exist. NULL on failure. Nothing is at `path` yet. */
gy_atomic *gy_atomic_open(const char *path, GError **error);

/* Where to write, for writers that want stdio: owned by `a`, must not be closed. Failed writes are
 * remembered by the stream and reported by commit. */
FILE *gy_atomic_file(gy_atomic *a);

/* Appends n bytes. False on failure; the file can then only be freed. */
bool gy_atomic_append(gy_atomic *a, const void *bytes, size_t n, GError **error);

/* Flushes, syncs, renames. True: the new file is in place. False: the target is as it was and the
 * temporary file is gone. In both cases only gy_atomic_free may follow. */
bool gy_atomic_commit(gy_atomic *a, GError **error);

/* Frees; without a commit before, removes the temporary file (this is how to abort). NULL is
 * allowed. */
void gy_atomic_free(gy_atomic *a);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(gy_atomic, gy_atomic_free)

/* open, append, commit in one. [any] */
bool gy_atomic_write(const char *path, const void *bytes, size_t n, GError **error);

#endif

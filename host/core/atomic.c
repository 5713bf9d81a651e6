/* SPDX-License-Identifier: Apache-2.0 */
#include "core/atomic.h"

#include "core/error.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

struct gy_atomic {
    char *path;      /* the target */
    char *folder;    /* of both files */
    char *temporary; /* NULL once renamed or removed */
    FILE *file;      /* NULL once closed */
    int reason;      /* errno of the first failed write, 0 = none */
};

static bool fail(const char *path, const char *what, int reason, GError **error)
{
    g_set_error(error, GY_ERROR, GY_ERR_IO, "%s: cannot %s: %s", path, what, g_strerror(reason));
    return false;
}

/* A new file in the folder. The name is short, so that any target name that fits the file system
 * leaves room for it; time and number keep apart what one process writes at once. */
static int create_temporary(gy_atomic *a)
{
    gint64 now = g_get_monotonic_time();
    for (unsigned attempt = 0; attempt < 1000; attempt++) {
        g_autofree char *name = g_strdup_printf(".gyrus-%ld-%" G_GINT64_MODIFIER "x-%u.part",
                                                (long)getpid(), now, attempt);
        g_autofree char *temporary = g_build_filename(a->folder, name, NULL);
        int fd = open(temporary, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
        if (fd >= 0) {
            a->temporary = g_steal_pointer(&temporary);
            return fd;
        }
        if (errno != EEXIST) {
            return -1;
        }
    }
    return -1;
}

gy_atomic *gy_atomic_open(const char *path, GError **error)
{
    g_autoptr(gy_atomic) a = g_new0(gy_atomic, 1);
    a->path = g_strdup(path);
    a->folder = g_path_get_dirname(path);
    int fd = create_temporary(a);
    if (fd < 0) {
        fail(path, "create", errno, error);
        return NULL;
    }
    a->file = fdopen(fd, "wb");
    if (a->file == NULL) {
        int reason = errno;
        close(fd);
        fail(path, "create", reason, error);
        return NULL;
    }
    return g_steal_pointer(&a);
}

FILE *gy_atomic_file(gy_atomic *a)
{
    return a->file;
}

bool gy_atomic_append(gy_atomic *a, const void *bytes, size_t n, GError **error)
{
    if (a->reason != 0) {
        return fail(a->path, "write", a->reason, error);
    }
    if (n > 0 && fwrite(bytes, 1, n, a->file) != n) {
        a->reason = errno != 0 ? errno : EIO;
        return fail(a->path, "write", a->reason, error);
    }
    return true;
}

/* 0, or the errno of the first thing that went wrong. Closes in any case. */
static int close_synced(gy_atomic *a)
{
    int reason = a->reason;
    errno = 0;
    if (reason == 0 && fflush(a->file) != 0) {
        reason = errno;
    }
    if (reason == 0 && ferror(a->file)) {
        reason = EIO; /* a caller's fprintf failed earlier; its errno is gone */
    }
    if (reason == 0 && fsync(fileno(a->file)) != 0) {
        reason = errno;
    }
    if (fclose(a->file) != 0 && reason == 0) {
        reason = errno;
    }
    a->file = NULL;
    return reason;
}

/* A rename survives a power cut only when its folder is on the disk too. Not every file system can
 * sync a folder, and the new file is complete either way: a failure here is no failure. */
static void sync_folder(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        (void)!fsync(fd);
        close(fd);
    }
}

bool gy_atomic_commit(gy_atomic *a, GError **error)
{
    int reason = close_synced(a);
    if (reason == 0 && rename(a->temporary, a->path) != 0) {
        reason = errno;
    }
    if (reason != 0) {
        unlink(a->temporary);
        g_clear_pointer(&a->temporary, g_free);
        return fail(a->path, "write", reason, error);
    }
    g_clear_pointer(&a->temporary, g_free);
    sync_folder(a->folder);
    return true;
}

void gy_atomic_free(gy_atomic *a)
{
    if (a == NULL) {
        return;
    }
    if (a->file != NULL) {
        fclose(a->file);
    }
    if (a->temporary != NULL) {
        unlink(a->temporary);
    }
    g_free(a->temporary);
    g_free(a->folder);
    g_free(a->path);
    g_free(a);
}

bool gy_atomic_write(const char *path, const void *bytes, size_t n, GError **error)
{
    g_autoptr(gy_atomic) a = gy_atomic_open(path, error);
    return a != NULL && gy_atomic_append(a, bytes, n, error) && gy_atomic_commit(a, error);
}

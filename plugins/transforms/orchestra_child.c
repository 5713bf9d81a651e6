/* SPDX-License-Identifier: MIT
 *
 * orchestra_child.c: workers that are other programs.
 */
#include "orchestra.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

double orchestra_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

int child_start(gy_call *c, char *const *argv, const char *folder, const char *log, child *out)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t how;
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&how);
    posix_spawnattr_setflags(&how, POSIX_SPAWN_SETPGROUP); /* so that its children end with it */
    posix_spawn_file_actions_addchdir_np(&files, folder);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, 1, log, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_adddup2(&files, 1, 2);
    int error = posix_spawnp(&out->pid, argv[0], &files, &how, argv, environ);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&how);
    out->since = orchestra_now();
    return error ? tr_fail(c, GY_IO, "worker", "cannot start %s: %s", argv[0], strerror(error))
                 : GY_OK;
}

void child_end(child *k)
{
    int state = 0;
    if (k->pid > 0) {
        kill(-k->pid, SIGKILL);
        waitpid(k->pid, &state, 0);
        k->pid = 0;
    }
}

int child_poll(child *k, double limit, const char *program, char *why)
{
    int state = 0;
    if (waitpid(k->pid, &state, WNOHANG) == 0) {
        if (orchestra_now() - k->since <= limit) {
            return 0;
        }
        child_end(k);
        snprintf(why, WHY_MOST, "%s was ended after %g s", program, limit);
        return -1;
    }
    k->pid = 0;
    if (WIFEXITED(state) && WEXITSTATUS(state) == 0) {
        return 1;
    }
    snprintf(why, WHY_MOST, "%s ended with %s %d", program, WIFEXITED(state) ? "status" : "signal",
             WIFEXITED(state) ? WEXITSTATUS(state) : WTERMSIG(state));
    return -1;
}

void orchestra_remove(const char *folder)
{
    DIR *dir = opendir(folder);
    char path[PATH_MOST];
    for (const struct dirent *e = dir ? readdir(dir) : 0; e; e = readdir(dir)) {
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        unlink(path);
    }
    if (dir) {
        closedir(dir);
    }
    rmdir(folder);
}

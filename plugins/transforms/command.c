/* SPDX-License-Identifier: MIT
 *
 * command.c: a child process that reads x from a .npy file and writes y to another. The escape
 * hatch: twenty lines of any language fit into a graph.
 */
#include "npy_files.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>

GY_SAY(text,
       "transform.command 1 | Give x to a program and take y from it\n"
       "in    x       T[row, ...]      | written to a .npy file, C order, with x's dtype\n"
       "out   y       T[row, ...]      | read from a .npy file with as many rows, the declared "
       "shape, and x's dtype\n"
       "param argv    text[w]          | program and arguments; {in} and {out} become file names\n"
       "param shape   i64[d] optional >0 | axes of y after the first; the default is x's\n"
       "param per     choice(all, segment, row) = all | which rows of x a row of y depends on: the "
       "program must keep to it\n"
       "param timeout quantity(s) = 600 s >0 | the program is ended after this time\n"
       "needs exec\n"
       "reach y.row row     when per=row\n"
       "reach y.row segment when per=segment\n"
       "reach y.row all     when per=all\n"
       "doc | With per = segment the program is called once for each segment. Its messages on "
       "standard error are shown if it fails. Arguments that name readable files count as read: a "
       "changed script is run anew. A program's own random numbers and hidden files are not seen.\n"
       "licence | MIT\n");

extern char **environ;

typedef struct job {
    char folder[256], in[300], out[300], err[300];
    char **argv;
} job;

static int end_job(job *j, int status)
{
    unlink(j->in);
    unlink(j->out);
    unlink(j->err);
    rmdir(j->folder);
    return status;
}

static int begin_job(gy_call *c, job *j)
{
    const char *tmp = getenv("TMPDIR");
    int64_t n = c->host->count(c, "argv");
    snprintf(j->folder, sizeof j->folder, "%s/gyrus-command-XXXXXX",
             tmp && strlen(tmp) < 200 && tmp[0] == '/' ? tmp : "/tmp");
    j->argv = (char **)tr_scratch(c, n + 1, (int64_t)sizeof *j->argv);
    if (!j->argv) {
        return tr_memory(c, "argv");
    }
    if (!mkdtemp(j->folder)) {
        return tr_fail(c, GY_IO, "argv", "cannot make a folder %s: %s", j->folder, strerror(errno));
    }
    snprintf(j->in, sizeof j->in, "%s/in.npy", j->folder);
    snprintf(j->out, sizeof j->out, "%s/out.npy", j->folder);
    snprintf(j->err, sizeof j->err, "%s/err.txt", j->folder);
    for (int64_t i = 0; i < n; i++) {
        const char *word = c->host->text_item(c, "argv", i);
        const char *is = !strcmp(word, "{in}") ? j->in : !strcmp(word, "{out}") ? j->out : word;
        j->argv[i] = (char *)(uintptr_t)is;
    }
    return GY_OK;
}

/* The last bytes of what the program said on standard error. */
static void tail(const job *j, char *out, size_t room)
{
    FILE *f = fopen(j->err, "rb");
    size_t n = 0;
    if (f) {
        long size = fseek(f, 0, SEEK_END) ? 0 : ftell(f);
        long from = size > (long)room - 1 ? size - (long)room + 1 : 0;
        n = fseek(f, from, SEEK_SET) ? 0 : fread(out, 1, room - 1, f);
        fclose(f);
    }
    while (n > 0 && (out[n - 1] == '\n' || out[n - 1] == ' ')) {
        n--;
    }
    out[n] = 0;
}

static int start(gy_call *c, const job *j, pid_t *out_pid)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t how;
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&how);
    posix_spawnattr_setflags(&how, POSIX_SPAWN_SETPGROUP); /* so that its children end with it */
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&files, 2, j->err, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    int error = posix_spawnp(out_pid, j->argv[0], &files, &how, j->argv, environ);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&how);
    return error ? tr_fail(c, GY_IO, "argv", "cannot start %s: %s", j->argv[0], strerror(error))
                 : GY_OK;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Waits for the program; looks every 5 ms whether the run is to end or the time is over. */
static int await(gy_call *c, const job *j, pid_t pid)
{
    const struct timespec nap = {0, 5000000};
    double limit = gy_number(c, "timeout"), begin = now();
    char said[250];
    int state = 0, over = 0, stop = 0;
    while (waitpid(pid, &state, WNOHANG) == 0) {
        stop = c->host->stopped(c);
        over = now() - begin > limit;
        if (stop || over) {
            kill(-pid, SIGKILL);
            waitpid(pid, &state, 0);
            break;
        }
        nanosleep(&nap, 0);
    }
    tail(j, said, sizeof said);
    if (stop) {
        return GY_CANCELLED;
    }
    if (over) {
        return tr_fail(c, GY_IO, "timeout", "%s was ended after %g s; it said: %s", j->argv[0],
                       limit, said);
    }
    if (!WIFEXITED(state) || WEXITSTATUS(state) != 0) {
        return tr_fail(c, GY_IO, "argv", "%s ended with %s %d; it said: %s", j->argv[0],
                       WIFEXITED(state) ? "status" : "signal",
                       WIFEXITED(state) ? WEXITSTATUS(state) : WTERMSIG(state), said);
    }
    return GY_OK;
}

/* Rows lo .. hi - 1 through the program. */
static int part(gy_call *c, const gy_array *x, gy_array *y, int64_t lo, int64_t hi)
{
    job j = {0};
    pid_t pid = 0;
    GY_TRY(begin_job(c, &j));
    int status = npy_write(c, j.in, x, lo, hi);
    status = status < 0 ? status : start(c, &j, &pid);
    status = status < 0 ? status : await(c, &j, pid);
    status = status < 0 ? status : npy_read(c, j.out, y, lo, hi);
    return end_job(&j, status);
}

static int resolve(gy_call *c)
{
    const gy_array *x = gy_get(c, "x"), *list = gy_get(c, "shape");
    int64_t n = c->host->count(c, "argv"), shape[8] = {x->shape[0]};
    int out = 0;
    for (int64_t i = 0; i < n; i++) {
        const char *word = c->host->text_item(c, "argv", i);
        out += !strcmp(word, "{out}");
        if (word[0] != '{' && strchr(word, '/') && !access(word, R_OK)) {
            GY_TRY(c->host->used_file(c, word));
        }
    }
    if (n < 1 || !out) {
        return gy_fail(c, GY_PARAM, "argv", "the arguments must name the program and {out}");
    }
    if (!list) {
        return GY_OK;
    }
    if (list->shape[0] > 7) {
        return gy_fail(c, GY_PARAM, "shape", "an array has at most 8 axes");
    }
    for (int64_t d = 0; d < list->shape[0]; d++) {
        shape[d + 1] = (int64_t)gy_element(list, d * list->stride[0]);
        if (shape[d + 1] < 1) {
            return gy_fail(c, GY_PARAM, "shape", "lengths are positive");
        }
    }
    return c->host->set_shape(c, "y", x->code, x->bits, (int32_t)list->shape[0] + 1, shape);
}

static int run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    gy_array *y = gy_get(c, "y");
    int64_t n = 0, *cut = tr_cuts(c, "x.row", x, &n);
    if (!cut) {
        return tr_memory(c, "x");
    }
    if (!gy_is(c, "per", "segment")) {
        return part(c, x, y, 0, x->shape[0]);
    }
    for (int64_t s = 0; s < n; s++) {
        GY_TRY(part(c, x, y, cut[s], cut[s + 1]));
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)

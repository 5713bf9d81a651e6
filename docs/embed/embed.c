/* SPDX-License-Identifier: Apache-2.0
 *
 * embed.c: an application that runs a keyfile with libgyrus. C99 and C++11.
 *
 *     embed KEYFILE [PLUGIN-FOLDER]
 *
 * Build it with an installed library: cc embed.c $(pkg-config --cflags --libs gyrus) -o embed */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include <gyrus-host.h>

/* Ctrl-C sets the one flag that the run looks at; nothing is left half-written. */
static int stop_asked;

static void on_interrupt(int number)
{
    (void)number;
    stop_asked = 1;
}

/* What the callbacks are given back as their first argument. */
typedef struct listener {
    int warnings;
} listener;

static void on_log(void *data, int level, const char *node, const char *text)
{
    listener *l = (listener *)data;
    if (level >= 2) {
        l->warnings++;
        fprintf(stderr, "%s warns: %s\n", node, text);
    }
}

static void on_progress(void *data, const char *node, double share)
{
    (void)data;
    fprintf(stderr, "%3.0f %% %s\n", 100 * share, node);
}

/* Everything at once about a keyfile; 0 if it can be run. */
static int check(gyrus_host *host, const char *file)
{
    char *problems = NULL;
    int code = gyrus_check(host, file, NULL, &problems);
    fputs(problems, stderr);
    gyrus_free(problems);
    return code;
}

static int run(gyrus_host *host, const char *file)
{
    static const char *const sets[] = {"pipeline.seed=7", NULL}; /* as with gyrus run --set */
    char *problems = NULL, *result = NULL;
    listener seen = {0};
    gyrus_options options;
    memset(&options, 0, sizeof options);
    options.size = sizeof options;
    options.sets = sets;
    options.check = 1;
    options.json = 1;
    options.stop = &stop_asked;
    options.log = on_log;
    options.progress = on_progress;
    options.data = &seen;
    int code = gyrus_run(host, file, &options, &problems, &result);
    fputs(problems, stderr);
    fputs(result, stdout); /* one JSON object: docs/run-json.md */
    gyrus_free(problems);
    gyrus_free(result);
    fprintf(stderr, "code %d, %d warnings\n", code, seen.warnings);
    return code;
}

int main(int n, char **v)
{
    if (n < 2) {
        fprintf(stderr, "embed KEYFILE [PLUGIN-FOLDER]; libgyrus %s\n", gyrus_version());
        return GYRUS_USAGE;
    }
    signal(SIGINT, on_interrupt);
    gyrus_host *host = gyrus_host_new();
    if (n > 2) {
        gyrus_host_add_plugins(host, v[2]);
    } else {
        gyrus_host_add_default_plugins(host);
    }
    int code = check(host, v[1]);
    if (code == GYRUS_OK) {
        code = run(host, v[1]);
    }
    gyrus_host_free(host);
    return code;
}

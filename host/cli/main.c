/* SPDX-License-Identifier: Apache-2.0
 *
 * gyrus: the command. Everything it does is in the embedding API; here are exit codes and what goes
 * where. Exit codes: 0 ok, 2 wrong usage or keyfile, 3 run failed, 4 check not met, 130 cancelled.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/terminal.h"
#include "cli/words.h"
#include "core/problems.h"

/* The one thing that the signal handler touches; the run reads it between nodes and tiles. */
static int stop_asked;

static void on_signal(int number)
{
    (void)number;
    __atomic_store_n(&stop_asked, 1, __ATOMIC_SEQ_CST);
}

/* Prints and frees texts that came from the host. */
static void put(FILE *to, char *text)
{
    if (text) {
        fputs(text, to);
        gyrus_free(text);
    }
}

static int run(gyrus_host *h, gy_words *w)
{
    char *problems = NULL, *summary = NULL;
    gy_terminal terminal;
    struct sigaction action = {.sa_handler = on_signal};
    (void)sigaction(SIGINT, &action, NULL);
    (void)sigaction(SIGTERM, &action, NULL);
    const char *cache = getenv("GYRUS_CACHE");
    w->o.cache = cache && *cache && strcmp(cache, "off") != 0 ? cache : NULL;
    gy_terminal_init(&terminal, w->quiet);
    w->o.stop = &stop_asked;
    w->o.log = gy_terminal_log;
    w->o.progress = gy_terminal_progress;
    w->o.data = &terminal;
    w->o.json = w->json;
    int code = gyrus_run(h, w->file, &w->o, &problems, &summary);
    gy_terminal_finish(&terminal);
    put(stderr, problems);
    if (code == GYRUS_CANCELLED) {
        fprintf(stderr, "gyrus: cancelled%s%s\n", w->o.out ? "; nothing is left at " : "",
                w->o.out ? w->o.out : "");
    }
    put(stdout, summary);
    return code;
}

static int check(gyrus_host *h, gy_words *w)
{
    char *problems = NULL, *text = NULL;
    int code = w->peek ? gyrus_peek(h, w->file, &w->o, &problems, &text)
                       : gyrus_check(h, w->file, &w->o, &problems);
    put(stderr, problems);
    put(stdout, text);
    return code;
}

static int validate(gyrus_host *h, gy_words *w)
{
    char *problems = NULL, *text = NULL;
    int code = gyrus_validate(h, w->file, w->second, &problems, &text);
    put(stdout, text);
    put(stderr, problems);
    return code;
}

/* Prints a text that may be missing. */
static int show(char *text, const char *otherwise)
{
    if (!text) {
        fprintf(stderr, "gyrus: %s\n", otherwise);
        return GYRUS_USAGE;
    }
    put(stdout, text);
    return GYRUS_OK;
}

/* The node, or the name that comes nearest to it. */
static int inspect(gyrus_host *h, const gy_words *w)
{
    const char *format = w->json ? "json" : w->markdown ? "markdown" : "text";
    char *text = gyrus_inspect(h, w->file, format);
    if (text) {
        return show(text, "");
    }
    char *problems = NULL, *list = gyrus_list(h, &problems);
    g_auto(GStrv) names = g_strsplit(list ? list : "", "\n", -1);
    for (int i = 0; names[i]; i++) {
        names[i][strcspn(names[i], " ")] = 0; /* its summary follows */
    }
    const char *near = gy_nearest(w->file, (const char *const *)names);
    fprintf(stderr, "gyrus: there is no node '%s'%s%s%s\n", w->file, near ? "; did you mean '" : "",
            near ? near : "", near ? "'?" : ": see gyrus list");
    gyrus_free(list);
    gyrus_free(problems);
    return GYRUS_USAGE;
}

static int command(gyrus_host *h, gy_words *w)
{
    char *problems = NULL;
    int code;
    if (strcmp(w->command, "run") == 0) {
        return run(h, w);
    } else if (strcmp(w->command, "check") == 0) {
        return check(h, w);
    } else if (strcmp(w->command, "validate") == 0) {
        return validate(h, w);
    } else if (strcmp(w->command, "inspect") == 0) {
        return inspect(h, w);
    } else if (strcmp(w->command, "list") == 0) {
        code = show(gyrus_list(h, &problems), "no nodes");
    } else {
        char *drawing = w->svg ? gyrus_graph_svg(h, w->file, &w->o, &problems)
                               : gyrus_graph(h, w->file, &w->o, &problems);
        code = show(drawing, "the keyfile has problems");
    }
    put(stderr, problems);
    return code;
}

/* `version`, `help` and `help COMMAND`; -1 for anything else. */
static int about(int n, char **v)
{
    if (n == 2 && (strcmp(v[1], "version") == 0 || strcmp(v[1], "--version") == 0)) {
        printf("gyrus %s\n", gyrus_version());
        return GYRUS_OK;
    }
    if (n < 2 || (strcmp(v[1], "help") != 0 && strcmp(v[1], "--help") != 0)) {
        return -1;
    }
    const char *text = n == 2 ? gy_usage : n == 3 ? gy_usage_of(v[2]) : NULL;
    if (!text) {
        return gy_complain("there is no help on", v[2]);
    }
    fputs(text, stdout);
    return GYRUS_OK;
}

int main(int n, char **v)
{
    int code = about(n, v);
    if (code >= 0) {
        return code;
    }
    if (n < 2 || !gy_usage_of(v[1])) {
        return gy_complain(n < 2 ? "a command is missing" : "there is no command",
                           n < 2 ? NULL : v[1]);
    }
    gy_words w;
    code = gy_words_read(&w, v[1], n - 2, v + 2);
    if (code == GYRUS_OK && w.help) {
        fputs(gy_usage_of(v[1]), stdout);
    } else if (code == GYRUS_OK && !w.file && strcmp(v[1], "list") != 0) {
        code = gy_complain("this command wants a name after it", v[1]);
    } else if (code == GYRUS_OK) {
        gyrus_host *h = gyrus_host_new();
        gyrus_host_add_default_plugins(h);
        code = command(h, &w);
        gyrus_host_free(h);
    }
    gy_words_clear(&w);
    return code;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * gyrus: the command. Everything it does is in the embedding API; here are words, exit codes and
 * what goes to the terminal. Exit codes: 0 ok, 2 wrong usage or keyfile, 3 run failed, 4 check not
 * met, 130 cancelled. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib.h>

#include "embed/gyrus-host.h"

static const char usage[] =
    "usage: gyrus COMMAND\n"
    "  run FILE      [--set NAME=VALUE] [--out DIR] [--threads N] [--memory SIZE] [--profile P]\n"
    "                [--state DIR] [--check] [--chance] [--quiet]\n"
    "  check FILE    [--set NAME=VALUE] [--profile P]    all problems of a keyfile, without data\n"
    "  list                                              all nodes\n"
    "  inspect NODE  [--json | --markdown]               what a node takes, gives and does\n"
    "  graph FILE                                        the graph in DOT (see dot -Tsvg)\n"
    "  version\n"
    "GYRUS_CACHE=DIR keeps fits between runs; unset or `off`: nothing is kept\n"
    "exit codes: 0 ok, 2 wrong usage or keyfile, 3 run failed, 4 check not met, 130 cancelled\n";

/* The one thing a signal handler may touch. */
static int stop_asked;

typedef struct gy_words {
    gyrus_options o;
    GPtrArray *sets;
    const char *file, *format;
    gboolean quiet, bar;
    GHashTable *said; /* lines of the log that have been shown */
    guint repeats;
} gy_words;

static void on_signal(int number)
{
    (void)number;
    __atomic_store_n(&stop_asked, 1, __ATOMIC_RELAXED); /* lock-free: a handler may */
}

static void show_log(void *data, int level, const char *node, const char *text)
{
    gy_words *w = data;
    g_autofree char *line = g_strconcat(node, ": ", text, NULL);
    if (!g_hash_table_add(w->said, g_steal_pointer(&line))) {
        w->repeats++; /* folds and cases say the same: once is enough */
        return;
    }
    if (!w->quiet || level >= 2) {
        fprintf(stderr, "%s%s%s: %s\n", w->bar ? "\r\033[K" : "", level >= 2 ? "warning: " : "",
                node, text);
    }
}

static void show_progress(void *data, const char *node, double share)
{
    gy_words *w = data;
    if (w->bar && !w->quiet) {
        int n = (int)(share * 30);
        fprintf(stderr, "\r\033[K[%.*s%.*s] %3.0f %% %s", n, "##############################",
                30 - n, "..............................", share * 100, node);
    }
}

/* "4G", "512M", "1000000". */
static gboolean parse_size(const char *text, uint64_t *out)
{
    char *end = NULL;
    guint64 n = g_ascii_strtoull(text, &end, 10);
    guint64 unit = *end == 'K' ? 1000 : *end == 'M' ? 1000000 : *end == 'G' ? 1000000000 : 1;
    *out = n * unit;
    return end != text && (!*end || (unit > 1 && !end[1])) && n > 0 && n < G_MAXUINT64 / unit;
}

static int complain(const char *what, const char *word)
{
    fprintf(stderr, "gyrus: %s%s%s\n%s", what, word ? ": " : "", word ? word : "", usage);
    return GYRUS_USAGE;
}

static int parse(gy_words *w, int n, char **v)
{
    for (int i = 0; i < n; i++) {
        const char *next = i + 1 < n ? v[i + 1] : NULL;
        gboolean takes = strcmp(v[i], "--set") == 0 || strcmp(v[i], "--out") == 0 ||
                         strcmp(v[i], "--threads") == 0 || strcmp(v[i], "--memory") == 0 ||
                         strcmp(v[i], "--profile") == 0 || strcmp(v[i], "--state") == 0;
        if (takes && !next) {
            return complain("a value is missing after", v[i]);
        }
        if (strcmp(v[i], "--set") == 0) {
            g_ptr_array_add(w->sets, v[++i]);
        } else if (strcmp(v[i], "--out") == 0) {
            w->o.out = v[++i];
        } else if (strcmp(v[i], "--threads") == 0) {
            guint64 threads = 0;
            gboolean number = g_ascii_string_to_unsigned(v[++i], 10, 1, G_MAXINT, &threads, NULL);
            w->o.threads = (int)threads;
            if (!number) {
                return complain("--threads wants a number above 0, not", v[i]);
            }
        } else if (strcmp(v[i], "--memory") == 0) {
            if (!parse_size(v[++i], &w->o.memory)) {
                return complain("--memory wants a size such as 4G, not", v[i]);
            }
        } else if (strcmp(v[i], "--state") == 0) {
            w->o.state = v[++i];
        } else if (strcmp(v[i], "--profile") == 0) {
            w->o.profile = v[++i];
        } else if (strcmp(v[i], "--check") == 0) {
            w->o.check = 1;
        } else if (strcmp(v[i], "--chance") == 0) {
            w->o.chance = 1;
        } else if (strcmp(v[i], "--quiet") == 0) {
            w->quiet = TRUE;
        } else if (strcmp(v[i], "--json") == 0 || strcmp(v[i], "--markdown") == 0) {
            w->format = v[i] + 2;
        } else if (v[i][0] == '-' || w->file) {
            return complain("not understood", v[i]);
        } else {
            w->file = v[i];
        }
    }
    g_ptr_array_add(w->sets, NULL);
    w->o.sets = (const char *const *)w->sets->pdata;
    return GYRUS_OK;
}

static int run(gyrus_host *h, gy_words *w)
{
    char *problems = NULL, *summary = NULL;
    struct sigaction action = {.sa_handler = on_signal};
    (void)sigaction(SIGINT, &action, NULL);
    (void)sigaction(SIGTERM, &action, NULL);
    const char *cache = getenv("GYRUS_CACHE");
    w->o.cache = cache && *cache && strcmp(cache, "off") != 0 ? cache : NULL;
    w->bar = isatty(STDERR_FILENO) != 0;
    w->o.stop = &stop_asked;
    w->o.log = show_log;
    w->o.progress = show_progress;
    w->o.data = w;
    int code = gyrus_run(h, w->file, &w->o, &problems, &summary);
    if (w->bar && !w->quiet) {
        fputs("\r\033[K", stderr);
    }
    if (w->repeats > 0 && !w->quiet) {
        fprintf(stderr, "(%u message%s of other folds and cases %s the same)\n", w->repeats,
                w->repeats == 1 ? "" : "s", w->repeats == 1 ? "says" : "say");
    }
    fputs(problems, stderr);
    if (code == GYRUS_CANCELLED) {
        fprintf(stderr, "gyrus: cancelled%s%s\n", w->o.out ? "; nothing is left at " : "",
                w->o.out ? w->o.out : "");
    }
    fputs(summary, stdout);
    gyrus_free(problems);
    gyrus_free(summary);
    return code;
}

static int check(gyrus_host *h, gy_words *w)
{
    char *problems = NULL;
    int code = gyrus_check(h, w->file, &w->o, &problems);
    fputs(problems, stderr);
    gyrus_free(problems);
    return code;
}

/* Prints a text that may be missing. */
static int show(char *text, const char *otherwise)
{
    if (!text) {
        fprintf(stderr, "gyrus: %s\n", otherwise);
        return GYRUS_USAGE;
    }
    fputs(text, stdout);
    gyrus_free(text);
    return GYRUS_OK;
}

static int command(gyrus_host *h, const char *word, gy_words *w)
{
    char *problems = NULL;
    int code;
    if (strcmp(word, "list") == 0) {
        code = show(gyrus_list(h, &problems), "no nodes");
    } else if (!w->file) {
        return complain("this command wants a name after it", word);
    } else if (strcmp(word, "run") == 0) {
        return run(h, w);
    } else if (strcmp(word, "check") == 0) {
        return check(h, w);
    } else if (strcmp(word, "inspect") == 0) {
        return show(gyrus_inspect(h, w->file, w->format ? w->format : "text"), "no such node");
    } else {
        code = show(gyrus_graph(h, w->file, &w->o, &problems), "the keyfile has problems");
    }
    fputs(problems ? problems : "", stderr);
    gyrus_free(problems);
    return code;
}

int main(int n, char **v)
{
    static const char *const words[] = {"run", "check", "list", "inspect", "graph", NULL};
    if (n == 2 && (strcmp(v[1], "version") == 0 || strcmp(v[1], "--version") == 0)) {
        printf("gyrus %s\n", gyrus_version());
        return GYRUS_OK;
    }
    if (n == 2 && (strcmp(v[1], "help") == 0 || strcmp(v[1], "--help") == 0)) {
        fputs(usage, stdout);
        return GYRUS_OK;
    }
    if (n < 2 || !g_strv_contains(words, v[1])) {
        return complain(n < 2 ? "a command is missing" : "there is no command",
                        n < 2 ? NULL : v[1]);
    }
    gy_words w = {.o = {.size = sizeof(gyrus_options)}, .sets = g_ptr_array_new()};
    w.said = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    int code = parse(&w, n - 2, v + 2);
    if (code == GYRUS_OK) {
        gyrus_host *h = gyrus_host_new();
        gyrus_host_add_default_plugins(h);
        code = command(h, v[1], &w);
        gyrus_host_free(h);
    }
    g_ptr_array_unref(w.sets);
    g_hash_table_unref(w.said);
    return code;
}

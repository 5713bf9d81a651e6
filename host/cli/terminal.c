/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/terminal.h"

#include <stdio.h>
#include <unistd.h>

#define SECOND     G_USEC_PER_SEC
#define FIRST_LINE (2 * SECOND)
#define WIDTH      30

void gy_terminal_init(gy_terminal *t, gboolean quiet)
{
    *t = (gy_terminal){.quiet = quiet, .bar = isatty(STDERR_FILENO) != 0};
    t->said = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    t->began = g_get_monotonic_time();
}

void gy_terminal_finish(gy_terminal *t)
{
    if (t->bar && !t->quiet) {
        fputs("\r\033[K", stderr);
    }
    if (t->repeats > 0 && !t->quiet) {
        fprintf(stderr, "(%u message%s of other folds and cases %s the same)\n", t->repeats,
                t->repeats == 1 ? "" : "s", t->repeats == 1 ? "says" : "say");
    }
    g_hash_table_unref(t->said);
}

void gy_terminal_log(void *data, int level, const char *node, const char *text)
{
    gy_terminal *t = data;
    if (!g_hash_table_add(t->said, g_strconcat(node, ": ", text, NULL))) {
        t->repeats++; /* folds and cases say the same: once is enough */
        return;
    }
    if (!t->quiet || level >= 2) {
        fprintf(stderr, "%s%s%s: %s\n", t->bar ? "\r\033[K" : "", level >= 2 ? "warning: " : "",
                node, text);
    }
}

void gy_terminal_progress(void *data, const char *node, double share)
{
    gy_terminal *t = data;
    int filled = (int)(share * WIDTH), percent = (int)(share * 100);
    if (t->quiet) {
        return;
    }
    if (t->bar) {
        fprintf(stderr, "\r\033[K[%.*s%.*s] %3d %% %s", filled, "##############################",
                WIDTH - filled, "..............................", percent, node);
        return;
    }
    gint64 now = g_get_monotonic_time();
    gboolean due = now - t->began >= FIRST_LINE && now - t->last >= SECOND;
    if (due && (t->last == 0 || percent >= t->told + 10)) {
        fprintf(stderr, "%3d %% %s\n", percent, node);
        t->last = now;
        t->told = percent;
    }
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * terminal.h: messages and progress of a run on stderr. On a terminal a bar that redraws itself;
 * elsewhere a plain line when a run takes longer than two seconds, then one for every ten per cent
 * and at most one a second. [control] */
#ifndef GY_CLI_TERMINAL_H
#define GY_CLI_TERMINAL_H

#include <glib.h>

typedef struct gy_terminal {
    gboolean quiet, bar;
    GHashTable *said; /* lines of the log that have been shown */
    guint repeats;
    gint64 began, last; /* microseconds */
    int told;           /* per cent of the last plain line */
} gy_terminal;

void gy_terminal_init(gy_terminal *t, gboolean quiet);
/* Takes the bar away and tells what was left out. */
void gy_terminal_finish(gy_terminal *t);
/* As gyrus_options wants them; data: the gy_terminal. */
void gy_terminal_log(void *data, int level, const char *node, const char *text);
void gy_terminal_progress(void *data, const char *node, double share);

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * Messages of a run. The library never prints: a message goes to the callback of whoever embeds the
 * host (the command writes it to the terminal) and to the run folder's log file. Each host has its
 * own log object.
 *
 * A message is tagged with the node that speaks (NULL: the host itself) and is one paragraph of
 * UTF-8 without a final newline.
 */
#ifndef GY_CORE_LOG_H
#define GY_CORE_LOG_H

#include <glib.h>
#include <stdbool.h>

typedef enum gy_log_level {
    GY_LOG_DEBUG,
    GY_LOG_INFO,
    GY_LOG_WARNING,
    GY_LOG_ERROR,
    GY_LOG_NONE /* as a threshold: nothing passes */
} gy_log_level;

/* Called for each message that passes the level, one at a time, from the thread that logs. It must
 * not log to the same log. Strings are valid during the call only. */
typedef void (*gy_log_fn)(void *data, gy_log_level level, const char *node, const char *text);

typedef struct gy_log gy_log;

/* level: least level that reaches the callback; fn may be NULL. [control] */
gy_log *gy_log_new(gy_log_level level, gy_log_fn fn, void *data);

/* Closes the file and frees; no thread may be logging. NULL is allowed. [control] */
void gy_log_free(gy_log *log);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(gy_log, gy_log_free)

/* From now on messages of `level` and above also go to a file, appended to what it holds, one line
 * each: UTC time, level, node, text (line breaks become " | "). Every line is on its way to the
 * disk when the call that logged it returns, so that a crash loses none. Replaces an earlier file.
 * False with GY_ERR_IO when the file cannot be opened; the earlier one then goes on. [control] */
bool gy_log_open_file(gy_log *log, const char *path, gy_log_level level, GError **error);

/* Closes the file, if any. False with GY_ERR_IO if any line could not be written (full disk): a
 * failing log does not stop a run, but is not hidden either. [control] */
bool gy_log_close_file(gy_log *log, GError **error);

/* One message. NULL for log is allowed and does nothing. [any] */
void gy_log_message(gy_log *log, gy_log_level level, const char *node, const char *format, ...)
    G_GNUC_PRINTF(4, 5);

/* The same for text that is ready, such as a plugin's: never a format. Bytes that are not UTF-8
 * become U+FFFD. [any] */
void gy_log_text(gy_log *log, gy_log_level level, const char *node, const char *text);

/* "debug", "info", "warning", "error", "none". Static. [any] */
const char *gy_log_level_name(gy_log_level level);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#include "core/log.h"

#include "core/error.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>

struct gy_log {
    gy_log_level level; /* of the callback */
    gy_log_fn fn;
    void *data;
    pthread_mutex_t lock; /* of the file and of calls to fn */
    FILE *file;
    char *path;
    gy_log_level file_level;
    int reason; /* errno of the first line that was not written, 0 = none */
};

gy_log *gy_log_new(gy_log_level level, gy_log_fn fn, void *data)
{
    gy_log *log = g_new0(gy_log, 1);
    log->level = level;
    log->fn = fn;
    log->data = data;
    log->file_level = GY_LOG_NONE;
    pthread_mutex_init(&log->lock, NULL);
    return log;
}

void gy_log_free(gy_log *log)
{
    if (log == NULL) {
        return;
    }
    gy_log_close_file(log, NULL);
    pthread_mutex_destroy(&log->lock);
    g_free(log);
}

bool gy_log_open_file(gy_log *log, const char *path, gy_log_level level, GError **error)
{
    FILE *file = fopen(path, "ae");
    if (file == NULL) {
        g_set_error(error, GY_ERROR, GY_ERR_IO, "%s: cannot open: %s", path, g_strerror(errno));
        return false;
    }
    gy_log_close_file(log, NULL);
    pthread_mutex_lock(&log->lock);
    log->file = file;
    log->path = g_strdup(path);
    log->file_level = level;
    pthread_mutex_unlock(&log->lock);
    return true;
}

bool gy_log_close_file(gy_log *log, GError **error)
{
    pthread_mutex_lock(&log->lock);
    if (log->file != NULL && fclose(log->file) != 0 && log->reason == 0) {
        log->reason = errno;
    }
    g_autofree char *path = g_steal_pointer(&log->path);
    int reason = log->reason;
    log->file = NULL;
    log->file_level = GY_LOG_NONE;
    log->reason = 0;
    pthread_mutex_unlock(&log->lock);
    if (reason != 0) {
        g_set_error(error, GY_ERROR, GY_ERR_IO, "%s: cannot write: %s", path, g_strerror(reason));
    }
    return reason == 0;
}

const char *gy_log_level_name(gy_log_level level)
{
    static const char *const names[] = {"debug", "info", "warning", "error", "none"};
    return (unsigned)level < G_N_ELEMENTS(names) ? names[level] : "none";
}

/* "2026-01-31T12:00:00.123Z warning model: text\n" */
static char *file_line(gy_log_level level, const char *node, const char *text)
{
    g_autoptr(GDateTime) now = g_date_time_new_now_utc();
    g_autofree char *seconds = g_date_time_format(now, "%Y-%m-%dT%H:%M:%S");
    GString *line = g_string_new(NULL);
    g_string_printf(line, "%s.%03dZ %s ", seconds, g_date_time_get_microsecond(now) / 1000,
                    gy_log_level_name(level));
    if (node != NULL) {
        g_string_append_printf(line, "%s: ", node);
    }
    for (; *text != '\0'; text++) {
        if (*text == '\n') {
            g_string_append(line, " | ");
        } else {
            g_string_append_c(line, *text == '\r' ? ' ' : *text);
        }
    }
    g_string_append_c(line, '\n');
    return g_string_free(line, FALSE);
}

static void write_line(gy_log *log, gy_log_level level, const char *node, const char *text)
{
    g_autofree char *line = file_line(level, node, text);
    errno = 0;
    if ((fputs(line, log->file) == EOF || fflush(log->file) != 0) && log->reason == 0) {
        log->reason = errno != 0 ? errno : EIO;
    }
}

void gy_log_text(gy_log *log, gy_log_level level, const char *node, const char *text)
{
    if (log == NULL || text == NULL) {
        return;
    }
    level = CLAMP(level, GY_LOG_DEBUG, GY_LOG_ERROR);
    g_autofree char *valid = g_strchomp(g_utf8_make_valid(text, -1));
    pthread_mutex_lock(&log->lock);
    if (log->fn != NULL && level >= log->level) {
        log->fn(log->data, level, node, valid);
    }
    if (log->file != NULL && level >= log->file_level) {
        write_line(log, level, node, valid);
    }
    pthread_mutex_unlock(&log->lock);
}

void gy_log_message(gy_log *log, gy_log_level level, const char *node, const char *format, ...)
{
    if (log == NULL) {
        return;
    }
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    gy_log_text(log, level, node, text);
}

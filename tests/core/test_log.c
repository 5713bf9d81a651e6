/* SPDX-License-Identifier: Apache-2.0 */
#include "core/log.h"

#include "core/error.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <pthread.h>
#include <string.h>

static void collect(void *data, gy_log_level level, const char *node, const char *text)
{
    g_string_append_printf(data, "%s/%s/%s;", gy_log_level_name(level), node != NULL ? node : "-",
                           text);
}

Test(log, level_and_tag)
{
    g_autoptr(GString) got = g_string_new(NULL);
    g_autoptr(gy_log) log = gy_log_new(GY_LOG_INFO, collect, got);
    gy_log_message(log, GY_LOG_DEBUG, "model", "unseen");
    gy_log_message(log, GY_LOG_INFO, "model", "alpha %d of %s", 3, "20");
    gy_log_message(log, GY_LOG_ERROR, NULL, "host\n");
    gy_log_text(log, GY_LOG_WARNING, "x", "100%s \xff");
    gy_log_text(log, (gy_log_level)99, "x", "odd level");
    gy_log_text(log, GY_LOG_ERROR, "x", NULL);
    cr_assert_str_eq(got->str, "info/model/alpha 3 of 20;error/-/host;"
                               "warning/x/100%s \xef\xbf\xbd;error/x/odd level;");
    gy_log_message(NULL, GY_LOG_ERROR, NULL, "nobody listens");
    g_autoptr(gy_log) deaf = gy_log_new(GY_LOG_NONE, collect, got);
    g_string_truncate(got, 0);
    gy_log_message(deaf, GY_LOG_ERROR, NULL, "x");
    cr_assert_eq(got->len, 0);
    gy_log_free(NULL);
}

Test(log, file)
{
    g_autofree char *folder = g_dir_make_tmp("gy-log-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "log.txt", NULL);
    g_autofree char *text = NULL;
    g_file_set_contents(path, "earlier\n", -1, NULL);
    g_autoptr(gy_log) log = gy_log_new(GY_LOG_NONE, NULL, NULL);
    cr_assert(gy_log_open_file(log, path, GY_LOG_INFO, NULL));
    gy_log_message(log, GY_LOG_DEBUG, "a", "unseen");
    gy_log_message(log, GY_LOG_WARNING, "a", "two\nlines");
    gy_log_message(log, GY_LOG_INFO, NULL, "host");
    g_file_get_contents(path, &text, NULL, NULL); /* already there, before the close */
    cr_assert(g_regex_match_simple("^earlier\n"
                                   "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z "
                                   "warning a: two \\| lines\n"
                                   "[0-9T:.-]+Z info host\n$",
                                   text, 0, 0),
              "%s", text);
    g_autoptr(GError) error = NULL;
    cr_assert_not(gy_log_open_file(log, folder, GY_LOG_INFO, &error));
    cr_assert(g_error_matches(error, GY_ERROR, GY_ERR_IO));
    cr_assert_not_null(strstr(error->message, folder));
    gy_log_message(log, GY_LOG_INFO, NULL, "still there");
    cr_assert(gy_log_close_file(log, NULL));
    gy_log_message(log, GY_LOG_INFO, NULL, "nowhere");
    cr_assert(gy_log_close_file(log, NULL), "closing twice is fine");
    g_autofree char *after = NULL;
    g_file_get_contents(path, &after, NULL, NULL);
    cr_assert(g_str_has_suffix(after, "info still there\n"));
    g_remove(path);
    g_rmdir(folder);
}

Test(log, full_disk_is_reported_at_close)
{
    g_autoptr(gy_log) log = gy_log_new(GY_LOG_NONE, NULL, NULL);
    cr_assert(gy_log_open_file(log, "/dev/full", GY_LOG_INFO, NULL));
    gy_log_message(log, GY_LOG_INFO, NULL, "lost");
    g_autoptr(GError) error = NULL;
    cr_assert_not(gy_log_close_file(log, &error));
    cr_assert_str_eq(error->message, "/dev/full: cannot write: No space left on device");
}

static void *shout(void *log)
{
    for (int i = 0; i < 200; i++) {
        gy_log_message(log, GY_LOG_INFO, "t", "0123456789");
    }
    return NULL;
}

Test(log, threads_do_not_mix_messages)
{
    g_autoptr(GString) got = g_string_new(NULL);
    g_autoptr(gy_log) log = gy_log_new(GY_LOG_DEBUG, collect, got);
    pthread_t threads[3];
    for (int i = 0; i < 3; i++) {
        cr_assert_eq(pthread_create(&threads[i], NULL, shout, log), 0);
    }
    for (int i = 0; i < 3; i++) {
        pthread_join(threads[i], NULL);
    }
    const char *line = "info/t/0123456789;";
    cr_assert_eq(got->len, 600 * strlen(line));
    for (int i = 0; i < 600; i++) {
        cr_assert(g_str_has_prefix(got->str + (size_t)i * strlen(line), line));
    }
}

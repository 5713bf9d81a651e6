/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/words.h"

#include <stdio.h>
#include <string.h>

int gy_complain(const char *what, const char *word)
{
    fprintf(stderr, "gyrus: %s%s%s\n%s", what, word ? ": " : "", word ? word : "", gy_usage);
    return GYRUS_USAGE;
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

static int read_threads(gy_words *w, const char *text)
{
    guint64 threads = 0;
    if (!g_ascii_string_to_unsigned(text, 10, 1, G_MAXINT, &threads, NULL)) {
        return gy_complain("--threads wants a number above 0, not", text);
    }
    w->o.threads = (int)threads;
    return GYRUS_OK;
}

static int read_memory(gy_words *w, const char *text)
{
    return parse_size(text, &w->o.memory)
               ? GYRUS_OK
               : gy_complain("--memory wants a size such as 4G, not", text);
}

static int read_set(gy_words *w, const char *text)
{
    g_ptr_array_add(w->sets, (char *)(uintptr_t)text);
    return GYRUS_OK;
}

static int read_allow(gy_words *w, const char *text)
{
    int32_t what = strcmp(text, "exec") == 0      ? GYRUS_ALLOW_EXEC
                   : strcmp(text, "network") == 0 ? GYRUS_ALLOW_NETWORK
                                                  : 0;
    w->o.allow |= what;
    return what ? GYRUS_OK : gy_complain("--allow wants exec or network, not", text);
}

/* One option: its commands ("run check"), and what it sets: a flag, a text, or through a function.
 */
typedef struct gy_option {
    const char *name, *commands;
    gboolean *flag;
    int32_t *choice;
    const char **text;
    int (*read)(gy_words *w, const char *text);
} gy_option;

static gboolean is_of(const gy_option *o, const char *command)
{
    g_auto(GStrv) all = g_strsplit(o->commands, " ", -1);
    return g_strv_contains((const char *const *)all, command);
}

/* Reads v[at] and, if it takes one, its value; the number of words read, 0 after a complaint. */
static int read_option(gy_words *w, const gy_option *o, int at, int n, char **v)
{
    if (!is_of(o, w->command)) {
        gy_complain("this command does not take", v[at]);
        return 0;
    }
    if (o->flag) {
        *o->flag = TRUE;
        return 1;
    }
    if (o->choice) {
        *o->choice = 1;
        return 1;
    }
    if (at + 1 == n) {
        gy_complain("a value is missing after", v[at]);
        return 0;
    }
    if (o->text) {
        *o->text = v[at + 1];
        return 2;
    }
    return o->read(w, v[at + 1]) == GYRUS_OK ? 2 : 0;
}

int gy_words_read(gy_words *w, const char *command, int n, char **v)
{
    *w = (gy_words){.o = {.size = sizeof(gyrus_options)}, .command = command};
    w->sets = g_ptr_array_new();
    const char *all = "run check list inspect graph validate";
    const gy_option options[] = {
        {.name = "--set", .commands = "run check graph", .read = read_set},
        {.name = "--out", .commands = "run", .text = &w->o.out},
        {.name = "--threads", .commands = "run check", .read = read_threads},
        {.name = "--memory", .commands = "run check", .read = read_memory},
        {.name = "--profile", .commands = "run check graph", .text = &w->o.profile},
        {.name = "--state", .commands = "run", .text = &w->o.state},
        {.name = "--allow", .commands = "run check", .read = read_allow},
        {.name = "--check", .commands = "run", .choice = &w->o.check},
        {.name = "--chance", .commands = "run", .choice = &w->o.chance},
        {.name = "--json", .commands = "run inspect", .flag = &w->json},
        {.name = "--markdown", .commands = "inspect", .flag = &w->markdown},
        {.name = "--peek", .commands = "check", .flag = &w->peek},
        {.name = "--svg", .commands = "graph", .flag = &w->svg},
        {.name = "--quiet", .commands = all, .flag = &w->quiet},
        {.name = "--help", .commands = all, .flag = &w->help},
    };
    for (int i = 0; i < n;) {
        const gy_option *o = NULL;
        for (gsize k = 0; k < G_N_ELEMENTS(options) && !o; k++) {
            o = strcmp(options[k].name, v[i]) == 0 ? &options[k] : NULL;
        }
        gboolean two = strcmp(command, "validate") == 0; /* words without a dash */
        if (!o && (v[i][0] == '-' || (two ? w->second : w->file))) {
            return gy_complain("not understood", v[i]);
        }
        if (!o) {
            *(w->file ? &w->second : &w->file) = v[i++];
            continue;
        }
        int read = read_option(w, o, i, n, v);
        if (read == 0) {
            return GYRUS_USAGE;
        }
        i += read;
    }
    g_ptr_array_add(w->sets, NULL);
    w->o.sets = (const char *const *)w->sets->pdata;
    return GYRUS_OK;
}

void gy_words_clear(gy_words *w)
{
    g_clear_pointer(&w->sets, g_ptr_array_unref);
}

/* SPDX-License-Identifier: MIT
 *
 * orchestra_task.c: one attempt of one task.
 */
#include "orchestra.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define WORDS_MOST 64

static const char *const names[] = {"plan", "template", "grammar", "compile",
                                    "link", "test",     "command"};

int stage_makes_text(worker_kind kind)
{
    return kind == WORKER_TEMPLATE || kind == WORKER_GRAMMAR || kind == WORKER_COMMAND;
}

static int read_workers(gy_call *c, stage *s)
{
    const gy_array *worker = gy_get(c, "worker"), *argument = gy_get(c, "argument");
    for (int64_t i = 0; i < s->g.n; i++) {
        char *word = task_text(c, worker, i);
        int k = 0, known = (int)(sizeof names / sizeof *names);
        s->argument[i] = task_text(c, argument, i);
        if (!word || !s->argument[i]) {
            return tr_memory(c, "worker");
        }
        while (k < known && strcmp(names[k], word) != 0) {
            k++;
        }
        if (k == known) {
            return tr_fail(c, GY_DATA, "worker",
                           "task `%s`: there is no worker `%s`; there are plan, template, grammar, "
                           "compile, link, test and command",
                           s->g.name[i], word);
        }
        s->kind[i] = (worker_kind)k;
        if (k <= WORKER_GRAMMAR || k == WORKER_COMMAND) {
            if (!orchestra_plain(s->argument[i]) || !strchr(s->argument[i], '.')) {
                return tr_fail(
                    c, GY_DATA, "argument",
                    "task `%s`: `%s` is not the name of a file with a suffix in `folder`",
                    s->g.name[i], s->argument[i]);
            }
        }
        if (k == WORKER_COMMAND && c->host->count(c, "command") < 1) {
            return tr_fail(c, GY_PARAM, "command", "task `%s` needs a program to call",
                           s->g.name[i]);
        }
        if (!orchestra_plain(s->g.name[i])) {
            return tr_fail(c, GY_DATA, "name", "`%s` cannot be the name of a file", s->g.name[i]);
        }
    }
    return GY_OK;
}

int stage_open(gy_call *c, stage *s)
{
    const char *tmp = getenv("TMPDIR");
    *s = (stage){.c = c, .source = c->host->text(c, "folder"), .board = {.c = c}};
    GY_TRY(task_graph_read(c, &s->g));
    s->kind = (worker_kind *)tr_scratch(c, s->g.n + 1, (int64_t)sizeof *s->kind);
    s->argument = (char **)tr_scratch(c, s->g.n + 1, (int64_t)sizeof *s->argument);
    s->text = (char *)tr_scratch(c, TEXT_MOST + 1, 1);
    s->raw = (char *)tr_scratch(c, TEXT_MOST + 1, 1);
    s->out = (char *)tr_scratch(c, TEXT_MOST + 1, 1);
    s->draw = (double *)tr_scratch(c, ORCHESTRA_DRAWS, 8);
    if (!s->kind || !s->argument || !s->text || !s->raw || !s->out || !s->draw) {
        return tr_memory(c, "name");
    }
    GY_TRY(read_workers(c, s));
    snprintf(s->folder, sizeof s->folder, "%s/gyrus-orchestra-XXXXXX",
             tmp && strlen(tmp) < 200 && tmp[0] == '/' ? tmp : "/tmp");
    if (!mkdtemp(s->folder)) {
        return tr_fail(c, GY_IO, "folder", "cannot make a folder %s: %s", s->folder,
                       strerror(errno));
    }
    return GY_OK;
}

void stage_file(const stage *s, int64_t i, char *out, size_t room)
{
    const char *dot = strrchr(s->argument[i], '.');
    out[0] = 0;
    if (stage_makes_text(s->kind[i])) {
        snprintf(out, room, "%.*s", (int)(dot - s->argument[i]), s->argument[i]);
    } else if (s->kind[i] == WORKER_COMPILE) {
        snprintf(out, room, "%s.o", s->g.name[i]);
    } else if (s->kind[i] == WORKER_LINK) {
        snprintf(out, room, "%s", s->g.name[i]);
    }
}

static int write_file(stage *s, const char *name, const char *text, int64_t n)
{
    char path[PATH_MOST];
    snprintf(path, sizeof path, "%s/%s", s->folder, name);
    FILE *f = fopen(path, "wb");
    int good = f && fwrite(text, 1, (size_t)n, f) == (size_t)n;
    if (!f || fclose(f) || !good) {
        return tr_fail(s->c, GY_IO, "folder", "cannot write %s: %s", path, strerror(errno));
    }
    return 1;
}

/* What a template or a grammar makes; with probability `garble` a stray @ is put into it. */
static int make_text(stage *s, int64_t i)
{
    buffer raw = {s->raw, 0, TEXT_MOST, 0}, out = {s->out, 0, TEXT_MOST, 0};
    const gy_rng *rng = (const gy_rng *)s->c->host->extension(s->c, GY_RNG);
    const char *text = s->text;
    char name[PATH_MOST];
    double luck[2] = {1, 0}, garble = gy_number(s->c, "garble");
    int64_t row = i * 1000 + s->attempts[i];
    GY_TRY(rng->uniform(s->c, "grammar", row, ORCHESTRA_DRAWS, s->draw));
    GY_TRY(rng->uniform(s->c, "garble", row, 2, luck));
    if (s->kind[i] == WORKER_GRAMMAR) {
        if (!orchestra_grow(text, s->draw, ORCHESTRA_DRAWS, &raw, s->why)) {
            return 0;
        }
        s->raw[raw.n] = 0;
        text = s->raw;
    }
    if (!orchestra_fill(&s->board, text, &out, s->why)) {
        return 0;
    }
    if (luck[0] < garble && out.n > 0) {
        s->out[(int64_t)(luck[1] * (double)out.n)] = '@';
    }
    stage_file(s, i, name, sizeof name);
    return write_file(s, name, s->out, out.n);
}

/* Files with a suffix that the tasks which i needs have made, into words. */
static int files_of(const stage *s, int64_t i, const char *suffix, char (*file)[PATH_MOST],
                    char **words, int most)
{
    int n = 0;
    for (int64_t k = s->g.first[i]; k < s->g.first[i + 1] && n < most; k++) {
        stage_file(s, s->g.need[k], file[n], PATH_MOST);
        const char *dot = strrchr(file[n], '.');
        if (file[n][0] && !strcmp(dot ? dot : "", suffix)) {
            words[n] = file[n];
            n++;
        }
    }
    return n;
}

static int start(stage *s, int64_t i, char **words, child *out)
{
    char log[PATH_MOST];
    snprintf(log, sizeof log, "%s.log", s->g.name[i]);
    GY_TRY(child_start(s->c, words, s->folder, log, out));
    return 2;
}

static char *word(const char *text)
{
    return (char *)(uintptr_t)text;
}

/* cc ... -o OUT -c -x c FILE, or cc ... -o OUT FILES.o */
static int build(stage *s, int64_t i, child *out)
{
    char file[WORDS_MOST][PATH_MOST], target[PATH_MOST];
    char *words[2 * WORDS_MOST + 8], *found[WORDS_MOST];
    int64_t n = 0, count = s->c->host->count(s->c, "compiler");
    int link = s->kind[i] == WORKER_LINK;
    int files = files_of(s, i, link ? ".o" : ".c", file, found, WORDS_MOST);
    if (!link && files == 0) {
        files = files_of(s, i, ".h", file, found, WORDS_MOST);
    }
    if (link ? files == 0 : files != 1) {
        snprintf(s->why, WHY_MOST, "it needs %d tasks that make a %s; %s is wanted", files,
                 link ? ".o" : ".c or .h", link ? "at least one" : "one");
        return 0;
    }
    for (; n < count && n < WORDS_MOST; n++) {
        words[n] = word(s->c->host->text_item(s->c, "compiler", n));
    }
    stage_file(s, i, target, sizeof target);
    words[n++] = word("-o");
    words[n++] = target;
    if (!link) { /* a header alone is compiled as a source */
        words[n++] = word("-c");
        words[n++] = word("-x");
        words[n++] = word("c");
    }
    for (int k = 0; k < files; k++) {
        words[n++] = found[k];
    }
    words[n] = 0;
    return start(s, i, words, out);
}

/* The program that a needed task has linked, with the words of the argument. */
static int test(stage *s, int64_t i, child *out)
{
    char file[2][PATH_MOST], program[PATH_MOST + 8], line[PATH_MOST];
    char *words[WORDS_MOST] = {0}, *rest = 0;
    int n = 1;
    if (files_of(s, i, "", file, words, 2) != 1) {
        snprintf(s->why, WHY_MOST, "it needs no task that links a program, or several");
        return 0;
    }
    snprintf(program, sizeof program, "./%s", file[0]);
    snprintf(line, sizeof line, "%s", strcmp(s->argument[i], "-") ? s->argument[i] : "");
    words[0] = program;
    for (char *at = strtok_r(line, " ", &rest); at && n < WORDS_MOST - 1;
         at = strtok_r(0, " ", &rest)) {
        words[n++] = at;
    }
    words[n] = 0;
    return start(s, i, words, out);
}

/* Any program: {prompt} is a file with the filled-in argument, {out} the file it has to write. */
static int command(stage *s, int64_t i, child *out)
{
    char prompt[PATH_MOST], file[PATH_MOST], attempt[32], *words[WORDS_MOST + 1];
    buffer filled = {s->out, 0, TEXT_MOST, 0};
    int64_t n = s->c->host->count(s->c, "command");
    snprintf(prompt, sizeof prompt, "%s.prompt", s->g.name[i]);
    snprintf(attempt, sizeof attempt, "%lld", (long long)s->attempts[i]);
    stage_file(s, i, file, sizeof file);
    if (!orchestra_fill(&s->board, s->text, &filled, s->why)) {
        return 0;
    }
    GY_TRY(write_file(s, prompt, s->out, filled.n));
    n = n < WORDS_MOST ? n : WORDS_MOST;
    for (int64_t k = 0; k < n; k++) {
        const char *given = s->c->host->text_item(s->c, "command", k);
        words[k] = !strcmp(given, "{prompt}")    ? prompt
                   : !strcmp(given, "{out}")     ? file
                   : !strcmp(given, "{attempt}") ? attempt
                                                 : word(given);
    }
    words[n] = 0;
    return start(s, i, words, out);
}

int stage_begin(stage *s, int64_t i, child *out)
{
    worker_kind kind = s->kind[i];
    s->why[0] = 0;
    if ((kind <= WORKER_GRAMMAR || kind == WORKER_COMMAND) &&
        !orchestra_read(s->source, s->argument[i], s->text, s->why)) {
        return 0;
    }
    switch (kind) {
    case WORKER_PLAN:
        return orchestra_plan(&s->board, s->text, s->why);
    case WORKER_TEMPLATE:
    case WORKER_GRAMMAR:
        return make_text(s, i);
    case WORKER_TEST:
        return test(s, i, out);
    case WORKER_COMMAND:
        return command(s, i, out);
    default:
        return build(s, i, out);
    }
}

int stage_after(stage *s, int64_t i)
{
    char name[PATH_MOST], path[2 * PATH_MOST];
    stage_file(s, i, name, sizeof name);
    snprintf(path, sizeof path, "%s/%s", s->folder, name);
    if (name[0] && access(path, R_OK)) {
        snprintf(s->why, WHY_MOST, "it has not made %.200s", name);
        return 0;
    }
    return 1;
}

void stage_result(stage *s, int64_t i)
{
    char name[PATH_MOST], why[WHY_MOST];
    stage_file(s, i, name, sizeof name);
    if (!stage_makes_text(s->kind[i])) {
        snprintf(name, sizeof name, "%s.log", s->g.name[i]);
    }
    if (!orchestra_read(s->folder, name, s->text, why)) {
        s->text[0] = 0;
    }
}

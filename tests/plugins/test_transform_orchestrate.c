/* SPDX-License-Identifier: MIT
 *
 * transform.orchestrate: texts, a compiler, a program, retries; and any program as a worker.
 */
#include "files.h"
#include "harness.h"

#include <dirent.h>
#include <time.h>

#define MOST 8

typedef struct task {
    const char *name, *needs, *worker, *argument;
} task;

static void put(const char *name, const char *text)
{
    char path[200];
    snprintf(path, sizeof path, "%s/%s", files_folder(), name);
    FILE *f = fopen(path, "w");
    cr_assert(f && fputs(text, f) >= 0 && fclose(f) == 0);
}

static harness *begin(int n, const task *tasks)
{
    const char *column[4][MOST];
    static const char *const ports[] = {"name", "needs", "worker", "argument"};
    harness *h = harness_new("transform-orchestrate", NULL);
    for (int i = 0; i < n; i++) {
        column[0][i] = tasks[i].name;
        column[1][i] = tasks[i].needs;
        column[2][i] = tasks[i].worker;
        column[3][i] = tasks[i].argument;
    }
    for (int k = 0; k < 4; k++) {
        harness_in_text(h, ports[k], n, column[k]);
    }
    setenv("TMPDIR", files_folder(), 1);
    harness_param(h, "folder", files_folder());
    harness_texts(h, "compiler", 4, (const char *const[]){"cc", "-Wall", "-Wextra", "-Werror"});
    put("goal.txt", "# a goal\nanswer = 6 * seven\nseven = 7\nanswer = 6 * seven\n");
    put("ask.c.in",
        "#include <stdio.h>\nint main(void)\n{\n    return puts(\"@answer@\") < 0;\n}\n");
    return h;
}

static const task chain[] = {{"plan", "-", "plan", "goal.txt"},
                             {"text", "plan", "template", "ask.c.in"},
                             {"object", "text", "compile", "-"},
                             {"program", "object", "link", "-"},
                             {"test", "program", "test", "-"}};

/* Nothing of a run is left in the folder of temporary files. */
static void swept(void)
{
    DIR *dir = opendir(files_folder());
    for (const struct dirent *e; (e = readdir(dir));) {
        cr_assert(!strstr(e->d_name, "gyrus-orchestra"), "%s is left", e->d_name);
    }
    closedir(dir);
}

static const int64_t *attempts_of(harness *h)
{
    return harness_get(h, "attempts")->data;
}

Test(orchestrate, a_program_is_planned_written_compiled_and_run)
{
    harness *h = begin(5, chain);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    for (int i = 0; i < 5; i++) {
        cr_assert_eq(harness_doubles(h, "passed")[i], 1, "%s", chain[i].name);
        cr_assert_eq(attempts_of(h)[i], 1);
        cr_assert(i == 0 || harness_doubles(h, "began")[i] >= harness_doubles(h, "ended")[i - 1]);
    }
    cr_assert(strstr(harness_row_text(h, "made", 1), "puts(\"42\")"));
    cr_assert_str_eq(harness_row_text(h, "made", 4), "42\n");
    cr_assert(harness_doubles(h, "kept")[0] == 1 && harness_doubles(h, "kept")[1] == 1);
    swept();
    harness_free(h);
}

Test(orchestrate, lost_attempts_and_damaged_texts_are_made_good)
{
    harness *h = begin(5, chain);
    int64_t extra = 0;
    harness_number(h, "crash", .4);
    harness_number(h, "garble", .7);
    harness_number(h, "retries", 60);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    for (int i = 0; i < 5; i++) {
        cr_assert_eq(harness_doubles(h, "passed")[i], 1, "%s", chain[i].name);
        extra += attempts_of(h)[i] - 1;
    }
    cr_assert(extra >= 2, "%lld", (long long)extra);
    harness_free(h);
}

Test(orchestrate, nothing_follows_a_failure)
{
    harness *h = begin(5, chain);
    harness_number(h, "crash", 1);
    harness_number(h, "retries", 2);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert_eq(attempts_of(h)[0], 3);
    for (int i = 0; i < 5; i++) {
        cr_assert_eq(harness_doubles(h, "passed")[i], 0);
        cr_assert(i == 0 || attempts_of(h)[i] == 0);
    }
    swept();
    harness_free(h);
}

/* A stub in the place of a language model: wrong at first, right at the second attempt. */
Test(orchestrate, any_program_can_write_the_code)
{
    static const task tasks[] = {{"plan", "-", "plan", "goal.txt"},
                                 {"model", "plan", "command", "ask.c.prompt"},
                                 {"object", "model", "compile", "-"},
                                 {"program", "object", "link", "-"},
                                 {"test", "program", "test", "-"}};
    static const char script[] = "test $(cat $1) = 42 || exit 3\n"
                                 "if [ $3 = 1 ]; then echo 'int main(void) { return 1; }' > $2\n"
                                 "else echo 'int main(void) { return 0; }' > $2; fi\n";
    harness *h = begin(5, tasks);
    put("ask.c.prompt", "@answer@\n");
    harness_texts(
        h, "command", 7,
        (const char *const[]){"sh", "-c", script, "sh", "{prompt}", "{out}", "{attempt}"});
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    for (int i = 0; i < 5; i++) {
        cr_assert_eq(harness_doubles(h, "passed")[i], 1, "%s", tasks[i].name);
        cr_assert_eq(attempts_of(h)[i], i == 0 ? 1 : 2, "%s", tasks[i].name);
    }
    cr_assert(strstr(harness_row_text(h, "made", 1), "return 0"));
    harness_free(h);
}

/* A header that alone compiles and breaks what uses it, then one that compiles and fails the test,
 * then the right one. By hand: b does not use LINE, so that it is blamed by the test only; however
 * many work at once, the counts are the same. */
Test(orchestrate, a_damaged_header_is_made_again)
{
    static const task tasks[] = {{"header", "-", "command", "game.h.prompt"},
                                 {"a", "-", "template", "a.c.in"},
                                 {"b", "-", "template", "b.c.in"},
                                 {"compile-header", "header", "compile", "-"},
                                 {"compile-a", "a compile-header", "compile", "-"},
                                 {"compile-b", "b compile-header", "compile", "-"},
                                 {"program", "compile-a compile-b", "link", "-"},
                                 {"test", "program", "test", "-"}};
    static const int64_t begun[] = {3, 3, 2, 3, 3, 3, 2, 2};
    static const char script[] =
        "case $2 in 1) v=3@;; 2) v=4;; *) v=3;; esac; echo \"#define LINE $v\" > $1; "
        "echo 'int b(void);' >> $1";
    for (int workers = 1; workers <= 3; workers++) {
        harness *h = begin(8, tasks);
        put("game.h.prompt", "-\n");
        put("a.c.in", "#include \"game.h\"\nint main(void)\n{\n    return LINE - b();\n}\n");
        put("b.c.in", "#include \"game.h\"\nint b(void)\n{\n    return 3;\n}\n");
        harness_number(h, "workers", workers);
        harness_texts(h, "command", 6,
                      (const char *const[]){"sh", "-c", script, "sh", "{out}", "{attempt}"});
        cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
        for (int i = 0; i < 8; i++) {
            cr_assert_eq(harness_doubles(h, "passed")[i], 1, "%s", tasks[i].name);
            cr_assert_eq(attempts_of(h)[i], begun[i], "%s: %lld", tasks[i].name,
                         (long long)attempts_of(h)[i]);
        }
        harness_free(h);
    }
}

Test(orchestrate, several_programs_run_at_once)
{
    static const task tasks[] = {{"a", "-", "command", "x.a.in"}, {"b", "-", "command", "y.b.in"}};
    harness *h = begin(2, tasks);
    put("x.a.in", "x");
    put("y.b.in", "y");
    harness_texts(h, "command", 5,
                  (const char *const[]){"sh", "-c", "sleep 0.4; touch $1", "sh", "{out}"});
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert(harness_doubles(h, "began")[1] < harness_doubles(h, "ended")[0]);
    cr_assert(harness_doubles(h, "began")[0] < harness_doubles(h, "ended")[1]);
    harness_free(h);
}

Test(orchestrate, a_grammar_grows_what_its_rules_allow)
{
    static const task tasks[] = {{"plan", "-", "plan", "goal.txt"},
                                 {"words", "plan", "grammar", "w.txt.grammar"}};
    harness *h = begin(2, tasks);
    put("w.txt.grammar", "start = <a> @answer@\na = x<a> | y\n");
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    const char *made = harness_row_text(h, "made", 1);
    made += strspn(made, "x");
    cr_assert_str_eq(made, "y 42\n");
    harness_free(h);
}

static void fails(const char *grammar, const char *part)
{
    static const task tasks[] = {{"words", "-", "grammar", "w.txt.grammar"}};
    harness *h = begin(1, tasks);
    put("w.txt.grammar", grammar);
    harness_number(h, "retries", 0);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert_eq(harness_doubles(h, "passed")[0], 0);
    harness_free(h);
    (void)part;
}

Test(orchestrate, texts_that_cannot_be_made_fail)
{
    fails("start = <a>\n", "no rule for <a>");
    fails("start = <start><start>\n", "does not end");
    fails("start = @nobody@\n", "which nobody posted");
    fails("", "no rule for <start>");
}

static void refused(const task *t, const char *where, const char *part)
{
    harness *h = begin(1, t);
    cr_assert_eq(harness_run(h), !strcmp(where, "command") ? GY_PARAM : GY_DATA);
    cr_assert_str_eq(harness_where(h), where);
    cr_assert(strstr(harness_error(h), part), "%s", harness_error(h));
    swept();
    harness_free(h);
}

Test(orchestrate, bad_tables)
{
    refused(&(task){"a", "a", "plan", "goal.txt"}, "needs", "in a circle: a -> a");
    refused(&(task){"a", "-", "poet", "goal.txt"}, "worker", "there is no worker `poet`");
    refused(&(task){"a", "-", "template", "../goal.txt"}, "argument", "is not the name of a file");
    refused(&(task){"a", "-", "template", "/etc/passwd"}, "argument", "is not the name of a file");
    refused(&(task){"a", "-", "command", "goal.txt"}, "command", "needs a program to call");
}

Test(orchestrate, ends_when_the_run_stops_or_time_is_over)
{
    static const task tasks[] = {{"a", "-", "command", "goal.txt"}};
    time_t start = time(NULL);
    for (int late = 0; late < 2; late++) {
        harness *h = begin(1, tasks);
        harness_texts(h, "command", 2, (const char *const[]){"sleep", "20"});
        harness_number(h, "retries", 0);
        if (late) {
            harness_number(h, "timeout", .2);
        } else {
            harness_stop_after(h, 2);
        }
        cr_assert_eq(harness_run(h), late ? GY_OK : GY_CANCELLED);
        swept();
        harness_free(h);
    }
    cr_assert_lt(time(NULL) - start, 5);
}

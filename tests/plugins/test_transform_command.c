/* SPDX-License-Identifier: MIT */
#include "harness.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const double X[] = {1, 2, 3, 4, 5, 6, 7, 8};

static harness *begin(int n, const char *const *argv)
{
    harness *h = harness_new("transform-command", "transform.command");
    harness_matrix(h, "x", 4, 2, X);
    harness_texts(h, "argv", n, argv);
    return h;
}

static harness *shell(const char *script)
{
    const char *const argv[] = {"sh", "-c", script, "sh", "{in}", "{out}"};
    return begin(6, argv);
}

Test(command, copies_through_two_files)
{
    harness *h = begin(3, (const char *const[]){"cp", "{in}", "{out}"});
    harness_stride(h, "x");
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert_eq(memcmp(harness_doubles(h, "y"), X, sizeof X), 0);
    harness_free(h);
}

Test(command, one_call_for_each_segment)
{
    const int64_t first[] = {0, 3};
    harness *h = begin(3, (const char *const[]){"cp", "{in}", "{out}"});
    harness_segments(h, "x.row", 2, first);
    harness_param(h, "per", "segment");
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert_eq(memcmp(harness_doubles(h, "y"), X, sizeof X), 0);
    harness_free(h);
}

Test(command, vector_of_f32)
{
    const float x[] = {1, 2, 3};
    const int64_t n = 3;
    harness *h = harness_new("transform-command", NULL);
    harness_in(h, "x", GY_FLOAT, 32, 1, &n, x);
    harness_texts(h, "argv", 3, (const char *const[]){"cp", "{in}", "{out}"});
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert_eq(memcmp(harness_get(h, "y")->data, x, sizeof x), 0);
    harness_free(h);
}

static void fails(harness *h, int code, const char *where, const char *part)
{
    cr_assert_eq(harness_run(h), code);
    cr_assert_str_eq(harness_where(h), where);
    cr_assert_not_null(strstr(harness_error(h), part), "%s", harness_error(h));
    harness_free(h);
}

Test(command, exit_status_and_last_words)
{
    fails(shell("echo no such colour >&2; exit 3"), GY_IO, "argv",
          "ended with status 3; it said: no such colour");
}

Test(command, signal)
{
    fails(shell("kill -9 $$"), GY_IO, "argv", "signal 9");
}

Test(command, no_such_program)
{
    fails(begin(2, (const char *const[]){"no-such-program-7", "{out}"}), GY_IO, "argv",
          "no-such-program-7");
}

Test(command, no_output)
{
    fails(shell("exit 0"), GY_IO, "argv", "wrote no file");
}

Test(command, another_shape)
{
    harness *h = begin(3, (const char *const[]){"cp", "{in}", "{out}"});
    harness_list(h, "shape", 1, (const double[]){3});
    fails(h, GY_SHAPE, "shape", "not a float64 array of shape (4, 3)");
}

Test(command, not_a_npy_file)
{
    fails(shell("echo hello, this is text > $2"), GY_FORMAT, "argv", "not a version 1 .npy");
}

Test(command, cut_short)
{
    fails(shell("head -c 150 $1 > $2"), GY_FORMAT, "argv", "shorter or longer");
}

Test(command, one_byte_too_many)
{
    fails(shell("cp $1 $2; printf x >> $2"), GY_FORMAT, "argv", "shorter or longer");
}

Test(command, arguments_without_out)
{
    harness *h = begin(2, (const char *const[]){"cp", "{in}"});
    cr_assert_eq(harness_resolve(h), GY_PARAM);
    cr_assert_str_eq(harness_where(h), "argv");
    harness_free(h);
}

Test(command, ended_after_its_time)
{
    harness *h = shell("echo slow >&2; sleep 20");
    time_t start = time(NULL);
    harness_number(h, "timeout", 0.2);
    fails(h, GY_IO, "timeout", "ended after 0.2 s; it said: slow");
    cr_assert_lt(time(NULL) - start, 5);
}

Test(command, its_children_end_with_it)
{
    char mark[64], script[160];
    snprintf(mark, sizeof mark, "/tmp/gyrus-test-mark-%ld", (long)getpid());
    snprintf(script, sizeof script, "(sleep 0.6; touch %s) & wait", mark);
    harness *h = shell(script);
    harness_number(h, "timeout", 0.1);
    fails(h, GY_IO, "timeout", "ended after 0.1 s");
    usleep(1000000);
    cr_assert_neq(access(mark, F_OK), 0, "a child of the program lived on");
}

Test(command, ended_when_the_run_stops)
{
    harness *h = shell("sleep 20");
    harness_stop_after(h, 2);
    cr_assert_eq(harness_run(h), GY_CANCELLED);
    harness_free(h);
}

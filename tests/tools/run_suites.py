"""Run the test suites in order: run_suites.py [SUITE...]

lint        style, dependency rules, and the tests of the test tools
unit        every meson test, in build/
sanitizers  the same tests under ASan, UBSan and LSan, in build-asan/
tsan        the meson suite "thread" under ThreadSanitizer, in build-tsan/
pipelines   every pipelines/*.ini with --profile small --check, and with each fault that it names

Prints time and budget per suite, what failed with the end of its output, what was skipped and why,
and as the last line "N passed, M failed, K skipped". The exit status is 1 iff M > 0. All counts are
built by tap.py from TAP and meson's testlog.json; the same list is kept in build/test-report.json.
GYRUS_BUDGET_FACTOR=3 stretches every time limit on a slow or busy machine.
"""
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections import namedtuple

import tap
from tap import Test

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PYTHON = "/usr/bin/python3"
FACTOR = float(os.environ.get("GYRUS_BUDGET_FACTOR", "1"))
PIPELINE_SECONDS = 5

Suite = namedtuple("Suite", "name budget_minutes run")


class Stop(Exception):
    """A suite cannot go on; the text says why and counts as one failure."""


def say(text):
    print(text, flush=True)


def run(command, env=None, timeout=None):
    """Run in the root, return (exit status, stdout and stderr together)."""
    try:
        done = subprocess.run(command, cwd=ROOT, env=dict(os.environ, **(env or {})), timeout=timeout,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, encoding="utf-8", errors="replace")
    except subprocess.TimeoutExpired as late:
        output = late.stdout or b""
        return 124, (output if isinstance(output, str) else output.decode("utf-8", "replace"))
    except OSError as error:
        raise Stop("cannot run %s: %s" % (command[0], error.strerror))
    return done.returncode, done.stdout


def compiler_warnings(output):
    return [line for line in output.splitlines() if "warning: " in line]


def prepare(folder, options, env=None):
    """Configure once, then compile. Compiling without a warning is itself a test."""
    if not os.path.exists(os.path.join(ROOT, folder, "build.ninja")):
        for part in ("meson-private", "meson-info"):
            shutil.rmtree(os.path.join(ROOT, folder, part), ignore_errors=True)
        status, output = run(["meson", "setup", folder, "--buildtype=debugoptimized"] + options,
                             env)
        if status:
            raise Stop("meson setup %s failed\n%s" % (folder, tap.tail(output)))
    status, output = run(["ninja", "-C", folder])
    if status:
        errors = [line for line in output.splitlines() if " error: " in line or "FAILED" in line]
        raise Stop("%s does not build\n%s\n%s" % (folder, "\n".join(errors[:20]), tap.tail(output)))
    warnings = compiler_warnings(output)
    return Test("compiles without warnings", "failed" if warnings else "passed",
                "\n".join(warnings[:20]))


def introspect(folder):
    status, output = run(["meson", "introspect", "--tests", folder])
    if status:
        raise Stop("meson introspect failed\n" + tap.tail(output))
    return json.loads(output[output.index("["):])


def meson_test(folder, introspected, options=(), env=None, launcher=()):
    """Run the tests and count them from the fresh report of this very run."""
    log = os.path.join(ROOT, folder, "meson-logs", "testlog.json")
    if os.path.exists(log):
        os.remove(log)
    command = list(launcher) + ["meson", "test", "-C", folder, "--no-rebuild"] + list(options)
    status, output = run(command, env)
    if not os.path.exists(log):
        raise Stop("meson test left no report (exit status %d)\n%s" % (status, tap.tail(output)))
    with open(log, encoding="utf-8") as lines:
        tests = tap.count_meson(lines, introspected)
    if status and not any(test.status == "failed" for test in tests):
        tests.append(Test("meson test", "failed", "exit status %d\n%s" % (status, tap.tail(output))))
    return tests


def count_tap_command(name, command):
    status, output = run(command)
    return tap.count_tap_program(name, {"stdout": output, "returncode": status})


def suite_lint():
    tests = count_tap_command("lint", [PYTHON, "tests/lint/lint.py", "--tap"])
    for path in ("tests/lint/test_lint.py", "tests/tools/test_run_suites.py"):
        tests += count_tap_command(path, [PYTHON, "tests/tools/unittest_tap.py", path])
    status, output = run([PYTHON, "tests/tools/systems.py", "table", "--check"])
    return tests + [Test("the table of the systems", "failed" if status else "passed", output)]


def suite_unit():
    tests = [prepare("build", [])]
    return tests + meson_test("build", introspect("build"))


def sanitizer_env(logs):
    """Reports go to files: Criterion hides a leak in a forked child, a file cannot be hidden."""
    shutil.rmtree(logs, ignore_errors=True)
    os.makedirs(logs)
    common = "log_path='%s':log_exe_name=1" % os.path.join(logs, "report")
    return {"ASAN_OPTIONS": common + ":detect_leaks=1:detect_stack_use_after_return=1",
            "UBSAN_OPTIONS": common + ":print_stacktrace=1:halt_on_error=1",
            "TSAN_OPTIONS": common + ":second_deadlock_stack=1"}


def sanitizer_reports(logs):
    tests = []
    for path in sorted(glob.glob(os.path.join(glob.escape(logs), "*"))):
        with open(path, encoding="utf-8", errors="replace") as report:
            text = report.read()
        tests.append(Test("report " + os.path.relpath(path, ROOT), "failed",
                          "\n".join(text.strip().splitlines()[:tap.TAIL_LINES])))
    return tests or [Test("no sanitizer report", "passed", "")]


def suite_sanitizers():
    # clang, because gcc's UBSan ignores log_path beside ASan and Criterion swallows its words.
    # lundef: a sanitizer's runtime comes from the executable, so plugins keep undefined symbols.
    tests = [prepare("build-asan", ["-Db_sanitize=address,undefined", "-Db_lundef=false",
                                    "-Doptimization=1", "-Dc_args=-fno-sanitize-recover=all"],
                     {"CC": "clang"})]
    logs = os.path.join(ROOT, "build-asan", "sanitizer-reports")
    tests += meson_test("build-asan", introspect("build-asan"), ["--timeout-multiplier=5"],
                        sanitizer_env(logs))
    return tests + sanitizer_reports(logs)


def suite_tsan():
    tests = [prepare("build-tsan", ["-Db_sanitize=thread", "-Db_lundef=false", "-Doptimization=1"])]
    threaded = [test for test in introspect("build-tsan")
                if any(suite.split(":")[-1] == "thread" for suite in test["suite"])]
    if not threaded:
        return tests + [Test("thread tests", "skipped", "no meson test has the suite \"thread\"")]
    # ThreadSanitizer of gcc 12 refuses address layouts that newer kernels randomise into.
    launcher = ["setarch", "--addr-no-randomize"]
    if run(launcher + ["true"])[0]:
        launcher = []
    logs = os.path.join(ROOT, "build-tsan", "sanitizer-reports")
    tests += meson_test("build-tsan", threaded, ["--suite=thread", "--timeout-multiplier=10"],
                        sanitizer_env(logs), launcher)
    return tests + sanitizer_reports(logs)


def comments(text, word):
    """What comment lines of a keyfile say: "# planted fault: world.snr=0"."""
    return re.findall(r"^# %s: (\S.*?) *$" % word, text, re.M)


def find_faults(name, command, out, text, limit):
    """Each fault that the file names must make it miss its check: status 4, and no other."""
    tests = []
    for fault in comments(text, "planted fault"):
        shutil.rmtree(out, ignore_errors=True)
        status, output = run(command + ["--set", fault], timeout=20 * limit)
        missed = re.search(r"^MISS .* = -?[0-9]", output, re.M)  # a number, not only n/a
        tests.append(Test("%s finds %s" % (name, fault), "passed" if status == 4 and missed else "failed",
                          "exit status %d\n%s" % (status, tap.tail(output))))
    return tests


def check_pipeline(path, gyrus):
    """One pipeline; a run that is only too slow gets a second try, for a busy machine's sake."""
    name = os.path.splitext(os.path.basename(path))[0]
    out = os.path.join(ROOT, "build", "check-all", name)
    limit = PIPELINE_SECONDS * FACTOR
    with open(path, encoding="utf-8") as lines:
        text = lines.read()
    data = re.search(r"^data *= *(.*)$", text, re.M)
    if data and not os.path.exists(os.path.join(os.path.dirname(path), data.group(1))):
        return [Test(name, "skipped", "its data is not here: " + data.group(1))]
    command = [gyrus, "run", path, "--profile", "small", "--check", "--out", out]
    command += [word for what in comments(text, "allow") for word in ("--allow", what)]
    for _ in range(2):
        shutil.rmtree(out, ignore_errors=True)
        begin = time.monotonic()
        status, output = run(command, timeout=20 * limit)
        seconds = time.monotonic() - begin
        if status or seconds <= limit:
            break
    say("    %-40s %5.1f s  exit status %d" % (name, seconds, status))
    if status:
        return [Test(name, "failed", "exit status %d\n%s" % (status, tap.tail(output)))]
    if seconds > limit:
        return [Test(name, "failed", "took %.1f s, the limit is %.0f s" % (seconds, limit))]
    return [Test(name, "passed", "")] + find_faults(name, command, out, text, limit)


def suite_pipelines():
    paths = sorted(glob.glob(os.path.join(glob.escape(ROOT), "pipelines", "*.ini")))
    gyrus = os.path.join(ROOT, "build", "gyrus")
    if not paths:
        return [Test("pipelines", "skipped", "there is no pipelines/*.ini")]
    prepare("build", [])
    if not os.path.exists(gyrus):
        raise Stop("build/gyrus was not built")
    os.makedirs(os.path.join(ROOT, "build", "check-all"), exist_ok=True)
    return [test for path in paths for test in check_pipeline(os.path.relpath(path, ROOT), gyrus)]


# The budgets add up to the 30 minutes that the whole run may take.
SUITES = (
    Suite("lint", 1, suite_lint),
    Suite("unit", 9, suite_unit),
    Suite("sanitizers", 14, suite_sanitizers),
    Suite("tsan", 3, suite_tsan),
    Suite("pipelines", 3, suite_pipelines),
)


def run_suite(suite):
    """All tests of one suite with its name in front, and its seconds."""
    budget = suite.budget_minutes * FACTOR
    say("== %s (budget %g min)" % (suite.name, budget))
    begin = time.monotonic()
    try:
        tests = suite.run()
    except Stop as stop:
        tests = [Test("could not finish", "failed", str(stop))]
    except Exception as error:
        tests = [Test("could not finish", "failed", "%s: %s" % (type(error).__name__, error))]
    if not any(test.name != "compiles without warnings" for test in tests):
        tests.append(Test("no tests", "failed", "the suite ran nothing"))
    seconds = time.monotonic() - begin
    if seconds > 60 * budget:
        tests.append(Test("budget", "failed", "took %.0f s of %.0f s" % (seconds, 60 * budget)))
    tests = [test._replace(name="%s: %s" % (suite.name, test.name)) for test in tests]
    say("   %d passed, %d failed, %d skipped in %.1f s" % (tap.totals(tests) + (seconds,)))
    return tests, seconds


def print_summary(rows, tests):
    for test in tests:
        if test.status == "failed":
            say("\nFAILED %s" % test.name)
            for line in test.detail.strip("\n").splitlines():
                say("    | " + line)
    skipped = [test for test in tests if test.status == "skipped"]
    if skipped:
        say("\nSkipped:")
    for test in skipped:
        say("    %s: %s" % (test.name, test.detail))
    say("\n%-12s %7s %7s %8s %9s %9s" % ("suite", "passed", "failed", "skipped", "seconds", "budget s"))
    for suite, counts, seconds in rows:
        say("%-12s %7d %7d %8d %9.1f %9.0f"
            % ((suite.name,) + counts + (seconds, 60 * suite.budget_minutes * FACTOR)))
    say("%-12s %24s %9.1f %9.0f" % ("all", "", sum(row[2] for row in rows),
                                    sum(60 * row[0].budget_minutes * FACTOR for row in rows)))


def write_report(tests):
    os.makedirs(os.path.join(ROOT, "build"), exist_ok=True)
    with open(os.path.join(ROOT, "build", "test-report.json"), "w", encoding="utf-8") as out:
        json.dump([test._asdict() for test in tests], out, indent=1)


def main(names, suites=SUITES):
    unknown = [name for name in names if name not in [suite.name for suite in suites]]
    if unknown:
        print("no such suite: " + " ".join(unknown), file=sys.stderr)
        return 2
    rows, tests = [], []
    for suite in suites:
        if not names or suite.name in names:
            found, seconds = run_suite(suite)
            rows.append((suite, tap.totals(found), seconds))
            tests += found
    write_report(tests)
    print_summary(rows, tests)
    counts = tap.totals(tests)
    say("%d passed, %d failed, %d skipped" % counts)
    return 1 if counts[1] else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)

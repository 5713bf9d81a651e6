"""The counter of tests: every way a report can go wrong ends as a failure, and nothing counts twice."""
import contextlib
import io
import json
import unittest
from unittest import mock

import run_suites
import tap

# What Criterion 2.4.1 writes
CRITERION = """TAP version 13
1..5
# Criterion v2.4.1
#
# Running 5 tests from a
ok - a::sk  # SKIP because no gpu 3
ok - a::ok  (0.00s)
ok - a::text a # hash (0.00s)
not ok - a::boom unexpected signal after ../t.c:6
not ok - a::bad  (0.00s)
  ---
  assertions: 1
  failures:
  - ../t.c:5: |+
      Assertion failed: one is not two
  ...
"""


def entry(stdout, code=0, result="OK", name="gyrus:core / core/test_a"):
    return {"name": name, "stdout": stdout, "returncode": code, "result": result}


def count(*entries, known=None, protocol="tap"):
    known = known or [{"name": "core/test_a", "protocol": protocol, "suite": ["gyrus:core"]}]
    return tap.count_meson([json.dumps(one) for one in entries], known)


class Tap(unittest.TestCase):
    def test_criterion(self):
        tests = count(entry(CRITERION, 1, "ERROR"))
        self.assertEqual(tap.totals(tests), (2, 2, 1))
        self.assertEqual(tests[0], tap.Test("core/test_a: a::sk", "skipped", "because no gpu 3"))
        self.assertIn("one is not two", tests[4].detail)

    # name, stdout, returncode, result, (passed, failed, skipped), words of the last failure
    CASES = [
        ("all pass", "1..2\nok 1 - a\nok 2 - b\n", 0, "OK", (2, 0, 0), ""),
        ("number without dash", "1..1\nok 1 a\n", 0, "OK", (1, 0, 0), ""),
        ("plan at the end", "ok 1 - a\n1..1\n", 0, "OK", (1, 0, 0), ""),
        ("skip without reason", "1..1\nok 1 - a # skip\n", 0, "OK", (0, 0, 1), ""),
        ("failing skip is a failure", "1..1\nnot ok 1 - a # SKIP x\n", 1, "ERROR", (0, 1, 0), ""),
        ("unfinished, failing", "1..1\nnot ok 1 - a # TO" "DO x\n", 0, "OK", (0, 1, 0), "unfinished"),
        ("unfinished, passing", "1..1\nok 1 - a # TO" "DO x\n", 0, "OK", (0, 1, 0), "unfinished"),
        ("whole program skipped", "1..0 # SKIP no Vulkan\n", 0, "SKIP", (0, 0, 1), ""),
        ("too few", "1..3\nok 1 - a\nok 2 - b\n", 0, "OK", (2, 1, 0), "announces 3"),
        ("too many", "1..1\nok 1 - a\nok 2 - b\n", 0, "OK", (2, 1, 0), "announces 1"),
        ("two plans", "1..1\nok 1 - a\n1..1\n", 0, "OK", (1, 1, 0), "2 TAP plans"),
        ("no plan", "ok 1 - a\n", 0, "OK", (1, 1, 0), "0 TAP plans"),
        ("nothing at all", "", 0, "OK", (0, 1, 0), "0 TAP plans"),
        ("no test declared", "1..0\n", 0, "SKIP", (0, 1, 0), "reports no test"),
        ("crash before TAP", "", -11, "ERROR", (0, 1, 0), "signal 11"),
        ("crash after all passed", "1..1\nok 1 - a\n", -6, "ERROR", (1, 1, 0), "signal 6"),
        ("crash after a failure", "1..1\nnot ok 1 - a\n", -6, "ERROR", (0, 2, 0), "signal 6"),
        ("status 1 without a failure", "1..1\nok 1 - a\n", 1, "ERROR", (1, 1, 0), "exit status 1"),
        ("failures explain status 1", "1..1\nnot ok 1 - a\n", 1, "ERROR", (0, 1, 0), ""),
        ("time out", "", 1, "TIMEOUT", (0, 1, 0), "out of time"),
        ("bail out", "1..1\nok 1 - a\nBail out! gone\n", 0, "OK", (1, 1, 0), "Bail out! gone"),
        ("nested results", "1..1\n    ok 1 - inner\nok 1 - a\n", 0, "OK", (1, 0, 0), ""),
        ("words that look like results", "1..1\nokay then\nok 1 - a\n", 0, "OK", (1, 0, 0), ""),
    ]

    def test_reports(self):
        for name, stdout, code, result, totals, words in self.CASES:
            with self.subTest(name):
                tests = count(entry(stdout, code, result))
                self.assertEqual(tap.totals(tests), totals, tests)
                self.assertIn(words, tests[-1].detail)

    def test_plain_programs(self):
        for code, result, totals in ((0, "OK", (1, 0, 0)), (77, "SKIP", (0, 0, 1)),
                                     (1, "FAIL", (0, 1, 0)), (-11, "FAIL", (0, 1, 0)),
                                     (0, "UNEXPECTEDPASS", (0, 1, 0)), (1, "TIMEOUT", (0, 1, 0)),
                                     (99, "ERROR", (0, 1, 0)), (1, "EXPECTEDFAIL", (1, 0, 0))):
            with self.subTest(result):
                self.assertEqual(tap.totals(count(entry("x", code, result), protocol="exitcode")), totals)

    def test_a_program_that_never_ran(self):
        known = [{"name": "core/test_a", "protocol": "tap"}, {"name": "core/test_b", "protocol": "tap"}]
        tests = count(entry("1..1\nok 1 - a\n"), known=known)
        self.assertEqual(tap.totals(tests), (1, 1, 0))
        self.assertEqual(tests[-1].name, "core/test_b")


class Suites(unittest.TestCase):
    def go(self, *runs, names=()):
        suites = [run_suites.Suite("s%d" % i, 1, run) for i, run in enumerate(runs)]
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out), \
                mock.patch.object(run_suites, "write_report"):
            status = run_suites.main(list(names), suites)
        return status, out.getvalue().splitlines()

    @staticmethod
    def three():
        return [tap.Test("a", "passed", ""), tap.Test("b", "skipped", "no device")]

    def test_the_last_line_is_the_sum(self):
        status, lines = self.go(self.three, self.three)
        self.assertEqual((status, lines[-1]), (0, "2 passed, 0 failed, 2 skipped"))
        self.assertIn("    s1: b: no device", lines)

    def test_a_failure_is_shown_and_sets_the_status(self):
        status, lines = self.go(lambda: [tap.Test("a", "failed", "why\nwhere")])
        self.assertEqual((status, lines[-1]), (1, "0 passed, 1 failed, 0 skipped"))
        self.assertIn("FAILED s0: a", lines)
        self.assertIn("    | where", lines)

    def test_an_empty_suite_fails(self):
        for run in (lambda: [], lambda: [tap.Test("compiles without warnings", "passed", "")]):
            status, lines = self.go(run)
            self.assertEqual(status, 1)
            self.assertIn("FAILED s0: no tests", lines)

    def test_a_suite_that_breaks_fails_and_the_next_one_runs(self):
        def stop():
            raise run_suites.Stop("no compiler")

        def crash():
            raise KeyError("x")
        status, lines = self.go(stop, crash, self.three)
        self.assertEqual((status, lines[-1]), (1, "1 passed, 2 failed, 1 skipped"))
        self.assertIn("    | no compiler", lines)

    def test_a_blown_budget_fails(self):
        with mock.patch.object(run_suites.time, "monotonic", side_effect=[0.0, 61.0]):
            status, lines = self.go(self.three)
        self.assertEqual((status, lines[-1]), (1, "1 passed, 1 failed, 1 skipped"))

    def test_only_named_suites_run(self):
        status, lines = self.go(self.three, self.three, names=["s1"])
        self.assertEqual(lines[-1], "1 passed, 0 failed, 1 skipped")
        self.assertEqual(self.go(self.three, names=["nonsense"])[0], 2)

    def test_budgets_add_up_to_thirty_minutes(self):
        self.assertEqual(sum(suite.budget_minutes for suite in run_suites.SUITES), 30)

    def test_compiler_warnings_are_found(self):
        text = "[1/2] cc\n../a.c:3:5: warning: unused [-Wunused]\nok\n"
        self.assertEqual(len(run_suites.compiler_warnings(text)), 1)


if __name__ == "__main__":
    unittest.main()

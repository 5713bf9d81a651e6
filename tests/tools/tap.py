"""Count tests from machine-readable reports: TAP text, and what meson writes about each program.

Every outcome that is not clearly a pass or a stated skip is a failure: a program that crashes, runs
out of time, announces another number of tests than it reports, or reports none at all.
"""
import json
import re
from collections import namedtuple

# status: "passed", "failed" or "skipped"; detail: a reason or the end of the output
Test = namedtuple("Test", "name status detail")

RESULT = re.compile(r"(not )?ok\b(?:\s+\d+)?\s*(?:-\s*)?(.*)")
PLAN = re.compile(r"1\.\.(\d+)\s*(?:#\s*SKIP\b\s*(.*))?$", re.IGNORECASE)
DIRECTIVE = re.compile(r"(.*?)\s*(?:^|\s)#\s*(SKIP|TO[D]O)\b:?\s*(.*)$", re.IGNORECASE)
TAIL_LINES = 40


def tail(text, lines=TAIL_LINES):
    return "\n".join(text.rstrip().splitlines()[-lines:])


def parse_result(line):
    """One "ok" or "not ok" line as a Test, or None for any other line."""
    match = RESULT.fullmatch(line.rstrip())
    if not match:
        return None
    status, name, detail = "failed" if match[1] else "passed", match[2].strip(), ""
    directive = DIRECTIVE.fullmatch(name)
    if directive:
        name, word, detail = directive[1].strip(), directive[2].upper(), directive[3].strip()
        if word != "SKIP":
            status, detail = "failed", "marked as unfinished work: " + detail
        elif status == "passed":
            status, detail = "skipped", detail or "no reason given"
    return Test(name or "unnamed", status, detail)


def parse_tap(text):
    """TAP text -> (tests, problems): what was reported, and what is wrong with the report itself."""
    tests, plans, problems = [], [], []
    for line in text.splitlines():
        plan = PLAN.fullmatch(line.rstrip())
        test = parse_result(line)
        if plan:
            plans.append(int(plan[1]))
            if plan[2]:
                tests.append(Test("whole program", "skipped", plan[2]))
        elif test:
            tests.append(test)
        elif line.startswith("Bail out!"):
            problems.append(line.strip())
        elif line.startswith(" ") and tests and tests[-1].status == "failed":
            last = tests[-1]
            tests[-1] = last._replace(detail=(last.detail + "\n" + line.rstrip()).strip("\n"))
    if len(plans) != 1:
        problems.append("%d TAP plans instead of one" % len(plans))
    elif not tests:
        problems.append("reports no test")
    elif plans[0] != len(tests) and not (plans[0] == 0 and len(tests) == 1):
        problems.append("the TAP plan announces %d tests, %d were reported" % (plans[0], len(tests)))
    return tests, problems


def ending(entry):
    """How a program ended, in words, or "" when it ended with status 0."""
    code = entry.get("returncode", 0)
    if entry.get("result") in ("TIMEOUT", "INTERRUPT"):
        return "ran out of time" if entry["result"] == "TIMEOUT" else "was interrupted"
    if code < 0:
        return "killed by signal %d" % -code
    return "exit status %d" % code if code else ""


def count_tap_program(name, entry):
    output = entry.get("stdout", "") + "\n" + entry.get("stderr", "")
    tests, problems = parse_tap(entry.get("stdout", ""))
    end = ending(entry)
    failed = any(test.status == "failed" for test in tests)
    # A program with failed tests ends with status 1 by itself; that is no further failure.
    if end and not (failed and entry.get("returncode") == 1 and entry.get("result") != "TIMEOUT"):
        problems.insert(0, end)
    tests = [test._replace(name=name + ": " + test.name) for test in tests]
    if problems:
        tests.append(Test(name, "failed", "; ".join(problems) + "\n" + tail(output)))
    return tests


def count_plain_program(name, entry):
    output = entry.get("stdout", "") + "\n" + entry.get("stderr", "")
    if entry.get("result") in ("OK", "EXPECTEDFAIL"):
        return [Test(name, "passed", "")]
    if entry.get("result") == "SKIP":
        return [Test(name, "skipped", tail(output, 1).strip() or "exit status 77")]
    return [Test(name, "failed", (ending(entry) or str(entry.get("result"))) + "\n" + tail(output))]


def count_meson(log_lines, introspected):
    """Lines of meson's testlog.json and the tests meson knows (introspection) -> list of Test."""
    protocols = {test["name"]: test.get("protocol", "exitcode") for test in introspected}
    tests, seen = [], set()
    for line in log_lines:
        entry = json.loads(line)
        name = entry["name"].split(" / ", 1)[-1]
        seen.add(name)
        count = count_tap_program if protocols.get(name) == "tap" else count_plain_program
        tests += count(name, entry)
    for name in protocols:
        if name not in seen:
            tests.append(Test(name, "failed", "never ran: meson reports nothing about it"))
    return tests


def totals(tests):
    return tuple(sum(test.status == status for test in tests)
                 for status in ("passed", "failed", "skipped"))

"""Run unittest files and report in TAP: unittest_tap.py FILE..."""
import importlib.util
import os
import sys
import unittest


class TapResult(unittest.TestResult):
    def report(self, test, verdict, directive="", text=""):
        print("%s - %s%s" % (verdict, test.id(), directive))
        for line in text.splitlines():
            print("  " + line)

    def addSuccess(self, test):
        self.report(test, "ok")

    def addSkip(self, test, reason):
        self.report(test, "ok", " # SKIP " + reason)

    def addFailure(self, test, err):
        self.report(test, "not ok", text=self._exc_info_to_string(err, test))

    # A test whose sub-cases fail is one failed test; the first one is shown.
    def addSubTest(self, test, subtest, err):
        if err is not None and not getattr(test, "reported", False):
            test.reported = True
            self.report(test, "not ok", text=self._exc_info_to_string(err, subtest))

    addError = addFailure

    def addExpectedFailure(self, test, err):
        self.report(test, "not ok", text="marked as an expected failure")

    def addUnexpectedSuccess(self, test):
        self.report(test, "not ok", text="passes though marked as an expected failure")


def load(path):
    name = os.path.splitext(os.path.basename(path))[0]
    sys.path.insert(0, os.path.dirname(os.path.abspath(path)))
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return unittest.defaultTestLoader.loadTestsFromModule(module)


def main(paths):
    suite = unittest.TestSuite(load(path) for path in paths)
    print("1..%d" % suite.countTestCases())
    suite.run(TapResult())


if __name__ == "__main__":
    main(sys.argv[1:])

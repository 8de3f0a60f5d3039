"""The list of what was checked. A check that fails is told at once and does not stop the run."""

import re
import sys


class Checks:
    def __init__(self):
        self.part = ""
        self.passed = 0
        self.failures = []
        self.skipped = []
        self.figures = []

    def begin(self, part):
        self.part = part
        say("== " + part)

    def check(self, what, is_right, detail=""):
        if is_right:
            self.passed += 1
        else:
            self.fail(what, detail)
        return is_right

    def fail(self, what, detail=""):
        line = "%s: %s%s" % (self.part, what, ": " + str(detail) if detail != "" else "")
        self.failures.append(line)
        say("FAILED  " + line)

    def equal(self, what, actual, expected):
        return self.check(what, actual == expected, "got %r, expected %r" % (actual, expected))

    def matches(self, what, actual, pattern):
        return self.check(what, re.fullmatch(pattern, str(actual)), "got %r, expected /%s/" % (actual, pattern))

    def members(self, what, actual, expected):
        return self.equal(what + " members", sorted(actual), sorted(expected))

    def skip(self, sentence):
        self.skipped.append("%s: %s" % (self.part, sentence))
        say("SKIPPED " + self.skipped[-1])

    def figure(self, text):
        self.figures.append("%s: %s" % (self.part, text))
        say("  " + text)

    def summary(self):
        say("")
        for line in self.figures:
            say(line)
        for line in self.skipped:
            say("SKIPPED " + line)
        for line in self.failures:
            say("FAILED  " + line)
        say("%d checks passed, %d failed, %d parts skipped" % (self.passed, len(self.failures), len(self.skipped)))
        return 1 if self.failures else 0


def say(text):
    print(text, flush=True)


def warn(text):
    print(text, file=sys.stderr, flush=True)

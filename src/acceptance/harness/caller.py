"""One way of calling the service, whatever the client: used by the scenario that the AWS CLI and boto3 share."""


class Result:
    """What came back: members of a success, or an error's name and message. Blobs are bytes."""

    def __init__(self, members=None, error=None, message=None):
        self.members = members or {}
        self.error = error
        self.message = message

    def __str__(self):
        return "%s %s" % (self.error, self.message) if self.error else "success"


class Expectations:
    """Calls operations through one client and checks the answers; knows which were called right and wrongly."""

    def __init__(self, checks, call):
        self.checks = checks
        self.call = call
        self.right = set()
        self.wrong = set()
        self.calls = 0

    def ok(self, operation, expected_members=None, **members):
        """Calls rightly; returns the answer's members."""
        self.calls += 1
        result = self.call(operation, **members)
        if self.checks.check(operation + " succeeds", result.error is None, result):
            self.right.add(operation)
            if expected_members is not None:
                self.checks.members(operation, result.members, expected_members)
        return result.members

    def refused(self, operation, error, message=None, pattern=None, **members):
        """Calls wrongly; checks the exact error and its exact text, or its pattern where the text is ours to choose."""
        self.calls += 1
        result = self.call(operation, **members)
        what = "%s refused with %s" % (operation, error)
        if not self.checks.equal(what, result.error, error):
            return
        self.wrong.add(operation)
        if pattern is not None:
            self.checks.matches(what + ", text", result.message, pattern)
        else:
            self.checks.equal(what + ", text", result.message or "", message or "")

    def equal(self, what, actual, expected):
        return self.checks.equal(what, actual, expected)

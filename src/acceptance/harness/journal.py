"""The audit journal of a service, exported and verified with the program's own commands."""

import json
import pathlib
import re


class Verified:
    def __init__(self, is_whole, output, records):
        self.is_whole = is_whole
        self.output = output
        self.records = records
        found = re.search(r"(\d+) chains, (\d+) blocks and (\d+) records", output)
        self.chains, self.blocks = (int(found.group(1)), int(found.group(2))) if found else (0, 0)


class Journal:
    def __init__(self, service):
        self.service = service
        self.heads = None
        self.exports = 0

    def export(self):
        self.exports += 1
        directory = self.service.directory / ("export-%d" % self.exports)
        ended = self.service.command("audit", "export", directory)
        if ended.returncode != 0:
            raise RuntimeError("audit export ended with %d: %s" % (
                ended.returncode, (ended.stderr + ended.stdout).decode(errors="replace")[-1000:]))
        return pathlib.Path(directory)

    def export_and_verify(self):
        directory = self.export()
        arguments = ["audit", "verify", "--records", "--file", directory / "audit.jsonl"]
        for key in sorted(directory.glob("audit-key-*.pem")):
            arguments += ["--public-key", key]
        if self.heads is not None:
            arguments += ["--expect-heads", self.heads]
        ended = self.service.command(*arguments)
        output = ended.stderr.decode(errors="replace")
        records = [json.loads(line) for line in ended.stdout.splitlines() if line.startswith(b"{")]
        if ended.returncode != 0:
            output += ended.stdout.decode(errors="replace")[-2000:]
        return Verified(ended.returncode == 0 and "WHOLE" in output, output, records)

    def take_heads(self):
        """Keeps the heads of all chains as they are now: a later verification misses what was cut off."""
        verified = self.export_and_verify()
        if not verified.is_whole:
            raise RuntimeError("the chain does not verify: " + verified.output[-1000:])
        self.heads = self.service.directory / "heads"
        self.heads.write_text("".join(line + "\n" for line in verified.output.splitlines()
                                      if line.startswith("head ")))

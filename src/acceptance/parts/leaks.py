"""Nothing secret in the clear: after everything else has run, looks for what it knows, plaintexts, data keys, random
bytes, the administrator's secret, the root key, in the database, in every file and in every log."""

import base64
import pathlib
import re
import shutil

from harness.database import Database, passwords
from harness.journal import Journal
from harness.wire import Client

SHORTEST = 12
OWN_FILES = ("credentials", "root.key", "postgres/credentials")


def run(context):
    checks = context.checks
    if context.service is None:
        checks.skip("the files of a service that runs elsewhere are not at hand: give --app instead of --endpoint.")
        return
    if shutil.which("psql") is None:
        checks.skip("psql is not installed: the database cannot be read.")
        return
    service = context.service
    gather(context, service)
    markers = leave_markers(context)
    tables, dump = Database(service).dump()
    checks.check("the dump has tables", len(tables) > 5, tables)
    verified = Journal(service).export_and_verify()
    records = "\n".join(map(str, verified.records)).encode()
    pages = b"".join(context.endpoint.get(path)[1] for path in ("/q/health", "/q/metrics"))
    logs = [path for path in sorted(service.directory.glob("service-*.log"))] + sorted(
        (service.postgres_home() / "log").glob("*"))
    files = {path: content(path) for path in data_files(service)}
    log_text = b"".join(path.read_bytes() for path in logs)

    # the search itself must find what is there
    for place, text in (("the dump", dump), ("the journal", records)):
        checks.check("a tag's value is found in " + place, found_in(markers["tag"], text))
    checks.check("a tag's value is found in a file", any(found_in(markers["tag"], it) for it in files.values()))

    needles = Needles(context.secrets.values)
    for where, text in (("the database dump", dump), ("the audit journal", records),
                        ("health and metrics", pages), ("the logs", log_text)):
        found = needles.found_in(text)
        checks.check("nothing secret in " + where, not found, found[:5])
    in_files = {path.name: needles.found_in(it) for path, it in files.items()}
    in_files = {name: found for name, found in in_files.items() if found}
    checks.check("nothing secret in the files", not in_files, list(in_files.items())[:5])
    found = Needles([("a value of an encryption context", it) for it in context.secrets.contexts]).found_in(log_text)
    checks.check("no encryption context in the logs", not found, found[:5])
    checks.check("no signature in the logs", re.search(rb"Signature=[0-9a-f]{64}", log_text) is None)
    checks.figure("%d values in %d forms; dump %d kB, journal %d kB, logs %d kB, %d files of %d kB" % (
        len(context.secrets.values), needles.count, len(dump) // 1000, len(records) // 1000, len(log_text) // 1000,
        len(files), sum(map(len, files.values())) // 1000))


def data_files(service):
    """All of the service's own files but those that hold its secrets and say so."""
    own = {service.data / name for name in OWN_FILES}
    found = {*service.data.rglob("*"), *service.postgres_home().rglob("*")}
    return sorted(path for path in found if path.is_file() and path not in own
                  and not any(part.startswith("bin-") for part in path.parts))


def content(path):
    try:
        return path.read_bytes()
    except FileNotFoundError:
        # PostgreSQL removes files of its own meanwhile
        return b""


def gather(context, service):
    """The secrets that the service made for itself."""
    context.secrets.add("the administrator's secret", context.endpoint.secret_key.encode())
    keys = [line.split()[-1] for line in (service.data / "root.key").read_text().splitlines()
            if line.startswith("claviger-root-key-")]
    context.checks.check("the root key is known", keys and all(len(base64.b64decode(key)) == 32 for key in keys))
    for key in keys:
        context.secrets.add("the root key", key.encode())
        context.secrets.add("the root key", base64.b64decode(key))
    for password in passwords(service).values():
        context.secrets.add("a database password", password.encode())


def leave_markers(context):
    """A value that belongs into the database, in the clear."""
    e = context.endpoint
    kms = Client(e.host, e.port, e.access_key, e.secret_key, e.region)
    marker = b"marker-" + context.secrets_marker.encode()
    kms.call("CreateKey", Tags=[{"TagKey": "Marker", "TagValue": marker.decode()}])
    kms.close()
    return {"tag": marker}


class Needles:
    """Each value raw, in hexadecimal and in base64, wherever it begins in a group of three bytes."""

    def __init__(self, values):
        self.forms = {}
        for what, value in values:
            if len(value) < SHORTEST:
                continue
            for form, needle in forms(value):
                self.forms.setdefault(needle, "%s (%s)" % (what, form))
        self.count = len(self.forms)

    def found_in(self, content):
        return sorted({what for needle, what in self.forms.items() if needle in content})


def forms(value):
    # a part is enough: it is found even where a page or a line breaks the rest
    part = value[:32]
    yield "raw", part
    yield "hexadecimal", part.hex().encode()
    yield "hexadecimal", part.hex().upper().encode()
    yield "C escapes", "".join("\\%03o" % byte if byte < 32 or byte > 126 else chr(byte) for byte in part).encode()
    for shift in range(3):
        text = base64.b64encode(b"\0" * shift + part)
        # without the letters that depend on neighbours
        middle = text[4 if shift else 0:len(text) // 4 * 4 - 4]
        yield "base64", middle
        yield "base64url", middle.replace(b"+", b"-").replace(b"/", b"_")


def found_in(value, content):
    return next((form for form, needle in forms(value) if needle in content), None)

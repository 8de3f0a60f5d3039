"""The packaged service as a process of its own, with its embedded PostgreSQL, in a directory of its own."""

import configparser
import http.client
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time

from harness.checks import warn

START_SECONDS = 240
STOP_SECONDS = 90
REGION = "us-east-1"


class NotStarted(Exception):
    pass


class Endpoint:
    """A service that runs already: how to reach it."""

    def __init__(self, host, port, access_key, secret_key, region=REGION):
        self.host = host
        self.port = port
        self.access_key = access_key
        self.secret_key = secret_key
        self.region = region

    @property
    def url(self):
        return "http://%s:%d" % (self.host, self.port)

    @classmethod
    def of(cls, url, credentials, region=REGION):
        parts = http.client.urlsplit(url)
        return cls(parts.hostname, parts.port or 80, *read_credentials(credentials), region=region)

    def get(self, path, timeout=5.0):
        """Status and body of an unsigned GET."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=timeout)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def is_ready(self):
        try:
            return self.get("/q/health/ready")[0] == 200
        except (OSError, http.client.HTTPException):
            return False


class Service:
    """Starts, kills and stops one service on the same data. Its log of every start is kept."""

    def __init__(self, app, java, directory, java_options=()):
        self.app = pathlib.Path(app)
        self.java = java
        self.directory = pathlib.Path(directory)
        self.directory.mkdir(parents=True, exist_ok=True)
        # PostgreSQL of a service that root starts runs as another user, who must pass through
        self.directory.chmod(0o711)
        self.data = self.directory / "data"
        self.java_options = list(java_options)
        self.port = free_port()
        self.process = None
        self.starts = 0

    @property
    def log(self):
        return self.directory / ("service-%d.log" % self.starts)

    def start(self):
        self.launch()
        self.wait_until_ready()
        return self

    def launch(self):
        self.starts += 1
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [self.java, *self.java_options, "-Dquarkus.http.port=%d" % self.port,
                 "-Dclaviger.data-dir=%s" % self.data, "-jar", str(self.app / "quarkus-run.jar")],
                cwd=self.directory, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                env=clean_environment(), start_new_session=True)

    def wait_until_ready(self, seconds=START_SECONDS):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise NotStarted("the service ended with %s: %s" % (self.process.returncode, self.last_lines()))
            if self.anonymous().is_ready():
                return
            time.sleep(0.1)
        raise NotStarted("the service was not ready after %d s: %s" % (seconds, self.last_lines()))

    def last_lines(self, count=5):
        lines = self.log.read_text(errors="replace").strip().splitlines()
        return " | ".join(line[:400] for line in lines[-count:])

    def anonymous(self):
        return Endpoint("127.0.0.1", self.port, "", "")

    def endpoint(self):
        return Endpoint("127.0.0.1", self.port, *read_credentials(self.data / "credentials"))

    def is_alive(self):
        return self.process is not None and self.process.poll() is None

    def kill(self):
        """SIGKILL: no hook runs, and the database is left behind."""
        self.process.kill()
        self.process.wait()

    def stop(self):
        """Ends the service as an operator does; True if it did what it was told."""
        if self.process is None:
            return True
        is_clean = True
        if self.is_alive():
            self.process.terminate()
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                is_clean = False
                self.kill()
        self.process = None
        self.end_database()
        return is_clean

    def postgres_home(self):
        """Where PostgreSQL's data lie; see EmbeddedPostgres for the exception."""
        location = self.data / "postgres" / "location"
        return pathlib.Path(location.read_text().strip()) if location.exists() else self.data / "postgres"

    def postmaster(self):
        """The process id of the embedded PostgreSQL, or None."""
        try:
            pid = int((self.postgres_home() / "data" / "postmaster.pid").read_text().split("\n", 1)[0])
            os.kill(pid, 0)
            return pid if str(self.postgres_home()) in command_line(pid) else None
        except (OSError, ValueError):
            return None

    def backends(self):
        """The process ids of PostgreSQL's processes that serve a connection of the application."""
        postmaster = self.postmaster()
        return [pid for pid in children(postmaster) if "claviger claviger" in command_line(pid)] if postmaster else []

    def end_database(self):
        """Ends what a killed service has left."""
        pid = self.postmaster()
        if pid is not None:
            os.kill(pid, signal.SIGQUIT)
            for _ in range(100):
                if self.postmaster() is None:
                    return
                time.sleep(0.1)
            warn("PostgreSQL %d did not end" % pid)

    def command(self, *arguments, timeout=300):
        """Runs a command of the program on this service's data."""
        return subprocess.run(
            [self.java, "-XX:TieredStopAtLevel=1", "-Dclaviger.data-dir=%s" % self.data, "-jar",
             str(self.app / "quarkus-run.jar"), *map(str, arguments)],
            cwd=self.directory, env=clean_environment(), capture_output=True, timeout=timeout)

    def remove(self):
        home = self.postgres_home()
        if home != self.data / "postgres" and home.exists():
            shutil.rmtree(home, ignore_errors=True)
        shutil.rmtree(self.directory, ignore_errors=True)


def read_credentials(path):
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string(pathlib.Path(path).read_text())
    section = parser["default"]
    return section["aws_access_key_id"], section["aws_secret_access_key"]


def free_port():
    with socket.socket() as it:
        it.bind(("127.0.0.1", 0))
        return it.getsockname()[1]


def clean_environment():
    """Without anything that would lead a client or the service elsewhere."""
    return {name: value for name, value in os.environ.items()
            if not name.startswith(("AWS_", "TF_", "CLAVIGER_", "QUARKUS_", "JAVA_TOOL_OPTIONS"))}


def command_line(pid):
    try:
        return pathlib.Path("/proc/%d/cmdline" % pid).read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True).stdout


def children(pid):
    listing = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True).stdout
    return [int(line.split()[0]) for line in listing.splitlines() if int(line.split()[1]) == pid]


def find_java():
    """A java of version 25 or newer: JAVA_HOME, the path, then the usual places; None if there is none."""
    homes = [os.environ.get("JAVA_HOME", "")]
    on_path = shutil.which("java")
    if on_path:
        homes.append(str(pathlib.Path(on_path).resolve().parent.parent))
    for pattern in ("usr/lib/jvm/*", "usr/lib64/jvm/*", "opt/java/*", "opt/jdk*",
                    "Library/Java/JavaVirtualMachines/*/Contents/Home"):
        homes += sorted(str(path) for path in pathlib.Path("/").glob(pattern))
    for pattern in (".sdkman/candidates/java/*", ".jdks/*"):
        homes += sorted(str(path) for path in pathlib.Path.home().glob(pattern))
    for home in filter(None, homes):
        java = pathlib.Path(home) / "bin" / "java"
        release = pathlib.Path(home) / "release"
        if java.exists() and release.exists():
            for line in release.read_text().splitlines():
                if line.startswith("JAVA_VERSION="):
                    if int(line.split("=")[1].strip('"').split(".")[0]) >= 25:
                        return str(java)
    return None

"""The embedded PostgreSQL of a service, through psql, as its superuser."""

import subprocess

from harness.service import clean_environment


def passwords(service):
    """Of PostgreSQL's superuser and of the application, by role."""
    return dict(line.split("=", 1) for line in (service.data / "postgres" / "credentials").read_text().splitlines())


class Database:
    def __init__(self, service):
        self.environment = {
            **clean_environment(), "PGPASSWORD": passwords(service)["postgres"], "PGHOST": "127.0.0.1",
            "PGPORT": (service.data / "postgres" / "port").read_text().strip(), "PGUSER": "postgres",
            "PGDATABASE": "claviger"}

    def run(self, *commands):
        """What the commands print."""
        arguments = [argument for command in commands for argument in ("-c", command)]
        ended = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", *arguments],
                               env=self.environment, capture_output=True, timeout=600)
        if ended.returncode != 0:
            raise RuntimeError("psql: " + ended.stderr.decode(errors="replace"))
        return ended.stdout

    def dump(self):
        """All rows of all tables; everything written so far is in the data files then, too."""
        tables = self.run("select format('%I.%I', schemaname, tablename) from pg_tables"
                          " where schemaname not in ('pg_catalog', 'information_schema')").decode().split()
        self.run("checkpoint")
        return tables, b"".join(self.run("copy %s to stdout" % table) for table in tables)

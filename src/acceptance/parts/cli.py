"""The AWS CLI, as it is installed: a file encrypted and decrypted with an alias and a context, then the shared
scenario, each call a process of its own."""

import base64
import json
import os
import pathlib
import re
import shutil
import subprocess

from harness.caller import Expectations, Result
from harness.service import clean_environment
from parts import scenario

BLOBS_IN = {"Plaintext", "CiphertextBlob", "Message"}
BLOBS_OUT = {"Plaintext", "CiphertextBlob"}
ERROR = re.compile(r"An error occurred \((\w+)\) when calling the (\w+) operation(?: \(reached max retries: \d+\))?:"
                   r" ?(.*)", re.DOTALL)


def run(context):
    checks = context.checks
    if shutil.which("aws") is None:
        checks.skip("the AWS CLI is not installed: there is no program called aws on the path.")
        return
    cli = Cli(context.endpoint, context.directory / "cli")
    a_file(context, cli)
    pages(context, cli)
    on = Expectations(checks, cli.call)
    scenario.Scenario(on, context.secrets, context.endpoint.region).run()
    checks.figure("%d calls with %s" % (cli.calls, cli.version()))


class Cli:
    def __init__(self, endpoint, directory):
        self.directory = pathlib.Path(directory)
        self.directory.mkdir(parents=True, exist_ok=True)
        self.calls = 0
        credentials = self.directory / "credentials"
        credentials.touch(mode=0o600)
        credentials.write_text("[default]\naws_access_key_id = %s\naws_secret_access_key = %s\n" % (
            endpoint.access_key, endpoint.secret_key))
        self.environment = {
            **clean_environment(), "AWS_SHARED_CREDENTIALS_FILE": str(credentials), "AWS_CONFIG_FILE": os.devnull,
            "AWS_ENDPOINT_URL": endpoint.url, "AWS_DEFAULT_REGION": endpoint.region, "AWS_PAGER": "",
            "AWS_EC2_METADATA_DISABLED": "true", "PYTHONIOENCODING": "utf-8"}

    def version(self):
        out = subprocess.run(["aws", "--version"], env=self.environment, capture_output=True, text=True)
        return (out.stdout or out.stderr).split()[0]

    def run(self, *arguments):
        self.calls += 1
        return subprocess.run(["aws", "kms", *arguments], env=self.environment, cwd=self.directory,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)

    def call(self, operation, **members):
        arguments = [kebab(operation)]
        for number, (name, value) in enumerate(members.items()):
            option = "--" + kebab(name)
            if isinstance(value, bool):
                arguments.append(option if value else "--no-" + kebab(name))
            elif name in BLOBS_IN:
                file = self.directory / ("in-%d" % number)
                file.write_bytes(value)
                arguments += [option, "fileb://" + file.name]
            elif isinstance(value, (dict, list)):
                arguments += [option, json.dumps(value)]
            else:
                arguments += [option, str(value)]
        if operation.startswith("List"):
            arguments.append("--no-paginate")
        ended = self.run(*arguments)
        if ended.returncode == 0:
            return Result(decoded(json.loads(ended.stdout)) if ended.stdout.strip() else {})
        found = ERROR.search(ended.stderr)
        if not found or found.group(2) != operation:
            return Result(error="exit code %d" % ended.returncode, message=ended.stderr.strip())
        return Result(error=found.group(1), message=found.group(3).strip())


def kebab(name):
    return re.sub(r"([a-z0-9])([A-Z])", r"\1-\2", name).lower()


def decoded(members):
    return {name: base64.b64decode(value) if name in BLOBS_OUT else value for name, value in members.items()}


def a_file(context, cli):
    """What the manual pages show: commands as a person types them, with a file in and the same file out."""
    checks = context.checks
    directory = cli.directory
    content = context.secrets.plaintext() + b"\nwith a second line\n"
    (directory / "letter").write_bytes(content)
    key = cli.run("create-key", "--description", "for a file", "--query", "KeyMetadata.KeyId", "--output", "text")
    checks.equal("create-key", (key.returncode, key.stderr), (0, ""))
    alias = "alias/file-" + key.stdout.strip()
    made = cli.run("create-alias", "--alias-name", alias, "--target-key-id", key.stdout.strip())
    checks.equal("create-alias", (made.returncode, made.stdout, made.stderr), (0, "", ""))
    encrypted = cli.run("encrypt", "--key-id", alias, "--plaintext", "fileb://letter", "--encryption-context",
                        "Department=Sales,Year=2026", "--query", "CiphertextBlob", "--output", "text")
    checks.equal("encrypt", (encrypted.returncode, encrypted.stderr), (0, ""))
    (directory / "letter.encrypted").write_bytes(base64.b64decode(encrypted.stdout))
    decrypted = cli.run("decrypt", "--ciphertext-blob", "fileb://letter.encrypted", "--encryption-context",
                        "Year=2026,Department=Sales", "--query", "Plaintext", "--output", "text")
    checks.equal("decrypt", (decrypted.returncode, decrypted.stderr), (0, ""))
    checks.check("the file is the same again", base64.b64decode(decrypted.stdout) == content)
    wrong = cli.run("decrypt", "--ciphertext-blob", "fileb://letter.encrypted", "--encryption-context",
                    "Year=2025,Department=Sales")
    checks.check("exit code of a refusal", wrong.returncode not in (0, 1, 2), wrong.returncode)
    checks.check("refused with another context", "(InvalidCiphertextException)" in wrong.stderr, wrong.stderr)


def pages(context, cli):
    """The CLI's own paging gathers all pages."""
    key = json.loads(cli.run("create-key", "--tags", *("TagKey=k%d,TagValue=v%d" % (i, i) for i in range(5))).stdout)
    key_id = key["KeyMetadata"]["KeyId"]
    for i in range(3):
        cli.run("create-alias", "--alias-name", "alias/cli-%d-%s" % (i, key_id), "--target-key-id", key_id)
    tags = json.loads(cli.run("list-resource-tags", "--key-id", key_id, "--page-size", "2").stdout)["Tags"]
    context.checks.equal("list-resource-tags by pages", [it["TagKey"] for it in tags], ["k%d" % i for i in range(5)])
    aliases = cli.run("list-aliases", "--key-id", key_id, "--page-size", "1", "--query", "Aliases[].AliasName",
                      "--output", "json")
    context.checks.equal("list-aliases by pages", json.loads(aliases.stdout),
                         ["alias/cli-%d-%s" % (i, key_id) for i in range(3)])
    few = json.loads(cli.run("list-keys", "--page-size", "1", "--max-items", "1").stdout)
    context.checks.equal("list-keys with a limit", (len(few["Keys"]), "NextToken" in few), (1, True))

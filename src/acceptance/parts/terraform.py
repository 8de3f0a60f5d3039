"""Terraform with the AWS provider: apply, a plan without any difference, changes, destroy."""

import json
import os
import pathlib
import platform
import shutil
import subprocess
import uuid

from harness.service import clean_environment
from parts import sdk

SOURCE = pathlib.Path(__file__).resolve().parent.parent / "terraform" / "main.tf"
NO_DIFFERENCE, DIFFERENCE = 0, 2


def run(context):
    checks = context.checks
    if shutil.which("terraform") is None:
        checks.skip("Terraform is not installed: there is no program called terraform on the path.")
        return
    name = "acceptance-" + uuid.uuid4().hex[:12]
    secret = "terraform-" + uuid.uuid4().hex
    context.secrets.add("Terraform's plaintext", secret.encode())
    kms = sdk.client(context.endpoint)
    account = kms.create_key()["KeyMetadata"]["AWSAccountId"]
    terraform = Terraform(context, {
        "endpoint": context.endpoint.url, "region": context.endpoint.region, "account": account, "name": name,
        "secret": secret, "description": "first", "tags": {"Team": "red", "Empty": ""}, "sid": "Owner",
        "spare_is_enabled": True, "grant_operations": ["Encrypt", "Decrypt", "DescribeKey"]})
    initialised = terraform.run("init", "-no-color", "-input=false")
    if initialised.returncode != 0:
        checks.skip("the Terraform AWS provider cannot be had: name a folder that holds it with --terraform-plugins"
                    " (%s)." % last_words(initialised))
        return
    try:
        lifecycle(checks, terraform, kms, name, secret)
    finally:
        if terraform.has_resources():
            terraform.run("destroy", "-no-color", "-input=false", "-auto-approve")
    checks.figure("%d Terraform commands, provider %s" % (terraform.commands, terraform.provider()))


def lifecycle(checks, terraform, kms, name, secret):
    terraform.apply("first", "6 added, 0 changed, 0 destroyed")
    out = terraform.outputs()
    key_id = out["key_id"]
    key = kms.describe_key(KeyId=key_id)["KeyMetadata"]
    checks.equal("key", (key["Description"], key["KeyState"], key["Arn"]), ("first", "Enabled", out["key_arn"]))
    tags = {it["TagKey"]: it["TagValue"] for it in kms.list_resource_tags(KeyId=key_id)["Tags"]}
    checks.equal("tags", tags, {"Team": "red", "Empty": "", "ManagedBy": "terraform"})
    checks.equal("policy", sids(kms, key_id), ["Owner", "Users"])
    aliases = [it["AliasName"] for it in kms.list_aliases(KeyId=key_id)["Aliases"]]
    checks.equal("aliases", aliases, sorted(["alias/" + name, out["generated_alias"]]))
    root = key["Arn"].split(":")[4].join(("arn:aws:iam::", ":root"))
    grants = kms.list_grants(KeyId=key_id)["Grants"]
    checks.equal("grant", [(it["GrantId"], it["Name"], it["GranteePrincipal"], it["RetiringPrincipal"],
                            sorted(it["Operations"]), it["Constraints"]) for it in grants],
                 [(out["grant_id"], name, root, root, ["Decrypt", "DescribeKey", "Encrypt"],
                   {"EncryptionContextSubset": {"For": name}})])
    checks.equal("grant without a name", [(it["Name"], "Constraints" in it) for it in
                                          kms.list_grants(KeyId=out["spare_id"])["Grants"]], [("", False)])
    checks.equal("data aws_kms_key", (out["data_key_arn"], out["data_key_state"]), (out["key_arn"], "Enabled"))
    checks.equal("data aws_kms_alias", out["data_alias_target"], out["key_arn"])
    checks.check("data aws_kms_ciphertext and aws_kms_secrets", out["decrypted"] == secret)
    terraform.no_difference("after the first apply")

    changes = {"description and tags": (1, {"description": "second", "tags": {"Team": "blue", "Cost": "7"}}),
               "policy": (1, {"sid": "NewOwner"}),
               "is_enabled": (1, {"spare_is_enabled": False}),
               "is_enabled back, and all else at once": (2, {"spare_is_enabled": True, "description": "third",
                                                             "tags": {}, "sid": "Owner"})}
    for what, (count, variables) in changes.items():
        terraform.variables.update(variables)
        terraform.apply(what, "0 added, %d changed, 0 destroyed" % count)
        terraform.no_difference("after the change of " + what)
        if what == "is_enabled":
            checks.equal("disabled", kms.describe_key(KeyId=out["spare_id"])["KeyMetadata"]["KeyState"], "Disabled")
    terraform.variables["grant_operations"] = ["Decrypt"]
    terraform.apply("a grant, which is made anew", "1 added, 0 changed, 1 destroyed")
    terraform.no_difference("after the change of a grant")
    checks.equal("changed grant", [it["Operations"] for it in kms.list_grants(KeyId=key_id)["Grants"]], [["Decrypt"]])
    key = kms.describe_key(KeyId=key_id)["KeyMetadata"]
    checks.equal("changed key", key["Description"], "third")
    tags = {it["TagKey"]: it["TagValue"] for it in kms.list_resource_tags(KeyId=key_id)["Tags"]}
    checks.equal("changed tags", tags, {"ManagedBy": "terraform"})
    checks.equal("changed policy", sids(kms, key_id), ["Owner", "Users"])
    checks.equal("enabled again", kms.describe_key(KeyId=out["spare_id"])["KeyMetadata"]["KeyState"], "Enabled")

    kms.update_key_description(KeyId=key_id, Description="by somebody else")
    checks.equal("plan sees somebody else's change", terraform.plan(), DIFFERENCE)

    imported = terraform.run("state", "rm", "aws_kms_alias.main")
    checks.equal("state rm", imported.returncode, 0)
    imported = terraform.run("import", "-no-color", "-input=false", "aws_kms_alias.main", "alias/" + name)
    checks.equal("import of an alias", (imported.returncode, imported.stderr), (0, ""))

    destroyed = terraform.run("destroy", "-no-color", "-input=false", "-auto-approve")
    checks.check("destroy", destroyed.returncode == 0, last_words(destroyed))
    for which, days in ((key_id, 7), (out["spare_id"], 30)):
        key = kms.describe_key(KeyId=which)["KeyMetadata"]
        checks.equal("destroyed", key["KeyState"], "PendingDeletion")
        waits = (key["DeletionDate"] - key["CreationDate"]).days
        checks.check("deletion window", days <= waits <= days + 1, waits)
        checks.equal("grants destroyed", kms.list_grants(KeyId=which)["Grants"], [])
    checks.equal("aliases destroyed", kms.list_aliases(KeyId=key_id)["Aliases"], [])


def sids(kms, key_id):
    return [it["Sid"] for it in json.loads(kms.get_key_policy(KeyId=key_id)["Policy"])["Statement"]]


class Terraform:
    def __init__(self, context, variables):
        self.checks = context.checks
        self.variables = variables
        self.commands = 0
        self.directory = context.directory / "terraform"
        self.directory.mkdir(parents=True, exist_ok=True)
        shutil.copy(SOURCE, self.directory)
        self.environment = {
            **clean_environment(), "AWS_ACCESS_KEY_ID": context.endpoint.access_key,
            "AWS_SECRET_ACCESS_KEY": context.endpoint.secret_key, "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1"}
        mirror = plugin_folder(context.terraform_plugins)
        if mirror is not None:
            settings = self.directory / "terraform.rc"
            settings.write_text('provider_installation {\n  filesystem_mirror {\n    path = "%s"\n  }\n}\n' % mirror)
            self.environment["TF_CLI_CONFIG_FILE"] = str(settings)
        elif os.environ.get("TF_CLI_CONFIG_FILE") and os.path.exists(os.environ["TF_CLI_CONFIG_FILE"]):
            self.environment["TF_CLI_CONFIG_FILE"] = os.environ["TF_CLI_CONFIG_FILE"]

    def run(self, *arguments):
        self.commands += 1
        (self.directory / "terraform.tfvars.json").write_text(json.dumps(self.variables))
        return subprocess.run(["terraform", *arguments], env=self.environment, cwd=self.directory,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=900)

    def apply(self, what, resources):
        applied = self.run("apply", "-no-color", "-input=false", "-auto-approve")
        self.checks.check("apply: " + what, applied.returncode == 0 and "Resources: " + resources in applied.stdout,
                          last_words(applied))

    def plan(self):
        self.planned = self.run("plan", "-no-color", "-input=false", "-detailed-exitcode")
        return self.planned.returncode

    def no_difference(self, when):
        code = self.plan()
        self.checks.check("plan without any difference " + when, code == NO_DIFFERENCE,
                          "exit code %d: %s" % (code, self.planned.stdout[-1500:] + self.planned.stderr[-1500:]))

    def outputs(self):
        shown = json.loads(self.run("output", "-json").stdout or "{}")
        return {name: it["value"] for name, it in shown.items()}

    def has_resources(self):
        return bool(self.run("state", "list").stdout.strip())

    def provider(self):
        for line in self.run("version").stdout.splitlines():
            if "hashicorp/aws" in line:
                return line.split()[-1]
        return "unknown"


def plugin_folder(named):
    """The folder with the provider: the one that was named, else one of the usual places, else Terraform's own way."""
    if named:
        return named
    places = [os.environ.get("TF_PLUGIN_CACHE_DIR"), "~/.terraform.d/plugins", "~/.local/share/terraform/plugins",
              "/usr/local/share/terraform/plugins", "/usr/share/terraform/plugins"]
    places += [str(path) for path in pathlib.Path("/opt").glob("*") if path.is_dir()]
    system = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
    system = platform.system().lower() + "_" + system
    for place in filter(None, places):
        path = pathlib.Path(place).expanduser()
        if any(path.glob("*/hashicorp/aws/*/" + system)):
            return str(path)
    return None


def last_words(ended):
    return " ".join((ended.stderr or ended.stdout).split())[-1500:]

"""Every operation that is built, called rightly with its answer checked, and wrongly with the error's exact name and
text: the same through the AWS CLI and boto3. Texts are those that AWS's service was recorded to give."""

import json
import os
import uuid

from harness.operations import BUILT

METADATA = ["AWSAccountId", "Arn", "CreationDate", "CurrentKeyMaterialId", "CustomerMasterKeySpec", "Description",
            "Enabled", "EncryptionAlgorithms", "KeyId", "KeyManager", "KeySpec", "KeyState", "KeyUsage", "MultiRegion",
            "Origin"]
ALIASES_UNSUPPORTED = "Key Aliases are not supported for this operation."
DRY_RUN = "The request would have succeeded, but the DryRun option is set."
INCORRECT_KEY = "The key ID in the request does not identify a CMK that can perform this operation."
ALIAS_PREFIX = ('Alias must start with the prefix "alias/". Please see '
                "https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html")


def violation(value, path, constraint):
    return "1 validation error detected: %s at '%s' failed to satisfy constraint: %s" % (
        "Value" if value is None else "Value '%s'" % (value,), path, constraint)


class Scenario:
    def __init__(self, expectations, secrets, region):
        self.on = expectations
        self.secrets = secrets
        self.region = region
        self.name = uuid.uuid4().hex[:12]
        self.key = self.arn = self.account = ""

    def run(self):
        self.keys()
        self.key_wrongly()
        self.aliases()
        self.cryptography()
        self.data_keys()
        self.tags()
        self.policies()
        self.rotation()
        self.grants()
        self.grant_wrongly()
        self.states()
        self.unbuilt()
        on = self.on
        on.equal("operations called rightly", sorted(BUILT - on.right), [])
        on.equal("operations called wrongly", sorted(BUILT - on.wrong), [])

    # --- keys

    def keys(self):
        on = self.on
        made = on.ok("CreateKey", ["KeyMetadata"], Description="first " + self.name,
                     Tags=[{"TagKey": "Team", "TagValue": "red"}])["KeyMetadata"]
        self.key, self.arn, self.account = made["KeyId"], made["Arn"], made["AWSAccountId"]
        on.checks.members("KeyMetadata", made, METADATA)
        on.checks.matches("key id", self.key, "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
        on.equal("key ARN", self.arn, self.key_arn(self.key))
        on.checks.matches("CurrentKeyMaterialId", made["CurrentKeyMaterialId"], "[0-9a-f]{64}")
        facts = {"Description": "first " + self.name, "Enabled": True, "KeyState": "Enabled", "KeyManager": "CUSTOMER",
                 "KeySpec": "SYMMETRIC_DEFAULT", "CustomerMasterKeySpec": "SYMMETRIC_DEFAULT",
                 "KeyUsage": "ENCRYPT_DECRYPT", "Origin": "AWS_KMS", "MultiRegion": False,
                 "EncryptionAlgorithms": ["SYMMETRIC_DEFAULT"]}
        on.equal("KeyMetadata", {name: made[name] for name in facts}, facts)
        on.equal("DescribeKey by id", on.ok("DescribeKey", ["KeyMetadata"], KeyId=self.key)["KeyMetadata"], made)
        on.equal("DescribeKey by ARN", on.ok("DescribeKey", KeyId=self.arn)["KeyMetadata"], made)
        on.ok("UpdateKeyDescription", [], KeyId=self.key, Description="")
        on.equal("empty description", self.described("Description"), "")
        on.ok("UpdateKeyDescription", [], KeyId=self.arn, Description="second " + self.name)
        on.equal("description", self.described("Description"), "second " + self.name)
        listed = on.ok("ListKeys", Limit=1000)
        on.checks.check("ListKeys shows the key", {"KeyId": self.key, "KeyArn": self.arn} in listed["Keys"])
        on.ok("DisableKey", [], KeyId=self.key)
        on.equal("disabled", (self.described("KeyState"), self.described("Enabled")), ("Disabled", False))
        on.ok("EnableKey", [], KeyId=self.arn)
        on.equal("enabled", (self.described("KeyState"), self.described("Enabled")), ("Enabled", True))

    def key_wrongly(self):
        on = self.on
        absent = str(uuid.uuid4())
        other_region = "eu-north-1"
        foreign = "arn:aws:kms:%s:111122223333:key/%s" % (self.region, absent)
        on.refused("CreateKey", "ValidationException",
                   "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.",
                   KeySpec="HMAC_256")
        on.refused("CreateKey", "ValidationException",
                   "KeyUsage SIGN_VERIFY is not compatible with KeySpec SYMMETRIC_DEFAULT", KeyUsage="SIGN_VERIFY")
        on.refused("CreateKey", "TagException", "Duplicate tag keys",
                   Tags=[{"TagKey": "a", "TagValue": "1"}, {"TagKey": "a", "TagValue": "2"}])
        on.refused("DescribeKey", "NotFoundException", "Key '%s' does not exist" % self.key_arn(absent), KeyId=absent)
        on.refused("DescribeKey", "NotFoundException", "Invalid keyId 'nonsense'", KeyId="nonsense")
        on.refused("DescribeKey", "NotFoundException", "Invalid arn " + other_region,
                   KeyId=self.arn.replace(self.region, other_region))
        on.refused("DescribeKey", "NotFoundException", "Alias %s is not found." % self.alias_arn("alias/" + absent),
                   KeyId="alias/" + absent)
        on.refused("DescribeKey", "AccessDeniedException", KeyId=foreign, pattern=(
            "User: arn:aws:iam::%s:[^ ]+ is not authorized to perform: kms:DescribeKey on this resource because"
            " the resource does not exist in this Region, no resource-based policies allow access, or a resource-based"
            " policy explicitly denies access" % self.account))
        on.refused("ListKeys", "ValidationException", Limit=1001, message=violation(
            1001, "limit", "Member must have value less than or equal to 1000"))
        on.refused("ListKeys", "InvalidMarkerException", Marker="nonsense", pattern=".+")
        on.refused("EnableKey", "NotFoundException", "Key '%s' does not exist" % self.key_arn(absent), KeyId=absent)
        on.refused("DisableKey", "InvalidArnException", ALIASES_UNSUPPORTED, KeyId="alias/" + self.name)
        long = "d" * 8193
        on.refused("UpdateKeyDescription", "ValidationException", KeyId=self.key, Description=long, message=violation(
            long, "description", "Member must have length less than or equal to 8192"))
        on.refused("ScheduleKeyDeletion", "ValidationException", KeyId=self.key, PendingWindowInDays=31, pattern=".+")
        on.refused("CancelKeyDeletion", "KMSInvalidStateException", self.arn + " is not pending deletion.",
                   KeyId=self.key)

    # --- aliases

    def aliases(self):
        on = self.on
        alias = "alias/" + self.name
        other = on.ok("CreateKey")["KeyMetadata"]["KeyId"]
        on.ok("CreateAlias", [], AliasName=alias, TargetKeyId=self.key)
        on.equal("DescribeKey by alias", on.ok("DescribeKey", KeyId=alias)["KeyMetadata"]["KeyId"], self.key)
        on.equal("DescribeKey by alias ARN",
                 on.ok("DescribeKey", KeyId=self.alias_arn(alias))["KeyMetadata"]["KeyId"], self.key)
        entries = on.ok("ListAliases", ["Aliases", "Truncated"], KeyId=self.key)["Aliases"]
        on.equal("aliases of the key",
                 [(it["AliasName"], it["AliasArn"], it["TargetKeyId"]) for it in entries],
                 [(alias, self.alias_arn(alias), self.key)])
        on.checks.members("alias entry", entries[0] if entries else {},
                          ["AliasArn", "AliasName", "CreationDate", "LastUpdatedDate", "TargetKeyId"])
        on.ok("UpdateAlias", [], AliasName=alias, TargetKeyId=other)
        on.equal("alias moved", on.ok("DescribeKey", KeyId=alias)["KeyMetadata"]["KeyId"], other)
        on.equal("aliases of the former key", on.ok("ListAliases", KeyId=self.key)["Aliases"], [])
        on.refused("CreateAlias", "AlreadyExistsException",
                   "An alias with the name %s already exists" % self.alias_arn(alias),
                   AliasName=alias, TargetKeyId=self.key)
        on.refused("CreateAlias", "ValidationException", ALIAS_PREFIX, AliasName=self.name, TargetKeyId=self.key)
        on.refused("CreateAlias", "NotAuthorizedException", AliasName="alias/aws/" + self.name, TargetKeyId=self.key,
                   pattern=".+")
        on.ok("DeleteAlias", [], AliasName=alias)
        gone = "Alias %s is not found." % self.alias_arn(alias)
        on.refused("DeleteAlias", "NotFoundException", gone, AliasName=alias)
        on.refused("UpdateAlias", "NotFoundException", gone, AliasName=alias, TargetKeyId=self.key)
        on.refused("ListAliases", "ValidationException", Limit=101, message=violation(
            101, "limit", "Member must have value less than or equal to 100"))
        on.refused("ListAliases", "InvalidArnException", ALIASES_UNSUPPORTED, KeyId=alias)
        on.ok("CreateAlias", [], AliasName=alias, TargetKeyId=self.key)

    # --- cryptography

    def cryptography(self):
        on = self.on
        alias = "alias/" + self.name
        plaintext = self.secrets.plaintext()
        context = {"Purpose": "acceptance " + self.name, "Stage": "test"}
        self.secrets.add_context(context["Purpose"])
        material = self.described("CurrentKeyMaterialId")
        encrypted = on.ok("Encrypt", ["CiphertextBlob", "EncryptionAlgorithm", "KeyId"], KeyId=alias,
                          Plaintext=plaintext, EncryptionContext=context)
        on.equal("Encrypt KeyId is the ARN", encrypted["KeyId"], self.arn)
        blob = encrypted["CiphertextBlob"]
        on.checks.check("the ciphertext does not hold the plaintext", plaintext not in blob)
        decrypted = on.ok("Decrypt", ["EncryptionAlgorithm", "KeyId", "KeyMaterialId", "Plaintext"],
                          CiphertextBlob=blob, EncryptionContext=context)
        on.equal("decrypted", decrypted, {"KeyId": self.arn, "Plaintext": plaintext, "KeyMaterialId": material,
                                          "EncryptionAlgorithm": "SYMMETRIC_DEFAULT"})
        for form in (self.key, self.arn, alias, self.alias_arn(alias)):
            on.equal("Decrypt with KeyId", on.ok("Decrypt", CiphertextBlob=blob, EncryptionContext=context,
                                                 KeyId=form).get("Plaintext"), plaintext)
        on.refused("Decrypt", "InvalidCiphertextException", "", CiphertextBlob=blob)
        on.refused("Decrypt", "InvalidCiphertextException", "", CiphertextBlob=blob[:-1], EncryptionContext=context)
        other = on.ok("CreateKey")["KeyMetadata"]
        on.refused("Decrypt", "IncorrectKeyException", INCORRECT_KEY, CiphertextBlob=blob, EncryptionContext=context,
                   KeyId=other["KeyId"])
        on.refused("Encrypt", "ValidationException", KeyId=alias, Plaintext=b"x" * 4097, message=violation(
            None, "plaintext", "Member must have length less than or equal to 4096"))
        on.refused("Encrypt", "InvalidKeyUsageException", KeyId=alias, Plaintext=b"x", EncryptionAlgorithm=
                   "RSAES_OAEP_SHA_256",
                   message="Algorithm RSAES_OAEP_SHA_256 is incompatible with key spec SYMMETRIC_DEFAULT.")
        on.refused("Encrypt", "DryRunOperationException", DRY_RUN, KeyId=alias, Plaintext=b"x", DryRun=True)
        moved = on.ok("ReEncrypt", ["CiphertextBlob", "DestinationEncryptionAlgorithm", "DestinationKeyMaterialId",
                                    "KeyId", "SourceEncryptionAlgorithm", "SourceKeyId", "SourceKeyMaterialId"],
                      CiphertextBlob=blob, SourceEncryptionContext=context, DestinationKeyId=other["KeyId"],
                      DestinationEncryptionContext={"now": "other"})
        on.equal("ReEncrypt keys", (moved["SourceKeyId"], moved["KeyId"]), (self.arn, other["Arn"]))
        on.equal("ReEncrypt materials", (moved["SourceKeyMaterialId"], moved["DestinationKeyMaterialId"]),
                 (material, other["CurrentKeyMaterialId"]))
        again = on.ok("Decrypt", CiphertextBlob=moved["CiphertextBlob"], EncryptionContext={"now": "other"})
        on.equal("re-encrypted", (again.get("Plaintext"), again.get("KeyId")), (plaintext, other["Arn"]))
        on.refused("ReEncrypt", "IncorrectKeyException", INCORRECT_KEY, CiphertextBlob=blob,
                   SourceEncryptionContext=context, SourceKeyId=other["KeyId"], DestinationKeyId=self.key)
        on.refused("ReEncrypt", "InvalidCiphertextException", "", CiphertextBlob=blob, DestinationKeyId=other["KeyId"])
        longest = os.urandom(4096)
        blob = on.ok("Encrypt", KeyId=self.key, Plaintext=longest)["CiphertextBlob"]
        on.equal("4,096 bytes", on.ok("Decrypt", CiphertextBlob=blob).get("Plaintext"), longest)
        self.secrets.add("a plaintext of 4,096 bytes", longest)

    def data_keys(self):
        on = self.on
        alias = "alias/" + self.name
        context = {"for": "data key"}
        made = on.ok("GenerateDataKey", ["CiphertextBlob", "KeyId", "KeyMaterialId", "Plaintext"], KeyId=alias,
                     KeySpec="AES_256", EncryptionContext=context)
        self.secrets.add("a data key", made["Plaintext"])
        on.equal("AES_256", (len(made["Plaintext"]), made["KeyId"]), (32, self.arn))
        on.equal("data key decrypted",
                 on.ok("Decrypt", CiphertextBlob=made["CiphertextBlob"], EncryptionContext=context)["Plaintext"],
                 made["Plaintext"])
        short = on.ok("GenerateDataKey", KeyId=self.arn, KeySpec="AES_128")["Plaintext"]
        odd = on.ok("GenerateDataKey", KeyId=self.key, NumberOfBytes=77)["Plaintext"]
        on.equal("lengths", (len(short), len(odd)), (16, 77))
        self.secrets.add("a data key", short)
        self.secrets.add("a data key", odd)
        hidden = on.ok("GenerateDataKeyWithoutPlaintext", ["CiphertextBlob", "KeyId", "KeyMaterialId"],
                       KeyId=alias, NumberOfBytes=64)
        revealed = on.ok("Decrypt", CiphertextBlob=hidden["CiphertextBlob"])["Plaintext"]
        on.equal("length of the hidden data key", len(revealed), 64)
        self.secrets.add("a hidden data key", revealed)
        random = on.ok("GenerateRandom", ["Plaintext"], NumberOfBytes=1024)["Plaintext"]
        on.equal("length of the random bytes", len(random), 1024)
        self.secrets.add("random bytes", random)
        on.refused("GenerateDataKey", "ValidationException", "Please specify either number of bytes or key spec.",
                   KeyId=alias)
        on.refused("GenerateDataKey", "DryRunOperationException", DRY_RUN, KeyId=alias, KeySpec="AES_256", DryRun=True)
        on.refused("GenerateDataKeyWithoutPlaintext", "ValidationException", KeyId=alias, NumberOfBytes=1025,
                   message=violation(1025, "numberOfBytes", "Member must have value less than or equal to 1024"))
        on.refused("GenerateRandom", "ValidationException", "NumberOfBytes is required.")

    # --- tags, policies, rotation

    def tags(self):
        on = self.on
        on.ok("TagResource", [], KeyId=self.key, Tags=[{"TagKey": "Cost", "TagValue": "7"},
                                                      {"TagKey": "Empty", "TagValue": ""}])
        on.ok("TagResource", [], KeyId=self.arn, Tags=[{"TagKey": "Team", "TagValue": "blue"}])
        listed = on.ok("ListResourceTags", ["Tags", "Truncated"], KeyId=self.key)
        on.equal("tags keep their places", [(it["TagKey"], it["TagValue"]) for it in listed["Tags"]],
                 [("Team", "blue"), ("Cost", "7"), ("Empty", "")])
        on.ok("UntagResource", [], KeyId=self.key, TagKeys=["Cost", "NeverThere"])
        on.equal("tags left", [it["TagKey"] for it in on.ok("ListResourceTags", KeyId=self.key)["Tags"]],
                 ["Team", "Empty"])
        on.refused("TagResource", "TagException", "Tags beginning with aws: are reserved", KeyId=self.key,
                   Tags=[{"TagKey": "AWS:no", "TagValue": "1"}])
        long = "v" * 257
        on.refused("TagResource", "ValidationException", KeyId=self.key, Tags=[{"TagKey": "k", "TagValue": long}],
                   message=violation(long, "tags.1.member.tagValue",
                                     "Member must have length less than or equal to 256"))
        on.refused("UntagResource", "InvalidArnException", ALIASES_UNSUPPORTED, KeyId="alias/" + self.name,
                   TagKeys=["Team"])
        on.refused("ListResourceTags", "NotFoundException", "Invalid keyId '%s'" % self.key.replace("-", ""),
                   KeyId=self.key.replace("-", ""))

    def policies(self):
        on = self.on
        given = on.ok("GetKeyPolicy", ["Policy", "PolicyName"], KeyId=self.key)
        on.equal("default policy", json.loads(given["Policy"]), {
            "Version": "2012-10-17", "Id": "key-default-1", "Statement": [{
                "Sid": "Enable IAM User Permissions", "Effect": "Allow",
                "Principal": {"AWS": "arn:aws:iam::%s:root" % self.account}, "Action": "kms:*", "Resource": "*"}]})
        on.equal("policy name", given["PolicyName"], "default")
        on.equal("policy names", on.ok("ListKeyPolicies", KeyId=self.key),
                 {"PolicyNames": ["default"], "Truncated": False})
        text = json.dumps({"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"AWS": self.account}, "Action": "kms:*", "Resource": "*"}]}, indent=3)
        on.ok("PutKeyPolicy", [], KeyId=self.key, PolicyName="default", Policy=text)
        on.equal("policy as it was put", on.ok("GetKeyPolicy", KeyId=self.arn, PolicyName="default")["Policy"], text)
        shut_out = json.dumps({"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::%s:root" % self.account},
            "Action": "kms:Decrypt", "Resource": "*"}]})
        on.refused("PutKeyPolicy", "MalformedPolicyDocumentException",
                   "The new key policy will not allow you to update the key policy in the future.",
                   KeyId=self.key, PolicyName="default", Policy=shut_out)
        on.refused("PutKeyPolicy", "MalformedPolicyDocumentException",
                   "Policy contains a statement with one or more invalid principals.",
                   KeyId=self.key, PolicyName="default", Policy=text.replace(
                       '"%s"' % self.account, '"arn:aws:iam::%s:user/nobody-%s"' % (self.account, self.name)))
        on.equal("policy after refusals", on.ok("GetKeyPolicy", KeyId=self.key)["Policy"], text)
        on.refused("GetKeyPolicy", "NotFoundException", KeyId=self.key, PolicyName="other", pattern=".+")
        on.refused("ListKeyPolicies", "InvalidArnException", ALIASES_UNSUPPORTED, KeyId="alias/" + self.name)

    def rotation(self):
        on = self.on
        on.equal("rotation", on.ok("GetKeyRotationStatus", KeyId=self.key),
                 {"KeyId": self.key, "KeyRotationEnabled": False})
        on.refused("GetKeyRotationStatus", "InvalidArnException", ALIASES_UNSUPPORTED, KeyId="alias/" + self.name)

    # --- grants

    def grants(self):
        """A key that its policy lets the account manage and not use: what uses it, uses it by a grant."""
        on = self.on
        root = "arn:aws:iam::%s:root" % self.account
        key = on.ok("CreateKey", Policy=json.dumps({"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"AWS": root}, "Resource": "*", "Action": [
                "kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant", "kms:DescribeKey", "kms:GetKeyPolicy",
                "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"]}]}))["KeyMetadata"]
        context = {"Purpose": "grant " + self.name}
        self.secrets.add_context(context["Purpose"])
        plaintext = self.secrets.plaintext()
        use = {"KeyId": key["KeyId"], "Plaintext": plaintext, "EncryptionContext": context}
        denied = on.call("Encrypt", **use)
        on.checks.matches("denied without a grant", str(denied), (
            "AccessDeniedException User: ([^ ]+) is not authorized to perform: kms:Encrypt on resource: %s because no"
            " resource-based policy allows the kms:Encrypt action" % key["Arn"]))
        caller = str(denied).split()[2]
        wanted = {"KeyId": key["KeyId"], "GranteePrincipal": root, "RetiringPrincipal": caller,
                  "Operations": ["Encrypt", "Decrypt"], "Constraints": {"EncryptionContextSubset": context},
                  "Name": "acceptance-" + self.name}
        made = on.ok("CreateGrant", ["GrantId", "GrantToken"], **wanted)
        on.checks.matches("grant id", made["GrantId"], "[0-9a-f]{64}")
        again = on.ok("CreateGrant", **{**wanted, "Operations": ["Decrypt", "Encrypt"]})
        on.equal("the named grant again", again["GrantId"], made["GrantId"])
        on.checks.check("with another token", again["GrantToken"] != made["GrantToken"])
        entry = on.ok("ListGrants", ["Grants", "Truncated"], KeyId=key["Arn"])["Grants"][0]
        on.checks.check("when it was made", bool(entry.pop("CreationDate", None)))
        on.equal("entry of the grant", entry, {
            **wanted, "KeyId": key["Arn"], "GrantId": made["GrantId"], "IssuingAccount": root})
        encrypted = on.ok("Encrypt", GrantTokens=[made["GrantToken"]], **use)["CiphertextBlob"]
        on.equal("decrypted by a grant",
                 on.ok("Decrypt", CiphertextBlob=encrypted, EncryptionContext=context).get("Plaintext"), plaintext)
        on.refused("Encrypt", "AccessDeniedException", pattern=".+", **{**use, "EncryptionContext": {"a": "b"}})
        on.refused("GenerateDataKey", "AccessDeniedException", KeyId=key["KeyId"], KeySpec="AES_256",
                   EncryptionContext=context, pattern=".+")
        retirable = on.ok("ListRetirableGrants", ["Grants", "Truncated"], RetiringPrincipal=caller, Limit=100)
        on.checks.check("the grant is retirable", made["GrantId"] in [it["GrantId"] for it in retirable["Grants"]])
        on.ok("RetireGrant", [], GrantToken=again["GrantToken"])
        on.refused("Decrypt", "AccessDeniedException", CiphertextBlob=encrypted, EncryptionContext=context,
                   pattern=".+")
        on.refused("RetireGrant", "InvalidGrantTokenException", GrantToken=made["GrantToken"], pattern=".+")
        by_id = on.ok("CreateGrant", KeyId=key["Arn"], GranteePrincipal=caller, Operations=["DescribeKey"])
        on.ok("RetireGrant", [], KeyId=key["Arn"], GrantId=by_id["GrantId"])
        by_policy = on.ok("CreateGrant", KeyId=key["Arn"], GranteePrincipal=caller, Operations=["Encrypt"])
        on.ok("Encrypt", KeyId=key["KeyId"], Plaintext=plaintext)
        on.ok("RevokeGrant", [], KeyId=key["KeyId"], GrantId=by_policy["GrantId"])
        on.refused("Encrypt", "AccessDeniedException", KeyId=key["KeyId"], Plaintext=plaintext, pattern=".+")
        on.refused("RevokeGrant", "NotFoundException", KeyId=key["KeyId"], GrantId=by_policy["GrantId"],
                   message="Grant ID %s not found" % by_policy["GrantId"])
        on.equal("no grant is left", on.ok("ListGrants", KeyId=key["KeyId"]), {"Grants": [], "Truncated": False})

    def grant_wrongly(self):
        on = self.on
        root = "arn:aws:iam::%s:root" % self.account
        nobody = "arn:aws:iam::%s:user/nobody-%s" % (self.account, self.name)
        on.refused("CreateGrant", "ValidationException", "Grants must not contain only the CreateGrant operation.",
                   KeyId=self.key, GranteePrincipal=root, Operations=["CreateGrant"])
        on.refused("CreateGrant", "InvalidArnException", KeyId=self.key, GranteePrincipal=nobody,
                   Operations=["Decrypt"], pattern=".+")
        on.refused("CreateGrant", "InvalidArnException", ALIASES_UNSUPPORTED, KeyId="alias/" + self.name,
                   GranteePrincipal=root, Operations=["Decrypt"])
        on.refused("CreateGrant", "ValidationException", KeyId=self.key, GranteePrincipal=root, Operations=["Sign"],
                   pattern=".+")
        on.refused("CreateGrant", "DryRunOperationException", DRY_RUN, KeyId=self.key, GranteePrincipal=root,
                   Operations=["Decrypt"], DryRun=True)
        on.refused("ListGrants", "InvalidGrantIdException", KeyId=self.key, GrantId="nonsense", pattern=".+")
        on.refused("ListGrants", "ValidationException", KeyId=self.key, Limit=101, message=violation(
            101, "limit", "Member must have value less than or equal to 100"))
        on.refused("ListRetirableGrants", "InvalidArnException", RetiringPrincipal=nobody, pattern=".+")
        on.refused("RetireGrant", "InvalidGrantTokenException", GrantToken="nonsense", pattern=".+")
        on.refused("RetireGrant", "ValidationException", KeyId=self.arn, pattern=".+")
        on.refused("RevokeGrant", "InvalidGrantIdException", KeyId=self.key, GrantId="nonsense", pattern=".+")
        on.refused("Encrypt", "InvalidGrantTokenException", KeyId=self.key, Plaintext=b"x", GrantTokens=["nonsense"],
                   pattern=".+")

    # --- states

    def states(self):
        on = self.on
        plaintext = self.secrets.plaintext()
        key = on.ok("CreateKey")["KeyMetadata"]
        blob = on.ok("Encrypt", KeyId=key["KeyId"], Plaintext=plaintext)["CiphertextBlob"]
        on.ok("DisableKey", KeyId=key["KeyId"])
        disabled = key["Arn"] + " is disabled."
        on.refused("Encrypt", "DisabledException", disabled, KeyId=key["KeyId"], Plaintext=plaintext)
        on.refused("Decrypt", "DisabledException", disabled, CiphertextBlob=blob)
        scheduled = on.ok("ScheduleKeyDeletion", ["DeletionDate", "KeyId", "KeyState", "PendingWindowInDays"],
                          KeyId=key["KeyId"], PendingWindowInDays=7)
        on.equal("scheduled", (scheduled["KeyId"], scheduled["KeyState"], scheduled["PendingWindowInDays"]),
                 (key["Arn"], "PendingDeletion", 7))
        described = on.ok("DescribeKey", KeyId=key["KeyId"])["KeyMetadata"]
        on.equal("deletion date", described.get("DeletionDate"), scheduled["DeletionDate"])
        pending = key["Arn"] + " is pending deletion."
        on.refused("Decrypt", "KMSInvalidStateException", pending, CiphertextBlob=blob)
        on.refused("EnableKey", "KMSInvalidStateException", pending, KeyId=key["KeyId"])
        on.refused("ScheduleKeyDeletion", "KMSInvalidStateException", pending, KeyId=key["KeyId"])
        on.equal("cancelled", on.ok("CancelKeyDeletion", KeyId=key["KeyId"]), {"KeyId": key["Arn"]})
        described = on.ok("DescribeKey", KeyId=key["KeyId"])["KeyMetadata"]
        on.equal("after the cancellation", (described["KeyState"], "DeletionDate" in described), ("Disabled", False))
        on.ok("EnableKey", KeyId=key["KeyId"])
        on.equal("decrypted again", on.ok("Decrypt", CiphertextBlob=blob).get("Plaintext"), plaintext)

    def unbuilt(self):
        self.on.refused("Sign", "UnsupportedOperationException", KeyId=self.key, Message=b"m",
                        SigningAlgorithm="ECDSA_SHA_256", pattern=".+")

    def key_arn(self, key):
        return "arn:aws:kms:%s:%s:key/%s" % (self.region, self.account, key)

    def alias_arn(self, alias):
        return "arn:aws:kms:%s:%s:%s" % (self.region, self.account, alias)

    def described(self, member):
        return self.on.ok("DescribeKey", KeyId=self.key)["KeyMetadata"][member]

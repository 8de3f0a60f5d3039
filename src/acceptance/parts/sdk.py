"""boto3: the shared scenario, and what a program does: pages, dry runs, key states, error classes, edge cases."""

import json
import threading

import boto3
import botocore.config
import botocore.exceptions
import botocore.session

from harness import operations
from harness.caller import Expectations, Result
from harness.wire import Client
from parts import scenario


def client(endpoint, **config):
    session = boto3.session.Session(aws_access_key_id=endpoint.access_key,
                                    aws_secret_access_key=endpoint.secret_key, region_name=endpoint.region)
    return session.client("kms", endpoint_url=endpoint.url, config=botocore.config.Config(
        retries={"max_attempts": 0}, parameter_validation=False, connect_timeout=10, read_timeout=30, **config))


def caller(kms):
    names = {kms.meta.method_to_api_mapping[name]: name for name in kms.meta.method_to_api_mapping}

    def call(operation, **members):
        try:
            answer = getattr(kms, names[operation])(**members)
        except botocore.exceptions.ClientError as e:
            return Result(error=e.response["Error"]["Code"], message=e.response["Error"]["Message"])
        answer.pop("ResponseMetadata")
        return Result(answer)

    return call


def run(context):
    checks = context.checks
    endpoint = context.endpoint
    kms = client(endpoint)
    on = Expectations(checks, caller(kms))
    scenario.Scenario(on, context.secrets, endpoint.region).run()
    more = More(checks, context.secrets, endpoint, kms, on)
    for step in (more.pages, more.dry_runs, more.states, more.error_classes, more.validation, more.contexts,
                 more.every_bit, more.at_once, more.quotas, more.odd_texts, more.unbuilt, more.answers):
        step()
    checks.figure("%d calls" % (on.calls + more.calls))


class More:
    def __init__(self, checks, secrets, endpoint, kms, on):
        self.checks = checks
        self.secrets = secrets
        self.kms = kms
        self.on = on
        self.wire = Client(endpoint.host, endpoint.port, endpoint.access_key, endpoint.secret_key, endpoint.region)
        self.calls = 0

    def new_key(self, **members):
        return self.on.ok("CreateKey", **members)["KeyMetadata"]

    def pages(self):
        """Every page but the last is full, nothing is missing, nothing comes twice."""
        keys = [self.new_key() for _ in range(7)]
        pages = list(self.kms.get_paginator("list_keys").paginate(PaginationConfig={"PageSize": 3}))
        self._check_pages("list_keys", pages, "Keys", 3)
        listed = [it["KeyId"] for page in pages for it in page["Keys"]]
        self.checks.check("list_keys lists all", {key["KeyId"] for key in keys} <= set(listed))
        self.checks.equal("list_keys repeats none", len(listed), len(set(listed)))
        target = keys[0]["KeyId"]
        names = sorted("alias/page-%s-%d" % (target, i) for i in range(5))
        for name in names:
            self.on.ok("CreateAlias", AliasName=name, TargetKeyId=target)
        of_key = list(self.kms.get_paginator("list_aliases").paginate(KeyId=target, PaginationConfig={"PageSize": 2}))
        self._check_pages("list_aliases of a key", of_key, "Aliases", 2)
        self.checks.equal("list_aliases of a key", [it["AliasName"] for page in of_key for it in page["Aliases"]],
                          names)
        pages = list(self.kms.get_paginator("list_aliases").paginate(PaginationConfig={"PageSize": 2}))
        self._check_pages("list_aliases", pages, "Aliases", 2)
        listed = [it["AliasName"] for page in pages for it in page["Aliases"]]
        self.checks.check("list_aliases lists all", set(names) <= set(listed))
        self.checks.equal("list_aliases repeats none", len(listed), len(set(listed)))
        tags = [{"TagKey": "k%02d" % i, "TagValue": "v%d" % i} for i in range(50)]
        tagged = self.new_key(Tags=tags)["KeyId"]
        pages = list(self.kms.get_paginator("list_resource_tags").paginate(
            KeyId=tagged, PaginationConfig={"PageSize": 7}))
        self._check_pages("list_resource_tags", pages, "Tags", 7)
        self.checks.equal("list_resource_tags", [it for page in pages for it in page["Tags"]], tags)
        made = sorted(self.on.ok("CreateGrant", KeyId=target, GranteePrincipal=self._root(keys[0]),
                                 RetiringPrincipal=self._root(keys[0]), Operations=["Decrypt"])["GrantId"]
                      for _ in range(5))
        pages = list(self.kms.get_paginator("list_grants").paginate(KeyId=target, PaginationConfig={"PageSize": 2}))
        self._check_pages("list_grants", pages, "Grants", 2)
        self.checks.equal("list_grants", [it["GrantId"] for page in pages for it in page["Grants"]], made)
        pages = list(self.kms.get_paginator("list_retirable_grants").paginate(
            RetiringPrincipal=self._root(keys[0]), PaginationConfig={"PageSize": 2}))
        self._check_pages("list_retirable_grants", pages, "Grants", 2)
        self.checks.check("list_retirable_grants lists all",
                          set(made) <= {it["GrantId"] for page in pages for it in page["Grants"]})
        pages = list(self.kms.get_paginator("list_key_policies").paginate(KeyId=tagged))
        self.checks.equal("list_key_policies", [page["PolicyNames"] for page in pages], [["default"]])
        marker = self.kms.list_keys(Limit=1)["NextMarker"]
        self.on.refused("ListAliases", "InvalidMarkerException", Marker=marker, pattern=".+")
        self.on.refused("TagResource", "TagException", "Too many tags", KeyId=tagged,
                        Tags=[{"TagKey": "one too many", "TagValue": ""}])

    @staticmethod
    def _root(key):
        return "arn:aws:iam::%s:root" % key["AWSAccountId"]

    def _grant(self, key):
        return self.on.ok("CreateGrant", KeyId=key["KeyId"], GranteePrincipal=self._root(key),
                          Operations=["Decrypt"])["GrantId"]

    def _check_pages(self, what, pages, member, size):
        self.calls += len(pages)
        self.checks.check(what + " has several pages", len(pages) > 1)
        for page in pages[:-1]:
            self.checks.equal(what + " full page", (len(page[member]), page["Truncated"], "NextMarker" in page),
                              (size, True, True))
        self.checks.equal(what + " last page", (pages[-1]["Truncated"], "NextMarker" in pages[-1]), (False, False))

    def dry_runs(self):
        """Every operation that has a dry run: refused as a success, no effect; a real error comes first."""
        key, other = self.new_key(), self.new_key()
        blob = self.on.ok("Encrypt", KeyId=key["KeyId"], Plaintext=self.secrets.plaintext())["CiphertextBlob"]
        arguments = {
            "Encrypt": {"KeyId": key["KeyId"], "Plaintext": b"x"},
            "Decrypt": {"CiphertextBlob": blob},
            "ReEncrypt": {"CiphertextBlob": blob, "DestinationKeyId": other["KeyId"]},
            "GenerateDataKey": {"KeyId": key["KeyId"], "KeySpec": "AES_256"},
            "GenerateDataKeyWithoutPlaintext": {"KeyId": key["KeyId"], "KeySpec": "AES_256"},
            "CreateGrant": {"KeyId": key["KeyId"], "GranteePrincipal": self._root(key), "Operations": ["Decrypt"]},
            "RetireGrant": {"KeyId": key["KeyId"], "GrantId": self._grant(key)},
            "RevokeGrant": {"KeyId": key["KeyId"], "GrantId": self._grant(key)},
        }
        for operation, members in arguments.items():
            self.on.refused(operation, "DryRunOperationException", scenario.DRY_RUN, DryRun=True, **members)
            self.on.ok(operation, DryRun=False, **members)
        self.on.refused("Decrypt", "InvalidCiphertextException", "", CiphertextBlob=blob[:-1], DryRun=True)
        self.on.refused("Decrypt", "DryRunOperationException", scenario.DRY_RUN, DryRun=True, KeyId=key["KeyId"],
                        DryRunModifiers=["IGNORE_CIPHERTEXT"])
        self.on.refused("ReEncrypt", "DryRunOperationException", scenario.DRY_RUN, DryRun=True,
                        SourceKeyId=key["KeyId"], DestinationKeyId=other["KeyId"],
                        DryRunModifiers=["IGNORE_CIPHERTEXT"])
        self.on.refused("Decrypt", "ValidationException", KeyId=key["KeyId"], DryRunModifiers=["IGNORE_CIPHERTEXT"],
                        pattern=".+")
        self.on.ok("DisableKey", KeyId=key["KeyId"])
        self.on.refused("Encrypt", "DisabledException", key["Arn"] + " is disabled.", KeyId=key["KeyId"],
                        Plaintext=b"x", DryRun=True)

    def states(self):
        """The key-state matrix for the states that a symmetric key can have here."""
        key, other = self.new_key(), self.new_key()
        key_id, arn = key["KeyId"], key["Arn"]
        blob = self.on.ok("Encrypt", KeyId=key_id, Plaintext=self.secrets.plaintext())["CiphertextBlob"]
        others_blob = self.on.ok("Encrypt", KeyId=other["KeyId"], Plaintext=self.secrets.plaintext())["CiphertextBlob"]
        policy = self.on.ok("GetKeyPolicy", KeyId=key_id)["Policy"]
        alias = "alias/state-" + key_id
        self.on.ok("CreateAlias", AliasName=alias, TargetKeyId=key_id)
        use = [("Encrypt", {"KeyId": key_id, "Plaintext": b"x"}),
               ("Decrypt", {"CiphertextBlob": blob}),
               ("ReEncrypt", {"CiphertextBlob": blob, "DestinationKeyId": other["KeyId"]}),
               ("ReEncrypt", {"CiphertextBlob": others_blob, "DestinationKeyId": key_id}),
               ("GenerateDataKey", {"KeyId": alias, "KeySpec": "AES_128"}),
               ("GenerateDataKeyWithoutPlaintext", {"KeyId": arn, "KeySpec": "AES_128"}),
               ("CreateGrant", {"KeyId": arn, "GranteePrincipal": self._root(key), "Operations": ["Decrypt"]})]
        change = [("TagResource", {"KeyId": key_id, "Tags": [{"TagKey": "t", "TagValue": "v"}]}),
                  ("UntagResource", {"KeyId": key_id, "TagKeys": ["t"]}),
                  ("UpdateKeyDescription", {"KeyId": key_id, "Description": "d"}),
                  ("UpdateAlias", {"AliasName": alias, "TargetKeyId": key_id}),
                  ("CreateAlias", {"AliasName": alias + "-2", "TargetKeyId": key_id})]
        always = [("DescribeKey", {"KeyId": key_id}), ("GetKeyPolicy", {"KeyId": key_id}),
                  ("PutKeyPolicy", {"KeyId": key_id, "Policy": policy}), ("ListKeyPolicies", {"KeyId": key_id}),
                  ("ListAliases", {"KeyId": key_id}), ("ListResourceTags", {"KeyId": key_id}),
                  ("GetKeyRotationStatus", {"KeyId": key_id}), ("ListGrants", {"KeyId": key_id})]
        grants = [self._grant(key) for _ in range(4)]
        self._all(use + always, None)
        self.on.ok("DisableKey", KeyId=key_id)
        self.on.ok("DisableKey", KeyId=key_id)
        self._all(use, ("DisabledException", arn + " is disabled."))
        self._all(change + always + self._deletions(key_id, grants), None)
        self.on.ok("DeleteAlias", AliasName=alias + "-2")
        self.on.refused("CancelKeyDeletion", "KMSInvalidStateException", arn + " is not pending deletion.",
                        KeyId=key_id)
        scheduled = self.on.ok("ScheduleKeyDeletion", KeyId=key_id)
        self.checks.equal("default waiting period", scheduled["PendingWindowInDays"], 30)
        pending = ("KMSInvalidStateException", arn + " is pending deletion.")
        lifecycle = [(name, {"KeyId": key_id}) for name in ("EnableKey", "DisableKey", "ScheduleKeyDeletion")]
        self._all(use + change + lifecycle, pending)
        self._all(always + self._deletions(key_id, grants), None)
        self.on.ok("UpdateAlias", AliasName=alias, TargetKeyId=other["KeyId"])
        self.on.ok("DeleteAlias", AliasName=alias)
        self.on.ok("CancelKeyDeletion", KeyId=key_id)
        self.checks.equal("Disabled after the cancellation",
                          self.on.ok("DescribeKey", KeyId=key_id)["KeyMetadata"]["KeyState"], "Disabled")
        self.on.ok("EnableKey", KeyId=key_id)
        self.on.ok("EnableKey", KeyId=key_id)
        self._all(use[:4], None)

    @staticmethod
    def _deletions(key_id, grants):
        return [(name, {"KeyId": key_id, "GrantId": grants.pop()}) for name in ("RetireGrant", "RevokeGrant")]

    def _all(self, calls, refusal):
        for operation, members in calls:
            if refusal is None:
                self.on.ok(operation, **members)
            else:
                self.on.refused(operation, *refusal, **members)

    def error_classes(self):
        """boto3 makes the modelled exception class of each error, from HTTP status 400, with a request id."""
        key = self.new_key()
        kms = self.kms
        blob = kms.encrypt(KeyId=key["KeyId"], Plaintext=b"x")["CiphertextBlob"]
        raising = [
            ("NotFoundException", lambda: kms.describe_key(KeyId="nonsense")),
            ("InvalidArnException", lambda: kms.enable_key(KeyId="alias/nonsense")),
            ("InvalidMarkerException", lambda: kms.list_keys(Marker="nonsense")),
            ("TagException", lambda: kms.tag_resource(KeyId=key["KeyId"], Tags=[{"TagKey": "aws:a", "TagValue": ""}])),
            ("MalformedPolicyDocumentException", lambda: kms.put_key_policy(KeyId=key["KeyId"], Policy="{")),
            ("InvalidCiphertextException", lambda: kms.decrypt(CiphertextBlob=blob + b"x")),
            ("InvalidCiphertextException", lambda: kms.decrypt(CiphertextBlob=b"no ciphertext")),
            ("KMSInvalidStateException", lambda: kms.cancel_key_deletion(KeyId=key["KeyId"])),
            ("DryRunOperationException", lambda: kms.decrypt(CiphertextBlob=blob, DryRun=True)),
            ("InvalidGrantTokenException", lambda: kms.retire_grant(GrantToken="nonsense")),
            ("InvalidGrantIdException", lambda: kms.revoke_grant(KeyId=key["KeyId"], GrantId="nonsense")),
            ("InvalidKeyUsageException", lambda: kms.encrypt(
                KeyId=key["KeyId"], Plaintext=b"x", EncryptionAlgorithm="RSAES_OAEP_SHA_1")),
            ("LimitExceededException", lambda: kms.put_key_policy(KeyId=key["KeyId"], Policy=" " * 32769)),
            ("UnsupportedOperationException", lambda: kms.get_public_key(KeyId=key["KeyId"])),
        ]
        for name, call in raising:
            self.calls += 1
            try:
                call()
                self.checks.fail(name + " is raised", "success")
            except kms.exceptions.ClientError as e:
                self.checks.equal("class of the error", type(e).__name__, name)
                self.checks.check("modelled class " + name, isinstance(e, getattr(kms.exceptions, name)))
                self.checks.equal(name + " status", e.response["ResponseMetadata"]["HTTPStatusCode"], 400)
                self.checks.matches(name + " request id", e.response["ResponseMetadata"].get("RequestId"),
                                    "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
        for key_pair, expected in (
                (("AKIA" + "A" * 16, "x" * 40), ("UnrecognizedClientException",
                                                 "The security token included in the request is invalid.")),
                ((self.wire.access_key, "x" * 40), ("InvalidSignatureException", None))):
            stranger = boto3.session.Session(*key_pair, region_name=self.wire.region).client(
                "kms", endpoint_url=kms.meta.endpoint_url)
            self.calls += 1
            result = caller(stranger)("ListKeys")
            self.checks.equal("unknown credentials", result.error, expected[0])
            if expected[1]:
                self.checks.equal("unknown credentials, text", result.message, expected[1])
            else:
                self.checks.check("wrong secret, text", (result.message or "").startswith(
                    "The request signature we calculated does not match the signature you provided."), result)

    def validation(self):
        """All violations in one message."""
        result = self.on.call("Encrypt", KeyId="k" * 2049, Plaintext=b"x" * 4097, EncryptionAlgorithm="ROT13")
        self.calls += 1
        self.checks.equal("three violations", result.error, "ValidationException")
        message = result.message or ""
        self.checks.check("three violations counted", message.startswith("3 validation errors detected: "), message)
        for item in ("Value '%s' at 'keyId' failed to satisfy constraint: "
                     "Member must have length less than or equal to 2048" % ("k" * 2049),
                     "Value at 'plaintext' failed to satisfy constraint: "
                     "Member must have length less than or equal to 4096",
                     "Value 'ROT13' at 'encryptionAlgorithm' failed to satisfy constraint: "
                     "Member must satisfy enum value set: ["):
            self.checks.check("violation named", item in message, item[-80:])
        self.on.refused("DescribeKey", "ValidationException",
                        "1 validation error detected: Value null at 'keyId' failed to satisfy constraint: "
                        "Member must not be null")
        for operation, limit in (("ListKeys", 0), ("ListAliases", 0), ("ListResourceTags", 0)):
            members = {"KeyId": "nonsense"} if operation == "ListResourceTags" else {}
            self.on.refused(operation, "ValidationException", Limit=limit, message=scenario.violation(
                0, "limit", "Member must have value greater than or equal to 1"), **members)

    def contexts(self):
        """An encryption context is compared pair by pair, whatever its order, letter by letter."""
        key = self.new_key()["KeyId"]
        plaintext = self.secrets.plaintext()
        context = {"a": "1", "ß": "ü€😀", "empty": "", "A": "1"}
        blob = self.on.ok("Encrypt", KeyId=key, Plaintext=plaintext, EncryptionContext=context)["CiphertextBlob"]
        turned = dict(reversed(list(context.items())))
        self.checks.equal("order does not matter", self.on.ok("Decrypt", CiphertextBlob=blob,
                                                              EncryptionContext=turned).get("Plaintext"), plaintext)
        for wrong in ({}, {**context, "more": "1"}, {**context, "a": "2"}, {**context, "a": "1 "},
                      {name: value for name, value in context.items() if name != "empty"},
                      {**context, "ß": "ü€😁"}, {"ab": "", "ß": "ü€😀", "empty": "", "A": "1"}):
            self.on.refused("Decrypt", "InvalidCiphertextException", "", CiphertextBlob=blob, EncryptionContext=wrong)
        nothing = self.on.ok("Encrypt", KeyId=key, Plaintext=plaintext, EncryptionContext={})["CiphertextBlob"]
        self.checks.equal("empty is none", self.on.ok("Decrypt", CiphertextBlob=nothing).get("Plaintext"), plaintext)

    def every_bit(self):
        """Each byte of a ciphertext changed in one bit: never the plaintext, never a server error."""
        key = self.new_key()["KeyId"]
        blob = self.on.ok("Encrypt", KeyId=key, Plaintext=b"payload")["CiphertextBlob"]
        seen = {}
        for place in range(len(blob)):
            altered = bytearray(blob)
            altered[place] ^= 1 << (place % 8)
            result = self.on.call("Decrypt", CiphertextBlob=bytes(altered))
            self.calls += 1
            seen.setdefault(result.error, []).append(place)
        allowed = {"InvalidCiphertextException", "AccessDeniedException"}
        self.checks.check("an altered ciphertext is refused", set(seen) <= allowed,
                          {error: places for error, places in seen.items() if error not in allowed})

    def at_once(self):
        """Clients that change the same thing at the same time: no acknowledged change is lost, one wins a name."""
        key = self.new_key()["KeyId"]
        alias = "alias/at-once-" + key
        tagged = self._together(24, lambda i: ("TagResource", {
            "KeyId": key, "Tags": [{"TagKey": "t%d" % i, "TagValue": str(i)}]}))
        acknowledged = {"t%d" % i for i, reply in enumerate(tagged) if reply.status == 200}
        tags = {it["TagKey"] for it in self.on.ok("ListResourceTags", KeyId=key)["Tags"]}
        self.checks.equal("tags of the key", tags, acknowledged)
        self.checks.check("some tags were set", acknowledged)
        self.checks.equal("refusals of clients at once", {reply.error for reply in tagged} - {
            None, "ThrottlingException"}, set())
        named = self._together(16, lambda i: ("CreateAlias", {"AliasName": alias, "TargetKeyId": key}))
        errors = sorted(str(reply.error) for reply in named)
        self.checks.equal("one client gets the name", errors, ["AlreadyExistsException"] * 15 + ["None"])
        gone = self._together(16, lambda i: ("DeleteAlias", {"AliasName": alias}))
        self.checks.equal("one client deletes the name", sorted(str(reply.error) for reply in gone),
                          ["None"] + ["NotFoundException"] * 15)

    def _together(self, count, call):
        replies = [None] * count
        start = threading.Barrier(count)

        def one(number):
            kms = Client(self.wire.host, self.wire.port, self.wire.access_key, self.wire.secret_key, self.wire.region)
            kms.call("ListKeys", Limit=1)
            start.wait()
            operation, members = call(number)
            replies[number] = kms.call(operation, **members)
            kms.close()

        threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.calls += 2 * count
        return replies

    def quotas(self):
        key = self.new_key()["KeyId"]
        for number in range(50):
            self.on.ok("CreateAlias", AliasName="alias/quota-%d-%s" % (number, key), TargetKeyId=key)
        self.on.refused("CreateAlias", "LimitExceededException", AliasName="alias/quota-50-" + key, TargetKeyId=key,
                        pattern=".+")
        self.on.refused("CreateKey", "TagException", "Too many tags",
                        Tags=[{"TagKey": "k%d" % i, "TagValue": ""} for i in range(51)])
        self.on.refused("CreateKey", "LimitExceededException", Policy=" " * 32769, pattern=".+")

    def odd_texts(self):
        """Texts that databases and parsers stumble over: kept as they are, or refused; never a server error."""
        key = self.new_key()["KeyId"]
        for text in ("\u0000", "a\u0000b", "\\u0000", "\x7f\x80", "\ud7ff\ufffd\uffff", "\U0001f600" * 100,
                     "'; drop table", "%s %d ${x} {{x}}", "\u202e\u200b", "a\r\nb\tc"):
            reply = self.wire.call("UpdateKeyDescription", KeyId=key, Description=text)
            if reply.status == 200:
                self.checks.equal("description of odd text",
                                  self.on.ok("DescribeKey", KeyId=key)["KeyMetadata"]["Description"], text)
            else:
                self.checks.equal("description %r is refused" % text, reply.error, "ValidationException")
            reply = self.wire.call("DescribeKey", KeyId="alias/" + text)
            self.checks.equal("alias of odd text %r" % text, reply.error, "NotFoundException")
            reply = self.wire.call("Encrypt", KeyId=key, Plaintext=b"x", EncryptionContext={text: text})
            self.checks.equal("context of odd text %r" % text, reply.error, None)
            if reply.status == 200:
                reply = self.wire.call("Decrypt", CiphertextBlob=reply.blob("CiphertextBlob"),
                                       EncryptionContext={text: text})
                self.checks.equal("context of odd text %r decrypted" % text, reply.error, None)
            self.calls += 4
        for body in (b'{"KeyId": "alias/\\ud800"}', b'{"KeyId": "\xc3\x28"}', b"[" * 50000, b'{"a":' * 50000,
                     b'{"Limit": 1e400}', b'{"Limit": ' + b"9" * 1000 + b"}", b"{}{}", b"\xef\xbb\xbf{}", b"nul"):
            for operation in ("ListKeys", "DescribeKey", "CreateKey"):
                reply = self.wire.send(operation, body)
                self.calls += 1
                self.checks.check("%s of odd JSON %r" % (operation, body[:20]), reply.status in (200, 400),
                                  "%d %s" % (reply.status, reply.body[:200]))
        large = json.dumps({"KeyId": key, "Description": "x" * (5 << 18)}).encode()
        reply = self.wire.send("UpdateKeyDescription", large)
        self.checks.check("a body that is too large", reply.status in (400, 413), reply.status)

    def unbuilt(self):
        """All other operations of the API are known, and refused after authentication."""
        model = botocore.session.get_session().get_service_model("kms")
        self.checks.equal("operations of the SDK that nobody knows here",
                          sorted(set(model.operation_names) - operations.BUILT - operations.UNBUILT), [])
        for operation in sorted(operations.UNBUILT):
            self.calls += 2
            reply = self.wire.call(operation)
            self.checks.equal(operation, (reply.status, reply.error), (400, "UnsupportedOperationException"))
            reply = self.wire.exchange("POST", "/", b"{}", {
                "content-type": "application/x-amz-json-1.1", "x-amz-target": "TrentService." + operation})
            self.checks.equal(operation + " unsigned", reply.error, "MissingAuthenticationTokenException")
        reply = self.wire.call("MakeCoffee")
        self.checks.equal("unknown operation", (reply.status, reply.error), (400, "UnknownOperationException"))

    def answers(self):
        """What no SDK shows: zero-length bodies, headers, the spelling of members."""
        metadata = self.new_key()
        key = metadata["KeyId"]
        alias = "alias/answers-" + key
        policy = self.on.ok("GetKeyPolicy", KeyId=key)["Policy"]
        empty = [("CreateAlias", {"AliasName": alias, "TargetKeyId": key}),
                 ("UpdateAlias", {"AliasName": alias, "TargetKeyId": key}), ("DeleteAlias", {"AliasName": alias}),
                 ("DisableKey", {"KeyId": key}), ("EnableKey", {"KeyId": key}),
                 ("PutKeyPolicy", {"KeyId": key, "Policy": policy}),
                 ("TagResource", {"KeyId": key, "Tags": [{"TagKey": "t", "TagValue": "v"}]}),
                 ("UntagResource", {"KeyId": key, "TagKeys": ["t"]}),
                 ("UpdateKeyDescription", {"KeyId": key, "Description": "d"}),
                 *self._deletions(key, [self._grant(metadata), self._grant(metadata)])]
        self.checks.equal("operations with an empty answer", {name for name, _ in empty},
                          set(operations.WITH_EMPTY_ANSWER))
        ids = set()
        for operation, members in empty:
            reply = self.wire.call(operation, **members)
            self.checks.equal(operation + " answer", (reply.status, reply.body, reply.headers.get("content-length")),
                              (200, b"", "0"))
            ids.add(reply.request_id)
        self.checks.equal("request ids differ", len(ids), len(empty))
        reply = self.wire.call("Decrypt", CiphertextBlob=b"no ciphertext")
        self.checks.equal("error without a message", (reply.status, reply.json),
                          (400, {"__type": "InvalidCiphertextException"}))
        reply = self.wire.call("DescribeKey", KeyId="arn:aws:kms:%s:111122223333:key/%s" % (self.wire.region, key))
        self.checks.members("AccessDeniedException", reply.json, ["Message", "__type"])
        reply = self.wire.call("DescribeKey", KeyId="nonsense")
        self.checks.members("NotFoundException", reply.json, ["__type", "message"])
        self.checks.equal("content type", reply.headers.get("content-type"), "application/x-amz-json-1.1")
        for body, what in ((b"not json", "no JSON"), (b"[]", "no object"), (b'{"KeyId": 5}', "number for a string"),
                           (b'{"KeyId": ["a"]}', "list for a string"), (b'{"KeyId"', "cut off")):
            reply = self.wire.send("DescribeKey", body)
            self.checks.equal(what, (reply.status, reply.error), (400, "SerializationException"))
        reply = self.wire.send("DescribeKey", b'{"KeyId": "%s", "Unknown": {"x": [1, null]}, "GrantTokens": null}'
                               % key.encode())
        self.checks.equal("unknown members and nulls are ignored", reply.status, 200)
        reply = self.wire.send("ListKeys", b"")
        self.checks.equal("empty body", reply.status, 200)
        self.calls += len(empty) + 10

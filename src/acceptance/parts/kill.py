"""Kills the service, and its PostgreSQL, with SIGKILL at random moments under load, and proves what was promised:
every acknowledged write is there, every returned ciphertext decrypts, every answered call has its audit record, the
chain is whole, and the service comes back by itself."""

import collections
import os
import random
import shutil
import signal
import threading
import time

from harness.checks import say
from harness.database import Database
from harness.journal import Journal
from harness.service import Service
from harness.wire import Client, NoAnswer

# What happens to PostgreSQL, and how many times out of 20. Killed: its main process, one that serves a connection, or
# all of them. For a while: all stand still, one stands still, or no COMMIT ends, as without its synchronous stand-by.
DATABASE_FAULTS = {"postmaster": 7, "backend": 5, "all": 3, "hangs": 2, "stuck": 1, "commits": 2}
LONGEST_FAULT_SECONDS = 9.0
CALL_SECONDS = 20.0
RECOVERY_SECONDS = 60.0
ERRORS_WITHOUT_DATABASE = {"DependencyTimeoutException", "KMSInternalException"}


def run(context):
    checks = context.checks
    if context.app is None:
        checks.skip("a service that runs elsewhere is not killed: give --app instead of --endpoint.")
        return
    options = context.options
    say("  seed %d" % options.seed)
    chance = random.Random(options.seed)
    first_starts(context, chance)
    service = Service(context.app, context.java, context.directory / "kill", context.java_options)
    try:
        service.start()
        Trial(context, service, chance).run()
    finally:
        service.stop()


def first_starts(context, chance):
    """A service killed while it sets itself up for the first time starts the next time, and works."""
    kills = context.options.first_start_kills
    seconds = None
    for number in range(kills + 1):
        service = Service(context.app, context.java, context.directory / ("first-start-%d" % number),
                          context.java_options)
        try:
            begun = time.monotonic()
            if seconds is None:
                service.start()
                seconds = time.monotonic() - begun
            else:
                service.launch()
                # every part of the way from nothing to ready, and a little beyond
                delay = seconds * (number - 1 + chance.random()) / kills * 1.1
                time.sleep(delay)
                service.kill()
                try:
                    service.start()
                except Exception as e:
                    context.checks.fail("start after the first one was killed after %.1f s" % delay, e)
                    continue
            works(context.checks, service, "after the killed first start %d" % number)
        finally:
            service.stop()
            service.remove()
    context.checks.figure("%d first starts killed, each within %.1f s" % (kills, (seconds or 0) * 1.1))


def works(checks, service, when):
    kms = client(service.endpoint())
    key = kms.call("CreateKey").json.get("KeyMetadata", {}).get("KeyId", "")
    blob = kms.call("Encrypt", KeyId=key, Plaintext=b"it works")
    plain = kms.call("Decrypt", CiphertextBlob=blob.blob("CiphertextBlob")) if blob.status == 200 else blob
    checks.check("the service works " + when, plain.status == 200 and plain.blob("Plaintext") == b"it works",
                 plain.body)
    kms.close()


def client(endpoint):
    return Client(endpoint.host, endpoint.port, endpoint.access_key, endpoint.secret_key, endpoint.region,
                  CALL_SECONDS)


class Answer:
    __slots__ = ("request_id", "operation", "status", "error")

    def __init__(self, request_id, operation, status, error):
        self.request_id, self.operation, self.status, self.error = request_id, operation, status, error


class Key:
    """What one client knows of a key of its own. maybe: descriptions sent later whose outcome is unknown."""

    def __init__(self, key_id, arn, description):
        self.key_id, self.arn, self.description, self.maybe = key_id, arn, description, []
        self.aliases = []

    def allows(self, description):
        return description == self.description or description in self.maybe


class Worker(threading.Thread):
    """One client: creates keys, names and describes them, encrypts, decrypts. Its keys are nobody else's."""

    def __init__(self, number, endpoint, seed, trial):
        super().__init__(daemon=True, name="client-%d" % number)
        self.number = number
        self.endpoint = endpoint
        self.chance = random.Random("%d/%d" % (seed, number))
        self.trial = trial
        self.keys = []
        self.ciphertexts = []
        self.answers = []
        self.surprises = []
        self.no_answers = 0
        self.refused_connections = 0
        self.slowest = 0.0
        self.counter = 0

    def run(self):
        kms = client(self.endpoint)
        actions = [self.encrypt] * 40 + [self.decrypt] * 24 + [self.create_key] * 8 + [self.data_key] * 8
        actions += [self.describe] * 6 + [self.update] * 6 + [self.alias] * 4 + [self.wrong_context] * 4
        while not self.trial.over.is_set():
            action = self.chance.choice(actions) if self.keys else self.create_key
            try:
                action(kms)
            except NoAnswer as e:
                if "refused" in str(e):
                    self.refused_connections += 1
                else:
                    self.no_answers += 1
                    if not self.trial.may_break.is_set():
                        self.surprise("no answer though the service runs: %s" % e)
                time.sleep(0.1 + 0.2 * self.chance.random())
            except Exception as e:
                self.surprise("client failed: %r" % e)
                return
            time.sleep(self.trial.pause * self.chance.random())

    def call(self, kms, operation, expected_error=None, **members):
        """The reply if it is what was expected; None for a failure that the database's death explains."""
        begun = time.monotonic()
        reply = kms.call(operation, **members)
        self.slowest = max(self.slowest, time.monotonic() - begun)
        self.answers.append(Answer(reply.request_id, operation, reply.status, reply.error))
        if reply.error == expected_error:
            return reply
        if not (reply.status >= 500 and reply.error in ERRORS_WITHOUT_DATABASE and self.trial.database_may_fail()):
            self.surprise("%s answered %d %s" % (operation, reply.status, reply.body[:300]))
        return None

    def surprise(self, text):
        self.surprises.append(text)

    def unique(self):
        self.counter += 1
        return "%d-%d-%d" % (self.number, self.counter, self.chance.getrandbits(64))

    def create_key(self, kms):
        description = self.unique()
        reply = self.call(kms, "CreateKey", Description=description)
        if reply:
            made = reply.json["KeyMetadata"]
            self.keys.append(Key(made["KeyId"], made["Arn"], description))

    def encrypt(self, kms):
        key = self.chance.choice(self.keys)
        plaintext = self.chance.randbytes(self.chance.randint(1, 200))
        context = {"n": self.unique()} if self.chance.random() < 0.7 else {}
        reply = self.call(kms, "Encrypt", KeyId=self.name_of(key), Plaintext=plaintext, EncryptionContext=context)
        if reply:
            self.ciphertexts.append((reply.blob("CiphertextBlob"), context, plaintext, key.arn))

    def name_of(self, key):
        return self.chance.choice([key.key_id, key.arn] + key.aliases)

    def data_key(self, kms):
        key = self.chance.choice(self.keys)
        reply = self.call(kms, "GenerateDataKey", KeyId=key.key_id, KeySpec="AES_256")
        if reply:
            self.ciphertexts.append((reply.blob("CiphertextBlob"), {}, reply.blob("Plaintext"), key.arn))

    def decrypt(self, kms):
        if self.ciphertexts:
            blob, context, plaintext, arn = self.chance.choice(self.ciphertexts)
            reply = self.call(kms, "Decrypt", CiphertextBlob=blob, EncryptionContext=context)
            if reply and (reply.blob("Plaintext") != plaintext or reply.json["KeyId"] != arn):
                self.surprise("Decrypt answered another plaintext or key")

    def wrong_context(self, kms):
        if self.ciphertexts:
            blob = self.chance.choice(self.ciphertexts)[0]
            self.call(kms, "Decrypt", "InvalidCiphertextException", CiphertextBlob=blob,
                      EncryptionContext={"never": "used"})

    def describe(self, kms):
        key = self.chance.choice(self.keys)
        reply = self.call(kms, "DescribeKey", KeyId=self.name_of(key))
        if reply and not key.allows(reply.json["KeyMetadata"]["Description"]):
            self.surprise("DescribeKey of %s answered a description that was replaced" % key.key_id)

    def update(self, kms):
        key = self.chance.choice(self.keys)
        description = self.unique()
        key.maybe.append(description)
        if self.call(kms, "UpdateKeyDescription", KeyId=key.key_id, Description=description):
            key.description, key.maybe = description, []

    def alias(self, kms):
        key = self.chance.choice(self.keys)
        if len(key.aliases) < 40:
            name = "alias/kill-" + self.unique()
            if self.call(kms, "CreateAlias", AliasName=name, TargetKeyId=key.key_id):
                key.aliases.append(name)


class Trial:
    def __init__(self, context, service, chance):
        self.context = context
        self.checks = context.checks
        self.options = context.options
        self.service = service
        self.chance = chance
        self.journal = Journal(service)
        self.over = threading.Event()
        self.may_break = threading.Event()
        self.database_grace = 0.0
        self.pause = self.options.pause
        self.figures = collections.Counter()
        self.recoveries = []
        self.starts = []

    def database_may_fail(self):
        """Whether the database was dead, or came back a moment ago, so that a 5xx is right."""
        return time.monotonic() < self.database_grace

    def run(self):
        endpoint = self.service.endpoint()
        workers = [Worker(i, endpoint, self.options.seed, self) for i in range(self.options.clients)]
        for worker in workers:
            worker.start()
        try:
            self.kill_the_service()
            self.journal.take_heads()
            self.kill_the_database()
        finally:
            self.over.set()
            for worker in workers:
                worker.join(CALL_SECONDS * 2)
        self.report(workers)
        self.nothing_is_lost(workers)
        self.every_answer_is_recorded(workers)

    def kill_the_service(self):
        self.may_break.set()
        for number in range(self.options.kills):
            time.sleep(self.chance.uniform(0.2, 4.0))
            with_database = number % 5 == 4
            postmaster = self.service.postmaster() if with_database else None
            self.service.kill()
            self.figures["service killed under load"] += 1
            if postmaster:
                os.kill(postmaster, signal.SIGKILL)
                self.figures["  of these with the database at once"] += 1
            if number % 4 == 3:
                self.service.launch()
                time.sleep(self.chance.uniform(0.1, self.starts[-1] if self.starts else 5.0))
                self.service.kill()
                self.figures["service killed while it started"] += 1
            begun = time.monotonic()
            try:
                self.service.start()
            except Exception as e:
                self.checks.fail("start after kill %d" % (number + 1), e)
                raise
            self.starts.append(time.monotonic() - begun)
        # a moment for the calls on the connections that broke
        time.sleep(1)
        self.may_break.clear()

    def kill_the_database(self):
        probe = client(self.service.endpoint())
        key = probe.call("CreateKey").json["KeyMetadata"]["KeyId"]
        process = self.service.process.pid
        faults = self.faults()
        for number in range(self.options.database_kills):
            time.sleep(self.chance.uniform(0.5, 3.0))
            kind = self.chance.choice(faults)
            self.database_grace = time.monotonic() + RECOVERY_SECONDS
            begun = time.monotonic()
            if not self.hurt_the_database(kind):
                continue
            self.figures["database: " + kind] += 1
            seconds = self.wait_for_recovery(probe, key, begun)
            if not self.checks.check("recovery from database kill %d (%s)" % (number + 1, kind), seconds is not None,
                                     "none in %d s" % RECOVERY_SECONDS):
                return
            self.recoveries.append(seconds)
            # calls that began in the dark may still be waiting for their time to run out
            self.database_grace = time.monotonic() + 10
        self.checks.check("the service was not restarted", self.service.is_alive()
                          and self.service.process.pid == process)
        self.ready_again()
        time.sleep(10)
        probe.close()

    def ready_again(self):
        begun = time.monotonic()
        status, body = 0, b""
        while status != 200 and time.monotonic() - begun < RECOVERY_SECONDS:
            status, body = self.service.endpoint().get("/q/health/ready", timeout=CALL_SECONDS)
        self.checks.equal("ready in the end", status, 200)
        self.checks.figure("readiness %.1f s after the last recovery" % (time.monotonic() - begun))

    def faults(self):
        faults = self.options.database_fault or [kind for kind, times in DATABASE_FAULTS.items() for _ in range(times)]
        if "commits" in faults and shutil.which("psql") is None:
            self.checks.skip("psql is not installed: PostgreSQL cannot be told to hold its commits.")
            faults = [kind for kind in faults if kind != "commits"]
        return faults

    def hurt_the_database(self, kind):
        postmaster, backends = self.service.postmaster(), self.service.backends()
        if postmaster is None or not backends:
            return False
        seconds = self.chance.uniform(1.0, LONGEST_FAULT_SECONDS)
        if kind in ("hangs", "stuck"):
            victims = [*backends, postmaster] if kind == "hangs" else [self.chance.choice(backends)]
            send(victims, signal.SIGSTOP)
            time.sleep(seconds)
            send(victims, signal.SIGCONT)
        elif kind == "commits":
            Database(self.service).run("alter system set synchronous_standby_names = 'gone'", "select pg_reload_conf()")
            time.sleep(seconds)
            Database(self.service).run("alter system reset synchronous_standby_names", "select pg_reload_conf()")
        else:
            send({"postmaster": [postmaster], "backend": [self.chance.choice(backends)],
                  "all": [postmaster, *backends]}[kind], signal.SIGKILL)
        return True

    def wait_for_recovery(self, probe, key, begun):
        """Seconds until ten calls in a row succeed: reads, writes and cryptography."""
        row = 0
        while time.monotonic() - begun < RECOVERY_SECONDS:
            try:
                replies = [probe.call("Encrypt", KeyId=key, Plaintext=b"x"),
                           probe.call("UpdateKeyDescription", KeyId=key, Description=str(begun))]
                row = row + 2 if all(reply.status == 200 for reply in replies) else 0
            except NoAnswer:
                row = 0
            if row >= 10:
                return time.monotonic() - begun
            if row == 0:
                time.sleep(0.1)
        return None

    # --- afterwards

    def report(self, workers):
        answers = collections.Counter()
        for worker in workers:
            answers.update((answer.status, answer.error) for answer in worker.answers)
        for what, count in sorted(self.figures.items(), key=lambda it: it[0].strip()):
            self.checks.figure("%s: %d" % (what.strip() if what.startswith("  ") else what, count))
        if self.starts:
            self.checks.figure("restart after a kill: %.1f to %.1f s" % (min(self.starts), max(self.starts)))
        if self.recoveries:
            self.checks.figure("recovery after the database's death: %.1f to %.1f s" % (
                min(self.recoveries), max(self.recoveries)))
        self.checks.figure("%d clients, slowest answer %.1f s" % (len(workers), max(w.slowest for w in workers)))
        for (status, error), count in sorted(answers.items(), key=str):
            self.checks.figure("answers %d %s: %d" % (status, error or "success", count))
        self.checks.figure("calls cut off: %d, connections refused: %d" % (
            sum(w.no_answers for w in workers), sum(w.refused_connections for w in workers)))
        surprises = collections.Counter(text for worker in workers for text in worker.surprises)
        self.checks.check("every answer was one to expect", not surprises,
                          "; ".join("%s (%d times)" % it for it in surprises.most_common(10)))
        self.checks.check("no client hung", not any(worker.is_alive() for worker in workers))

    def nothing_is_lost(self, workers):
        """Reads everything back, through as many clients as wrote it."""
        lost = collections.Counter()
        examples = {}
        counted = collections.Counter()
        lock = threading.Lock()

        def note(what, example):
            with lock:
                lost[what] += 1
                examples.setdefault(what, example)

        def read_back(worker):
            kms = client(self.service.endpoint())
            try:
                for key in worker.keys:
                    reply = retried(kms, "DescribeKey", KeyId=key.key_id)
                    metadata = reply.json.get("KeyMetadata", {})
                    if reply.status != 200 or metadata.get("KeyState") != "Enabled":
                        note("acknowledged key is gone", "%s %s" % (key.key_id, reply.body[:200]))
                    elif not key.allows(metadata["Description"]):
                        note("acknowledged description is lost", key.key_id)
                    for alias in key.aliases:
                        reply = retried(kms, "DescribeKey", KeyId=alias)
                        if reply.json.get("KeyMetadata", {}).get("KeyId") != key.key_id:
                            note("acknowledged alias is lost", alias)
                for blob, encryption_context, plaintext, arn in worker.ciphertexts:
                    reply = retried(kms, "Decrypt", CiphertextBlob=blob, EncryptionContext=encryption_context)
                    if reply.status != 200 or reply.blob("Plaintext") != plaintext or reply.json["KeyId"] != arn:
                        note("returned ciphertext does not decrypt", "%s %s" % (arn, reply.body[:200]))
            except Exception as e:
                note("reading back failed", repr(e))
            with lock:
                counted.update(keys=len(worker.keys), ciphertexts=len(worker.ciphertexts),
                               aliases=sum(len(key.aliases) for key in worker.keys))

        threads = [threading.Thread(target=read_back, args=(worker,)) for worker in workers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.checks.figure("read back: %(keys)d keys, %(aliases)d aliases, %(ciphertexts)d ciphertexts" % counted)
        for what in ("acknowledged key is gone", "acknowledged description is lost", "acknowledged alias is lost",
                     "returned ciphertext does not decrypt", "reading back failed"):
            self.checks.check("none: " + what, lost[what] == 0, "%d, such as %s" % (lost[what], examples.get(what)))

    def every_answer_is_recorded(self, workers):
        verified = self.journal.export_and_verify()
        self.checks.check("the chain verifies", verified.is_whole, verified.output[-1500:])
        records = collections.defaultdict(list)
        for record in verified.records:
            if "requestID" in record:
                records[record["requestID"]].append(record)
        missing, repeated, different, unrecorded_failures, checked = [], [], [], 0, 0
        for worker in workers:
            for answer in worker.answers:
                found = records.get(answer.request_id, [])
                if not found:
                    if answer.status >= 500:
                        unrecorded_failures += 1
                    else:
                        missing.append(vars_of(answer))
                    continue
                checked += 1
                if len(found) > 1:
                    repeated.append(vars_of(answer))
                record = found[0]
                if record["eventName"] != answer.operation or (
                        answer.status < 500 and record.get("errorCode") != answer.error):
                    different.append((vars_of(answer), record.get("errorCode")))
        self.checks.figure("%d blocks, %d records in %d chains; %d answers found in them" % (
            verified.blocks, len(verified.records), verified.chains, checked))
        self.checks.figure("%d answers of 5xx without a record: the database was not there" % unrecorded_failures)
        self.checks.check("every answered call has its record", not missing, "%d, such as %s" % (
            len(missing), missing[:3]))
        self.checks.check("no call has two records", not repeated, "%d, such as %s" % (len(repeated), repeated[:3]))
        self.checks.check("records say what was answered", not different, "%d, such as %s" % (
            len(different), different[:3]))
        self.change_and_record(verified.records)

    def change_and_record(self, records):
        """A key is there if and only if its record is: they are one transaction, acknowledged or not."""
        kms = client(self.service.endpoint())
        keys, marker = set(), {}
        while True:
            page = retried(kms, "ListKeys", Limit=1000, **marker).json
            keys.update(it["KeyId"] for it in page["Keys"])
            if not page["Truncated"]:
                break
            marker = {"Marker": page["NextMarker"]}
        recorded = {record["responseElements"]["keyMetadata"]["keyId"] for record in records
                    if record["eventName"] == "CreateKey" and "errorCode" not in record}
        self.checks.figure("%d keys there, %d recorded as created" % (len(keys), len(recorded)))
        self.checks.check("no key without a record", not keys - recorded, sorted(keys - recorded)[:3])
        self.checks.check("no record without a key", not recorded - keys, sorted(recorded - keys)[:3])


def vars_of(answer):
    return (answer.request_id, answer.operation, answer.status, answer.error)


def send(pids, what):
    for pid in pids:
        try:
            os.kill(pid, what)
        except ProcessLookupError:
            pass


def retried(kms, operation, **members):
    for attempt in range(5):
        try:
            reply = kms.call(operation, **members)
            if reply.status < 500 and reply.error != "ThrottlingException":
                return reply
        except NoAnswer:
            reply = None
        time.sleep(0.5 * (attempt + 1))
    if reply is None:
        raise NoAnswer(operation + " five times")
    return reply

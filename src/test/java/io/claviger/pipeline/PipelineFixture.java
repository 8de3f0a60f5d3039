package io.claviger.pipeline;

import static io.claviger.testkit.StorageSamples.ACCOUNT;
import static io.claviger.testkit.StorageSamples.NOW;
import static io.claviger.testkit.StorageSamples.REGION;
import static io.claviger.testkit.StorageSamples.account;
import static io.claviger.testkit.StorageSamples.key;
import static io.claviger.testkit.StorageSamples.keyCreated;

import io.claviger.audit.AuditEvent;
import io.claviger.audit.AuditJournal;
import io.claviger.authn.Authentication;
import io.claviger.authn.Authenticator;
import io.claviger.authn.RawCall;
import io.claviger.authz.Authorizer;
import io.claviger.authz.CompiledPolicies;
import io.claviger.authz.ControlPolicies;
import io.claviger.common.AwsApi;
import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.common.SecretBytes;
import io.claviger.http.json.JsonTreeReader;
import io.claviger.key.KmsKey;
import io.claviger.key.PolicyText;
import io.claviger.policy.DefaultKeyPolicy;
import io.claviger.storage.Change;
import io.claviger.testkit.Calls;
import io.claviger.testkit.FakeStorage;
import io.claviger.testkit.MovableClock;
import io.claviger.testkit.SeededRandom;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A dispatcher among parts that a test can look into and trip up. */
final class PipelineFixture {
    static final KmsKey KEY = key(1).governedBy(PolicyText.of(DefaultKeyPolicy.text(ACCOUNT)));
    static final String OPERATION = "UpdateKeyDescription";

    record Appended(AuditEvent event, List<Change> changes) {}

    record Observed(String operation, ErrorCode error, Duration duration) {}

    final Steps steps = new Steps();
    final List<Appended> journal = new ArrayList<>();
    final List<Observed> answered = new ArrayList<>();
    final List<Throwable> failed = new ArrayList<>();
    final MovableClock clock = new MovableClock(NOW);
    final FakeStorage storage =
            new FakeStorage(clock).with(new Change.AccountCreated(account(ACCOUNT)), keyCreated(KEY));
    KmsException refusal;
    ProbeOperation.Request request = request(KEY.id().value(), false);

    static ProbeOperation.Request request(String keyId, boolean dryRun) {
        return new ProbeOperation.Request(keyId, SecretBytes.copyOf(new byte[] {1, 2, 3}), dryRun);
    }

    /** An authenticator that takes every call for the account's root. */
    final class Trusting implements Authenticator {
        @Override
        public boolean claims(RawCall call) {
            return true;
        }

        @Override
        public Uni<Authentication> authenticate(RawCall call, Instant now) {
            return Uni.createFrom().item(() -> {
                steps.reach("authenticate");
                return new Authentication(Calls.root(), REGION, null, refusal);
            });
        }
    }

    private final class Codec implements WireCodec {
        @Override
        public <T extends Record> T decode(byte[] body, Class<T> type) {
            steps.reach("decode");
            return type.cast(request);
        }

        @Override
        public byte[] encode(Record output) {
            throw new UnsupportedOperationException();
        }
    }

    private final class Journal implements AuditJournal {
        @Override
        public Uni<Void> append(AuditEvent event, List<Change> changes) {
            return Uni.createFrom().item(() -> {
                steps.reach("append");
                journal.add(new Appended(event, changes));
                return null;
            });
        }
    }

    private final class Observer implements CallObserver {
        @Override
        public void answered(String requestId, String operation, ErrorCode error, Duration duration) {
            steps.reached.add("answered");
            answered.add(new Observed(operation, error, duration));
        }

        @Override
        public void failed(String requestId, String operation, Throwable failure) {
            failed.add(failure);
        }
    }

    Dispatcher dispatcher(List<Authenticator> authenticators, Map<RequestClass, Integer> rates) {
        Operations operations = new Operations(List.of(new ProbeOperation(steps)));
        return new Dispatcher(
                operations,
                Map.of(AwsApi.KMS, new Entrance(authenticators, new Codec())),
                (authentication, call, now) -> Uni.createFrom().item(authentication),
                new Throttle(rates),
                new Validation(),
                new KeyResolver(storage),
                new Authorizer(storage, new CompiledPolicies(new JsonTreeReader(), 10), ControlPolicies.NONE, ACCOUNT),
                new Journal(),
                new AuditEvents(new SeededRandom(5), operations),
                new Observer(),
                clock);
    }

    Answer answer() {
        return answer(OPERATION);
    }

    Answer answer(String operation) {
        return dispatcher(List.of(new Trusting()), Map.of())
                .handle(Calls.raw("{}"), Invocation.aws(operation, new byte[0]), "request-1")
                .await()
                .indefinitely();
    }

    AuditEvent onlyEvent() {
        if (journal.size() != 1) {
            throw new AssertionError(journal.size() + " records");
        }
        return journal.getFirst().event();
    }
}

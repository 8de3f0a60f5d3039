package io.claviger.pipeline;

import static io.claviger.testkit.StorageSamples.ACCOUNT;
import static io.claviger.testkit.StorageSamples.NOW;
import static io.claviger.testkit.StorageSamples.OTHER_ACCOUNT;
import static io.claviger.testkit.StorageSamples.REGION;
import static io.claviger.testkit.StorageSamples.key;
import static io.claviger.testkit.StorageSamples.materialId;
import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.audit.AuditEvent;
import io.claviger.audit.AuditEvent.Resource;
import io.claviger.authn.Authentication;
import io.claviger.authn.Caller;
import io.claviger.authn.ServiceContext;
import io.claviger.authz.RecordedDecision;
import io.claviger.common.Arn;
import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.key.KmsKey;
import io.claviger.operation.Call;
import io.claviger.operation.Empty;
import io.claviger.operation.Locator;
import io.claviger.operation.Operation;
import io.claviger.operation.Outcome;
import io.claviger.operation.Permission;
import io.claviger.operation.Target;
import io.claviger.policy.AccessRequest;
import io.claviger.policy.Decision;
import io.claviger.testkit.Calls;
import io.claviger.testkit.SeededRandom;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** audit.md, sections 1, 4 and 5. */
final class AuditEventsTest {
    private static final RecordedDecision ALLOWED = new RecordedDecision(
            ACCOUNT,
            "kms:Encrypt",
            "*",
            ACCOUNT,
            AccessRequest.Scope.RESOURCE_POLICY,
            new Decision.Allowed(Decision.Ground.RESOURCE_POLICY, List.of(), null),
            new RecordedDecision.Documents(null, List.of(), null, List.of(), List.of()),
            List.of(),
            new TreeMap<>());
    private static final KmsKey KEY = key(1);
    private static final KmsKey FOREIGN = key(OTHER_ACCOUNT, 2);
    private static final Target.AliasName ALIAS = new Target.AliasName(Arn.alias(REGION, ACCOUNT, "alias/a"), null);

    private final Probe changing = new Probe("UpdateAlias", false);
    private final Probe reading = new Probe("ReEncrypt", true);
    private final AuditEvents events = new AuditEvents(new SeededRandom(3), new Operations(List.of(changing, reading)));
    private final Dispatcher.Trace trace =
            new Dispatcher.Trace(Calls.raw("{}"), Invocation.aws(null, new byte[0]), "request-1", NOW);

    AuditEventsTest() {
        trace.operationName = "UpdateAlias";
        trace.authentication = new Authentication(Calls.root(), REGION);
        trace.request = Empty.INSTANCE;
    }

    @Test
    void eventHoldsWhatTheRequestShowed() {
        AuditEvent event = events.success(changing, Outcome.done(), trace);

        assertThat(event.requestId()).isEqualTo("request-1");
        assertThat(event.time()).isEqualTo(NOW);
        assertThat(event.operation()).isEqualTo("UpdateAlias");
        assertThat(event.caller()).isEqualTo(Calls.root());
        assertThat(event.region()).isEqualTo(REGION);
        assertThat(event.sourceAddress()).isEqualTo("192.0.2.7");
        assertThat(event.userAgent()).isEqualTo("aws-cli/2.15");
        assertThat(event.host()).isEqualTo("kms.example.com");
        assertThat(event.tls()).isNotNull();
        assertThat(event.request()).isSameAs(Empty.INSTANCE);
        assertThat(event.errorCode()).isNull();
        assertThat(event.denial()).isNull();
    }

    @Test
    void aForwardedCallComesFromTheService() {
        trace.authentication = new Authentication(Calls.root(), REGION)
                .withService(new ServiceContext(
                        "ec2", REGION, List.of("rds.amazonaws.com", "ec2.amazonaws.com"), null, null));

        AuditEvent event = events.success(changing, Outcome.done(), trace);

        assertThat(event.invokedBy()).isEqualTo("ec2.amazonaws.com");
        assertThat(event.sourceAddress()).isEqualTo("ec2.amazonaws.com");
        assertThat(event.userAgent()).isEqualTo("ec2.amazonaws.com");
    }

    @Test
    void aServicesOwnCallComesFromItsAddress() {
        trace.authentication = new Authentication(
                        new Caller(new Caller.Service(ACCOUNT, "ec2.amazonaws.com"), ""), REGION)
                .withService(new ServiceContext("ec2", REGION, List.of(), null, null));

        AuditEvent event = events.success(changing, Outcome.done(), trace);

        assertThat(event.invokedBy()).isNull();
        assertThat(event.sourceAddress()).isEqualTo("192.0.2.7");
    }

    @Test
    void everyEventHasAnIdOfItsOwn() {
        assertThat(events.success(changing, Outcome.done(), trace).eventId())
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
                .isNotEqualTo(events.success(changing, Outcome.done(), trace).eventId());
    }

    @Test
    void resourcesAreKeysThenAliasesThenCreatedKeys() {
        trace.targets = List.of(ALIAS, new Target.Key(KEY, null), new Target.Account(), new Target.Key(FOREIGN, null));

        AuditEvent event = events.success(changing, Outcome.done().withCreatedKey("arn:new"), trace);

        assertThat(event.resources())
                .containsExactly(
                        new Resource(ACCOUNT, KEY.arn().toString()),
                        new Resource(OTHER_ACCOUNT, FOREIGN.arn().toString()),
                        new Resource(ACCOUNT, ALIAS.arn().toString()),
                        new Resource(ACCOUNT, "arn:new"));
    }

    @Test
    void hiddenKeyIsNoResource() {
        trace.targets = List.of(new Target.UnavailableKey(true));

        assertThat(events.failure(new KmsException(ErrorCode.ACCESS_DENIED, "no"), trace)
                        .resources())
                .isEmpty();
    }

    @Test
    void foreignKeyIsAResourceUnlessTheCallWasDenied() {
        trace.targets = List.of(new Target.Key(FOREIGN, null), new Target.Key(KEY, null));

        assertThat(events.failure(new KmsException(ErrorCode.INVALID_GRANT_TOKEN, "no"), trace)
                        .resources())
                .as("before anything was allowed")
                .extracting(AuditEvent.Resource::account)
                .containsExactly(KEY.account());
        trace.decisions = List.of(ALLOWED);
        assertThat(events.failure(new KmsException(ErrorCode.DISABLED, "no"), trace)
                        .resources())
                .hasSize(2);
        assertThat(events.failure(new KmsException(ErrorCode.ACCESS_DENIED, "no"), trace)
                        .resources())
                .containsExactly(new Resource(ACCOUNT, KEY.arn().toString()));
    }

    @Test
    void readOnlyOperationHasNoResponseElements() {
        trace.targets = List.of(new Target.Key(KEY, null));

        assertThat(events.success(reading, Outcome.done().withResponseElements(Map.of("shown", "never")), trace)
                        .responseElements())
                .isNull();
    }

    @Test
    void changingOperationNamesItsKeyWhereItSaysNothingElse() {
        trace.targets = List.of(ALIAS, new Target.Key(KEY, null));

        assertThat(events.success(changing, Outcome.done(), trace).responseElements())
                .containsExactly(Map.entry("keyId", KEY.arn().toString()));
    }

    @Test
    void changingOperationSaysWhatItWants() {
        trace.targets = List.of(new Target.Key(KEY, null));

        assertThat(events.success(changing, Outcome.done().withResponseElements(Map.of("a", "b")), trace)
                        .responseElements())
                .containsExactly(Map.entry("a", "b"));
    }

    @Test
    void failureHasNoResponseElements() {
        trace.targets = List.of(new Target.Key(KEY, null));

        AuditEvent event = events.failure(new KmsException(ErrorCode.DISABLED, "it is disabled"), trace);

        assertThat(event.responseElements()).isNull();
        assertThat(event.errorCode()).isEqualTo("DisabledException");
        assertThat(event.errorMessage()).isEqualTo("it is disabled");
        assertThat(event.readOnly()).isFalse();
    }

    @Test
    void denialIsCalledAccessDenied() {
        assertThat(events.failure(new KmsException(ErrorCode.ACCESS_DENIED, "no"), trace)
                        .errorCode())
                .isEqualTo("AccessDenied");
    }

    @Test
    void errorWithoutATextHasNoMessage() {
        assertThat(events.failure(new KmsException(ErrorCode.INVALID_CIPHERTEXT), trace)
                        .errorMessage())
                .isNull();
    }

    @Test
    void readOnlyIsTheOperationsAlsoWhenItFails() {
        trace.operationName = "ReEncrypt";

        assertThat(events.failure(new KmsException(ErrorCode.DISABLED, "no"), trace)
                        .readOnly())
                .isTrue();
    }

    @Test
    void additionalDataIsKept() {
        AuditEvent event = events.success(
                reading,
                Outcome.done()
                        .withEventData("sourceKeyMaterialId", materialId(1))
                        .withEventData("destinationKeyMaterialId", materialId(2)),
                trace);

        assertThat(event.additionalEventData())
                .containsExactly(
                        Map.entry("sourceKeyMaterialId", materialId(1).value()),
                        Map.entry("destinationKeyMaterialId", materialId(2).value()));
    }

    private record Probe(String name, boolean isReadOnly) implements Operation<Empty, Empty> {
        @Override
        public Class<Empty> inputType() {
            return Empty.class;
        }

        @Override
        public List<Locator> locate(Empty input) {
            return List.of();
        }

        @Override
        public List<Permission> permissions(Call<Empty> call) {
            return List.of();
        }

        @Override
        public Uni<Outcome<Empty>> execute(Call<Empty> call) {
            throw new AssertionError("not executed");
        }
    }
}

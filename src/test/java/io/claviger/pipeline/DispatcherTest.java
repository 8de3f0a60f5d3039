package io.claviger.pipeline;

import static io.claviger.pipeline.PipelineFixture.KEY;
import static io.claviger.pipeline.PipelineFixture.OPERATION;
import static io.claviger.pipeline.PipelineFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.claviger.audit.AuditEvent.Resource;
import io.claviger.authn.Authentication;
import io.claviger.authn.Authenticator;
import io.claviger.authn.RawCall;
import io.claviger.common.BugException;
import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.key.KeyState;
import io.claviger.key.KmsKey;
import io.claviger.key.PolicyText;
import io.claviger.policy.DefaultKeyPolicy;
import io.claviger.storage.Change;
import io.claviger.storage.StorageConflictException;
import io.claviger.storage.StorageUnavailableException;
import io.claviger.testkit.Calls;
import io.claviger.testkit.StorageSamples;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DispatcherTest {
    private static final String NEVER_SHOWN = "a text that no caller may see";

    private final StorageUnavailableException unavailable =
            new StorageUnavailableException(NEVER_SHOWN, new IllegalStateException());
    private final PipelineFixture fixture = new PipelineFixture();

    @Test
    void stepsFollowTheirOrder() {
        Answer answer = fixture.answer();

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Success.class,
                        success -> assertThat(success.output()).isSameAs(fixture.steps.outputs.getFirst()));
        assertThat(fixture.steps.reached)
                .containsExactly(
                        "authenticate",
                        "decode",
                        "check",
                        "locate",
                        "permissions",
                        "guards",
                        "execute",
                        "append",
                        "answered");
    }

    @Test
    void changesGoToTheJournalWithTheirRecord() {
        fixture.answer();

        assertThat(fixture.journal).singleElement().satisfies(appended -> {
            assertThat(appended.changes())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Change.KeyUpdated.class,
                            updated -> assertThat(updated.key().description()).isEqualTo("probed"));
            assertThat(appended.event().operation()).isEqualTo(OPERATION);
            assertThat(appended.event().requestId()).isEqualTo("request-1");
            assertThat(appended.event().errorCode()).isNull();
            assertThat(appended.event().time()).isEqualTo(StorageSamples.NOW);
            assertThat(appended.event().request()).isSameAs(fixture.request);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"NoSuchOperation", "encrypt", "", "unknown"})
    void unknownOperationIsAnsweredBeforeAuthentication(String name) {
        assertThat(fixture.answer(name)).isEqualTo(new Answer.Failure(ErrorCode.UNKNOWN_OPERATION, null));

        assertThat(fixture.steps.reached).containsExactly("answered");
        assertThat(fixture.answered)
                .singleElement()
                .satisfies(seen -> assertThat(seen.operation()).isEqualTo("unknown"));
    }

    @Test
    void absentOperationIsUnknown() {
        assertThat(fixture.answer(null)).isEqualTo(new Answer.Failure(ErrorCode.UNKNOWN_OPERATION, null));
    }

    @Test
    void operationThatIsNotBuiltIsRefusedAfterAuthenticationAndAudited() {
        Answer answer = fixture.answer("CreateGrant");

        assertThat(answer)
                .isEqualTo(new Answer.Failure(ErrorCode.UNSUPPORTED_OPERATION, "CreateGrant is not supported."));
        assertThat(fixture.steps.reached).containsExactly("authenticate", "append", "answered");
        assertThat(fixture.onlyEvent().errorCode()).isEqualTo("UnsupportedOperationException");
        assertThat(fixture.onlyEvent().request()).isNull();
    }

    // authentication

    @Test
    void unauthenticatedCallIsNeitherDecodedNorAudited() {
        fixture.steps.fail("authenticate", new KmsException(ErrorCode.INVALID_REQUEST_SIGNATURE, "no match"));

        assertThat(fixture.answer()).isEqualTo(new Answer.Failure(ErrorCode.INVALID_REQUEST_SIGNATURE, "no match"));
        assertThat(fixture.steps.reached).containsExactly("authenticate", "answered");
    }

    @Test
    void callWithoutCredentialIsRefused() {
        Answer answer = answer(List.of(new NeverClaiming()));

        assertThat(answer)
                .isEqualTo(new Answer.Failure(ErrorCode.MISSING_AUTHENTICATION_TOKEN, "Missing Authentication Token"));
        assertThat(fixture.journal).isEmpty();
    }

    @Test
    void callThatTwoAuthenticatorsClaimIsRefused() {
        Answer answer = answer(List.of(fixture.new Trusting(), fixture.new Trusting()));

        assertThat(answer)
                .isEqualTo(new Answer.Failure(
                        ErrorCode.INCOMPLETE_SIGNATURE, "The request has more than one kind of credential."));
        assertThat(fixture.steps.reached).containsExactly("answered");
    }

    @Test
    void onlyTheClaimingAuthenticatorIsAsked() {
        assertThat(answer(List.of(new NeverClaiming(), fixture.new Trusting()))).isInstanceOf(Answer.Success.class);
    }

    @Test
    void databaseThatIsDownWhileAuthenticatingIsATimeoutAndNotAudited() {
        fixture.steps.fail("authenticate", unavailable);

        assertTimeout(fixture.answer());
        assertThat(fixture.journal).isEmpty();
    }

    // failures

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(
                        new KmsException(ErrorCode.DISABLED, "it is disabled"), ErrorCode.DISABLED, "it is disabled"),
                Arguments.of(new KmsException(ErrorCode.INVALID_CIPHERTEXT), ErrorCode.INVALID_CIPHERTEXT, null),
                Arguments.of(new BugException(NEVER_SHOWN), ErrorCode.INTERNAL, Texts.INTERNAL),
                Arguments.of(new IllegalStateException(NEVER_SHOWN), ErrorCode.INTERNAL, Texts.INTERNAL),
                Arguments.of(new java.io.IOException(NEVER_SHOWN), ErrorCode.INTERNAL, Texts.INTERNAL),
                Arguments.of(new StackOverflowError(NEVER_SHOWN), ErrorCode.INTERNAL, Texts.INTERNAL));
    }

    private static final class Texts {
        static final String INTERNAL =
                "The request was rejected because an internal exception occurred. The request can be retried.";
    }

    @ParameterizedTest
    @MethodSource("failures")
    void failureOfAnyStepBecomesItsAnswerAndItsRecord(Throwable failure, ErrorCode code, String text) {
        for (String step : List.of("decode", "check", "locate", "permissions", "guards", "execute")) {
            PipelineFixture each = new PipelineFixture();
            each.steps.fail(step, failure);

            Answer answer = each.answer();

            assertThat(answer).as(step).isEqualTo(new Answer.Failure(code, text));
            assertThat(each.onlyEvent().errorCode()).as(step).isEqualTo(code.wireName());
            assertThat(each.onlyEvent().errorMessage()).as(step).isEqualTo(text);
            assertThat(each.journal.getFirst().changes()).as(step).isEmpty();
            assertThat(each.onlyEvent().responseElements()).as(step).isNull();
            assertThat(each.failed).as(step).hasSize(code == ErrorCode.INTERNAL ? 1 : 0);
        }
    }

    @Test
    void violationOfTheModelIsAValidationException() {
        fixture.request = new ProbeOperation.Request(null, null, null);

        assertThat(fixture.answer()).isInstanceOfSatisfying(Answer.Failure.class, failure -> {
            assertThat(failure.code()).isEqualTo(ErrorCode.VALIDATION);
            assertThat(failure.message()).startsWith("1 validation error detected: Value null at 'keyId'");
        });
        assertThat(fixture.onlyEvent().errorCode()).isEqualTo("ValidationException");
        assertThat(fixture.steps.reached).doesNotContain("check");
    }

    @Test
    void databaseThatIsDownDuringTheCallIsATimeout() {
        fixture.steps.fail("execute", unavailable);

        assertTimeout(fixture.answer());
        assertThat(fixture.failed).containsExactly(unavailable);
    }

    // authorization and guards

    @Test
    void denialComesBeforeTheKeyState() {
        store(KEY.inState(KeyState.DISABLED)
                .governedBy(PolicyText.of(DefaultKeyPolicy.text(StorageSamples.OTHER_ACCOUNT))));

        assertThat(fixture.answer())
                .isInstanceOfSatisfying(
                        Answer.Failure.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.ACCESS_DENIED));
        assertThat(fixture.steps.reached).doesNotContain("guards", "execute");
        assertThat(fixture.onlyEvent().errorCode()).isEqualTo("AccessDenied");
        assertThat(fixture.onlyEvent().denial()).contains("resource-based policy");
    }

    @Test
    void keyStateIsCheckedBeforeTheWork() {
        store(KEY.inState(KeyState.DISABLED));

        assertThat(fixture.answer()).isEqualTo(new Answer.Failure(ErrorCode.DISABLED, KEY.arn() + " is disabled."));
        assertThat(fixture.steps.reached).contains("guards").doesNotContain("execute");
        assertThat(fixture.onlyEvent().resources())
                .containsExactly(new Resource(KEY.account(), KEY.arn().toString()));
    }

    @Test
    void keyOfAnotherAccountThatIsDeniedIsNoResourceOfTheRecord() {
        var foreign = StorageSamples.key(StorageSamples.OTHER_ACCOUNT, 2)
                .governedBy(PolicyText.of(DefaultKeyPolicy.text(StorageSamples.OTHER_ACCOUNT)));
        fixture.storage.with(
                new Change.AccountCreated(StorageSamples.account(StorageSamples.OTHER_ACCOUNT)),
                StorageSamples.keyCreated(foreign));
        fixture.request = request(foreign.arn().toString(), false);
        Answer existing = fixture.answer();
        PipelineFixture other = new PipelineFixture();
        other.request = request(foreign.arn().toString(), false);
        Answer missing = other.answer();

        assertThat(existing).isEqualTo(missing);
        assertThat(fixture.onlyEvent().resources()).isEqualTo(other.onlyEvent().resources());
    }

    // dry run

    @Test
    void dryRunRunsTheWholeCallAndCommitsNothing() {
        fixture.request = request(KEY.id().value(), true);

        assertThat(fixture.answer())
                .isEqualTo(new Answer.Failure(
                        ErrorCode.DRY_RUN_OPERATION,
                        "The request would have succeeded, but the DryRun option is set."));
        assertThat(fixture.steps.reached).contains("execute", "append");
        assertThat(fixture.onlyEvent().errorCode()).isEqualTo("DryRunOperationException");
        assertThat(fixture.journal.getFirst().changes()).isEmpty();
    }

    @Test
    void dryRunAnswersTheErrorThatTheCallWould() {
        store(KEY.inState(KeyState.PENDING_DELETION));
        fixture.request = request(KEY.id().value(), true);

        assertThat(fixture.answer())
                .isEqualTo(new Answer.Failure(ErrorCode.INVALID_STATE, KEY.arn() + " is pending deletion."));
    }

    @Test
    void whoIsRefusedByTheAuthenticatorHasARecordOfIt() {
        fixture.refusal = new KmsException(ErrorCode.ACCESS_DENIED, "the token was used before");

        assertThat(fixture.answer())
                .isEqualTo(new Answer.Failure(ErrorCode.ACCESS_DENIED, "the token was used before"));
        assertThat(fixture.steps.reached).containsExactly("authenticate", "append", "answered");
        assertThat(fixture.onlyEvent().caller()).isEqualTo(Calls.root());
        assertThat(fixture.onlyEvent().errorMessage()).isEqualTo("the token was used before");
    }

    // fail closed

    @Test
    void nothingIsAnsweredWithoutItsRecord() {
        fixture.steps.fail("append", unavailable);

        assertTimeout(fixture.answer());
        assertThat(fixture.steps.reached.stream().filter("append"::equals)).hasSize(1);
    }

    @Test
    void refusalIsNotAnsweredWithoutItsRecordEither() {
        fixture.steps.fail("execute", new KmsException(ErrorCode.DISABLED, "it is disabled"));
        fixture.steps.fail("append", unavailable);

        assertTimeout(fixture.answer());
    }

    @Test
    void fullJournalThrottles() {
        KmsException full = new KmsException(ErrorCode.THROTTLING, "slower");
        fixture.steps.fail("append", full, full);

        assertThat(fixture.answer()).isEqualTo(new Answer.Failure(ErrorCode.THROTTLING, "slower"));
        assertThat(fixture.journal).isEmpty();
    }

    @Test
    void journalThatBreaksIsAnInternalError() {
        fixture.steps.fail("append", new BugException(NEVER_SHOWN), new BugException(NEVER_SHOWN));

        assertThat(fixture.answer()).isEqualTo(new Answer.Failure(ErrorCode.INTERNAL, Texts.INTERNAL));
    }

    // conflicts

    @Test
    void conflictIsRunAgainFromResolution() {
        fixture.steps.fail("append", conflict(), conflict());

        assertThat(fixture.answer()).isInstanceOf(Answer.Success.class);
        assertThat(fixture.steps.reached.stream().filter("locate"::equals)).hasSize(3);
        assertThat(fixture.steps.reached.stream().filter("permissions"::equals)).hasSize(3);
        assertThat(fixture.steps.reached.stream().filter("decode"::equals)).hasSize(1);
        assertThat(fixture.journal).hasSize(1);
    }

    @Test
    void conflictsWithoutEndAreThrottledAndAudited() {
        fixture.steps.fail("append", Collections.nCopies(8, conflict()).toArray(Throwable[]::new));

        assertThat(fixture.answer())
                .isEqualTo(new Answer.Failure(
                        ErrorCode.THROTTLING,
                        "You have exceeded the rate at which you may call KMS."
                                + " Reduce the frequency of your calls."));
        assertThat(fixture.steps.reached.stream().filter("execute"::equals)).hasSize(8);
        assertThat(fixture.onlyEvent().errorCode()).isEqualTo("ThrottlingException");
        assertThat(fixture.journal.getFirst().changes()).isEmpty();
    }

    @Test
    void keyThatWasDisabledMeanwhileIsSeenByTheSecondAttempt() {
        fixture.steps.fail("append", conflict());
        fixture.steps.before("append", () -> store(KEY.inState(KeyState.DISABLED)));

        assertThat(fixture.answer()).isEqualTo(new Answer.Failure(ErrorCode.DISABLED, KEY.arn() + " is disabled."));
    }

    // throttling

    @Test
    void callBeyondTheRateIsThrottledBeforeDecodingAndAudited() {
        Dispatcher dispatcher = fixture.dispatcher(List.of(fixture.new Trusting()), Map.of(RequestClass.OTHER, 1));
        dispatcher
                .handle(Calls.raw("{}"), Invocation.aws(OPERATION, new byte[0]), "request-1")
                .await()
                .indefinitely();
        fixture.steps.reached.clear();

        Answer answer = dispatcher
                .handle(Calls.raw("{}"), Invocation.aws(OPERATION, new byte[0]), "request-2")
                .await()
                .indefinitely();

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Failure.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.THROTTLING));
        assertThat(fixture.steps.reached).containsExactly("authenticate", "append", "answered");
        assertThat(fixture.journal.getLast().event().errorCode()).isEqualTo("ThrottlingException");
    }

    // secrets

    @Test
    void secretsOfTheRequestAreClosedAtTheEnd() {
        fixture.answer();

        assertThatThrownBy(() -> fixture.request.plaintext().reveal()).isInstanceOf(BugException.class);
        assertThat(fixture.steps.outputs.getFirst().plaintext().reveal()).containsExactly(4, 5, 6);
    }

    @ParameterizedTest
    @CsvSource({"check", "locate", "guards", "execute", "append"})
    void secretsOfTheRequestAreClosedAfterAFailureToo(String step) {
        fixture.steps.fail(step, unavailable);

        fixture.answer();

        assertThatThrownBy(() -> fixture.request.plaintext().reveal()).isInstanceOf(BugException.class);
    }

    @Test
    void secretsOfAnAnswerThatIsNotGivenAreClosed() {
        fixture.steps.fail("append", unavailable);

        fixture.answer();

        assertThatThrownBy(() -> fixture.steps.outputs.getFirst().plaintext().reveal())
                .isInstanceOf(BugException.class);
    }

    @Test
    void secretsThatADryRunComputedAreClosed() {
        fixture.request = request(KEY.id().value(), true);

        fixture.answer();

        assertThatThrownBy(() -> fixture.steps.outputs.getFirst().plaintext().reveal())
                .isInstanceOf(BugException.class);
    }

    // observation

    @Test
    void observerHearsOfEveryCallOnce() {
        fixture.answer();
        fixture.steps.fail("execute", new KmsException(ErrorCode.DISABLED, "it is disabled"));
        fixture.request = request(KEY.id().value(), false);
        fixture.answer();

        assertThat(fixture.answered)
                .extracting(PipelineFixture.Observed::operation, PipelineFixture.Observed::error)
                .containsExactly(tuple(OPERATION, null), tuple(OPERATION, ErrorCode.DISABLED));
    }

    private static StorageConflictException conflict() {
        return new StorageConflictException("changed");
    }

    private void store(KmsKey changed) {
        var stored = fixture.storage
                .findKey(KEY.account(), KEY.region(), KEY.id())
                .await()
                .indefinitely()
                .orElseThrow();
        fixture.storage.with(
                new Change.KeyUpdated(stored.governedBy(changed.policy()).inState(changed.state())));
    }

    private Answer answer(List<Authenticator> authenticators) {
        return fixture.dispatcher(authenticators, Map.of())
                .handle(Calls.raw("{}"), Invocation.aws(OPERATION, new byte[0]), "request-1")
                .await()
                .indefinitely();
    }

    private static void assertTimeout(Answer answer) {
        assertThat(answer)
                .isEqualTo(new Answer.Failure(
                        ErrorCode.DEPENDENCY_TIMEOUT,
                        "The system timed out while trying to fulfill the request. The request can be retried."));
    }

    private static final class NeverClaiming implements Authenticator {
        @Override
        public boolean claims(RawCall call) {
            return false;
        }

        @Override
        public Uni<Authentication> authenticate(RawCall call, Instant now) {
            throw new AssertionError("not asked");
        }
    }
}

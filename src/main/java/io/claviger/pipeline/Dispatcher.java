package io.claviger.pipeline;

import io.claviger.audit.AuditEvent;
import io.claviger.audit.AuditJournal;
import io.claviger.authn.Authentication;
import io.claviger.authn.Authenticator;
import io.claviger.authn.RawCall;
import io.claviger.authn.ServiceProofs;
import io.claviger.authz.Authorizer;
import io.claviger.authz.RecordedDecision;
import io.claviger.common.AwsApi;
import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.operation.Call;
import io.claviger.operation.Guard;
import io.claviger.operation.HasDryRun;
import io.claviger.operation.Operation;
import io.claviger.operation.Outcome;
import io.claviger.operation.RequestOrigin;
import io.claviger.operation.Target;
import io.claviger.operation.wire.RecordSecrets;
import io.claviger.storage.StorageConflictException;
import io.claviger.storage.StorageUnavailableException;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline. {@link #handle} is the order of the security steps, top to bottom; there is no other way to an
 * operation. It never fails: whatever goes wrong becomes an {@link Answer.Failure}, and every call that was
 * authenticated has its audit record before it is answered.
 */
public final class Dispatcher {
    /** How often a call is run again when somebody else changed what it had read. */
    private static final int MAX_CONFLICTS = 8;

    private final Operations operations;
    private final Map<AwsApi, Entrance> entrances;
    private final ServiceProofs services;
    private final Throttle throttle;
    private final Validation validation;
    private final KeyResolver resolver;
    private final Authorizer authorizer;
    private final AuditJournal journal;
    private final AuditEvents events;
    private final CallObserver observer;
    private final Clock clock;

    public Dispatcher(
            Operations operations,
            Map<AwsApi, Entrance> entrances,
            ServiceProofs services,
            Throttle throttle,
            Validation validation,
            KeyResolver resolver,
            Authorizer authorizer,
            AuditJournal journal,
            AuditEvents events,
            CallObserver observer,
            Clock clock) {
        this.operations = operations;
        this.entrances = Map.copyOf(entrances);
        this.services = services;
        this.throttle = throttle;
        this.validation = validation;
        this.resolver = resolver;
        this.authorizer = authorizer;
        this.journal = journal;
        this.events = events;
        this.observer = observer;
        this.clock = clock;
    }

    /**
     * Answers one call.
     *
     * @param raw the request as it came, which is what was signed
     * @param invocation what the door made of it
     * @param requestId goes into the answer's header, the audit record and the log
     */
    public Uni<Answer> handle(RawCall raw, Invocation invocation, String requestId) {
        long startedAt = System.nanoTime();
        Trace trace = new Trace(raw, invocation, requestId, clock.instant());
        return Uni.createFrom()
                .deferred(() -> identify(trace))
                .flatMap(ignored -> authenticate(trace))
                .flatMap(ignored -> afterAuthentication(trace))
                .onFailure()
                .recoverWithItem(failure -> unaudited(failure, trace))
                .invoke(answer -> finish(answer, trace, startedAt));
    }

    private Uni<?> identify(Trace trace) {
        String name = trace.invocation.operation();
        if (name == null || !entrances.containsKey(trace.api()) || !operations.isKnown(trace.invocation.api(), name)) {
            throw new KmsException(ErrorCode.UNKNOWN_OPERATION);
        }
        trace.operationName = name;
        return Uni.createFrom().item(name);
    }

    private Uni<?> authenticate(Trace trace) {
        Authenticator claimed = null;
        for (Authenticator authenticator : entrance(trace).authenticators()) {
            if (authenticator.claims(trace.raw)) {
                if (claimed != null) {
                    throw new KmsException(
                            ErrorCode.INCOMPLETE_SIGNATURE, "The request has more than one kind of credential.");
                }
                claimed = authenticator;
            }
        }
        if (claimed == null) {
            throw new KmsException(ErrorCode.MISSING_AUTHENTICATION_TOKEN, "Missing Authentication Token");
        }
        return claimed.authenticate(trace.raw, trace.now)
                .flatMap(result -> services.complete(result, trace.raw, trace.now))
                .invoke(result -> trace.authentication = result);
    }

    private Entrance entrance(Trace trace) {
        Entrance entrance = entrances.get(trace.api());
        if (entrance == null) {
            throw new KmsException(ErrorCode.UNKNOWN_OPERATION);
        }
        return entrance;
    }

    /** From here on whatever happens is in the audit record. */
    private Uni<Answer> afterAuthentication(Trace trace) {
        return Uni.createFrom()
                .deferred(() -> {
                    KmsException refusal = trace.authentication().refusal();
                    if (refusal != null) {
                        throw refusal;
                    }
                    throttle.check(
                            trace.authentication().caller().account(),
                            RequestClass.of(trace.api(), trace.operationName),
                            trace.now);
                    Operation<?, ?> operation = operations
                            .find(trace.api(), trace.operationName)
                            .orElseThrow(() -> Operations.unsupported(trace.operationName));
                    return run(operation, trace);
                })
                .onFailure(failure -> !(failure instanceof StorageUnavailableException))
                .recoverWithUni(failure -> audited(failure, trace));
    }

    private <I extends Record, O extends Record> Uni<Answer> run(Operation<I, O> operation, Trace trace) {
        I input = entrance(trace).decoder().decode(trace.invocation.body().get(), operation.inputType());
        trace.request = input;
        validation.check(input);
        operation.check(input);
        return attempt(operation, input, trace, 1);
    }

    private <I extends Record, O extends Record> Uni<Answer> attempt(
            Operation<I, O> operation, I input, Trace trace, int attempts) {
        Authentication who = trace.authentication();
        return resolver.resolve(operation.locate(input), who.caller().account(), who.region())
                .invoke(targets -> trace.targets = targets)
                .map(targets -> new Call<>(
                        input, who.caller(), who.region(), trace.origin(), targets, trace.now, trace.requestId))
                .flatMap(call -> authorizer
                        .authorize(call, operation.permissions(call))
                        .invoke(decisions -> trace.decisions = decisions)
                        .invoke(() -> guard(operation, call))
                        .flatMap(ignored -> operation.execute(call)))
                .flatMap(outcome -> commit(operation, input, outcome, trace))
                .onFailure(StorageConflictException.class)
                .recoverWithUni(conflict -> attempts < MAX_CONFLICTS
                        ? attempt(operation, input, trace, attempts + 1)
                        : Uni.createFrom().failure(() -> tooBusy(conflict)));
    }

    private static <I extends Record> void guard(Operation<I, ?> operation, Call<I> call) {
        for (Guard guard : operation.guards()) {
            guard.check(call.key(guard.target()));
        }
    }

    private <I extends Record, O extends Record> Uni<Answer> commit(
            Operation<I, O> operation, I input, Outcome<O> outcome, Trace trace) {
        if (input instanceof HasDryRun dryRun && Boolean.TRUE.equals(dryRun.dryRun())) {
            RecordSecrets.close(outcome.output());
            throw new KmsException(
                    ErrorCode.DRY_RUN_OPERATION, "The request would have succeeded, but the DryRun option is set.");
        }
        AuditEvent event = events.success(operation, outcome, trace);
        return journal.append(event, outcome.changes())
                .onFailure()
                .invoke(() -> RecordSecrets.close(outcome.output()))
                .map(ignored -> new Answer.Success(outcome.output()));
    }

    private static KmsException tooBusy(Throwable conflict) {
        return new KmsException(
                ErrorCode.THROTTLING,
                "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.",
                conflict);
    }

    private Uni<Answer> audited(Throwable failure, Trace trace) {
        KmsException error = translate(failure, trace);
        return journal.append(events.failure(error, trace), List.of()).map(ignored -> answer(error));
    }

    private Answer unaudited(Throwable failure, Trace trace) {
        return answer(translate(failure, trace));
    }

    private static Answer answer(KmsException error) {
        return new Answer.Failure(error.code(), error.text().orElse(null));
    }

    /** Never an exception's own text, unless it is meant for the caller. */
    private KmsException translate(Throwable failure, Trace trace) {
        return switch (failure) {
            case KmsException known -> known;
            case StorageUnavailableException unavailable -> {
                observer.failed(trace.requestId, trace.operationName, unavailable);
                yield new KmsException(
                        ErrorCode.DEPENDENCY_TIMEOUT,
                        "The system timed out while trying to fulfill the request. The request can be retried.",
                        unavailable);
            }
            default -> {
                observer.failed(trace.requestId, trace.operationName, failure);
                yield new KmsException(
                        ErrorCode.INTERNAL,
                        "The request was rejected because an internal exception occurred. The request can be retried.",
                        failure);
            }
        };
    }

    private void finish(Answer answer, Trace trace, long startedAt) {
        RecordSecrets.close(trace.request);
        ErrorCode error = answer instanceof Answer.Failure failure ? failure.code() : null;
        observer.answered(trace.requestId, trace.operationName, error, Duration.ofNanos(System.nanoTime() - startedAt));
    }

    /** What is known of a call so far: for its audit record. One call's steps follow each other, never in parallel. */
    static final class Trace {
        final RawCall raw;
        final Invocation invocation;
        final String requestId;
        final Instant now;
        String operationName = "unknown";

        @Nullable
        Authentication authentication;

        @Nullable
        Record request;

        List<Target> targets = List.of();
        List<RecordedDecision> decisions = List.of();

        Trace(RawCall raw, Invocation invocation, String requestId, Instant now) {
            this.raw = raw;
            this.invocation = invocation;
            this.requestId = requestId;
            this.now = now;
        }

        AwsApi api() {
            return invocation.api().aws();
        }

        RequestOrigin origin() {
            return new RequestOrigin(
                    raw.remoteAddress(),
                    raw.tls() != null,
                    raw.header("User-Agent").orElse(null),
                    raw.header("Referer").orElse(null),
                    authentication().service());
        }

        Authentication authentication() {
            if (authentication == null) {
                throw new KmsException(ErrorCode.MISSING_AUTHENTICATION_TOKEN, "Missing Authentication Token");
            }
            return authentication;
        }
    }
}

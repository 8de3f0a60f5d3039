package io.claviger.pipeline;

import io.claviger.audit.AuditEvent;
import io.claviger.audit.AuditEvent.Resource;
import io.claviger.authn.Authentication;
import io.claviger.authn.CallerRefusedException;
import io.claviger.authn.ServiceContext;
import io.claviger.authz.DeniedException;
import io.claviger.authz.RecordedDecision;
import io.claviger.common.AccountId;
import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.crypto.RandomSource;
import io.claviger.crypto.RandomUuid;
import io.claviger.key.KmsKey;
import io.claviger.operation.HasAuditForm;
import io.claviger.operation.Operation;
import io.claviger.operation.Outcome;
import io.claviger.operation.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Makes the audit event of a call from what the pipeline knows of it (audit.md, sections 1 to 5). */
public final class AuditEvents {
    private final RandomSource random;
    private final Operations operations;

    public AuditEvents(RandomSource random, Operations operations) {
        this.random = random;
        this.operations = operations;
    }

    <O extends Record> AuditEvent success(Operation<?, O> operation, Outcome<O> outcome, Dispatcher.Trace trace) {
        List<Resource> resources = resources(trace);
        outcome.createdKeys()
                .forEach(arn -> resources.add(
                        new Resource(trace.authentication().caller().account(), arn)));
        return event(
                trace,
                operation.isReadOnly(),
                null,
                responseElements(operation, outcome, trace),
                outcome.additionalEventData(),
                resources);
    }

    AuditEvent failure(KmsException error, Dispatcher.Trace trace) {
        boolean readOnly = operations
                .find(trace.api(), trace.operationName)
                .map(Operation::isReadOnly)
                .orElse(false);
        List<Resource> resources = resources(trace);
        if (error.code() == ErrorCode.ACCESS_DENIED || trace.decisions.isEmpty()) {
            // whom nothing was allowed may not learn from its own record that another account's key exists
            AccountId own = trace.authentication().caller().account();
            resources.removeIf(resource -> !resource.account().equals(own));
        }
        if (error.getCause() instanceof DeniedException denied) {
            trace.decisions = denied.decision().map(List::of).orElse(List.of());
        }
        return event(trace, readOnly, error, null, new LinkedHashMap<>(), resources);
    }

    private AuditEvent event(
            Dispatcher.Trace trace,
            boolean readOnly,
            @Nullable KmsException error,
            @Nullable SequencedMap<String, Object> responseElements,
            SequencedMap<String, Object> additionalEventData,
            List<Resource> resources) {
        Authentication who = trace.authentication();
        ServiceContext forwarder = trace.origin().forwarder();
        String service = forwarder == null ? null : forwarder.principal();
        if (!trace.decisions.isEmpty()) {
            additionalEventData.put(
                    RecordedDecision.MEMBER,
                    trace.decisions.stream().map(RecordedDecision::toMap).toList());
        }
        return new AuditEvent(
                newEventId(),
                trace.requestId,
                trace.now,
                trace.api(),
                trace.operationName,
                readOnly,
                who.caller(),
                who.region(),
                service == null ? trace.raw.remoteAddress() : service,
                service == null ? trace.raw.header("User-Agent").orElse(null) : service,
                trace.raw.tls(),
                trace.raw.header("Host").orElse(null),
                trace.request instanceof HasAuditForm request ? request.auditForm() : trace.request,
                error == null ? null : shortName(error.code()),
                error == null ? null : error.getMessage(),
                responseElements,
                additionalEventData,
                error == null ? null : denial(error),
                resources,
                service);
    }

    private static @Nullable String denial(KmsException error) {
        return switch (error.getCause()) {
            case DeniedException denied -> denied.reason();
            case CallerRefusedException refused -> refused.reason();
            case null, default -> null;
        };
    }

    /** Management operations whose answer says nothing else still name the key. */
    private static <O extends Record> @Nullable SequencedMap<String, Object> responseElements(
            Operation<?, O> operation, Outcome<O> outcome, Dispatcher.Trace trace) {
        if (operation.isReadOnly()) {
            return null;
        }
        if (!outcome.responseElements().isEmpty()) {
            return outcome.responseElements();
        }
        SequencedMap<String, Object> elements = new LinkedHashMap<>();
        for (Target target : trace.targets) {
            if (target instanceof Target.Key key) {
                elements.put("keyId", key.key().arn().toString());
            }
        }
        return elements;
    }

    /** Keys, then aliases. */
    private static List<Resource> resources(Dispatcher.Trace trace) {
        List<Resource> resources = new ArrayList<>();
        for (Target target : trace.targets) {
            if (target instanceof Target.Key found) {
                KmsKey key = found.key();
                resources.add(new Resource(key.account(), key.arn().toString()));
            }
        }
        for (Target target : trace.targets) {
            if (target instanceof Target.AliasName alias) {
                resources.add(new Resource(
                        trace.authentication().caller().account(), alias.arn().toString()));
            }
        }
        return resources;
    }

    private static String shortName(ErrorCode code) {
        return code == ErrorCode.ACCESS_DENIED ? "AccessDenied" : code.wireName();
    }

    private String newEventId() {
        return RandomUuid.next(random).toString();
    }
}

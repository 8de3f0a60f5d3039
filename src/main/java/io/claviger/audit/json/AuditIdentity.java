package io.claviger.audit.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.claviger.authn.Caller;
import io.claviger.authn.Session;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes {@code userIdentity} as CloudTrail does (audit.md, section 2). */
final class AuditIdentity {
    private static final int MAX_TEXT_BYTES = 1024;

    private AuditIdentity() {}

    /** @param invokedBy the service that forwards the call for the caller */
    static void write(Caller caller, @Nullable String invokedBy, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("userIdentity");
        switch (caller.principal()) {
            case Caller.Root root -> {
                writePrincipal("Root", root, root.arn().toString(), caller, json);
                writeSession(null, caller.session(), json);
            }
            case Caller.User user -> {
                writePrincipal("IAMUser", user, user.arn().toString(), caller, json);
                json.writeStringField("userName", user.name());
                writeSession(null, caller.session(), json);
            }
            case Caller.RoleSession session -> {
                writePrincipal("AssumedRole", session, session.arn().toString(), caller, json);
                writeSession(session, caller.session(), json);
            }
            case Caller.Service service -> {
                json.writeStringField("type", "AWSService");
                json.writeStringField("invokedBy", service.name());
            }
            case Caller.WebIdentity web -> {
                json.writeStringField("type", "WebIdentityUser");
                writeText("principalId", web.uniqueId(), json);
                writeText("userName", web.subject(), json);
                writeText("identityProvider", web.provider(), json);
            }
        }
        if (invokedBy != null) {
            json.writeStringField("invokedBy", invokedBy);
        }
        json.writeEndObject();
    }

    private static void writePrincipal(
            String type, Caller.Principal principal, String arn, Caller caller, JsonGenerator json) throws IOException {
        json.writeStringField("type", type);
        json.writeStringField("principalId", principal.uniqueId());
        json.writeStringField("arn", arn);
        json.writeStringField("accountId", principal.account().value());
        if (!caller.accessKeyId().isEmpty()) {
            json.writeStringField("accessKeyId", caller.accessKeyId());
        }
    }

    /** @param role absent for a session of a user or root, which says less */
    private static void writeSession(Caller.@Nullable RoleSession role, @Nullable Session session, JsonGenerator json)
            throws IOException {
        if (role == null && session == null) {
            return;
        }
        json.writeObjectFieldStart("sessionContext");
        if (role != null) {
            json.writeObjectFieldStart("sessionIssuer");
            json.writeStringField("type", "Role");
            json.writeStringField("principalId", role.roleId());
            json.writeStringField("arn", role.role().toString());
            json.writeStringField("accountId", role.account().value());
            json.writeStringField("userName", role.roleName());
            json.writeEndObject();
            writeFederation(session == null ? null : session.federation(), json);
        }
        if (session != null) {
            json.writeObjectFieldStart("attributes");
            json.writeStringField(
                    "creationDate",
                    session.issuedAt().truncatedTo(ChronoUnit.SECONDS).toString());
            json.writeStringField("mfaAuthenticated", Boolean.toString(session.isMfa()));
            json.writeEndObject();
            if (session.sourceIdentity() != null) {
                json.writeStringField("sourceIdentity", session.sourceIdentity());
            }
        }
        json.writeEndObject();
    }

    /** Of the claims only who the token is about and for. */
    private static void writeFederation(Session.@Nullable Federation federation, JsonGenerator json)
            throws IOException {
        json.writeObjectFieldStart("webIdFederationData");
        if (federation != null) {
            json.writeStringField("federatedProvider", federation.provider());
            json.writeObjectFieldStart("attributes");
            for (Map.Entry<String, List<String>> claim : federation.claims().entrySet().stream()
                    .filter(each ->
                            each.getKey().endsWith(":aud") || each.getKey().endsWith(":sub"))
                    .sorted(Map.Entry.comparingByKey())
                    .toList()) {
                writeText(claim.getKey(), String.join(",", claim.getValue()), json);
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void writeText(String name, String text, JsonGenerator json) throws IOException {
        json.writeStringField(name, BoundedText.of(text, MAX_TEXT_BYTES));
    }
}

package io.claviger.authz;

import io.claviger.common.AccountId;
import io.claviger.common.Json;
import io.claviger.policy.AccessRequest;
import io.claviger.policy.Context;
import io.claviger.policy.Decision;
import io.claviger.policy.GrantMatch;
import io.claviger.policy.Layer;
import io.claviger.policy.PolicyDocument;
import io.claviger.policy.PolicySet;
import io.claviger.policy.StatementReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One decision as the audit record keeps it: enough to make it again. A decision is a function of the principal, which
 * the record names anyway, of action and resource, the policies, which are kept by the hash of their text, the grants
 * that matched, and the condition keys that those policies mention.
 *
 * @param callerAccount whose record it is; not part of its own text
 * @param documents of each layer the hashes of its policies; none for a layer that says nothing
 * @param context the values of the condition keys that the policies mention, by folded name; absent ones left out. Null
 *     where they would be too long for the record
 */
public record RecordedDecision(
        AccountId callerAccount,
        String action,
        String resource,
        AccountId resourceAccount,
        AccessRequest.Scope scope,
        Decision decision,
        Documents documents,
        List<GrantMatch> grants,
        @Nullable SequencedMap<String, List<String>> context) {
    /** The member of additionalEventData that holds a list of these. */
    public static final String MEMBER = "authorization";

    private static final int LONGEST_CONTEXT = 8_192;

    public RecordedDecision {
        grants = List.copyOf(grants);
    }

    /**
     * The policies by the hash of their text.
     *
     * @param key absent where no key policy speaks, or another account's does
     */
    public record Documents(
            @Nullable String key,
            List<String> identity,
            @Nullable String boundary,
            List<String> session,
            List<List<String>> serviceControl) {

        static Documents of(PolicySet policies) {
            return new Documents(
                    idOrNull(policies.resourcePolicy()),
                    ids(policies.identityPolicies()),
                    idOrNull(policies.boundary()),
                    ids(policies.sessionPolicies()),
                    policies.controlLevels().stream().map(Documents::ids).toList());
        }

        private static List<String> ids(List<PolicyDocument> documents) {
            return documents.stream().map(PolicyDocument::id).toList();
        }

        private static @Nullable String idOrNull(@Nullable PolicyDocument document) {
            return document == null ? null : document.id();
        }

        SequencedMap<String, Object> toMap() {
            SequencedMap<String, Object> map = new LinkedHashMap<>();
            put(map, "key", key);
            put(map, "identity", identity);
            put(map, "boundary", boundary);
            put(map, "session", session);
            put(map, "serviceControl", serviceControl);
            return map;
        }
    }

    /** As much of it as an account may know: nothing about the policy of another account's key. */
    static RecordedDecision of(AccessRequest request, PolicySet policies, Decision decision, AccountId viewer) {
        boolean isOwn = viewer.equals(request.resourceAccount()) || request.scope() == AccessRequest.Scope.ACCOUNT;
        return isOwn
                ? make(request, policies, decision, viewer)
                : make(request, policies.withResourcePolicy(null), withoutResource(decision), viewer);
    }

    private static Decision withoutResource(Decision decision) {
        return decision instanceof Decision.Allowed allowed
                ? new Decision.Allowed(
                        allowed.ground(),
                        allowed.statements().stream()
                                .filter(statement -> statement.layer() != Layer.RESOURCE)
                                .toList(),
                        allowed.grantId())
                : decision;
    }

    private static RecordedDecision make(
            AccessRequest request, PolicySet policies, Decision decision, AccountId viewer) {
        return new RecordedDecision(
                viewer,
                request.action().toString(),
                request.resource(),
                request.resourceAccount(),
                request.scope(),
                decision,
                Documents.of(policies),
                policies.grants(),
                context(request.context(), policies));
    }

    private static @Nullable SequencedMap<String, List<String>> context(Context context, PolicySet policies) {
        SequencedMap<String, List<String>> values = new TreeMap<>();
        collect(values, context, policies.resourcePolicy());
        policies.identityPolicies().forEach(document -> collect(values, context, document));
        collect(values, context, policies.boundary());
        policies.sessionPolicies().forEach(document -> collect(values, context, document));
        policies.controlLevels().forEach(level -> level.forEach(document -> collect(values, context, document)));
        return length(values) > LONGEST_CONTEXT ? null : values;
    }

    private static void collect(
            SequencedMap<String, List<String>> values, Context context, @Nullable PolicyDocument document) {
        if (document != null) {
            for (String key : document.mentionedKeys()) {
                List<String> found = context.values(key);
                if (!found.isEmpty()) {
                    values.put(key, found);
                }
            }
        }
    }

    private static long length(SequencedMap<String, List<String>> values) {
        long length = 0;
        for (Map.Entry<String, List<String>> entry : values.entrySet()) {
            length += entry.getKey().length();
            for (String value : entry.getValue()) {
                length += value.length();
            }
        }
        return length;
    }

    SequencedMap<String, List<String>> contextOrEmpty() {
        return context == null ? new TreeMap<>() : context;
    }

    /** The inverse of {@link #toMap}, from the record of an account; empty for anything else. */
    static Optional<RecordedDecision> read(Json json, AccountId callerAccount) {
        try {
            boolean isContextOmitted = JsonPath.find(json, "contextOmitted") != null;
            return Optional.of(new RecordedDecision(
                    callerAccount,
                    required(json, "action"),
                    required(json, "resource"),
                    new AccountId(required(json, "resourceAccount")),
                    AccessRequest.Scope.valueOf(required(json, "scope")),
                    readDecision(json),
                    new Documents(
                            JsonPath.text(json, "policies", "key"),
                            JsonPath.texts(json, "policies", "identity"),
                            JsonPath.text(json, "policies", "boundary"),
                            JsonPath.texts(json, "policies", "session"),
                            JsonPath.list(json, "policies", "serviceControl").stream()
                                    .map(JsonPath::texts)
                                    .toList()),
                    JsonPath.list(json, "grants").stream()
                            .map(grant -> new GrantMatch(
                                    required(grant, "grantId"),
                                    JsonPath.find(grant, "throughAccount") instanceof Json.Bool(boolean value)
                                            && value))
                            .toList(),
                    isContextOmitted ? null : readContext(JsonPath.find(json, "context"))));
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }

    private static String required(Json json, String name) {
        String text = JsonPath.text(json, name);
        if (text == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return text;
    }

    private static Decision readDecision(Json json) {
        List<StatementReference> statements = JsonPath.list(json, "statements").stream()
                .map(RecordedDecision::readStatement)
                .toList();
        return switch (required(json, "result")) {
            case "Allowed" ->
                new Decision.Allowed(
                        Decision.Ground.valueOf(required(json, "ground")), statements, JsonPath.text(json, "grantId"));
            case "ExplicitlyDenied" -> {
                if (statements.size() != 1) {
                    throw new IllegalArgumentException("one statement denies");
                }
                yield new Decision.ExplicitlyDenied(statements.getFirst());
            }
            case "ImplicitlyDenied" ->
                new Decision.ImplicitlyDenied(Decision.Missing.valueOf(required(json, "missing")));
            default -> throw new IllegalArgumentException("no such result");
        };
    }

    private static StatementReference readStatement(Json json) {
        return new StatementReference(
                Layer.valueOf(required(json, "layer").toUpperCase(Locale.ROOT).replace('-', '_')),
                number(json, "policy"),
                number(json, "statement"),
                JsonPath.text(json, "sid"),
                required(json, "pointer"));
    }

    private static int number(Json json, String name) {
        if (JsonPath.find(json, name) instanceof Json.Num(String text)) {
            return Integer.parseInt(text);
        }
        throw new IllegalArgumentException(name + " is missing");
    }

    private static SequencedMap<String, List<String>> readContext(@Nullable Json json) {
        SequencedMap<String, List<String>> context = new TreeMap<>();
        if (json instanceof Json.Obj object) {
            object.members().forEach((key, values) -> context.put(key, JsonPath.texts(values)));
        }
        return context;
    }

    /** As the audit record shows it: text, lists and maps; what is empty is left out. */
    public SequencedMap<String, Object> toMap() {
        SequencedMap<String, Object> map = new LinkedHashMap<>();
        map.put("action", action);
        map.put("resource", resource);
        map.put("resourceAccount", resourceAccount.value());
        map.put("scope", scope.name());
        putDecision(map);
        put(map, "policies", documents.toMap());
        put(map, "grants", grants.stream().map(RecordedDecision::toMap).toList());
        if (context == null) {
            map.put("contextOmitted", true);
        } else {
            put(map, "context", context);
        }
        return map;
    }

    private void putDecision(SequencedMap<String, Object> map) {
        switch (decision) {
            case Decision.Allowed allowed -> {
                map.put("result", "Allowed");
                map.put("ground", allowed.ground().name());
                put(
                        map,
                        "statements",
                        allowed.statements().stream()
                                .map(RecordedDecision::toMap)
                                .toList());
                put(map, "grantId", allowed.grantId());
            }
            case Decision.ExplicitlyDenied denied -> {
                map.put("result", "ExplicitlyDenied");
                map.put("statements", List.of(toMap(denied.statement())));
            }
            case Decision.ImplicitlyDenied denied -> {
                map.put("result", "ImplicitlyDenied");
                map.put("missing", denied.missing().name());
            }
        }
    }

    private static SequencedMap<String, Object> toMap(StatementReference statement) {
        SequencedMap<String, Object> map = new LinkedHashMap<>();
        map.put("layer", statement.layer().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        map.put("policy", statement.policy());
        map.put("statement", statement.statement());
        put(map, "sid", statement.sid());
        map.put("pointer", statement.pointer());
        return map;
    }

    private static SequencedMap<String, Object> toMap(GrantMatch grant) {
        SequencedMap<String, Object> map = new LinkedHashMap<>();
        map.put("grantId", grant.grantId());
        map.put("throughAccount", grant.throughAccount());
        return map;
    }

    private static void put(SequencedMap<String, Object> map, String name, @Nullable Object value) {
        boolean isEmpty = value == null
                || (value instanceof List<?> list && list.isEmpty())
                || (value instanceof Map<?, ?> members && members.isEmpty());
        if (!isEmpty && value != null) {
            map.put(name, value);
        }
    }
}
